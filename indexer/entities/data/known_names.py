"""Names that the user's file lists, whatever its format, and what it must not say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search_index.model.article import NameKind

_DEFINED = re.compile(r"(.+?) \(([^()]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """One name of the user's file; `predecessors` are the names of an organization before."""

    name: str
    kind: NameKind
    aliases: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownNames:
    """All names of the user's file."""

    names: tuple[KnownName, ...] = ()

    def of(self, kind: NameKind) -> Mapping[str, tuple[str, ...]]:
        """Names of one kind with their aliases."""
        return {known.name: known.aliases for known in self.names if known.kind == kind}

    def renamings(self) -> Iterator[tuple[str, str]]:
        """Every name of an organization before, with the one that followed it."""
        for known in self.names:
            yield from ((before, known.name) for before in known.predecessors)


class BadLine(Exception):
    """What is wrong in a line of the file, and what to write instead."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def checked(found: Iterable[tuple[int, KnownName]]) -> tuple[KnownName, ...]:
    """The names of a file, each with its line, and their predecessors. Raises BadLine.

    No form may mean two names of one kind, and no organization may come before itself.
    A predecessor that the file lists under any of its forms is that name, another one is added.
    """
    rows = list(found)
    owners: dict[tuple[NameKind, str], tuple[int, str]] = {}
    for line, known in rows:
        for form in (known.name, *known.aliases):
            at, owner = owners.setdefault((known.kind, form), (line, known.name))
            if at != line:
                raise BadLine(
                    line,
                    f"{form!r} already stands for {owner!r} in line {at}: keep one of the two.",
                )
    for line, known in rows:
        if known.kind == "organization" and (match := _DEFINED.fullmatch(known.name)):
            for form in match.groups():
                owners.setdefault(("organization", form), (line, known.name))
    names = [known for _, known in rows]
    added: dict[str, None] = {}
    for at, (line, known) in enumerate(rows):
        if known.predecessors and known.kind != "organization":
            raise BadLine(line, f"{known.name!r} is no organization: only these have predecessors.")
        before = tuple(
            owners.get(("organization", form), (line, form))[1] for form in known.predecessors
        )
        names[at] = replace(known, predecessors=tuple(dict.fromkeys(before)))
        added.update((form, None) for form in before if ("organization", form) not in owners)
    _check_order(rows, names)
    return (*names, *(KnownName(name=name, kind="organization") for name in added))


def _check_order(rows: Sequence[tuple[int, KnownName]], names: Sequence[KnownName]) -> None:
    """Raise BadLine where an organization comes before itself, over however many others."""
    before = {known.name: known.predecessors for known in names if known.kind == "organization"}
    sure: set[str] = set()
    for line, known in rows:
        way = [known.name]
        pending = [iter(before.get(known.name, ()))]
        while pending:
            name = next(pending[-1], None)
            if name is None:
                pending.pop()
                sure.add(way.pop())
            elif name in way:
                chain = " before ".join(map(repr, [*reversed(way[way.index(name) :]), way[-1]]))
                raise BadLine(
                    line, f"{name!r} would come before itself ({chain}): remove a predecessor."
                )
            elif name not in sure:
                way.append(name)
                pending.append(iter(before.get(name, ())))
