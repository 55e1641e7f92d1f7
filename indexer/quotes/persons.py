"""Speakers → persons of the archive: by name, by role, by pronoun; left unnamed where unsure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from indexer.entities.data.lexicon import (
    OFFICE,
    ROLE,
    ROLE_WORD,
    TITLE,
    arabic_senses,
    latin_senses,
)
from indexer.language.given_genders import Gender, gender_of
from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic, word_set
from indexer.quotes.words import words_of
from search_index.model.article import NameForm
from search_index.model.quote import Quote

_WORD: Final = re.compile(r"\w[\w\u064b-\u0652\u0670]*(?:[-.]\w+)*")
_GAP: Final = frozenset((", ", " ", " (", "، ", "،", ",", " - ", " – "))
_AFTER_ASIDE: Final = frozenset(",،)")
_ASIDE: Final = frozenset(",،(")
_LONGEST_GAP: Final = 3
_LONGEST_TITLES: Final = 24
_NEAR: Final = 500
_BESIDE: Final = 60
_TITLE: Final = 14
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    name: str


def name_speakers(
    body: str, language: str, quotes: Sequence[Quote], forms: Sequence[NameForm]
) -> tuple[Quote, ...]:
    """Give each quotation the person who speaks, by the names that are in the body."""
    if not quotes:
        return ()
    story = _Story(body, language, quotes, forms)
    named: list[Quote] = []
    for quote in quotes:
        person = story.person(quote)
        story.last = (quote, person)
        named.append(replace(quote, person=person))
    return tuple(named)


class _Story:
    """The persons of a story, and who spoke last."""

    def __init__(
        self, body: str, language: str, quotes: Sequence[Quote], forms: Sequence[NameForm]
    ) -> None:
        self.body = body
        self.words = words_of(_FILES[language]) if language in _FILES else {}
        self.quotes = quotes
        self.last: tuple[Quote, str | None] | None = None
        mentions = [
            _Mention(start, end, form.name)
            for form in forms
            if form.kind == "person"
            for start, end in form.offsets
        ]
        self.mentions = sorted(
            mentions + _single_names(body, mentions), key=lambda mention: mention.start
        )
        self._starts = [mention.start for mention in self.mentions]
        self._genders: dict[str, Gender | None] = {}

    def person(self, quote: Quote) -> str | None:
        """Who speaks; None where it is nobody with a name, or not sure who."""
        if not self.mentions:
            return None
        last = self.last
        if last is not None and quote.speaker_start == last[0].speaker_start:
            return last[1]
        named, settled = self._named(quote)
        if settled:
            return named
        pronoun = self._pronoun(quote)
        if pronoun is not None:
            gender, number = pronoun
            return None if number == "plural" else self._antecedent(quote, gender)
        return self._by_role(quote)

    def _named(self, quote: Quote) -> tuple[str | None, bool]:
        """Who is named in the speaker or next to it; whether that settles it."""
        low, high = quote.speaker_start, quote.speaker_end
        at = max(0, bisect_left(self._starts, low) - 1)
        while at < len(self.mentions) and self.mentions[at].end <= low:
            at += 1
        if at < len(self.mentions) and self.mentions[at].start < high:
            mention = self.mentions[at]
            return (mention.name if self._is_head(low, mention) else None), True
        if at < len(self.mentions):
            ahead = self.mentions[at]
            behind = self.body[ahead.end : ahead.end + 1]
            gap = self.body[high : ahead.start]
            if _opens_aside(gap) and behind in _AFTER_ASIDE:
                return ahead.name, True
        if at > 0:
            before = self.mentions[at - 1]
            gap = self.body[before.end : min(low, before.end + _LONGEST_GAP)]
            if gap in {", ", "، "} and self._is_role(quote):
                return before.name, True
        return None, False

    def _is_head(self, low: int, mention: _Mention) -> bool:
        """Is the person who is named in the speaker the one who speaks, not whose aide?"""
        before = self.body[low : mention.start]
        if before.rstrip().endswith((",", "،", "(")):
            return True
        words = _folded(before)
        if words and words[-1] in _WHOSE:
            return False
        own = self.words.get("of", _OF)
        cut = next((n for n in range(len(words) - 1, -1, -1) if words[n] in own), None)
        if cut is None:
            return True
        # "the minister of health Ann Lee": words of the role come between.
        return len(words) - cut > 1 and words[-1] not in {"the", "le", "la", "l"}

    def _pronoun(self, quote: Quote) -> tuple[Gender | None, str] | None:
        words = _folded(quote.speaker.replace("-", " "))
        if not words or len(words) > 3:
            return None
        known = _PRONOUNS.get(words[-1])
        if known is None or (len(words) > 1 and words[-1] not in {"il", "elle", "ils", "elles"}):
            return None
        return known

    def _antecedent(self, quote: Quote, gender: Gender | None) -> str | None:
        """Whom a pronoun means: who spoke last, else the first named in the sentence before."""
        start = quote.speaker_start
        if quote.start < start:
            start = min(start, quote.start)
        if self.last is not None:
            before, person = self.last
            if (
                person
                and start - max(before.end, before.speaker_end) < _NEAR
                and self._fits(person, gender)
            ) and not self._newcomer(max(before.end, before.speaker_end), start, person, gender):
                return person
        low = max(0, bisect_left(self._starts, start - _NEAR))
        near = [
            m
            for m in self.mentions[low : bisect_left(self._starts, start)]
            if not self._in_quote(m)
        ]
        fitting = [mention for mention in near if self._fits(mention.name, gender)]
        if not fitting:
            return None
        names = {mention.name for mention in fitting}
        if len(names) == 1:
            return fitting[-1].name
        sentence = max(
            self.body.rfind(". ", 0, fitting[-1].start),
            self.body.rfind("\n", 0, fitting[-1].start),
            0,
        )
        return next((m.name for m in fitting if m.start >= sentence), None)

    def _newcomer(self, low: int, high: int, person: str, gender: Gender | None) -> bool:
        """Is somebody else of this gender named between two quotations?"""
        first = bisect_left(self._starts, low)
        return any(
            mention.name != person and self._fits(mention.name, gender)
            for mention in self.mentions[first : bisect_left(self._starts, high)]
        )

    def _in_quote(self, mention: _Mention) -> bool:
        return any(
            quote.kind == "direct" and quote.start <= mention.start < quote.end
            for quote in self.quotes
        )

    def _fits(self, name: str, gender: Gender | None) -> bool:
        known = self._gender(name)
        return gender is None or known is None or known == gender

    def _gender(self, name: str) -> Gender | None:
        """By the title before a mention, else by the given name."""
        if name not in self._genders:
            found: Gender | None = None
            for mention in self.mentions:
                if mention.name != name:
                    continue
                title = _folded(self.body[max(0, mention.start - _TITLE) : mention.start])[-1:]
                found = _TITLES.get(title[0]) if title else None
                if found:
                    break
            given = next(iter(_WORD.findall(name)), "")
            found = found or gender_of(given) or gender_of(given.partition("-")[0])
            self._genders[name] = found
        return self._genders[name]

    def _is_role(self, quote: Quote) -> bool:
        return bool(_role_words(quote.speaker))

    def _by_role(self, quote: Quote) -> str | None:
        """The one person of the story of whom the same role is said before."""
        words = _folded(quote.speaker)
        if self.last is not None and any(word in _SAME for word in words):
            return self.last[1]
        roles = _role_words(quote.speaker)
        if not roles or (words and words[0] in _INDEFINITE):
            return None
        head = roles[0]
        called = {
            mention.name
            for mention in self.mentions[: bisect_left(self._starts, quote.speaker_start)]
            if head in self._beside(mention)
        }
        return called.pop() if len(called) == 1 else None

    def _beside(self, mention: _Mention) -> frozenset[str]:
        """The role words right before a name, and in the apposition after it."""
        before = self.body[max(0, mention.start - _BESIDE) : mention.start]
        for stop in (". ", "\n", "; ", "» ", "” "):
            before = before[before.rfind(stop) + len(stop) :] if stop in before else before
        after = self.body[mention.end : mention.end + _BESIDE]
        behind = ""
        if after[:1] in {",", "،", "("}:
            end = min((at for at in map(after[1:].find, ".\n;)") if at >= 0), default=len(after))
            behind = after[1 : end + 1]
        return frozenset(_role_words(before)) | frozenset(_role_words(behind))


def _single_names(body: str, mentions: Sequence[_Mention]) -> list[_Mention]:
    """Where a word of one person's name stands alone: "Lee" after "Lee Jae-myung"."""
    owners: dict[str, set[str]] = {}
    for name in {mention.name for mention in mentions}:
        words = _WORD.findall(name)
        for word in {words[0], words[-1]} if words else ():
            owners.setdefault(word, set()).add(name)
    taken = {at for mention in mentions for at in range(mention.start, mention.end)}
    found: list[_Mention] = []
    for word, names in owners.items():
        if len(names) > 1 or len(word) < _SHORTEST or not (word[0].isupper() or is_arabic(word)):
            continue
        at = body.find(word)
        while at >= 0:
            end = at + len(word)
            if at not in taken and _stands_alone(body, at, end):
                found.append(_Mention(at, end, next(iter(names))))
            at = body.find(word, end)
    return found


def _stands_alone(body: str, at: int, end: int) -> bool:
    """Is this a whole word, and no part of another name?"""
    before, behind = body[at - 1 : at], body[end : end + 1]
    if before.isalnum() or before in {"-", "_"} or behind.isalnum() or behind in {"-", "_"}:
        return False
    if is_arabic(body[at]):
        return True
    if behind == " " and body[end + 1 : end + 2].isupper():
        return False
    word = body[body.rfind(" ", max(0, at - _TITLE), at - 1) + 1 : at - 1] if before == " " else ""
    return (
        not word[:1].isupper()
        or word.endswith((".", ",", ":"))
        or bool(_role_words(word))
        or body[at - 2 : at - 1] in ".!?"
    )


def _opens_aside(gap: str) -> bool:
    """Is this all that stands between a role and who has it: a comma, and perhaps titles?"""
    if gap in _GAP:
        return bool(gap.strip())
    if gap[:1] not in _ASIDE or len(gap) > _LONGEST_TITLES:
        return False
    words = _folded(gap)
    return bool(words) and all(_is_title(word) for word in words)


def _folded(text: str) -> list[str]:
    return [
        fold_arabic_word(word) if is_arabic(word) else fold_case(word)
        for word in _WORD.findall(text)
    ]


def _is_title(word: str) -> bool:
    if is_arabic(word):
        senses = arabic_senses()
        return bool((senses.get(word, 0) | senses.get(word.removeprefix("ال"), 0)) & TITLE)
    return bool(latin_senses().get(word, 0) & TITLE)


def _role_words(text: str) -> list[str]:
    """What persons are called by in a text: "minister", "وزير"."""
    latin, arabic = latin_senses(), arabic_senses()
    found = []
    for word in _folded(text):
        if is_arabic(word):
            stem = word.removeprefix("ال")
            if (
                arabic.get(stem, 0) & _ROLES
                or arabic.get(word, 0) & _ROLES
                or stem in _ARABIC_ROLES
            ):
                found.append(stem)
        elif latin.get(word, 0) & _ROLES or word in _more_roles():
            found.append(word)
    return found


@cache
def _more_roles() -> frozenset[str]:
    return words_of("french")["person"] | words_of("english")["person"]


def _arabic(text: str) -> frozenset[str]:
    return frozenset(map(fold_arabic_word, text.split()))


_ROLES: Final = ROLE | ROLE_WORD | OFFICE
_FILES: Final = {"en": "english", "fr": "french", "ar": "arabic"}
_OF: Final = word_set("of for to from with by at in") | _arabic("عن باسم")
_WHOSE: Final = word_set("de d du of for to") | _arabic(
    "محامي محامية نجل شقيق شقيقة ابن ابنة زوج زوجة والد والدة مستشار مكتب دفاع عائلة حزب باسم عن"
)
_SAME: Final = word_set("même dernier celui-ci celle-ci latter") | _arabic(
    "المتحدث ذاته نفسه ذات نفس"
)
_INDEFINITE: Final = word_set("a an one another some un une des several many two three")
_ARABIC_ROLES: Final = _arabic("وزير رئيس نائب زعيم ناطق متحدث مدير كاتب والي سفير")
_TITLES: Final[dict[str, Gender]] = {
    "mr": "male", "m": "male", "sir": "male", "lord": "male", "monsieur": "male",
    "mrs": "female", "ms": "female", "miss": "female", "mme": "female", "mlle": "female",
    "madame": "female", "lady": "female", "السيد": "male", "السيده": "female",
}  # fmt: skip
_PRONOUNS: Final[dict[str, tuple[Gender | None, str]]] = {
    "he": ("male", "single"), "she": ("female", "single"), "they": (None, "plural"),
    "it": (None, "plural"), "il": ("male", "single"), "elle": ("female", "single"),
    "lui": ("male", "single"), "ils": (None, "plural"), "elles": (None, "plural"),
    "eux": (None, "plural"), "him": ("male", "single"), "her": ("female", "single"),
}  # fmt: skip
