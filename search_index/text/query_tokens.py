"""The tokens of what a person types: words, phrases, fields, operators, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Final, Literal

from search_index.model.query import FACET_FIELDS
from search_index.text.analysis import WORD
from search_index.text.stop_words import SHOUTED

TEXT_FIELDS: tuple[str, ...] = ("title", "body")
MAX_LEAVES = 64
"""Words and phrases beyond this many are left out, so that every query ends soon."""
MAX_TOKENS = 512

KNOWN_FIELDS: Final = (*TEXT_FIELDS, *FACET_FIELDS, "date")
SPANNED: Final = ("date", "year", "month")
"""The fields that take a range or a comparison."""

_OF_WORDS: Final = frozenset({*TEXT_FIELDS, "person", "organization", "place"})
_FIELDS: Final = "|".join(KNOWN_FIELDS)
_AFTER: Final = r"(?<![^\s(])"
"""Where a field or a sign can be: at the beginning, after a space or after a bracket."""
_TOKEN: Final = re.compile(
    rf"""
      (?P<open>\() | (?P<close>\))
    | (?P<phrase>(?P<minus>{_AFTER}[-+])?"(?P<inside>[^"]*)"(?:~(?P<slop>\d{{1,3}}))?)
    | (?P<range>{_AFTER}(?P<not>[-+])?(?P<span>(?i:{"|".join(SPANNED)})):\s?(?P<from>[\[{{])
        (?P<low>[^\]}}]{{1,60}}?)\s(?i:TO)\s(?P<high>[^\]}}]{{1,60}})(?P<to>[\]}}]|\Z))
    | (?P<field>{_AFTER}(?P<sign>[-+])?(?![A-Z]\w*:\s)(?P<name>(?i:{_FIELDS})):
        \s{{0,3}}(?=["(\w*<>=]))
    | (?P<operator>\b(?:AND|OR|NOT)\b(?=[\s(]|$)|(?<!\S)(?:&&|\|\|)(?!\S))
    | (?P<boost>(?<=[")\d])\^(?P<factor>\d{{1,3}}(?:\.\d{{1,3}})?)(?![^\s)]))
    | (?P<word>(?<!\S)[^\W\d_]\.(?:\s+[^\W\d_]\.)+(?!\S)
        | (?:(?<!\S)[AaEe][Ll]\s+(?=[^\W\d_]))?[^\s()"]+)
    | (?P<quote>")
    """,
    re.VERBOSE,
)
_CURLY: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"'})
_UNSEEN: Final = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff")
) | dict.fromkeys(range(0x202A, 0x202F))
"""What is not seen: soft hyphens, spaces without width, and marks of the direction of writing."""
_SIGNS: Final = {"&&": "AND", "||": "OR"}
OPERATORS: Final = frozenset(("AND", "OR", "NOT"))
_GLUE: Final = re.compile(r"[&/@:+=_]")
_ACCENT: Final = re.compile(r"(?<=\w)`(?=\w)")
_RUN: Final = re.compile(r"[^\W_]+")
_TELLING: Final = 3
_SHORT_WORD: Final = 2
_UNFINISHED: Final = re.compile(r"(?:^|[\s(\"])(?:(?:title|body):)?([^\W_][^\s()\":*?~^]*)\Z")
_NAMED: Final = "|".join(name for name in FACET_FIELDS if name not in SPANNED)
_UNFINISHED_NAME: Final = re.compile(
    rf"(?:^|[\s(])-?(?:{_NAMED}):(?:[^\s()\":*?~^]+|\([^()\":*?~^]*[^\s()\":*?~^])\Z"
)
_OPEN: Final = re.compile(r"\((\S+) OR \S+\*\)\Z")
FUZZY: Final = re.compile(r"([^\W_]+)~(\d)?")
WILD: Final = re.compile(r"\*|\?(?=\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A token, and where it is in the text."""

    kind: Literal["open", "close", "phrase", "range", "field", "operator", "boost", "word", "quote"]
    match: re.Match[str]

    @property
    def operator(self) -> str | None:
        """AND, OR or NOT, however it is written; None for what is no operator."""
        if self.kind != "operator":
            return None
        return _SIGNS.get(self.match.group(), self.match.group())


def as_meant(text: str) -> str:
    """The text without what nobody sees in it; in small letters where all of it is shouted."""
    text = text if text.isascii() else text.translate(_UNSEEN)
    if "&" in text and ";" in text:
        text = unescape(text)
    if "`" in text:
        text = _ACCENT.sub("'", text)
    if "%20" in text and " " not in text:
        text = text.replace("%20", " ")
    if text.isupper() and not SHOUTED.isdisjoint(text.lower().split()):
        text = _RUN.sub(lambda run: run[0] if run[0] in OPERATORS else run[0].lower(), text)
    return text


def tokens_of(text: str) -> Sequence[Token]:
    """The tokens of a text, MAX_TOKENS at most."""
    return [
        Token(found.lastgroup, found)  # type: ignore[arg-type]
        for found in islice(_TOKEN.finditer(text.translate(_CURLY)), MAX_TOKENS)
    ]


def is_of_date(token: Token) -> bool:
    """Whether it may be a word of a date of several: no letter or two that mean no number."""
    word = token.match.group()
    is_short = len(word) <= _SHORT_WORD and word.lower() not in ("to", "au", "-", "–")
    return token.kind == "word" and (word.isdigit() or not is_short)


def with_last_open(text: str) -> str:
    """The question of someone who is still typing: its last word may be unfinished."""
    plain = text.translate(_CURLY)
    if _UNFINISHED_NAME.search(plain):
        return f"{text}*"
    last = _UNFINISHED.search(plain)
    if last is None or last[1] in OPERATORS or _is_open_mark(last[1]):
        return text
    if last.group().startswith('"') and not plain.count('"') % 2:
        return text
    return f"{text[: last.start(1)]}({last[1]} OR {last[1]}*)"


def _is_open_mark(word: str) -> bool:
    """Whether a word ends in a letter or two after a mark ("AT&T"): any word may go on so."""
    *before, last = _GLUE.split(word.rstrip("+"))
    return bool(before) and len(last) < _TELLING and not word.isalnum()


def as_typed(text: str) -> str:
    """A text that `with_last_open` made, or a correction of it, without its alternatives."""
    return _OPEN.sub(r"\1", text)


def open_word(text: str) -> str | None:
    """The last word of a text that `with_last_open` made; None where that left the text alone."""
    found = _OPEN.search(text)
    return found and found[1]


def plain_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words occur in `text` that articles must or may have as they are typed.

    Not operators, field names, patterns, dates, nor what is unwanted. At most MAX_LEAVES
    different ones.
    """
    words: set[str] = set()
    before: Token | None = None
    for token in tokens_of(text):
        if _is_plain(token, before):
            start, end = token.match.span("inside" if token.kind == "phrase" else "word")
            for word in WORD.finditer(text, start, end):
                if len(words) == MAX_LEAVES and word.group() not in words:
                    return
                words.add(word.group())
                yield word.span()
        before = token


def _is_plain(token: Token, before: Token | None) -> bool:
    if before is not None:
        if before.operator == "NOT" or before.match["sign"] == "-":
            return False
        if before.kind == "field" and before.match["name"].lower() not in _OF_WORDS:
            return False
    if token.kind == "phrase":
        return token.match["minus"] != "-" and "*" not in token.match["inside"]
    raw = token.match.group()
    is_pattern = WILD.search(raw) or FUZZY.fullmatch(raw)
    return token.kind == "word" and raw[0] != "-" and not is_pattern
