from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from search_app.labels import language_label
from search_app.places import place_label
from search_index.engines.base import Searcher
from search_index.errors import QueryTimeout
from tests.app.conftest import ARTICLES, MakeApp

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES


class Elements(HTMLParser):
    """Every start tag of a page, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.found
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]


def page(client: FlaskClient, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def titles(html: str) -> list[str]:
    found = re.findall(r"<h2>\s*<a href=\"/articles/[^>]*>(.*?)</a>", html, re.DOTALL)
    return [re.sub("</?mark>", "", title).strip() for title in found]


def test_a_plain_query_is_answered_on_the_server(client: FlaskClient) -> None:
    html = page(client, "/?q=museum")
    assert titles(html) == ["Harbour museum opens its doors"]
    assert "Harbour <mark>museum</mark> opens its doors" in html
    assert '<time datetime="2024-07-16" dir="ltr">16 July 2024</time>' in html
    assert "Results for “museum”" in html


def test_without_words_the_newest_come_first_and_undated_ones_last(client: FlaskClient) -> None:
    html = page(client, "/")
    assert titles(html) == [
        "Harbour museum opens its doors",
        "A ferry for the island",
        "Un atelier sur les &lt;script&gt;manuscrits&lt;/script&gt;",
        "=HYPERLINK(1) in the garden",
    ]


def test_markup_in_a_story_and_in_a_query_is_shown_as_text(client: FlaskClient) -> None:
    html = page(client, "/?q=%3Cscript%3Ealert(1)%3C/script%3E+manuscrits")
    scripts = Elements(html).all("script")
    assert all((script["src"] or "").startswith("/assets/") for script in scripts)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_policy_allows_nothing_inline_and_the_page_has_nothing_inline(
    client: FlaskClient,
) -> None:
    for address in ("/?q=harbour&person=Omar+Said", f"/articles/{MUSEUM.id}?q=harbour"):
        answer = client.get(address)
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        for tag, attributes in Elements(answer.text).found:
            assert tag != "style"
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]


def test_filters_are_kept_by_the_form_and_can_each_be_taken_away(client: FlaskClient) -> None:
    html = page(client, "/?q=harbour&place=Lund&person=Omar+Said&year=2020&sort=oldest")
    elements = Elements(html)
    assert titles(html) == ["A ferry for the island"]
    checked = [
        (box["name"], box["value"])
        for box in elements.all("input", type="checkbox", form="search")
        if "checked" in box
    ]
    assert checked == [("person", "Omar Said"), ("place", "Lund")]
    assert [box["value"] for box in elements.all("input", type="hidden", name="year")] == ["2020"]
    chips = [link for link in elements.all("a") if (link.get("class") or "").startswith("chip ")]
    assert [chip["aria-label"] for chip in chips] == [
        "Remove 2020",
        "Remove Omar Said",
        "Remove Lund",
    ]
    left = parse_qs(urlsplit(chips[1]["href"] or "").query)
    assert left == {"q": ["harbour"], "place": ["Lund"], "year": ["2020"], "sort": ["oldest"]}


def test_an_active_value_that_nothing_has_stays_among_the_boxes(client: FlaskClient) -> None:
    elements = Elements(page(client, "/?place=Nowhere"))
    boxes = elements.all("input", name="place", value="Nowhere")
    assert [("checked" in box) for box in boxes] == [True]


@pytest.mark.parametrize(
    "address",
    [
        "/?page=x&per_page=0&date_from=2024-13-45&foo=1&sort=sideways",
        "/?date_from=2020&date_to=2019",
        "/?facets=nonsense&cursor=gone&utm_source=mail",
        "/?q=%ED%A0%80%22((+AND+-",
        "/?more=__proto__&lang=tlh",
    ],
)
def test_what_an_address_says_wrongly_is_left_out_and_never_an_error(
    client: FlaskClient, address: str
) -> None:
    page(client, address)


def test_dates_the_wrong_way_round_are_turned(client: FlaskClient) -> None:
    elements = Elements(page(client, "/?date_from=2021-05&date_to=2020"))
    fields = [elements.all("input", name=name)[0]["value"] for name in ("date_from", "date_to")]
    assert fields == ["2020", "2021-05"]


def test_a_page_after_the_last_leads_back_to_the_last(client: FlaskClient) -> None:
    html = page(client, "/?per_page=1&page=9")
    assert "There is no page 9; the last one is 4." in html
    assert 'href="/?per_page=1&amp;page=4"' in html


def test_pages_are_links(client: FlaskClient) -> None:
    elements = Elements(page(client, "/?per_page=1&page=2"))
    assert [link["href"] for link in elements.all("a", rel="prev")] == ["/?per_page=1"]
    assert [link["href"] for link in elements.all("a", rel="next")] == ["/?per_page=1&page=3"]
    current = [link for link in elements.all("a") if link.get("aria-current") == "page"]
    assert [link["aria-label"] for link in current] == ["Page 2"]


@pytest.mark.parametrize(
    ("accepts", "language", "direction", "button"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr", "ltr", "Chercher"),
        ("ar", "ar", "rtl", "بحث"),
        ("tlh, en;q=0.5", "en", "ltr", "Search"),
        ("tlh", "en", "ltr", "Search"),
    ],
)
def test_the_interface_speaks_the_language_that_the_browser_asks_for(
    client: FlaskClient, accepts: str, language: str, direction: str, button: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert f"<button>{button}</button>" in answer.text
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_language_chosen_in_the_address_wins_and_is_carried_along(client: FlaskClient) -> None:
    elements = Elements(page(client, "/?q=harbour&lang=ar", **{"Accept-Language": "fr"}))
    assert elements.all("html")[0]["lang"] == "ar"
    assert elements.all("input", type="hidden", name="lang")[0]["value"] == "ar"
    chip = next(link for link in elements.all("a") if (link.get("class") or "").startswith("name "))
    assert "lang=ar" in (chip["href"] or "")


def test_every_article_has_its_own_language_and_direction(client: FlaskClient) -> None:
    elements = Elements(page(client, "/"))
    hits = elements.all("article")
    assert [(hit["lang"], hit["dir"]) for hit in hits] == [
        ("en", "ltr"),
        ("en", "ltr"),
        ("fr", "ltr"),
        ("en", "ltr"),
    ]


def test_the_timeline_offers_each_year_as_a_link(client: FlaskClient) -> None:
    elements = Elements(page(client, "/"))
    bars = [link for link in elements.all("a") if "data-count" in link]
    assert [(bar["data-value"], bar["data-count"]) for bar in bars] == [
        ("2020", "2"),
        ("2021", "0"),
        ("2022", "0"),
        ("2023", "0"),
        ("2024", "1"),
    ]
    assert bars[0]["href"] == "/?date_from=2020&date_to=2020"
    assert bars[0]["aria-label"] == "2020: 2 articles"


def test_a_chosen_span_stands_among_all_years_and_shows_its_months(client: FlaskClient) -> None:
    elements = Elements(page(client, "/?date_from=2020-09&date_to=2020-12"))
    bars = [link for link in elements.all("a") if "data-count" in link]
    years = [bar for bar in bars if len(bar["data-value"] or "") == 4]
    months = [bar for bar in bars if len(bar["data-value"] or "") == 7]
    assert [bar["data-value"] for bar in years] == ["2020", "2021", "2022", "2023", "2024"]
    assert [bar["data-value"] for bar in years if bar["class"] == "bar chosen"] == ["2020"]
    assert [bar["data-value"] for bar in months] == [f"2020-{month:02}" for month in range(1, 13)]
    assert [bar["data-value"] for bar in months if bar["class"] == "bar chosen"] == [
        "2020-09",
        "2020-10",
        "2020-11",
        "2020-12",
    ]
    assert [bar["data-value"] for bar in months if bar["data-count"] == "1"] == ["2020-09"]


def test_an_empty_archive_says_so(make_app: MakeApp, tmp_path: Path) -> None:
    with make_app(tmp_path).test_client() as client:
        answer = client.get("/?lang=fr")
    assert answer.status_code == 503
    assert answer.mimetype == "text/html"
    assert "Rien n’a encore été indexé." in answer.text
    assert "python -m indexer" in answer.text
    assert str(tmp_path) not in answer.text
    assert answer.headers["Retry-After"] == "5"


def test_a_search_that_takes_too_long_says_what_to_do(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_slow(*_: object) -> None:
        raise QueryTimeout("2000 ms")

    monkeypatch.setattr(searcher_class(client), "search", too_slow)
    answer = client.get("/?q=harbour")
    assert answer.status_code == 503
    assert "fewer wildcards" in answer.text


def searcher_class(client: FlaskClient) -> type[Searcher]:
    with client.application.extensions["clippings"].searchers.borrow() as searcher:
        return type(searcher)


def test_assets_are_kept_under_their_tag_and_asked_anew_under_another(client: FlaskClient) -> None:
    html = page(client, "/")
    style = next(link["href"] for link in Elements(html).all("link", rel="stylesheet"))
    assert style is not None
    kept = client.get(style, buffered=True)
    assert kept.status_code == 200
    assert "immutable" in kept.headers["Cache-Control"]
    stale = client.get(re.sub("/assets/[^/]+/", "/assets/old/", style), buffered=True)
    assert stale.status_code == 200
    assert "immutable" not in stale.headers["Cache-Control"]
    assert client.get("/assets/x/../../schemas.py").status_code == 404


def test_every_asset_that_a_page_names_is_there(client: FlaskClient) -> None:
    for address in ("/", f"/articles/{MUSEUM.id}", "/articles/none"):
        elements = Elements(client.get(address).text)
        named = [link["href"] for link in elements.all("link") if link["rel"] != "search"]
        named += [script["src"] for script in elements.all("script", type="module")]
        assert named
        for asset in named:
            assert client.get(asset or "", buffered=True).status_code == 200, asset


def test_scripts_are_preloaded_as_far_as_they_are_imported(client: FlaskClient) -> None:
    for address, entry in (("/", "search.js"), (f"/articles/{MUSEUM.id}", "article.js")):
        elements = Elements(client.get(address).text)
        links = [link["href"] or "" for link in elements.all("link", rel="modulepreload")]
        (script,) = (script["src"] or "" for script in elements.all("script", type="module"))
        assert script.endswith(f"/js/{entry}")
        imported: set[str] = set()
        for source in (script, *links):
            text = client.get(source, buffered=True).text
            imported |= set(
                re.findall(r'^(?:import|export) .*from "\./(.+)";$', text, re.MULTILINE)
            )
        assert imported == {link.rpartition("/")[2] for link in links}
        assert len(links) == len(set(links))


def test_a_misspelt_word_is_corrected_and_said_once(client: FlaskClient) -> None:
    page = client.get("/?q=musem&lang=en").text
    (note,) = re.findall('<p class="note">(.*?)</p>', page, re.DOTALL)
    assert "museum" in note
    assert client.get("/api/v1/search?q=musem").json["did_you_mean"] == "museum"


def test_an_unknown_word_among_any_words_is_offered_as_a_link(client: FlaskClient) -> None:
    page = client.get("/?q=ferry+OR+musem&lang=en").text
    assert 'href="/?q=ferry+OR+museum' in page


@pytest.mark.parametrize(
    ("lang", "code", "label"),
    [
        ("en", "pcm", "Nigerian Pidgin"),
        ("fr", "zxx", "Sans contenu linguistique"),
        ("ar", "vo", "لغة الفولابوك"),
        ("fr", "en", "Anglais"),
        ("en", "qqq", "Unknown language (qqq)"),
    ],
)
def test_no_reader_sees_the_code_of_a_language(lang: str, code: str, label: str) -> None:
    assert language_label(code, lang) == label


@pytest.mark.parametrize(
    ("place", "french", "arabic"),
    [
        ("Egypt", "Égypte", "مصر"),
        ("Cairo", "Le Caire", "القاهرة"),
        ("Gabès", "Gabès", "قابس"),
        ("London", "Londres", "لندن"),
        ("Moscow", "Moscou", "موسكو"),
        ("Sahara", "Sahara", "الصحراء الكبرى"),
        ("Nowhere at all", "Nowhere at all", "Nowhere at all"),
    ],
)
def test_places_go_by_the_name_that_the_reader_knows(place: str, french: str, arabic: str) -> None:
    assert (place_label(place, "fr"), place_label(place, "ar")) == (french, arabic)
    assert place_label(place, "en") == place


def test_filters_cards_and_articles_name_places_in_the_language_of_the_reader(
    client: FlaskClient,
) -> None:
    html = page(client, "/?place=Tunis&lang=ar")
    assert html.count("<bdi>تونس العاصمة</bdi>") == 3  # box, chip and card
    assert "<bdi>Tunis</bdi>" not in html
    assert "<bdi>تونس العاصمة</bdi>" in page(client, f"/articles/{ATELIER.id}?lang=ar")
    assert 'value="Tunis"' in html


def test_the_api_gives_labels_where_a_language_is_asked_for(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=tunis&lang=fr&exclude_place=Cairo").json
    assert answer["labels"] == {
        "place": {"Cairo": "Le Caire"},
        "language": {"fr": "Français"},
    }
    assert "lang=fr" in answer["links"]["self"]
    assert "labels" not in client.get("/api/v1/search?q=tunis").json
    values = client.get("/api/v1/facets/language?lang=ar").json
    assert values["labels"]["language"] == {"en": "الإنجليزية", "fr": "الفرنسية"}
    body = client.post("/api/v1/search", json={"place": "Tunis", "lang": "ar"}).json
    assert body["labels"]["place"]["Tunis"] == "تونس العاصمة"
    assert client.get("/api/v1/search?lang=tlh").status_code == 400


def test_a_word_that_leaves_nothing_can_be_dropped_by_a_click(client: FlaskClient) -> None:
    html = page(client, "/?q=museum+zebra+yaktail&match=all")
    assert 'href="/?q=museum+yaktail&amp;match=all"><span>Search without zebra</span></a>' in html
