"""One story's names, now that the whole archive is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.entities.orgbook import OrganizationBook
from indexer.entities.personbook import PersonBook
from indexer.entities.records import Mentions, Names
from indexer.entities.story import StoryNames
from indexer.entities.tokens import Tokens
from search_index.article import NameKind


class Resolver:
    """Gives each story its canonical names; made by `NameBook.close`.

    `phrases` maps the folded words of every known form of two words or more to its kind
    and canonical name; `longest` has the most words that begin with a word.
    """

    def __init__(
        self,
        *,
        persons: PersonBook,
        organizations: OrganizationBook,
        places: Mapping[str, str],
        known_places: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.persons = persons
        self.organizations = organizations
        self.places = places
        self.phrases: dict[str, tuple[NameKind, str]] = {}
        self.longest: dict[str, int] = {}
        for name, aliases in known_places.items():
            for form in (name, *aliases):
                self._learn(form, "place", name, single=True)
        for body in organizations.bodies:
            for form in body.forms:
                self._learn(form, "organization", body.name, single=body.fixed)
        for person in persons.people:
            for form in person.forms:
                self._learn(form, "person", person.name, single=person.fixed)

    def _learn(self, form: str, kind: NameKind, name: str, *, single: bool) -> None:
        fold = Tokens(form).fold
        if not fold or (len(fold) == 1 and not single):
            return
        self.phrases.setdefault(" ".join(fold), (kind, name))
        if self.longest.get(fold[0], 0) < len(fold):
            self.longest[fold[0]] = len(fold)

    def resolve(
        self, title: str, body: str, mentions: Mentions, siblings: Sequence[Mentions]
    ) -> Names:
        """See `NameBook.resolve`."""
        story = StoryNames(self, mentions, siblings)
        story.read("title", title, mentions.title)
        story.read("body", body, mentions.body)
        return story.names()
