"""From the request to the arguments of a route: one strict reading of URL and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote_to_bytes

from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from search_app.api.fields import Values
from search_app.errors import InvalidParameters, flatten


class ArgumentsParser(FlaskParser):
    """Reads arguments for marshmallow schemas; what is wrong becomes one 400 naming all."""

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"query": RAISE, "json": RAISE}  # noqa: RUF012

    def load_querystring(self, req: Request, schema: Schema) -> dict[str, Any]:
        """The parameters of the URL: lists for repeatable ones, else text."""
        values: dict[str, Any] = {}
        twice = []
        for name, given in _parameters(req).lists():
            if isinstance(schema.fields.get(name), Values):
                values[name] = given
            else:
                values[name] = given[0]
                if len(given) > 1:
                    twice.append(name)
        if twice:
            errors = schema.validate(values)
            for name in twice:
                errors[name] = [*errors.get(name, []), "Was given more than once."]
            self._refuse(errors, schema)
        return values

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body, which must be a JSON object in which no key is given twice."""
        if req.args:
            raise InvalidParameters(
                (name, "Send this in the JSON body, not in the URL.") for name in req.args
            )
        if req.mimetype != "application/json":
            raise UnsupportedMediaType
        try:
            return json.loads(
                req.get_data(cache=False).decode("utf-8-sig"),
                object_pairs_hook=_without_twins,
                parse_constant=_no_constant,
            )
        except RecursionError:
            message = "Is nested too deeply."
        except UnicodeDecodeError as error:
            message = f"Is not UTF-8, from byte {error.start}."
        except json.JSONDecodeError as error:
            message = f"Is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        except ValueError as error:
            message = f"Is not JSON that can be used: {error}"
        raise InvalidParameters([("body", message)])

    def handle_error(
        self, error: ValidationError, req: Request, schema: Schema, **_: Any
    ) -> NoReturn:
        """Every message of marshmallow, in one problem."""
        messages: Any = error.messages
        for location in ("query", "json"):
            if set(messages) == {location}:
                messages = messages[location]
        self._refuse(messages, schema)

    def _refuse(self, messages: Mapping[str, Any] | list[Any], schema: Schema) -> NoReturn:
        raise InvalidParameters(flatten(messages, schema.fields))


def _parameters(req: Request) -> MultiDict[str, str]:
    """The parameters of the URL; of a client that does not send UTF-8 as Windows-1252 has them."""
    raw = req.query_string
    if b"%" in raw or not raw.isascii():
        try:
            unquote_to_bytes(raw).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
            pairs = parse_qsl(text, keep_blank_values=True, encoding="cp1252", errors="replace")
            if text.isascii():
                return MultiDict(pairs)
    return req.args


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twin, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"{twin} is given twice in one object.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number.")
