"""What can be seen of one line by itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters, ascii_lowercase, ascii_uppercase

from indexer.clean import Kind, talk
from indexer.dates.mentions import find_mentions
from indexer.language.words import DIGITS, blanks_for, spaced, table_for, unspaced_of
from indexer.split.cues import cues_of

_WORD = re.compile(r"\w[\w'’-]*")
_DIGIT = re.compile(r"\d")
_END = re.compile(
    r"[.!?؟…۔。！？][\s”\"»’')\]\[\d]{0,12}$"
    r"|[.!?؟…][”\"»’')\]]*\s*\(\w[^()]{1,30}\)$"
)
_SENTENCE_BREAK = re.compile(r"[.!?؟…][”\"»’)]*\s+(?=[“\"«‘(]*[A-ZÀ-ÞĀ-Ž\u0620-\u064a\d])")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|Eng|St|Mme|Mlle|Me|No|Gen|Col|Hon|Sr|Jr|vs|Inc|Ltd|Amb"
    r"|U\.S|U\.N|د|أ|م)\.\s"
)
_CAPITAL = re.compile(r"[A-ZÀ-Þ0-9Ā-Ž]")
_SEPARATED = re.compile(r"\s[|·•›»>/–—-]\s|\s::\s|\S(?:\s{2,}|\t)\S|\S\s?\|\s?\S|[▾▼►]")
_GLUED = re.compile(r"[a-zà-ÿ)][A-ZÀ-Þ][a-zà-ÿ]|[a-zà-ÿ]\d|\d[A-Za-z]{3}|ة[\u0621-\u064a]")
_TIME = re.compile(r"\b\d{1,2}\s?[:h]\s?\d\d\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|[٠-٩]{4}")
_AGENCY = re.compile(r"^.{2,60}(?:\([^()]{2,40}\)|[A-Z]{2,})\s?[-–—:]{1,2}\s")

# What a pattern above cannot do without is looked for first, in the set of a line's marks.
_SPACED = tuple(f" {mark} " for mark in ("-", "/", "–", "—", "·", "•", ">", "»", "›", "::"))
_SPACED_MARKS = frozenset("".join(_SPACED)) - {" "}
_SEPARATORS = frozenset("|▾▼►")
_OTHER_SPACES = frozenset(char for char in map(chr, range(0x3001)) if char.isspace()) - {" ", "\n"}
_NEAR_CUT = 4
"""So near to a cut a separator is that is one only by it."""
_SENTENCE_ENDS = frozenset(".!?؟…")
_ASCII_ENDS = {"؟": "?", "…": ".", "۔": ".", "。": ".", "！": "!", "？": "?"}
_QUOTES = frozenset('“"«„')
_DASHES = frozenset("-–—:")
_LONGEST_ABBREVIATION = 4
_PLAIN_CAPITALS = frozenset(filter(_CAPITAL.match, map(chr, range(0x180))))
_PLAIN_GLUED = table_for({"a": f"{ascii_lowercase})", "A": ascii_uppercase}, " ")
_PLAIN_DIGITS = DIGITS.encode()
_BLANKS = blanks_for(f"{DIGITS}_'-")
_PLAIN = f"{ascii_letters} ".encode()
_MAYBE_GLUED = re.compile(r"[A-ZÀ-Þ\u0621-\u064a](?<=[a-zà-ÿ)ة].)")
_GLUED_DIGIT = re.compile(r"\d(?:[A-Za-z]{3}|(?<=[a-zà-ÿ].))")
_END_CHARS = 14
"""The mark that ends a line is this near to its end, unless a bracket follows it."""

LINES_KEPT = 1 << 14
"""Lines of which it is remembered what was seen: the frames of some eighty sites whose pages come
in turn."""
_MAX_TALK_CHARS = 400
_HEAD_CHARS, _TAIL_CHARS = 280, 120
"""Of a longer line only so much is looked at; it is a paragraph in any case."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """One line by itself."""

    chars: int
    words: int
    sentences: int
    final: str
    prose: float
    shape: str
    names: tuple[str, ...]


def bucket(value: float, limits: Sequence[float]) -> str:
    """The first limit that a value does not exceed, as the end of a name."""
    at = bisect_left(limits, value)
    return f"<={limits[at]}" if at < len(limits) else f">{limits[-1]}"


class Scale:
    """The names of one measure, of which each says which limit a value does not exceed."""

    __slots__ = ("_limits", "_names")

    def __init__(self, measure: str, limits: Sequence[float]) -> None:
        self._limits = limits
        self._names = [measure + bucket(value, limits) for value in (*limits, limits[-1] + 1)]

    def name(self, value: float) -> str:
        """The name of a value."""
        return self._names[bisect_left(self._limits, value)]


_CHARS = Scale("chars", (4, 12, 20, 35, 60, 90, 130, 180, 260))
_WORDS = Scale("words", (0, 1, 2, 3, 5, 8, 14, 25))
_SENTENCES = Scale("sentences", (1, 2, 3))
_PROSE = Scale("prose", (0, 0.4, 0.7, 0.9))
_FUNCTION_WORDS = Scale("function words", (0, 0.15, 0.3, 0.45))
_CAPITALS = Scale("capitals", (0.2, 0.5, 0.8, 0.99))
_DIGITS = Scale("digits", (0.05, 0.15, 0.4))


@lru_cache(maxsize=LINES_KEPT)
def look(text: str, marker: str, kind: Kind | None, date: bool) -> Seen:
    """Look at a line that is boilerplate of a kind or a date line, or neither."""
    chars = len(text)
    if chars > _HEAD_CHARS + _TAIL_CHARS:
        text = f"{text[:_HEAD_CHARS]}\n{text[-_TAIL_CHARS:]}"
    marks = _marks(text)
    plain = text.isascii() and marks.isdisjoint(DIGITS)
    digits = 0 if plain else _count_digits(text)
    words = _words(text)
    final = _final(text)
    sentences = 1
    if chars > 40 and not marks.isdisjoint(_SENTENCE_ENDS):
        sentences += len(_SENTENCE_BREAK.findall(_without_abbreviations(text)))
    pairs = len(unspaced_of(text))
    prose = _prose(chars + pairs, len(words) + pairs // 2, final, sentences)
    told = cues_of(text)
    function, verb = told.pop("function", 0), told.pop("verb", 0)
    cues = [f"cue={cue}" for cue in sorted(told)]
    shape = _shape(kind, cues, date, prose, len(words), final)
    names = [
        f"shape={shape}",
        f"ends={final}",
        _CHARS.name(chars),
        _WORDS.name(len(words)),
        _SENTENCES.name(sentences),
        _PROSE.name(prose),
    ]
    if kind is not None:
        names.append(f"kind={kind.value}")
        if prose >= 0.9:
            names.append("kind & prose")
    if date:
        names.append("date line")
    names += cues
    if len(cues) > 1:
        names.append("cues" + bucket(len(cues), (2, 3)))
    if prose >= 0.4:
        names += [f"{cue} & prose" for cue in cues]
    names += _letters(text, words, marks, digits)
    if len(words) >= 3:
        names.append(_FUNCTION_WORDS.name(function / len(words)))
    if verb:
        names.append("verb")
    if chars <= _MAX_TALK_CHARS:
        site = talk(text)
        if site:
            names.append("talks to the visitor" + bucket(site, (2, 3)))
    if digits and not date and chars <= 160:
        days = sum(day.end - day.start for day in find_mentions(text) if day.day)
        if days:
            names.append("names a day" + bucket(days / chars, (0.3, 0.6)))
            names += [f"names a day, {cue}" for cue in cues if cue in ("cue=by", "cue=tags")]
    if text[0] in "[(" and text[-1] in ")]":
        names.append("bracketed")
    if marker:
        if marker[0] == "#" or marker in ("**", "__"):
            names.append("heading mark")
        elif marker[0].isdigit():
            names.append("numbered")
        else:
            names.append("bullet")
    return Seen(
        chars=chars,
        words=len(words),
        sentences=sentences,
        final=final,
        prose=prose,
        shape=shape,
        names=tuple(names),
    )


def _count_digits(text: str) -> int:
    if text.isascii():
        return len(text) - len(text.encode("ascii").translate(None, _PLAIN_DIGITS))
    return len(_DIGIT.findall(text))


def _marks(text: str) -> frozenset[str]:
    """The characters of a line; of plain text those that are neither letters nor blanks."""
    if text.isascii():
        text = text.encode("ascii").translate(None, _PLAIN).decode("ascii")
    return frozenset(text)


def _words(text: str) -> list[str]:
    """What `_WORD` finds in a line."""
    if not text.isascii():
        return _WORD.findall(text)
    words = spaced(text, _BLANKS).split()
    if "'" not in text and "-" not in text:
        return words
    return [bare for word in words if (bare := word.lstrip("'-"))]


def _without_abbreviations(text: str) -> str:
    """A line without the abbreviations whose full stop ends no sentence, and the blank behind."""
    kept: list[str] = []
    done = at = 0
    while (at := text.find(".", at) + 1) and at < len(text):
        if text[at].isspace():
            low = max(done, at - 1 - _LONGEST_ABBREVIATION)
            found = _ABBREVIATION.search(text, low, at + 1)
            if found:
                kept.append(text[done : found.start()])
                done = found.end()
    return "".join([*kept, text[done:]]) if kept else text


def _letters(text: str, words: Sequence[str], marks: frozenset[str], digits: int) -> list[str]:
    names = []
    separators = _count_separators(text, marks)
    if separators:
        names.append("separators" + bucket(separators, (1, 2)))
    if _may_be_glued(text) or (digits and _GLUED_DIGIT.search(text)):
        glued = len(_GLUED.findall(text))
        if glued:
            names.append("glued" + bucket(glued, (1, 2)))
    first = text[0]
    if first.islower():
        names.append("lower start")
    elif first.isdigit():
        names.append("digit start")
    elif first in '“"«„':
        names.append("quote start")
    elif first in "([{":
        names.append("bracket start")
    elif first in ",;.)،":
        names.append("mark start")
    elif not first.isalnum():
        names.append("sign start")
    if not any(map(str.isalpha, text)):
        names.append("no letters")
    elif text.isupper() and sum(map(str.isalpha, text)) > 3:
        names.append("all upper")
    elif first < "\u0590":
        names.append(_CAPITALS.name(_capitals(words)))
    if digits:
        if _TIME.search(text):
            names.append("time")
        if _YEAR.search(text):
            names.append("year")
        names.append(_DIGITS.name(digits / len(text)))
    if not marks.isdisjoint(_QUOTES):
        names.append("quote")
    if not marks.isdisjoint(_DASHES) and _AGENCY.match(text):
        names.append("agency dateline")
    if text[-1] in "…" or text.endswith("..."):
        names.append("cut short")
    elif text[-1] in ")]":
        names.append("bracket end")
    return names


def _may_be_glued(text: str) -> bool:
    if text.isascii():
        return b"aA" in text.encode("ascii").translate(_PLAIN_GLUED)
    return _MAYBE_GLUED.search(text) is not None


def _count_separators(text: str, marks: frozenset[str]) -> int:
    if (
        "  " in text
        or not marks.isdisjoint(_SEPARATORS)
        or not marks.isdisjoint(_OTHER_SPACES)
        or (not marks.isdisjoint(_SPACED_MARKS) and any(mark in text for mark in _SPACED))
    ):
        return len(_SEPARATED.findall(text))
    if "\n" not in marks:
        return 0
    # only where what is between a long line's head and tail was
    cut = text.find("\n")
    return len(_SEPARATED.findall(text[max(0, cut - _NEAR_CUT) : cut + _NEAR_CUT + 1]))


def _final(text: str) -> str:
    """The mark that ends a line: one of ".", "?", "!", ":", "," or "" for none."""
    match = _END.search(text, 0 if text[-1] == ")" else max(0, len(text) - _END_CHARS))
    if match and any(map(str.isalnum, text)):
        first = match.group()[0]
        return _ASCII_ENDS.get(first, first)
    last = text.rstrip("”\"»’' ")[-1:]
    if last and last in ":：":
        return ":"
    return "," if last and last in ",،;؛" else ""


def _prose(chars: int, words: int, final: str, sentences: int) -> float:
    """How much a line reads like a paragraph, 0 to 1."""
    if chars >= 220:
        return 1.0
    if words < 3:
        return 0.0
    if sentences > 1 and final in {".", "!", "?"} and chars > 60:
        return 1.0
    if final == ".":
        return 1.0 if chars >= 90 else 0.8 if chars >= 60 else 0.5
    if final in {"!", "?"}:
        return 0.6 if chars >= 90 else 0.3
    if sentences > 1:
        return 0.6
    return max(0.0, min(0.9, (chars - 110) / 60))


_KNOWN = {Kind.BYLINE: "by", Kind.CAPTION: "picture", Kind.INLINE: "inline"}


def _shape(
    kind: Kind | None, cues: Sequence[str], date: bool, prose: float, words: int, final: str
) -> str:
    if date:
        return "date"
    if kind is not None:
        return _KNOWN.get(kind, "known")
    if prose < 0.9 and "cue=by" in cues:
        return "by"
    if prose < 0.9 and "cue=picture" in cues:
        return "picture"
    if prose >= 0.9:
        return "prose"
    if prose >= 0.4:
        return "sentence"
    if final in {":", ","}:
        return "lead-in"
    return "label" if words <= 3 else "headline"


def _capitals(words: Sequence[str]) -> float:
    capitals = [word[0] in _PLAIN_CAPITALS for word in words if len(word) >= 4] or [
        word[0] in _PLAIN_CAPITALS for word in words
    ]
    return capitals.count(True) / len(capitals) if capitals else 0.0
