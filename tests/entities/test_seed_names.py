"""Names in real page dumps, read from beside the project where they are at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.report import Report
from search_index.settings import Settings

SHARED = Path(os.environ.get("CLIPPINGS_SHARED", Path(__file__).parents[3] / "shared"))
FLOORS = {"persons": 0.97, "organizations": 0.90, "places": 0.90}

pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "seeds.jsonl").exists(),
    reason=f"the real page dumps are not at {SHARED} (set CLIPPINGS_SHARED)",
)


def test_names_in_real_pages_are_those_that_a_careful_reader_finds() -> None:
    settings = Settings.from_environment({})
    found = {
        (article.source.page, article.source.position): article
        for article in pipeline.dry_run([SHARED / "seeds"], settings, report=Report())
    }
    text = (SHARED / "gold" / "seeds.jsonl").read_text("utf-8")
    wanted = [json.loads(line) for line in text.splitlines()]
    for field, floor in FLOORS.items():
        right = given = expected = 0
        for want in wanted:
            ours = set(getattr(found[want["source"], want["position"]], field))
            right += len(ours & set(want[field]))
            given += len(ours)
            expected += len(want[field])
        assert 2 * right / (given + expected) >= floor, field
