"""The words of the desk, from the data files in `data/desk/`; only the server says them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from search_app.pages.messages import Messages
from search_app.pages.routes import messages_for

FOLDER: Final = Path(__file__).parents[1] / "data" / "desk"


def desk_messages(asked: str | None) -> Messages:
    """The words of the pages and those of the desk, in the language that is asked for."""
    plain = messages_for(asked)
    return Messages(plain.language, {**plain.texts, **_own(plain.language)})


@cache
def _own(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return found
