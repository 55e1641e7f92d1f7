"""Which forms of persons' names are one man or one woman."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.entities.resolve.decided import Clusters, Decided
from indexer.entities.resolve.name_keys import name_keys, sound_keys, turned_keys
from indexer.entities.resolve.name_matching import one_person, same_short
from indexer.entities.resolve.name_pieces import PersonName, parse
from indexer.language.given_names import given_names
from indexer.language.normalize import is_arabic
from indexer.language.surnames import surnames

WELL_KNOWN = 3
"""Articles that must name somebody in full before a usual surname alone means him elsewhere."""


@dataclass(slots=True, eq=False)
class Person:
    """One person: the canonical name, and every full form with its count."""

    name: str
    forms: dict[str, int] = field(default_factory=dict)
    fixed: bool = False

    @property
    def count(self) -> int:
        """In how many articles a full form stands."""
        return sum(self.forms.values())

    def parsed(self) -> Iterable[PersonName]:
        """Every form, cut up."""
        return map(parse, self.forms)

    def may_be(self, name: PersonName) -> bool:
        """Is the full `name` a form of this one?

        It must be one with every form in its own script and with one of the other script;
        of the user's file, one with any.
        """
        found = other = one_of_other = False
        for own in self.parsed():
            if not own.full:
                continue
            of_other = own.arabic != name.arabic
            if of_other and one_of_other:
                continue
            is_one = one_person(name, own)
            if is_one and self.fixed:
                return True
            if of_other:
                other, one_of_other = True, is_one
            elif is_one:
                found = True
            elif not self.fixed:
                return False
        return one_of_other or (found and not other)

    def holds(self, form: PersonName, *, surname: bool) -> bool:
        """Is the short `form` a part of this name, at its end if `surname`?"""
        for own in self.parsed():
            if surname and not same_short(own.pieces[-1], form.pieces[-1]):
                continue
            if len(form.pieces) == 1 and (surname or form.pieces[0] in own.pieces):
                return True
            rest = iter(own.pieces)
            if all(any(_same(piece, other, surname) for other in rest) for piece in form.pieces):
                return True
        return False


def _same(piece: str, other: str, surname: bool) -> bool:
    return same_short(piece, other) if surname else piece == other


class Circle:
    """Some people, of whom those are looked for that a short form can mean."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(dict.fromkeys(people))
        self._by_surname: dict[str, dict[Person, None]] = {}
        self._by_piece: dict[str, dict[Person, None]] = {}

    def holding(self, form: PersonName, *, surname: bool) -> list[Person]:
        """The people of whose names the short `form` is a part, at the end if `surname`."""
        if not self._by_surname:
            self._look()
        if surname:
            last = form.pieces[-1]
            named = (who for own, who in self._by_surname.items() if same_short(own, last))
            near = {person: None for people in named for person in people}
        else:
            near = self._by_piece.get(form.pieces[0], {})
        return [person for person in near if person.holds(form, surname=surname)]

    def _look(self) -> None:
        for person in self.people:
            for own in person.parsed():
                for piece in own.pieces:
                    self._by_piece.setdefault(piece, {})[person] = None
                for piece in own.pieces[-1:]:
                    self._by_surname.setdefault(piece, {})[person] = None


class PersonBook:
    """Persons by full form and by the consonants of their surnames.

    `before` are the clusters of a book of nearly the same counts and of the same `known` names;
    what it decided is then not compared again, except where the difference can reach.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        known: Mapping[str, tuple[str, ...]] | None = None,
        *,
        before: Clusters = (),
    ) -> None:
        self.people: list[Person] = []
        self.by_form: dict[str, Person] = {}
        self.by_surname: dict[str, list[Person]] = defaultdict(list)
        self._blocks: dict[str, list[Person]] = defaultdict(list)
        self.by_given_name: dict[str, set[Person]] = defaultdict(set)
        self._anywhere: dict[PersonName, Person | None] = {}
        for name, aliases in sorted((known or {}).items()):
            self._open(name, fixed=True)
            for alias in aliases:
                self._join(self.by_form[name], alias, 0)
        self._cluster(counts, before)
        for person in self.people:
            if not person.fixed:
                person.name = canonical(person.forms)
        self.people.sort(key=lambda person: person.name)
        for person in self.people:
            surnames_of = {own.pieces[-1] for own in person.parsed() if own.pieces}
            for key in set().union(*map(sound_keys, surnames_of)):
                self.by_surname[key].append(person)
            for own in person.parsed():
                if own.full:
                    self.by_given_name[own.pieces[0]].add(person)

    def _cluster(self, counts: Mapping[str, int], before: Clusters) -> None:
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
        decided = Decided(before, {form: counts[form] for form in full})
        for form in full:
            if form in self.by_form:
                self.by_form[form].forms[form] += counts[form]
                continue
            name = parse(form)
            first = decided.first_of(form, name)
            if first is None:
                person = self._known(name)
                decided.take(form, person.forms if person else ())
            else:
                person = self.by_form.get(first)
            person = person or self._open(form)
            self._join(person, form, counts[form])
            decided.join(form, next(iter(person.forms)))

    def clusters(self) -> Clusters:
        """The forms of each person with their counts, as plain JSON values, for another book."""
        return [person.forms for person in self.people]

    def _known(self, mine: PersonName) -> Person | None:
        """Whose name this is; of two whom an initial could stand for, neither."""
        keys = sorted(name_keys(mine) | turned_keys(mine))
        near = dict.fromkeys(person for key in keys for person in self._blocks.get(key, ()))
        found = [person for person in near if person.may_be(mine)]
        if len(found) > 1:
            exact = [person for person in found if any(own == mine for own in person.parsed())]
            if not exact and len(mine.pieces[0]) == 1:
                return None
            found = exact or found
        return found[0] if found else None

    def _open(self, form: str, *, fixed: bool = False) -> Person:
        person = Person(form, fixed=fixed)
        self.people.append(person)
        self._join(person, form, 0)
        return person

    def _join(self, person: Person, form: str, count: int) -> None:
        person.forms[form] = person.forms.get(form, 0) + count
        self.by_form[form] = person
        for key in name_keys(parse(form)):
            near = self._blocks[key]
            if person not in near:
                near.append(person)

    def anywhere(self, form: PersonName) -> Person | None:
        """The only person of the archive with this surname; None if there are several.

        Nor is it anybody where others bear it as a given name, "James" for Bill James, or where
        it is a usual name of somebody who is hardly known: "Tate" for Bob Tate, met once.
        """
        if form not in self._anywhere:
            self._anywhere[form] = self._look_anywhere(form)
        return self._anywhere[form]

    def _look_anywhere(self, form: PersonName) -> Person | None:
        found = {
            person
            for key in sound_keys(form.pieces[-1])
            for person in self.by_surname.get(key, ())
            if person.holds(form, surname=True)
        }
        if len(found) != 1:
            return None
        (person,) = found
        if len(form.pieces) == 1 and not person.fixed:
            name = form.pieces[0]
            hardly_known = person.count < WELL_KNOWN
            usual = name in surnames() or name in given_names()[0]
            if self.by_given_name.get(name, found) != found or (usual and hardly_known):
                return None
        return person


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


COMMON_ENOUGH = 4  # a form is shown if the commonest is not more than that many times as common


def canonical(forms: Mapping[str, int]) -> str:
    """The best of a person's forms: Latin before Arabic, not shouted, the fullest in use.

    In use are the forms that at least a quarter as many articles have as the commonest; of
    forms of equally many pieces and initials the most frequent is the best.
    """
    if len(forms) == 1:
        return next(iter(forms))
    latin = [form for form in forms if not is_arabic(form)] or list(forms)
    calm = [form for form in latin if not _shouted(form)] or latin
    most = max(forms[form] for form in calm)
    used = [form for form in calm if forms[form] * COMMON_ENOUGH >= most]
    return min(used, key=lambda form: (-_fullness(form), -forms[form], form))


def _shouted(form: str) -> bool:
    return any(word.isupper() and len(word) > 3 for word in form.split())
