from __future__ import annotations

import json
import re
from pathlib import Path

from search_app.desk.words import FOLDER
from search_app.pages.messages import LOCALES
from tests.app.test_page_parts import blanks

TEXTS = {name: json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in LOCALES}


def test_the_desk_says_the_same_in_every_language() -> None:
    for name, texts in TEXTS.items():
        assert texts.keys() == TEXTS["en"].keys(), name
        for key, value in texts.items():
            assert blanks(value) == blanks(TEXTS["en"][key]), f"{name}: {key}"
            assert type(value) is type(TEXTS["en"][key])


def test_every_text_of_the_desk_is_shown_somewhere() -> None:
    here = Path(__file__).parents[2] / "search_app"
    own = [*(here / "desk").glob("*.py"), *(here / "templates" / "desk").glob("*.html")]
    report = [here / "pages" / "quality.py", here / "templates" / "quality.html"]
    drawn = "".join(path.read_text() for path in (*own, *report))
    begun = tuple(set(re.findall(r"""["'`](\w+_)(?:\$\{|\{|["'] ~)""", drawn)))
    shown = set(re.findall(r"\w+", drawn))
    assert [k for k in TEXTS["en"] if k not in shown and not k.startswith(begun)] == []
