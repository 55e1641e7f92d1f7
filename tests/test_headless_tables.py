"""Tables without a row of names are read by what is in their columns; short notes are stories."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.report import Report
from indexer.sources.web import page_of_html
from indexer.study import study
from search_index.model.article import Article
from search_index.settings import Settings

TEXTS = [
    f"The {thing} of the town opens again on Monday, the mayor said. It was closed since the flood."
    for thing in ("ferry", "bridge", "market")
]


def read(folder: Path) -> tuple[list[Article], Report]:
    report = Report()
    return list(pipeline.dry_run([folder], Settings.from_environment({}), report=report)), report


@pytest.mark.parametrize(
    ("row", "mark"),
    [
        ('https://post.example/{n},2021-05-0{n},Town opens {n} things again,"{text}"', ","),
        ('{n};"{text}";Town opens {n} things again;0{n}.05.2021;https://post.example/{n}', ";"),
        (
            "Town opens {n} things again\t{text}\t0{n} May 2021\thttps://post.example/{n}",
            "\t",
        ),
    ],
)
def test_a_table_without_names_is_read_by_what_its_columns_hold(
    row: str, mark: str, tmp_path: Path
) -> None:
    rows = [row.format(n=number, text=text) for number, text in enumerate(TEXTS, 1)]
    (tmp_path / ("a.tsv" if mark == "\t" else "a.csv")).write_text("\n".join(rows))
    articles, _ = read(tmp_path)
    assert [one.title for one in articles] == [f"Town opens {n} things again" for n in (1, 2, 3)]
    assert [one.date for one in articles] == ["2021-05-01", "2021-05-02", "2021-05-03"]
    assert [one.body for one in articles] == TEXTS
    assert [one.source.url for one in articles] == [f"https://post.example/{n}" for n in (1, 2, 3)]


def test_a_table_of_numbers_without_names_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2,3\n4,5,6\n")
    articles, report = read(tmp_path)
    assert articles == []
    assert "add a row with their names" in report.rejected[0][1]


@pytest.mark.parametrize(
    "text",
    ["Power is back in all parts of the town.", "Le bac reprend lundi.", "الجسر مفتوح من جديد."],
)
def test_a_note_of_one_line_with_headline_and_day_is_a_story(text: str) -> None:
    html = (
        "<html><head><title>Short</title></head><body><main><h1>News in short from town</h1>"
        f"<p>3 May 2021</p><p>{text}</p></main></body></html>"
    )
    page = page_of_html(html, name="a.html", digest="", url=None)
    [draft] = study(page, [], today=datetime.date(2024, 5, 1)).drafts
    assert (draft.article.date, draft.article.body) == ("2021-05-03", text)
