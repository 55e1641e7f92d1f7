"""How often spellings of one person's name are joined, and those of two are not.

    python -m benchmarks.quality.name_pairs.matching

The lists next to this file have two halves: the matching was tuned on the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from indexer.entities.resolve.name_matching import one_person
from indexer.entities.resolve.name_pieces import parse

HERE = Path(__file__).parent
LANGUAGES = ("English", "French", "Arabic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of pairs joined rightly, joined wrongly and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs joined, those of one person."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def rows(table: str, *, held_out: bool) -> Iterator[str]:
    """The lines of one half of a list."""
    first, _, second = (HERE / table).read_text("utf-8").partition("----\n")
    for line in (second if held_out else first).splitlines():
        if line and not line.startswith("#"):
            yield line


def people(*, held_out: bool) -> list[tuple[str, ...]]:
    """Each person's names in the three languages."""
    return [tuple(line.split(" | ")) for line in rows("people.txt", held_out=held_out)]


def same(one: str, other: str) -> bool:
    """Are they one person's name, as the indexer sees it?"""
    return one == other or one_person(parse(one), parse(other))


def joined(left: int, right: int, *, held_out: bool) -> tuple[int, int]:
    """People whose two names differ and are joined, and all whose names differ."""
    differing = [row for row in people(held_out=held_out) if row[left] != row[right]]
    return sum(same(row[left], row[right]) for row in differing), len(differing)


def mixed_up(*, held_out: bool) -> int:
    """Pairs of two well-known people who are taken for one."""
    rows_ = people(held_out=held_out)
    return sum(
        any(same(*names) for names in product(one, other))
        for at, one in enumerate(rows_)
        for other in rows_[:at]
    )


def score(table: str, *, held_out: bool) -> Score:
    """The pairs of a list with + and - before them."""
    right = wrong = missed = 0
    for line in rows(table, held_out=held_out):
        one, other = line[2:].split(" | ")
        found, wanted = same(one, other), line[0] == "+"
        right += found and wanted
        wrong += found and not wanted
        missed += wanted and not found
    return Score(right=right, wrong=wrong, missed=missed)


def main() -> None:
    """Print the figures, those of the held-out half first."""
    for held_out in (True, False):
        print("held out" if held_out else "tuned on")
        for left, right in ((0, 2), (1, 2), (0, 1)):
            found, of = joined(left, right, held_out=held_out)
            print(f"  {LANGUAGES[left]}-{LANGUAGES[right]}: {found} of {of} people joined")
        print(f"  two people taken for one: {mixed_up(held_out=held_out)}")
        for table in ("pairs.txt", "across.txt"):
            result = score(table, held_out=held_out)
            print(f"  {table}: F1 {result.f1:.3f} at precision {result.precision:.3f}")


if __name__ == "__main__":
    main()
