"""What the schemas of all responses are made of."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Self

from marshmallow import EXCLUDE, Schema, fields

from search_index.settings import Settings


class Rounded(fields.Float):
    """A number with at most `digits` decimals."""

    def __init__(self, digits: int, **options: Any) -> None:
        super().__init__(**options)
        self.digits = digits

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return None if value is None else round(float(value), self.digits)


class TextList(fields.Field[list[str]]):
    """Texts, written as they are: what `List(String())` gives, without a call for each."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return value

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """A list of texts."""
        return {"type": "array", "items": {"type": "string"}}


class Spans(fields.Field[list[list[int]]]):
    """Pairs of start and end, written as they are."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return value

    def json_schema(self, settings: Settings) -> dict[str, Any]:
        """A list of pairs."""
        pair = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
        return {"type": "array", "items": pair}


class Rows(fields.List[Any]):
    """Many small records whose members need no conversion, written as they are.

    The schema documents them; it is not asked to dump each, which would take longer than
    the rest of an answer.
    """

    def __init__(self, schema: type[Schema], **options: Any) -> None:
        super().__init__(fields.Nested(schema), **options)
        self._names = tuple(schema().fields)
        self._members = attrgetter(*self._names)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return [dict(zip(self._names, self._members(row), strict=True)) for row in value]


class Shared(Schema):
    """A schema that is not copied with the documents of the routes, each of which copies it several
    times while the application is made; nothing changes a schema once it is there."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class Answer(Shared):
    """A response; later versions may add members to it."""

    class Meta:
        """Members that a client does not know are to be expected, says the document."""

        unknown = EXCLUDE
