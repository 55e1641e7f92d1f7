"""A power loss at any instant of a commit leaves the state before or the state after.

Until a file is synced its contents may be lost, and until its folder is synced its name may
be; both are modelled here, at each instant, by what the disk would hold at the least.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from search_index.engines.whoosh.engine import WhooshEngine
from search_index.engines.whoosh.write import merge
from search_index.model.article import Article
from tests.engines.small_archive import article

Names = dict[str, int]
"""Of a folder: name of a file to its inode."""


@dataclass(slots=True)
class Disk:
    """What of a folder has reached the disk for sure."""

    folder: Path
    names: Names = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    unlinked: set[str] = field(default_factory=set)
    _held: dict[int, int] = field(default_factory=dict)

    def now(self) -> Names:
        """The names as running programs see them."""
        names = {}
        for path in self.folder.iterdir():
            inode = path.stat().st_ino
            names[path.name] = inode
            if inode not in self._held:  # an inode in use is not given to another file
                self._held[inode] = os.open(path, os.O_RDONLY)
        return names

    def sync(self, handle: int) -> None:
        """A file, or the folder with its names, was synced."""
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path == self.folder:
            self.names, self.unlinked = self.now(), set()
        else:
            self.contents[path.stat().st_ino] = path.read_bytes()

    def losses(self) -> Iterator[dict[str, bytes]]:
        """What the folder may hold after a loss of power now: names to contents.

        Names that were not synced are lost; or they are not, but unsynced contents are; or
        of what was done to the names only the removals have reached the disk.
        """
        removed = {name: inode for name, inode in self.names.items() if name not in self.unlinked}
        for names in (self.names, self.now(), removed):
            yield {name: self.contents.get(inode, b"") for name, inode in names.items()}

    def close(self) -> None:
        """Let the inodes go."""
        for handle in self._held.values():
            os.close(handle)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path, Callable[[], None]], Disk]]:
    """Calls a function before and after every step that a program takes to keep its files."""
    disks: list[Disk] = []

    def start(folder: Path, look: Callable[[], None]) -> Disk:
        disk = Disk(folder)
        disks.append(disk)

        def step(name: str, note: Callable[..., None]) -> None:
            real = getattr(os, name)

            def stepped(*arguments: Any, **options: Any) -> Any:
                look()
                note(*arguments)
                done = real(*arguments, **options)
                look()
                return done

            monkeypatch.setattr(os, name, stepped)

        step("fsync", disk.sync)
        step("replace", lambda *_: None)
        step("unlink", lambda path, *_: disk.unlinked.add(Path(path).name))
        return disk

    yield start
    for disk in disks:
        disk.close()


def make_article(number: int) -> Article:
    return article(f"Notice {number}", f"The harbour was closed {number} times.")


def ids(folder: Path) -> frozenset[str]:
    return frozenset(article for article, _ in WhooshEngine(folder).article_ids())


def test_power_may_fail_at_any_instant_of_a_commit(
    tmp_path: Path,
    watch: Callable[[Path, Callable[[], None]], Disk],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, after_loss = tmp_path / "index", tmp_path / "after_loss"
    folder.mkdir()
    after_loss.mkdir()
    whole: list[frozenset[str]] = [frozenset()]
    wanted: list[frozenset[str]] = []
    instants = 0

    def look() -> None:
        nonlocal instants
        for loss in disk.losses():
            copy = after_loss / str(instants)
            copy.mkdir()
            for name, data in loss.items():
                (copy / name).write_bytes(data)
            found = ids(copy)
            assert found in (whole[-1], *wanted), "neither the state before nor the state after"
            instants += 1

    disk = watch(folder, look)
    merges = []
    real_merge = merge.merge
    monkeypatch.setattr(
        "search_index.engines.whoosh.write.writer.merge",
        lambda *arguments: merges.append(1) or real_merge(*arguments),
    )

    def change(*, add: range, remove: range = range(0), full: bool = False) -> None:
        articles = [make_article(number) for number in add]
        gone = {make_article(number).id for number in remove}
        kept = frozenset() if full else whole[-1]
        wanted[:] = [(kept - gone) | {article.id for article in articles}]
        with WhooshEngine(folder).writer(full=full) as writer:
            for number in remove:
                writer.delete(make_article(number).id)
            for article in articles:
                writer.add(article)
        whole.append(wanted[0])
        look()

    change(add=range(30))
    change(add=range(30, 33))
    change(add=range(2, 5), remove=range(6, 9))
    change(add=range(0), remove=range(10, 12))
    change(add=range(20, 60), full=True)
    assert merges
    assert instants > 100
    assert ids(folder) == whole[-1]
