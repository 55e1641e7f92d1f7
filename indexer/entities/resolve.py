"""One story's names, now that the whole archive is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.entities.known import KnownNames
from indexer.entities.orgbook import DEFINED, OrganizationBook
from indexer.entities.personbook import PersonBook
from indexer.entities.phrasebook import Phrasebook
from indexer.entities.records import Mentions, Names
from indexer.entities.story import StoryNames


class Resolver:
    """Gives each story its canonical names; made by `NameBook.close`.

    `phrases` holds every form of two words or more that was met in the archive, `user`
    the forms of the user's file, which win over all rules.
    """

    def __init__(
        self,
        *,
        persons: PersonBook,
        organizations: OrganizationBook,
        places: Mapping[str, str],
        known: KnownNames,
    ) -> None:
        self.persons = persons
        self.organizations = organizations
        self.places = places
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

    def resolve(
        self, title: str, body: str, mentions: Mentions, siblings: Sequence[Mentions]
    ) -> Names:
        """See `NameBook.resolve`."""
        story = StoryNames(self, mentions, siblings)
        story.read("title", title, mentions.title)
        story.read("body", body, mentions.body)
        return story.names()
