"""All names of an archive, to be looked up while its stories are resolved."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.entities.data.user_names import KnownNames
from indexer.entities.resolve.organization_clusters import DEFINED, OrganizationBook
from indexer.entities.resolve.person_clusters import PersonBook
from indexer.entities.resolve.phrase_index import Phrasebook
from search_index.model.article import NameKind


class ArchiveNames:
    """What `NameBook.close` makes of the mentions of all stories.

    `places` maps what the gazetteer calls a place to the name shown, `phrases` holds every
    form of two words or more that was met in the archive, `kinds` lone words that some stories
    take for another kind than most (kinds.py), `user` the forms of the user's
    file, which win over all rules.
    """

    def __init__(
        self,
        *,
        persons: PersonBook,
        organizations: OrganizationBook,
        places: Mapping[str, str],
        known: KnownNames,
        kinds: Mapping[str, tuple[NameKind, frozenset[NameKind]]],
    ) -> None:
        self.persons = persons
        self.organizations = organizations
        self.places = places
        self.kinds = kinds
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
