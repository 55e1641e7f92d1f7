"""The three tasks that are spread over processes: read, study, resolve."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import orjson
import zstandard

from corrections.reference import text_digest
from indexer.credits import Outlets
from indexer.duplicates import signature
from indexer.entities import Mentions, NameBook
from indexer.facts import facts
from indexer.page import Page
from indexer.quotes import name_speakers
from indexer.scratch import Read, Studied
from indexer.sources import Unit, fault, read
from indexer.state import DraftRow, PageKey, StoredDraft
from indexer.study import Draft, Study, mark, study
from quality.facts import Facts
from search_index.model.article import Article

_compressor = zstandard.ZstdCompressor(level=1)
_decompressor = zstandard.ZstdDecompressor()
_PAGE_FIELDS = tuple(field.name for field in fields(Page))


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What all pages are studied by."""

    lines: frozenset[int]
    today: datetime.date
    models: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What the archive as a whole decides: names, and the outlets of its hosts."""

    book: NameBook
    outlets: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An article with all its fields; None where the index holds the same already."""

    id: str
    digest: str
    facts: Facts
    article: Article | None


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
        packed = _pack({name: getattr(page, name) for name in _PAGE_FIELDS})
        done.append(Read(reading=replace(reading, page=None), page=packed, marks=marks))
    return done


def study_pages(learned: Learned, batch: Sequence[tuple[PageKey, bytes]]) -> list[Studied]:
    """Study packed pages."""
    done = []
    for key, packed in batch:
        page = Page(**_unpack(packed))
        try:
            result = study(page, learned.lines, today=learned.today, models=learned.models)
        except OSError:  # of this machine, not of the page
            raise
        except Exception as error:
            result = Study(reason=fault(error))
        done.append(
            Studied(
                key=key,
                name=page.name,
                drafts=tuple(_row(draft) for draft in result.drafts),
                reason=result.reason,
                removed=result.removed,
                sentences=result.sentences,
            )
        )
    return done


def note_draft(draft: bytes, book: NameBook, outlets: Outlets) -> None:
    """Note what a stored draft tells of the archive: its mentions, and who published it."""
    value = _unpack(draft)
    book.add(Mentions.from_json(value["mentions"]))
    outlets.add(value["article"]["source"]["url"], value["article"]["outlet"])


def resolve_pages(
    archive: Archive, batch: Sequence[Sequence[tuple[StoredDraft, str | None]]]
) -> list[Finished]:
    """Give the articles of each page their names; each comes with what it duplicates."""
    book = archive.book
    done = []
    for page in batch:
        values = [_unpack(stored.draft) for stored, _ in page]
        mentions = [Mentions.from_json(value["mentions"]) for value in values]
        for (stored, duplicate_of), value, own in zip(page, values, mentions, strict=True):
            draft = Article.from_json(value["article"])
            names = book.resolve(draft.title, draft.body, own, siblings=mentions)
            article = replace(
                draft,
                id=stored.id,
                persons=names.persons,
                organizations=names.organizations,
                places=names.places,
                forms=names.forms,
                quotes=name_speakers(draft.body, draft.language, draft.quotes, names.forms),
                outlet=archive.outlets.get(draft.outlet or "", draft.outlet),
                duplicate_of=duplicate_of,
                provenance=(*draft.provenance, *names.provenance),
            )
            digest = _digest(article)
            same = digest == stored.indexed
            done.append(
                Finished(
                    id=stored.id,
                    digest=digest,
                    facts=facts(article),
                    article=None if same else article,
                )
            )
    return done


def _row(draft: Draft) -> DraftRow:
    article = draft.article
    packed = _pack({"article": article.to_json(), "mentions": draft.mentions.to_json()})
    return DraftRow(
        key=draft.key,
        text=text_digest(article.body),
        draft=packed,
        signature=signature(article.body),
        confidence=article.date_confidence,
        chars=len(article.body),
    )


def _digest(article: Article) -> str:
    value = article.to_json()
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character from a broken page
        text = json.dumps(value, sort_keys=True).encode()
    return hashlib.blake2b(text, digest_size=12).hexdigest()


def _pack(values: object) -> bytes:
    try:
        text = orjson.dumps(values)
    except TypeError:
        text = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _compressor.compress(text)


def _unpack(packed: bytes) -> Any:
    text = _decompressor.decompress(packed)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text.decode("utf-8", "surrogatepass"))
