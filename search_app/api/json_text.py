"""JSON as the API writes it: compact, in UTF-8, its keys in the order of the schema."""

from __future__ import annotations

import json
from typing import Any, Final

import orjson
from flask.json.provider import DefaultJSONProvider

_PLAIN: Final = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
"""Only what the standard library writes too, and the same."""


class JsonText(DefaultJSONProvider):
    """Writes characters as they are, and as escapes where UTF-8 cannot carry them."""

    compact = True
    sort_keys = False

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
