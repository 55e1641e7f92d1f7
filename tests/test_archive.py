"""What only the archive as a whole can tell: its own boilerplate, and what stands twice."""

from __future__ import annotations

import pytest

from indexer import pipeline
from indexer.report import Report
from search_index.settings import Settings
from tests.archives import framed, story, write

SETTINGS = Settings.from_environment({})
MENU = ("Our fleet and its crews", "Wharf cams")
NOTICE = (
    "The pictures of this chronicle belong to the families who lent them and must be handed "
    "back when the exhibition of the year closes its doors."
)
FOOTER = ("Berth twelve, north quay", "Bring your own cup")


@pytest.fixture
def read(tmp_path):
    def read(pages, jobs=1):
        folder = write(tmp_path / "archive", pages)
        report = Report()
        return list(pipeline.dry_run([folder], SETTINGS, report=report, jobs=jobs)), report

    return read


def test_lines_around_many_different_stories_are_learned_and_removed(read):
    pages = {
        f"{n}.txt": framed(n, above=(*MENU, NOTICE), below=(FOOTER[0], "* * *", FOOTER[1]))
        for n in range(8)
    }
    articles, report = read(pages)
    assert len(articles) == 8
    for number, article in enumerate(articles):
        assert article.body.startswith(story(number).split("\n\n")[1].strip()[:40])
        assert article.body.endswith("left this year.")
        assert set(MENU) | set(FOOTER) | {NOTICE} <= set(article.removed)
    assert report.boilerplate_lines >= 8 * 5


def test_lines_of_a_large_archive_are_learned_part_by_part_with_the_same_result(read, monkeypatch):
    pages = {f"{n}.txt": framed(n, above=(*MENU, NOTICE), below=FOOTER) for n in range(8)}
    whole, _ = read(pages)
    monkeypatch.setattr(pipeline, "_MARKS_BYTES", 100)
    monkeypatch.setattr(pipeline, "_MARKED_PAGES", 3)
    assert read(pages)[0] == whole
    assert set(MENU) <= set(whole[0].removed)


def test_a_sentence_that_ends_many_stories_stays_in_all_of_them(read):
    creed = "The council has never asked a fee of anybody, and it does not mean to begin now."
    articles, _ = read({f"{n}.txt": framed(n, below=("    " + creed,)) for n in range(8)})
    assert [article.body.endswith(creed) for article in articles] == [True] * 8


def test_a_title_that_many_pages_share_stays_a_title(read):
    pages = {
        f"{n}.txt": story(n, day=n + 1).replace(
            story(n).split("\n")[0].strip(), "Weekly letter of the guild"
        )
        for n in range(8)
    }
    articles, _ = read(pages)
    assert {article.title for article in articles} == {"Weekly letter of the guild"}


def test_a_story_on_several_pages_folds_into_the_one_with_the_surest_date(read):
    pages = {
        "a-list.txt": story(1) + story(2),
        "b-page.txt": story(1, day=7),
        "c-list.txt": story(3) + story(1),
    }
    articles, report = read(pages)
    by_page = {(a.source.page, a.source.position): a for a in articles}
    best = by_page["b-page.txt", 0]
    assert (best.date, best.duplicate_of) == ("2021-05-07", None)
    copies = [key for key, a in by_page.items() if a.duplicate_of == best.id]
    assert sorted(copies) == [("a-list.txt", 0), ("c-list.txt", 1)]
    assert report.duplicates == 2


def test_a_story_with_a_mended_word_is_a_near_duplicate_and_another_story_is_none(read):
    text = story(5, day=3)
    mended = text.replace("whether it holds", "if it will hold")
    articles, _ = read({"a.txt": text, "b.txt": mended, "c.txt": story(6, day=3)})
    assert [article.duplicate_of is None for article in articles] == [True, False, True]


def test_processes_give_what_one_process_gives(read, monkeypatch):
    monkeypatch.setattr(pipeline, "_FEW_PAGES", 4)
    pages = {f"{n:03}.txt": framed(n, above=MENU, below=FOOTER) for n in range(40)}
    one, _ = read(pages, jobs=1)
    two, _ = read(pages, jobs=2)
    assert one == two
    assert len(one) == 40
