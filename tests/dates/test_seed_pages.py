"""The real pages get the dates that a careful reader gives them."""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from indexer.dates import date_stories
from tests.dates.pages import TODAY, lines_of, page_of, story_between

SHARED = Path(os.environ.get("CLIPPINGS_SHARED", Path(__file__).parents[3] / "shared"))
GOLD = SHARED / "gold" / "seeds.jsonl"


@pytest.mark.skipif(not GOLD.exists(), reason=f"the real pages are not here: {GOLD} is missing")
def test_every_story_of_the_real_pages_gets_its_date_precision_source_and_event():
    pages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        pages[article["source"]].append(article)
    found, wanted = [], []
    for name, articles in pages.items():
        page = page_of((SHARED / "seeds" / name).read_text(encoding="utf-8"), name=name)
        lines = lines_of(page.text)
        stories, at = [], 0
        for article in articles:
            story = story_between(
                page, lines[at:], article["title"], article["first_words"], article["last_words"]
            )
            at = lines.index(story.paragraphs[-1]) + 1
            stories.append(story)
        for article, dating in zip(articles, date_stories(page, stories, today=TODAY), strict=True):
            where = (name, article["position"])
            wanted.append(
                (where, *(article[key] for key in ("date", "date_precision", "date_source")))
            )
            wanted.append((where, article["event_date"]))
            found.append((where, dating.date, dating.precision, dating.source))
            found.append((where, dating.event_date))
    assert found == wanted
    assert len(wanted) == 30
