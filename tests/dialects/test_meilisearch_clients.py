"""The real widgets and clients of Meilisearch against a real server."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import meilisearch
import pytest
from meilisearch.errors import MeilisearchApiError
from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.live import serve
from search_index.model.article import Source, article_id
from tests.app.conftest import ARTICLES, write
from tests.browser.conftest import CHROMIUM, FLAGS, MISSING

CLIENTS = Path(__file__).parent / "clients"
KEY = "a-key-for-tests"
FERRY = ARTICLES[1]
MORE = tuple(
    replace(
        FERRY,
        id=article_id(f"{number}.txt", "ferry"),
        source=Source(page=f"{number}.txt", position=0),
        title=f"Ferry number {number} leaves",
        body=f"The ferry of berth {number} leaves for island {number * 7} and comes back.",
        date=f"{1990 + number}-05-01",
        date_precision="day",
        persons=("Omar Said", "Ilse Brandt") if number % 2 else ("Omar Said",),
        places=("Lund",) if number < 10 else ("Oslo",),
    )
    for number in range(30)
)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of npm and the page that is made of them."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: the clients of npm were NOT tried.")
    place = tmp_path_factory.mktemp("clients") / "clients"
    shutil.copytree(CLIENTS, place, ignore=shutil.ignore_patterns("node_modules"))
    for command in (
        ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
        ("npx", "esbuild", "page.js", "--bundle", "--outfile=bundle.js", "--log-level=error"),
    ):
        subprocess.run(command, cwd=place, check=True, timeout=300, stdout=subprocess.DEVNULL)
    return place


@pytest.fixture(scope="module")
def other_site(programs: Path) -> Iterator[str]:
    """The address of the site that the page with the widgets belongs to."""
    handler = functools.partial(_Quiet, directory=str(programs))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dialect on a running server that asks for a key."""
    folder = tmp_path_factory.mktemp("archive")
    write(folder / "index", (*ARTICLES, *MORE))
    with serve(
        folder / "index",
        log=folder / "log",
        workers=1,
        CLIPPINGS_MEILISEARCH_PATH="/ms",
        CLIPPINGS_CORS_ORIGINS="*",
        CLIPPINGS_API_KEY=KEY,
    ) as running:
        yield f"{running.url}/ms"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page()
        browser.close()


def titles(page: Page) -> list[str]:
    return page.locator("#hits article").all_inner_texts()


@pytest.mark.parametrize("paging", ["endless", "finite"])
def test_the_widgets_of_instantsearch_search_refine_sort_and_page(
    page: Page, other_site: str, server: str, paging: str
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    options = urlencode({"server": server, "key": KEY, "paging": paging})
    page.goto(f"{other_site}/page.html?{options}")
    found = page.locator("#hits article")
    expect(found).to_have_count(20)
    box = page.locator("#searchbox input")

    box.fill("ferry")
    expect(page.locator("#hits mark").first).to_have_text("Ferry")
    expect(page.locator("#stats")).to_contain_text("31 results")

    # Either of two places, each with its count among all that the words find.
    places = page.locator("#places")
    places.get_by_label("Malmo").check()
    expect(found).to_have_count(1)
    places.get_by_label("Lund").check()
    expect(page.locator("#stats")).to_contain_text("11 results")
    expect(places.locator("li", has_text="Oslo").locator("[class*=count]")).to_have_text("20")

    # Both persons of an article.
    people = page.locator("#people")
    people.get_by_label("Omar Said").check()
    people.get_by_label("Ilse Brandt").check()
    expect(page.locator("#stats")).to_contain_text("5 results")
    expect(page.locator("#current li.ais-CurrentRefinements-item")).to_have_count(2)
    for left in (3, 2, 1, 0):
        page.locator("#current button").first.click()
        expect(page.locator("#current button")).to_have_count(left)
    expect(page.locator("#stats")).to_contain_text("31 results")

    # A value is looked up among the values of a facet.
    places.locator("input[type=search]").fill("os")
    expect(places.locator("li.ais-RefinementList-item")).to_have_count(1)
    expect(places.locator("li.ais-RefinementList-item")).to_contain_text("Oslo")
    places.locator("input[type=search]").fill("")

    # A range of years, whose bounds the server has told.
    years = page.locator("#years input")
    expect(years.first).to_have_attribute("min", "1990")
    years.first.fill("2000")
    years.last.fill("2004")
    page.locator("#years button").click()
    expect(found).to_have_count(5)
    page.locator("#sort select").select_option(label="oldest")
    expect(found.first).to_contain_text("Ferry number 10 leaves")
    for left in (1, 0):
        page.locator("#current button").first.click()
        expect(page.locator("#current button")).to_have_count(left)

    # The second page starts where the first one ends.
    expect(found).to_have_count(20)
    before = titles(page)
    page.locator("#pagination a", has_text="2").first.click()
    expect(found).to_have_count(11)
    assert not set(before) & set(titles(page))
    assert errors == []


def test_the_client_of_npm_gets_what_it_expects(programs: Path, server: str) -> None:
    done = subprocess.run(
        ["node", "client.mjs", server, KEY],
        cwd=programs,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["health"] == {"status": "available"}
    assert told["indexes"] == ["articles"]
    assert told["found"]["estimatedTotalHits"] == 31
    assert "<em>" in told["found"]["hits"][0]["_formatted"]["title"]
    assert told["found"]["facetDistribution"]["place"]["Oslo"] == 20
    assert len(told["byAddress"]["hits"]) == 1
    assert told["several"]["results"][0]["totalHits"] == 31
    assert told["values"]["facetHits"] == [{"value": "Malmo", "count": 1}]
    assert told["document"]["title"].startswith(("Ferry", "A ferry"))
    assert told["refused"]["code"] == "invalid_search_filter"


def test_the_client_of_python_gets_what_it_expects(server: str) -> None:
    client = meilisearch.Client(server, KEY)
    index = client.index("articles")
    assert client.is_healthy()
    assert [each.uid for each in client.get_indexes()["results"]] == ["articles"]
    found = index.search("ferry", {"filter": "place = Oslo", "limit": 3, "facets": ["year"]})
    assert found["estimatedTotalHits"] == 20
    assert found["facetStats"]["year"] == {"min": 2000, "max": 2019}
    assert index.get_document(found["hits"][0]["id"]).title == found["hits"][0]["title"]
    assert index.facet_search("place", "os")["facetHits"] == [{"value": "Oslo", "count": 20}]
    several = client.multi_search([{"indexUid": "articles", "q": "berth"}])
    assert several["results"][0]["estimatedTotalHits"] == 30
    with pytest.raises(MeilisearchApiError, match="not filterable"):
        index.search("ferry", {"filter": "colour = red"})
