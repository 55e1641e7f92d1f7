from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from indexer.__main__ import main
from indexer.quality import page_kind
from quality import ArchiveReport, QualityStore, QualityUnusable
from quality.facts import Facts, facts_of
from quality.tally import Tally
from search_app import create_app
from search_index.model.article import Article, Source
from tests.app.conftest import settings_for
from tests.archives import framed, write

NOTES = "Cookies\n\nMenu\n\nLog in\n"


def fact(number: int, **changes: object) -> Facts:
    plain = {
        "id": f"id{number}",
        "page": f"p{number // 2}.txt",
        "outlet": None,
        "language": "en",
        "date": f"2021-03-{number + 1:02}",
        "date_source": "dateline",
        "confidence": 0.98,
        "is_titled": True,
        "chars": 900,
        "duplicate_of": None,
        "reasons": Counter({"boilerplate": 2}),
    }
    return Facts(**{**plain, **changes})  # type: ignore[arg-type]


def counted(*facts: Facts) -> ArchiveReport:
    tally = Tally()
    for one in facts:
        tally.article(one, kind=page_kind(one.page))
    return tally.report(at="2026-01-02T03:04:05+00:00", snapshot="1-a")


def test_the_report_counts_what_is_not_sure() -> None:
    report = counted(
        fact(0),
        fact(1, date=None, date_source="none", confidence=0.0),
        fact(2, confidence=0.4, elsewhere="2019-01-01"),
        fact(3, is_titled=False, chars=100),
        fact(4, chars=30_000, duplicate_of="id0", language="fr"),
    )
    assert report.articles == 5
    assert (report.undated, report.low_confidence, report.disagreeing) == (1, 1, 1)
    assert (report.untitled, report.short, report.long, report.near_duplicates) == (1, 1, 1, 1)
    assert report.languages == {"en": 4, "fr": 1}
    assert report.removed_reasons == {"boilerplate": 10}
    assert report.share(report.undated) == 0.2


def test_a_page_counts_once_for_each_outlet_on_it_by_the_kind_of_its_file() -> None:
    report = counted(
        fact(0, outlet="The Kite", page="a.html"),
        fact(1, outlet="The Kite", page="a.html"),
        fact(2, outlet="The Kite", page="posts.jsonl#7"),
        fact(3, outlet="Le Phare", page="crawl.zip#x/y.html", date="2020"),
    )
    kite, phare = report.outlets
    assert (kite.outlet, kite.pages, kite.articles) == ("The Kite", 2, 3)
    assert kite.kinds == {"html": 1, "lines": 1}
    assert (kite.first_date, kite.last_date) == ("2021-03-01", "2021-03-03")
    assert (phare.kinds, phare.last_date) == ({"html": 1}, "2020")


def test_days_without_articles_are_counted_between_the_first_and_the_last() -> None:
    dates = ("2024-02-27", "2024-03-01", "2024-03-01", "2024-03-11", "2023", None)
    days = counted(*(fact(number, date=date) for number, date in enumerate(dates))).days
    assert (days.first, days.last, days.with_articles) == ("2024-02-27", "2024-03-11", 3)
    assert days.without_articles == 2 + 9
    assert [(gap.first, gap.last, gap.days) for gap in days.gaps] == [
        ("2024-03-02", "2024-03-10", 9),
        ("2024-02-28", "2024-02-29", 2),
    ]


def test_a_report_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    report = counted(fact(0, outlet="The Kite"), fact(3, date=None))
    store = QualityStore(tmp_path)
    store.keep(report)
    assert store.report() == report
    assert [moment.articles for moment in store.history()] == [2]


def test_what_a_crash_left_of_a_line_of_the_history_spoils_no_other(tmp_path: Path) -> None:
    store = QualityStore(tmp_path)
    store.keep(counted(fact(0)))
    with (store.folder / "history.jsonl").open("a") as file:
        file.write('{"at": "2026-')
    store.keep(counted(fact(0), fact(1)))
    assert [moment.articles for moment in store.history()] == [1, 2]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"at": 1}', "null"])
def test_a_damaged_report_is_named(tmp_path: Path, text: str) -> None:
    store = QualityStore(tmp_path)
    store.keep(counted(fact(0)))
    (store.folder / "report.json").write_text(text)
    with pytest.raises(QualityUnusable, match=r"report\.json cannot be read"):
        store.report()


def test_the_least_sure_come_first_in_their_queue() -> None:
    found = facts_of(
        Article(
            id="a",
            source=Source(page="a.txt", position=0),
            title=" ",
            body="Short.",
            date="2020-01-01",
            date_source="inferred_neighbours",
            date_confidence=0.4,
        ),
        elsewhere="2021-01-01",
    )
    queues = {queue: (weight, words) for queue, weight, words in found.doubts()}
    assert queues.keys() == {"low", "disagreeing", "untitled", "short"}
    assert queues["low"] == (0.6, "inferred_neighbours")
    assert queues["disagreeing"][1] == "2021-01-01"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index after three runs: the second changed nothing."""
    folder = tmp_path_factory.mktemp("archive")
    pages = {f"{number}.txt": framed(number) for number in range(4)}
    write(folder / "pages", {**pages, "notes.txt": NOTES})
    command = [str(folder / "pages"), "--index-dir", str(folder / "index"), "--jobs", "1"]
    assert main([*command, "--quiet"]) == 1
    assert main([*command, "--quiet"]) == 1
    write(folder / "pages", {"more.txt": framed(5)})
    assert main([*command, "--quiet"]) == 1
    return folder / "index"


def test_each_run_that_changes_something_writes_a_report(archive: Path) -> None:
    store = QualityStore(archive)
    report = store.report()
    assert report is not None
    assert (report.pages, report.rejected, report.articles) == (6, 1, 5)
    assert report.kinds == {"text": 6}
    assert [row.pages for row in report.rejected_reasons] == [1]
    assert [(moment.pages, moment.articles) for moment in store.history()] == [(5, 4), (6, 5)]
    (page,) = store.queues.rejected()
    assert (page.name, page.number) == ("notes.txt", 0)
    assert store.queues.rejected_page("notes.txt") == page
    assert store.queues.counts()["rejected"] == 1


def test_the_report_is_printed_for_people_and_for_programs(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--report", "--index-dir", str(archive)]) == 0
    text = capsys.readouterr().out
    assert "6 pages, 1 rejected; 5 articles" in text
    assert main(["--report", "--json", "--index-dir", str(archive)]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["report"]["articles"] == 5
    assert len(values["history"]) == 2


def test_without_a_run_there_is_no_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--report", "--index-dir", str(tmp_path)]) == 2
    assert "no report" in capsys.readouterr().err
    client = create_app(settings_for(tmp_path)).test_client()
    assert client.get("/api/v1/quality").status_code == 404
    page = client.get("/quality")
    assert (page.status_code, "no report yet" in page.text) == (404, True)


def test_the_report_is_an_answer_of_the_api_and_a_page(archive: Path) -> None:
    client = create_app(settings_for(archive)).test_client()
    answer = client.get("/api/v1/quality")
    assert answer.json["report"]["rejected"] == 1
    assert [moment["articles"] for moment in answer.json["history"]] == [4, 5]
    again = client.get("/api/v1/quality", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    operations = client.get("/api/v1/openapi.json").json["paths"]
    assert "/api/v1/quality" in operations
    for lang, direction, words in (
        ("en", "ltr", "Rejected pages"),
        ("fr", "ltr", "Pages rejetées"),
        ("ar", "rtl", "صفحات مرفوضة"),
    ):
        page = client.get(f"/quality?lang={lang}").text
        assert f'dir="{direction}"' in page
        assert words in page
        assert "notes.txt" not in page
