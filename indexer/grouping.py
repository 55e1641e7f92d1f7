"""Duplicates over the whole archive: as they are read, and as people say they are."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from indexer import duplicates
from indexer.correcting import Plan
from indexer.quality import Alike
from indexer.state import State

_COPIES: Final = "copies"
"""The fact that says which duplicates the index shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The id of each article that another one tells better, and the id of that one.

    `read` as it is without corrections, `copies` with them; `alike` nearly are duplicates.
    """

    read: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    alike: tuple[Alike, ...] = ()


def groups_of(state: State, plan: Plan, *, near: bool = True) -> Groups:
    """Compare all articles that the state remembers; `near` asks for what nearly is alike."""
    regrouped = bool(plan.hidden or plan.alone) or any(map(plan.dated, plan.articles))
    read, alike = _compared(state, near=near and not regrouped)
    copies = dict(read)
    if regrouped:
        copies, alike = _compared(state, plan, near=near)
    return Groups(read=read, copies=_corrected(copies, plan), alike=tuple(alike))


def kept_groups(state: State, plan: Plan) -> tuple[Groups, bool]:
    """Those of the last run or `apply`, and whether the plan then said the same of them."""
    read, copies, said = json.loads(state.fact(_COPIES) or b"[{}, {}, null]")
    groups = Groups(read=read, copies=copies)
    return groups, said == _said(plan, groups)


def keep_groups(state: State, groups: Groups, plan: Plan) -> None:
    """Keep them for `kept_groups`."""
    values = [groups.read, groups.copies, _said(plan, groups)]
    state.put_fact(_COPIES, json.dumps(values).encode())


def changed_copies(before: Groups, after: Groups) -> set[str]:
    """The articles that are duplicates of another one than before, or of none, or only now."""
    changed = (before.copies.items() ^ after.copies.items()) | (
        before.read.items() ^ after.read.items()
    )
    return {article for article, _ in changed}


def _said(plan: Plan, groups: Groups) -> list[list[str]]:
    """What a plan says that changes groups, as plain JSON values."""
    grouped = {*groups.read, *groups.read.values()}
    copies = [part for pair in plan.copies for part in pair]
    dated = sorted(filter(plan.dated, grouped & plan.articles.keys()))
    return [sorted(plan.hidden), sorted(plan.alone), copies, dated]


def _compared(
    state: State, plan: Plan | None = None, *, near: bool
) -> tuple[dict[str, str], list[Alike]]:
    """Id of each article that another one tells better, and the id of that one.

    Next to them, with `near`, those that nearly are duplicates.

    The one with the surest date survives, then the longest, then the first. With a plan,
    what a person dated is the surest, and what is not an article or a story of its own is in
    no group.
    """
    ids: list[str] = []
    confidences, lengths = array("d"), array("Q")
    packed = bytearray()
    for article, signature, confidence, chars in state.signatures():
        if plan and (article in plan.hidden or article in plan.alone):
            continue
        ids.append(article)
        confidences.append(1.0 if plan and plan.dated(article) else confidence)
        lengths.append(chars)
        packed += signature
    copies = {}
    signatures = duplicates.unpack(packed)
    groups = duplicates.groups(signatures)
    for group in groups:
        best = max(group, key=lambda n: (confidences[n], lengths[n], -n))
        copies.update({ids[n]: ids[best] for n in group if n != best})
    alike = duplicates.nearly(signatures, groups) if near else []
    return copies, [(ids[a], ids[b], share) for a, b, share in alike]


def _corrected(copies: dict[str, str], plan: Plan) -> dict[str, str]:
    """Duplicates as people say they are, each of an article that is not one itself."""
    for article, other in plan.copies:
        if article in plan.hidden or other in plan.hidden:
            continue
        best = copies.get(other, other)
        if best == article:
            best = other
            copies.pop(other)
        copies[article] = best
        for one, known in copies.items():
            if known == article:
                copies[one] = best
    return copies
