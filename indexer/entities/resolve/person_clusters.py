"""Which forms of persons' names are one man or one woman."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.entities.resolve.name_matching import PersonName, alike, block, one_person, parse
from indexer.language.given_names import given_names
from indexer.language.normalize import is_arabic


@dataclass(slots=True, eq=False)
class Person:
    """One person: the canonical name, and every full form with its count."""

    name: str
    forms: dict[str, int] = field(default_factory=dict)
    fixed: bool = False

    def parsed(self) -> Iterable[PersonName]:
        """Every form, cut up."""
        return map(parse, self.forms)

    def may_be(self, name: PersonName) -> bool:
        """Is the full `name` a form of this one: of any form of the user's file, of all else?"""
        alike_ = (one_person(name, own) for own in self.parsed() if own.full)
        return any(alike_) if self.fixed else all(alike_)

    def holds(self, form: PersonName, *, surname: bool) -> bool:
        """Is the short `form` a part of this name, at its end if `surname`?"""
        for own in self.parsed():
            if surname and not alike(own.pieces[-1], form.pieces[-1]):
                continue
            rest = iter(own.pieces)
            if all(any(alike(piece, other) for other in rest) for piece in form.pieces):
                return True
        return False


class PersonBook:
    """Persons by full form and by the consonants of their surnames."""

    def __init__(
        self, counts: Mapping[str, int], known: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.people: list[Person] = []
        self.by_form: dict[str, Person] = {}
        self.by_surname: dict[str, list[Person]] = defaultdict(list)
        self._blocks: dict[str, list[Person]] = defaultdict(list)
        for name, aliases in sorted((known or {}).items()):
            self._open(name, fixed=True)
            for alias in aliases:
                self._join(self.by_form[name], alias, 0)
        self._cluster(counts)
        for person in self.people:
            if not person.fixed:
                person.name = canonical(person.forms)
        self.people.sort(key=lambda person: person.name)
        for person in self.people:
            for key in sorted({block(own.pieces[-1]) for own in person.parsed() if own.pieces}):
                self.by_surname[key].append(person)

    def _cluster(self, counts: Mapping[str, int]) -> None:
        compounds = {parse(form).surname for form in counts}
        compounds.update(_double_surnames(counts))
        full = [
            form
            for form in counts
            if parse(form).full
            and not (len(parse(form).pieces) > 1 and parse(form).pieces in compounds)
        ]
        # Fullest first, then most frequent; the form itself settles what is left, so the
        # order of adding never matters.
        full.sort(key=lambda form: (-_fullness(form), -counts[form], form))
        for form in full:
            if form in self.by_form:
                self.by_form[form].forms[form] += counts[form]
                continue
            mine = parse(form)
            person = next(
                (person for person in self._blocks[block(mine.pieces[-1])] if person.may_be(mine)),
                None,
            )
            self._join(person or self._open(form), form, counts[form])

    def _open(self, form: str, *, fixed: bool = False) -> Person:
        person = Person(form, fixed=fixed)
        self.people.append(person)
        self._join(person, form, 0)
        return person

    def _join(self, person: Person, form: str, count: int) -> None:
        person.forms[form] = person.forms.get(form, 0) + count
        self.by_form[form] = person
        pieces = parse(form).pieces
        near = self._blocks[block(pieces[-1])] if pieces else []
        if person not in near:
            near.append(person)

    def anywhere(self, form: PersonName) -> Person | None:
        """The only person of the archive with this surname; None if there are several."""
        found = [
            person
            for person in self.by_surname.get(block(form.pieces[-1]), ())
            if person.holds(form, surname=True)
        ]
        return found[0] if len(found) == 1 else None


def _double_surnames(forms: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The last two pieces of "Simone Galea Pace", which are no given name and surname."""
    given = given_names()[0]
    for form in forms:
        words = form.split()
        if len(words) > 2 and not is_arabic(form) and words[-2].casefold() not in given:
            pieces = parse(form).pieces
            if len(pieces) > 2:
                yield pieces[-2:]


def _fullness(form: str) -> int:
    return sum(len(piece) > 1 for piece in parse(form).pieces) * 2 + len(parse(form).pieces)


def canonical(forms: Mapping[str, int]) -> str:
    """The best of a person's forms: Latin before Arabic, the fullest, the most frequent.

    Two forms are equally full when their pieces are as many and no initial stands for a
    word in one of them.
    """

    def rank(form: str) -> tuple[bool, bool, int, int, str]:
        shouted = any(word.isupper() and len(word) > 3 for word in form.split())
        return is_arabic(form), shouted, -_fullness(form), -forms[form], form

    return min(forms, key=rank)
