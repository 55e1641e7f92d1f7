"""The process that waits for corrections: it answers each, and is replaced when it ends."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from corrections import Correction, CorrectionsFile, reference_of
from indexer import helper as program
from indexer import pipeline
from search_app.desk.helper import Helper
from search_index import open_engine
from search_index.settings import Settings
from tests.archives import framed, write

ONCE = "import sys\nsys.stdin.readline()\nprint('{\"articles\": 7}', flush=True)\n"
SLOW = "import sys, time\nsys.stdin.readline()\ntime.sleep(60)\n"
BROKEN = "raise SystemExit('no module of ours')\n"

Make = Callable[[str], Helper]


@pytest.fixture
def make(desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def made(code: str) -> Helper:
        (tmp_path / "stand_in.py").write_text(code)
        return Helper("stand_in")

    return made


@pytest.fixture
def app(desk) -> Flask:
    return desk.app


def test_who_has_ended_meanwhile_is_replaced(app: Flask, make: Make) -> None:
    with app.app_context():
        helper = make(ONCE)
        helper.prepare()
        assert [helper.ask(), helper.ask()] == [{"articles": 7}] * 2
        helper.close()


def test_who_takes_too_long_or_cannot_start_is_an_error_and_leaves_nothing(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        monkeypatch.setattr("search_app.desk.helper.MOST_SECONDS", 0.3)
        helper = make(SLOW)
        assert helper.ask() == {"error": "It took longer than 0.3 seconds."}
        assert helper._process is None
        monkeypatch.setattr("search_app.desk.helper.MOST_SECONDS", 20)
        assert make(BROKEN).ask() == {"error": "The indexer failed."}


def test_each_line_that_asks_brings_what_was_corrected_into_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, index = write(tmp_path / "pages", {"a.txt": framed(1)}), tmp_path / "index"
    settings = Settings.from_environment({}, index_dir=index, source=pages)
    pipeline.index([pages], settings, jobs=1)
    searcher = open_engine(settings).searcher()
    [(name, _)] = open_engine(settings).article_ids()
    article = searcher.article(name)
    searcher.close()
    line = article.body.split("\n\n")[-1]
    CorrectionsFile(pages / "corrections.jsonl").add(
        Correction(what="line", article=reference_of(article), line=line, to="removed")
    )
    for key, value in (("INDEX_DIR", index), ("SOURCE", pages)):
        monkeypatch.setenv(f"CLIPPINGS_{key}", str(value))
    reading, writing = os.pipe()
    os.write(writing, b"\n\n")
    os.close(writing)
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    with os.fdopen(reading) as asked:
        monkeypatch.setattr(sys, "stdin", asked)
        assert program.main() == 0
    answers = [json.loads(text) for text in said.getvalue().splitlines()]
    assert answers[0]["articles"] == 1
    searcher = open_engine(settings).searcher()
    assert line not in searcher.article(name).body
    searcher.close()
