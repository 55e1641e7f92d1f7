"""What holds of all that was ever corrected: the last word on each field, less what was undone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from corrections.lines import write_line
from corrections.records import Correction, Problem, Undo, Value

Field = tuple[str, ...]
MOST_MERGES: Final = 1_000
"""So many may lead from one name to the next, so that ten thousand are read in a second."""
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Corrections:
    """The state that a file of corrections gives.

    `lines` is everything that could be read, in the order of the file; `problems` what could
    not. A field has the value of its last correction that was not undone.
    """

    lines: tuple[Correction | Undo, ...] = ()
    problems: tuple[Problem, ...] = ()
    _active: dict[Field, dict[str, Correction]] = field(default_factory=dict)
    _first: dict[Field, Correction] = field(default_factory=dict)
    _undone: dict[str, Undo] = field(default_factory=dict)
    _by_id: dict[str, Correction] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._active)

    def active(self) -> Iterator[Correction]:
        """The corrections that hold, in the order of the file."""
        last = map(_last, self._active.values())
        return iter(sorted(last, key=lambda correction: correction.number))

    def holds(self, name: Field) -> Correction | None:
        """The correction that a field has its value of, None where there is none."""
        stack = self._active.get(name)
        return _last(stack) if stack else None

    def value(self, name: Field) -> tuple[bool, Value]:
        """Whether the value of a field is known from the corrections, and which it is.

        Where all its corrections were undone it is what was seen before the first, where that
        says so.
        """
        holds = self.holds(name)
        if holds:
            return True, holds.to
        first = self._first.get(name)
        return first is not None and first.is_seen, first.before if first else None

    def get(self, name: str) -> Correction | None:
        """The correction of an id, be it undone or not."""
        return self._by_id.get(name)

    def undone(self, name: str) -> Undo | None:
        """What took the correction of an id back, None where nothing did."""
        return self._undone.get(name)

    def digest(self) -> str:
        """Changes whenever what holds does; empty where nothing does."""
        if not self._active:
            return ""
        digest = hashlib.blake2b(digest_size=12)
        for correction in self.active():
            digest.update(write_line(correction))
        return digest.hexdigest()


def corrections_of(
    lines: Iterable[Correction | Undo], problems: Iterable[Problem] = ()
) -> Corrections:
    """The state that lines give; what does not fit the lines before it is a problem."""
    kept: list[Correction | Undo] = []
    found = [*problems]
    active: dict[Field, dict[str, Correction]] = {}  # of each field by id, in order
    merges = _Merges()
    first: dict[Field, Correction] = {}
    undone: dict[str, Undo] = {}
    by_id: dict[str, Correction] = {}
    ids: set[str] = set()
    for line in lines:
        if line.id in ids:
            found.append(Problem(line=line.number, message=_again(line)))
            continue
        if isinstance(line, Undo):
            target = by_id.get(line.undo)
            problem = _cannot_undo(line, target, undone)
            if target is None or problem:
                found.append(Problem(line=line.number, message=problem))
                continue
            undone[line.undo] = line
            stack = active[target.field]
            del stack[target.id]
            if not stack:
                del active[target.field]
            if target.what == "merge":
                merges.put(target, _last(stack) if stack else None)
        else:
            cycle = merges.cycle(line) if line.what == "merge" else ""
            if cycle:
                found.append(Problem(line=line.number, message=cycle))
                continue
            by_id[line.id] = line
            first.setdefault(line.field, line)
            active.setdefault(line.field, {})[line.id] = line
            if line.what == "merge":
                merges.put(line, line)
        ids.add(line.id)
        kept.append(line)
    found.sort(key=lambda problem: problem.line)
    return Corrections(tuple(kept), tuple(found), active, first, undone, by_id)


def _again(line: Correction | Undo) -> str:
    return f"its id {line.id} is given in an earlier line already: it is left out"


def _cannot_undo(line: Undo, target: Correction | None, undone: dict[str, Undo]) -> str:
    if target is None:
        return f"undo {line.undo}: there is no correction of that id above"
    if line.undo in undone:
        return f"undo {line.undo}: it was undone already"
    return ""


def _last(stack: dict[str, Correction]) -> Correction:
    return stack[next(reversed(stack))]


class _Merges:
    """The merges that hold, by the name that is merged, and how many lead to each name."""

    def __init__(self) -> None:
        self._into: dict[tuple[str, str], str] = {}
        self._led: Counter[tuple[str, str]] = Counter()

    def put(self, of: Correction, holds: Correction | None) -> None:
        """Note what holds of the name of a merge now."""
        kind, name = str(of.kind), str(of.name)
        before = self._into.pop((kind, name), None)
        if before is not None:
            self._led[kind, before] -= 1
        if holds is not None:
            self._into[kind, name] = str(holds.to)
            self._led[kind, str(holds.to)] += 1

    def cycle(self, line: Correction) -> str:
        """Why a merge cannot be: the name that it leads to is merged into this one."""
        kind, own, name = str(line.kind), str(line.name), str(line.to)
        if self._led[kind, own] <= 0:
            return ""  # no name leads to it, so none leads back
        path = [own, name]
        while (further := self._into.get((kind, name))) is not None:
            name = further
            path.append(name)
            if name == own:
                shown = path if len(path) <= _SHOWN else [*path[: _SHOWN - 1], "…", own]
                return f"the merges would go round in a circle ({' > '.join(shown)}): undo one"
            if len(path) > MOST_MERGES:
                return f"over {MOST_MERGES:,} merges would follow each other: merge into {name!r}"
        return ""
