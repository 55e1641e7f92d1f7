"""Files in zip and tar archives, one at a time, none of them ever written to disk by its name."""

from __future__ import annotations

import io
import posixpath
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, ClassVar, Final, Self, cast

from indexer.sources.omnivore import Omnivore
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE, Meter
from indexer.sources.saved import is_part_of_page, may_be_part

MAX_MEMBERS: Final = 2_000_000
_IN_MEMORY: Final = 16 * 1024 * 1024
_HEADER_ERRORS: Final = (tarfile.HeaderError,)
_CHUNK: Final = 1024 * 1024
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in an archive, open to be read, or the reason why it is not.

    `kind` says how it is read where its name does not. `part` says that it is
    next to a page that a browser or a reader saved, and none itself.
    """

    name: str
    stream: BinaryIO | None = None
    size_bytes: int = 0
    reason: str | None = None
    kind: str | None = None
    part: bool = False


def leads_out(name: str) -> bool:
    """Whether a member's name means a place outside of the folder it would be unpacked to."""
    name = name.replace("\\", "/")
    return (
        name.startswith("/")
        or _DRIVE.match(name) is not None
        or ".." in posixpath.normpath(name).split("/")
        or "\x00" in name
    )


def members_of_zip(stream: BinaryIO, meter: Meter) -> Iterator[Member]:
    """The members of a zip file. A broken one costs itself only."""
    with _seekable(stream, meter) as whole:
        try:
            archive = zipfile.ZipFile(whole)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            yield Member(name="", reason=f"damaged zip file: {error}")
            return
        parts = _folders_of_parts(archive)
        clips = Omnivore(archive, meter)
        for info in archive.infolist()[:MAX_MEMBERS]:
            if info.is_dir() or _is_hidden(info.filename):
                continue
            if (parts and info.filename.startswith(parts)) or clips.is_part(info.filename):
                yield Member(name=info.filename, part=True)
                continue
            if leads_out(info.filename):
                yield Member(name=info.filename, reason=_LEADS_OUT)
                continue
            if info.flag_bits & 1:
                yield Member(name=info.filename, reason="it is encrypted")
                continue
            try:
                with archive.open(info) as opened:
                    if clips.has(info.filename):
                        yield _clip(clips, info, cast("BinaryIO", opened))
                        continue
                    yield Member(
                        name=info.filename,
                        stream=cast("BinaryIO", opened),
                        size_bytes=info.file_size,
                    )
            except (*ZIP_ERRORS, NotImplementedError, RuntimeError) as error:
                yield Member(name=info.filename, reason=f"damaged in the zip file: {error}")


def _clip(clips: Omnivore, info: zipfile.ZipInfo, opened: BinaryIO) -> Member:
    """An article of an export with what its list says, or a list of those that are not there."""
    rest = clips.rest_of(info.filename)
    if rest is not None:
        return Member(name=info.filename, stream=io.BytesIO(rest), kind="json", part=rest == b"[]")
    data = opened.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        return Member(name=info.filename, reason=TOO_LARGE)
    record = io.BytesIO(clips.record_of(info.filename, data))
    return Member(name=info.filename, stream=record, size_bytes=info.file_size, kind="record")


def _folders_of_parts(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """The folders with the parts of pages that a browser saved, as they begin names."""
    names = archive.namelist()[:MAX_MEMBERS]
    folders = {name.rpartition("/")[0] for name in names}
    beside: dict[str, set[str]] = {}
    for name in names if any(map(may_be_part, folders)) else ():
        above, _, last = name.rpartition("/")
        beside.setdefault(above, set()).add(last)
    found = []
    for folder in folders if beside else ():
        above, _, last = folder.rpartition("/")
        if is_part_of_page(last, beside.get(above, ())):
            found.append(f"{folder}/")
    return tuple(found)


_LEADS_OUT: Final = "its name leads out of the archive's folder; it is not read"
ZIP_ERRORS: Final = (zipfile.BadZipFile, zlib.error, EOFError)


def members_of_tar(stream: BinaryIO) -> Iterator[Member]:
    """The members of a tar file that is read from its beginning to its end, or its damage."""
    last = ""

    class Header(_Header):
        """The headers of this archive, to each of which belongs what was met on the way."""

        met = _Met()

    met = Header.met
    try:
        # it goes on behind what is no header, and behind an end: archives are joined to others
        with tarfile.open(fileobj=stream, mode="r|", ignore_zeros=True, tarinfo=Header) as archive:
            for info in archive:
                if met.strange:
                    yield _damaged(last, f"{met.told()}; what comes behind them is read")
                    met.strange = 0
                met.ended = False
                archive.members.clear()  # type: ignore[attr-defined]
                last = info.name
                if info.isdir() or _is_hidden(info.name):
                    continue
                if leads_out(info.name):
                    yield Member(name=info.name, reason=_LEADS_OUT)
                    continue
                if not info.isreg():
                    yield Member(name=info.name, reason="it is a link or a device; it is not read")
                    continue
                opened = archive.extractfile(info)
                if opened is not None:
                    forward = cast("BinaryIO", io.BufferedReader(_Forward(opened)))
                    yield Member(name=info.name, stream=forward, size_bytes=info.size)
            if met.strange:
                yield _damaged(last, f"{met.told()}; the rest is lost")
            elif not met.ended:
                yield _damaged(last, "its end is missing; what came behind is lost")
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        yield _damaged(last, f"{error}; the rest is lost")


def _damaged(last: str, what: str) -> Member:
    behind = f" behind {last}" if last else ""
    return Member(name="", reason=f"damaged tar file{behind}: {what}")


@dataclass(slots=True)
class _Met:
    """What a tar file had where a header should be, since its last good one."""

    strange: int = 0
    ended: bool = False

    def told(self) -> str:
        """The blocks that are none, as people are told."""
        return f"{self.strange * tarfile.BLOCKSIZE:,} bytes are no header of a member"


class _Header(tarfile.TarInfo):
    """A header that counts those of its archive that are none, which the library passes over."""

    met: ClassVar[_Met]

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        """The next header of the archive."""
        try:
            return super().fromtarfile(tarfile)
        except _HEADER_ERRORS as error:
            kind = type(error).__name__
            if kind == "EOFHeaderError":
                cls.met.ended = True
            elif kind != "EmptyHeaderError":
                cls.met.strange += 1
            raise


class _Forward(io.RawIOBase):
    """A member of a tar file that is read once, from its beginning to its end."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._opened.read(len(view))
        view[: len(data)] = data
        return len(data)


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)


def _seekable(stream: BinaryIO, meter: Meter) -> IO[bytes]:
    """The stream itself where one can jump in it, else a copy that is bounded by the meter."""
    if stream.seekable() and not isinstance(stream, zipfile.ZipExtFile):
        return stream
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed by the caller)
    try:
        while data := stream.read(_CHUNK):
            meter.add(len(data))
            copy.write(data)
        copy.seek(0)
    except BaseException:
        copy.close()
        raise
    return copy
