"""The names of one story, now that the whole archive is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from indexer.entities.data.arabic_words import ARTICLE, stems
from indexer.entities.data.lexicon import COMMON, latin_senses
from indexer.entities.recognize.namesakes import is_namesake
from indexer.entities.records import Mention, Mentions, StoryNames
from indexer.entities.resolve.archive_names import ArchiveNames
from indexer.entities.resolve.disambiguation import Meanings
from indexer.entities.resolve.kinds import agreed
from indexer.entities.resolve.name_pieces import parse
from indexer.entities.resolve.organization_clusters import acronym_key
from indexer.entities.resolve.person_clusters import Person
from indexer.language.tokens import ACRONYM, ARABIC, CAPITAL, CODE, Tokens
from search_index.model.article import NameForm, NameKind, Provenance

_NAMES = frozenset({CAPITAL, ACRONYM, ARABIC, CODE})
Where = Literal["title", "body"]
Span = tuple[int, int]
"""Offsets of the first character of a piece of text and of the first after it."""
_FIELDS: dict[NameKind, str] = {
    "person": "persons",
    "organization": "organizations",
    "place": "places",
}


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name at a place of the story: `form` is what is there, `words` what gave it away."""

    where: Where
    start: int
    end: int
    kind: NameKind
    name: str
    rule: str
    first: int
    form: str
    words: str


def names_of_story(
    archive: ArchiveNames,
    title: str,
    body: str,
    mentions: Mentions,
    siblings: Sequence[Mentions],
) -> StoryNames:
    """See `NameBook.resolve`."""
    others = [sibling for sibling in siblings if sibling is not mentions]
    mentions = agreed(mentions, archive.kinds(mentions))
    meanings = Meanings(archive, mentions, others)
    hits = [
        *_Reader("title", title, archive, meanings).read(mentions.title),
        *_Reader("body", body, archive, meanings).read(mentions.body),
    ]
    names = _listed(hits, mentions)
    return replace(names, renamings=archive.renamings(names.organizations))


class _Reader:
    """Reads one text of a story for what its own rules saw, then for what the archive knows."""

    def __init__(self, where: Where, text: str, archive: ArchiveNames, meanings: Meanings) -> None:
        self._where = where
        self._text = text
        self._tokens = Tokens(text)
        self._owned = bytearray(len(text))
        self._archive = archive
        self._meanings = meanings
        self._hits: list[_Hit] = []

    def read(self, found: Iterable[Mention]) -> list[_Hit]:
        """The user's names first, then the story's mentions, then names of the archive."""
        if self._archive.user:
            for at, start in enumerate(self._tokens.start):
                match = self._archive.user.match(self._tokens, at)
                if match is not None and not self._owned[start]:
                    self._hit(match.kind, match.name, "names file", match.start, match.end)
        for mention in found:
            start, end, first, last = mention.start, mention.end, mention.first, mention.last
            if any(self._owned[start:end]) or not (name := self._name(mention)):
                continue
            self._hit(mention.kind, name, mention.rule, start, end, (first, last))
            for low, high in ((end, last), (first, start)) if mention.acronym else ():
                at = self._text.find(mention.acronym, low, high)
                if at >= 0:  # it is defined next to the full name
                    behind = at + len(mention.acronym)
                    self._hit("organization", name, "definition", at, behind, (first, last))
                    break
        self._again()
        return self._hits

    def _hit(
        self, kind: NameKind, name: str, rule: str, start: int, end: int, cue: Span | None = None
    ) -> None:
        """Note a name where none was noted yet."""
        first, last = cue or (start, end)
        form, words = self._text[start:end], self._text[first:last]
        self._hits.append(_Hit(self._where, start, end, kind, name, rule, first, form, words))
        self._owned[start:end] = b"\1" * (end - start)

    def _name(self, mention: Mention) -> str:
        """The canonical name of a mention; "" where it is not to be believed."""
        if mention.kind == "place":
            return self._meanings.place(mention)
        in_body = self._where == "body"
        if mention.kind == "organization":
            name = self._meanings.organization(mention.text)
            return name or (mention.text if in_body else "")
        person = self._meanings.person(mention)
        if person is not None:
            return person.name
        if mention.text in self._meanings.unclear:
            return ""
        return mention.text if in_body or mention.rule == "title" else ""

    def _again(self) -> None:
        """Find names of the archive that no rule saw here."""
        tokens = self._tokens
        surnames = self._meanings.surnames
        phrases = self._archive.phrases
        acronyms = self._archive.acronyms
        self._archive.asked.note_words(tokens.fold)
        after = 0
        for at, code in enumerate(tokens.kind):
            if code not in _NAMES or at < after or self._owned[tokens.start[at]]:
                continue
            match = phrases.match(tokens, at)
            if match is not None and self._owned.find(1, match.start, match.end) < 0:
                after = match.after
                if match.kind != "person" or not is_namesake(tokens, at, after):
                    self._hit(match.kind, match.name, "known name", match.start, match.end)
            elif code == ARABIC:
                if not acronyms.isdisjoint(_acronym_keys(tokens.fold[at])):
                    self._acronym(at)
            elif code != CAPITAL or "-" in tokens.fold[at]:
                self._acronym(at)
            elif surnames:
                self._surname(at, surnames)

    def _acronym(self, at: int) -> None:
        """An acronym that is defined somewhere in the archive, also in "OXO-Russia"."""
        start, end, word = self._tokens.start[at], self._tokens.end[at], self._tokens.words[at]
        for skip, stem in stems(word):
            body = self._meanings.of_acronym(stem)
            if body is not None and acronym_key(stem) in map(acronym_key, body.acronyms):
                self._hit("organization", body.name, "acronym", start + skip, end)
                return
        for part in word.split("-"):
            body = self._meanings.of_acronym(part) if part.isupper() and len(part) > 1 else None
            if body is not None:
                self._hit("organization", body.name, "acronym", start, start + len(part))
            start += len(part) + 1

    def _surname(self, at: int, surnames: dict[str, Person]) -> None:
        """The bare surname of somebody whom the story or its page names in full."""
        tokens = self._tokens
        if latin_senses().get(tokens.fold[at], 0) & COMMON:
            return
        form = parse(tokens.words[at])
        person = surnames.get(form.pieces[-1]) if form.pieces else None
        if person is None:
            return
        start, end = tokens.start[at], tokens.end[at]
        if at and tokens.fold[at - 1] in ("al", "el") and tokens.kind[at - 1] == CAPITAL:
            start = tokens.start[at - 1]
        self._hit("person", person.name, "surname", start, end)


@lru_cache(maxsize=1 << 16)
def _acronym_keys(word: str) -> frozenset[str]:
    """What the folded Arabic word would be looked up by, were it an acronym."""
    return frozenset(part.removeprefix(ARTICLE) for _, part in stems(word))


def _listed(hits: Iterable[_Hit], mentions: Mentions) -> StoryNames:
    """The lists in the order of first mention, every form, and why each name stands."""
    order = sorted(hits, key=lambda hit: (hit.where == "body", hit.start, -hit.end))
    lists: dict[NameKind, dict[str, None]] = {"person": {}, "organization": {}, "place": {}}
    offsets: dict[tuple[NameKind, str, str], list[tuple[int, int]]] = {}
    provenance: dict[tuple[NameKind, str], Provenance] = {}
    for hit in order:
        lists[hit.kind].setdefault(hit.name)
        if hit.where == "body":
            offsets.setdefault((hit.kind, hit.name, hit.form), []).append((hit.start, hit.end))
        if (hit.kind, hit.name) not in provenance:
            provenance[hit.kind, hit.name] = _provenance(hit, mentions)
    return StoryNames(
        persons=tuple(lists["person"]),
        organizations=tuple(lists["organization"]),
        places=tuple(lists["place"]),
        forms=tuple(
            NameForm(kind=kind, name=name, form=form, offsets=tuple(spans))
            for (kind, name, form), spans in offsets.items()
        ),
        provenance=tuple(provenance.values()),
    )


def _provenance(hit: _Hit, mentions: Mentions) -> Provenance:
    if hit.where == "body":
        start: int | None = mentions.in_page(hit.first)
    else:
        title = mentions.title_start
        start = None if title is None else title + hit.first
    return Provenance(
        field=_FIELDS[hit.kind],
        value=hit.name,
        rule=hit.rule,
        words=hit.words,
        start=start,
        end=None if start is None else start + len(hit.words),
    )
