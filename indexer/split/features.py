"""What can be seen of a line before it is known what it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from indexer.clean import talk
from indexer.page import Line

LONG_CHARS = 220
"""From here on a line is a paragraph, whatever it ends with."""

_BODY_NAME_CHARS = 90

_WORD = re.compile(r"\w[\w'’-]*")
_END = re.compile(
    r"[.!?؟…۔](?:\s*[”\"»’')\]]|\s*\[?\d{1,2}\]?)*$"
    r"|[.!?؟…][”\"»’')\]]*\s*\(\w[^()]{1,30}\)$"
)
_SENTENCE_BREAK = re.compile(r"[.!?؟…][”\"»’)]*\s+(?=[“\"«‘(]*[A-ZÀ-ÞĀ-Ž\u0620-\u064a\d])")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|Eng|St|Mme|Mlle|Me|No|Gen|Col|Hon|Sr|Jr|vs|Inc|Ltd|Amb"
    r"|U\.S|U\.N|د|أ|م)\.\s"
)
_LATIN_CAPITAL = re.compile(r"[A-ZÀ-Þ0-9Ā-Ž]")
_PARTED = re.compile(
    r"\s[-–—/|·•]\s|^\S+[-/]\S*\s?\S*$|,\s\S+\s?\S*$|\(\S+\s?\S*\)$"
    r"|^[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+){1,2},?\s(?:in|à|en)\s[A-ZÀ-Þ]\S+$"
)
_CREDIT = re.compile(r"©|\(c\)|https?:|www\.|\S@\S|\.(?:jpe?g|png|pdf)\b", re.IGNORECASE)
_ELLIPSIS_ONLY = re.compile(r"\W+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One line as the splitter sees it, by itself.

    `prose` is how much it reads like a paragraph (0 to 1), `capitals` the share of its
    longer words that begin with a capital (0 in scripts without them), `parted` whether a
    dash, comma or bracket sets some of its words apart as in bylines, `credit` whether it
    holds an address or a sign of rights, `body_name` whether it names a public body as the
    head of a page does, `talk` how many
    kinds of words it has with which a site speaks to its visitor.
    """

    chars: int
    words: int
    prose: float
    sentences: int
    final: str
    capitals: float
    lower_start: bool
    parted: bool
    credit: bool
    body_name: bool
    heading: bool
    bullet: bool
    is_date: bool
    continues: bool
    opens: bool
    talk: int
    blank_before: int
    indent: int


def features_of(
    line: Line, *, is_date: Callable[[str], bool], unpunctuated: bool = False
) -> Features:
    """Look at one line.

    `is_date` says whether a whole line is a date line; `unpunctuated` that the paragraphs
    of the page commonly end without a full stop.
    """
    text = line.text
    chars = len(text)
    words = _WORD.findall(text)
    final = final_of(text)
    sentences = 1
    if chars > 40:
        sentences += len(_SENTENCE_BREAK.findall(_ABBREVIATION.sub("", text)))
    opening = text[:320]
    return Features(
        chars=chars,
        words=len(words),
        prose=_prose(chars, len(words), final, sentences, unpunctuated=unpunctuated),
        sentences=sentences,
        final=final,
        capitals=_capitals(words),
        lower_start=text[0].islower(),
        parted=bool(_PARTED.search(text)),
        credit=bool(_CREDIT.search(text)),
        body_name=chars < _BODY_NAME_CHARS and bool(openers("bodies").match(text)),
        heading=line.marker.startswith("#") or line.marker in ("**", "__"),
        bullet=line.marker == "*" or (line.marker != "" and line.marker[0] not in "#*_"),
        is_date=chars <= 160 and is_date(text),
        continues=bool(openers("continues").match(opening)),
        opens=bool(openers("opens").match(opening)),
        talk=talk(text) if chars <= 400 else 0,
        blank_before=line.blank_before,
        indent=line.indent,
    )


def final_of(text: str) -> str:
    """The mark that ends a line: one of ".", "?", "!", ":", "," or "" for none."""
    match = _END.search(text)
    if match and not _ELLIPSIS_ONLY.fullmatch(text):
        first = match.group()[0]
        return {"؟": "?", "…": ".", "۔": "."}.get(first, first)
    last = text.rstrip("”\"»’' ")[-1:]
    if last and last in ":：":
        return ":"
    return "," if last and last in ",،;؛" else ""


def _prose(chars: int, words: int, final: str, sentences: int, *, unpunctuated: bool) -> float:
    if chars >= LONG_CHARS:
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
    floor = 60 if unpunctuated else 100
    return max(0.0, min(0.9, (chars - floor) / 80))


def _capitals(words: list[str]) -> float:
    counted = [word for word in words if len(word) >= 4]
    if len(counted) < 2:
        counted = words
    if not counted:
        return 0.0
    return sum(1 for word in counted if _LATIN_CAPITAL.match(word)) / len(counted)


@cache
def openers(group: str) -> re.Pattern[str]:
    """Patterns of how lines begin: `continues`, `opens` or `bodies`."""
    text = resources.files("indexer.split").joinpath("openers.txt").read_text("utf-8")
    patterns: list[str] = []
    inside = False
    for line in text.splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            inside = line == f"[{group}]"
        elif inside and line and not line.startswith("# "):
            patterns.append(line)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
