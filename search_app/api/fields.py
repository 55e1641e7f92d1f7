"""Marshmallow fields for arguments, strict about what they take and clear about what they want.

A schema with `typed = True` reads JSON, where a number is a number; else every value is
the text of a URL. One field class serves both, so both take the same keys and bounds.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from marshmallow import ValidationError, fields

from search_app.service import service
from search_index.settings import Settings
from search_index.text.marks import without_endless_marks

MAX_VALUES = 1000
"""Most values of one filter. How long they are is bounded by the request only."""

_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)

_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
PARTIAL_DATE_PATTERN = (
    r"^(?!0000)([0-9]{4}(-(0[1-9]|1[0-2]))?"
    r"|[0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])"
    rf"|{_LEAP_YEAR}-02-29)$"
)
"""The days of the proleptic Gregorian calendar from year 1, as a regular expression."""


def clean(text: str) -> str:
    """The text with lone surrogates, which no encoding can carry, replaced by U+FFFD.

    No run of accents is endless either: it would hold up the server.
    """
    if text.isascii():
        return text
    return without_endless_marks(_SURROGATE.sub("\ufffd", text))


def is_typed(field: fields.Field[Any]) -> bool:
    """Whether the field reads JSON, not the text of a URL."""
    return bool(getattr(field.root, "typed", False))


@runtime_checkable
class Described(Protocol):
    """A field that says in JSON Schema what it takes."""

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """The schema, without what marshmallow's own fields say."""


class Whole(fields.Field[int]):
    """A whole number between bounds; `maximum` None: the setting CLIPPINGS_MAX_PER_PAGE."""

    def __init__(self, minimum: int, maximum: int | None, **options: Any) -> None:
        super().__init__(**options)
        self.minimum = minimum
        self.maximum = maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        number: int | None = None
        if is_typed(self):
            if isinstance(value, int) and not isinstance(value, bool):
                number = value
            elif isinstance(value, float) and value.is_integer():
                number = int(value)
        elif isinstance(value, str) and _WHOLE.fullmatch(value):
            number = int(value)
        maximum = self.maximum or service().settings.max_per_page
        if number is None or not self.minimum <= number <= maximum:
            raise ValidationError(f"Give a whole number from {self.minimum} to {maximum}.")
        return number

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """An integer between bounds."""
        maximum = self.maximum or settings.max_per_page
        return {"type": "integer", "minimum": self.minimum, "maximum": maximum}


class Switch(fields.Field[bool]):
    """true or false."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> bool:
        if is_typed(self):
            if isinstance(value, bool):
                return value
        elif isinstance(value, str) and value.lower() in {"true", "false"}:
            return value.lower() == "true"
        raise ValidationError("Give true or false.")

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


class Text(fields.Field[str]):
    """Text; lone surrogates are replaced. `empty` says whether it may be."""

    def __init__(self, *, empty: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.empty = empty

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("Give text.")
        if not value and not self.empty:
            raise ValidationError("Must not be empty; leave the parameter out instead.")
        return clean(value)

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """Text, empty or not."""
        return {"type": "string"} if self.empty else {"type": "string", "minLength": 1}


class Choice(fields.Field[str]):
    """One of a few words."""

    def __init__(self, choices: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.choices = tuple(choices)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        if not isinstance(value, str) or value not in self.choices:
            raise ValidationError(f"Give one of {', '.join(self.choices)}.")
        return value

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """One of a few words."""
        return {"type": "string", "enum": list(self.choices)}


class PartialDate(fields.Field[str]):
    """YYYY, YYYY-MM or YYYY-MM-DD, a day that exists."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        match = _PARTIAL_DATE.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise ValidationError("Give a date as YYYY, YYYY-MM or YYYY-MM-DD.")
        year, month, day = (int(part) if part else None for part in match.groups())
        if not year:
            raise ValidationError("There is no year 0; give 0001 or later.")
        if month is not None and not 1 <= month <= 12:
            raise ValidationError(f"There is no month {match[2]}; give 01 to 12.")
        if month is not None and day is not None:
            last = monthrange(year, month)[1]
            if not 1 <= day <= last:
                raise ValidationError(
                    f"There is no day {match[3]} in {match[1]}-{match[2]}; give 01 to {last}."
                )
        return match[0]

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """A date by its pattern."""
        return {"type": "string", "pattern": PARTIAL_DATE_PATTERN}


class Values(fields.List[str]):
    """A repeatable parameter; JSON may give one value or a list of them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> list[Any]:
        values = self.split(value) if isinstance(value, str) else value
        if not isinstance(values, list):
            raise ValidationError("Give text or a list of texts.")
        if len(values) > MAX_VALUES:
            raise ValidationError(f"Give at most {MAX_VALUES} values.")
        return list(dict.fromkeys(super()._deserialize(values, attr, data, **options)))

    def split(self, value: str) -> list[str]:
        """The values that one text gives: itself."""
        return [value]

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """A list; in JSON text too, under the bounds of a value."""
        if not is_typed(self):
            return {}
        inner = self.inner
        assert isinstance(inner, Described)
        return inner.json_schema(settings) | {"type": ["array", "string"]}


class CommaValues(Values):
    """Like Values, of words that may also come as one text, separated by commas."""

    def __init__(self, inner: Choice, **options: Any) -> None:
        super().__init__(inner, **options)
        self.choices = inner.choices

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> list[Any]:
        if isinstance(value, list) and not is_typed(self):
            value = ",".join(value)
        return super()._deserialize(value, attr, data, **options)

    def split(self, value: str) -> list[str]:
        """The words between the commas."""
        return [part for part in value.replace(" ", "").split(",") if part]

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """A list of words, or in JSON text of them with commas."""
        if not is_typed(self):
            return {"items": {"type": "string", "enum": [*self.choices, ""]}}
        word = f" *({'|'.join(self.choices)})? *"
        return {"type": ["array", "string"], "pattern": f"^{word}(,{word})*$"}
