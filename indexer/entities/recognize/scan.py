"""One text under examination: its tokens, their senses, and what has been found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from indexer.entities.data.lexicon import senses_of
from indexer.entities.records import Mention
from indexer.language.tokens import ACRONYM, ARABIC, CAPITAL, INITIAL, Tokens, mask_of
from search_index.model.article import NameKind

_CAPITALS = frozenset({CAPITAL, ACRONYM, INITIAL})
_CAPITAL_MASK = mask_of(*_CAPITALS)
_FRENCH = frozenset({"le", "la", "les", "des", "et", "du", "une", "l'", "d'", "à"})
_ENGLISH = frozenset({"the", "of", "and", "in", "to", "a", "was", "by"})
_OPEN_QUOTES = frozenset("“«„")
DESCRIBING = ("-based", "-born", "-led", "-owned", "-backed", "-listed", "-trained", "-style")
"""Ends of words that describe the name behind them: "Toronto-based Noranda"."""
_MARKS = _OPEN_QUOTES | frozenset("”»\n")


class Scan:
    """Workspace of the finders for one text, whose words have the senses of its language.

    `sense[i]` are the lexicon's bits for token i. `owned[i]` is 1 where the token belongs
    to a name already. `headline[i]` is 1 in a paragraph set like a headline, where
    capitals say nothing, and `quoted[i]` is 1 between quotation marks. `capitals` are the
    tokens that begin with a capital letter. `lower` holds the
    words that the text also writes in lower case, which are therefore hardly names, and
    `french` says which of the two Latin-script languages they are mostly of; `latin` and
    `arabic` tell which scripts there are.
    `positions`, where asked for, says at which tokens each word stands, `acting` of some
    acronyms whether they are used like somebody who acts.
    `blocks` maps the first token of a country's name of several words to its end.
    """

    __slots__ = (
        "acting",
        "arabic",
        "blocks",
        "capitals",
        "found",
        "french",
        "headline",
        "latin",
        "lower",
        "owned",
        "place_ends",
        "positions",
        "quoted",
        "sense",
        "tokens",
    )

    def __init__(self, text: str, language: str = "und") -> None:
        tokens = self.tokens = Tokens(text)
        size = len(tokens)
        self.sense = senses_of(tokens.fold, language)
        self.found: list[Mention] = []
        self.place_ends: set[int] = set()
        self.positions: dict[str, list[int]] | None = None
        self.acting: dict[str, bool] = {}
        self.owned = bytearray(size)
        self.headline = bytearray(size)
        self.quoted = bytearray(size)
        self.blocks: dict[int, int] = {}
        self.lower = tokens.lower
        self.french = language == "fr" or (
            language != "en" and _count(tokens, _FRENCH) > _count(tokens, _ENGLISH)
        )
        self.capitals = tokens.places(_CAPITAL_MASK)
        self.arabic = ARABIC in tokens.kind
        self.latin = CAPITAL in tokens.kind or ACRONYM in tokens.kind
        self._mark_paragraphs()

    def positions_of(self, word: str) -> list[int]:
        """The tokens that are this word."""
        if self.positions is None:
            self.positions = {}
            for at, each in enumerate(self.tokens.words):
                self.positions.setdefault(each, []).append(at)
        return self.positions.get(word, [])

    def _mark_paragraphs(self) -> None:
        fold = self.tokens.fold
        size = len(fold)
        first = 0
        open_at = -1
        for at in [at for at in self.tokens.marks() if fold[at] in _MARKS] + [size]:
            if at == size or fold[at] == "\n":
                if at > first and self._is_headline(first, at):
                    self.headline[first:at] = b"\1" * (at - first)
                first = at + 1
                open_at = -1
            elif fold[at] in _OPEN_QUOTES:
                open_at = at
            elif open_at >= 0:
                self.quoted[open_at:at] = b"\1" * (at - open_at)
                open_at = -1

    def _is_headline(self, first: int, after: int) -> bool:
        """Few words, no full stop at the end, and nearly all of the long ones capital."""
        if after - first > 24 or self.tokens.words[after - 1][-1] in ".!?…”»:;،,":
            return False
        kinds = [
            kind
            for kind, word in zip(
                self.tokens.kind[first:after], self.tokens.words[first:after], strict=True
            )
            if len(word) > 3
        ]
        capital = sum(kind in _CAPITALS for kind in kinds)
        return len(kinds) >= 3 and capital >= 0.75 * len(kinds)

    def free(self, first: int, after: int) -> bool:
        """Is no token from `first` up to `after` part of a name yet?"""
        return self.owned.find(1, first, after) < 0

    def capital(self, at: int) -> bool:
        """Does token `at` begin with a capital letter, and not only say where from something is?"""
        return self.tokens.kind[at] in _CAPITALS and not self.tokens.fold[at].endswith(DESCRIBING)

    def tokens_of(self, mention: Mention) -> tuple[int, int]:
        """The first token of a name, and the first one after it."""
        first = bisect_right(self.tokens.start, mention.start) - 1
        return first, bisect_left(self.tokens.start, mention.end)

    def touches_capital(self, at: int) -> bool:
        """Does token `at` begin with a capital letter and go on with the next one?"""
        return self.capital(at) and self.tokens.touches(at + 1)

    def claim(
        self,
        kind: NameKind,
        first: int,
        after: int,
        rule: str,
        *,
        cue: tuple[int, int] | None = None,
        text: str = "",
        skip: int = 0,
        acronym: str = "",
        canonical: str = "",
    ) -> None:
        """Record the tokens from `first` up to `after` as a name.

        `cue` is the wider span of tokens that made the rule speak; `text` is the name
        where it is not simply what is there; `skip` leaves that many characters of
        the first token out (an Arabic prefix).
        """
        tokens = self.tokens
        low, high = cue or (first, after)
        start, end = tokens.start[first] + skip, tokens.end[after - 1]
        self.found.append(
            Mention(
                kind,
                text or tokens.text[start:end],
                start,
                end,
                rule,
                min(tokens.start[low], start),
                max(tokens.end[high - 1], end),
                acronym,
                canonical,
            )
        )
        self.owned[first:after] = b"\1" * (after - first)
        if kind == "place":
            self.place_ends.add(end)

    def add_part(self, kind: NameKind, start: int, end: int, rule: str, canonical: str) -> None:
        """Record a name that is only a part of a token, by its offsets in the text."""
        text = self.tokens.text[start:end]
        self.found.append(Mention(kind, text, start, end, rule, start, end, "", canonical))


def _count(tokens: Tokens, words: frozenset[str]) -> int:
    return sum(map(words.__contains__, tokens.fold))
