"""A web page is dated by its own story: by what says "published", then by what readers see."""

from __future__ import annotations

import datetime
import json

import pytest

from indexer.page import Page
from indexer.sources.web import page_of_html
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)
TEXT = "".join(
    f"<p>The harbour council agreed on plan {number} for the ferries, and the boats that cross the"
    " strait in winter will sail every second hour from both of the old piers.</p>"
    for number in ("one", "two", "three", "four", "five", "six")
)
TITLE = "Ferries will sail every second hour"


def page(*, head: str = "", above: str = "", below: str = "", beside: str = "") -> Page:
    html = (
        f"<html lang='en'><head><title>{TITLE}</title>{head}</head><body>"
        f"<div class='site-header'>Friday, 2 January 2015</div>"
        f"<main><article>{above}<h1>{TITLE}</h1>{below}<div class='entry-content'>{TEXT}</div>"
        f"</article></main>{beside}</body></html>"
    )
    return page_of_html(html, name="page.html", digest="", url=None)


def date_of(found: Page) -> tuple[str | None, str]:
    (draft,) = study(found, [], today=TODAY).drafts
    return draft.article.date, draft.article.date_source


LINKED = (
    f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",'
    ' "datePublished": "2021-05-04T08:00:00+02:00", "dateModified": "2022-01-01"}</script>'
)


@pytest.mark.parametrize(
    ("parts", "source"),
    [
        ({"head": LINKED}, "metadata"),
        (
            {"head": "<meta property='article:published_time' content='2021-05-04T08:00:00+0200'>"},
            "metadata",
        ),
        ({"below": "<p>4 May 2021</p>"}, "dateline"),
        ({"below": "<p class='byline'>By Anna Miller<br>1er mai 2021</p>"}, "dateline"),
        ({"above": "<header><time datetime='2021-05-04'>Tuesday</time></header>"}, "dateline"),
        ({"below": "<div class='meta'>Von Anna Muster am 4. Mai 2021</div>"}, "dateline"),
        ({"below": "<span class='post-date'>4 de mayo de 2021</span>"}, "dateline"),
        ({"below": "<div>نشر يوم 4 ماي 2021</div>"}, "dateline"),
        (
            {"below": "<p>By Odo <b property='dc:dateCreated' content='2021-05-04T12:00'></b></p>"},
            "dateline",
        ),
    ],
)
def test_the_day_that_stands_by_the_headline_or_says_published_is_the_storys(
    parts: dict[str, str], source: str
) -> None:
    day = "2021-05-01" if "1er" in str(parts) else "2021-05-04"
    assert date_of(page(**parts)) == (day, source)


def test_a_day_in_the_only_article_dates_the_story_though_its_headline_is_above() -> None:
    html = (
        f"<html lang='en'><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1></div>"
        f"<main><article><footer>04.05.21 by Odo</footer>{TEXT}</article></main></body>"
    )
    found = page_of_html(html, name="page.html", digest="", url=None)
    assert date_of(found) == ("2021-05-04", "dateline")


@pytest.mark.parametrize(
    "parts",
    [
        {"beside": "<aside><time datetime='2020-03-03'>3 March 2020</time></aside>"},
        {"beside": "<div class='comments'><p>Ben wrote</p><p>3 March 2020</p></div>"},
        {"beside": "<footer>Last updated 3 March 2020</footer>"},
        {"head": "<meta property='article:modified_time' content='2020-03-03'>"},
        {"head": "<meta property='article:published_time' content='1970-01-01T00:00:00Z'>"},
        {"head": "<meta property='article:published_time' content='2031-01-01'>"},
        {"head": "<meta name='date' content='2020-03-03'>"},
        {"below": "<p>Updated 5 June 2022</p>"},
        {
            "beside": '<script type="application/ld+json">{"@type": "NewsArticle", "headline":'
            ' "Seals return to the bay", "datePublished": "2019-01-01"}</script>'
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline":'
            ' "Rain on the hills", "datePublished": "2018-01-01"}</script>'
        },
    ],
)
def test_what_says_modified_or_stands_elsewhere_does_not_date_the_story(
    parts: dict[str, str],
) -> None:
    found = page(**{**parts, "below": parts.get("below", "") + "<p>4 May 2021</p>"})
    assert date_of(found) == ("2021-05-04", "dateline")


def test_a_stamp_in_utc_gives_way_to_the_day_that_readers_see() -> None:
    stamp = "<meta property='article:published_time' content='2021-05-03T22:30:00Z'>"
    assert date_of(page(head=stamp, below="<p>4 May 2021, 00:30</p>"))[0] == "2021-05-04"


@pytest.mark.parametrize(
    ("utc", "local", "day"),
    [
        ("2021-05-04T03:15:00Z", "2021-05-03T20:15:00-07:00", "2021-05-03"),
        ("2021-05-03T21:40:00.000Z", "2021-05-04T00:40+0300", "2021-05-04"),
        ("2021-05-03T23:05:10+00:00", "2021-05-04T01:05:00+02:00", "2021-05-04"),
        ("2021-05-04T03:15:00Z", "2021-05-03T09:00:00-07:00", "2021-05-04"),  # another moment
        ("2021-05-04T03:15:00Z", "2021-05-03", "2021-05-04"),  # no moment
    ],
)
def test_a_moment_that_is_written_in_utc_and_in_the_time_of_its_place_has_the_day_of_the_place(
    utc: str, local: str, day: str
) -> None:
    linked = json.dumps({"@type": "NewsArticle", "datePublished": utc})
    head = (
        f'<script type="application/ld+json">{linked}</script>'
        f"<meta property='article:published_time' content='{local}'>"
    )
    assert date_of(page(head=head)) == (day, "metadata")


def test_the_order_of_day_and_month_is_decided_over_the_page() -> None:
    found = page(below="<p>05/04/2021</p><p>Next ferry: 05/23/2021</p>")
    assert date_of(found)[0] == "2021-05-04"


@pytest.mark.parametrize(
    "beside",
    [
        "<aside><p>3 March 2020</p></aside>",
        "<footer>Last updated 3 March 2020</footer>",
        "<footer>Page last modified: 2020-03-03</footer>",
        "<div id='footer'>Dernière mise à jour : 3 mars 2020</div>",
        "<div>Zuletzt aktualisiert: 03.03.2020</div>",
        "<div>آخر تحديث: 3 مارس 2020</div>",
        "<p>Última actualización: 03/03/2020</p>",
        "<footer><p>Cookie policy, 3 March 2020</p></footer>",
        "<div class='comments'><p>Ben, 3 March 2020: a fine bay</p></div>",
        "<section class='latest'><h3>Rain</h3><time datetime='2020-03-03'>3 March</time></section>",
    ],
)
def test_a_page_without_a_date_of_its_story_stays_undated(beside: str) -> None:
    assert date_of(page(beside=beside)) == (None, "none")


def test_a_day_that_nothing_says_is_another_ones_dates_the_story_with_little_confidence() -> None:
    found = page(beside="<div class='post-info'>3 March 2020</div>")
    assert date_of(found) == ("2020-03-03", "metadata")
    assert found.published_confidence == 0.6


@pytest.mark.parametrize(
    ("path", "shown", "date"),
    [
        ("/2021/05/04/ferries", "7 May 2021", "2021-05-04"),  # today's date in the frame
        ("/2021/05/04/ferries", "5 May 2021", "2021-05-05"),  # a day apart: another zone
        ("/news/04-05-2021/ferries", "9 June 2021", "2021-05-04"),
        ("/2021/05/ferries", "9 June 2022", "2021-05"),
        ("/2021/05/ferries", "1 June 2021", "2021-06-01"),
        ("/ferries-1202", "9 June 2021", "2021-06-09"),
    ],
)
def test_a_day_by_the_headline_that_contradicts_the_address_is_not_the_storys(
    path: str, shown: str, date: str
) -> None:
    link = f"<link rel='canonical' href='https://post.example{path}'>"
    assert date_of(page(head=link, below=f"<p>{shown}</p>"))[0] == date


def test_the_day_that_is_in_the_address_too_goes_before_one_that_the_story_tells_of() -> None:
    link = "<link rel='canonical' href='https://post.example/2021/05/20/results'>"
    below = "<p>19 May 2021</p><p>Posted on 20 May 2021</p>"
    assert date_of(page(head=link, below=below))[0] == "2021-05-20"


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (
            {"below": "<p class='data'>1° maggio 2021 - Aggiornato il 7 maggio 2021</p>"},
            "2021-05-01",
        ),
        (
            {"below": "<b class='timestamp' data-timestamp='1620129600'>a year ago</b>"},
            "2021-05-04",
        ),
        ({"below": "<p>Offer valid until 31 December 2022</p>"}, None),
        ({"above": "<header><b>Monday, 5 May 2025</b><nav><a>Home</a></nav></header>"}, None),
        ({"above": "<div class='today-date'>Monday, 5 May 2025</div>"}, None),
        ({"below": "<span class='date'>۱۴ اردیبهشت ۹۹</span>"}, "2020-05-03"),
        ({"below": "<figure><figcaption>Seen on 3 March 2015.</figcaption></figure>"}, None),
        ({"head": "<meta name='revised' content='2023-01-01'>"}, None),
        ({"below": "<time class='updated' datetime='2023-01-01'>Updated 1 Jan 2023</time>"}, None),
        ({"below": "<time class='updated' datetime='2023-01-01'>1 Jan 2023</time>"}, None),
        ({"head": "<meta property='og:updated_time' content='2023-01-01'>"}, None),
    ],
    ids=[
        "ordinal",
        "stamp",
        "deadline",
        "head of the site",
        "today",
        "year of two digits",
        "caption",
        "revised",
        "said to be updated",
        "named as updated",
        "updated",
    ],
)
def test_what_is_by_the_headline_is_read_as_readers_do(
    parts: dict[str, str], date: str | None
) -> None:
    assert date_of(page(**parts))[0] == date


def test_the_day_of_a_story_in_a_list_of_others_is_not_the_pages() -> None:
    listed = {"@type": "NewsArticle", "headline": "Another thing", "datePublished": "2024-09-09"}
    script = json.dumps({"@type": "ItemList", "itemListElement": [listed]})
    head = f'<script type="application/ld+json">{script}</script>'
    assert date_of(page(head=head, below="<p>4 May 2021</p>"))[0] == "2021-05-04"


def test_the_day_above_a_post_dates_it_and_not_one_that_it_tells_of() -> None:
    html = (
        f"<html lang='de'><head><title>Fähren im Roman</title></head><body><div class='outer'>"
        "<h2 class='date-header'><span>Samstag, 8. Mai 2021</span></h2><div class='posts'>"
        f"<div class='post'><h3>Fähren im Roman</h3><p>Ein Buch</p><p>Seiten: 320</p><p>Verlag:"
        f" Strand</p><p>Erscheinungsdatum: 14.04.2021</p>{TEXT}</div></div></div></body></html>"
    )
    found = page_of_html(html, name="page.html", digest="", url=None)
    assert date_of(found) == ("2021-05-08", "dateline")


def test_a_day_between_a_section_and_an_author_is_by_the_headline() -> None:
    line = "<h2>Harbour (1 / 1) <span>04.05.2021 13:30 von Olga</span> <span>Symbol</span></h2>"
    assert date_of(page(below=line)) == ("2021-05-04", "dateline")


def test_an_aside_that_says_when_the_article_was_published_is_of_it() -> None:
    aside = "<aside class='meta'><time datetime='2021-05-04'>4.5.2021 - 13:30</time></aside>"
    head = "<meta name='Date' content='2021-05-09'>"
    html = (
        f"<html lang='en'><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>"
        f"{TEXT}{aside}</article></body></html>"
    )
    assert date_of(page_of_html(html, name="a.html", digest="", url=None))[0] == "2021-05-04"


def test_the_day_with_which_an_agency_opens_goes_before_one_of_the_frame() -> None:
    opened = TEXT.replace("<p>The", "<p><b>Brede (4 May 2021). The</b>", 1)
    html = (
        f"<html lang='en'><head><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1>{opened}"
        "<div>13 May 2021</div>"
        "</main></body></html>"
    )
    assert date_of(page_of_html(html, name="a.html", digest="", url=None))[0] == "2021-05-04"


@pytest.mark.parametrize(
    "line",
    [
        "<p>4 maja 2021, 14:05</p>",
        "<p>Вторник, 4 мая 2021 г.</p>",
        "<p>Publikováno 4. května 2021</p>",
        "<p>4 Mayıs 2021 Salı</p>",
        "<p>منگل 4 مئی 2021</p>",
        "<p>4 במאי 2021</p>",
        "<p>Jumanne, 4 Mei 2021</p>",
        "<p>Julkaistu 4.5.2021</p>",
        "<p>Δημοσίευση: 4 Μαΐου 2021</p>",
        "<p>Selasa, 4 Mei 2021</p>",
        "<p>News date : 4 May 2021 Category : Press Releases</p>",
        "<div class='cal'><div>04</div><div>May</div><div>2021</div></div>",
        "<div class='cal'><div>4.</div><div>Mai 2021</div></div>",
        "<p>Joined: 18 Sep 2008</p><p>4 May 2021</p>",
        "<p>Registriert: 18.09.2008, 05:56</p><p>04.05.2021</p>",
    ],
)
def test_days_by_the_headline_are_read_in_more_languages_and_forms(line: str) -> None:
    assert date_of(page(below=line)) == ("2021-05-04", "dateline")


def test_a_meta_and_a_visible_day_that_agree_outvote_json_ld_of_another_day() -> None:
    head = LINKED.replace("2021-05-04", "2021-05-01")
    head += "<meta property='article:published_time' content='2021-05-04T08:00:00'>"
    assert date_of(page(head=head, below="<p>4 May 2021</p>")) == ("2021-05-04", "metadata")
    assert date_of(page(head=head)) == ("2021-05-01", "metadata")


def test_a_day_far_from_the_headline_gives_way_to_the_day_in_the_head_of_the_page() -> None:
    head = "<meta name='date' content='2021-05-04'>"
    far = "<div class='event-date'>29 May 2021</div>"
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><main><h1>{TITLE}</h1>{TEXT}"
        f"{TEXT.replace('plan', 'part')}{far}</main></body></html>"
    )
    assert date_of(page_of_html(html, name="p.html", digest="", url=None))[0] == "2021-05-04"


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Tuesday, May 4th, 2021 at 10:00 am and is filed under Harbour."
        " You can follow any responses to this entry through the RSS feed. Comments and pings"
        " are currently closed.",
        f"{TITLE} wurde am 4. Mai 2021 um 10:00 Uhr gepostet und unter Hafen abgelegt.",
        "Cet article a été publié le mardi 4 mai 2021 par la rédaction du port de plaisance",
        "Ten wpis został opublikowany 4 maja 2021 w kategorii Port i oznaczony tagami promy, zima",
        "Dit bericht werd geplaatst op 4 mei 2021 door de redactie van de haven in Nieuws",
        "تم نشر هذا المقال في 4 مايو 2021 في قسم أخبار الميناء",
    ],
)
def test_the_sentence_below_a_post_says_when_it_was_posted(line: str) -> None:
    text = f"<p>In his book, which was published on 7 June 2012, a captain tells more.</p>{TEXT}"
    html = (
        f"<html><head><title>{TITLE}</title></head><body><div class='post'><h1>{TITLE}</h1>"
        f"<div class='entry'>{text}</div><p class='postmetadata'>{line}</p></div></body></html>"
    )
    found = page_of_html(html, name="page.html", digest="", url=None)
    assert date_of(found) == ("2021-05-04", "dateline")
