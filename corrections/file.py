"""The file of corrections: JSON lines that are only ever added to, under a lock."""

from __future__ import annotations

import fcntl
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from corrections.errors import Conflict, CorrectionRefused, FileUnusable, UnknownCorrection
from corrections.ledger import Corrections, corrections_of
from corrections.lines import LINE_BYTES, BadLine, from_json, read_line, to_json, write_line
from corrections.records import Correction, Problem, Undo
from search_index.engines.files import signature_of, sync_folder
from search_index.settings import Settings

NAME: Final = "corrections.jsonl"
_CUT_OFF: Final = b"# cut off: "

_known: dict[Path, _Known] = {}
"""What the files said when they were last read; never changed in place."""

_Line = TypeVar("_Line", Correction, Undo)


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was read: its signature, its size and CRC-32, and what it says."""

    signature: tuple[int, int, int]
    size: int
    check: int
    corrections: Corrections


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import: what was added, what was there already, what is wrong."""

    added: tuple[Correction | Undo, ...]
    known: int
    problems: tuple[Problem, ...]


class CorrectionsFile:
    """The file at a path; it need not exist. Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Corrections:
        """What holds now; lines that cannot be used are `problems`. Raises FileUnusable."""
        signature = signature_of(self.path)
        known = _known.get(self.path)
        if known and known.signature == signature:
            return known.corrections
        data = self._bytes()
        found = _parse_after(known, data) if known else parse(data)
        _known[self.path] = _Known(signature, len(data), zlib.crc32(data), found)
        return found

    def add(self, correction: Correction, *, force: bool = False) -> Correction:
        """Add a correction and give it as it was written, with its id, time and line.

        Raises Conflict where `correction.before` no longer is the value that holds (not with
        `force`), CorrectionRefused where it cannot be, FileUnusable where the disk refuses.
        """
        with self._locked() as handle:
            corrections = self.read()
            if not force:
                _check_before(correction, corrections)
            [line] = _append(handle, corrections, [_stamped(correction)])
            assert isinstance(line, Correction)
            return line

    def undo(self, name: str, *, who: str = "", why: str = "") -> Undo:
        """Take a correction back. Raises UnknownCorrection, FileUnusable."""
        with self._locked() as handle:
            corrections = self.read()
            if corrections.get(name) is None:
                raise UnknownCorrection(f"There is no correction {name}: look at the list.")
            if corrections.undone(name):
                raise UnknownCorrection(f"The correction {name} was undone already.")
            [line] = _append(handle, corrections, [_stamped(Undo(undo=name, who=who, why=why))])
            assert isinstance(line, Undo)
            return line

    def add_lines(self, data: bytes) -> Imported:
        """Add the lines of another file of this form, each id once; what is wrong is left out.

        Raises FileUnusable.
        """
        given = parse(data)
        with self._locked() as handle:
            corrections = self.read()
            known = {line.id for line in corrections.lines}
            new = [line for line in given.lines if line.id not in known]
            whole = corrections_of((*corrections.lines, *(replace(n, number=0) for n in new)))
            fitting = {line.id for line in whole.lines}
            wrong = [
                Problem(line=line.number, message=_why_not(line))
                for line in new
                if line.id not in fitting
            ]
            kept = [line for line in new if line.id in fitting]
            added = _append(handle, corrections, kept)
        problems = sorted((*given.problems, *wrong), key=lambda problem: problem.line)
        return Imported(
            added=tuple(added), known=len(given.lines) - len(new), problems=tuple(problems)
        )

    def export(self) -> Iterator[bytes]:
        """Every line that can be used, undone ones and what undid them, too."""
        for line in self.read().lines:
            yield write_line(line)

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise _unusable(self.path, error) from None

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, open for adding, while nobody else writes to it."""
        try:
            new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                if not _is_same(handle, self.path):  # replaced while we waited, as git does
                    with self._locked() as other:
                        yield other
                    return
                yield handle
            finally:
                os.close(handle)
            if new:
                sync_folder(self.path.parent)
        except OSError as error:
            raise _unusable(self.path, error) from None


def corrections_path(settings: Settings, sources: Iterable[Path] = ()) -> Path:
    """Where the corrections of an archive are kept.

    The setting says it; else it is `corrections.jsonl` in the first of its sources that is a
    folder, else next to the first file.
    """
    if settings.corrections:
        return settings.corrections
    given = [*sources] or [settings.source]
    folders = [path for path in given if path.is_dir()]
    return (folders[0] if folders else given[0].parent) / NAME


def is_corrections_file(path: Path) -> bool:
    """Whether a file of this name holds corrections, by the first line that says anything."""
    if path.name != NAME:
        return False
    try:
        with path.open("rb") as file:
            for text in iter(partial(file.readline, LINE_BYTES + 1), b""):
                if read_line(text) is not None:
                    return True
    except (OSError, BadLine):
        return False
    return True


def parse(data: bytes) -> Corrections:
    """The state that the bytes of a file give; what is wrong is a problem with its line."""
    return corrections_of(*_lines_of(data, 1))


def _parse_after(known: _Known, data: bytes) -> Corrections:
    """The same, without reading again what stands in a file that was only added to."""
    before, after = data[: known.size], data[known.size :]
    if not before.endswith(b"\n") or zlib.crc32(before) != known.check:
        return parse(data)
    held = known.corrections
    lines, problems = _lines_of(after, before.count(b"\n") + 1)
    return corrections_of((*held.lines, *lines), (*held.problems, *problems))


def _lines_of(data: bytes, first: int) -> tuple[list[Correction | Undo], list[Problem]]:
    """The lines of some bytes, the first of which has this number, and what is wrong."""
    lines: list[Correction | Undo] = []
    problems: list[Problem] = []
    for number, text in enumerate(data.split(b"\n"), first):
        try:
            line = read_line(text, number=number)
        except BadLine as error:
            problems.append(Problem(line=number, message=str(error)))
            continue
        if line is not None:
            lines.append(line)
    return lines, problems


def _all(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _append(
    handle: int, corrections: Corrections, lines: list[Correction | Undo]
) -> list[Correction | Undo]:
    """Write lines after the others, and wait until they are on the disk."""
    data = _all(handle)
    number = data.count(b"\n") + 1
    tail = data[data.rfind(b"\n") + 1 :]
    if tail:
        mended = _mended(tail)
        os.ftruncate(handle, len(data) - len(tail))
        _write(handle, mended)
        number += 1
    written = []
    block = b""
    for at, line in enumerate(lines):
        line = replace(line, number=number + at)
        text = write_line(line)
        if len(text) > LINE_BYTES:
            raise CorrectionRefused(f"The correction is longer than {LINE_BYTES:,} bytes.")
        block += text
        written.append(line)
    whole = corrections_of((*corrections.lines, *written))
    if len(whole.lines) < len(corrections.lines) + len(written):
        raise CorrectionRefused(f"It cannot be: {whole.problems[-1].message}.")
    _write(handle, block)
    os.fsync(handle)
    return written


def _mended(tail: bytes) -> bytes:
    """A last line without a line end: whole, or what a writer that was killed has left."""
    try:
        read_line(tail)
    except BadLine:
        return _CUT_OFF + tail + b"\n"
    return tail + b"\n"


def _write(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_END)
    while data:
        data = data[os.write(handle, data) :]


def _is_same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _check_before(correction: Correction, corrections: Corrections) -> None:
    known, value = corrections.value(correction.field)
    if known and (value or None) != (correction.before or None):
        raise Conflict(correction, value, corrections.holds(correction.field))


def _stamped(line: _Line) -> _Line:
    """The line with an id and the time of now; what a file could not hold is refused."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    stamped = replace(line, id=line.id or secrets.token_hex(6), when=line.when or now)
    try:
        from_json(to_json(stamped))
    except BadLine as error:
        raise CorrectionRefused(f"The correction cannot be used: {error}.") from None
    return stamped


def _why_not(line: Correction | Undo) -> str:
    if isinstance(line, Undo):
        return f"undo {line.undo}: there is no correction of that id, or it was undone already"
    return "it would merge names in a circle, or its id is given twice"


def _unusable(path: Path, error: OSError) -> FileUnusable:
    return FileUnusable(
        f"The corrections in {path} cannot be read or written ({error.strerror or error}): "
        "look at the folder's permissions and whether the disk is full, or set "
        "CLIPPINGS_CORRECTIONS to another file."
    )
