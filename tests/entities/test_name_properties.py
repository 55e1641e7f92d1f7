"""What holds for the names of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.entities import NameBook, find_mentions
from indexer.entities.data.lexicon import phrases
from indexer.entities.recognize.bounds import bounded
from indexer.entities.recognize.scan import Scan
from indexer.entities.resolve.organization_clusters import bag
from indexer.page import Story
from tests.entities.archive import names_of, story

_WORDS = """
Dr. Mr. Mme M. السيد الدكتور Minister ministre وزير of de في the la and et و said a قال Leila
Omar Haddadin Al-Zouaghi AlZouaghi بن سالم الزواغي Rabat Cairo القاهرة Salt Jordan UNESCO
Organization منظمة Ministère الثقافة ( ) , . ، ’s “ ” - – 's (ABC) (ABC X. ABC-Egypt Bank Sheikh
Prince II 2020 in à لل والدكتورة Lake ـ ـــ مدير الرئيس و ل
"""
_PIECES = st.sampled_from([*_WORDS.split(), "\u00a0", "\n", "\n\n"])
_TEXTS = st.lists(_PIECES, max_size=40).map(" ".join) | st.text(max_size=200)


@given(_TEXTS, _TEXTS)
def test_no_text_makes_it_raise_and_every_form_stands_in_the_body(title: str, text: str) -> None:
    one = story(text, title=" ".join(title.split()))
    if not one.paragraphs:
        return
    (found,) = names_of(one)
    for form in found.forms:
        for start, end in form.offsets:
            assert one.body[start:end] == form.form
    for reason in found.provenance:
        assert one.page.text[reason.start : reason.end] == reason.words
    named = {*found.persons, *found.organizations, *found.places}
    assert {form.name for form in found.forms} <= named
    assert {reason.value for reason in found.provenance} == named


@given(st.lists(_TEXTS, min_size=2, max_size=4), st.randoms())
def test_the_order_of_adding_does_not_matter(texts: list[str], random: object) -> None:
    stories = [
        one
        for number, text in enumerate(texts)
        if (one := story(text, page=f"{number}.txt")).paragraphs
    ]
    shuffled = list(stories)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _resolved(stories, stories) == _resolved(stories, shuffled)


def _resolved(stories: list[Story], added: list[Story]) -> list[object]:
    book = NameBook()
    for one in added:
        book.add(find_mentions(one))
    book.close()
    return [book.resolve("", one.body, find_mentions(one)) for one in stories]


@pytest.mark.parametrize("text", ["مدير ـ الرئيس ـــ", "رئيس ـ", "ـ", "وزير الثقافة ـ أحمد"])
def test_a_stretching_sign_alone_is_no_word_to_stumble_over(text: str) -> None:
    assert names_of(story(text, language="ar"))


def test_a_name_of_stretching_signs_alone_has_no_words() -> None:
    assert bag("ـــ") == ()


@pytest.mark.parametrize("text", ["of the", ". –"])
def test_nothing_is_left_of_a_span_that_is_all_marks_and_small_words(text: str) -> None:
    scan = Scan(text, "en")
    assert not list(bounded(scan, "person", 0, len(scan.tokens), "en"))


def test_no_entry_of_the_word_lists_was_torn_apart() -> None:
    torn = {"of", "de", "la", "the", "for", "organization", "organisation", "fonds", "conseil"}
    for section in ("known_organizations", "common_bodies"):
        assert not {entry for entry in phrases(section) if set(entry.split()) <= torn}
        assert not {entry for entry in phrases(section) if entry.startswith(("of ", "de "))}
