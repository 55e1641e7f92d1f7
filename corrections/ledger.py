"""What holds of all that was ever corrected: the last word on each field, less what was undone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corrections.lines import write_line
from corrections.records import Correction, Problem, Undo, Value

Field = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """The state that a file of corrections gives.

    `lines` is everything that could be read, in the order of the file; `problems` what could
    not. A field has the value of its last correction that was not undone.
    """

    lines: tuple[Correction | Undo, ...] = ()
    problems: tuple[Problem, ...] = ()
    _active: dict[Field, list[Correction]] = field(default_factory=dict)
    _first: dict[Field, Correction] = field(default_factory=dict)
    _undone: dict[str, Undo] = field(default_factory=dict)
    _by_id: dict[str, Correction] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._active)

    def active(self) -> Iterator[Correction]:
        """The corrections that hold, in the order of the file."""
        last = (stack[-1] for stack in self._active.values())
        return iter(sorted(last, key=lambda correction: correction.number))

    def holds(self, name: Field) -> Correction | None:
        """The correction that a field has its value of, None where there is none."""
        stack = self._active.get(name)
        return stack[-1] if stack else None

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

    def of_article(self, article_id: str) -> tuple[Correction, ...]:
        """The corrections of one article that hold, in the order of the file."""
        return tuple(
            correction
            for correction in self.active()
            if any(
                ref is not None and ref.id == article_id
                for ref in (correction.article, correction.other)
            )
        )

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
    active: dict[Field, list[Correction]] = {}
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
            stack.remove(target)
            if not stack:
                del active[target.field]
        else:
            cycle = _cycle(line, active) if line.what == "merge" else ""
            if cycle:
                found.append(Problem(line=line.number, message=cycle))
                continue
            by_id[line.id] = line
            first.setdefault(line.field, line)
            active.setdefault(line.field, []).append(line)
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


def _cycle(line: Correction, active: dict[Field, list[Correction]]) -> str:
    """Why a merge cannot be: the name that it leads to is merged into this one."""
    name = str(line.to)
    path = [str(line.name), name]
    while stack := active.get(("merge", "*", str(line.kind), name, "", "", "1", "")):
        name = str(stack[-1].to)
        path.append(name)
        if name == line.name:
            return f"the merges would go round in a circle ({' > '.join(path)}): undo one of them"
    return ""
