"""References for Zotero and other managers, read by the libraries that read them there."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import bibtexparser
import extruct
import pytest
import rispy
from flask.testing import FlaskClient

from tests.app.conftest import ARTICLES, MakeApp, write

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES
SIGNED = replace(
    MUSEUM,
    title="Profits & losses: 100 % of {braces} _under_ #1\nER  - ",
    authors=("Ada Lind", "Bo Öst"),
    outlet="The Harbour Gazette",
    section="Culture",
)
HOSTILE = replace(
    GARDEN,
    title="</script><script>alert(1)</script>",
    source=replace(GARDEN.source, url="javascript:alert(1)"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cited")
    write(folder, (SIGNED, FERRY, ATELIER, HOSTILE))
    return folder


@pytest.fixture
def reader(make_app: MakeApp, folder: Path) -> FlaskClient:
    return make_app(folder).test_client()


def test_a_search_is_exported_as_ris_with_dates_as_precise_as_they_are(reader: FlaskClient) -> None:
    answer = reader.get("/api/v1/export?format=ris&sort=oldest")
    assert answer.content_type == "application/x-research-info-systems; charset=utf-8"
    assert 'filename="clippings.ris"' in answer.headers["Content-Disposition"]
    records = {record["id"]: record for record in rispy.loads(answer.text)}
    assert len(records) == 4
    signed = records[SIGNED.id]
    assert signed["title"] == "Profits & losses: 100 % of {braces} _under_ #1 ER -"
    assert signed["authors"] == ["Ada Lind", "Bo Öst"]
    assert signed["secondary_title"] == "The Harbour Gazette"
    assert (signed["year"], signed["date"]) == ("2024", "2024/07/16/")
    assert signed["urls"] == ["https://news.example/harbour"]
    assert records[FERRY.id]["date"] == "2020/09//"
    assert records[ATELIER.id]["date"] == "2020///"
    assert "date" not in records[HOSTILE.id]
    assert records[HOSTILE.id]["urls"] == [f"http://localhost/articles/{HOSTILE.id}"]


def test_a_search_is_exported_as_bibtex(reader: FlaskClient) -> None:
    answer = reader.get("/api/v1/export?format=bibtex")
    assert 'filename="clippings.bib"' in answer.headers["Content-Disposition"]
    parser = bibtexparser.bparser.BibTexParser(common_strings=True)
    entries = {entry["ID"]: entry for entry in bibtexparser.loads(answer.text, parser).entries}
    assert len(entries) == 4
    signed = entries[f"clippings-{SIGNED.id}"]
    assert r"Profits \& losses: 100 \% of \{braces\} \_under\_ \#1" in signed["title"]
    assert signed["author"] == "{Ada Lind} and {Bo Öst}"
    assert (signed["year"], signed["month"], signed["day"]) == ("2024", "July", "16")
    ferry = entries[f"clippings-{FERRY.id}"]
    assert (ferry["month"], "day" in ferry) == ("September", False)
    assert "month" not in entries[f"clippings-{ATELIER.id}"]


def test_one_article_is_had_as_a_reference(reader: FlaskClient) -> None:
    answer = reader.get(f"/api/v1/articles/{FERRY.id}/citation?format=ris")
    (record,) = rispy.loads(answer.text)
    assert record["title"] == FERRY.title
    assert reader.get("/api/v1/articles/none/citation").status_code == 404
    assert reader.get(f"/api/v1/articles/{FERRY.id}/citation?format=word").status_code == 400


def test_the_page_of_an_article_tells_search_engines_and_zotero_what_it_is(
    reader: FlaskClient,
) -> None:
    page = reader.get(f"/articles/{SIGNED.id}").text
    found: dict[str, Any] = extruct.extract(page, syntaxes=["json-ld", "opengraph"], uniform=True)
    (about,) = found["json-ld"]
    assert about["@type"] == "NewsArticle"
    assert about["datePublished"] == "2024-07-16"
    assert [author["name"] for author in about["author"]] == ["Ada Lind", "Bo Öst"]
    assert about["isBasedOn"] == "https://news.example/harbour"
    (graph,) = found["opengraph"]
    assert graph["og:site_name"] == "Clippings"
    assert '<meta name="citation_author" content="Ada Lind">' in page
    assert '<meta name="citation_publication_date" content="2024/07/16">' in page
    assert f'<link rel="canonical" href="http://localhost/articles/{SIGNED.id}">' in page
    month = reader.get(f"/articles/{FERRY.id}").text
    assert '<meta name="citation_publication_date" content="2020/09">' in month


def test_zotero_takes_every_hit_of_a_list(reader: FlaskClient) -> None:
    titles = re.findall(r'<span class="Z3988" title="([^"]+)">', reader.get("/?per_page=50").text)
    taken = [parse_qs(html.unescape(title), strict_parsing=True) for title in titles]
    by_title = {one["rft.title"][0]: one for one in taken}
    assert all(one["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"] for one in taken)
    signed = by_title[SIGNED.title]
    assert signed["rft.creator"] == ["Ada Lind", "Bo Öst"]
    assert signed["rft.date"] == ["2024-07-16"]
    assert signed["rft.identifier"] == ["https://news.example/harbour"]
    month = by_title[FERRY.title]
    assert month["rft.date"] == ["2020-09"]
    assert month["rft.identifier"] == [f"http://localhost/articles/{FERRY.id}"]
    assert HOSTILE.title in by_title


def test_a_title_cannot_end_the_element_that_describes_it(reader: FlaskClient) -> None:
    page = reader.get(f"/articles/{HOSTILE.id}").text
    assert "<script>alert(1)" not in page
    (about,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert about["headline"] == HOSTILE.title
    assert "isBasedOn" not in about
    assert "javascript:" not in json.dumps(about)
