"""Conditions: an exact filter of any shape, of which `Query.include` and `exclude` are two cases.

A condition scores nothing and no facet leaves it out of its counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class HasValue:
    """Articles with one of these values of a facet field, compared folded."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasAny:
    """Articles with any value of a facet field."""

    field: str


@dataclass(frozen=True, slots=True)
class FirstDayWithin:
    """Dated articles whose first day is within these days, inclusive; None is open.

    Days count from 0001-01-01 as day 1 (`search_index.schema.first_day`). The first day of an
    article that is dated by its year or month alone is the first of that.
    """

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Articles that meet all of these; every article where there are none."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Articles that meet at least one of these; none where there are none."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NotMet:
    """Articles that do not meet this."""

    condition: Condition


Condition: TypeAlias = HasValue | HasAny | FirstDayWithin | AllOf | AnyOf | NotMet
