from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree

import pytest
from flask.testing import FlaskClient

from tests.app.test_search_page import Elements


def test_questions_are_counted_over_time_with_the_empty_buckets(client: FlaskClient) -> None:
    found = client.get("/api/v1/trends?q=harbour&q=manuscrits+OR+ferry").json
    assert found["buckets"] == ["2020", "2021", "2022", "2023", "2024"]
    assert (found["totals"], found["undated"]) == ([2, 0, 0, 0, 1], 1)
    harbour, other = found["series"]
    assert (harbour["counts"], harbour["undated"], harbour["total"]) == ([1, 0, 0, 0, 1], 1, 3)
    assert harbour["shares"] == [0.5, 0, 0, 0, 1]
    assert (other["counts"], other["shares"][0], other["undated_share"]) == ([2, 0, 0, 0, 0], 1, 0)


def test_months_and_filters_hold_for_all_questions(client: FlaskClient) -> None:
    found = client.get("/api/v1/trends?q=harbour&unit=month&place=Lund").json
    assert (found["buckets"][0], found["buckets"][-1]) == ("2020-09", "2024-07")
    assert len(found["buckets"]) == 47
    assert sum(found["totals"]) == sum(found["series"][0]["counts"]) == 2


def test_csv_has_a_line_for_each_bucket_and_runs_nothing(client: FlaskClient) -> None:
    answer = client.get("/api/v1/trends?q=harbour&q=%3D1%2B1&format=csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["year", "articles", "harbour", "harbour (share)", "'=1+1", "'=1+1 (share)"]
    assert rows[1][:4] == ["2020", "2", "1", "0.5"]
    assert rows[-1][:4] == ["undated", "1", "1", "1.0"]
    assert len(rows) == 7


@pytest.mark.parametrize("query", ["", "?q=", "?" + "&".join(f"q=w{n}" for n in range(6))])
def test_none_or_more_than_five_questions_are_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/trends{query}").status_code == 400


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Trends"), ("fr", "Tendances"), ("ar", "الاتجاهات")]
)
def test_the_page_draws_lines_and_a_table_that_leads_to_the_articles(
    client: FlaskClient, lang: str, words: str
) -> None:
    html = client.get(f"/trends?q=harbour&q=ferry&measure=share&lang={lang}").text
    elements = Elements(html)
    assert words in html
    assert len(elements.all("polyline")) == 2
    assert "100 %" in html
    links = [link["href"] or "" for link in elements.all("a") if "date_from" in str(link["href"])]
    assert len(links) == 3
    links += [link["href"] or "" for link in elements.all("a") if "missing" in str(link["href"])]
    assert len(links) == 4
    for link in links:
        assert client.get(link.replace("/?", "/api/v1/search?")).json["total"] == 1
    assert elements.all("input", name="q")[2]["value"] == "ferry"


def test_the_chart_alone_is_a_whole_picture_with_its_legend(client: FlaskClient) -> None:
    answer = client.get("/trends?q=harbour&q=%3Cb%3E+ferry&format=svg")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    picture = ElementTree.fromstring(answer.text)
    texts = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"harbour", "<b> ferry", "2020"} <= set(texts)


def test_a_page_without_questions_asks_for_some(client: FlaskClient) -> None:
    html = client.get("/trends").text
    assert len(Elements(html).all("input", name="q")) == 6  # the search box of the head, too
    assert "polyline" not in html
