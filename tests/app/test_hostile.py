"""Whatever an archive or a client says, it stays text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_app import create_app
from search_app.api.csv_text import _FORMULA
from search_app.api.quote_schemas import QuotedInSchema
from search_app.dialects.meilisearch.attributes import document
from search_index.model.article import Article, NameForm, Provenance, Source, article_id
from tests.app.conftest import settings_for, write
from tests.app.test_every_route import QUERIED

BAD = "=1+1\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}&lt;b&gt;\u202e]]>"


def bad(name: str) -> str:
    """A text that tries to break out, and that can be told from others."""
    return f"{BAD} {name}"


HOSTILE = Article(
    id=article_id("bad", "1"),
    source=Source(page=bad("page.txt"), position=0, url=f"https://news.example/{BAD}"),
    title=bad("title"),
    body=f"{bad('body')} {bad('Person')} met {bad('Body')} in {bad('Place')}.",
    language="en",
    date="2021-05-04",
    date_precision="day",
    date_source="dateline",
    date_confidence=0.9,
    outlet=bad("Outlet"),
    authors=(bad("Author"),),
    section=bad("Section"),
    persons=(bad("Person"),),
    organizations=(bad("Body"),),
    places=(bad("Place"),),
    forms=(NameForm(kind="person", name=bad("Person"), form=BAD, offsets=((0, len(BAD)),)),),
    removed=(bad("line"),),
    provenance=(
        Provenance(field=bad("field"), value=bad("value"), rule=bad("rule"), words=bad("words")),
    ),
)
LINKED = Article(
    id=article_id("bad", "2"),
    source=Source(page="b.txt", position=0, url="javascript:alert(1)"),
    title="Linked",
    body=bad("body"),
    language='en" onload="alert(1)',
    outlet=bad("Outlet"),
    authors=(bad("Author"),),
    section=bad("Section"),
    persons=(bad("Person"),),
    duplicate_of=HOSTILE.id,
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("index")
    write(folder, (HOSTILE, LINKED))
    return create_app(settings_for(folder)).test_client()


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))


PAGES = (
    "/",
    "/?" + urlencode({"q": BAD}),
    "/?" + urlencode({"q": "alert", "match": "any"}),
    "/?" + urlencode({"q": "nothing", "match": "all", "person": BAD, "year": BAD, "source": BAD}),
    "/?" + urlencode({"person": bad("Person"), "source": bad("page.txt"), "sort": BAD}),
    f"/articles/{HOSTILE.id}",
    f"/articles/{HOSTILE.id}?" + urlencode({"q": "alert person", "person": BAD}),
    f"/articles/{LINKED.id}",
    "/articles/" + quote_from_bytes(BAD.encode(), safe=""),
)


@pytest.mark.parametrize("url", PAGES)
def test_no_page_has_an_element_or_a_script_that_an_archive_or_a_client_brought(
    hostile: FlaskClient, url: str
) -> None:
    answer = hostile.get(url, headers={"Accept": "text/html"})
    assert answer.mimetype == "text/html"
    elements = Elements(answer.text).found
    assert elements
    for tag, attributes in elements:
        assert tag not in {"img", "iframe", "object", "b"}
        assert not [name for name in attributes if name.startswith("on")], attributes
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/") or attributes.get("type") in {
                "application/json",
                "application/ld+json",
                "importmap",
            }
        for name in ("href", "src", "action"):
            assert not (attributes.get(name) or "").lstrip().lower().startswith("javascript:")
    assert "49" not in re.sub(r"\d{3,}", "", answer.text.replace("7*7", ""))


@pytest.mark.parametrize("query", ["alert", "title", "script body", BAD])
def test_the_only_element_of_a_snippet_is_mark(hostile: FlaskClient, query: str) -> None:
    found = hostile.get("/api/v1/search", query_string={"q": query, "match": "any"}).json
    assert found["total"]
    for hit in found["hits"]:
        for snippet in (*hit["highlights"]["title"], *hit["highlights"]["body"]):
            elements = Elements(snippet["html"]).found
            assert all(element == ("mark", {}) for element in elements)


def test_a_feed_holds_names_and_titles_as_text(hostile: FlaskClient) -> None:
    feed = hostile.get("/api/v1/feed.atom", query_string={"q": "alert"})
    root = ElementTree.fromstring(feed.data)
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not kinds & {"script", "img", "b"}
    titles = {element.text for element in root.iter("{http://www.w3.org/2005/Atom}title")}
    assert bad("title") in titles


def test_no_cell_of_an_export_starts_a_formula(hostile: FlaskClient) -> None:
    text = hostile.get("/api/v1/export?format=csv&collapse=false").text
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 3
    assert [cell for row in rows for cell in row if _FORMULA.match(cell)] == []


def test_a_page_of_a_thousand_filters_is_not_a_thousand_times_as_long(
    hostile: FlaskClient,
) -> None:
    """Each active filter has a link with all others: a page of 8 KB of address had 15 MB."""
    address = "/?" + urlencode([("person", str(number)) for number in range(1000)])
    assert len(hostile.get(address).data) < 4_000_000
    longer = hostile.get("/?q=" + "water+" * 20_000, headers={"Accept": "text/html"})
    assert longer.status_code == 414
    assert longer.mimetype == "text/html"


def test_no_widget_or_quotation_gets_an_address_that_is_a_script() -> None:
    assert document(LINKED)["url"] is None
    assert QuotedInSchema().dump(LINKED)["url"] is None


def test_suggestions_give_names_back_as_they_are(hostile: FlaskClient) -> None:
    for form in ("json", "opensearch"):
        answer = hostile.get(f"/api/v1/suggest?q=perso&format={form}")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert bad("Person") in json.dumps(answer.json, ensure_ascii=False).replace('\\"', '"')


TEXTS = st.one_of(
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"a" * 100_000,
            b"\x00",
            b"\r\nX-Injected: 1\r\n\r\n<script>",
            "\u202e\u2066\u0085\u2028".encode(),
            b"\xed\xa0\x80",
            b"*" * 5000,
            b"(" * 5000,
            b'"' * 5000,
            b"99999999999999999999999999",
            b"-0",
            b"1e9",
            b"../../etc/passwd",
        ]
    ),
)


def parameters(client: FlaskClient, url: str) -> list[str]:
    """The parameters that the document names for a route."""
    paths = client.get("/api/v1/openapi.json").json["paths"]
    route = re.sub(r"/articles/[0-9a-f]+", "/articles/{article_id}", url)
    route = re.sub(r"/(people|organizations|places)/.+", r"/\1/{name}", route)
    operation = paths[re.sub(r"/facets/\w+", "/facets/{field}", route)]["get"]
    return [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]


def sound(headers: Iterator[tuple[str, str]]) -> bool:
    """Whether no header was broken or brought in."""
    return all(name != "X-Injected" and value.isprintable() for name, value in headers)


@pytest.mark.parametrize("url", QUERIED)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_parameter_takes_anything_and_answers_or_says_what_is_wrong(
    client: FlaskClient, url: str, data: st.DataObject
) -> None:
    names = parameters(client, url)
    chosen = data.draw(st.lists(st.sampled_from(names), max_size=4)) if names else []
    pairs = [f"{name}={quote_from_bytes(data.draw(TEXTS))}" for name in chosen]
    given_id = data.draw(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n")))
    answer = client.get(f"{url}?{'&'.join(pairs)}", headers={"X-Request-ID": given_id})
    assert answer.status_code in {200, 400, 404, 410}
    assert sound(answer.headers.items())
    answer.data.decode("utf-8")
    if answer.status_code != 200:
        assert answer.mimetype == "application/problem+json"
        assert {error["field"] for error in answer.json["errors"]} <= {*chosen, "cursor"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_body_of_any_json_is_answered_or_refused(
    client: FlaskClient, data: st.DataObject
) -> None:
    names = [*parameters(client, "/api/v1/search"), "unheard of"]
    body = data.draw(st.dictionaries(st.sampled_from(names), JSON, max_size=4) | JSON)
    text = json.dumps(body)
    answer = client.post("/api/v1/search", data=text, content_type="application/json")
    assert answer.status_code in {200, 400, 404}
    assert sound(answer.headers.items())
    answer.data.decode("utf-8")


def test_a_request_id_or_a_page_name_never_becomes_a_header(tmp_path: Path) -> None:
    name = "a\r\nX-Injected: 1\r\n.txt"
    article = Article(id="0" * 16, source=Source(page=name, position=0), title="T", body="Text")
    write(tmp_path, (article,))
    client = create_app(settings_for(tmp_path)).test_client()
    for url in ("/api/v1/search", "/api/v1/export", f"/articles/{article.id}", "/?source=a"):
        answer = client.get(url, query_string={"source": name} if "search" in url else None)
        assert sound(answer.headers.items())
    found = client.get("/api/v1/search", query_string={"source": name, "page": "2"})
    assert found.status_code == 200
    assert "\r" not in found.headers["Link"]
