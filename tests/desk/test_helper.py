"""The process that waits for corrections: it answers each, and is replaced when it ends."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from corrections import Correction, CorrectionsFile, reference_of
from corrections.asking import Answering, Taken, ask, is_answered, said
from indexer import helper as program
from indexer import pipeline
from search_app.desk.helper import Helper
from search_index import open_engine
from search_index.settings import Settings
from tests.archives import framed, write

STAND_IN = """
import sys, time
from pathlib import Path
from corrections.asking import Answering
answering = Answering(Path(sys.argv[1]))
question = answering.asked(30)
{}
"""
ONCE = STAND_IN.format("answering.answer(question, b'{\"articles\": 7}')")
SLOW = STAND_IN.format("time.sleep(60)")
BROKEN = "raise SystemExit('no module of ours')\n"

Make = Callable[[str], Helper]


@pytest.fixture
def make(desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")

    def made(code: str) -> Helper:
        (tmp_path / "stand_in.py").write_text(code)
        return Helper(tmp_path, "stand_in")

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
    app: Flask, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        helper = make(SLOW)
        helper.prepare()
        while not is_answered(tmp_path / "desk" / "helper"):
            time.sleep(0.02)
        monkeypatch.setattr("search_app.desk.helper.MOST_SECONDS", 0.3)
        assert helper.ask() == {"error": "It took longer than 0.3 seconds."}
        helper.close()
        assert not is_answered(tmp_path / "desk" / "helper")
        monkeypatch.setattr("search_app.desk.helper.MOST_SECONDS", 20)
        assert make(BROKEN).ask() == {"error": "The indexer failed."}


def test_one_process_answers_all_workers_and_an_old_answer_is_no_answer(tmp_path: Path) -> None:
    answering = Answering(tmp_path)
    with pytest.raises(Taken):
        Answering(tmp_path)

    def answer() -> None:
        for number in range(6):
            question = answering.asked(30)
            answering.answer(b"somebody else\n", b"old")
            answering.answer(question, str(number).encode() + said(question)[:70_000])

    thread = threading.Thread(target=answer)
    thread.start()
    with ThreadPoolExecutor() as pool:
        given = b" " + "é".encode() * 2_000
        found = pool.map(lambda _: ask(tmp_path, lambda: False, seconds=30, what=given), range(6))
    assert sorted(one or b"" for one in found) == [b"%d%s" % (n, given) for n in range(6)]
    thread.join()
    answering.close()
    assert ask(tmp_path, lambda: False, seconds=30) is None


def test_each_question_brings_what_was_corrected_into_the_index(
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
    monkeypatch.setattr(program, "MOST_TIMES", 3)
    folder = tmp_path / "helper"
    thread = threading.Thread(target=program.main, args=([str(folder)],))

    def start() -> bool:
        if not thread.ident:
            thread.start()
        return thread.is_alive()

    answers = [json.loads(ask(folder, start, seconds=60) or "") for _ in range(2)]
    what = json.dumps({"articles": [name, "nothing"]}).encode()
    read = json.loads(ask(folder, start, seconds=60, what=what) or "")
    thread.join()
    assert [one["articles"] for one in answers] == [1, 0]
    assert {one["text"]: one["part"] for one in read["pages"][0]["lines"]}[line] == "removed"
    assert (read["pages"][1], read["problems"]) == (None, ["The last run knows of no such page."])
    searcher = open_engine(settings).searcher()
    assert line not in searcher.article(name).body
    searcher.close()
