"""The end of each run of the indexer sends what is new, from the terminal as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clippings_search.command_line import main
from tests.alerts.conftest import Receiver
from tests.archives import story, write


@pytest.fixture
def pages(tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLIPPINGS_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("CLIPPINGS_WEBHOOK_NETWORKS", "127.0.0.1")
    folder = write(tmp_path / "pages", {"a.txt": story(1, day=3), "b.txt": story(2, day=4)})
    assert main(["index", str(folder), "--quiet"]) == 0
    assert main(["alerts", "add", "All that is new", "--webhook", receiver.url]) == 0
    return Path(folder)


def titles(receiver: Receiver) -> list[str]:
    return [
        found["title"] for _, body in receiver.got for found in json.loads(body)["data"]["articles"]
    ]


def test_each_new_article_is_posted_once_whatever_becomes_of_its_page(
    pages: Path, receiver: Receiver
) -> None:
    index = ["index", str(pages), "--quiet"]
    assert main(index) == 0
    assert titles(receiver) == []
    write(pages, {"c.txt": story(3, day=5)})
    assert main(index) == 0
    [title] = titles(receiver)
    assert main([*index, "--full"]) == 0
    (pages / "c.txt").rename(pages / "z.txt")
    assert main(index) == 0
    assert main([*index, "--full"]) == 0
    assert titles(receiver) == [title]
    write(pages, {"d.txt": story(4, day=6)})
    assert main([*index, "--full"]) == 0
    assert len(titles(receiver)) == 2


def test_what_does_not_arrive_fails_no_run_and_is_shown(
    pages: Path, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver.status = 503
    write(pages, {"c.txt": story(3, day=5)})
    capsys.readouterr()
    assert main(["index", str(pages)]) == 0
    told = capsys.readouterr().err
    assert "found for saved searches: 1" in told
    assert "all-that-is-new: 127.0.0.1 answers 503. It is tried again later." in told
    assert main(["alerts", "list"]) == 0
    assert "webhook of 1: due" in capsys.readouterr().out
    receiver.status = 200
    assert main(["alerts", "test", "all-that-is-new"]) == 0
    assert titles(receiver)[-1] == "A test of “All that is new”"
    assert main(["alerts", "list", "--json"]) == 0
    [line] = capsys.readouterr().out.strip().splitlines()[-1:]
    shown = json.loads(line)
    assert shown["waiting"] == 1
    assert shown["webhook"] == {"url": receiver.url}
    assert main(["alerts", "remove", "all-that-is-new"]) == 0
    assert main(["alerts", "remove", "all-that-is-new"]) == 1
    assert main(["alerts", "test", "all-that-is-new"]) == 1


@pytest.mark.usefixtures("pages")
def test_the_address_of_a_search_can_be_saved_and_what_is_wrong_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = "http://127.0.0.1:8000/?q=water&language=fr&language=ar&sort=newest&page=3"
    capsys.readouterr()
    assert main(["alerts", "add", "Water", "--query", address]) == 0
    saved = json.loads(capsys.readouterr().out)
    assert saved["query"] == {"q": "water", "language": ["fr", "ar"]}
    assert main(["alerts", "add", "Bad", "--query", "q=water&langauge=fr"]) == 2
    assert "langauge: There is no such parameter of a search." in capsys.readouterr().err
    assert main(["alerts", "add", "Bad", "water", "--query", "q=wells"]) == 2
    assert "give the words once" in capsys.readouterr().err
    assert main(["alerts", "add", "Bad", "--webhook", "http://10.0.0.1/"]) == 2
    assert "inside the network" in capsys.readouterr().err


@pytest.mark.usefixtures("pages")
def test_a_file_that_is_damaged_is_named_and_the_run_goes_on(
    tmp_path: Path, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index" / "alerts" / "alerts.json").write_text("[")
    capsys.readouterr()
    assert main(["index", str(pages)]) == 0
    assert "alerts.json is not JSON" in capsys.readouterr().err
    (tmp_path / "index" / "alerts" / "alerts.json").write_text('{"alerts": []}')
    (tmp_path / "index" / "alerts" / "ledger.sqlite").write_bytes(b"nonsense" * 1000)
    assert main(["alerts", "add", "Water"]) == 2
    assert "ledger.sqlite cannot be used" in capsys.readouterr().err


def test_a_backup_carries_the_searches_and_what_was_sent(
    pages: Path, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = ["index", str(pages), "--quiet"]
    write(pages, {"c.txt": story(3, day=5)})
    assert main(index) == 0
    assert main(["backup", str(tmp_path / "copy"), "--quiet"]) == 0
    monkeypatch.setenv("CLIPPINGS_INDEX_DIR", str(tmp_path / "copy"))
    write(pages, {"d.txt": story(4, day=6)})
    assert main(index) == 0
    assert len(titles(receiver)) == len(set(titles(receiver))) == 2
    for name in ("alerts.json", "ledger.sqlite"):
        assert (tmp_path / "copy" / "alerts" / name).stat().st_mode & 0o077 == 0
