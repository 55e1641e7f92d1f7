"""A story as sentences of words, in which a quoted stretch is one word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic, word_set
from indexer.language.words import DIGITS, blanks_for, spaced
from indexer.quotes.marks import Quoted

QUOTED: Final = "\0"
"""The folded form of a quoted stretch among the words of a sentence."""

_MASK: Final = "\0"
_LONGEST_WORD: Final = 20
_MOST_WORDS: Final = 500
"""What follows so many words of a sentence is not read: time stays linear."""
_BREAK: Final = re.compile(r"[.!?…؟][.!?…؟]*[)\]]*(?=\s|\()|\n")
_WORD: Final = re.compile(
    r"""(\0+
    |(?:[ldnjmtscLDNJMTSC]|[Qq]u|[Ll]orsqu|[Pp]uisqu)['’](?=[\w\0])
    |(?:[^\W\d_]\.){2,}
    |\w[\w\u064b-\u0652\u0670]*(?:[-‑'’.&/]\w+)*
    |[^\w\s])""",
    re.VERBOSE,
)
_LETTERS: Final = re.compile(r"[^\W\d_][\w\u064b-\u0652\u0670]*")
_NO_LETTERS: Final = f"{DIGITS}_"
_BLANKS: Final = blanks_for(_NO_LETTERS)
_DOTTED: Final = word_set(
    "mr mrs ms dr drs prof eng hon rev st lt col gen maj capt sgt adm brig mm mme mlle mgr sr jr "
    "gov sen rep sens reps amb pres atty cmdr jan feb mar apr jun jul aug sep sept oct nov dec mon "
    "tue tues wed thu thur thurs fri sat sun no nos vs etc calif fla mass conn ariz ill mich minn "
    "tenn tex va wash wis ont fig art vol p pp av bd cf"
)
_COMPANY: Final = word_set("inc corp co ltd bros u.s u.n u.k u.s.s.r e.u a.m p.m d.c l.a")
_OPENERS: Final = word_set(
    "the a an in on at it he she they we i but and this that these those his her their its if when "
    "as after for however there officials under asked"
)
_ENDINGS: Final = frozenset(".?!…؟")


@dataclass(slots=True)
class Sentence:
    """The words of one sentence: each folded, with its offsets in the text.

    Punctuation marks are words; `quotes[i]` is the quoted stretch where word i is one.
    """

    text: str
    start: int
    fold: list[str]
    first: list[int]
    after: list[int]
    quotes: dict[int, Quoted]

    def capital(self, at: int) -> bool:
        """Does word `at` begin with a capital letter?"""
        return self.text[self.first[at]].isupper()

    def __len__(self) -> int:
        return len(self.fold)


class Sentences:
    """The sentences of a text; words are looked for only in those that are asked for."""

    __slots__ = ("_found", "_masked", "_quotes", "text")

    def __init__(self, text: str, quotes: Sequence[Quoted]) -> None:
        self.text = text
        self._quotes = quotes
        self._masked = _mask(text, quotes)
        self._found: list[tuple[int, int]] | None = None

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """(start, end) of each sentence, looked for where a text may hold anything said."""
        if self._found is None:
            self._found = _bounds(self.text, self._masked, self._quotes)
        return self._found

    def worth_reading(self, cues: frozenset[str]) -> list[int]:
        """The numbers of the sentences with a quoted stretch, or one of these folded words."""
        masked = self._masked
        if masked.isascii() and _MASK not in masked:
            return self._with_plain_words(cues)
        words = frozenset(_LETTERS.findall(masked))
        told = [word for word in words if _fold(word) in cues]
        if not told and _MASK not in masked:
            return []
        return [
            number
            for number, (start, end) in enumerate(self.bounds)
            if masked.find(_MASK, start, end) >= 0
            or (
                any(masked.find(word, start, end) >= 0 for word in told)
                and not cues.isdisjoint(map(_fold, _LETTERS.findall(masked, start, end)))
            )
        ]

    def _with_plain_words(self, cues: frozenset[str]) -> list[int]:
        """The same in plain text in which nothing is quoted."""
        bare = spaced(self.text.lower(), _BLANKS)  # of the same length
        words = bare.split()
        told = set(cues.intersection(words))
        if not bare.replace(" ", "").isalpha():
            told.update([word for word in words if word < "a" and word.lstrip(_NO_LETTERS) in cues])
        if not told:
            return []
        return [
            number
            for number, (start, end) in enumerate(self.bounds)
            if not told.isdisjoint(bare[start:end].split())
        ]

    def sentence(self, number: int) -> Sentence:
        """One sentence with its words."""
        start, end = self.bounds[number]
        # gap, word, gap, word, … gap
        pieces = _WORD.split(self._masked[start:end], maxsplit=_MOST_WORDS)
        del pieces[2 * _MOST_WORDS :]
        bounds = list(accumulate(map(len, pieces), initial=start))
        fold = list(map(_fold, pieces[1::2]))
        sentence = Sentence(self.text, start, fold, bounds[1::2], bounds[2::2], {})
        if "." in fold:
            _join_dots(sentence)
        if _MASK in self._masked[start:end]:
            self._put_quotes(sentence)
        return sentence

    def _put_quotes(self, sentence: Sentence) -> None:
        """Put each quoted stretch in the place of its mask."""
        fold, first, after = sentence.fold, sentence.first, sentence.after
        number = bisect_left(self._quotes, sentence.start, key=lambda quote: quote.first)
        at = 0
        while at < len(fold):
            if fold[at][0] == _MASK:
                high = after[at]
                fresh = []
                while number < len(self._quotes) and self._quotes[number].first < high:
                    fresh.append(self._quotes[number])
                    number += 1
                fold[at : at + 1] = [QUOTED] * len(fresh)
                first[at : at + 1] = [quote.first for quote in fresh]
                after[at : at + 1] = [quote.after for quote in fresh]
                sentence.quotes.update(enumerate(fresh, at))
                at += len(fresh)
            else:
                at += 1


def _join_dots(sentence: Sentence) -> None:
    """Give the full stop of an abbreviation to its word."""
    fold, first, after = sentence.fold, sentence.first, sentence.after
    joined = [
        at
        for at in range(1, len(fold) - 1)
        if fold[at] == "." and after[at - 1] == first[at] and _takes_dot(fold[at - 1])
    ]
    for at in reversed(joined):
        after[at - 1] = after[at]
        del fold[at], first[at], after[at]


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    return (fold_arabic_word(word) if is_arabic(word) else fold_case(word)) or word


def _takes_dot(word: str) -> bool:
    return word in _DOTTED or word in _COMPANY or (len(word) == 1 and word.isalpha())


def _mask(text: str, quotes: Sequence[Quoted]) -> str:
    pieces: list[str] = []
    at = 0
    for quote in quotes:
        pieces.append(text[at : quote.first])
        pieces.append(_MASK * (quote.after - quote.first))
        at = quote.after
    pieces.append(text[at:])
    return "".join(pieces)


def _bounds(text: str, masked: str, quotes: Sequence[Quoted]) -> list[tuple[int, int]]:
    """(start, end) of each sentence; the end is after its full stop."""
    ends = [match.end() for match in _BREAK.finditer(masked) if _is_break(masked, match)]
    ends += [quote.after for quote in quotes if _ends_after(text, masked, quote)]
    ends.append(len(masked))
    ends.sort()
    bounds: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        while start < end and masked[start].isspace():
            start += 1
        if start < end:
            bounds.append((start, end))
            start = end
    return bounds


def _is_break(masked: str, match: re.Match[str]) -> bool:
    if match[0] == "\n":
        return True
    at, after = match.start(), match.end()
    if masked[at] != ".":
        ahead = masked[after : after + 2].lstrip()[:1]
        return not ahead.islower()
    while after < len(masked) and masked[after] in " \u00a0\u202f":
        after += 1
    ahead = masked[after : after + 1]
    if ahead.islower():
        return False
    if masked[at - 1 : at] == _MASK:
        return True
    least = max(0, at - _LONGEST_WORD)
    low = max(least, masked.rfind(" ", least, at) + 1, masked.rfind("\n", least, at) + 1)
    word = masked[low:at].lower().lstrip("(«“\"'")
    if word in _DOTTED or (len(word) == 1 and word.isalpha() and word.isascii()):
        return ahead in {"", "\n", _MASK}
    if word in _COMPANY or "." in word:
        if ahead in {"", "\n", _MASK}:
            return True
        end = after
        while end < len(masked) and masked[end].isalpha():
            end += 1
        return masked[after:end].lower() in _OPENERS
    return True


def _ends_after(text: str, masked: str, quote: Quoted) -> bool:
    """Does a sentence end with this quotation, whose own full stop is inside?"""
    if text[quote.end - 1] not in _ENDINGS:
        return False
    after = quote.after
    while after < len(masked) and masked[after] in " \u00a0\u202f":
        after += 1
    ahead = masked[after : after + 1]
    if ahead.islower() or ahead in {",", ";", ":", ")", ".", "،", "–", "—", "-", "(", "]"}:
        return False
    return not (text[quote.end - 1] in "?!…؟" and ahead != _MASK and _said_soon(masked, after))


_SAID_SOON: Final = re.compile(r"[\w.'’ -]{0,40}?\b(?:said|says|asked|asks|told|added|wrote)\b")


def _said_soon(masked: str, at: int) -> bool:
    return _SAID_SOON.match(masked, at, at + 60) is not None
