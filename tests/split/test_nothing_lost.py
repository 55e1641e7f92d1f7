"""Nothing of a page is lost in silence: what is in no article is in `removed`, with the reason."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus import HELD_OUT, AnnotatedPage, load
from indexer.page import Page
from indexer.pipeline import index
from indexer.sources.plain import plain
from indexer.split import REASONS
from indexer.split.sentences import long_sentences
from indexer.study import Study, study
from search_index import open_engine
from search_index.settings import Settings

_WORD = re.compile(r"[^\W_]+")
UNSEEN = HELD_OUT / "unseen.jsonl"
PAGES = [page for page in load(UNSEEN) if not page.rejected][::2]
LABELS = ("title", "titre", "العنوان")
"""“Title: …” becomes the headline without the label."""
FERRY = """Harbour Gazette
Menu
This website uses cookies so that your browsing is better and our pages load faster. OK, got it

Ferry Line to the Outer Islands Opens Again

Published on 3 March 2021 by Orla Benning

The ferry to the outer islands sails again after two years in dock, the harbour office said on
Wednesday. Forty passengers were on board when it left the quay at seven in the morning.

The captain said that the new engine uses a third less fuel than the old one, and that a second
boat would follow in the autumn, when the yard on the mainland has finished its work on the hull.

Share this:
Facebook
"""

BAKERY = """Bakery by the Canal Wins a Prize for Rye Bread

5 May 2022

The bakery by the canal won the first prize for its rye bread at the fair of the northern towns.
"""


def studied(text: str) -> Study:
    page = Page(name="page.txt", text=plain(text), digest="")
    return study(page, (), today=datetime.date(2026, 1, 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_word_of_a_page_is_in_an_article_or_was_removed_for_a_reason(
    page: AnnotatedPage,
) -> None:
    found = Counter[str]()
    for article in (draft.article for draft in studied(page.text).drafts):
        for text in (article.title, article.body, *article.removed):
            found.update(_WORD.findall(text))
        assert len(article.removed_reasons) == len(article.removed)
        assert set(article.removed_reasons) <= REASONS
    on_page = Counter(_WORD.findall(plain(page.text)))
    lost = {word for word in on_page - found if word.casefold() not in LABELS}
    assert lost == set()


def test_each_removed_line_says_in_plain_words_why() -> None:
    [draft] = studied(FERRY).drafts
    reasons = dict(zip(draft.article.removed, draft.article.removed_reasons, strict=True))
    assert reasons["Menu"] == "boilerplate: menu, form or notice of the site"
    assert reasons["Published on 3 March 2021 by Orla Benning"] == (
        "the date of the story was taken from this line"
    )
    assert reasons["Share this:"] == "boilerplate: end of a story, such as share buttons or tags"
    assert reasons["Harbour Gazette"] == "above the first story, and not its headline or date"


def test_each_removed_line_has_its_place_among_the_paragraphs_of_its_article() -> None:
    page = FERRY.replace("The captain said", "Advertisement\n\nThe captain said")
    [draft] = studied(page).drafts
    places = dict(zip(draft.article.removed, draft.article.removed_places, strict=True))
    assert places["Harbour Gazette"] == places["Menu"] == -1
    assert places["Published on 3 March 2021 by Orla Benning"] == 0
    assert places["Advertisement"] == 1
    assert places["Facebook"] == draft.article.body.count("\n\n") + 1 == 2


def test_a_sentence_counts_as_long_by_its_letters_up_to_its_mark() -> None:
    sentence = "The ferry to the outer islands sails again after two years in the dock"
    assert long_sentences(f"{sentence}. It is blue. {sentence}!") == 2
    assert long_sentences(sentence) == 0
    assert long_sentences(f"قال {'الوزير إن العبارة تبحر من جديد ' * 3}؟") == 1
    assert long_sentences("Short. " * 50) == 0


def test_long_sentences_are_counted_by_where_they_ended() -> None:
    counts = studied(FERRY).sentences
    assert (counts.total, counts.boilerplate, counts.in_no_story) == (4, 1, 0)


def test_a_page_that_gives_no_article_loses_all_its_long_sentences() -> None:
    refused = [studied(page.text) for page in load(UNSEEN) if page.rejected]
    counts = [page.sentences for page in refused if not page.drafts]
    assert len(counts) >= 5
    assert sum(each.total for each in counts) >= 2
    assert all(each.boilerplate + each.in_no_story == each.total for each in counts)


def test_a_run_says_how_many_and_the_index_keeps_it_as_pages_come_and_go(tmp_path: Path) -> None:
    pages, settings = (
        tmp_path / "pages",
        Settings.from_environment({}, index_dir=tmp_path / "index"),
    )
    pages.mkdir()
    (pages / "ferry.txt").write_text(FERRY)
    (pages / "bakery.txt").write_text(BAKERY)
    report = index([pages], settings, jobs=1)
    assert report.long_sentences.total == 5
    assert "of 5 long sentences 0 (0.0%) ended in no story, and 1 are known boilerplate" in str(
        report
    )
    assert report.to_json()["long_sentences"]["share_in_no_story"] == 0.0
    assert open_engine(settings).searcher().stats().long_sentences == report.long_sentences
    (pages / "bakery.txt").unlink()
    report = index([pages], settings, jobs=1)
    assert report.long_sentences.total == 4
    assert open_engine(settings).searcher().stats().long_sentences == report.long_sentences
