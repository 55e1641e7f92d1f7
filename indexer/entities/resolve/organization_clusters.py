"""Which forms of organizations' names are one body."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from indexer.entities.data.world_organizations import world_organizations
from indexer.entities.resolve.name_keys import sound_keys
from indexer.entities.resolve.name_matching import apart
from indexer.language.normalize import fold_arabic, fold_plain, is_arabic, word_set

SAME_ACRONYM = 60  # of 100: full names of one acronym that are less alike are two bodies
SPOKEN_CHARS = 4  # letters of an acronym that is spoken as a word
SPOKEN_ALIKE = 0.35  # the distance per grapheme of its Arabic spelling, at most
SAME_WORDING = 90  # of 100: a name without acronym that is as like a defined one is that one

_SMALL = word_set("of for and the on to in de du des d la le les l et pour a aux au en sur")
_SPELLINGS = (("isation", "ization"), ("centre", "center"), ("programme", "program"))
DEFINED = re.compile(r"(.+) \(([^()]+)\)")  # "Full Name (ACRONYM)"
_OXFORD = re.compile(r",(?= (?:and|et) )")


@dataclass(slots=True, eq=False)
class Organization:
    """One organization: its full forms with their counts, its acronyms with theirs.

    `listed` are the full names that the list of the world's bodies has for it.
    """

    name: str
    forms: Counter[str] = field(default_factory=Counter)
    acronyms: Counter[str] = field(default_factory=Counter)
    defined: Counter[str] = field(default_factory=Counter)
    listed: tuple[str, ...] = ()
    fixed: bool = False


@lru_cache(maxsize=1 << 16)
def bag(form: str) -> tuple[str, ...]:
    """The words of a name that count, folded and sorted, so that wording does not matter."""
    if is_arabic(form):
        words = fold_arabic(form).split()
        if len(words) == 1:
            words = [words[0].removeprefix("ال")]
        return tuple(sorted(words))
    return tuple(sorted(_words(form)))


def acronym_key(acronym: str) -> str:
    """What two spellings of one acronym share: letter case and the Arabic article aside."""
    if is_arabic(acronym):
        return fold_arabic(acronym).removeprefix("ال")
    return acronym.casefold()


def _words(form: str) -> list[str]:
    kept = []
    for word in re.sub(r"[^\w]+", " ", fold_plain(form)).split():
        if word not in _SMALL:
            for old, new in _SPELLINGS:
                word = word.replace(old, new)
            kept.append(word[:-1] if len(word) > 4 and word.endswith("s") else word)
    return kept


class OrganizationBook:
    """Organizations by bag of words and by acronym."""

    def __init__(
        self,
        counts: Mapping[tuple[str, str], int],
        known: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.bodies: list[Organization] = []
        self.by_bag: dict[tuple[str, ...], Organization] = {}
        self.by_acronym: dict[str, list[Organization]] = defaultdict(list)
        self._by_word: dict[str, list[Organization]] = defaultdict(list)
        for name, aliases in sorted((known or {}).items()):
            self._know(name, aliases)
        rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        self._know_world(counts)
        for (full, acronym), count in rows:
            if acronym and bag(full):
                self._define(full, acronym, count)
        for (full, acronym), count in rows:
            if not acronym and bag(full):
                self._name(full, count)
        self._join_transliterated()
        for body in self.bodies:
            if not body.fixed:
                body.name = canonical(body)

    def _know(self, name: str, aliases: tuple[str, ...]) -> None:
        body = self._open(name, fixed=True)
        match = DEFINED.fullmatch(name)
        full, acronym = match.groups() if match else (name, "")
        for form in (full, *aliases):
            if form.isupper() and " " not in form:
                self._acronym(body, form, 0)
            else:
                self._form(body, form, 0)
        if acronym:
            self._acronym(body, acronym, 0)

    def _know_world(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Open the bodies of the world that the archive names in any way."""
        bags = {bag(full) for full, _ in counts}
        acronyms = {acronym_key(form) for pair in counts for form in pair if form}
        for forms in world_organizations():
            short = [form for form in forms if _is_short(form)]
            full = [form for form in forms if not _is_short(form)]
            if bags.isdisjoint(map(bag, full)) and acronyms.isdisjoint(map(acronym_key, short)):
                continue
            body = self.by_bag.get(bag(forms[0])) or self._open(forms[0])
            body.listed = tuple(full)
            for form in full:
                self._form(body, form, 0)
            for form in short:
                self._acronym(body, form, 0)

    def _join_transliterated(self) -> None:
        """Make one of a Latin acronym's body and of what Arabic writes as it is spoken."""
        latin = sorted(
            (
                (acronym.casefold(), body)
                for body in self.bodies
                for acronym in body.acronyms
                if acronym.isascii() and acronym.isalpha() and len(acronym) >= SPOKEN_CHARS
            ),
            key=lambda row: (-row[1].acronyms.total(), row[0]),
        )
        by_sound: dict[str, list[tuple[str, Organization]]] = defaultdict(list)
        for acronym, body in latin:
            for key in sound_keys(acronym):
                by_sound[key].append((acronym, body))
        for body in list(self.bodies):
            if body.fixed:
                continue
            for word in sorted({*body.acronyms, *body.forms}):
                spoken = fold_arabic(word).removeprefix("ال")
                if not is_arabic(word) or " " in word or len(spoken) < SPOKEN_CHARS:
                    continue
                near = {
                    (far, at): other
                    for key in sorted(sound_keys(spoken))
                    for at, (acronym, other) in enumerate(by_sound.get(key, ()))
                    if other is not body
                    and (far := apart(acronym, spoken, SPOKEN_ALIKE)) <= SPOKEN_ALIKE
                }
                if near:
                    self._merge(near[min(near)], body, word)
                    break

    def _merge(self, body: Organization, other: Organization, acronym: str) -> None:
        """Let all that `other` is called name `body`."""
        for form, count in other.forms.items():
            if form == acronym:
                body.acronyms[form] += count
            else:
                body.forms[form] += count
        body.acronyms.update(other.acronyms)
        body.defined.update(other.defined)
        self.bodies.remove(other)
        for key, found in self.by_bag.items():
            if found is other:
                self.by_bag[key] = body
        for group in self.by_acronym.values():
            if other in group:
                at = group.index(other)
                if body in group:
                    del group[at]
                else:
                    group[at] = body
        self._acronym(body, acronym, 0)

    def _define(self, full: str, acronym: str, count: int) -> None:
        group = self.by_acronym.get(acronym_key(acronym), [])
        body = self.by_bag.get(bag(full))
        if body is None or body not in group:
            body = next((other for other in group if _one_body(full, other)), None)
        if body is None:
            body = self._open(full)
        self._form(body, full, count)
        body.defined[full] += count
        self._acronym(body, acronym, count)
        for word in set(bag(full)):
            if body not in self._by_word[word]:
                self._by_word[word].append(body)

    def _name(self, full: str, count: int) -> None:
        group = self.by_acronym.get(acronym_key(full))
        if group:
            group[0].acronyms[full] += count
            return
        body = self.by_bag.get(bag(full)) or self._worded_alike(full) or self._open(full)
        self._form(body, full, count)

    def _worded_alike(self, full: str) -> Organization | None:
        """The defined body whose name differs from `full` in small things only."""
        words = bag(full)
        shared: Counter[Organization] = Counter()
        for word in set(words):
            shared.update(self._by_word.get(word, ()))
        text = " ".join(words)
        for body, count in shared.items():
            if count * 3 >= len(words) * 2 and any(
                fuzz.token_sort_ratio(text, " ".join(bag(form))) >= SAME_WORDING
                for form in body.forms
            ):
                return body
        return None

    def _open(self, name: str, *, fixed: bool = False) -> Organization:
        body = Organization(name, fixed=fixed)
        self.bodies.append(body)
        return body

    def _form(self, body: Organization, full: str, count: int) -> None:
        body.forms[full] += count
        self.by_bag.setdefault(bag(full), body)

    def _acronym(self, body: Organization, acronym: str, count: int) -> None:
        body.acronyms[acronym] += count
        group = self.by_acronym[acronym_key(acronym)]
        if body not in group:
            group.append(body)


def most_meant(group: Sequence[Organization]) -> Organization:
    """Which organization an acronym means most often, of those that have it."""
    return min(group, key=lambda body: (-body.acronyms.total(), body.name))


def _one_body(full: str, body: Organization) -> bool:
    """Do two full names of one acronym mean one body?"""
    mine = " ".join(bag(full))
    same = [" ".join(bag(form)) for form in body.forms if is_arabic(form) == is_arabic(full)]
    return not same or any(
        max(fuzz.token_sort_ratio(mine, other), fuzz.token_set_ratio(mine, other)) >= SAME_ACRONYM
        for other in same
    )


def _is_short(form: str) -> bool:
    """Is it an acronym: one word in capitals, or one Arabic word?"""
    return " " not in form and (is_arabic(form) or sum(map(str.isupper, form)) > 1)


def canonical(body: Organization) -> str:
    """The most frequent wording, with the most frequent acronym in brackets.

    Forms that differ in punctuation only count together; of these the one without a comma
    before the last "and" is shown. The name of a body of the world is spelled as it is listed,
    as one page that spells it wrong may be all that writes it out. An acronym of another script
    is no part of the name.
    """
    wordings: dict[str, Counter[str]] = defaultdict(Counter)
    for form, count in body.forms.items():
        if count:
            plain = _OXFORD.sub("", form)
            wordings[fold_plain(plain)][plain] += count
    short = {form: count for form, count in body.acronyms.items() if count}
    full = ""
    if wordings:
        best = min(
            wordings.values(),
            key=lambda forms: (-forms.total(), -max(map(len, forms)), min(forms)),
        )
        defined = {_OXFORD.sub("", form) for form in body.defined}
        full = _listed(body, min(best, key=lambda form: (form not in defined, -best[form], form)))
        short = {form: count for form, count in short.items() if is_arabic(form) == is_arabic(full)}
    if not short:
        return full or body.name
    acronym = min(short, key=lambda form: (is_arabic(form), -short[form], form))
    return f"{full} ({acronym})" if full else acronym


def _listed(body: Organization, form: str) -> str:
    """The form as the list of the world's bodies spells it, where it has it nearly so."""
    text = " ".join(bag(form))
    near = {
        name: fuzz.token_sort_ratio(text, " ".join(bag(name)))
        for name in body.listed
        if is_arabic(name) == is_arabic(form)
    }
    best = max(near, key=lambda name: near[name], default=form)
    return best if SAME_WORDING <= near.get(best, 0) < 100 else form
