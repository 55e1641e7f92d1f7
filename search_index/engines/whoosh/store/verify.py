"""Reading every byte of an index against its checksums."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from search_index.engines.files import signature_of
from search_index.engines.whoosh.store.file_names import named_files
from search_index.engines.whoosh.store.segment_file import SegmentFile
from search_index.errors import IndexDamaged, IndexUnusable
from search_index.manifest import REBUILD, Manifest

_ATTEMPTS: Final = 20


class Verifier:
    """Looks for damage; a file that was found sound is read again only once it was touched."""

    def __init__(self, folder: Path, read: Callable[[], Manifest]) -> None:
        """`read` gives the newest manifest of `folder`."""
        self._folder = folder
        self._read = read
        self._sound: dict[str, tuple[int, int, int]] = {}

    def problems(self) -> list[str]:
        """What is wrong with the newest state, each naming its file; empty when sound."""
        problems: list[str] = []
        for _ in range(_ATTEMPTS):
            try:
                manifest = self._read()
                problems = self._problems_of(manifest)
                # A commit in between may have removed files of the state that was looked at.
                if not problems or self._read().name == manifest.name:
                    break
            except IndexUnusable as error:
                return [str(error)]
        return problems

    def _problems_of(self, manifest: Manifest) -> list[str]:
        names = named_files(manifest)
        for name in self._sound.keys() - names:
            del self._sound[name]
        found = (self._problem(self._folder / name, manifest) for name in sorted(names))
        return [problem for problem in found if problem]

    def _problem(self, path: Path, manifest: Manifest) -> str | None:
        try:
            signature = signature_of(path)
            if self._sound.get(path.name) == signature:
                return None
            if path.suffix == ".toc":
                _check_toc(path, manifest)
            else:
                SegmentFile(path).check()
        except FileNotFoundError:
            return f"{path} is gone, but the index needs it. {REBUILD}"
        except IndexDamaged as error:
            return str(error)
        except OSError as error:
            return f"{path} cannot be read: {error.strerror}. {REBUILD}"
        self._sound[path.name] = signature
        return None


def _check_toc(path: Path, manifest: Manifest) -> None:
    if zlib.crc32(path.read_bytes()) != manifest.files["toc_crc32"]:
        raise IndexDamaged(f"{path} is damaged: it is not as it was written. {REBUILD}")
