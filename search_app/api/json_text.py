"""JSON as the API writes it: compact, in UTF-8, its keys in the order of the schema."""

from __future__ import annotations

import json
from typing import Any, Final

import orjson
from flask import Response
from flask.json.provider import DefaultJSONProvider

_PLAIN: Final = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
"""Only what the standard library writes too, and the same."""
_LINE: Final = _PLAIN | orjson.OPT_APPEND_NEWLINE


class JsonText(DefaultJSONProvider):
    """Writes characters as they are, and as escapes where UTF-8 cannot carry them."""

    compact = True
    sort_keys = False

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """An answer with the object; its text does not become `str` on the way."""
        obj = self._prepare_response_obj(args, kwargs)
        try:
            text = orjson.dumps(obj, default=self.default, option=_LINE)
        except orjson.JSONEncodeError:
            text = f"{self.dumps(obj)}\n".encode()
        return Response(text, mimetype=self.mimetype)

    def dumps(self, obj: Any, **options: Any) -> str:
        """The object as one line of JSON that any UTF-8 decoder reads."""
        options.setdefault("separators", (",", ":"))
        if options == {"separators": (",", ":")}:
            try:
                return orjson.dumps(obj, default=self.default, option=_PLAIN).decode()
            except orjson.JSONEncodeError:  # a lone surrogate, a key that is no text
                pass
        text = json.dumps(obj, default=self.default, ensure_ascii=False, **options)
        try:
            text.encode()
        except UnicodeEncodeError:  # a lone surrogate
            text = json.dumps(obj, default=self.default, **options)
        return text
