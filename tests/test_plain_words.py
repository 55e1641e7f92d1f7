"""Plain text is split the short way, into the words that patterns find in any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrections.reference import fold
from indexer.clean import talk
from indexer.language.words import has_digit, long_words_of, words_of
from indexer.quotes import find_quotes
from indexer.sources.glued import apart
from indexer.split.look import look

_TEXTS = st.text(st.sampled_from("aZé9_'’- .\n\x1c\x85\tßK،ب"), max_size=30)


@given(_TEXTS)
def test_words_are_those_that_a_pattern_finds(text: str) -> None:
    assert words_of(text.casefold()) == re.findall(r"\w+", text.casefold())
    assert long_words_of(text.casefold()) == re.findall(r"[^\W\d_]{4,}", text.casefold())
    assert fold(text) == " ".join(re.findall(r"\w+", text.casefold()))


@given(_TEXTS.filter(str.strip))
def test_words_of_a_line_are_counted_alike_whatever_else_is_in_it(text: str) -> None:
    line = text.strip()
    assert look(line, "", None, False).words == len(re.findall(r"\w[\w'’-]*", line))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dr. A. B. Okoro met Prof. Lind at the harbour of Aden. He left.", 2),
        ("The U.S. Treasury and the U.N. Council agreed on it. Both Mrs. Ba and Mr. Ito came.", 2),
        ("It was said by Adr. Xprof. Nobody of the old harbour board wrote it down.", 3),
        ("All of them went to the market of St. Denis and to No. 4 on Friday", 1),
        ("Le discours de Mme. Édith Sarr a été lu à l’hôtel. La salle l’a applaudi.", 2),
    ],
)
def test_a_full_stop_of_an_abbreviation_ends_no_sentence(text: str, sentences: int) -> None:
    assert look(text, "", None, False).sentences == sentences


@pytest.mark.parametrize("end", [".", "’s own words."])
def test_a_site_is_heard_alike_in_plain_and_in_other_text(end: str) -> None:
    text = f"Sign up for our newsletter, follow us and share this page with your friends{end}"
    assert talk(text) > 1


@pytest.mark.parametrize("place", ["Rabat", "Orléans", "9Rabat"])
def test_who_speaks_is_found_alike_in_plain_and_in_other_text(place: str) -> None:
    body = f"The ferry to {place} was late. Ada Mbeki said that the harbour was closed."
    assert [quote.speaker for quote in find_quotes(body, "en")] == ["Ada Mbeki"]


@given(st.text(st.sampled_from('aZ9 .!?)"(,x]:|'), min_size=20, max_size=60))
def test_blocks_that_run_together_are_parted_alike_in_plain_and_in_other_text(text: str) -> None:
    other = apart(f"{text} ü")
    assert apart(f"{text} u").replace("\n", "") == f"{text} u"
    assert other.replace("ü", "u") == apart(f"{text} u")


@given(_TEXTS)
def test_a_digit_is_seen_wherever_it_stands(text: str) -> None:
    assert has_digit(text) == any(map(str.isdigit, text))
    assert has_digit(f"{text}7")
