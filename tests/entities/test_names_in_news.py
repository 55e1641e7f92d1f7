"""What names a word is part of is learned from news that nobody marked."""

from __future__ import annotations

from indexer.entities.recognize.tagger import tagger
from indexer.entities.recognize.word_classes import word_kinds
from training.names.kinds import STEPS, kinds_in_news

STORIES = (
    "[القاهرة] - قال وزير الخارجية المصري سامي الدهشوري إن بلاده ترفض القرار.",
    "وأضاف الوزير سامي الدهشوري في مؤتمر صحفي عقده وزير الخارجية في القاهرة أن المحادثات ستستمر.",
    "واستقبل الرئيس وزير الخارجية سامي الدهشوري والسفير الفرنسي فيليب دوران.",
)


def test_a_word_is_told_by_the_names_that_it_stands_in() -> None:
    known = kinds_in_news(tagger("ar"), STORIES)
    person, organization, place = known["الدهشوري"]
    assert (person, organization, place) == (len(STEPS), 0, 0)
    assert known["الخارجيه"] == (0, 0, 0)
    assert "المحادثات" not in known, "a word met once says nothing"


def test_the_table_that_is_shipped_knows_towns_persons_and_bodies_from_other_words() -> None:
    known = word_kinds("ar")
    assert known["القاهره"][2] > known["القاهره"][0]
    assert known["محمد"][0] >= 3
    assert known["قال"] == (0, 0, 0)
