"""The lead above a story is of it, and lines that call to its readers are not."""

from __future__ import annotations

import datetime

import pytest

from indexer.clean import Kind, known_kind
from indexer.sources.web import page_of_html
from indexer.study import study

TITLE = "Night ferry sails again"
LEAD = "After two winters at the quay the night ferry to Ostby takes passengers again."
TEXT = "".join(
    f"<p>The harbour council agreed on plan {number} for the ferries, and the boats that cross the"
    " strait in winter will sail every second hour from both of the old piers.</p>"
    for number in ("one", "two", "three", "four", "five", "six")
)


def body(lead: str, *, beside: str = "") -> str:
    html = (
        f"<html lang='en'><head><title>{TITLE}</title></head><body><main><div class='head'>"
        f"<h1>{TITLE}</h1>{lead}</div><div class='content'>{TEXT}</div>{beside}</main></body>"
    )
    page = page_of_html(html, name="page.html", digest="", url=None)
    [draft] = study(page, [], today=datetime.date(2024, 5, 1)).drafts
    return draft.article.body


@pytest.mark.parametrize(
    "element",
    [
        "<div class='article__intro'><p>{}</p></div>",
        "<p class='teaser-text'>{}</p>",
        "<div class='leadText'>{}</div>",
        "<p class='af-chapo'>{}</p>",
        "<div class='excerpt'><p>{}</p></div>",
        "<span class='news-description'>{}</span>",
    ],
)
def test_the_lead_between_headline_and_text_opens_the_story_once(element: str) -> None:
    found = body(element.format(LEAD))
    assert found.startswith(LEAD)
    assert found.count("After two winters") == 1
    assert "agreed on plan one" in found


@pytest.mark.parametrize(
    "element",
    [
        f"<div class='teaser'><h3><a href='/2'>Another ferry</a></h3><p>{LEAD}</p></div>",
        f"<p class='intro'><a href='/2'>{LEAD}</a></p>",
        f"<aside class='intro'>{LEAD}</aside>",
        f"<figcaption class='lead-caption'>{LEAD}</figcaption>",
    ],
    ids=["card", "link", "aside", "caption"],
)
def test_what_leads_elsewhere_or_describes_a_picture_is_no_lead(element: str) -> None:
    assert not body(element).startswith("After two winters")


@pytest.mark.parametrize(
    "line",
    [
        "Follow The Tarn Gazette on Twitter and Facebook @TarnGazette, or write to us.",
        "Sign up to our newsletter and get the best of the week in your inbox.",
        "For the latest ferry news download the Tarn app for your phone.",
        "To read the full story, please subscribe to The Tarn Gazette.",
        "If you’re seeing this message but are a subscriber, you can log in for access.",
        "Submit your letter to the editor via this form.",
        "Help us keep the news free for all: donate today",
        "Abonnez-vous à notre newsletter pour ne rien manquer",
        "Suivez-nous sur WhatsApp et Facebook",
        "تابعونا على قناتنا في تلغرام",
        "Lesen Sie auch: Die Fähre fährt wieder",
        "Le puede interesar: El transbordador vuelve",
    ],
)
def test_a_call_to_readers_is_no_line_of_the_story(line: str) -> None:
    assert known_kind(line) is Kind.INLINE
    assert line not in body("", beside=f"<p>{line}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "Follow the path to the old pier, the harbour master advised visitors on Tuesday.",
        "Subscribers to the ferry fund met in Ostby on Tuesday and chose a new board.",
        "For the latest plan the council asked three engineers, of whom two agreed.",
        "Get the boats out of the water before the storm, the coast guard warned islanders.",
        "Help us to rebuild the quay, the mayor asked the minister, and he nodded.",
        "Suivez le sentier jusqu’au vieux quai, conseille la capitainerie aux visiteurs.",
        "تابع المحافظ سير الأشغال في الميناء القديم",
    ],
)
def test_a_sentence_that_opens_so_is_one_of_the_story(line: str) -> None:
    assert known_kind(line) is None
