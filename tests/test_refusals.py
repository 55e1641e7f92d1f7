"""What a server shows instead of a story is no article, and the reason is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.report import Report
from search_index.model.article import Article
from search_index.settings import Settings

SETTINGS = Settings.from_environment({})
STORY = (
    "The night ferry between Tarn and Ostby will sail again from the first of June, the harbour "
    "board said after a meeting that lasted until the early morning.",
    "Two boats that had been laid up since the winter storms were repaired at a yard in Brede, and "
    "their crews have been called back from the fishing fleet.",
    "Tickets go on sale on Thursday at both piers, and islanders pay half as much as visitors do.",
)
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
CARDS = "".join(
    f"<article><h3><a href='/{n}'>Ferry number {n} returns</a></h3><p>{paragraph}</p></article>"
    for n, paragraph in enumerate(STORY)
)
Read = Callable[[str], tuple[list[Article], list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_page(page: str) -> tuple[list[Article], list[str]]:
        (tmp_path / "page.html").write_text(page, "utf-8")
        report = Report()
        articles = list(pipeline.dry_run([tmp_path], SETTINGS, report=report, jobs=1))
        return articles, [reason for _, reason in report.rejected]

    return read_page


def page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


NOT_FOUND = "error page: what was asked for was not found (404)"
DENIED = "error page: access denied (403)"
ROBOT = "a check for robots (captcha), no story"
CONSENT = "a request for consent, no story"
SCRIPT = "a page that asks to enable JavaScript, no story"
WALL = "a paywall, the story is not shown"
FAILED = "error page: the server failed or is in maintenance"


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("404 Not Found", "<h1>Not Found</h1><p>The URL /a was not found here.</p>", NOT_FOUND),
        ("Page not found | Tarn Gazette", f"<main>{CARDS}</main>", NOT_FOUND),
        ("Gazette", "<h1>Sorry, this page could not be found</h1><p>Try a search.</p>", NOT_FOUND),
        ("Page introuvable - Le Courrier", "<h1>Oups</h1><p>Retour à l’accueil.</p>", NOT_FOUND),
        ("Le Courrier", "<h1>Erreur 404 : la page demandée n'existe pas</h1>", NOT_FOUND),
        ("Seite nicht gefunden – Bote", "<p>Die Seite gibt es nicht.</p>", NOT_FOUND),
        ("Página no encontrada", "<p>Vuelva al inicio.</p>", NOT_FOUND),
        ("الصفحة غير موجودة | جريدة", "<p>عد إلى الصفحة الرئيسية.</p>", NOT_FOUND),
        ("403 Forbidden", "<h1>Forbidden</h1><p>nginx</p>", DENIED),
        ("Access Denied", "<p>You don't have permission to access this server.</p>", DENIED),
        ("Accès refusé", "<p>Votre adresse est bloquée.</p>", DENIED),
        ("Just a moment...", "<p>Checking your browser before the site opens.</p>", ROBOT),
        ("tarn.example", "<p>Please verify you are human by ticking the box below.</p>", ROBOT),
        ("Êtes-vous un robot ?", "<p>Cochez la case.</p>", ROBOT),
        ("تنبيه", "<p>يرجى التأكد أنك لست روبوتا بإكمال الاختبار أدناه للمتابعة.</p>", ROBOT),
        ("We value your privacy", "<p>We and our partners store cookies on a device.</p>", CONSENT),
        ("Le Courrier", "<p>Nos partenaires et nous utilisons des cookies et des traceurs pour "
         "mesurer l’audience. Vous pouvez accepter ou refuser.</p>", CONSENT),
        ("Reader", "<div id='root'></div><noscript>You need to enable JavaScript to run this app."
         "</noscript>", SCRIPT),
        ("Leser", "<p>Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.</p>", SCRIPT),
        ("502 Bad Gateway", "<h1>502 Bad Gateway</h1>", FAILED),
        ("Night Ferry Returns", f"<h1>Night Ferry Returns</h1><p>{STORY[0]}</p>"
         "<p>Subscribe to continue reading. Already a subscriber? Log in.</p>", WALL),
        ("Le ferry revient", f"<h1>Le ferry revient</h1><p>{STORY[0]}</p><div>Il vous reste 82 % "
         "de cet article à lire. La suite est réservée aux abonnés.</div>", WALL),
        ("عودة العبارة", "<h1>عودة العبارة</h1><p>تعود العبارة الليلية إلى الإبحار في حزيران.</p>"
         "<p>هذا المحتوى متاح للمشتركين فقط</p>", WALL),
    ],
)  # fmt: skip
def test_what_a_server_shows_instead_of_a_story_is_rejected(
    read: Read, title: str, body: str, reason: str
) -> None:
    assert read(page(title, body)) == ([], [reason])


@pytest.mark.parametrize(
    "title",
    [
        "Why 404 Pages Matter to the Harbour Office",
        "Captcha That Asks for Ferries Drives Sailors Mad",
        "Court Says Cookie Banners Must Have a Way to Refuse",
        "Access Denied to Reporters at the Pier",
        "Page Not Found in Lost Diary of a Captain",
        "Newspaper Puts Its Ferry Timetable Behind a Paywall",
        "L’accès refusé aux journalistes sur le quai",
    ],
)
def test_a_story_about_such_things_is_a_story(read: Read, title: str) -> None:
    told = "<p>A notice on the wall said that one should verify that one is not a robot.</p>"
    articles, reasons = read(page(title, f"<h1>{title}</h1>{PARAGRAPHS}{told}"))
    assert [article.title for article in articles] == [title]
    assert reasons == []


@pytest.mark.parametrize("form", ["plain", "paragraphs"])
def test_behind_a_paywall_the_story_is_what_json_ld_holds(read: Read, form: str) -> None:
    body = "\n\n".join(STORY) if form == "plain" else PARAGRAPHS
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Night Ferry Returns",
        "isAccessibleForFree": False,
        "articleBody": body,
    }
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    shown = f"<h1>Night Ferry Returns</h1><p>{STORY[0]}</p><p>Subscribe to continue reading.</p>"
    [article], reasons = read(page("Night Ferry Returns", shown, head))
    assert article.body == "\n\n".join(STORY)
    assert reasons == []


def test_an_offer_to_subscribe_below_a_whole_story_makes_no_paywall(read: Read) -> None:
    offer = "<p>Subscribe to continue reading more stories like this one every day.</p>"
    more = "".join(f"<p>{paragraph} So it is on the other shore.</p>" for paragraph in STORY)
    body = f"<h1>Night Ferry Returns</h1>{PARAGRAPHS}{more}{offer}"
    articles, reasons = read(page("Night Ferry Returns", body))
    assert len(articles) == 1
    assert reasons == []


TEXTS = {
    "404 Not Found\n\nThe address you requested is not on this server.": NOT_FOUND,
    "Oops\n\nThe page you were looking for no longer exists. Use the search instead.": NOT_FOUND,
    "Page introuvable\n\nLa page que vous cherchez a été supprimée ou déplacée.": NOT_FOUND,
    "Hoppla\n\nDie gesuchte Seite wurde leider nicht gefunden.": NOT_FOUND,
    "الصفحة غير موجودة\n\nربما حذفت الصفحة أو نقلت إلى عنوان آخر.": NOT_FOUND,
    "Página no encontrada\n\nCompruebe la dirección o vuelva al inicio de la web.": NOT_FOUND,
    "Accès refusé\n\nContactez la rédaction si le problème persiste chez vous.": DENIED,
    "Please wait\n\nWe need to verify that you are human before you go on.": ROBOT,
    "Bad Gateway\n\nThe server did not answer in time, try again in a minute.": FAILED,
    "429 Too Many Requests\n\nSlow down and try again in a minute or two.": FAILED,
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_dump_of_an_error_page_is_no_story_though_menus_are_around_it(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "page.txt").write_text(f"Home\nNews\nFerries\n\n{text}\n\n© Tarn Gazette\n")
    report = Report()
    assert list(pipeline.dry_run([tmp_path], SETTINGS, report=report, jobs=1)) == []
    assert [reason for _, reason in report.rejected] == [TEXTS[text]]


@pytest.mark.parametrize(
    "title",
    ["Gone", "Access denied to island", "Maintenance closes tunnel", "500 boats in the race"],
)
def test_a_short_story_below_such_words_is_read(tmp_path: Path, title: str) -> None:
    text = f"Access to the island is closed for maintenance of the pier. {STORY[0]}"
    (tmp_path / "page.txt").write_text(f"{title}\n\n{text}\n")
    [article] = pipeline.dry_run([tmp_path], SETTINGS, report=Report(), jobs=1)
    assert article.title == title


def test_a_headline_that_opens_like_an_error_is_a_story(read: Read) -> None:
    title = "Error 404: the history of a number that everybody knows"
    [article], _ = read(page(title, f"<article><h1>{title}</h1>{PARAGRAPHS}</article>"))
    assert article.title == title


def test_the_page_of_wordpress_for_what_is_missing_is_no_story(read: Read) -> None:
    body = "<h1>Oops! That page can’t be found.</h1><p>Maybe try one of the links below?</p>"
    assert read(page("Page not found - Tarn Gazette", body)) == ([], [NOT_FOUND])
    assert read(page("Tarn Gazette", body)) == ([], [NOT_FOUND])


@pytest.mark.parametrize(
    "around",
    [
        "<header><a href='/in'>Already a subscriber? Log in</a></header>",
        "<div><a href='/more'>Streit um Eigentum Weiterlesen</a></div>",
    ],
    ids=["head of the site", "link to go on"],
)
def test_a_short_story_next_to_words_of_a_wall_is_read(read: Read, around: str) -> None:
    title = "Night ferry sails again"
    body = f"{around}<article><h1>{title}</h1><p>{STORY[0]}</p></article>"
    [article], _ = read(page(title, body))
    assert article.title == title


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("خطای ۴۰۴", "صفحه مورد نظر شما پیدا نشد", "not found"),
        ("404", "抱歉，您访问的页面不存在", "not found"),
        ("post.example", "Please enable JS and disable any ad blocker", "JavaScript"),
        ("Anmelden", "<form><input type='password'></form> Passwort vergessen?", "log in"),
        ("Log in to Evening Post", "<input type=password> New here? Join us.", "log in"),
    ],
)
def test_errors_and_logins_of_more_kinds_are_no_stories(
    read: Read, title: str, text: str, reason: str
) -> None:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body>"
    articles, [told] = read(page)
    assert articles == []
    assert reason in told


def test_a_list_of_bookmarks_is_no_story_and_a_short_story_with_links_is_one(read: Read) -> None:
    links = "".join(f"<li><a href='/{n}'>A headline number {n} that was kept</a>" for n in range(9))
    head = "<html><head><title>Kept</title></head><body><h1>Kept</h1>"
    assert read(f"{head}<ul>{links}</ul>") == ([], ["a list of links, no story"])
    menu = f"<nav>{links * 20}</nav>"
    articles, reasons = read(f"{head}{menu}<article>{PARAGRAPHS}</article><ul>{links}</ul>")
    assert (len(articles), reasons) == (1, [])
