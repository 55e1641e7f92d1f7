"""The day next to a headline dates its story; days that lie ahead or are part of another do not."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)
BODY = (
    "The harbour council agreed on a plan for the ferries that cross the strait in winter, and the"
    " boats will sail every second hour from both of the old piers.\n\n"
    "Fishermen asked for a third pier, which the council will discuss with the towns on the other"
    " side of the strait when the storms are over.\n\n"
)


def dates_of(text: str, **known: str) -> tuple[str | None, str | None]:
    page = Page(name="page.txt", text=text, digest="", **known)
    (draft,) = study(page, [], today=TODAY).drafts
    return draft.article.date, draft.article.event_date


@pytest.mark.parametrize(
    "line",
    [
        "* Nov 18, 2019",
        "2019-11-18T12:48:14Z",
        "By A. Miller | 18 November 2019 | 5 min read",
        "Von Anna Muster am 18. November 2019",
        "Publié par Anne le 18 novembre 2019",
    ],
)
def test_a_line_between_headline_and_text_dates_the_story(line: str) -> None:
    text = f"# Ferries will sail every second hour\n\n{line}\n\nShare this\n\n{BODY}"
    assert dates_of(text)[0] == "2019-11-18"


@pytest.mark.parametrize("stamp", ["1963-05-04", "1899-12-01"])
def test_years_before_1971_are_years(stamp: str) -> None:
    assert dates_of(BODY, published=stamp)[0] == stamp


@pytest.mark.parametrize("stamp", ["1970-01-01T00:00:00Z", "1969-12-31"])
def test_the_zero_of_machines_is_no_date(stamp: str) -> None:
    assert dates_of(BODY, published=stamp)[0] is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The bonds are due 15 November 2012 and pay five percent.",
        "The notes mature 15 November 2012 at par.",
        "The licence expires 15 November 2012.",
        "L'emprunt arrive à échéance le 15 novembre 2012.",
        "تستحق السندات في 15 نوفمبر 2012.",
        "O contrato com o porto termina a 15 de novembro de 2012.",
        "El convenio finaliza el 15 de noviembre de 2012.",
        "Le bail prend fin le 15 novembre 2012.",
        "Die Frist für Angebote endet am 15. November 2012.",
        "El plazo concluye el 15 de noviembre de 2012.",
        "Срок договора истекает 15 ноября 2012 года.",
        "قرارداد در ۲۵ آبان ۱۳۹۱ به پایان می‌رسد.",
        "The licence is valid through 15 November 2012, the office said.",
    ],
)
def test_what_is_due_on_a_day_is_not_of_that_day(sentence: str) -> None:
    assert dates_of(f"{sentence} {BODY}")[0] is None


@pytest.mark.parametrize(
    "sentence",
    [
        "La nouvelle gare devrait ouvrir le 12 mars 2023, a annoncé le maire.",
        "La nueva estación se inaugurará el 12 de marzo de 2023, anunció el alcalde.",
        "A nova ponte abrirá em 12 de março de 2023, segundo a câmara.",
        "La nuova stazione aprirà il 12 marzo 2023, ha detto il sindaco.",
        "Yeni köprü 12 Mart 2023 günü açılacak, dedi başkan.",
        "Новый мост откроется 12 марта 2023 года, сообщил глава города.",
        "قرار است پل تازه در ۲۱ اسفند ۱۴۰۱ گشایش یابد.",
    ],
)
def test_what_is_planned_for_a_day_is_not_of_that_day(sentence: str) -> None:
    assert dates_of(f"{sentence} {BODY}")[0] is None


def test_a_town_that_ends_like_a_verb_to_come_plans_nothing() -> None:
    text = f"El consejo de Teherán se reunió el martes 12 de marzo de 2019. {BODY}"
    assert dates_of(text)[0] == "2019-03-12"


def test_the_weekday_of_a_day_that_is_named_whole_makes_no_other_event() -> None:
    text = f"The ferry that sank on Tuesday, 4 May 2021, was raised by the divers. {BODY}"
    assert dates_of(text, published="2021-12-02")[1] is None


def test_a_weekday_that_contradicts_its_day_makes_no_event() -> None:
    text = f"The ferry was raised by the divers on Monday, 4 May 2021. {BODY}"
    assert dates_of(text, published="2021-05-06")[1] is None
