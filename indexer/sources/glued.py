"""Blocks that a dump tool ran together, apart again.

lxml's `text_content()` and its kin put nothing between two blocks: on a minified page a
headline, its byline and all paragraphs are one line ("… all night.The mayor said").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase

from indexer.language import calendar
from indexer.language.words import DIGITS, table_for

_MIN_CHARS = 20
_LATIN = range(0x100, 0x180)
_UPPER = "A-ZÀ-ÖØ-Þ" + "".join(chr(code) for code in _LATIN if chr(code).isupper())
_LOWER = "a-zß-öø-ÿ" + "".join(chr(code) for code in _LATIN if chr(code).islower())
_MONTHS = [name.title() for name in calendar.months() if name.isascii()]
_SENTENCES = re.compile(
    rf"(?<=[{_LOWER}0-9)”»\"’%][.!?…])[”»\"’)]{{0,2}}(?=[“«\"‘(]?[{_UPPER}][{_LOWER}A-Z0-9’' ])"
    r"|(?<=[\u0620-\u064a][.!؟…])(?=[\u0620-\u064a])"
)
_WORDS = re.compile(
    rf"(?<=[{_LOWER}][{_LOWER}])(?=[{_UPPER}][{_LOWER}])"
    rf"|(?<=[{_LOWER})\]”»])(?=\d{{1,2}}[./:]\d|(?:19|20)\d\d)"
    rf"|(?<=\d\d)(?=[{_UPPER}][{_LOWER}][{_LOWER}])"
    rf"|(?<=[)?!”»:|])(?=[{_UPPER}][{_LOWER}])"
    rf"|(?<=[{_LOWER}][{_LOWER}][{_LOWER}])(?=[“«][^\W\d_])"
    rf"|(?<=[A-Z][A-Z][A-Z])(?=[A-Z][{_LOWER}][{_LOWER}])"
    r"|(?<=[\u0620-\u064a][\u0620-\u064a][\u0629\u0649])(?=[\u0620-\u064a][\u0620-\u064a])"
)
"""Arabic has no capitals, but two letters with which words only end."""
_DAY = re.compile(
    rf"20\d\d-[01]\d-[0-3]\d(?!\d)|(?:{'|'.join(_MONTHS)})\.? \d{{1,2}}, 20\d\d(?!\d)"
)
"""Where a name runs into a day that is written out, there is no other reading."""
_SHORT_MONTHS = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|janv|f[ée]v|mars|avr|mai|juin|juil|ao[ûu]t|sept|d[ée]c"
    "|Januar|M[äa]rz|Mai|Juli|Okt|Dez|ene|abr|mayo|ago|dic"
)
_DAY_BEHIND = re.compile(
    rf"(?<=[{_LOWER})]{{2}})(?=(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:Lun|Mar|Mercre|Jeu|Vendre|Same)di|Dimanche|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag"
    r"|Mittwoch|Lunes|Martes|Mi[ée]rcoles|Jueves|Viernes|S[áa]bado|Domingo),?\s)"
    rf"|(?<=[{_LOWER})]{{2}})(?=\d{{1,2}}(?:er|\.)?\s(?:de\s)?(?i:{_SHORT_MONTHS})[^\W\d_]{{0,7}}\.?,?\s)"
    rf"|(?<=[{_LOWER})]{{2}})(?=(?:{_SHORT_MONTHS})[a-z]{{0,7}}\.?\s\d{{1,2}},\s)"
    r"|(?<=[\u0620-\u064a]{3})(?=(?:الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)[،,]?\s\d)"
)
"""Where a day begins that stands right behind the name of who wrote."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_DATED = 160
# A cheap look that most lines fail: what begins a block, and no space before it.
_MAYBE = re.compile(rf"[{_UPPER}\d“«](?<=\S.)|[\u0629\u0649][\u0620-\u064a]")
_PLAIN_BEGUN = table_for(
    {"A": ascii_uppercase, "a": ascii_lowercase, "0": DIGITS, ")": ")]", "!": "?!:|"}, " "
)
_PLAIN_BLOCKS = (b"aaAa", b"a0", b")0", b"00Aa", b")Aa", b"!Aa", b"AAAAaa")
"""One of these is in every line of ASCII in which `_WORDS` finds anything."""
_MAYBE_ENDED = re.compile(rf"[.!?…؟][”»\"’)]{{0,2}}[“«\"‘(]?[{_UPPER}\u0620-\u064a]")
_PLAIN_ENDED = table_for({".": ".!?", "A": ascii_uppercase}, "x")
_PLAIN_QUOTES = b'")('
_BRAND = re.compile(
    r"(?:Mc|Mac|De|Di|La|Le|O['’]|Fitz|Van)$|(?:You|Linked|Whats|Tik|Pay|Face|Snap|Deep|Open|Air|Block"
    r"|Git|Word|Java|Type|Post|My|Power|Play|Chat|Wiki|Duck|Fire|Quick|Smart|Mega|Bio|Euro|Master|Trip)$"
)
_TOKEN = re.compile(r"\S+")
_FEW = 2
_DENSE = 80
"""Names that are written as one word are not so dense in a line."""
_TAIL = 12
_LONGEST_ADDRESS = 2000


def apart(text: str) -> str:
    """Set each of the blocks that run together on a line of its own."""
    return "\n".join(_apart(line) if len(line) >= _MIN_CHARS else line for line in text.split("\n"))


def _apart(line: str) -> str:
    cuts, words = [], []
    may_end, may_begin = _may_be_cut(line)
    if may_end:
        found = _SENTENCES.finditer(line)
        cuts = [match.end() for match in found if not _is_name(line, match.start())]
    if may_begin:
        words = [match.start() for match in _WORDS.finditer(line)]
        cuts += [at for at in words if _DAY.match(line, at) and not _is_address(line, at)]
    words = [
        at
        for at in words
        if not _BRAND.search(line[max(0, at - _TAIL) : at]) and not _is_address(line, at)
    ]
    if len(words) * _DENSE < len(line):
        words = _dense_at_ends(words, [0, *cuts, len(line)]) if cuts else []
    days = []
    if len(line) <= _MOST_DATED and _YEAR.search(line):
        days = [
            match.start()
            for match in _DAY_BEHIND.finditer(line)
            if not _is_address(line, match.start())
        ]
    if not cuts and not days and len(words) < _FEW:
        return line
    out, last = [], 0
    for at in sorted({*cuts, *words, *days}):
        out.append(line[last:at])
        last = at
    out.append(line[last:])
    return "\n".join(out)


def _dense_at_ends(words: Sequence[int], bounds: Sequence[int]) -> list[int]:
    """Those that are dense from either end of what is between two sentences that ran together:
    there are menus and headlines before the first paragraph, and links behind the last."""
    dense: list[int] = []
    for begin, end in pairwise(sorted(bounds)):
        own = [at for at in words if begin < at < end]
        if len(own) < _FEW:
            continue
        first = max((n for n, at in enumerate(own, 1) if n * _DENSE >= at - begin), default=0)
        last = max(
            (n for n, at in enumerate(reversed(own), 1) if n * _DENSE >= end - at), default=0
        )
        dense += own[: first if first >= _FEW else 0]
        dense += own[max(first, len(own) - last) :] if last >= _FEW else []
    return dense


def _may_be_cut(line: str) -> tuple[bool, bool]:
    """Whether a sentence may begin right behind another, and a block right behind a word."""
    if line.isascii():
        raw = line.encode("ascii")
        begun = raw.translate(_PLAIN_BEGUN)
        may_begin = any(map(begun.__contains__, _PLAIN_BLOCKS))
        return b".A" in raw.translate(_PLAIN_ENDED, _PLAIN_QUOTES), may_begin
    return _MAYBE_ENDED.search(line) is not None, _MAYBE.search(line) is not None


def _is_name(line: str, at: int) -> bool:
    """Whether the full stop before `at` is in a name or abbreviation ("U.S.Army", "Node.Js")."""
    before = line[max(0, at - 5) : at]
    return bool(re.search(r"(?:^|[.\s(])(?:\w|[A-ZÀ-Þ]\w)\.$", before)) or _is_address(line, at)


def _is_address(line: str, at: int) -> bool:
    first = max(0, at - _LONGEST_ADDRESS)
    begin = max(line.rfind(" ", first, at), line.rfind("\n", first, at), first - 1) + 1
    return any(sign in line[begin:at] for sign in ("://", "www.", "@", "#", "/"))
