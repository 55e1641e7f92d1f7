"""What the finders stand on: tokens with their offsets, and the tables."""

from __future__ import annotations

import gc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.entities import load_tables
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.language.cutting import bounds_by_pattern, bounds_of
from indexer.language.tokens import (
    ABBREVIATION,
    ACRONYM,
    ARABIC,
    BREAK,
    CAPITAL,
    CODE,
    INITIAL,
    LOWER,
    STOP,
    Tokens,
    mask_of,
)

_LETTERS = "aAéÉ.'’ʼ-‑ \n\t1٢²Ⅳªىع_(«sSlLqu،ـ\u0301/,:MrDr"
_PLAIN = "So it was said in all of the town, and nobody wrote any of it down. " * 15
_MORE = f"{_LETTERS}`‘“。漢😀\x1c\u2028\ud800"


@given(st.text(st.sampled_from(_MORE), max_size=40) | st.text(max_size=40))
@example("a well-known man’s word, d'un coup, l’été `x`")
@example("the U.S. and J. K. Ba, in 1.5,2 or 2x_y, e\u0301t\u0301 \u0639\u064b")
@example(" \u2028\n\x1c over \n")
def test_tokens_of_plain_text_are_those_of_any_text(text: str) -> None:
    """However little of a text is not plain, all of its tokens are what the pattern finds."""
    for whole in (text, f"{text}\nin plain words", f"Of all that is so {text}", f" {text}\n"):
        padded = f"{whole} {_PLAIN}", f"{_PLAIN} {whole}", f"{_PLAIN}\n{whole}{_PLAIN}"
        assert list(map(bounds_of, padded)) == list(map(bounds_by_pattern, padded))


@given(st.text(st.sampled_from(_LETTERS), max_size=40))
def test_tokens_of_a_kind_are_found_wherever_they_stand(text: str) -> None:
    tokens = Tokens(text)
    for kinds in ((CAPITAL, ARABIC), (STOP, BREAK)):
        places = [at for at, kind in enumerate(tokens.kind) if kind in kinds]
        assert tokens.places(mask_of(*kinds)) == places
    assert tokens.marks() == places


@given(st.text(st.sampled_from(_LETTERS), max_size=40) | st.text(max_size=40))
def test_tokens_stand_where_they_say_and_leave_nothing_but_blanks_and_marks_out(text: str) -> None:
    tokens = Tokens(text)
    assert [text[a:b] for a, b in zip(tokens.start, tokens.end, strict=True)] == tokens.words
    assert len(tokens.fold) == len(tokens.kind) == len(tokens.words)
    after = 0
    for start, end in zip(tokens.start, tokens.end, strict=True):
        assert after <= start < end
        assert not any(c.isalnum() for c in text[after:start])
        after = end


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Dr. J. Smith Jr. left.", [CAPITAL, INITIAL, CAPITAL, CAPITAL, LOWER, STOP]),
        ("the U.N. of 2,500 NATOs", [LOWER, ABBREVIATION, LOWER, CODE, CAPITAL]),
        ("d'Alger l’eau", [LOWER, CAPITAL, LOWER, LOWER]),
        ("UNESCO's B2B", [ACRONYM, STOP, CODE]),
        ("د. سالم\n\nal-Harthi", [ARABIC, ARABIC, BREAK, CAPITAL]),
    ],
)
def test_every_token_has_its_kind(text: str, kinds: list[int]) -> None:
    assert list(Tokens(text).kind) == kinds


def test_the_tables_are_built_once_and_leave_the_collector_as_it_was() -> None:
    gazetteer.cache_clear()
    assert gc.isenabled()
    load_tables()
    assert gc.isenabled()
    assert gazetteer() is gazetteer()
    oran = gazetteer().places[fold_place("Oran")]
    assert (oran.name, oran.country, oran.rank) == ("Oran", "DZ", "city")
