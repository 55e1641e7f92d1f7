"""Who published and wrote a story, and in which section."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.credits import names_of
from indexer.page import Page
from indexer.report import Report
from indexer.sources.web import page_of_html
from indexer.study import study
from search_index.model.article import Article
from search_index.settings import Settings

LONG = (
    "The council of Lakeford voted on Tuesday to reopen the old ferry line, which has been "
    "closed since the flood, and to pay for two new boats out of the reserve of the town."
)
LONG_TOO = (
    "Members of all parties spoke for the plan. The first boat is to sail in the spring, "
    "the second one a year later, said the harbour master in a short statement."
)


def read(text: str, **fields: object) -> Article:
    page = Page(name="a.txt", text=text, digest="", **fields)  # type: ignore[arg-type]
    [draft] = study(page, frozenset(), today=datetime.date(2024, 5, 1)).drafts
    return draft.article


def reasons(article: Article, field: str) -> list[tuple[str, str]]:
    return [(one.rule, one.words) for one in article.provenance if one.field == field]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee and Bo Chan", ("Ann Lee", "Bo Chan")),
        ("By ANN LEE, Staff Writer", ("Ann Lee",)),
        ("Par Jean-Luc Moreau, envoyé spécial à Tunis", ("Jean-Luc Moreau",)),
        ("Von Karin Schmidt und Max von der Heide", ("Karin Schmidt", "Max von der Heide")),
        ("Por María José Gómez y Luis Peña", ("María José Gómez", "Luis Peña")),
        ("A cura di Marco Rossi", ("Marco Rossi",)),
        ("بقلم: أحمد بن يوسف", ("أحمد بن يوسف",)),
        ("كتب - محمد علي وسامي حسن", ("محمد علي", "سامي حسن")),
        ("Lee, Ann", ("Ann Lee",)),
        ("By Ann Lee and Bo Chan, Harbour Correspondents", ("Ann Lee", "Bo Chan")),
        ("Text: Ann Lee, Photos: Bo Chan", ("Ann Lee",)),
        ("ann.lee@post.example (Ann Lee)", ("Ann Lee",)),
        ("Ann Lee <ann@example.org>; Bo Chan", ("Ann Lee", "Bo Chan")),
        ("By Ann Lee in Lagos for Daily Post", ("Ann Lee",)),
        ("Agence France-Presse", ("AFP",)),
        ("Byron Smith", ("Byron Smith",)),
        ("بقلم: د. أحمد بن يوسف", ("أحمد بن يوسف",)),
        ("كتب أ.د. سامي حسن", ("سامي حسن",)),
        ("بقلم الدكتورة ليلى حسن", ("ليلى حسن",)),
        ("By Dr Ann Lee, PhD", ("Ann Lee",)),
        ("Von Prof. Dr. med. Karin Schmidt", ("Karin Schmidt",)),
        ("Par le Dr Jean-Luc Moreau", ("Jean-Luc Moreau",)),
        ("Drake Lee", ("Drake Lee",)),
        ("Parveen Khan, Diana Ross", ("Parveen Khan", "Diana Ross")),
        ("Von Karin Schmidt, Hamburg", ("Karin Schmidt",)),
        ("Por Rui Matos, em Vila Seca", ("Rui Matos",)),
        ("By Ann Lee, Reuters", ("Ann Lee", "Reuters")),
        ("Por Luz Mora | Enviada especial", ("Luz Mora",)),
        ("Haber: Ali Kaya", ("Ali Kaya",)),
        ("Reportagem: Rui Matos", ("Rui Matos",)),
    ],
)
def test_a_byline_gives_the_names_of_its_authors(text: str, names: tuple[str, ...]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    "text", ["admin", "By Our Correspondent", "La rédaction", "https://example.org/ann", "", "(;)"]
)
def test_what_names_nobody_is_no_author(text: str) -> None:
    assert names_of(text) == ()


def test_an_author_field_that_repeats_the_outlet_names_nobody() -> None:
    assert names_of("Ann Lee, Lakeford Post", outlet="The Lakeford Post") == ("Ann Lee",)


def test_what_the_file_says_comes_first_and_is_named_as_the_reason() -> None:
    article = read(
        f"Ferry returns\n\nBy Cy Dent\n\n{LONG}\n\n{LONG_TOO}",
        title="Ferry returns",
        whole=True,
        url="https://www.lakeford.example/a",
        outlet="The Lakeford Post",
        authors=("By Ann Lee", "Bo Chan"),
        section="News > Transport",
        origins=(("outlet", "og:site_name"),),
    )
    assert (article.outlet, article.authors, article.section) == (
        "The Lakeford Post",
        ("Ann Lee", "Bo Chan"),
        "News",
    )
    assert reasons(article, "outlet") == [("og:site_name", "The Lakeford Post")]
    assert reasons(article, "authors") == [("authors that the file gives", "By Ann Lee; Bo Chan")]


def test_without_a_name_the_outlet_is_the_host_without_www() -> None:
    article = read(f"Ferry returns\n\n{LONG}\n\n{LONG_TOO}", url="https://www.lakeford.example/a")
    assert article.outlet == "lakeford.example"
    assert reasons(article, "outlet") == [("host of the address", "https://www.lakeford.example/a")]


@pytest.mark.parametrize("url", [None, "http://[bad", "about:blank", "file:///a.html"])
def test_without_name_and_host_there_is_no_outlet(url: str | None) -> None:
    assert read(f"Ferry returns\n\n{LONG}\n\n{LONG_TOO}", url=url).outlet is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ferry returns\n\nBy Ann Lee\n\n4 May 2021\n\n{0}\n\n{1}", ("Ann Lee",)),
        ("Ferry\n\n4 May 2021\n\nBy Ann Lee and Bo Chan\n\n{0}\n\n{1}", ("Ann Lee", "Bo Chan")),
        ("Ferry returns\n\nBy Ann Lee | 4 May 2021\n\n{0}\n\n{1}", ("Ann Lee",)),
        ("Ferry\n\n4 May 2021\n\n{0}\n\n{1}\n\nReporting by Ann Lee; editing by Bo", ("Ann Lee",)),
        ("Ferry returns\n\n4 May 2021\n\nLAKEFORD (Reuters) - {0}\n\n{1}", ("Reuters",)),
        ("Ferry returns\n\n4 May 2021\n\n{0}\n\n{1}\n\n(AFP)", ("AFP",)),
        ("Ferry returns\n\n4 May 2021\n\n{0}\n\n{1}", ()),
        ("Ferry returns\n\n4 May 2021\n\nBy noon the boats were full again.\n\n{0}\n\n{1}", ()),
    ],
)  # fmt: skip
def test_a_byline_in_the_text_gives_the_authors(text: str, names: tuple[str, ...]) -> None:
    article = read(text.format(LONG, LONG_TOO))
    assert article.authors == names
    assert len(reasons(article, "authors")) == len(names[:1])


def test_an_outlet_has_one_name_though_only_some_of_its_pages_give_it(tmp_path: Path) -> None:
    records = [
        {"url": "https://www.lakepost.example/1", "site_name": "Lake Post"},
        {"url": "https://lakepost.example/2"},
        {"url": "https://other.example/3"},
    ]
    lines = (
        json.dumps({"title": f"Ferry line {number} reopens", "text": f"{LONG} {number}"} | record)
        for number, record in enumerate(records)
    )
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    found = pipeline.dry_run([tmp_path], Settings.from_environment({}), report=Report(), jobs=1)
    assert [article.outlet for article in found] == ["Lake Post", "Lake Post", "other.example"]


def test_a_name_signed_with_an_agency_below_the_text_gives_both() -> None:
    article = read(f"The ferry returns\n\n{LONG}\n\n{LONG_TOO}\n\nHélène Roux (avec AFP)")
    assert article.authors == ("Hélène Roux", "AFP")


def test_the_markup_names_the_author_and_the_path_to_the_page() -> None:
    steps = [{"@type": "ListItem", "name": name} for name in ("Home", "Local news", "Ferries")]
    linked = json.dumps({"@type": "BreadcrumbList", "itemListElement": steps})
    html = (
        f"<html><head><title>Ferries</title><script type='application/ld+json'>{linked}</script>"
        "</head><body><article><h1>Ferries return</h1><div class='c-post-author__name'>Ann Lee"
        f"</div><p>{LONG}</p><p>{LONG_TOO}</p></article><div class='author-bio'>Bo Chan is here"
        "</div></body></html>"
    )
    page = page_of_html(html, name="a.html", digest="", url=None)
    [draft] = study(page, frozenset(), today=datetime.date(2024, 5, 1)).drafts
    assert (draft.article.authors, draft.article.section) == (("Ann Lee",), "Local news")


@pytest.mark.parametrize(
    ("line", "authors", "section"),
    [
        ("Ann Lee | 3 May 2021 | Sport", ("Ann Lee",), "Sport"),
        ("Politique • 3 mai 2021 • Jean Moreau", ("Jean Moreau",), "Politique"),
        ("Dr. Karin Schmidt / 03.05.2021 / Wirtschaft", ("Karin Schmidt",), "Wirtschaft"),
        ("أحمد بن يوسف | 3 مايو 2021 | رياضة", ("أحمد بن يوسف",), "رياضة"),
        ("News date : 3 May 2021 Category : Press Releases", (), "Press Releases"),
        ("Lakeford | 3 May 2021", (), None),
        ("3 May 2021 | Ferry Line Board", (), None),
    ],
)
def test_author_and_section_are_read_from_the_line_of_the_day(
    line: str, authors: tuple[str, ...], section: str | None
) -> None:
    article = read(f"Ferry line to open again\n\n{line}\n\n{LONG}\n\n{LONG_TOO}")
    assert article.date == "2021-05-03"
    assert (article.authors, article.section) == (authors, section)
    if authors:
        assert ("authors in the line of the day", line) in reasons(article, "authors")
