"""Who, which bodies and which places stand in single sentences of three languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.entities.archive import names_in

FOLDER = Path(__file__).with_name("sentences")


def _sentences() -> Iterator[tuple[str, str, dict[str, set[str]]]]:
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n\n")[1:]:
            sentence, *rows = block.strip().split("\n")
            wanted = {}
            for row in rows:
                field, _, names = row.strip().partition(":")
                wanted[field] = {name.strip() for name in names.split(";") if name.strip()}
            yield path.stem, sentence, wanted


@pytest.mark.parametrize(("language", "sentence", "wanted"), list(_sentences()))
def test_a_sentence_gives_the_names_that_a_careful_reader_finds(
    language: str, sentence: str, wanted: dict[str, set[str]]
) -> None:
    found = names_in(sentence, language=language)
    assert {field: set(getattr(found, field)) for field in wanted} == wanted
