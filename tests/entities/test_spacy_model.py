"""A spaCy model as a further source of names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from indexer.entities import NameBook, find_mentions, load_model
from search_index.errors import SettingError
from tests.entities.archive import story

TEXT = "Dr. Leila Haddadin praised old Xanthippe Quell of Ruritania."


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    load_model.cache_clear()
    yield
    load_model.cache_clear()


def _model(text: str) -> SimpleNamespace:
    ents = []
    for words, label in (
        ("Leila Haddadin", "PERSON"),
        ("Xanthippe Quell", "PERSON"),
        ("Ruritania", "GPE"),
        ("old", "DATE"),
    ):
        start = text.index(words)
        ents.append(SimpleNamespace(label_=label, start_char=start, end_char=start + len(words)))
    return SimpleNamespace(ents=ents)


def test_an_installed_model_finds_names_where_no_rule_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=lambda name: _model))
    one = story(TEXT)
    mentions = find_mentions(one, model="tiny")
    book = NameBook()
    book.add(mentions)
    book.close()
    found = book.resolve("", one.body, mentions)
    assert found.persons == ("Leila Haddadin", "Xanthippe Quell")
    assert found.places == ("Ruritania",)
    assert {reason.rule for reason in found.provenance} == {"title", "spaCy model"}


def test_without_a_model_spacy_is_never_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    assert find_mentions(story(TEXT)).body


def test_a_missing_spacy_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(SettingError, match="pip install spacy"):
        find_mentions(story(TEXT), model="tiny")


def test_a_missing_model_is_named_with_what_to_download(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise OSError(name)

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=absent))
    with pytest.raises(SettingError, match="spacy download tiny"):
        find_mentions(story(TEXT), model="tiny")
