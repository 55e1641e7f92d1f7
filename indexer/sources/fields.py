"""The fields of a record, under the names that crawlers, readers and databases give them.

Names are compared without case, accents and signs: `Publication Date`, `publication_date` and
`publicationDate` are one. What lies in an object of its own (`_source`, `fields`, `article`)
counts after what the record says itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from indexer.sources.decode import whole
from indexer.sources.field_words import WORDS

_AS_IN_ARABIC: Final = str.maketrans("ىیکھہة", "ييكههه")
"""Letters of Persian and Urdu, and forms of Arabic ones, that keyboards take for each other."""


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name[:100].translate(_AS_IN_ARABIC)).casefold()
    return "".join(char for char in plain.replace("ı", "i") if char.isalnum())


def _in_words(kind: str) -> tuple[str, ...]:
    return tuple(_folded(name) for name in WORDS[kind].split(","))


HTML: Final = (
    "html", "rawhtml", "contenthtml", "bodyhtml", "articlehtml", "fullhtml", "pagehtml",
    "sourcehtml", "htmlcontent", "htmlbody", "htmltext", "contentencoded",
)  # fmt: skip
TEXT: Final = (
    "text", "maintext", "plaintext", "articlebody", "bodytext", "fulltext", "cleanedtext",
    "contenttext", "textcontent", "storytext", "articletext", "cleantext", "body", "content",
    "article", "story", "maincontent", "articlecontent", "contents", "paragraphs", "rawtext",
    "raw", "transcript", "message", "post", "selftext",
    "texte", "textecomplet", "texteintegral", "contenu", "corps", "texto", "cuerpo", "contenido",
    "inhalt", "volltext", "testo", "النص", "نص", "المحتوي", "محتوي", "المقال", "المتن",
    "td", "hlead",
    *_in_words("text"),
)  # fmt: skip
SUMMARY: Final = (
    "description", "summary", "excerpt", "abstract", "leadparagraph", "lead", "lede", "snippet",
    "standfirst", "metadescription", "resume", "chapo", "chapeau", "resumen", "abstractnote",
    "الملخص", "ملخص", "الوصف",
)  # fmt: skip
TITLE: Final = (
    "title", "headline", "articletitle", "webtitle", "name", "heading", "posttitle", "titlepage",
    "titre", "titulo", "titel", "titolo", "titular", "manchete", "subject", "العنوان", "عنوان",
    "hd", "titlerss",
    *_in_words("title"),
)  # fmt: skip
URL: Final = (
    "url", "link", "canonicalurl", "canonicallink", "canonical", "weburl", "articleurl",
    "sourceurl", "permalink", "respondedurl", "requestedurl", "originalurl", "finalurl",
    "pageurl", "href", "alternate", "links", "mainentityofpage", "externalurl", "givenurl",
    "resolvedurl", "guid", "source", "uri", "loc", "lien", "adresse", "enlace", "الرابط", "رابط",
    *_in_words("url"),
)  # fmt: skip
PUBLISHED: Final = (
    "published", "datepublished", "publishedat", "publisheddate", "publicationdate",
    "publishdate", "publishingdate", "datepublish", "publishtime", "publishedtime",
    "publishedparsed", "publishedon", "pubdate", "webpublicationdate", "articlepublishedtime",
    "firstpublished", "firstpublicationdate", "date", "dategmt", "datetime", "dateofpublication",
    "isodate", "posted", "postedat", "postdate", "issued", "dcdate", "created", "createdat",
    "createdon", "createdutc",
    "datecreated", "creationdate", "dateunixtime", "timestamp", "time", "seendate",
    "datedepublication", "datepublication", "dateparution", "datedeparution", "parution",
    "datemiseenligne", "datedemiseenligne", "publiele", "articledate", "storydate", "newsdate",
    "fecha",
    "fechadepublicacion", "fechapublicacion", "datum", "veroffentlichungsdatum",
    "erscheinungsdatum", "data", "التاريخ", "تاريخ", "تاريخالنشر", "pd", "day", "jour",
    "year", "publicationyear", "annee", "ano", "jahr", "السنه",
    *_in_words("published"),
)  # fmt: skip
STAMPS: Final = ("timestamp", "time")
"""Of these, what may as well say when a whole page was fetched."""
CAPTURED: Final = (
    "datedownload", "crawldate", "crawledat", "crawltime", "fetchedat", "fetchtime", "scrapedat",
    "scrapeddate", "retrievedat", "retrieved", "downloadedat", "accessed", "accessdate",
    "capturedate", "captured", "filedate", "crawltimemsec", "collectedat", "extractedat",
    "createdtimestampusec",
)  # fmt: skip
OUTLET: Final = (
    "outlet", "sitename", "metasitename", "publisher", "newspaper", "medianame", "publication",
    "publicationname", "sourcename", "sourcetitle", "newssource", "feedtitle", "origin", "source",
    "journal", "publicationtitle", "containertitle", "journaltitle", "ogsitename", "outletname",
    "titrejournal", "media", "medio", "zeitung", "الصحيفه", "الجريده", "المصدر", "channeltitle",
    "sourcehostname", "sourcedomain", "domain", "hostname",
    *_in_words("outlet"),
)  # fmt: skip
AUTHORS: Final = (
    "authors", "author", "byline", "creator", "writer", "authorname", "auteur", "auteurs", "autor",
    "autores", "verfasser", "autore", "الكاتب", "by",
    *_in_words("author"),
)  # fmt: skip
SECTION: Final = (
    "section", "sectionname", "articlesection", "rubrique", "rubric", "seccion", "ressort",
    "category", "categories", "القسم",
    *_in_words("section"),
)  # fmt: skip
LANGUAGE: Final = (
    "language", "lang", "locale", "inlanguage", "metalang", "langue", "idioma", "sprache", "اللغه",
    *_in_words("language"),
)  # fmt: skip
ID: Final = ("id", "uuid", "guid", "docid", "storiesid", "storyid", "slug", "path", "file")

_KNOWN: Final = frozenset(
    (*HTML, *TEXT, *SUMMARY, *TITLE, *URL, *PUBLISHED, *OUTLET, *AUTHORS, *LANGUAGE, *ID)
)
_WITHIN: Final = (
    "source", "article", "data", "attributes", "fields", "post", "item", "doc", "document",
    "node", "story", "entry", "result", "page", "payload", "metadata", "meta", "opengraph", "og",
    "jsonld", "html", "yoastheadjson", "embedded", "object",
)  # fmt: skip
_VALUE: Final = (
    "rendered", "value", "content", "html", "text", "plain", "body", "main", "headline",
    "paragraphs", "summary", "sections", "blocks", "children",
    "data", "#text", "_text", "$t", "$", "__cdata",
    "href", "url", "@id", "id", "$oid", "original", "name",
)  # fmt: skip
_NOTHING: Final = frozenset({"", "nan", "none", "null", "n/a", "undefined", "-", "nat"})
_DEPTH: Final = 6


class Fields:
    """The fields of one record, found by the names above."""

    def __init__(self, record: Mapping[str, object]) -> None:
        own = {_folded(str(name)): value for name, value in record.items()}
        self._levels = [own]
        for name in _WITHIN:
            inner = own.get(name)
            if isinstance(inner, Mapping):
                self._levels.append({_folded(str(key)): value for key, value in inner.items()})

    def values(self, names: tuple[str, ...]) -> Iterator[object]:
        """What is under the names, best name first, the record's own first."""
        for level in self._levels:
            for name in names:
                value = level.get(name)
                if value is not None and value != "" and value != []:
                    yield value

    def texts(self, names: tuple[str, ...]) -> Iterator[str]:
        """The same as text, where there is any."""
        for value in self.values(names):
            text = text_in(value)
            if text.casefold() not in _NOTHING:
                yield text

    def first(self, names: tuple[str, ...]) -> str | None:
        """The first text under the names."""
        return next(self.texts(names), None)

    def address(self) -> str | None:
        """The address of the story: one of the web first, else what is called so."""
        other = None
        for value in self.values(URL):
            for item in value if isinstance(value, list) else [value]:
                text = text_in(item)
                if text.startswith(("http://", "https://")) and not text.split()[1:]:
                    return text
        for name in ("url", "link", "permalink"):
            value = self._levels[0].get(name)
            if isinstance(value, str) and value.casefold() not in _NOTHING:
                other = other or whole(value.strip())
        return other


def is_known(name: str) -> bool:
    """Whether a name is one of those above."""
    return _folded(name) in _KNOWN


def text_in(value: object, depth: int = 0) -> str:
    """All text of a value, in whatever objects and lists it is wrapped."""
    if isinstance(value, str):
        return whole(value.strip())
    if isinstance(value, bool) or value is None or depth > _DEPTH:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        inline = any(isinstance(item, Mapping) and "type" in item for item in value)
        if inline and any(isinstance(item, str) for item in value):
            return whole("".join(_raw(item, depth) for item in value)).strip()
        if value and all(map(_is_span, value)):
            return whole("".join(_raw(item, depth) for item in value)).strip()
        parts = (text_in(item, depth + 1) for item in value)
        return "\n\n".join(part for part in parts if part)
    if isinstance(value, Mapping):
        if isinstance(value.get("sections"), list):
            both = (text_in(value.get("summary"), depth + 1), text_in(value["sections"], depth + 1))
            return "\n\n".join(part for part in both if part)
        if isinstance(value.get("paragraphs"), list):
            both = (
                text_in(value.get("headline"), depth + 1),
                text_in(value["paragraphs"], depth + 1),
            )
            return "\n\n".join(part for part in both if part)
        for name in _VALUE:
            if name in value and (text := text_in(value[name], depth + 1)):
                return text
    return ""


def _is_span(item: object) -> bool:
    """Whether an object is a piece of a line, as editors of blocks write it."""
    if not isinstance(item, Mapping):
        return False
    return any(item.get(name) in ("span", "text") for name in ("_type", "type", "nodeType"))


def _raw(item: object, depth: int) -> str:
    """A piece of a line, with the spaces at its ends."""
    for name in ("text", "value"):
        if isinstance(item, Mapping) and isinstance(item.get(name), str):
            return str(item[name])
    return item if isinstance(item, str) else text_in(item, depth + 1)
