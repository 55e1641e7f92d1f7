"""The three tasks that are spread over processes: read, study, resolve."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from corrections.applying import with_fields
from corrections.names import ArchiveNames, names_of
from corrections.records import Correction
from corrections.reference import text_digest
from indexer.amending import article_digest, corrected
from indexer.correcting import fingerprint
from indexer.credits import Outlets
from indexer.duplicates import signature
from indexer.entities import Answers, Clusters, Mentions, NameBook, StoryNames, mentions_in
from indexer.facts import facts
from indexer.joining import joined_article
from indexer.language import language_of
from indexer.page import Page, PageKey
from indexer.quotes import name_speakers
from indexer.scratch import Read
from indexer.sources import Unit, fault, read
from indexer.state import DraftRow, StoredDraft, Studied
from indexer.stored import pack, unpack
from indexer.study import Draft, Study, mark, study
from quality.facts import Facts
from search_index.model.article import Article

OUTLET = "outlet"
"""The table of `Change` that holds the outlets of hosts."""
_SURE_CHARS = 300
"""So long a page is sure of its language."""
_PAGE_FIELDS = tuple(field.name for field in fields(Page))


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What all pages are studied by."""

    lines: frozenset[int]
    today: datetime.date
    models: tuple[tuple[str, str], ...] = ()
    corrections: tuple[Correction, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What the archive as a whole decides: names, the outlets of its hosts, and corrections.

    `corrections` are those of each article by its id, `names` those of all articles; `plain`
    are the names as they would be without these, where there are any; `joined` the packed drafts
    of other pages that an article goes on in.
    """

    book: NameBook
    plain: NameBook | None = None
    outlets: dict[str, str] = field(default_factory=dict)
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    names: ArchiveNames = field(default_factory=ArchiveNames)
    joined: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    models: tuple[tuple[str, str], ...] = ()

    def answers(self) -> Answers:
        """What the archive says of each name and host, to be compared with what it said before."""
        return {**self.book.answers(), OUTLET: self.outlets}

    def books(self) -> list[NameBook]:
        """The one or two books of names."""
        return [self.book, self.plain] if self.plain else [self.book]

    def close(self, *, before: Clusters = ()) -> None:
        """Everything was noted: articles can be resolved. `before` is for `NameBook.close`."""
        self.book.close(before=before)
        if self.plain:
            self.plain.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An article with all its fields; None where the index holds the same already.

    `asked` is what it looked up of the archive.
    `original` is the packed article as it is without corrections, where they change it;
    `applied` says which were applied. The digest is empty where it is not to be indexed.
    """

    id: str
    digest: str
    facts: Facts | None
    asked: bytes
    article: Article | None
    original: bytes | None
    applied: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An article to resolve: what it duplicates, as read and as corrected; `hidden` is none."""

    stored: StoredDraft
    read_copy_of: str | None
    copy_of: str | None
    hidden: bool


def read_units(_: None, batch: Sequence[Unit]) -> list[Read]:
    """Parse units and note their marks."""
    done = []
    for unit in batch:
        reading = read(unit)
        page = reading.page
        if page is None:
            done.append(Read(reading=reading))
            continue
        marks = mark(page).tobytes()
        packed = pack({name: getattr(page, name) for name in _PAGE_FIELDS})
        language = language_of(page.text) if len(page.text) >= _SURE_CHARS else ""
        reading = replace(reading, page=None, language=language)
        done.append(Read(reading=reading, page=packed, marks=marks))
    return done


def study_pages(learned: Learned, batch: Sequence[tuple[PageKey, bytes]]) -> list[Studied]:
    """Study packed pages."""
    done = []
    for key, packed in batch:
        page = Page(**unpack(packed))
        try:
            result = study(
                page,
                learned.lines,
                today=learned.today,
                models=learned.models,
                corrections=learned.corrections,
                usual=learned.languages,
            )
        except OSError:  # of this machine, not of the page
            raise
        except Exception as error:
            result = Study(reason=fault(error, page.name, len(packed)))
        done.append(
            Studied(
                key=key,
                name=page.name,
                drafts=tuple(_row(draft) for draft in result.drafts),
                reason=result.reason,
                removed=result.removed,
                sentences=result.sentences,
                texts=result.texts,
                reshaped=result.reshaped,
                doubtful=result.doubtful,
            )
        )
    return done


def note_draft(stored: StoredDraft, archive: Archive, outlets: Outlets) -> None:
    """Note what a draft says of the archive, as corrected: mentions, and who published it."""
    value = unpack(stored.draft)
    if stored.id in archive.corrections or stored.id in archive.joined:
        draft, mentions = _corrected_draft(value, archive, stored.id)
        url, outlet = draft.source.url, draft.outlet
    else:  # no article is made of what only two values are asked of
        mentions = Mentions.from_json(value["mentions"])
        url, outlet = value["article"]["source"]["url"], value["article"]["outlet"]
    for book in archive.books():
        book.add(mentions)
    outlets.add(url, outlet)


def resolve_pages(archive: Archive, batch: Sequence[Sequence[Pending]]) -> list[Finished]:
    """Give the articles of each page their names; each comes with what it duplicates."""
    done = []
    for page in batch:
        drafts = [
            _corrected_draft(unpack(pending.stored.draft), archive, pending.stored.id)
            for pending in page
        ]
        siblings = [mentions for _, mentions in drafts]
        for pending, (draft, mentions) in zip(page, drafts, strict=True):
            done.append(_finished(pending, draft, mentions, siblings, archive))
    return done


def _finished(
    pending: Pending,
    draft: Article,
    mentions: Mentions,
    siblings: Sequence[Mentions],
    archive: Archive,
) -> Finished:
    stored = pending.stored
    own = archive.corrections.get(stored.id, ())
    read = _read(unpack(stored.draft), archive, stored.id) if own else draft

    def named(book: NameBook) -> Article:
        names = book.resolve(draft.title, draft.body, mentions, siblings=siblings)
        return _named(read, names, pending, archive)

    original = named(archive.book)
    article = corrected(original, own, archive.names, copy_of=pending.copy_of)
    if archive.plain and archive.names.given & names_of(original):
        original = named(archive.plain)
    digest = "" if pending.hidden else article_digest(article)
    same = digest == (stored.indexed or "")
    kept = pack(original.to_json()) if pending.hidden or article != original else None
    return Finished(
        id=stored.id,
        digest=digest,
        facts=None if pending.hidden else facts(article),
        asked=archive.book.take_asked([(OUTLET, read.outlet or "")]),
        article=None if same or pending.hidden else article,
        original=kept,
        applied=fingerprint(own),
    )


def _named(read: Article, names: StoryNames, pending: Pending, archive: Archive) -> Article:
    """An article as it was read, with what the archive knows of it."""
    return replace(
        read,
        id=pending.stored.id,
        persons=names.persons,
        organizations=names.organizations,
        places=names.places,
        forms=names.forms,
        renamings=names.renamings,
        quotes=name_speakers(read.body, read.language, read.quotes, names.forms),
        outlet=archive.outlets.get(read.outlet or "", read.outlet),
        duplicate_of=pending.read_copy_of,
        provenance=(*read.provenance, *names.provenance),
    )


def _corrected_draft(
    value: Mapping[str, Any], archive: Archive, article_id: str
) -> tuple[Article, Mentions]:
    """A draft with its corrected fields, and the mentions that are in it then."""
    draft = _read(value, archive, article_id)
    mentions = Mentions.from_json(value["mentions"])
    own = archive.corrections.get(article_id, ())
    article = with_fields(draft, own)
    translated = (article.title, article.language) != (draft.title, draft.language)
    if translated or article_id in archive.joined:
        model = dict(archive.models).get(article.language)
        found = mentions_in(article.title, article.body, article.language, model=model)
        mentions = replace(found, page=mentions.page, paragraphs=mentions.paragraphs)
    return article, mentions


def _read(value: Mapping[str, Any], archive: Archive, article_id: str) -> Article:
    """The article of a draft, with what it goes on in on other pages."""
    parts = archive.joined.get(article_id)
    if not parts:
        return Article.from_json(value["article"])
    return joined_article([value["article"], *(unpack(part)["article"] for part in parts)])


def _row(draft: Draft) -> DraftRow:
    article = draft.article
    return DraftRow(
        key=draft.key,
        text=text_digest(article.body),
        draft=pack({"article": article.to_json(), "mentions": draft.mentions.to_json()}),
        signature=signature(article.body),
        confidence=article.date_confidence,
        chars=len(article.body),
    )
