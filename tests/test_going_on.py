"""A run that is interrupted or killed loses nothing of what it has read."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from indexer import pipeline, tasks
from indexer.bar import Bar
from indexer.page import PageKey
from indexer.scratch import Read, Scratch
from indexer.sources import UnitOutcome
from indexer.state import DraftRow, Studied
from search_index import open_engine
from search_index.model.query import Query
from search_index.model.sentences import LongSentences
from search_index.settings import Settings
from tests.archives import story
from tests.test_bad_input import STORY


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(STORY.replace("Lumen", f"Lumen {number}"), "utf-8")
    records = (
        json.dumps({"id": str(n), "title": f"Bridge {n} opens", "text": story(n)})
        for n in range(40)
    )
    (folder / "records.jsonl").write_text("\n".join(records), "utf-8")
    return folder


@pytest.fixture
def settings(tmp_path):
    return Settings.from_environment({}, index_dir=tmp_path / "index")


def _stop_after(monkeypatch, name, calls):
    """Let the task of this name be interrupted by Ctrl-C after some calls."""
    real = getattr(tasks, name)
    left = iter(range(calls))

    def task(context, batch):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return real(context, batch)

    monkeypatch.setattr(tasks, name, task)


def _held(settings):
    exported = open_engine(settings).searcher().export(Query(collapse=False))
    return {article.id: article.to_json() for article in exported}


@pytest.mark.parametrize(("task", "kept"), [("read_units", 48), ("study_pages", 80)])
def test_after_ctrl_c_the_next_run_reads_only_the_rest(
    archive, settings, tmp_path, monkeypatch, task, kept
):
    with monkeypatch.context() as patch:
        _stop_after(patch, task, 3)
        with pytest.raises(KeyboardInterrupt):
            pipeline.index([archive], settings, jobs=1)
    seen = []
    with monkeypatch.context() as patch:
        real = tasks.study_pages
        patch.setattr(tasks, "study_pages", lambda c, b: seen.append(len(b)) or real(c, b))
        report = pipeline.index([archive], settings, jobs=1)
    assert report.resumed == kept
    assert report.read == 80
    assert sum(seen) == (80 if task == "read_units" else 32)
    clean = Settings.from_environment({}, index_dir=tmp_path / "clean")
    pipeline.index([archive], clean, jobs=1)
    assert _held(settings) == _held(clean)


def test_a_page_that_changed_after_the_interruption_is_read_again(archive, settings, monkeypatch):
    with monkeypatch.context() as patch:
        _stop_after(patch, "study_pages", 3)
        with pytest.raises(KeyboardInterrupt):
            pipeline.index([archive], settings, jobs=1)
    (archive / "00.txt").write_text(STORY.replace("Lumen", "Meridian"), "utf-8")
    (archive / "01.txt").unlink()
    report = pipeline.index([archive], settings, jobs=1)
    assert (report.resumed, report.read) == (78, 79)
    bodies = " ".join(article["body"] for article in _held(settings).values())
    assert "Meridian" in bodies
    assert "Lumen 1 " not in bodies


def test_a_run_that_ends_leaves_nothing_of_its_scratch_store(archive, settings):
    pipeline.index([archive], settings, jobs=1)
    assert not list((settings.index_dir / "pages").glob("scratch*"))


def test_what_other_rules_have_read_is_not_used(tmp_path):
    with contextlib.suppress(KeyboardInterrupt), Scratch(tmp_path, b"old") as scratch:
        _put_a_page(scratch)
        raise KeyboardInterrupt
    with contextlib.suppress(KeyboardInterrupt), Scratch(tmp_path, b"old") as scratch:
        assert scratch.count_read() == 1
        raise KeyboardInterrupt
    with Scratch(tmp_path, b"new") as scratch:
        assert scratch.count_read() == 0


def test_a_damaged_scratch_store_is_made_anew(tmp_path):
    (tmp_path / "scratch.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 4000)
    with Scratch(tmp_path, b"rules") as scratch:
        _put_a_page(scratch)
        assert scratch.count_read() == 1


@pytest.mark.parametrize("place", ["page", "marks", "reading", "stamp"])
def test_a_scratch_store_with_another_value_than_was_written_is_made_anew(tmp_path, place):
    """A flipped byte of a value is no damage to SQLite, and stopped every run that followed."""
    with contextlib.suppress(KeyboardInterrupt), Scratch(tmp_path, b"rules") as scratch:
        _put_a_page(scratch)
        raise KeyboardInterrupt
    with sqlite3.connect(tmp_path / "scratch.sqlite") as database:
        database.execute(f"UPDATE pages SET {place} = ?", (b"pagf",))
    database.close()
    with Scratch(tmp_path, b"rules") as scratch:
        assert scratch.count_read() == 0


def test_a_draft_that_is_missing_from_a_scratch_store_is_made_anew(tmp_path):
    draft = DraftRow(key="k", text="t", draft=b"draft", signature=None, confidence=1, chars=5)
    studied = Studied(
        key=PageKey(root="/", file="a.txt", number=0),
        name="a.txt",
        drafts=(draft,),
        reason=None,
        removed=0,
        sentences=LongSentences(),
    )
    for harm, kept in (("SELECT 1", 1), ("DELETE FROM drafts", 0)):
        with contextlib.suppress(KeyboardInterrupt), Scratch(tmp_path, b"rules") as scratch:
            _put_a_page(scratch)
            scratch.put_studied([studied], "learned")
            raise KeyboardInterrupt
        with sqlite3.connect(tmp_path / "scratch.sqlite") as database:
            database.execute(harm)
        database.close()
        with Scratch(tmp_path, b"rules") as scratch:
            assert scratch.count_read() == kept


def test_a_folder_in_place_of_the_scratch_store_stops_nobody(tmp_path):
    (tmp_path / "scratch.sqlite").mkdir()
    with Scratch(tmp_path, b"rules") as scratch:
        assert scratch.count_read() == 0


def _put_a_page(scratch):
    key = PageKey(root="/", file="a.txt", number=0)
    scratch.put_read(key, "stamp", Read(reading=UnitOutcome(name="a.txt"), page=b"page"))


def test_a_kill_keeps_what_was_read_some_seconds_before(archive, settings):
    """The real command, killed while it studies."""
    code = (
        "import sys, time, indexer.scratch as s, indexer.tasks as t, indexer.__main__ as m\n"
        "s._COMMIT_SECONDS = 0.0\n"
        "real = t.study_pages\n"
        "def slow(context, batch):\n"
        "    print('studying', flush=True)\n"
        "    time.sleep(0.1)\n"
        "    return real(context, batch)\n"
        "t.study_pages = slow\n"
        "m.main(sys.argv[1:])\n"
    )
    arguments = [str(archive), "--index-dir", str(settings.index_dir), "--jobs", "1"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(2):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    report = pipeline.index([archive], settings, jobs=1)
    assert report.resumed == 80
    assert len(_held(settings)) == report.articles == 80


def test_the_bar_shows_bytes_and_one_estimate_for_the_whole_run(monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    with Bar(hidden=False) as bar:
        bar.step("read", 3_000_000, 6_000_000)
        half_read = bar._bar.n
        bar.step("read", 3_000_000, 6_000_000)
        bar.step("study", 20, 40)
        half_studied = bar._bar.n
        bar.step("study", 20, 40)
        bar.step("index", 40, 40)
        assert bar._bar.n == pytest.approx(1.0)
    assert 0 < half_read < half_studied < 1
    text = shown.getvalue()
    assert "3.0 of 6.0 MB" in text
    assert "left" in text


def test_a_large_container_moves_the_bar_while_it_is_read(tmp_path, settings):
    folder = tmp_path / "archive"
    folder.mkdir()
    lines = (json.dumps({"title": f"Bridge {n}", "text": story(n)}) for n in range(40))
    (folder / "records.jsonl").write_text("\n".join(lines), "utf-8")
    steps = []
    pipeline.index([folder], settings, jobs=1, progress=lambda *step: steps.append(step))
    read = [done for name, done, _ in steps if name == "read"]
    [total] = {total for name, _, total in steps if name == "read"}
    assert len(read) > 5
    assert sum(read) == total == (folder / "records.jsonl").stat().st_size
