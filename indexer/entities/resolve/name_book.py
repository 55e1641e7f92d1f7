"""The names of a whole archive: one canonical name each, whatever the form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indexer.entities.data.gazetteer import WEAK_RULE
from indexer.entities.data.known_names import KnownName, KnownNames
from indexer.entities.records import Mention, Mentions, StoryNames
from indexer.entities.resolve.archive_names import ArchiveNames
from indexer.entities.resolve.asked import Answers
from indexer.entities.resolve.decided import Clusters
from indexer.entities.resolve.kinds import KindVotes
from indexer.entities.resolve.linking import names_of_story
from indexer.entities.resolve.organization_clusters import OrganizationBook
from indexer.entities.resolve.person_clusters import PersonBook
from indexer.language.normalize import fold_plain

# Mentions by these rules teach the archive nothing.
_UNSURE = frozenset({WEAK_RULE})
# A title's capitals say nothing, so only rules that do not lean on them count there.
SURE_IN_TITLES = frozenset({"definition", "title", "known organization"})


class NameBook:
    """Collects mentions over an archive, then gives each story its canonical names.

    `add` all stories, `close`, then `resolve` any story in any order. What `resolve` gives
    does not depend on the order of adding. Memory grows with the number of distinct
    names, not with the number of stories.
    """

    def __init__(self, known: KnownNames | None = None, merged: Sequence[KnownName] = ()) -> None:
        """`known` are looked for in every text; `merged` only say which names are one."""
        self.known = known or KnownNames()
        self._merged = KnownNames((*self.known.names, *merged))
        self._persons: Counter[str] = Counter()
        self._organizations: Counter[tuple[str, str]] = Counter()
        self._places: dict[str, Counter[str]] = defaultdict(Counter)
        self._kinds = KindVotes()
        self._archive: ArchiveNames | None = None

    def add(self, mentions: Mentions) -> None:
        """Count the names of one story; raises RuntimeError after `close`."""
        self._count(mentions, 1)

    def remove(self, stories: Iterable[Mentions]) -> None:
        """Count the names of stories no more; raises RuntimeError after `close`."""
        for mentions in stories:
            self._count(mentions, -1)
        tables: list[dict[str, Counter[Any]]] = [self._places, self._kinds.counters()]
        counters: list[Counter[Any]] = [self._persons, self._organizations]
        for table in tables:
            counters += table.values()
        for names in counters:
            for name in [name for name, count in names.items() if count <= 0]:
                del names[name]
        for table in tables:
            for name in [name for name, forms in table.items() if not forms]:
                del table[name]

    def _count(self, mentions: Mentions, times: int) -> None:
        self._check_open()
        self._kinds.add(mentions, times=times)
        persons = {mention.text for mention in _counted(mentions) if mention.kind == "person"}
        for person in persons:
            self._persons[person] += times
        for mention in _counted(mentions):
            if mention.kind == "person":
                continue
            if mention.kind == "organization":
                self._organizations[mention.text, mention.acronym] += times
            else:
                english = mention.canonical.startswith("~") and not mention.text.isupper()
                english = english and (mentions.language == "en" or _is_accented(mention))
                self._places[mention.canonical][mention.text if english else ""] += times

    def counts(self) -> dict[str, Any]:
        """How often each name was counted, as plain JSON values; `add_counts` takes them."""
        return {
            "persons": dict(self._persons),
            "organizations": [[*name, count] for name, count in self._organizations.items()],
            "places": {name: dict(forms) for name, forms in self._places.items()},
            "kinds": {word: dict(votes) for word, votes in self._kinds.counters().items()},
        }

    def add_counts(self, counts: Mapping[str, Any]) -> None:
        """Count what another book has counted; raises RuntimeError after `close`."""
        self._check_open()
        self._persons.update(counts["persons"])
        for text, acronym, count in counts["organizations"]:
            self._organizations[text, acronym] += count
        for name, forms in counts["places"].items():
            self._places[name].update(forms)
        self._kinds.add_counts(counts["kinds"])

    def close(self, *, before: Clusters = ()) -> None:
        """Decide which forms are one name; afterwards stories can be resolved.

        `before` are the `clusters` of a book of nearly the same stories and the same known names:
        it takes less time then, and gives the same.
        """
        self._archive = ArchiveNames(
            persons=PersonBook(self._persons, self._merged.of("person"), before=before),
            organizations=OrganizationBook(self._organizations, self._merged.of("organization")),
            places={name: _english(name, forms) for name, forms in self._places.items()},
            known=self.known,
            kinds=self._kinds.decided(),
        )

    def resolve(
        self, title: str, body: str, mentions: Mentions, *, siblings: Sequence[Mentions] = ()
    ) -> StoryNames:
        """The names of one story. `siblings` are the mentions of all stories of its page.

        Raises RuntimeError before `close`.
        """
        if self._archive is None:
            raise RuntimeError("close the name book before resolving stories")
        return names_of_story(self._archive, title, body, mentions, siblings)

    def clusters(self) -> Clusters:
        """What the closed book decided of persons, for another book."""
        return self._archive.clusters() if self._archive else ()

    def answers(self) -> Answers:
        """What the closed book says of every name, to be compared with what it said before."""
        if self._archive is None:
            raise RuntimeError("close the name book before comparing it")
        return self._archive.answers()

    def take_asked(self, more: Iterable[tuple[str, str]] = ()) -> bytes:
        """What was looked up since this was taken last, for `Change`; `more` next to it."""
        if self._archive is None:
            return b""
        for table, key in more:
            self._archive.asked.note(table, key)
        return self._archive.asked.take()

    def _check_open(self) -> None:
        if self._archive is not None:
            raise RuntimeError("the name book is closed; open a new one to add stories")


def _counted(mentions: Mentions) -> Iterable[Mention]:
    yield from (mention for mention in mentions.title if mention.rule in SURE_IN_TITLES)
    yield from (mention for mention in mentions.body if mention.rule not in _UNSURE)


def _is_accented(mention: Mention) -> bool:
    """Is it the English name but for accents: « Jūrmala » for Jurmala?"""
    return fold_plain(mention.text) == fold_plain(mention.canonical.removeprefix("~"))


def _english(name: str, forms: Counter[str]) -> str:
    """The name that English texts of the archive use for a place, else the gazetteer's."""
    written = {form: count for form, count in forms.items() if form}
    plain = name.removeprefix("~")
    if not written or plain in written:
        return plain
    return min(written, key=lambda form: (-written[form], form))
