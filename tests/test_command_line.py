"""What people type, and what they get on stdout, on stderr and as exit status."""

from __future__ import annotations

import json

import pytest

from clippings_search import terminal
from indexer.__main__ import main
from search_index.settings import TABLE
from tests.archives import story, write

KEYS = [
    "source",
    "position",
    "url",
    "title",
    "body",
    "language",
    "date",
    "date_precision",
    "date_source",
    "date_confidence",
    "event_date",
    "persons",
    "organizations",
    "places",
    "duplicate_of",
    "removed",
]


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write(
        tmp_path / "archive",
        {"a.txt": story(1, day=3) + story(2, day=2), "b/c.txt": story(3, day=1)},
    )


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_dry_run_prints_one_article_a_line_and_writes_nothing(archive, capsys, tmp_path):
    assert main([str(archive), "--dry-run"]) == 0
    output = capsys.readouterr()
    found = lines(output.out)
    assert [(a["source"], a["position"], a["date"]) for a in found] == [
        ("a.txt", 0, "2021-05-03"),
        ("a.txt", 1, "2021-05-02"),
        ("b/c.txt", 0, "2021-05-01"),
    ]
    assert all(set(KEYS) <= set(article) for article in found)
    assert "2 pages read" in output.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive"]


def test_a_dry_run_says_who_is_quoted_with_which_words(tmp_path, capsys):
    page = {"title": "The pool", "text": "The water is cold, Mayor Ines Calder said on Monday."}
    (tmp_path / "a.jsonl").write_text(json.dumps(page))
    main([str(tmp_path), "--dry-run", "--quiet"])
    ((quote,),) = [article["quotes"] for article in lines(capsys.readouterr().out)]
    assert (quote["text"], quote["person"], quote["cue"]) == (
        "The water is cold",
        "Ines Calder",
        "said",
    )


def test_explain_says_for_every_field_which_rule_gave_it_and_from_which_words(archive, capsys):
    main([str(archive), "--dry-run", "--explain", "--quiet"])
    output = capsys.readouterr()
    [first, *_] = lines(output.out)
    reasons = first["explain"]
    assert {"title", "body", "language", "source", "date"} <= set(reasons)
    assert reasons["title"][0]["words"] == first["title"]
    assert reasons["date"][0]["words"] == "3 May 2021"
    assert all(reason["rule"] for field in reasons.values() for reason in field)
    assert output.err == ""


def test_without_explain_nothing_is_explained(archive, capsys):
    main([str(archive), "--dry-run", "--quiet"])
    assert all("explain" not in article for article in lines(capsys.readouterr().out))


def test_json_prints_the_summary_on_stdout_and_quiet_silences_the_rest(archive, capsys):
    assert main([str(archive), "--index-dir", "index", "--json", "--quiet"]) == 0
    output = capsys.readouterr()
    [summary] = lines(output.out)
    assert (summary["read"], summary["unchanged"], summary["articles"]) == (2, 0, 3)
    assert summary["rejected"] == []
    assert output.err == ""


def test_settings_prints_the_table(capsys):
    assert main(["--settings"]) == 0
    printed = capsys.readouterr().out
    assert all(row.variable in printed for row in TABLE)


def test_the_source_of_the_settings_is_read_where_none_is_named(archive, capsys, monkeypatch):
    monkeypatch.setenv("CLIPPINGS_SOURCE", str(archive))
    assert main(["--dry-run", "--quiet"]) == 0
    assert len(lines(capsys.readouterr().out)) == 3


def test_a_bad_setting_is_status_2_and_says_what_is_wanted(archive, capsys, monkeypatch):
    monkeypatch.setenv("CLIPPINGS_MAX_PER_PAGE", "many")
    assert main([str(archive)]) == 2
    assert "CLIPPINGS_MAX_PER_PAGE='many'" in capsys.readouterr().err


def test_a_file_of_another_kind_is_rejected_by_name(archive, capsys):
    (archive / "page.doc").write_text("text")
    assert main([str(archive / "page.doc"), "--dry-run"]) == 1
    assert "page.doc: not a kind of file that is read" in capsys.readouterr().err


def test_two_sources_with_pages_of_one_name_keep_both(archive, capsys, tmp_path):
    other = write(tmp_path / "other", {"a.txt": story(5, day=9)})
    assert main([str(archive), str(other), "--dry-run", "--quiet"]) == 0
    found = lines(capsys.readouterr().out)
    assert len(found) == 4
    assert len({article["id"] for article in found}) == 4


@pytest.mark.parametrize("date", ["yesterday", "2020-13", "2020-02-30", ""])
def test_a_search_from_a_date_that_there_is_not_says_how_to_write_one(capsys, date):
    with pytest.raises(SystemExit) as refused:
        terminal.search(["water", "--from", date])
    assert refused.value.code == 2
    assert "give YYYY, YYYY-MM or YYYY-MM-DD" in capsys.readouterr().err
