"""Making the vectors of an archive: of each passage once, however often the indexer runs."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from indexer.errors import WorkerCrashed
from indexer.workers import Workers, batched
from search_index import open_engine
from search_index.cores import cores
from search_index.engines.base import Engine
from search_index.engines.lock import WriteLock
from search_index.errors import ClippingsError, IndexUnusable
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.search.semantic import encoder_of
from search_index.search.semantic.encoder import Array, Encoder
from search_index.search.semantic.passages import NOTHING, key_of, passage_of
from search_index.search.semantic.vector_file import quantized, read_vectors, write_vectors
from search_index.settings import Settings

BATCH: Final = 64
FEW: Final = 8
"""For fewer batches a job, loading the models once more takes longer than it saves."""
_MARK: Final = struct.Struct("<8s64s")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The vector of a passage as it is kept."""

    scale: np.float32
    vector: Array
    terms: Array


class _Journal:
    """The vectors that a run has made so far, each written when it was: a run that was broken off
    goes on from there. What was written halfway, or for another model, is passed over."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.path = folder / f".vectors-{encoder.name}.part"
        self._mark = _MARK.pack(b"clipjrn2", encoder.fingerprint.encode())
        self._shape = encoder.terms, encoder.dimensions // 64
        signs = 8 * self._shape[0] * self._shape[1]
        self._row = struct.Struct(f"<Qf{encoder.dimensions}s{signs}s")

    def read(self) -> Iterator[tuple[int, _Row]]:
        """What is in it."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return
        size = self._row.size + 4
        if data[: _MARK.size] != self._mark:
            return
        for start in range(_MARK.size, len(data) - size + 1, size):
            whole = data[start : start + self._row.size]
            if zlib.crc32(whole) == int.from_bytes(data[start + self._row.size : start + size]):
                key, scale, vector, signs = self._row.unpack(whole)
                yield (
                    key,
                    _Row(
                        scale=np.float32(scale),
                        vector=np.frombuffer(vector, np.int8),
                        terms=np.frombuffer(signs, np.uint64).reshape(self._shape),
                    ),
                )

    def begin(self, known: dict[int, _Row]) -> None:
        """Begin a new one with what was in the last one."""
        self.path.write_bytes(self._mark)
        self.add(known)

    def add(self, rows: dict[int, _Row]) -> None:
        """Append some."""
        with self.path.open("ab") as file:
            for key, row in rows.items():
                whole = self._row.pack(key, row.scale, row.vector.tobytes(), row.terms.tobytes())
                file.write(whole + zlib.crc32(whole).to_bytes(4))

    def end(self) -> None:
        """Remove it: all is in the file of the vectors."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """An article and the key of its passage."""

    id: str
    language: str
    key: int


class VectorsUnfinished(ClippingsError):
    """A run ended while it made vectors; the index itself is complete."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason} The index is complete, its vectors are not yet; those that were made are "
            "kept. Run again to go on from there; until then meaning is searched as before."
        )


def make_vectors(
    settings: Settings,
    encoders: Sequence[Encoder],
    *,
    jobs: int = 0,
    progress: Callable[[str, int, int], None] = lambda name, done, total: None,
) -> int:
    """Bring the vectors of an index up to its newest state; how many are new.

    Raises VectorsUnfinished: somebody stopped it, another run writes, the disk is full.
    """
    folder = settings.index_dir / "pages"
    try:
        with WriteLock(folder), Workers(jobs or cores(), folder) as workers:
            return build_vectors(
                open_engine(settings), settings.index_dir, encoders, workers, progress=progress
            )
    except KeyboardInterrupt:
        raise VectorsUnfinished("Interrupted.") from None
    except WorkerCrashed:
        raise VectorsUnfinished(
            "A process that made vectors died (out of memory, or killed); try fewer --jobs."
        ) from None
    except (ClippingsError, OSError) as error:
        raise VectorsUnfinished(f"Vectors cannot be made: {error}") from None


def build_vectors(
    engine: Engine,
    folder: Path,
    encoders: Sequence[Encoder],
    workers: Workers,
    *,
    progress: Callable[[str, int, int], None] = lambda name, done, total: None,
) -> int:
    """Bring the vectors in `folder` up to the newest state of the index; how many are new.

    Those of a model stay as they are where they were made for this state. Other processes load
    the models by their names.
    """
    made = 0
    with closing(engine.searcher()) as searcher:
        for encoder in encoders:
            try:
                old = read_vectors(folder, encoder.name, encoder.fingerprint)
            except IndexUnusable:
                old = None
            if old is not None and old.snapshot == searcher.snapshot:
                continue
            known: dict[int, _Row] = {}
            lately: set[int] = set()
            if old is not None:
                known = {
                    key: _Row(scale=scale, vector=row, terms=terms)
                    for key, scale, row, terms in zip(
                        old.keys.tolist(), old.scales, old.rows, old.terms, strict=True
                    )
                }
                lately = set(old.keys[old.places].tolist())
            journal = _Journal(folder, encoder)
            left = dict(journal.read())
            known |= left
            articles: list[_Kept] = []
            missing: dict[int, str] = {}
            for article in searcher.export(Query(collapse=False)):
                if not _is_read(article, encoder):
                    continue
                passage = passage_of(article, encoder.words)
                if passage == NOTHING:
                    continue
                key = key_of(passage)
                articles.append(_Kept(id=article.id, language=article.language, key=key))
                if key not in known:
                    missing[key] = passage
            if missing:
                journal.begin(left)
            name = f"vectors ({encoder.name})"
            for rows_made in _made(encoder, missing, workers):
                journal.add(rows_made)
                known |= rows_made
                progress(name, len(rows_made), len(missing))
            _write(folder, encoder, searcher.snapshot, articles, known, lately)
            journal.end()
            made += len(missing)
    return made


def _is_read(article: Article, encoder: Encoder) -> bool:
    return encoder.languages is None or article.language in encoder.languages


def _made(encoder: Encoder, missing: dict[int, str], workers: Workers) -> Iterator[dict[int, _Row]]:
    """The vectors of passages by their keys, batch by batch."""
    # Passages of about the same length make a batch: the shorter ones are filled up.
    items = sorted(missing.items(), key=lambda pair: len(pair[1]))
    batches = list(batched(items, BATCH))
    few = len(batches) < FEW * workers.jobs
    texts = ([passage for _, passage in batch] for batch in batches)
    task = _encoded_here(encoder) if few or workers.jobs == 1 else _encoded
    results = workers.spread(task, encoder.name, texts, few=few)
    for batch, (rows, scales, terms) in zip(batches, results, strict=True):
        keys = (key for key, _ in batch)
        yield {
            key: _Row(scale=scale, vector=row, terms=signs)
            for key, row, scale, signs in zip(keys, rows, scales, terms, strict=True)
        }


_Encoded: TypeAlias = tuple[Array, Array, Array]


def _encoded_here(encoder: Encoder) -> Callable[[str, list[str]], _Encoded]:
    return lambda _, texts: _encoded_by(encoder, texts)


def _encoded(model: str, texts: list[str]) -> _Encoded:
    return _encoded_by(_loaded(model), texts)


def _encoded_by(encoder: Encoder, texts: list[str]) -> _Encoded:
    """The vectors of passages, their scales, and the signs of their words."""
    terms = np.zeros((len(texts), encoder.terms, encoder.dimensions // 64), np.uint64)
    if encoder.terms:
        for row, text in zip(terms, texts, strict=True):
            signs = encoder.signs(text)
            row[: len(signs)] = signs
    return (*quantized(encoder.passages(texts)), terms)


@cache
def _loaded(model: str) -> Encoder:
    return encoder_of(model)


def _write(
    folder: Path,
    encoder: Encoder,
    snapshot: str,
    articles: list[_Kept],
    known: dict[int, _Row],
    lately: set[int],
) -> None:
    keys = np.array(sorted(lately | {article.key for article in articles}), np.uint64)
    rows = [known[key] for key in keys.tolist()]
    empty = np.zeros((0, encoder.dimensions), np.int8)
    no_terms = np.zeros((0, encoder.terms, encoder.dimensions // 64), np.uint64)
    write_vectors(
        folder,
        encoder,
        snapshot=snapshot,
        ids=[article.id for article in articles],
        languages=[article.language for article in articles],
        places=keys.searchsorted(np.array([article.key for article in articles], np.uint64)),
        keys=keys,
        scales=np.array([row.scale for row in rows], np.float32),
        rows=np.stack([row.vector for row in rows]) if rows else empty,
        terms=np.stack([row.terms for row in rows]) if rows else no_terms,
    )
