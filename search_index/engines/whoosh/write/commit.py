"""Committing: the files of a new state, the rename that makes it the newest, garbage collection.

The order, and what a crash between two steps leaves:

1. New segment files and lists of deletions are whole and on disk. Before the next steps
   nobody names them; a crash leaves files that the next writer sweeps away.
2. Whoosh's table of contents of the new generation, by rename. It names files that are
   all there: Whoosh sees the new state, our readers the old one, both whole.
3. The manifest, by rename. This is the commit.
4. What neither the manifest nor one that it has lately replaced names is removed (somebody
   may be paging through an older state, in another process). Where everything is rebuilt
   nothing of the replaced states is kept: they share no file with the new one, and to keep
   them would take the room of a second index until the next writer comes. Readers that have
   mapped a file go on reading it, and its room is free when the last of them closes it; one
   that is just opening the old state finds a file gone, reads the manifest again and gets the
   new state.
"""

from __future__ import annotations

import datetime
import json
import re
import secrets
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from search_index.engines.files import sync_folder, write_atomically
from search_index.engines.whoosh.bridge.codec import EXTENSION, INDEX_NAME, ClipSegment
from search_index.engines.whoosh.bridge.fields import whoosh_schema
from search_index.engines.whoosh.store.file_names import ENGINE, named_files, replaced_name
from search_index.engines.whoosh.store.snapshot import SegmentEntry
from search_index.errors import IndexUnusable
from search_index.manifest import FILE_NAME, Manifest, read_manifest
from search_index.model.sentences import LongSentences
from search_index.schema import SCHEMA_VERSION
from search_index.text import analysis

KEEP_REPLACED: Final = 3
KEEP_REPLACED_S: Final = 600.0
"""So many replaced states are kept, for so long, for readers who page through them."""
_OURS: Final = re.compile(
    rf"{INDEX_NAME}_[0-9a-z]+\.(?:clip|d\d+)|_{INDEX_NAME}_\d+\.toc"
    r"|manifest\.\d+\.json|\..*\.new"
)
_TOC: Final = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")


def new_segment_name() -> str:
    """A name for a segment that nobody has used."""
    return f"{INDEX_NAME}_{secrets.token_hex(8)}"


def segment_path(folder: Path, name: str) -> Path:
    """The file of a segment."""
    return folder / f"{name}{EXTENSION}"


def deletions_name(name: str, generation: int) -> str:
    """The file of a segment's deletions as of a generation."""
    return f"{name}.d{generation}"


def toc_name(generation: int) -> str:
    """Whoosh's table of contents of a generation."""
    return f"_{INDEX_NAME}_{generation}.toc"


def toc_bytes(generation: int, entries: Sequence[tuple[SegmentEntry, Sequence[int]]]) -> bytes:
    """Whoosh's table of contents; each segment comes with its deleted documents."""
    segments = [
        ClipSegment(entry.name.removeprefix(f"{INDEX_NAME}_"), entry.documents, deleted)
        for entry, deleted in entries
    ]
    storage = RamStorage()
    TOC(whoosh_schema(), segments, generation).write(storage, INDEX_NAME)
    return bytes(storage.files[toc_name(generation)])


def commit(
    folder: Path,
    generation: int,
    entries: Sequence[tuple[SegmentEntry, Sequence[int]]],
    *,
    pages: int,
    sentences: LongSentences,
) -> Manifest:
    """Make a state the newest one; its files are there already. See the module for the steps."""
    sync_folder(folder)
    toc = toc_bytes(generation, entries)
    write_atomically(folder / toc_name(generation), toc)
    manifest = Manifest(
        engine=ENGINE,
        generation=generation,
        schema_version=SCHEMA_VERSION,
        analysis_version=analysis.VERSION,
        articles=sum(entry.living for entry, _ in entries),
        pages=pages,
        built=datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
        files={
            "toc": toc_name(generation),
            "toc_crc32": zlib.crc32(toc),
            "segments": [
                {
                    "name": entry.name,
                    "documents": entry.documents,
                    "deleted": entry.deleted,
                    "deletions": entry.deletions,
                }
                for entry, _ in entries
            ],
        },
        sentences=asdict(sentences),
    )
    _keep_replaced(folder)
    write_atomically(folder / FILE_NAME, manifest.to_bytes())
    return manifest


def _keep_replaced(folder: Path) -> None:
    try:
        old = (folder / FILE_NAME).read_bytes()
        write_atomically(folder / replaced_name(int(json.loads(old)["generation"])), old)
    except (OSError, ValueError, KeyError, TypeError):
        return


def sweep(folder: Path, manifest: Manifest | None, *, keep_replaced: bool = True) -> None:
    """Remove the engine's files that the manifest does not name. Only for a writer.

    With `keep_replaced` those stay that a state needs which it has lately replaced.
    """
    named: set[str] = set()
    if manifest is not None:
        named = named_files(manifest)
        if keep_replaced:
            named = named.union(*_replaced_files(folder, manifest.generation))
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in named:
            path.unlink(missing_ok=True)


def _replaced_files(folder: Path, generation: int) -> list[set[str]]:
    """What the states before this one are made of, as far as they are still kept."""
    kept = []
    for before in range(generation - 1, generation - 1 - KEEP_REPLACED, -1):
        name = replaced_name(before)
        path = folder / name
        try:
            if time.time() - path.stat().st_mtime > KEEP_REPLACED_S:
                continue
            manifest = read_manifest(
                folder, engine=ENGINE, analysis_version=analysis.VERSION, name=name
            )
        except (IndexUnusable, FileNotFoundError):
            continue
        kept.append({name} | named_files(manifest) - {str(manifest.files["toc"])})
    return kept


def last_generation(folder: Path) -> int:
    """The highest generation of which there is a trace; 0 where there is none."""
    traces = (_TOC.fullmatch(path.name) for path in folder.iterdir())
    return max((int(trace[1]) for trace in traces if trace), default=0)
