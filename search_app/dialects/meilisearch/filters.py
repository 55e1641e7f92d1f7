"""Filter expressions of Meilisearch, read into conditions.

Grammar (Meilisearch's, without its geographical and experimental operators):

    expression := term ("OR" term)*
    term       := factor ("AND" factor)*
    factor     := "NOT" factor | "(" expression ")" | comparison
    comparison := attribute ("=" | "!=" | ">" | ">=" | "<" | "<=") value
                | attribute value "TO" value
                | attribute ["NOT"] "IN" "[" [value ("," value)*] "]"
                | attribute ["NOT"] "EXISTS"
                | attribute "IS" ["NOT"] ("NULL" | "EMPTY")

Keywords are recognized in upper case as there. An attribute or a value is a word or is in
single or double quotes, in which a backslash escapes the quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from search_app.dialects.meilisearch.attributes import (
    DAY_S,
    EPOCH_DAY,
    TIMESTAMP,
    facet_of,
    filterable,
)
from search_app.dialects.meilisearch.errors import DialectError
from search_index.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FirstDayWithin,
    HasAny,
    HasValue,
    NotMet,
)
from search_index.schema import first_day, last_day

MAX_CONDITIONS: Final = 2_000
MAX_DEPTH: Final = 64

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
        | (?P<operator>!=|>=|<=|[=<>()\[\],])
        | (?P<word>[^\s"'=<>!()\[\],]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]{1,17}(?:\.[0-9]{1,9})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)


def read_filter(given: Any, *, code: str = "invalid_search_filter") -> Condition | None:
    """The condition of a `filter` parameter: a string, or an array of them.

    The entries of an array are ANDed, those of an array within it are ORed. None where there
    is no condition. Raises DialectError with `code`.
    """
    reader = _Reader(code)
    if given is None or given in ("", []):
        return None
    if isinstance(given, str):
        return reader.expression(given)
    if not isinstance(given, list):
        raise reader.error("Give a string, or an array of strings and arrays of strings.")
    wanted: list[Condition] = []
    for entry in given:
        if isinstance(entry, str):
            wanted.append(reader.expression(entry))
        elif isinstance(entry, list) and all(isinstance(each, str) for each in entry):
            if entry:
                wanted.append(_any_of([reader.expression(each) for each in entry]))
        else:
            raise reader.error("An array may hold strings and arrays of strings, nothing else.")
    return AllOf(tuple(wanted)) if wanted else None


def _any_of(conditions: list[Condition]) -> Condition:
    """One of these; values of one field are looked up together."""
    values: dict[str, list[str]] = {}
    rest: list[Condition] = []
    for condition in conditions:
        if isinstance(condition, HasValue):
            values.setdefault(condition.field, []).extend(condition.values)
        else:
            rest.append(condition)
    joined: list[Condition] = [HasValue(name, tuple(found)) for name, found in values.items()]
    joined += rest
    return joined[0] if len(joined) == 1 else AnyOf(tuple(joined))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # quoted, operator, word or end
    text: str
    start: int


class _Reader:
    """Reads the expressions of one request, and counts their conditions over all of them."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._conditions = 0
        self._tokens: list[_Token] = []
        self._at = 0
        self._depth = 0

    def error(self, message: str) -> DialectError:
        return DialectError(self._code, message)

    def expression(self, text: str) -> Condition:
        self._tokens, self._at, self._depth = self._tokenized(text), 0, 0
        if self._next().kind == "end":
            raise self.error("A filter expression is empty.")
        condition = self._any()
        if self._next().kind != "end":
            raise self._unexpected("AND, OR or the end of the filter")
        return condition

    def _tokenized(self, text: str) -> list[_Token]:
        tokens: list[_Token] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None:
                place = at + len(text[at:]) - len(text[at:].lstrip())
                what = "a quote that is never closed" if text[place] in "\"'" else "an unknown sign"
                raise self.error(
                    f"There is {what} at character {place + 1}: {_excerpt(text, place)}."
                )
            kind = match.lastgroup
            assert kind
            token = match[kind]
            if kind == "quoted":
                token = _ESCAPED.sub(r"\1", token[1:-1])
            tokens.append(_Token(kind, token, match.start(kind)))
            at = match.end()
        tokens.append(_Token("end", "", len(text)))
        return tokens

    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _takes(self, *texts: str) -> bool:
        """Take the next tokens if they are these keywords or operators."""
        ahead = self._tokens[self._at : self._at + len(texts)]
        if [token.text for token in ahead] != list(texts) or any(
            token.kind == "quoted" for token in ahead
        ):
            return False
        self._at += len(texts)
        return True

    def _unexpected(self, wanted: str) -> DialectError:
        token = self._next()
        found = "the end" if token.kind == "end" else f"`{token.text[:40]}`"
        return self.error(
            f"Was expecting {wanted} at character {token.start + 1} of the filter, found {found}."
        )

    def _any(self) -> Condition:
        parts = [self._all()]
        while self._takes("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else _any_of(parts)

    def _all(self) -> Condition:
        parts = [self._factor()]
        while self._takes("AND"):
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _factor(self) -> Condition:
        negated = False
        while self._takes("NOT"):
            negated = not negated
        if self._takes("("):
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise self.error(f"The filter is nested more than {MAX_DEPTH} deep.")
            inner = self._any()
            if not self._takes(")"):
                raise self._unexpected("a closing bracket")
            self._depth -= 1
        else:
            inner = self._comparison()
        return NotMet(inner) if negated else inner

    def _comparison(self) -> Condition:
        self._conditions += 1
        if self._conditions > MAX_CONDITIONS:
            raise self.error(f"The filter has more than {MAX_CONDITIONS} conditions.")
        if self._next().kind not in ("word", "quoted"):
            raise self._unexpected("an attribute")
        attribute = self._take().text
        if facet_of(attribute) is None and attribute not in (TIMESTAMP, "date"):
            raise self.error(
                f"Attribute `{attribute[:80]}` is not filterable. Available filterable attributes "
                f"are: `{', '.join((*filterable(), 'date'))}`."
            )
        for operator in ("=", "!=", ">=", "<=", ">", "<"):
            if self._takes(operator):
                return self._compared(attribute, operator, self._value())
        if self._takes("NOT", "IN"):
            return NotMet(self._listed(attribute))
        if self._takes("IN"):
            return self._listed(attribute)
        if self._takes("NOT", "EXISTS"):
            return NotMet(self._known(attribute))
        if self._takes("EXISTS"):
            return self._known(attribute)
        if self._takes("IS", "NOT", "NULL") or self._takes("IS", "NOT", "EMPTY"):
            return self._known(attribute)
        if self._takes("IS", "NULL") or self._takes("IS", "EMPTY"):
            return NotMet(self._known(attribute))
        if self._next().kind in ("word", "quoted"):
            first = self._value()
            if self._takes("TO"):
                least = self._compared(attribute, ">=", first)
                return AllOf((least, self._compared(attribute, "<=", self._value())))
        raise self._unexpected(
            "one of =, !=, >, >=, <, <=, TO, IN, NOT IN, EXISTS, NOT EXISTS, IS NULL, IS EMPTY"
        )

    def _value(self) -> str:
        if self._next().kind not in ("word", "quoted"):
            raise self._unexpected("a value")
        return self._take().text

    def _listed(self, attribute: str) -> Condition:
        if not self._takes("["):
            raise self._unexpected("an opening square bracket")
        found: list[Condition] = []
        while not self._takes("]"):
            if found and not self._takes(","):
                raise self._unexpected("a comma or a closing square bracket")
            if found and self._takes("]"):
                break
            self._conditions += 1
            if self._conditions > MAX_CONDITIONS:
                raise self.error(f"The filter has more than {MAX_CONDITIONS} conditions.")
            found.append(self._compared(attribute, "=", self._value()))
        return _any_of(found) if found else AnyOf(())

    def _known(self, attribute: str) -> Condition:
        if attribute in (TIMESTAMP, "date"):
            return FirstDayWithin(None, None)
        name = facet_of(attribute)
        assert name is not None
        return HasAny(name)

    def _compared(self, attribute: str, operator: str, value: str) -> Condition:
        if operator == "!=":
            return NotMet(self._compared(attribute, "=", value))
        name = facet_of(attribute)
        if operator == "=" and name is not None:
            return HasValue(name, (value,))
        if attribute == TIMESTAMP:
            return _within(operator, *self._days_of_second(value))
        if attribute in ("date", "year", "month"):
            return _within(operator, *self._days_of_date(attribute, value))
        raise self.error(
            f"Attribute `{attribute}` holds text: it can be compared by =, != and IN, not by "
            f"{operator} or TO."
        )

    def _days_of_second(self, value: str) -> tuple[float, float]:
        if not _NUMBER.fullmatch(value):
            raise self.error(f"`{value[:40]}` is not a number of seconds for `{TIMESTAMP}`.")
        day = float(value) / DAY_S + EPOCH_DAY
        return day, day

    def _days_of_date(self, attribute: str, value: str) -> tuple[float, float]:
        whole = value.removesuffix(".0")
        if attribute == "year" and _NUMBER.fullmatch(value) and not _DATE.fullmatch(whole):
            # Widgets ask for any number; no article is from outside the years 1 to 9999.
            year = float(value)
            if year != int(year):
                low = high = first_day(f"{min(max(int(year) + 1, 1), 9999):04}") - 0.5
                return low, high
            return (0.0, 0.0) if year < 1 else (4e6, 4e6)
        try:
            if not _DATE.fullmatch(whole):
                raise ValueError
            return float(first_day(whole)), float(last_day(whole))
        except ValueError:
            raise self.error(
                f"`{value[:40]}` is not a date for `{attribute}`: give YYYY, YYYY-MM or YYYY-MM-DD."
            ) from None


def _within(operator: str, first: float, last: float) -> Condition:
    """The days that compare so with the span from `first` to `last`."""
    match operator:
        case ">=":
            return FirstDayWithin(_up(first), None)
        case ">":
            return FirstDayWithin(_up(last, beyond=True), None)
        case "<=":
            return FirstDayWithin(None, int(last // 1))
        case "<":
            return FirstDayWithin(None, _up(first) - 1)
    whole = first != last or first == int(first)
    return FirstDayWithin(_up(first), int(last // 1)) if whole else AnyOf(())


def _up(day: float, *, beyond: bool = False) -> int:
    """The first whole day from `day` on, or after it."""
    whole = int(day // 1)
    return whole + 1 if beyond or whole < day else whole


def _excerpt(text: str, place: int) -> str:
    return f"`{text[place : place + 40]}`"
