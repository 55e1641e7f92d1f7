"""A second run reads only what changed, and the index follows the archive."""

from __future__ import annotations

import pytest

from indexer import pipeline
from search_index import open_engine
from search_index.settings import Settings
from tests.test_bad_input import STORY


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(3):
        text = STORY.replace("Lumen", f"Lumen {number}").replace("Forty", f"{number + 40}")
        (folder / f"{number}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def run(archive, tmp_path):
    settings = Settings.from_environment({}, index_dir=tmp_path / "index")

    def run(**options):
        report = pipeline.index([archive], settings, **options)
        ids = dict(open_engine(settings).article_ids())
        return report, ids

    return run


def test_an_unchanged_archive_is_not_read_again(run):
    run()
    report, ids = run()
    assert (report.read, report.unchanged, report.articles) == (0, 3, 3)
    assert len(ids) == 3


def test_a_changed_page_replaces_its_article_and_keeps_its_id(run, archive):
    _, before = run()
    page = archive / "1.txt"
    page.write_text(page.read_text("utf-8") + "\n    A second class will open in the autumn.\n")
    report, after = run()
    assert (report.read, report.changed, report.unchanged) == (1, 1, 2)
    assert after == before


def test_a_vanished_page_loses_its_articles(run, archive):
    run()
    (archive / "1.txt").unlink()
    report, ids = run()
    assert report.removed == 1
    assert sorted(ids.values()) == ["0.txt", "2.txt"]


def test_a_touched_page_with_the_same_bytes_counts_as_unchanged(run, archive):
    run()
    (archive / "1.txt").touch()
    report, _ = run()
    assert (report.read, report.unchanged) == (0, 3)


def test_a_full_run_gives_the_same_ids(run):
    _, before = run()
    report, after = run(full=True)
    assert report.read == 3
    assert after == before


def test_a_newer_story_on_top_leaves_the_ids_of_the_older_ones(run, archive):
    _, before = run()
    page = archive / "1.txt"
    newer = (
        "    Lighthouse Lends Its Lamp to the School\n\n    9 June 2021\n\n"
        "    The lighthouse of Port Lumen has lent its old lamp to the harbour school for a term, "
        "so that pupils can take it apart.\n\n"
    )
    page.write_text(newer + page.read_text("utf-8"), "utf-8")
    _, after = run()
    assert len(after) == 4
    assert set(before) < set(after)
