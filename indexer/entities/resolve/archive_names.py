"""All names of an archive, to be looked up while its stories are resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from indexer.entities.data.known_names import KnownNames
from indexer.entities.records import Mentions
from indexer.entities.resolve.asked import Answers, Asked, digest_of
from indexer.entities.resolve.decided import Clusters
from indexer.entities.resolve.kinds import Kinds
from indexer.entities.resolve.name_keys import sound_keys
from indexer.entities.resolve.name_pieces import PersonName
from indexer.entities.resolve.organization_clusters import (
    DEFINED,
    Organization,
    OrganizationBook,
    acronym_key,
    bag,
    most_meant,
)
from indexer.entities.resolve.person_clusters import WELL_KNOWN, Person, PersonBook
from indexer.entities.resolve.phrase_index import Phrasebook


class ArchiveNames:
    """What `NameBook.close` makes of the mentions of all stories.

    `places` maps what the gazetteer calls a place to the name shown, `phrases` holds every
    form of two words or more that was met in the archive, `kinds` lone words that some stories
    take for another kind than most (kinds.py), `user` the forms of the user's
    file, which win over all rules. What is looked up is noted in `asked`.
    """

    def __init__(
        self,
        *,
        persons: PersonBook,
        organizations: OrganizationBook,
        places: Mapping[str, str],
        known: KnownNames,
        kinds: Kinds,
    ) -> None:
        self._persons = persons
        self._organizations = organizations
        self._places = places
        self._kinds = kinds
        self.asked = Asked()
        self._renamings = tuple(known.renamings())
        self.user = Phrasebook(singles=True)
        for entry in known.names:
            for form in (entry.name, *entry.aliases):
                self.user.add(form, entry.kind, entry.name)
            if entry.kind == "organization" and (match := DEFINED.fullmatch(entry.name)):
                for form in match.groups():
                    self.user.add(form, entry.kind, entry.name)
        self.phrases = Phrasebook()
        for body in organizations.bodies:
            for form in body.forms:
                self.phrases.add(form, "organization", body.name)
        for person in persons.people:
            for form in person.forms:
                self.phrases.add(form, "person", person.name)

    def renamings(self, organizations: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Which of these were renamed, as the user's file says: the name before, the one after."""
        there = frozenset(organizations) if self._renamings else frozenset()
        return tuple(pair for pair in self._renamings if not there.isdisjoint(pair))

    @property
    def acronyms(self) -> Set[str]:
        """The keys of all acronyms; who looks into them notes the words that it looked for."""
        return self._organizations.by_acronym.keys()

    def kinds(self, mentions: Mentions) -> Kinds:
        """The words of a story that the archive takes for another kind than some stories do."""
        words = {mention.text for mention in mentions.body}
        for word in words:
            self.asked.note("kind", word)
        return {word: self._kinds[word] for word in words if word in self._kinds}

    def person(self, form: str) -> Person | None:
        """Whose full name this is."""
        self.asked.note("person", form)
        return self._persons.by_form.get(form)

    def only_person(self, form: PersonName) -> Person | None:
        """The only person with this surname; None if there are several."""
        for key in sound_keys(form.pieces[-1]):
            self.asked.note("surname", key)
        self.asked.note("given name", form.pieces[0])
        return self._persons.anywhere(form)

    def body(self, form: str) -> Organization | None:
        """The organization with these words in its name."""
        words = bag(form)
        self.asked.note("bag", " ".join(words))
        return self._organizations.by_bag.get(words)

    def bodies_of(self, acronym: str) -> Sequence[Organization] | None:
        """The organizations with this acronym; None where it is none."""
        key = acronym_key(acronym)
        self.asked.note("acronym", key)
        return self._organizations.by_acronym.get(key)

    def place(self, canonical: str) -> str | None:
        """The name shown for what the gazetteer calls a place; None where nobody names it."""
        self.asked.note("place", canonical)
        return self._places.get(canonical)

    def clusters(self) -> Clusters:
        """The forms of each person."""
        return self._persons.clusters()

    def answers(self) -> Answers:
        """What every look-up gives, as text that differs where a story could come out otherwise."""
        persons = {one: _told_of_person(one) for one in self._persons.people}
        bodies = {
            one: digest_of([one.name, *sorted(one.forms), "", *sorted(one.acronyms)])
            for one in self._organizations.bodies
        }
        return {
            "person": {form: persons[one] for form, one in self._persons.by_form.items()},
            "surname": {
                key: digest_of(sorted(map(persons.__getitem__, found)))
                for key, found in self._persons.by_surname.items()
            },
            "given name": {
                name: persons[next(iter(found))] if len(found) == 1 else "several"
                for name, found in self._persons.by_given_name.items()
            },
            "bag": {
                " ".join(words): bodies[one] for words, one in self._organizations.by_bag.items()
            },
            "acronym": {
                key: digest_of([bodies[most_meant(group)], *sorted(map(bodies.__getitem__, group))])
                for key, group in self._organizations.by_acronym.items()
            },
            "place": dict(self._places),
            "kind": {
                word: " ".join([kind, *sorted(rare)]) for word, (kind, rare) in self._kinds.items()
            },
            "phrase": self.phrases.meanings(),
        }


def _told_of_person(person: Person) -> str:
    known = person.fixed or person.count >= WELL_KNOWN
    return digest_of([person.name, f"{person.fixed} {known}", *sorted(person.forms)])
