"""A day behind "Published on" dates a story, also where author and reading time are on its line."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)
STORY = (
    "Straw keeps the bees of the valley warm",
    "Bees winter better in straw than in plaster, a trial of two winters in the valley has shown. "
    "Of sixty hives that were weighed each week, those of straw ate a fifth less of their honey.",
    "The hives of plaster were warm by day and cold by night, and bees eat when they have to heat. "
    "A second trial has begun with hives of clay and of old doors.",
    "It will be over when the willows flower, and its figures are to be shown at the spring fair.",
)


PAILLE = (
    "La paille tient chaud aux abeilles de la vallée",
    "Les abeilles hivernent mieux dans la paille que dans le plâtre, montre un essai de deux ans "
    "mené dans la vallée sur soixante ruches, pesées chaque semaine au lever du jour.",
    "Les ruches de plâtre étaient tièdes le jour et froides la nuit ; les abeilles mangent quand "
    "elles doivent chauffer. Un second essai a commencé avec des ruches en terre.",
    "Il s'achèvera quand fleuriront les saules, et ses chiffres seront montrés à la foire.",
)


@pytest.mark.parametrize(
    ("byline", "story"),
    [
        (
            "Lena Ost Apicultrice Publié le 9 mai 2018 à 06h00, modifié le 11 mai 2018 à 08h25 "
            "Temps de lecture : 3 min",
            PAILLE,
        ),
        (
            "Lena Ost Beekeeper Published on 9 May 2018 at 06:00, modified on 11 May 2018 at "
            "08:25 Reading time: 3 min",
            STORY,
        ),
    ],
)
def test_a_day_is_read_among_authors_and_other_labels(byline: str, story: tuple[str, ...]) -> None:
    text = "\n\n".join(("Home", "Ideas", story[0], byline, *story[1:], "Facebook", "Twitter"))
    (draft,) = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    assert draft.article.date == "2018-05-09"
