"""Harm to what lies next to an index is named, or changes nothing that anybody is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alerts.errors import AlertsUnusable
from alerts.ledger import Item, Ledger
from alerts.searches import Searches
from corrections import Correction, CorrectionsFile, read_orphans, reference_of
from corrections.errors import FileUnusable
from corrections.orphans import Orphan, write_orphans
from indexer.kept_files import problems_of_kept, problems_of_reports
from quality.errors import QualityUnusable
from quality.store import QualityStore
from search_app.desk.users import Users, UsersUnusable
from search_index.engines.checks import with_check, without_check
from search_index.model.article import Article, Source

ARTICLE = Article(
    id="00ff00ff00ff00ff", source=Source(page="a.txt", position=0), title="H", body="B"
)


def flip(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))


def test_an_object_with_a_check_is_read_in_any_layout_and_refused_when_a_value_changed() -> None:
    checked = with_check({"b": 1, "a": ["é", "\udcff", None]})
    text = json.dumps(checked, indent=3, sort_keys=True)
    assert without_check(json.loads(text)) == {"b": 1, "a": ["é", "?", None]}
    with pytest.raises(ValueError, match="take its check out"):
        without_check({**checked, "b": 2})
    assert without_check({"b": 2}) == {"b": 2}


def test_a_correction_of_which_a_letter_changed_is_not_applied_but_named(tmp_path: Path) -> None:
    file = CorrectionsFile(tmp_path / "corrections.jsonl")
    for to in ("Port", "Quay"):
        file.add(Correction(what="title", article=reference_of(ARTICLE), to=to), force=True)
    flip(file.path, b"Quay", b"Quiy")
    held = file.read()
    assert [one.to for one in held.active() if isinstance(one, Correction)] == ["Port"]
    [problem] = held.problems
    assert (problem.line, "is not as it was written" in problem.message) == (2, True)


def test_a_saved_search_that_changed_on_the_disk_is_not_sent_to_somebody_else(
    tmp_path: Path,
) -> None:
    searches = Searches(tmp_path)
    searches.add({"name": "One", "query": {}, "mail": {"to": ["ann@x.org", "ben@x.org"]}})
    assert searches.unsubscribe("one", "ben@x.org")
    assert [each.mail.to for each in searches.load().searches if each.mail] == [("ann@x.org",)]
    flip(tmp_path / "alerts" / "alerts.json", b"ann@", b"aon@")
    loaded = searches.load()
    assert loaded.searches == ()
    assert "is not as it was written" in loaded.problems[0].message
    assert "alerts.json is damaged" in problems_of_kept(tmp_path)[0]


def test_a_ledger_that_changed_on_the_disk_is_not_believed(tmp_path: Path) -> None:
    folder = tmp_path / "alerts"
    item = Item(id="1", title="A bridge opens", excerpt="", language="en")
    for each in ("1", "2"):  # the second changes what the first has sealed
        with Ledger(folder) as ledger, ledger.changing():
            ledger.put_found("one", each, item, at=0.0)
    with Ledger(folder, only_read=True) as ledger:
        assert len(ledger.found("one")) == 2
    flip(folder / "ledger.sqlite", b"A bridge", b"A bride ")
    for only_read in (True, False):
        with pytest.raises(AlertsUnusable, match=r"ledger\.sqlite cannot be used"):
            Ledger(folder, only_read=only_read)
    (folder / "ledger.sqlite").unlink()
    with Ledger(folder) as ledger:
        assert ledger.was_lost
        assert ledger.found("one") == ()


def test_users_that_changed_on_the_disk_may_not_log_in(tmp_path: Path) -> None:
    users = Users(tmp_path)
    users.put("nadia", role="curator", password="x" * 12)
    flip(users.path, b"nadia", b"nadiq")
    with pytest.raises(UsersUnusable, match=r"users\.json"):
        users.load()


def test_report_queues_and_orphans_that_changed_are_named_and_written_again(
    tmp_path: Path,
) -> None:
    store = QualityStore(tmp_path)
    with store.new_queues() as writer:
        writer.doubts([("undated", "a1", 0.5, "some words")])
    assert len(store.queues.doubts("undated")) == 1
    (tmp_path / "pages").mkdir()
    write_orphans(tmp_path, [Orphan(id="c1", reason="no article is like it")])
    assert problems_of_reports(tmp_path) == []
    flip(store.folder / "queues.sqlite", b"some words", b"some woods")
    flip(tmp_path / "pages" / "orphaned.json", b"c1", b"c2")
    with pytest.raises(QualityUnusable, match=r"queues\.sqlite is not as it was written"):
        store.queues.doubts("undated")
    with pytest.raises(FileUnusable, match=r"orphaned\.json is damaged"):
        read_orphans(tmp_path)
    assert len(problems_of_reports(tmp_path)) == 2
    (store.folder / "report.json").write_text("{}")
    [gone] = problems_of_kept(tmp_path)
    write_orphans(tmp_path, [])
    assert not any("orphaned.json" in problem for problem in problems_of_reports(tmp_path))
    (tmp_path / "pages" / "orphaned.json").unlink()
    assert any("orphaned.json is gone" in problem for problem in problems_of_reports(tmp_path))
    (store.folder / "report.json").rename(store.folder / "history.jsonl")
    assert any("report.json is gone" in problem for problem in problems_of_reports(tmp_path))
    (store.folder / "history.jsonl").rename(store.folder / "report.json")
    (store.folder / "history.jsonl").write_text('{"apart": []}\n')
    assert "history.jsonl, line 1, is damaged" in problems_of_kept(tmp_path)[0]
    assert gone.endswith("history.jsonl is gone: a new one is begun.")
    (store.folder / "history.jsonl").write_text("")
    assert problems_of_kept(tmp_path) == [gone]
