"""`python -m indexer --corrections …`: list, check, export, import, undo and apply corrections."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import Final

from corrections import (
    Correction,
    CorrectionRefused,
    Corrections,
    CorrectionsFile,
    FileUnusable,
    Orphan,
    corrections_path,
    read_orphans,
    to_json,
)
from search_index.settings import Settings

DONE: Final = 0
SOME_WRONG: Final = 1
NOTHING_DONE: Final = 2
HELP: Final = (
    "with the corrections of people: list (those that hold), check (name what is wrong with its "
    "line), orphaned (those that found their article no more), export[=FILE], import=FILE, "
    "undo=ID, apply (bring them into the index now), or pages=FILE (corrected "
    "pages in the form of benchmarks and training)"
)
_WIDE: Final = 70


class _Command:
    """One call; `told` is written for people, on stderr."""

    def __init__(self, settings: Settings, options: argparse.Namespace) -> None:
        self.settings = settings
        self.sources = options.source or [settings.source]
        self.file = CorrectionsFile(corrections_path(settings, options.source))
        self.json = bool(options.json)
        self.quiet = bool(options.quiet)

    def tell(self, text: str) -> None:
        if not self.quiet:
            print(_printable(text), file=sys.stderr)

    def list(self, _: str) -> int:
        for correction in self.file.read().active():
            line = json.dumps(to_json(correction), ensure_ascii=False)
            print(line if self.json else _printable(_line(correction)))
        return DONE

    def orphaned(self, _: str) -> int:
        found = self.file.read()
        for orphan in self._orphans(_held(found)):
            correction = found.get(orphan.id)
            assert correction is not None
            if self.json:
                line = {**to_json(correction), "orphaned": orphan.reason}
                print(json.dumps(line, ensure_ascii=False))
            else:
                print(_printable(f"{_line(correction)}  ({orphan.reason})"))
        return DONE

    def _orphans(self, holds: Set[str]) -> tuple[Orphan, ...]:
        orphans = read_orphans(self.settings.index_dir)
        return tuple(orphan for orphan in orphans if orphan.id in holds)

    def check(self, _: str) -> int:
        found = self.file.read()
        holds = _held(found)
        orphans = self._orphans(holds)
        if self.json:
            values = {
                "holding": len(holds),
                "problems": [
                    {"line": problem.line, "message": problem.message} for problem in found.problems
                ],
                "orphaned": [{"id": one.id, "reason": one.reason} for one in orphans],
            }
            print(json.dumps(values, ensure_ascii=False))
        for problem in found.problems:
            print(_printable(f"{self.file.path}, {problem}"), file=sys.stderr)
        for orphan in orphans:
            correction = found.get(orphan.id)
            where = f"{self.file.path}, line {correction.number if correction else '?'}"
            print(_printable(f"{where}: orphaned, {orphan.reason}"), file=sys.stderr)
        self.tell(
            f"{len(holds):,} corrections hold, {len(found.problems):,} lines are left out, "
            f"{len(orphans):,} found their article no more in the last run."
        )
        return SOME_WRONG if found.problems or orphans else DONE

    def export(self, target: str) -> int:
        data = b"".join(self.file.export())
        if target:
            Path(target).write_bytes(data)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        return DONE

    def take(self, source: str) -> int:
        done = self.file.add_lines(Path(source).read_bytes())
        for problem in done.problems:
            print(_printable(f"{source}, {problem}"), file=sys.stderr)
        self.tell(
            f"{len(done.added):,} lines were added to {self.file.path}, {done.known:,} stood "
            f"there already, {len(done.problems):,} are left out."
        )
        return SOME_WRONG if done.problems else DONE

    def undo(self, name: str) -> int:
        undo = self.file.undo(name)
        self.tell(f"{name} is undone by {undo.id}.")
        return DONE

    def pages(self, target: str) -> int:
        from indexer.annotated import annotated_pages

        found = annotated_pages(self.settings, self.file.path)
        lines = (json.dumps(page, ensure_ascii=False) + "\n" for page in found.pages)
        Path(target).write_text("".join(lines), "utf-8", errors="replace", newline="\n")
        for name, reason in found.problems:
            print(_printable(f"{name}: {reason}"), file=sys.stderr)
        self.tell(f"{len(found.pages):,} corrected pages are in {target}.")
        return SOME_WRONG if found.problems else DONE

    def apply(self, _: str) -> int:
        from indexer.applying import LINES, apply

        done = apply(self.settings, self.file.path)
        if done.waits == LINES:
            from indexer.pipeline import index

            report = index(self.sources, self.settings, jobs=1)
            done.articles, done.waits = report.corrected, None
            done.orphans = read_orphans(self.settings.index_dir)
            done.seconds += report.seconds
        if done.articles and self.settings.semantic:
            from indexer.vectors import make_vectors
            from search_index.search.semantic import encoders

            make_vectors(self.settings, encoders(), jobs=1)
        if self.json:
            print(json.dumps(done.to_json(), ensure_ascii=False))
        for problem in done.problems:
            print(_printable(f"{self.file.path}, {problem}"), file=sys.stderr)
        self.tell(f"{done.articles:,} articles were corrected in {done.seconds:.2f} s.")
        if done.waits:
            self.tell(f"The rest waits for the next run: {done.waits}.")
        return SOME_WRONG if done.problems else DONE


def _held(found: Corrections) -> set[str]:
    return {correction.id for correction in found.active()}


_ACTIONS: Final[Mapping[str, tuple[Callable[[_Command, str], int], str]]] = {
    "list": (_Command.list, ""),
    "check": (_Command.check, ""),
    "orphaned": (_Command.orphaned, ""),
    "export": (_Command.export, "FILE or nothing"),
    "import": (_Command.take, "FILE"),
    "undo": (_Command.undo, "ID"),
    "apply": (_Command.apply, ""),
    "pages": (_Command.pages, "FILE"),
}


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do what `--corrections` asks for; gives the exit status."""
    action, _, given = options.corrections.partition("=")
    found = _ACTIONS.get(action)
    if found is None or (given and not found[1]) or (found[1] in ("FILE", "ID") and not given):
        wanted = ", ".join(
            f"{name}={what}" if what in ("FILE", "ID") else name
            for name, (_, what) in _ACTIONS.items()
        )
        print(f"indexer: --corrections {options.corrections}: give {wanted}.", file=sys.stderr)
        return NOTHING_DONE
    try:
        return found[0](_Command(settings, options), given)
    except (CorrectionRefused, FileUnusable) as error:
        print(_printable(f"indexer: {error}"), file=sys.stderr)
        return NOTHING_DONE


def _line(correction: Correction) -> str:
    article = correction.article
    where = (article.title or article.id) if article else ""
    if correction.page:
        where = correction.page.name
    name = f"{correction.kind} {correction.name}" if correction.name else correction.line or ""
    about = " · ".join(filter(None, (where[:_WIDE], name[:_WIDE])))
    change = f"{_value(correction.before)} → {_value(correction.to)}"
    signed = " ".join(filter(None, (correction.when[:10], correction.who)))
    return "  ".join(filter(None, (correction.id, signed, correction.what, about, change)))


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "(none)"
    return "(none)" if value is None else str(value)[:_WIDE]


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
