"""The day or month in the heading of a page that dates all its stories."""

import pytest

from indexer.dates import date_stories
from indexer.page import Page
from indexer.study import study
from tests.dates.pages import TODAY, page_of, stories_on

_STORIES = """
# Pier opens
{}

The pier of the port was opened in the presence of the mayor.

# Bakers win a prize
{}

The bakers of the old town won the prize for the best loaf.
"""


def _dates(heading: str, first: str = "", second: str = "") -> list[tuple[str | None, str]]:
    page = page_of(f"{heading}\n{_STORIES.format(first, second)}")
    titled = [story for story in stories_on(page) if story.title]
    return [(dating.date, dating.source) for dating in date_stories(page, titled, today=TODAY)]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Weekly Bulletin — Issue 38 — Monday, 16 September 2013", "2013-09-16"),
        ("Edition of Wednesday, 12 April 2017", "2017-04-12"),
        ("Week of 12 April 2017", "2017-04-12"),
        ("June 2016 | Vol. 12 No. 6", "2016-06"),
        ("News archive: April 2019", "2019-04"),
        ("Issue 23\n\nJune 1, 2020", "2020-06-01"),
        ("Evening brief\n\nBy Ada Quill\n\nUpdated 19 October 2022, 18:00", "2022-10-19"),
        ("Week in review: 7-13 August 2016", "2016-08"),
        ("Mitteilungsblatt der Gemeinde – Nr. 7 – Juli 2013", "2013-07"),
        ("Boletín 14, mayo de 2019", "2019-05"),
        ("Ocho breves de la tarde\n\nMartes 31 de agosto de 2021, 18:30", "2021-08-31"),
        ("Bulletin de la Société d'histoire - n° 31, décembre 2011", "2011-12"),
        ("موجز المساء\n\nالأربعاء 25 سبتمبر 2019", "2019-09-25"),
        ("Lettre d'information n° 14 – 3 mai 2018", "2018-05-03"),
        ("Brèves de la semaine du 22 au 26 juin 2015", "2015-06-22"),
        ("النشرة الأسبوعية – العدد 12 – 3 مايو 2018", "2018-05-03"),
        ("Morning file, 19 August 2013", "2013-08-19"),
        ("Evening wire | Thursday 2 July 2015", "2015-07-02"),
        ("Dépêches du soir, 6 février 2012", "2012-02-06"),
        ("L'actualité du vendredi 3 juin 2022", "2022-06-03"),
        ("Boletim da freguesia, março de 2014", "2014-03"),
        ("Meldungen vom 4. Juni 2018", "2018-06-04"),
        ("Noticias del martes 7 de mayo de 2019", "2019-05-07"),
        ("Хроника дня, 5 мая 2016", "2016-05-05"),
        ("أخبار يوم الثلاثاء 7 مايو 2019", "2019-05-07"),
        ("From: parish office\nSent: Sunday, 3 February 2013 20:11\nSubject: news", "2013-02-03"),
        ("Gesendet: Sonntag, 3. Februar 2013 20:11\nBetreff: Rundschreiben", "2013-02-03"),
        ("Envoyé : dimanche 3 février 2013 20:11", "2013-02-03"),
        ("Broadcast 08:00, 12 October 1999", "1999-10-12"),
        ("Feuille paroissiale du dimanche 11 mars 2007", "2007-03-11"),
        ("Jornal trimestral, dezembro de 2006", "2006-12"),
        ("Pfarrbrief vom 4. Juni 2018", "2018-06-04"),
    ],
)
def test_the_heading_of_an_issue_dates_its_stories(heading: str, day: str) -> None:
    assert _dates(heading) == [(day, "dateline")] * 2


@pytest.mark.parametrize(
    "heading",
    [
        "Monday, 16 September 2013",
        "Bulletin of the port",
        "Bulletin updated on 16 September 2013",
        "Archives: June 2016\nArchives: May 2016",
        "Issue 38 — 16 September 2099",
    ],
)
def test_a_page_that_heads_no_issue_dates_no_story(heading: str) -> None:
    assert _dates(heading) == [(None, "none")] * 2


_LIVE = """Storm over the port: latest updates

Wednesday 8 March 2023

{}
Fishing boats called back to the harbour

The harbour master called all boats back before noon, and the last of them tied up at the pier.

Waves have broken over the wall, he said, but nobody was hurt and the ferry is safe in its dock.

Share   Copy link

{}
Schools of the old town stay shut

The schools of the old town stay shut until the wind has dropped, the council said in a note.

Parents who have nowhere to leave their children may bring them to the hall of the library.

Share   Copy link
"""


def _live(*times: str) -> list[tuple[str | None, str]]:
    page = Page(name="p", text=_LIVE.format(*times), digest="0")
    drafts = study(page, (), today=TODAY).drafts
    return [(draft.article.date, draft.article.date_source) for draft in drafts]


def test_entries_of_a_live_page_that_only_have_a_time_are_of_its_day() -> None:
    assert _live("18:42", "9.30 am") == [("2023-03-08", "dateline")] * 2


def test_the_month_in_a_heading_has_the_year_of_the_days_below_it() -> None:
    assert _dates("News archive: April 2019", "Mon 29 Apr", "Wed 24 Apr") == [
        ("2019-04-29", "dateline"),
        ("2019-04-24", "dateline"),
    ]


def test_the_place_and_day_with_which_a_story_opens_are_surer_than_the_heading() -> None:
    page = page_of(
        "Weekly Bulletin No. 3 — 26 June 2015\n\n# Pier opens\n\n"
        "Port Amber, 24 June 2015 – The pier of the port was opened by the mayor."
    )
    titled = [story for story in stories_on(page) if story.title]
    assert date_stories(page, titled, today=TODAY)[0].date == "2015-06-24"


_FRONT = (
    "Lock closed for most of March\n\nThe lock at Overbeck will be closed while its gates are "
    "lifted out and taken to a yard in the harbour, the canal trust said.",
    "Concert goes on under a leaking roof\n\nRain came through the roof of the hall during the "
    "slow movement, and the cellists played on under two umbrellas.",
    "Shepherd leads geese off the ring road\n\nEleven geese that had held up the traffic since the "
    "weekend were led away by a shepherd with a tin of corn.",
)


def test_a_day_with_its_weekday_above_all_stories_is_theirs_where_no_other_has_one() -> None:
    day = "Wednesday 19 October 2022"

    def dates(*blocks: str) -> list[str | None]:
        text = "\n\n".join(["The Overbeck Courier", "Home", *blocks])
        drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
        return [draft.article.date for draft in drafts]

    assert dates(day, *_FRONT) == ["2022-10-19"] * 3
    first, *others = dates(_FRONT[0].replace("\n", f"\n{day}\n", 1), *_FRONT[1:])
    assert first == "2022-10-19"
    assert not any(others)


_ENTRIES = (
    (
        "Ferries stay in port until Tuesday",
        "No ferry leaves before the wind drops, the harbour master said. Those who hold a ticket "
        "may use it on any day of the week, and the hall stays open for the night.",
    ),
    (
        "School on the quay is closed for a week",
        "The school is closed until the water has left its cellar. The pupils of the last year are "
        "taught in the town hall, which has heating and forty chairs.",
    ),
    (
        "Road to the south is open again",
        "Two ploughs have cleared the road as far as the mill. Lorries have to wait for the third, "
        "which is being mended and will not be ready before the evening.",
    ),
)


@pytest.mark.parametrize("mark", ["", "* ", "• "])
@pytest.mark.parametrize(
    "heading", ["Updated 4 July 2022 at 21h36", "Mis à jour le 4 juillet 2022 à 21h36"]
)
def test_entries_with_a_time_of_day_have_the_day_of_the_last_change_of_their_page(
    heading: str, mark: str
) -> None:
    page = f"Live\n\nStorm over the coast\n\n{heading}\n\n" + "\n".join(
        f"{mark}{21 - hour}h36\n\n{title}\n\n{text}\n"
        for hour, (title, text) in enumerate(_ENTRIES)
    )
    drafts = study(Page(name="page.txt", text=page, digest=""), (), today=TODAY).drafts
    found = {draft.article.title: str(draft.article.date) for draft in drafts}
    assert found == {title: "2022-07-04" for title, _ in _ENTRIES}


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Minutes of the meeting of 7 October 2014", "2014-10-07"),
        ("Niederschrift über die Sitzung vom 7. Oktober 2014", "2014-10-07"),
        ("Compte rendu de la séance du 7 octobre 2014", "2014-10-07"),
        ("Acta de la sesión del 7 de octubre de 2014", "2014-10-07"),
    ],
)
def test_minutes_have_the_day_of_the_meeting_in_their_title(title: str, day: str) -> None:
    body = (
        "The council met in the school, as the hall is being painted, and heard what the new pump "
        "will cost.\n\nIt was agreed to ask the neighbours across the river for half of that."
    )
    page = Page(name="page.txt", text=f"{title}\n\n{body}\n", digest="")
    [draft] = study(page, (), today=TODAY).drafts
    assert str(draft.article.date) == day


@pytest.mark.parametrize("mark", [".- ", ".– ", ".-", " (ABC).- "])
def test_a_full_stop_and_a_dash_open_a_story_behind_place_and_day(mark: str) -> None:
    text = (
        f"Los faros abren sus torres\n\nLa Coruña, 24 de septiembre de 2020{mark}La red de faros "
        "ofrecerá estancias de un mes en doce torres de la costa a quienes escriban a mano.\n\n"
        "Las solicitudes serán leídas por los fareros, que no aceptan letra pequeña.\n"
    )
    [draft] = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    assert str(draft.article.date) == "2020-09-24"
