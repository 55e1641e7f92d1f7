"""Whom and what a form means in one story: looked for there, on its page, in the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from indexer.entities.data.gazetteer import WEAK_RULE
from indexer.entities.records import Mention, Mentions
from indexer.entities.resolve.archive_names import ArchiveNames
from indexer.entities.resolve.kinds import is_suffix
from indexer.entities.resolve.name_pieces import parse
from indexer.entities.resolve.organization_clusters import Organization, most_meant
from indexer.entities.resolve.person_clusters import Circle, Person

_Longer = dict[tuple[str, ...], list[tuple[tuple[str, ...], Organization]]]
"""The names of organizations that have several words, by the first of these."""


class Meanings:
    """What the forms in one story mean, which has these `mentions`.

    `siblings` are the mentions of the other stories of its page; `surnames` maps the last piece of
    a name to who bears it, in the story before on its page.
    """

    def __init__(
        self, archive: ArchiveNames, mentions: Mentions, siblings: Sequence[Mentions]
    ) -> None:
        self._archive = archive
        self.unclear: set[str] = set()
        self._meant: dict[str, Person | None] = {}
        self._named: dict[str, str] = {}
        self._people = Circle(self._people_of([mentions]))
        self._people_around = Circle(self._people_of(siblings))
        self._bodies = self._bodies_of([mentions])
        self._bodies_around = self._bodies_of(siblings)
        self._by_first_word: list[_Longer] = []
        own = _bearers(self._people.people)
        around = {**_bearers(self._people_around.people), **own}
        self.surnames = {
            name: next(iter(found)) for name, found in around.items() if len(found) == 1
        }

    def _people_of(self, stories: Iterable[Mentions]) -> Iterator[Person]:
        said = (one for story in stories for one in (*story.body, *story.title))
        found = (self._archive.person(one.text) for one in said if one.kind == "person")
        return filter(None, found)

    def _bodies_of(self, stories: Iterable[Mentions]) -> list[Organization]:
        said = (one for story in stories for one in story.body)
        found = (self._archive.body(one.text) for one in said if one.kind == "organization")
        return list(dict.fromkeys(filter(None, found)))

    def place(self, mention: Mention) -> str:
        """The name of a place; "" where the archive is not sure of it either."""
        name = self._archive.place(mention.canonical)
        if name is not None:
            return name
        return "" if mention.rule == WEAK_RULE else mention.canonical.removeprefix("~")

    def person(self, mention: Mention) -> Person | None:
        """Whom a mention means; of several, nobody, and its form is then `unclear`."""
        text = mention.text
        if text not in self._meant:
            self._meant[text] = self._archive.person(text) or self._short(text)
        return self._meant[text]

    def _short(self, text: str) -> Person | None:
        """Whom a surname or a given name means: in the story, on the page, anywhere.

        Between two people of one story or page nobody guesses.
        """
        form = parse(text)
        if not form.pieces:
            return None
        for circle in (self._people, self._people_around):
            for surname in (True, False):
                found = circle.holding(form, surname=surname)
                if len(found) == 1:
                    return found[0]
                if found:
                    self.unclear.add(text)
                    return None
        return self._archive.only_person(form)

    def organization(self, form: str) -> str:
        """The name of the organization that a form means; "" for one that is not known."""
        if form not in self._named:
            self._named[form] = self._name_of(form)
        return self._named[form]

    def _name_of(self, form: str) -> str:
        if self._archive.bodies_of(form) is not None:
            body = self.of_acronym(form)
            return body.name if body else form
        body = self._archive.body(form)
        meant = self._wider(form, body) or body
        return meant.name if meant else ""

    def _wider(self, form: str, own: Organization | None) -> Organization | None:
        """The story's or the page's body whose longer name begins or ends as `form` does."""
        if own is not None and own.acronyms:
            return None
        words = _words(form)
        for circle in self._longer():
            for longer, body in circle.get(words[:1], ()):
                if body is own or len(longer) <= len(words) or longer[: len(words)] != words:
                    continue
                if len(words) > 1 or (len(longer) == 2 and is_suffix(longer[1])):
                    return body
        return None

    def _longer(self) -> Sequence[_Longer]:
        if not self._by_first_word:
            self._by_first_word = [
                _by_first_word(circle) for circle in (self._bodies, self._bodies_around)
            ]
        return self._by_first_word

    def of_acronym(self, acronym: str) -> Organization | None:
        """Which organization an acronym means: in the story, on the page, most often."""
        group = self._archive.bodies_of(acronym)
        if not group:
            return None
        for circle in (self._bodies, self._bodies_around):
            for body in circle:
                if body in group:
                    return body
        return most_meant(group)


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name without case; each is compared with those of every other in its story."""
    return tuple(name.casefold().split())


def _by_first_word(bodies: Iterable[Organization]) -> _Longer:
    found: _Longer = {}
    for body in bodies:
        for full in body.forms:
            words = _words(full)
            if len(words) > 1:
                found.setdefault(words[:1], []).append((words, body))
    return found


def _bearers(people: Iterable[Person]) -> dict[str, set[Person]]:
    """Surnames and who of these people bears them."""
    bearers: dict[str, set[Person]] = defaultdict(set)
    for person in people:
        for own in person.parsed():
            if own.pieces:
                bearers[own.pieces[-1]].add(person)
    return bearers
