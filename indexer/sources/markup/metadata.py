"""Who published and wrote a page and in which section, as its head says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.sources.markup.linked_data import LinkedArticle, linked_articles, linked_objects
from indexer.sources.markup.text import whole_text

_OUTLET = ("og:site_name", "application-name", "citation_journal_title", "dc.publisher",
           "dcterms.publisher", "publisher", "cre", "apple-mobile-web-app-title",
           "al:android:app_name", "twitter:app:name:iphone", "copyright-holder")  # fmt: skip
_AUTHOR = ("author", "article:author", "citation_author", "parsely-author", "sailthru.author",
           "byl", "dc.creator", "dcterms.creator", "dc.creator.personalname", "creator",
           "article:author_name", "article.author", "cxenseparse:author",
           "shareaholic:article_author_name", "twitter:data1")  # fmt: skip
_SECTION = ("article:section", "parsely-section", "section", "dc.subject.section", "category",
            "article.section", "cxenseparse:section", "article:section:primary", "cg")  # fmt: skip
_HANDLE = re.compile(r"@\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself. `origins` names the member that gave each field."""

    outlet: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    articles: tuple[LinkedArticle, ...] = ()
    is_story: bool = False
    metas: Mapping[str, Sequence[str]]
    origins: tuple[tuple[str, str], ...] = ()


def metadata_of(tree: Any) -> Metadata:
    """The metadata of a page."""
    metas = _metas(tree)
    articles = tuple(linked_articles(tree))
    own = articles[0] if articles else LinkedArticle()
    origins: list[tuple[str, str]] = []

    def first(field: str, linked: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
        if linked:
            origins.append((field, f"{field} in JSON-LD"))
            return tuple(linked)
        for name in names:
            if name in metas and (name != "twitter:data1" or _is_author_label(metas)):
                origins.append((field, f"meta {name}"))
                return tuple(metas[name])
        return ()

    outlet = first("outlet", (), _OUTLET[:1]) or first(
        "outlet", [own.publisher] if own.publisher else [], _OUTLET[1:]
    )
    authors = first("authors", own.authors, _AUTHOR)
    if not authors:
        authors = tuple(_bylines(tree))
        if authors:
            origins.append(("authors", "byline in the markup"))
    section = first("section", [own.section] if own.section else [], _SECTION)
    if not section and (path := _breadcrumb(tree)):
        section = (path,)
        origins.append(("section", "breadcrumb in JSON-LD"))
    return Metadata(
        outlet=_outlet(outlet, tree, surely=_OUTLET[0] in metas),
        authors=authors,
        section=section[0] if section else None,
        articles=articles,
        is_story=len(articles) == 1 or "article:published_time" in metas,
        metas=metas,
        origins=tuple(origins),
    )


def _metas(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        if content:
            for attribute in ("property", "name", "itemprop"):
                name = (meta.get(attribute) or "").strip().lower()
                if name and content not in found.setdefault(name, []):
                    found[name].append(content)
    return found


def _breadcrumb(tree: Any) -> str:
    """The path to the page that JSON-LD tells, without the page itself."""
    for one in linked_objects(tree):
        if one.get("@type") == "BreadcrumbList" and isinstance(one.get("itemListElement"), list):
            steps = [step for step in one["itemListElement"] if isinstance(step, dict)]
            inner = [step["item"] if isinstance(step.get("item"), dict) else {} for step in steps]
            names = [
                step.get("name") or other.get("name")
                for step, other in zip(steps, inner, strict=True)
            ]
            return " > ".join(name for name in names[:-1] if isinstance(name, str))
    return ""


def _is_author_label(metas: Mapping[str, Sequence[str]]) -> bool:
    labels = metas.get("twitter:label1", ("",))
    return labels[0].casefold() in (
        "written by",
        "author",
        "écrit par",
        "verfasst von",
        "كتب بواسطة",
    )


def _outlet(names: Sequence[str], tree: Any, *, surely: bool) -> str | None:
    """The first that is no handle and, unless it is `surely` an outlet, not the page's title."""
    title = next(tree.iter("title"), None)
    own = whole_text(title) if title is not None else ""
    return next(
        (name for name in names if (surely or name != own) and not _HANDLE.fullmatch(name)), None
    )


_BYLINES = (
    './/*[@itemprop="author"]',
    './/a[@rel="author"]',
    './/*[contains(concat(" ", normalize-space(@class), " "), " byline ")]',
    './/*[contains(concat(" ", normalize-space(@class), " "), " author ")]',
    './/*[contains(concat(" ", normalize-space(@class), " "), " entry-author ")]',
    './/*[contains(concat(" ", normalize-space(@class), " "), " author-name ")]',
)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|auteurs?|autor(?:en|es|a|i)?|writer|muhabir|yazar|reporter"
    r"|journalist[ae]?|redacteur|redactor|signature)(?:[_-]*(?:name|names|s|by|link))*"
    r"(?:$|\s)",
    re.IGNORECASE,
)
_NO_AUTHOR_CLASS = re.compile(
    r"comment|bio|box|about|avatar|image|photo|social|card|related|reply|widget|follow|title",
    re.IGNORECASE,
)
_MAX_BYLINE_CHARS = 120
_OUTSIDE = frozenset({"aside", "footer", "nav"})


def _bylines(tree: Any) -> list[str]:
    """Authors marked as such near the headline; of teasers next to the story there are many."""
    for found in (*(tree.xpath(path) for path in _BYLINES), _named_so(tree)):
        texts = []
        for element in found:
            if any(above.tag in _OUTSIDE for above in element.iterancestors()):
                continue
            text = whole_text(element)
            if 3 < len(text) <= _MAX_BYLINE_CHARS:
                texts.append(text)
        unique = list(dict.fromkeys(texts))
        if 1 <= len(unique) <= 3:
            return unique
    return []


def _named_so(tree: Any) -> Iterator[Any]:
    """Elements whose class is made of words for an author, such as `c-post-author__name`."""
    for element in tree.iter():
        name = element.get("class") if isinstance(element.tag, str) else None
        if name and _AUTHOR_CLASS.search(name) and not _NO_AUTHOR_CLASS.search(name):
            yield element
