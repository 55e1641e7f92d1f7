"""The names of one story while they are being resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from indexer.entities.arabic import ARTICLE
from indexer.entities.lexicon import BODY_SUFFIX, COMMON, latin_senses
from indexer.entities.orgbook import Organization, acronym_key, bag
from indexer.entities.personbook import Person
from indexer.entities.phrasebook import Match, without_prefixes
from indexer.entities.places import WEAK_RULE
from indexer.entities.records import Mention, Mentions, Names
from indexer.entities.spelling import PersonName, parse
from indexer.entities.tokens import ACRONYM, ARABIC, CAPITAL, CODE, Tokens
from search_index.article import NameForm, NameKind, Provenance

if TYPE_CHECKING:
    from indexer.entities.resolve import Resolver

_NAMES = frozenset({CAPITAL, ACRONYM, ARABIC, CODE})
Where = Literal["title", "body"]
_FIELDS: dict[NameKind, str] = {
    "person": "persons",
    "organization": "organizations",
    "place": "places",
}


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name at a place of the story: `form` is what stands there, `words` what betrayed it."""

    where: Where
    start: int
    end: int
    kind: NameKind
    name: str
    rule: str
    first: int
    form: str
    words: str


def _is_suffix(words: Sequence[str]) -> bool:
    """Is "SC" or "Ltd" all that the longer of two names of a body has more?"""
    return len(words) == 1 and bool(latin_senses().get(words[0], 0) & BODY_SUFFIX)


@lru_cache(maxsize=1 << 16)
def _acronym_keys(word: str) -> frozenset[str]:
    """What the folded Arabic word would be looked up by, were it an acronym."""
    return frozenset(part.removeprefix(ARTICLE) for _, part in without_prefixes(word, ARABIC))


class StoryNames:
    """Collects one story's names: what its own rules saw, then what the archive knows."""

    def __init__(self, book: Resolver, mentions: Mentions, siblings: Sequence[Mentions]) -> None:
        self._book = book
        self._mentions = mentions
        self._text = ""
        self._hits: list[_Hit] = []
        others = [sibling for sibling in siblings if sibling is not mentions]
        self._near = self._people([mentions])
        self._around = self._people(others)
        self._bodies = self._organizations([mentions])
        self._bodies_around = self._organizations(others)

    def _people(self, stories: Iterable[Mentions]) -> list[Person]:
        found: dict[int, Person] = {}
        for story in stories:
            for mention in (*story.body, *story.title):
                if mention.kind == "person":
                    person = self._book.persons.by_form.get(mention.text)
                    if person is not None:
                        found.setdefault(id(person), person)
        return list(found.values())

    def _organizations(self, stories: Iterable[Mentions]) -> list[Organization]:
        found: dict[int, Organization] = {}
        for story in stories:
            for mention in story.body:
                if mention.kind == "organization":
                    body = self._book.organizations.by_bag.get(bag(mention.text))
                    if body is not None:
                        found.setdefault(id(body), body)
        return list(found.values())

    def read(self, where: Where, text: str, found: Sequence[Mention]) -> None:
        """The user's names first, then the story's mentions, then names of the archive."""
        self._text = text
        tokens = Tokens(text)
        owned = bytearray(len(text))
        if self._book.user:
            self._user_names(where, tokens, owned)
        for mention in found:
            if self._book.user and any(owned[mention.start : mention.end]):
                continue
            name = self._name(where, mention)
            if not name:
                continue
            self._take(where, mention, name, owned)
            if mention.acronym:
                self._beside(where, mention, name, owned)
        self._again(where, tokens, owned)

    def _user_names(self, where: Where, tokens: Tokens, owned: bytearray) -> None:
        at = 0
        while at < len(tokens):
            match = self._book.user.match(tokens, at)
            if match is None:
                at += 1
                continue
            self._matched(where, match, "names file")
            owned[match.start : match.end] = b"\1" * (match.end - match.start)
            at = match.after

    def _take(self, where: Where, mention: Mention, name: str, owned: bytearray) -> None:
        self._hit(
            where,
            mention.start,
            mention.end,
            mention.kind,
            name,
            mention.rule,
            mention.first,
            mention.last,
        )
        owned[mention.start : mention.end] = b"\1" * (mention.end - mention.start)

    def _matched(self, where: Where, match: Match, rule: str) -> None:
        start, end = match.start, match.end
        self._hit(where, start, end, match.kind, match.name, rule, start, end)

    def _beside(self, where: Where, mention: Mention, name: str, owned: bytearray) -> None:
        """The acronym that is defined beside a full name."""
        for low, high in ((mention.end, mention.last), (mention.first, mention.start)):
            at = self._text.find(mention.acronym, low, high)
            if at >= 0:
                end = at + len(mention.acronym)
                self._hit(
                    where, at, end, "organization", name, "definition", mention.first, mention.last
                )
                owned[at:end] = b"\1" * (end - at)
                return

    def _hit(
        self,
        where: Where,
        start: int,
        end: int,
        kind: NameKind,
        name: str,
        rule: str,
        first: int,
        last: int,
    ) -> None:
        text = self._text
        self._hits.append(
            _Hit(where, start, end, kind, name, rule, first, text[start:end], text[first:last])
        )

    def _name(self, where: Where, mention: Mention) -> str:
        """The canonical name of a mention; "" where it is not to be believed."""
        if mention.kind == "place":
            name = mention.canonical.removeprefix("~")
            believed = mention.rule != WEAK_RULE or mention.canonical in self._book.places
            return self._book.places.get(mention.canonical, name) if believed else ""
        if mention.kind == "organization":
            return self._organization(where, mention)
        person = self._book.persons.by_form.get(mention.text) or self._short(mention)
        if person is not None:
            return person.name
        return mention.text if where == "body" or mention.rule == "title" else ""

    def _short(self, mention: Mention) -> Person | None:
        """Whom a surname or a given name means: in the story, on the page, anywhere."""
        form = parse(mention.text)
        if not form.pieces:
            return None
        for circle in (self._near, self._around):
            for surname in (True, False):
                found = [person for person in circle if person.holds(form, surname=surname)]
                if found:
                    return self._nearest(found, mention)
        return self._book.persons.anywhere(form)

    def _nearest(self, people: list[Person], mention: Mention) -> Person:
        """Of several of one surname, the one met last before the mention."""
        if len(people) == 1:
            return people[0]
        before = [
            hit.name
            for hit in self._hits
            if hit.kind == "person" and hit.where == "body" and hit.end <= mention.start
        ]
        names = {person.name: person for person in people}
        for name in reversed(before):
            if name in names:
                return names[name]
        return people[0]

    def _organization(self, where: Where, mention: Mention) -> str:
        book = self._book.organizations
        if acronym_key(mention.text) in book.by_acronym:
            body = self._of_acronym(mention.text)
            return body.name if body else mention.text
        body = book.by_bag.get(bag(mention.text))
        wider = self._wider(mention.text, body)
        if wider is not None:
            return wider.name
        if body is not None:
            return body.name
        return "" if where == "title" else mention.text

    def _wider(self, form: str, own: Organization | None) -> Organization | None:
        """The story's or the page's body whose longer name begins or ends as `form` does."""
        words = form.casefold().split()
        if own is not None and own.acronyms:
            return None
        for circle in (self._bodies, self._bodies_around):
            for body in circle:
                for full in body.forms if body is not own else ():
                    longer = full.casefold().split()
                    if len(longer) <= len(words) or longer[: len(words)] != words:
                        continue
                    if len(words) > 1 or _is_suffix(longer[1:]):
                        return body
        return None

    def _of_acronym(self, acronym: str) -> Organization | None:
        """Which organization an acronym means: in the story, on the page, most often."""
        group = self._book.organizations.by_acronym.get(acronym_key(acronym))
        if not group:
            return None
        for circle in (self._bodies, self._bodies_around):
            for body in circle:
                if body in group:
                    return body
        return min(group, key=lambda body: (-body.acronyms.total(), body.name))

    def _again(self, where: Where, tokens: Tokens, owned: bytearray) -> None:
        """Find names of the archive that no rule saw here."""
        fold, kind = tokens.fold, tokens.kind
        surnames = {
            own.pieces[-1]: person
            for person in (*self._around, *self._near)
            for own in person.parsed()
            if own.pieces
        }
        phrases = self._book.phrases
        acronyms = self._book.organizations.by_acronym.keys()
        after = 0
        for at, code in enumerate(kind):
            if code not in _NAMES or at < after or owned[tokens.start[at]]:
                continue
            match = phrases.match(tokens, at)
            if match is not None and not any(owned[match.start : match.end]):
                self._matched(where, match, "known name")
                after = match.after
            elif code == ARABIC:
                if not acronyms.isdisjoint(_acronym_keys(fold[at])):
                    self._acronym(where, tokens, at)
            elif code != CAPITAL or "-" in fold[at]:
                self._acronym(where, tokens, at)
            elif surnames:
                self._surname(where, tokens, at, surnames)

    def _acronym(self, where: Where, tokens: Tokens, at: int) -> None:
        """An acronym that is defined somewhere in the archive, also in "OXO-Russia"."""
        start = tokens.start[at]
        for skip, word in without_prefixes(tokens.words[at], tokens.kind[at]):
            body = self._of_acronym(word)
            if body is not None and acronym_key(word) in map(acronym_key, body.acronyms):
                self._found(where, start + skip, tokens.end[at], body)
                return
        offset = start
        for part in tokens.words[at].split("-"):
            body = self._of_acronym(part) if part.isupper() and len(part) > 1 else None
            if body is not None:
                self._found(where, offset, offset + len(part), body)
            offset += len(part) + 1

    def _found(self, where: Where, start: int, end: int, body: Organization) -> None:
        self._hit(where, start, end, "organization", body.name, "acronym", start, end)

    def _surname(self, where: Where, tokens: Tokens, at: int, surnames: dict[str, Person]) -> None:
        """The bare surname of somebody whom the story or its page names in full."""
        senses = latin_senses().get(tokens.fold[at], 0)
        if senses & COMMON:
            return
        form: PersonName = parse(tokens.words[at])
        person = surnames.get(form.pieces[-1]) if form.pieces else None
        if person is None:
            return
        start, end = tokens.start[at], tokens.end[at]
        if at and tokens.fold[at - 1] in ("al", "el") and tokens.kind[at - 1] == CAPITAL:
            start = tokens.start[at - 1]
        self._hit(where, start, end, "person", person.name, "surname", start, end)

    def names(self) -> Names:
        """The lists in the order of first mention, every form, and why each name stands."""
        order = sorted(self._hits, key=lambda hit: (hit.where == "body", hit.start, -hit.end))
        lists: dict[NameKind, dict[str, None]] = {"person": {}, "organization": {}, "place": {}}
        offsets: dict[tuple[NameKind, str, str], list[tuple[int, int]]] = {}
        provenance: dict[tuple[NameKind, str], Provenance] = {}
        for hit in order:
            lists[hit.kind].setdefault(hit.name)
            if hit.where == "body":
                offsets.setdefault((hit.kind, hit.name, hit.form), []).append((hit.start, hit.end))
            if (hit.kind, hit.name) not in provenance:
                provenance[hit.kind, hit.name] = self._provenance(hit)
        return Names(
            persons=tuple(lists["person"]),
            organizations=tuple(lists["organization"]),
            places=tuple(lists["place"]),
            forms=tuple(
                NameForm(kind=kind, name=name, form=form, offsets=tuple(spans))
                for (kind, name, form), spans in offsets.items()
            ),
            provenance=tuple(provenance.values()),
        )

    def _provenance(self, hit: _Hit) -> Provenance:
        if hit.where == "body":
            start: int | None = self._mentions.in_page(hit.first)
        else:
            title = self._mentions.title_start
            start = None if title is None else title + hit.first
        return Provenance(
            field=_FIELDS[hit.kind],
            value=hit.name,
            rule=hit.rule,
            words=hit.words,
            start=start,
            end=None if start is None else start + len(hit.words),
        )
