"""Ten thousand corrections, in the worst order, take a moment: each read parses them all."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corrections.file import CorrectionsFile, parse
from corrections.ledger import MOST_MERGES
from corrections.names import ArchiveNames, archive_names
from corrections.records import Correction

MANY = 6_000
Rows = Iterator[dict[str, Any]]


def of_title(number: int) -> dict[str, Any]:
    return {"id": f"t{number}", "what": "title", "article": "a", "to": f"Harbour {number}"}


def merge(number: int, *, to: str = "") -> dict[str, Any]:
    name = {"kind": "person", "name": f"n{number}", "to": to or f"n{number + 1}"}
    return {"id": f"m{number}", "what": "merge", **name}


def undone_from_the_last() -> Rows:
    yield from map(of_title, range(MANY))
    yield from ({"id": f"u{number}", "undo": f"t{number}"} for number in reversed(range(MANY)))


def a_chain_from_its_end() -> Rows:
    yield from map(merge, reversed(range(MANY)))


def a_chain_from_its_beginning() -> Rows:
    yield from map(merge, range(MANY))


def many_into_one() -> Rows:
    yield from (merge(number, to="one") for number in range(MANY))


@pytest.mark.parametrize(
    "rows", [undone_from_the_last, a_chain_from_its_end, a_chain_from_its_beginning, many_into_one]
)
def test_thousands_of_corrections_are_read_in_a_moment(rows: Callable[[], Rows]) -> None:
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows())
    started = time.process_time()
    found = parse(data)
    names = archive_names(found.active())
    assert time.process_time() - started < 1, "each correction looks at all before it"
    assert not found.problems
    assert len(names.shown) in (0, MANY)


def test_a_circle_is_found_in_whatever_order_its_merges_come() -> None:
    draw = random.Random(22)
    for size in (2, 3, 9, 60):
        rows = [merge(number, to=f"n{(number + 1) % size}") for number in range(size)]
        draw.shuffle(rows)
        found = parse(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
        assert [problem.line for problem in found.problems] == [size]
        assert "circle" in found.problems[0].message
        assert len(found.problems[0].message) < 200


def test_a_merge_that_was_undone_makes_no_circle() -> None:
    rows = [merge(1), {"id": "u", "undo": "m1"}, {**merge(2, to="n1"), "id": "back"}]
    assert not parse(b"".join(json.dumps(row).encode() + b"\n" for row in rows)).problems


def test_merges_that_follow_each_other_without_end_are_named() -> None:
    later = [merge(number) for number in range(MOST_MERGES + 5)]
    last = {**merge(0), "id": "x", "name": f"n{MOST_MERGES + 9}", "to": "n0"}
    into_last = {**merge(0), "id": "y", "name": "z", "to": f"n{MOST_MERGES + 9}"}
    found = parse(b"".join(json.dumps(row).encode() + b"\n" for row in [*later, into_last, last]))
    assert [problem.line for problem in found.problems] == [len(later) + 2]
    assert "merge into" in found.problems[0].message


def test_names_are_shown_as_by_a_look_at_all_corrections_before() -> None:
    """What is quick says the same as what is plain."""
    draw = random.Random(5)
    for _ in range(150):
        plain: dict[tuple[str, str], tuple[str, str] | None] = {}
        rows = []
        for number in range(draw.randint(1, 30)):
            one, other = draw.sample([f"n{each}" for each in range(6)], 2)
            rejected = draw.random() < 0.2
            row = {"id": f"i{number}", "kind": "person", "name": one}
            row |= (
                {"what": "name", "to": "rejected"} if rejected else {"what": "shown", "to": other}
            )
            rows.append(row)
        data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        active = list(parse(data).active())
        for correction in active:
            to = None if correction.what == "name" else ("person", str(correction.to))
            move(plain, ("person", str(correction.name)), to)
        found: ArchiveNames = archive_names(active)
        assert dict(found.shown) == plain


def move(
    shown: dict[tuple[str, str], tuple[str, str] | None],
    name: tuple[str, str],
    to: tuple[str, str] | None,
) -> None:
    further = shown.get(to, to) if to else None
    if further == name or (to and further is None):
        further = to
    if to and further == to:
        shown.pop(to, None)
    for read, known in shown.items():
        if known == name:
            shown[read] = further
    shown[name] = further


def test_a_damaged_file_is_read_as_far_as_it_goes_and_can_be_added_to(tmp_path: Path) -> None:
    whole = b"".join(
        json.dumps(row).encode() + b"\n" for row in [*map(of_title, range(20)), merge(1)]
    )
    draw = random.Random(22)
    file = tmp_path / "own.jsonl"
    for _ in range(40):
        data = bytearray(whole)
        at = draw.randrange(len(data))
        match draw.randrange(4):
            case 0:
                data[at] ^= 1 << draw.randrange(8)
            case 1:
                del data[at:]
            case 2:
                data[at:at] = bytes(draw.randrange(256) for _ in range(40))
            case _:
                data[at:at] = b"x" * 200_000
        file.write_bytes(data)
        before = CorrectionsFile(file).read()
        added = CorrectionsFile(file).add(
            Correction(what="shown", kind="person", name="Ann", to="Anne"), force=True
        )
        after = CorrectionsFile(file).read()
        assert {line.id for line in before.lines} < {line.id for line in after.lines}
        assert after.get(added.id) == added
