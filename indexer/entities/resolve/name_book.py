"""The names of a whole archive: one canonical name each, whatever the form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexer.entities.data.gazetteer import WEAK_RULE
from indexer.entities.data.known_names import KnownName, KnownNames
from indexer.entities.records import Mention, Mentions, StoryNames
from indexer.entities.resolve.archive_names import ArchiveNames
from indexer.entities.resolve.asked import Answers
from indexer.entities.resolve.decided import Clusters
from indexer.entities.resolve.kinds import disputed, kinds_of
from indexer.entities.resolve.linking import names_of_story
from indexer.entities.resolve.organization_clusters import OrganizationBook
from indexer.entities.resolve.person_clusters import PersonBook
from indexer.language.normalize import fold_plain

# A title's capitals say nothing, so only rules that do not lean on them count there.
SURE_IN_TITLES = frozenset({"definition", "title", "known organization"})
_COUNTED = ("person", "organization", "place", "kind")


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
        self._counts: dict[str, Counter[tuple[str, str]]] = {what: Counter() for what in _COUNTED}
        """How often a name was counted as what it is, with what is told of it."""
        self._archive: ArchiveNames | None = None

    def add(self, mentions: Mentions) -> None:
        """Count the names of one story; raises RuntimeError after `close`."""
        self._check_open()
        for what, name, told in _counted(mentions):
            self._counts[what][name, told] += 1

    def remove(self, stories: Iterable[Mentions]) -> None:
        """Count the names of stories no more; raises RuntimeError after `close`."""
        self._check_open()
        for mentions in stories:
            for what, name, told in _counted(mentions):
                self._counts[what][name, told] -= 1
        self._counts = {what: +counts for what, counts in self._counts.items()}

    def counts(self) -> dict[str, list[tuple[str, str, int]]]:
        """How often each name was counted, as plain JSON values; `add_counts` takes them."""
        return {
            what: [(*key, count) for key, count in counts.items()]
            for what, counts in self._counts.items()
        }

    def add_counts(self, counts: Mapping[str, Iterable[tuple[str, str, int]]]) -> None:
        """Count what another book has counted; raises RuntimeError after `close`."""
        self._check_open()
        for what, rows in counts.items():
            for name, told, count in rows:
                self._counts[what][name, told] += count

    def close(self, *, before: Clusters = ()) -> None:
        """Decide which forms are one name; afterwards stories can be resolved.

        `before` are the `clusters` of a book of nearly the same stories and the same known names:
        it takes less time then, and gives the same.
        """
        persons = {form: count for (form, _), count in self._counts["person"].items()}
        bodies, places = self._counts["organization"], _by_name(self._counts["place"])
        self._archive = ArchiveNames(
            persons=PersonBook(persons, self._merged.of("person"), before=before),
            organizations=OrganizationBook(bodies, self._merged.of("organization")),
            places={name: _english(name, forms) for name, forms in places.items()},
            known=self.known,
            kinds=disputed(_by_name(self._counts["kind"])),
        )

    def resolve(
        self, title: str, body: str, mentions: Mentions, *, siblings: Sequence[Mentions] = ()
    ) -> StoryNames:
        """The names of one story. `siblings` are the mentions of all stories of its page.

        Raises RuntimeError before `close`.
        """
        return names_of_story(self._closed(), title, body, mentions, siblings)

    def clusters(self) -> Clusters:
        """What the closed book decided of persons, for another book."""
        return self._closed().clusters()

    def answers(self) -> Answers:
        """What the closed book says of every name, to be compared with what it said before."""
        return self._closed().answers()

    def take_asked(self, more: Iterable[tuple[str, str]] = ()) -> bytes:
        """What was looked up since this was taken last, for `Change`; `more` next to it."""
        asked = self._closed().asked
        for table, key in more:
            asked.note(table, key)
        return asked.take()

    def _closed(self) -> ArchiveNames:
        if self._archive is None:
            raise RuntimeError("close the name book before resolving stories")
        return self._archive

    def _check_open(self) -> None:
        if self._archive is not None:
            raise RuntimeError("the name book is closed; open a new one to add stories")


def _counted(mentions: Mentions) -> Iterator[tuple[str, str, str]]:
    """What is counted of a story: persons and kinds once, the others at each place."""
    found = [mention for mention in mentions.title if mention.rule in SURE_IN_TITLES]
    found += [mention for mention in mentions.body if mention.rule != WEAK_RULE]
    for person in {mention.text for mention in found if mention.kind == "person"}:
        yield "person", person, ""
    for mention in found:
        if mention.kind == "organization":
            yield "organization", mention.text, mention.acronym
        elif mention.kind == "place":
            english = mention.canonical.startswith("~") and not mention.text.isupper()
            english = english and (mentions.language == "en" or _is_accented(mention))
            yield "place", mention.canonical, mention.text if english else ""
    for word, kind in kinds_of(mentions):
        yield "kind", word, kind


def _by_name(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[Any, int]]:
    found: dict[str, dict[Any, int]] = defaultdict(dict)
    for (name, told), count in counts.items():
        found[name][told] = count
    return found


def _is_accented(mention: Mention) -> bool:
    """Is it the English name but for accents: « Jūrmala » for Jurmala?"""
    return fold_plain(mention.text) == fold_plain(mention.canonical.removeprefix("~"))


def _english(name: str, forms: Mapping[str, int]) -> str:
    """The name that English texts of the archive use for a place, else the gazetteer's."""
    written = {form: count for form, count in forms.items() if form}
    plain = name.removeprefix("~")
    if not written or plain in written:
        return plain
    return min(written, key=lambda form: (-written[form], form))
