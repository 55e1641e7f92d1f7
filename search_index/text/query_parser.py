"""What a person types becomes a clause tree. Nothing that is typed is an error.

The language: words, `"phrases"`, `"near words"~5`, `-word`, `AND OR NOT ( )`, `field:word`,
`field:"words"`, `field:(words)`, `prefix*`, `wild*card`, `word~1`, `word^2`, and dates as
`date:2020`, `date:"July 2020"`, `date:[2020 TO 2021]`. AND binds tighter than OR, OR
tighter than words side by side, which `match` combines. What does not fit (an operator
without operands, an unbalanced bracket or quote) is read as the words it holds; what holds
no word (an impossible date, symbols alone) is ignored, and `ignored` says so. A question of
which nothing is left finds nothing. A line in capitals is read as in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import Literal

from search_index.model.clauses import (
    NOTHING,
    And,
    Boost,
    Clause,
    DateRange,
    Every,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Value,
    Widened,
    Word,
    closed,
    joined,
)
from search_index.model.query import FACET_FIELDS
from search_index.model.synonyms import Synonyms
from search_index.text.analysis import fold, surfaces
from search_index.text.human_dates import (
    could_be,
    date_of_words,
    date_range,
    day_after,
    day_before,
)
from search_index.text.ignored import Ignored, unknown_fields
from search_index.text.patterns import pattern
from search_index.text.query_lists import initials_joined_and_apart, listed, words_of
from search_index.text.query_tokens import (
    FUZZY,
    MAX_LEAVES,
    SPANNED,
    WILD,
    Token,
    as_meant,
    is_of_date,
    tokens_of,
)
from search_index.text.widening import Widener

MAX_DEPTH = 16
_MOST_BOOST = 999.0
_BEGUN = re.compile(r"\w\*\s*\Z")
"""A phrase of which the last word may go on."""
_PLAIN = re.compile(r"(?!(?:AND|OR|NOT|[AaEe][Ll])\Z)[A-Za-z0-9]+\Z").match
"""A word that can only be a word."""

_BOOSTED = re.compile(r"(.+)\^(\d{1,6}(?:\.\d+)?)")
_COMPARISON = re.compile(r"[<>]=?|=")
_SPAN = re.compile(r"[<>=]|.*\d\s*(?:\.\.|[\u2013\u2014])\s*\d|\d{4}-\d{4}\Z")


def parse(
    text: str,
    *,
    match: Literal["all", "any"] = "all",
    today: date | None = None,
    synonyms: Synonyms | None = None,
) -> Clause:
    """The clause tree of `text`; `Every()` where it asks for nothing.

    `match` says how words side by side combine. `today` is what "last month" is counted
    from. `synonyms` widen words, but not what is in quotes, patterns or what is unwanted.
    Never raises; at most MAX_LEAVES words and phrases are kept.
    """
    text = as_meant(text)
    words = text.split(" ")
    if synonyms is None and _are_plain(words):
        plain: tuple[Clause, ...] = tuple([Word(word) for word in words])
        return plain[0] if len(plain) == 1 else Or(plain) if match == "any" else And(plain)
    return _parser(text, match, today, synonyms).parse()


def ignored(text: str, *, today: date | None = None) -> tuple[Ignored, ...]:
    """What of `text` could not be used, in order: impossible dates, unknown fields, no words."""
    if _are_plain(as_meant(text).split(" ")):
        return ()
    parser = _parser(text, "all", today)
    clause = parser.parse()
    found = [*parser.ignored, *unknown_fields(text)]
    if clause == NOTHING and not found:
        found.append(Ignored(text.strip()[:100], "There is no word or number in it."))
    return tuple(found)


def _are_plain(words: Sequence[str]) -> bool:
    return len(words) <= MAX_LEAVES and all(map(_PLAIN, words))


def _parser(text: str, match: str, today: date | None, synonyms: Synonyms | None = None) -> _Parser:
    plain = as_meant(text)
    widener = Widener(synonyms)
    empty = not plain.strip()
    return _Parser(tokens_of(plain), match, today or date.today(), widener, is_empty=empty)


class _Parser:
    """Recursive descent over the tokens, with a limit to the depth."""

    def __init__(
        self,
        tokens: Sequence[Token],
        match: str,
        today: date,
        widener: Widener,
        *,
        is_empty: bool,
    ) -> None:
        self._tokens = tokens
        self._match = match
        self._today = today
        self._widener = widener
        self._at = 0
        self._leaves = 0
        self._is_empty = is_empty
        self.ignored: list[Ignored] = []

    def parse(self) -> Clause:
        items: list[Clause] = []
        while self._at < len(self._tokens):
            items.extend(self._side_by_side(None, 0))
            self._at += 1  # a bracket that closes nothing
        return self._combine(items) if items or self._is_empty else NOTHING

    def _combine(self, items: list[Clause]) -> Clause:
        wanted: list[Clause] = [item for item in items if not isinstance(item, Not)]
        unwanted = [item for item in items if isinstance(item, Not)]
        if not wanted:
            return And((Every(), *unwanted)) if unwanted else Every()
        whole = joined(Or if self._match == "any" else And, wanted)
        if not unwanted:
            return whole
        kept = whole.clauses if isinstance(whole, And) else (whole,)
        return And((*kept, *unwanted))

    def _side_by_side(self, field: str | None, depth: int) -> list[Clause]:
        """The items up to a closing bracket or the end."""
        items: list[Clause] = []
        while (token := self._peek()) is not None and token.kind != "close":
            item = self._or(field, depth)
            if item is not None:
                items.append(item)
        return self._widener.in_a_row(items)

    def _or(self, field: str | None, depth: int) -> Clause | None:
        return self._operated("OR", field, depth)

    def _operated(self, operator: str, field: str | None, depth: int) -> Clause | None:
        """A chain of one operator; AND chains are the operands of OR chains."""

        def operand() -> Clause | None:
            if operator == "OR":
                return self._operated("AND", field, depth)
            return self._unary(field, depth)

        clauses = [first] if (first := operand()) is not None else []
        while self._is_operator(operator) and self._has_operand(self._at + 1):
            self._at += 1
            if (more := operand()) is not None:
                clauses.append(more)
        if not clauses:
            return None
        if len(clauses) > 1:
            clauses = self._widener.each(clauses)
        if operator == "OR":
            return joined(Or, [closed(clause) for clause in clauses] if clauses[1:] else clauses)
        positive = [clause for clause in clauses if not isinstance(clause, Not)]
        if len(clauses) > 1 and not positive:
            return And((Every(), *clauses))
        return joined(And, clauses)

    def _unary(self, field: str | None, depth: int) -> Clause | None:
        negated = False
        while self._is_operator("NOT") and self._has_operand(self._at + 1):
            self._at += 1
            negated = not negated
        atom = self._atom(field, depth)
        if atom is None or not negated:
            return atom
        return atom.clause if isinstance(atom, Not) else Not(atom)

    def _atom(self, field: str | None, depth: int) -> Clause | None:
        """One item, and what it counts: `"gold price"^2`."""
        atom = self._item(field, depth)
        following = self._peek()
        if following is not None and following.kind == "boost":
            self._at += 1
            if atom is not None and not isinstance(atom, Not):
                return Boost(atom, float(following.match["factor"]))
        return atom

    def _item(self, field: str | None, depth: int) -> Clause | None:
        token = self._tokens[self._at]
        self._at += 1
        found = token.match
        if token.kind == "open":
            if depth >= MAX_DEPTH:
                return None
            items = self._side_by_side(field, depth + 1)
            self._at += 1
            return self._combine(items) if items else None
        if token.kind == "phrase":
            phrase = self._phrase(found["inside"], int(found["slop"] or 0), field)
            return Not(phrase) if phrase is not None and found["minus"] == "-" else phrase
        if token.kind == "range":
            return self._range(found)
        if token.kind == "field":
            return self._fielded(found, depth)
        if token.kind in {"quote", "boost"}:
            return None
        if token.kind == "operator" and token.operator != found.group():
            return None  # && and || are no words
        return self._word(found.group(), field)

    def _fielded(self, found: re.Match[str], depth: int) -> Clause | None:
        following = self._peek()
        if following is None or following.kind not in {"word", "phrase", "open"}:
            return None
        name = found["name"].lower()
        inner = self._compared(name) or self._spoken(name) or self._one_value(name)
        inner = inner or self._atom(name, depth)
        return Not(inner) if inner is not None and found["sign"] == "-" else inner

    def _compared(self, field: str) -> Clause | None:
        """`date:> 2020` and `date:>"July 2020"`: a comparison apart from its date."""
        sign, at = self._tokens[self._at].match, self._at + 1
        beside = field in SPANNED and _COMPARISON.fullmatch(sign.group()) is not None
        if not beside or at >= len(self._tokens) or self._tokens[at].kind not in {"word", "phrase"}:
            return None
        self._at = at + 1
        value = self._tokens[at].match
        return self._leaf(self._value(field, sign.group() + (value["inside"] or value.group())))

    def _spoken(self, field: str) -> Clause | None:
        """`date:5 March 2021`: a date of several words."""
        if field != "date":
            return None
        words = [token.match.group() for token in takewhile(is_of_date, self._tokens[self._at :])]
        found = date_of_words(words, today=self._today)
        if found is None:
            return None
        self._at += found[0]
        return self._leaf(DateRange(*found[1]))

    def _one_value(self, field: str) -> Clause | None:
        """`person:(Paul Volcker)`: the words of one value, None where it is anything else."""
        words: list[str] = []
        at = self._at + 1
        while field in FACET_FIELDS and at < len(self._tokens) and self._tokens[at].kind == "word":
            words.append(self._tokens[at].match.group())
            at += 1
        is_closed = at >= len(self._tokens) or self._tokens[at].kind == "close"
        opened = self._tokens[self._at].kind == "open"
        if not opened or not is_closed or any(word[0] in "-+" for word in words) or not words:
            return None
        self._at = at + 1
        words.sort(key=lambda word: word.endswith("*"))
        return self._leaf(self._value(field, " ".join(words)))

    def _phrase(self, inside: str, slop: int, field: str | None) -> Clause | None:
        if field in FACET_FIELDS or field == "date":
            return self._leaf(self._value(field, inside))
        words = tuple(surfaces(inside))
        if not words:
            return None
        begun = _BEGUN.search(inside) is not None
        if begun and len(words) == 1:
            return self._leaf(pattern(f"{words[0]}*", field))
        if "*" in inside and not begun:
            self.ignored.append(Ignored(f'"{inside}"', "In quotes a star counts at the end only."))
        phrase = self._leaf(Phrase(words, slop, field, begun))
        if phrase is None or begun or "." not in inside:
            return phrase
        ways = initials_joined_and_apart(inside)
        return phrase if len(ways) == 1 else Or(tuple(Phrase(way, slop, field) for way in ways))

    def _range(self, found: re.Match[str]) -> Clause | None:
        low, high = found["low"].strip(), found["high"].strip()
        first = None if low == "*" else date_range(low, today=self._today)
        last = None if high == "*" else date_range(high, today=self._today)
        if (first is None and low != "*") or (last is None and high != "*"):
            self._no_date(found.group(), low if first is None and low != "*" else high)
            return None
        begin = first[0] if first else None
        if first and found["from"] == "{":
            begin = first[1] and day_after(first[1])
        end = last[1] if last else None
        if last and found["to"] == "}":
            end = last[0] and day_before(last[0])
        days = self._days(found.group(), begin, end)
        return Not(days) if days is not None and found["not"] == "-" else days

    def _days(self, part: str, first: str | None, last: str | None) -> Clause | None:
        if first and last and first > last:
            self.ignored.append(Ignored(part, "It begins after it ends."))
            return None
        return self._leaf(DateRange(first, last))

    def _no_date(self, part: str, written: str) -> None:
        self.ignored.append(Ignored(part, f"“{written}” is not a date."))

    def _value(self, field: str, text: str) -> Clause | None:
        if field != "date" and not (field in SPANNED and _SPAN.match(text)):
            return self._named(field, text.strip())
        days = date_range(text, today=self._today)
        if days is None:
            self._no_date(f"{field}:{text}", text)
            return None
        if days[0] and days[1] and days[0] > days[1]:
            self.ignored.append(Ignored(f"{field}:{text}", "It begins after it ends."))
            return None
        return DateRange(*days)

    def _named(self, field: str, text: str) -> Clause | None:
        if not could_be(field, text):
            self.ignored.append(Ignored(f"{field}:{text}", f"“{text}” is not a {field}."))
            return None
        if not text.endswith("*"):
            return Value(field, text) if text else None
        begun = text.rstrip("*").strip()
        if surfaces(begun):
            return Value(field, begun, begun=True)
        reason = "There is no letter before the star."
        self.ignored.append(Ignored(f"{field}:{text}", reason))
        return None

    def _word(self, raw: str, field: str | None) -> Clause | None:
        sign = ""
        if raw[0] in "-+" and len(raw) > 1:
            sign, raw = raw[0], raw[1:]
        factor = 1.0
        if boosted := _BOOSTED.fullmatch(raw):
            raw, factor = boosted[1], min(float(boosted[2]), _MOST_BOOST)
        whole = field in FACET_FIELDS or field == "date"
        pieces = [raw] if whole else listed(raw)
        clauses = [c for piece in pieces if piece and (c := self._leaf(self._bare(piece, field)))]
        if not clauses:
            return None
        if sign == "-":
            clauses = [c.clause if isinstance(c, Widened) else c for c in clauses]
        elif len(clauses) > 1 or factor != 1.0:
            clauses = self._widener.in_a_row(clauses)
        any_of = self._match == "any" or sign == "-"
        clause = joined(Or if any_of else And, clauses)
        if factor != 1.0:
            clause = Boost(clause, factor)
        return Not(clause) if sign == "-" else clause

    def _bare(self, raw: str, field: str | None) -> Clause | None:
        if field in FACET_FIELDS or field == "date":
            return self._value(field, raw)
        if raw in ("*", "*:*"):
            return Every()
        if fuzzy := FUZZY.fullmatch(raw):
            edits = min(int(fuzzy[2]), 2) if fuzzy[2] else 2 if len(fuzzy[1]) >= 8 else 1
            return Fuzzy(fold(fuzzy[1]), edits, 1, field)
        if WILD.search(raw) and "://" not in raw:
            return pattern(raw, field)
        words = words_of(raw)
        if not words:
            return None
        if len(words) == 1:
            return self._with_article(words[0], field)
        return self._widener.glued(Phrase(words, 0, field), raw)

    def _with_article(self, word: str, field: str | None) -> Clause:
        """A word; "el presidente", which may be a name or not, is also its two words."""
        article, space, rest = word.partition(" ")
        if not space:
            return Word(word, field)
        if self._match == "any":
            return Or((Word(word, field), Word(rest, field)))
        return Or((Word(word, field), And((Word(article, field), Word(rest, field)))))

    def _leaf(self, clause: Clause | None) -> Clause | None:
        if clause is None or self._leaves >= MAX_LEAVES:
            return None
        self._leaves += 1
        return clause

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is_operator(self, name: str) -> bool:
        token = self._peek()
        return token is not None and token.operator == name

    def _has_operand(self, index: int) -> bool:
        tokens = self._tokens
        while index < len(tokens) and tokens[index].operator == "NOT":
            index += 1
        ends = {"close", "quote", "operator", "boost"}
        return index < len(tokens) and tokens[index].kind not in ends
