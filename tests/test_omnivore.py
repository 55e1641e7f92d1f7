"""An export of Omnivore gives each article once, with what its list says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.containers import BODY, MARKUP, PARAGRAPHS, TITLE, URL, Reader, reader, zipped

BREAD = "Bakery Opens an Hour Earlier"
LISTED = {
    "id": "0c1d2e3f",
    "slug": "ferry-returns-18f2a",
    "title": TITLE,
    "description": PARAGRAPHS[0],
    "author": "Ann Lee",
    "url": URL,
    "state": "Archived",
    "labels": ["boats"],
    "savedAt": "2021-06-11T08:00:00.000Z",
    "updatedAt": "2024-02-02T08:00:00.000Z",
    "publishedAt": "2021-05-04T08:00:00.000Z",
}
SECOND = LISTED | {
    "slug": "خبز-18f2b",
    "title": BREAD,
    "url": f"{URL}/bread",
    "author": None,
    "publishedAt": "2021-06-01T08:00:00.000Z",
}
BREAD_TEXT = f"<div><p>Bread is baked at four. {PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p></div>"


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return reader(tmp_path)


def _export(first: str, folder: str = "", **other: str) -> bytes:
    members = {
        "metadata_0_to_20.json": json.dumps([LISTED]),
        "metadata_20_to_40.json": json.dumps([SECOND]),
        "content/ferry-returns-18f2a.html": first,
        "content/خبز-18f2b.html": BREAD_TEXT,
        "highlights/ferry-returns-18f2a.md": f"> {PARAGRAPHS[0]}",
        **other,
    }
    return zipped({folder + name: text.encode() for name, text in members.items()})


@pytest.mark.parametrize("folder", ["", "omnivore-export/"])
@pytest.mark.parametrize(
    "html",
    [
        f'<DIV id="readability-page-1">{MARKUP}</DIV>',
        f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{MARKUP}</body></html>",
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{MARKUP}</body></html>",
    ],
)
def test_each_article_is_given_once_with_what_the_list_says(
    read: Reader, html: str, folder: str
) -> None:
    articles, report = read("omnivore.zip", _export(html, folder))
    assert not report.rejected
    ferry, bread = sorted(articles, key=lambda one: one.title != TITLE)
    assert (ferry.title, ferry.date, ferry.source.url) == (TITLE, "2021-05-04", URL)
    assert (ferry.authors, ferry.body) == (("Ann Lee",), BODY)
    assert (bread.title, bread.date, bread.source.url) == (BREAD, "2021-06-01", f"{URL}/bread")


def test_an_article_that_has_no_file_is_given_by_its_list(read: Reader) -> None:
    missing = json.dumps([LISTED, SECOND | {"slug": "gone", "title": "Gone", "content": BODY}])
    data = _export(MARKUP, **{"metadata_0_to_20.json": missing})
    articles, _ = read("omnivore.zip", data)
    assert sorted(one.title for one in articles) == [BREAD, TITLE, "Gone"]


@pytest.mark.parametrize("broken", ['[{"slug": ', '{"slug": 1}', '["a", {"slug": 1}]'])
def test_a_broken_list_is_named_and_costs_only_what_it_says(read: Reader, broken: str) -> None:
    data = _export(f"<h1>{TITLE}</h1>{MARKUP}", **{"metadata_0_to_20.json": broken})
    articles, report = read("omnivore.zip", data)
    assert {one.title for one in articles} == {TITLE, BREAD}
    assert ["metadata_0_to_20.json" in name for name, _ in report.rejected] == [True]
