"""A spaCy model as a further source of names."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from indexer.entities import NameBook, find_mentions, load_model
from indexer.page import Page
from indexer.study import study
from search_index.errors import SettingError
from search_index.settings import Settings
from tests.entities.archive import story

TEXT = "Dr. Leila Haddadin praised old xanthippe quell of ruritania."


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    load_model.cache_clear()
    yield
    load_model.cache_clear()


def _model(text: str) -> SimpleNamespace:
    ents = []
    for words, label in (
        ("Leila Haddadin", "PERSON"),
        ("xanthippe quell", "PERSON"),
        ("ruritania", "GPE"),
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
    assert found.persons == ("Leila Haddadin", "xanthippe quell")
    assert found.places == ("ruritania",)
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


def test_a_model_reads_only_stories_of_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def load(name: str) -> Callable[[str], SimpleNamespace]:
        def model(text: str) -> SimpleNamespace:
            read.append(name)
            return SimpleNamespace(ents=[])

        return model

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load))
    english = (
        "The mayor opened the new bridge over the river on Tuesday and thanked the workers.\n\n"
        "It is open to carts from Wednesday on, and the ferry will go to another town."
    )
    page = Page(name="page.txt", text=f"A Bridge For The Valley\n\n{english}\n", digest="")
    today = datetime.date(2024, 1, 1)
    assert study(page, (), today=today, models=(("fr", "tiny-fr"),)).drafts
    assert read == []
    assert study(page, (), today=today, models=(("en", "tiny-en"), ("fr", "tiny-fr"))).drafts
    assert read == ["tiny-en"]


def test_models_are_set_with_the_language_that_each_is_for() -> None:
    text = "fr:fr_core_news_sm, EN:en_core_web_sm"
    settings = Settings.from_environment({"CLIPPINGS_SPACY_MODELS": text})
    assert settings.spacy_models == (("en", "en_core_web_sm"), ("fr", "fr_core_news_sm"))


@pytest.mark.parametrize("text", ["en_core_web_sm", "en:", ":name", "12:name"])
def test_a_model_without_its_language_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(SettingError, match=r"CLIPPINGS_SPACY_MODELS.*en:en_core_web_sm"):
        Settings.from_environment({"CLIPPINGS_SPACY_MODELS": text})
