"""Text → tokens: words, initials, acronyms, stops, with their offsets."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.entities.folding import fold_arabic_word, fold_case, is_arabic, word_set

LOWER, CAPITAL, ACRONYM, INITIAL, ABBREVIATION, CODE, STOP, ARABIC, BREAK = range(9)

_MARKS = "\u0300-\u036f\u064b-\u0652\u0670"
_TOKEN = re.compile(
    rf"""
      (?P<abbreviation>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_]\b(?=\s))?)
    | (?P<elision>(?:[ldnjmtscLJ]|[DNSCMT](?=['’][a-zà-ÿ])
                    |[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=[^\W\d_]))
    | (?P<word>[^\W\d_][\w{_MARKS}]*
               (?:(?:['’ʼ‘`](?![sS]\b)|[-‑](?=\w))[^\W_][\w{_MARKS}]*)*)
    | (?P<possessive>['’][sS]\b)
    | (?P<code>\d[\d.,/:]*\w*)
    | (?P<break>\s*\n\s*)
    | (?P<stop>[^\s\w]|_)
    """,
    re.VERBOSE,
)
# Abbreviations whose full stop ends no sentence.
_DOTTED = word_set(
    "mr mrs ms dr drs prof profs eng engr ing hon rev st lt col gen maj capt sgt adm brig mme "
    "mlle pr me mgr messrs sr jr fr gov sen rep amb pres arch atty adv cmdr"
)
_DIGIT = re.compile(r"\d")
_OPENERS = frozenset('.!?…“"«:;•*—–|>\n')
_ARTICLED = re.compile(r"(?:al|el|as|ad|ar|an|at|az|ash|ul|ol)[-‑'’][^\W\d_]")


class Tokens:
    """The tokens of one text as parallel lists; index i of each list is one token.

    `fold` holds the lower-case (Latin) or folded (Arabic) form that word lists are asked
    with; `kind` is one of LOWER … BREAK. Offsets are in code points. The full stop of an
    initial or an abbreviation belongs to its token.
    """

    __slots__ = ("end", "fold", "kind", "start", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.fold: list[str] = []
        self.kind: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        for match in _TOKEN.finditer(text):
            word = match.group()
            label = match.lastgroup
            if label == "word":
                folded, kind = _classify(word)
            elif label == "stop":
                if word == "." and self._takes_dot(match.start()):
                    continue
                folded, kind = word, STOP
            elif label == "break":
                folded, kind = "\n", BREAK
            elif label == "code":
                folded, kind = word, CODE
            elif label == "abbreviation":
                folded, kind = fold_case(word).rstrip("."), ABBREVIATION
            elif label == "elision":
                folded, kind = fold_case(word), LOWER
            else:
                folded, kind = "'s", STOP
            self.words.append(word)
            self.fold.append(folded)
            self.kind.append(kind)
            self.start.append(match.start())
            self.end.append(match.end())

    def __len__(self) -> int:
        return len(self.words)

    def _takes_dot(self, at: int) -> bool:
        if not self.end or self.end[-1] != at:
            return False
        folded, kind = self.fold[-1], self.kind[-1]
        if not (kind == INITIAL or (kind == ARABIC and len(folded) == 1) or folded in _DOTTED):
            return False
        self.words[-1] += "."
        self.end[-1] += 1
        return True

    def opens_sentence(self, at: int) -> bool:
        """Does token `at` open a sentence, a paragraph or a quotation?"""
        return at == 0 or self.fold[at - 1] in _OPENERS

    def slice(self, first: int, after: int) -> str:
        """The text from token `first` up to, not including, token `after`."""
        return self.text[self.start[first] : self.end[after - 1]]

    def touches(self, at: int) -> bool:
        """Is token `at` parted from the one before by at most one blank?"""
        gap = self.start[at] - self.end[at - 1]
        return gap == 0 or (gap == 1 and self.text[self.end[at - 1]] != "\n")


@lru_cache(maxsize=1 << 16)
def _classify(word: str) -> tuple[str, int]:
    if is_arabic(word):
        return fold_arabic_word(word) or word, ARABIC
    folded = fold_case(word)
    if _DIGIT.search(word):
        return folded, CODE
    if not word[0].isupper():
        return folded, CAPITAL if _ARTICLED.match(word) and word[3:4].isupper() else LOWER
    if len(word) == 1:
        return folded, INITIAL
    return folded, ACRONYM if word.isupper() else CAPITAL
