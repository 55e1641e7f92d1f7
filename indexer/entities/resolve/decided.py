"""What was decided of persons in the last run, as far as a difference cannot reach it.

Forms are clustered one after the other, each with persons that share a key with it. Where no person
with one of its keys has other forms than it had at the same point of the last run, a form goes
where it went then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from indexer.entities.resolve.name_keys import name_keys, turned_keys
from indexer.entities.resolve.name_pieces import PersonName, parse

Clusters = Sequence[Mapping[str, int]]
"""Of each person the forms in the order in which they joined it, with their counts."""


class Decided:
    """Follows a clustering, and knows for which forms the decision of the last one holds."""

    def __init__(self, before: Clusters, counts: Mapping[str, int]) -> None:
        self._first = {form: next(iter(forms)) for forms in before for form in forms}
        """By form the first one of the person whose form it was."""
        self._forms = {next(iter(forms)): tuple(forms) for forms in before if forms}
        self._keys: set[str] = set()
        """Keys under which a person may have other forms than before."""
        self._others: set[str] = set()
        """The first forms of persons that have other forms than before."""
        known = {form: count for forms in before for form, count in forms.items() if count}
        for form in self._first.keys() | counts.keys() if before else ():
            if known.get(form) != counts.get(form):
                self._mark([form, *self._forms.get(self._first.get(form, ""), ())])

    def first_of(self, form: str, name: PersonName) -> str | None:
        """The first form of the person whose form this is, itself where it is a new one.

        None where that has to be decided.
        """
        first = self._first.get(form)
        if first is None or not self._keys.isdisjoint(name_keys(name) | turned_keys(name)):
            return None
        return first

    def take(self, form: str, forms: Iterable[str]) -> None:
        """A form goes to the person with these forms, to a new one where there are none."""
        if not self._forms:
            return
        own = [*forms]
        first, before = own[0] if own else form, self._first.get(form)
        if first != before:
            self._mark([form, *own, *self._forms.get(before or "", ())])
            self._others.add(first)

    def join(self, form: str, first: str) -> None:
        """A form has joined the person with this first form."""
        if first in self._others:
            self._mark([form])

    def _mark(self, forms: Iterable[str]) -> None:
        for form in forms:
            self._keys |= name_keys(parse(form))
