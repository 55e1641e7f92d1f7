"""A second run reads only what changed, and the index follows the archive."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from indexer import pipeline
from search_index import open_engine
from search_index.settings import Settings
from tests.archives import story, write
from tests.test_bad_input import STORY


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(3):
        # No figure differs: reports of one template with other figures are not folded.
        count = ("Forty", "Fifty", "Sixty")[number]
        text = STORY.replace("Lumen", f"Lumen {'ABC'[number]}").replace("Forty", count)
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


def test_the_summary_of_an_unchanged_run_counts_what_the_index_holds(run, archive):
    first, _ = run()
    second, _ = run()
    held = (first.articles, first.duplicates, first.boilerplate_lines)
    assert held[:2] == (3, 2)
    assert (second.articles, second.duplicates, second.boilerplate_lines) == held
    assert "3 articles, 2 of them near-duplicates" in str(second)
    (archive / "1.txt").unlink()
    third, _ = run()
    assert (third.articles, third.duplicates) == (2, 1)


def loaded_by_a_run(archive: Path, index: Path) -> list[str]:
    """The modules of ours that a run of its own process has imported when it ends well."""
    code = (
        "import sys\n"
        "from indexer.__main__ import main\n"
        "status = main(sys.argv[1:])\n"
        "ours = ('indexer.', 'search_index.')\n"
        "print(status, *sorted(name for name in sys.modules if name.startswith(ours)))\n"
    )
    command = [sys.executable, "-c", code, archive, "--index-dir", index, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    status, *loaded = done.stdout.split()
    assert status == "0"
    return loaded


def test_a_run_that_finds_no_change_loads_nothing_that_reads_pages(run, archive, tmp_path):
    run()
    loaded = loaded_by_a_run(archive, tmp_path / "index")
    assert "indexer.pipeline" in loaded
    reading = ("indexer.tasks", "indexer.study", "indexer.entities", "indexer.dates")
    assert not {*loaded} & {*reading, "indexer.split", "indexer.sources.web"}


def test_a_run_that_finds_no_change_loads_nothing_that_answers_questions(run, archive, tmp_path):
    run()
    loaded = loaded_by_a_run(archive, tmp_path / "index")
    assert "search_index.engines.whoosh.store.snapshot" in loaded
    assert not [name for name in loaded if name.startswith("search_index.engines.whoosh.read")]
    assert "search_index.search.service" not in loaded


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


def test_a_changed_page_is_read_though_its_size_and_time_were_set_back(run, archive):
    run()
    page = archive / "1.txt"
    times = page.stat()
    page.write_text(page.read_text("utf-8").replace("Lumen B", "Lumen G"), "utf-8")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    report, _ = run()
    assert (report.read, report.changed, report.unchanged) == (1, 1, 2)


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


def test_a_page_that_was_rejected_is_told_of_again_though_it_is_not_read_again(run, archive):
    (archive / "menu.txt").write_text("Home\n\nLatest articles\n", "utf-8")
    first, _ = run()
    second, _ = run()
    assert first.rejected == second.rejected == [("menu.txt", "only boilerplate")]
    assert (second.read, second.unchanged) == (0, 4)


def test_a_container_that_grows_gives_only_its_new_records(run, archive):
    feed = archive / "feed.jsonl"
    lines = [json.dumps({"id": n, "text": story(n, day=n)}) for n in (1, 2, 3)]
    feed.write_text("\n".join(lines[:2]) + "\n", "utf-8")
    run()
    feed.write_text("\n".join(lines) + "\n", "utf-8")
    report, ids = run()
    assert (report.read, report.unchanged) == (1, 5)
    assert {"feed.jsonl#1", "feed.jsonl#2", "feed.jsonl#3"} <= set(ids.values())
    feed.write_text(lines[0] + "\n", "utf-8")
    report, ids = run()
    assert (report.read, report.removed) == (0, 2)
    assert "feed.jsonl#3" not in ids.values()


def contents(settings):
    engine = open_engine(settings)
    searcher = engine.searcher()
    try:
        return {number: searcher.article(number) for number, _ in engine.article_ids()}
    finally:
        searcher.close()


stories = st.lists(st.integers(0, 7), min_size=1, max_size=3)
states = st.dictionaries(
    st.sampled_from([f"{letter}.txt" for letter in "abcdefgh"]),
    st.tuples(stories, st.booleans()),
    min_size=1,
    max_size=8,
)


@given(st.lists(states, min_size=2, max_size=3))
@settings_of_hypothesis(max_examples=9, deadline=None)
def test_incremental_runs_end_in_the_index_that_a_full_run_makes(steps):
    with TemporaryDirectory() as place:
        archive = Path(place, "archive")
        step_by_step, at_once = (
            Settings.from_environment({}, index_dir=Path(place, name), engine="plain")
            for name in ("steps", "once")
        )
        for step in steps:
            shutil.rmtree(archive, ignore_errors=True)
            for name, (numbers, framed) in step.items():
                text = "".join(story(n, day=n + 1 if framed else None) for n in numbers)
                frame = "Wharf cams\n\nBerth twelve, north quay\n\n" if framed else ""
                write(archive, {name: frame + text})
            pipeline.index([archive], step_by_step, jobs=1)
        pipeline.index([archive], at_once, jobs=1)
        found = contents(step_by_step)
        assert without_ids(found) == without_ids(contents(at_once))
        pipeline.index([archive], step_by_step, jobs=1, full=True)
        assert contents(step_by_step) == found


def without_ids(articles):
    """Articles by where they stand: an id may be of a page that was renamed since."""
    place = {n: (a.source.page, a.source.position) for n, a in articles.items()}
    return {
        place[number]: replace(article, id="", duplicate_of=str(place.get(article.duplicate_of)))
        for number, article in articles.items()
    }


def test_ids_outlive_the_renaming_of_dumps_in_incremental_and_full_runs(run, archive):
    _, before = run()
    (archive / "2021").mkdir()
    for name in ("0.txt", "1.txt"):
        (archive / name).rename(archive / "2021" / f"new-{name}")
    _, renamed = run()
    assert set(renamed) == set(before)
    assert sorted(renamed.values()) == ["2.txt", "2021/new-0.txt", "2021/new-1.txt"]
    (archive / "2021" / "new-0.txt").rename(archive / "again.txt")
    _, rebuilt = run(full=True)
    assert set(rebuilt) == set(before)
    assert {n for n in before if before[n] == "0.txt"} == {
        n for n in rebuilt if rebuilt[n] == "again.txt"
    }


def test_an_id_outlives_a_dump_that_is_renamed_and_gains_a_story_at_once(run, archive):
    _, before = run()
    page = archive / "1.txt"
    text = page.read_text("utf-8")
    page.unlink()
    (archive / "moved.txt").write_text(story(4, day=5) + "\n\n" + text, "utf-8")
    _, after = run()
    assert set(before) < set(after)
    assert sorted(after.values()) == ["0.txt", "2.txt", "moved.txt", "moved.txt"]


def test_a_copy_next_to_its_original_takes_no_id_away(run, archive):
    _, before = run()
    shutil.copy(archive / "1.txt", archive / "0-copy.txt")
    _, after = run()
    assert before.items() < after.items()
    _, rebuilt = run(full=True)
    assert rebuilt == after
