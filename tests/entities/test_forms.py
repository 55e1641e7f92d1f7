"""Where names stand: forms in the body, provenance in the page."""

from __future__ import annotations

import json
import pickle

import pytest

from indexer.entities import Mentions, NameBook, find_mentions
from tests.entities.archive import names_of, story

TEXT = (
    "  Dr. Leila Haddadin, head of the Guild of River Pilots (GRP), arrived in Basra.\n"
    "    “The GRP is old,” Haddadin said. The guild lies by the water."
)


def test_a_place_of_the_text_is_one_name_only_once() -> None:
    """An acronym in brackets is the body's before it, and the recognizer sees it there as well."""
    (names,) = names_of(story(TEXT, title="River Pilots of Basra"))
    places = [span for form in names.forms for span in form.offsets]
    assert len(places) == len(set(places))
    assert [form.form for form in names.forms].count("GRP") == 1


def test_every_form_stands_in_the_body_and_every_reason_in_the_page() -> None:
    one = story(TEXT, title="River Pilots of Basra")
    (names,) = names_of(one)
    forms = {(form.kind, form.name): form for form in names.forms}
    assert {form.form for form in names.forms} == {
        "Leila Haddadin", "Haddadin", "Guild of River Pilots", "GRP", "Basra",
    }  # fmt: skip
    for form in forms.values():
        assert form.offsets
        for start, end in form.offsets:
            assert one.body[start:end] == form.form
    for reason in names.provenance:
        assert one.page.text[reason.start : reason.end] == reason.words
    assert {(reason.field, reason.rule) for reason in names.provenance} == {
        ("persons", "title"),
        ("organizations", "definition"),
        ("places", "gazetteer"),
    }


def test_mentions_survive_json_and_pickle() -> None:
    mentions = find_mentions(story(TEXT, title="River Pilots of Basra"))
    assert mentions.body
    assert Mentions.from_json(json.loads(json.dumps(mentions.to_json()))) == mentions
    assert pickle.loads(pickle.dumps(mentions)) == mentions


def test_a_closed_book_survives_pickle_so_that_processes_can_share_it() -> None:
    one = story(TEXT)
    mentions = find_mentions(one)
    book = NameBook()
    book.add(mentions)
    book.close()
    copy = pickle.loads(pickle.dumps(book))
    assert copy.resolve("", one.body, mentions) == book.resolve("", one.body, mentions)


def test_a_book_is_used_in_the_right_order() -> None:
    mentions = find_mentions(story(TEXT))
    book = NameBook()
    with pytest.raises(RuntimeError, match="close the name book"):
        book.resolve("", "", mentions)
    book.close()
    with pytest.raises(RuntimeError, match="is closed"):
        book.add(mentions)
