"""JSON is compact and in UTF-8, and every text that a page can hold comes out of it again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from search_app.api.json_text import JsonText


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, 0.5, ("x", 2)]}, '{"b":1,"a":[true,null,0.5,["x",2]]}'),
        ({"q": 'وزير "école" </script>'}, '{"q":"وزير \\"école\\" </script>"}'),
        ({"q": "half \ud83d a pair"}, '{"q":"half \\ud83d a pair"}'),
        ({"q": "line\nbreak\x00"}, '{"q":"line\\nbreak\\u0000"}'),
        ({2024: 3}, '{"2024":3}'),
        ({"big": 1 << 70}, '{"big":1180591620717411303424}'),
    ],
)
def test_json_is_compact_and_holds_any_text(value: Any, text: str) -> None:
    written = JsonText(Flask("test")).dumps(value)
    assert written == text
    assert json.loads(written) == json.loads(json.dumps(value))


def test_what_json_cannot_hold_is_an_error_as_in_the_standard_library() -> None:
    with pytest.raises(TypeError):
        JsonText(Flask("test")).dumps({"a": object()})
