"""Words are found alike in chunks of a text and in the whole of it."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search_index.text.analysis import WORD
from search_index.text.chunks import find_chunks

PIECES = (
    *(
        "al",
        "El",
        "eL",
        "Malik",
        "U.N",
        "+",
        "#",
        ".NET",
        '"',
        "été",
        "œ",
        "ВАЛ",
        "水井",
        "كتاب",
        "مُحَمَّد",
        "👍🏽",
        "a",
        "x",
    ),
    *(".", ",", "-", "'", "’", "_", " ", "  ", "\u00a0", "\u2011", "\u0301", "\u200d", "\n", "\t"),
    *("3", "1,000", "٣", "«", "»", "…", "(", ")", "/", "\x00", "\x7f", "\ud800"),
)
TEXT = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=60)


def _chunks(text: str) -> list[str]:
    data = text.encode("utf-8", "surrogatepass")
    starts, ends = find_chunks(np.frombuffer(data, np.uint8))
    return [
        data[start:end].decode("utf-8", "surrogatepass")
        for start, end in zip(starts, ends, strict=True)
    ]


@given(TEXT)
@example("x al Malik, the El Al flight. Val Kilmer")
@example("_al Malik al_ x 'al Malik' al é al")
@settings(max_examples=500)
def test_the_words_of_a_text_are_those_of_its_chunks(text: str) -> None:
    words = [word for chunk in _chunks(text) for word in WORD.findall(chunk)]
    assert words == WORD.findall(text)


def test_a_word_is_the_same_chunk_wherever_it_stands() -> None:
    text = "Wells, wells. 'wells' (wells) -- wells… l'eau; wells-"
    assert _chunks(text) == ["Wells", "wells", "wells", "wells", "wells…", "l'eau", "wells"]


def test_a_particle_stays_with_the_name_behind_it() -> None:
    assert _chunks("Dr al Zouaghi of val Zouaghi") == ["Dr", "al Zouaghi", "of", "val", "Zouaghi"]
