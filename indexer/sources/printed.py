"""Text that was set for paper, as pdftotext and its kin write it.

Pages end with form feeds, and what belongs to the sheet comes between what belongs to the text:
running heads and page numbers, columns side by side, words divided at line ends, and drop caps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_EDGE_LINES: Final = 3
_FULL_CHARS: Final = 50
_HEAD_CHARS: Final = 8
_NUMBERS: Final = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:(?:page|p\.|seite|pagina|página|pág\.|صفحة|ص)?\s*[\d٠-٩]{1,4}"
    r"(?:\s*(?:/|of|sur|de|von|di|من)\s*[\d٠-٩]{1,4})?|(?-i:[ivxlc]{1,6}))\W*",
    re.IGNORECASE,
)
_HYPHENS: Final = "-\u2010\u00ad"
_DIVIDED: Final = re.compile(rf"(?<![^\W\d_])([^\W\d_]{{2,}})[{_HYPHENS}]$")
_LONGEST_WORD: Final = 80
_WIDEST_LINE: Final = 2000
"""What is wider was not set for paper; joining on and on would take time with the square."""
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_DROP_CAP: Final = re.compile(r"\s*([\"“«‘]?[A-ZÀ-Ý])\s*")
_DROP_CAP_GAP: Final = re.compile(r"^\s*([A-ZÀ-Ý]) {2,}(?=[a-zà-ÿ’'])")
# A letter that is a word by itself may open a sentence.
_ONE_LETTER_WORDS: Final = frozenset("AIOÀYEÉUÓ")
_GUTTER: Final = 2
_MIN_COLUMN_CHARS: Final = 18
_MIN_ROWS: Final = 6
_ROWS_LOOKED_AT: Final = 300
_BOTH_SIDES: Final = 0.5
_CROSSED: Final = 0.08
_JUSTIFIED: Final = 12
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[٠-٩]{4}")
_GAP: Final = re.compile(r"\s{3,}")
_ANY_GAP: Final = re.compile(r"(?<=\S) +(?=\S)")
_SENTENCE_END: Final = re.compile(r"[.!?:؟…][\"”»’)\]]*\s*$")


def is_printed(text: str) -> bool:
    """Whether a text has the form feeds of sheets of paper."""
    return "\f" in text


def from_paper(text: str) -> str:
    """The text without running heads and page numbers, its columns one below the other.

    Takes time linear in the length of the text, but for the width of its lines.
    """
    sheets = [sheet.expandtabs(4).split("\n") for sheet in text.split("\f")]
    sheets = [_without_edges(sheet) for sheet in sheets if any(line.strip() for line in sheet)]
    heads = _running(sheets)
    kept = _dated_heads(sheets, heads)
    for sheet in sheets:
        lines = _one_column(_without_running(sheet, heads))
        lines = _with_drop_caps([_unjustified(line.rstrip()) for line in lines])
        goes_on = (
            bool(kept)
            and bool(lines)
            and not _SENTENCE_END.search(kept[-1])
            and _goes_on(lines[0].lstrip(), kept[-1])
        )
        if kept and not goes_on:
            kept.append("")
        kept += _without_edges(lines)
    return "\n".join(kept)


def _goes_on(below: str, above: str) -> bool:
    """Whether a sheet begins within a sentence; scripts without capitals say it by a full line."""
    first = below[:1]
    return first.islower() or (
        first.isalpha()
        and first.upper() == first
        and first.lower() == first
        and len(above.strip()) >= _FULL_CHARS
    )


def _dated_heads(sheets: Sequence[Sequence[str]], heads: frozenset[str]) -> list[str]:
    """The running head that says of which day the paper is, once."""
    for line in (sheet[number] for sheet in sheets for number in _edges(sheet)):
        if _shape(line) in heads and _YEAR.search(line):
            return [*(part for part in _GAP.split(line.strip()) if part), ""]
    return []


def undivided(lines: Sequence[str]) -> list[str]:
    """Lines of which none ends within a word: "govern-" and "ment" become "government".

    A hyphen is kept where the text has the word with it elsewhere, and not without.
    """
    words: Counter[str] | None = None
    joined: list[str] = []
    for line in lines:
        above = joined[-1] if joined else ""
        fits = len(above) <= _WIDEST_LINE
        divided = _DIVIDED.search(above, max(0, len(above) - _LONGEST_WORD)) if fits else None
        rest = _FIRST_WORD.match(line.lstrip()) if divided else None
        if divided is None or rest is None or not rest[0][0].islower():
            joined.append(line)
            continue
        if words is None:
            text = " ".join(lines).casefold()
            words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))
        first, second = divided[1].casefold(), rest[0].casefold()
        hyphen = "-" if words[f"{first}-{second}"] and not words[first + second] else ""
        start = line.lstrip()
        word, space, after = start.partition(" ")
        joined[-1] = above[: divided.end(1)] + hyphen + word
        if space:
            joined.append(after)
    return joined


def _without_edges(lines: Sequence[str]) -> list[str]:
    """Lines without the empty ones above and below."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _edges(lines: Sequence[str]) -> list[int]:
    """The numbers of the first and last lines of a sheet that hold text."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]})


def _shape(line: str) -> str:
    """A line by which sheets are compared: no figures, no room."""
    return " ".join(_NUMBERS.sub("#", line.casefold()).split())


def _running(sheets: Sequence[Sequence[str]]) -> frozenset[str]:
    """Shapes of the lines that are at the edges of several sheets, of two, of every third; and of
    those that have the title of the first sheet next to a number or a day."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        seen.update({_shape(sheet[number]) for number in _edges(sheet)})
    least = max(2, len(sheets) // 4)
    titles = {_shape(sheets[0][number]) for number in _edges(sheets[0])} if sheets else set()
    titled = {
        _shape(line)
        for sheet in sheets[1:]
        for line in (sheet[number] for number in _edges(sheet))
        if len(parts := _GAP.split(line.strip())) > 1
        and any(len(part) >= _HEAD_CHARS and _shape(part) in titles for part in parts)
    }
    return frozenset(titled).union(shape for shape, count in seen.items() if count >= least)


def _is_page_number(line: str) -> bool:
    shown = " ".join(line.split())
    return len(shown) <= _LONGEST_WORD and _PAGE_NUMBER.fullmatch(shown) is not None


def _without_running(lines: Sequence[str], heads: frozenset[str]) -> list[str]:
    edges = _edges(lines)
    gone = {
        number
        for number in edges
        if _shape(lines[number]) in heads
        or (number in (edges[0], edges[-1]) and _is_page_number(lines[number]))
    }
    kept = _without_edges([line for number, line in enumerate(lines) if number not in gone])
    return kept or list(lines)


def _one_column(lines: list[str]) -> list[str]:
    """The lines of the left column above those of the right, where a gutter parts the sheet."""
    at = _gutter(lines)
    if at is None:
        return lines
    kept: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        crosses = line[at : at + _GUTTER].strip() != ""
        if crosses:
            kept += [*left, "", *right, line] if left or right else [line]
            left, right = [], []
        else:
            left.append(line[:at].rstrip())
            right.append(line[at:].strip())
    kept += [*left, *(_without_edges(right))]
    return kept


def _unjustified(line: str) -> str:
    """A line without the room by which it was made as wide as its column."""
    gaps = _ANY_GAP.findall(line.strip())
    if (
        len(gaps) > 2
        and sum(len(gap) > 1 for gap in gaps) * 2 > len(gaps)
        and max(map(len, gaps)) <= _JUSTIFIED
    ):
        return " ".join(line.split())
    return line


def _gutter(lines: Sequence[str]) -> int | None:
    """Where the room between two columns begins; None where there is one column."""
    rows = [line.rstrip() for line in lines if line.strip()][:_ROWS_LOOKED_AT]
    width = max(map(len, rows), default=0)
    if len(rows) < _MIN_ROWS or width < 2 * _MIN_COLUMN_CHARS:
        return None
    best: tuple[int, int, int] | None = None
    for at in range(_MIN_COLUMN_CHARS, min(width, 200) - _MIN_COLUMN_CHARS // 2):
        crossed = sum(1 for row in rows if row[at : at + _GUTTER].strip())
        if crossed > _CROSSED * len(rows):
            continue
        both = sum(1 for row in rows if row[:at].strip() and row[at + _GUTTER :].strip())
        if both >= _BOTH_SIDES * len(rows):
            best = max(best or (-crossed, both, at), (-crossed, both, at))
    return best[2] if best else None


def _with_drop_caps(lines: Sequence[str]) -> list[str]:
    """Lines in which the large first letter of a text comes again with its word."""
    if not any(_DROP_CAP.fullmatch(line) or _DROP_CAP_GAP.match(line) for line in lines):
        return list(lines)
    words = Counter(_FIRST_WORD.findall(" ".join(lines)))
    joined: list[str] = []
    capital = ""
    for line in lines:
        match = _DROP_CAP.fullmatch(line)
        if match and not capital:
            capital = match[1]
            continue
        if capital and line.strip():
            start = line.lstrip()
            if start[0].islower() or start[0] in "’'":
                rest = _FIRST_WORD.match(start)
                alone = capital in _ONE_LETTER_WORDS and rest is not None
                is_word = alone and rest and words[rest[0]] > 1
                line = capital + (" " if is_word else "") + start
            else:
                joined.append(capital)
            capital = ""
        joined.append(_DROP_CAP_GAP.sub(r"\1", line))
    if capital:
        joined.append(capital)
    return joined
