"""Chunks are numbered as a dict would number them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.written_forms import SEPARATOR
from search_index.engines.whoosh.write.numbering import PADDING, Numbering, draw_salt, keys_of
from search_index.engines.whoosh.write.vocabulary import Vocabulary
from search_index.text.analysis import word_terms
from search_index.text.written import written_forms

# Few slots and neighbours of each other: keys meet in the table.
KEYS = st.lists(
    st.builds(lambda high, low: high << 48 | low, st.integers(0xFFFA, 0xFFFF), st.integers(0, 99)),
    unique=True,
)


@given(st.lists(KEYS, max_size=4), KEYS)
def test_keys_get_numbers_in_order_and_unknown_ones_none(
    batches: list[list[int]], others: list[int]
) -> None:
    numbering, known = Numbering(), dict[int, int]()
    for batch in batches:
        new = [key for key in batch if key not in known]
        numbering.add(np.array(new, np.uint64))
        known |= {key: len(known) + place for place, key in enumerate(new)}
    asked = [*known, *others]
    found = numbering.find(np.array(asked, np.uint64))
    assert found.tolist() == [known.get(key, -1) for key in asked]
    assert len(numbering) == len(known)


def test_many_keys_keep_their_numbers_while_the_table_grows() -> None:
    keys = np.arange(1, 300_001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    numbering = Numbering()
    for part in np.split(keys, 10):
        numbering.add(part)
    assert (numbering.find(keys) == np.arange(len(keys))).all()


def _keys(chunks: list[bytes], salt: int) -> Array:
    text = np.frombuffer(b" ".join([*chunks, bytes(PADDING)]), np.uint8)
    lengths = np.array([len(chunk) for chunk in chunks])
    ends = np.cumsum(lengths + 1) - 1
    return keys_of(text, ends - lengths, ends, np.full(len(chunks), salt, np.uint64))


def test_chunks_have_one_key_exactly_where_they_are_equal() -> None:
    salt = draw_salt()
    letters = b"abcdefghijklmnopqrstuvwxyz" * 40
    chunks = [letters[:size] for size in range(1, 600)]
    chunks += [chunk[:-1] + b"!" for chunk in chunks] + [b"!" + c[1:] for c in chunks[1:]]
    keys = _keys(chunks, salt).tolist()
    assert len(set(keys)) == len(set(chunks)) == len(chunks)
    assert _keys(chunks[::-1], salt).tolist() == keys[::-1]
    assert not set(keys) & set(_keys(chunks, draw_salt()).tolist())


def test_a_word_is_learnt_once_in_each_language() -> None:
    vocabulary = Vocabulary()
    texts = [b"The wells, the wells", b"the wells", b"", b"wells"]
    first, ends = vocabulary.numbers(texts, ["en", "fr", "en", "en"])
    assert ends.tolist() == [4, 6, 6, 7]
    the_capital, wells, the, wells_again, french_the, french_wells, alone = first.tolist()
    assert (wells, wells) == (wells_again, alone)
    assert len({the_capital, wells, the, french_the, french_wells}) == len(vocabulary) == 5
    again, _ = vocabulary.numbers(texts, ["en", "fr", "en", "en"])
    assert again.tolist() == first.tolist()


MIXED = (
    "well wells WHO Who the LED 2000s 3rd author HOSPITALITY U.S l'eau café OpenAI "
    "1,250 3.5 12,30 1.250.000 1,250,000.75 12.30.15 \u0663.\u0665 1,\u0662 "
    "أخبار naciones новости C++ B2B"
)


@given(
    st.lists(
        st.sampled_from(MIXED.split()),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(("en", "fr", "ar", "es", "ru", "und")),
)
def test_what_is_learnt_at_once_means_what_each_word_means(
    surfaces: list[str], language: str
) -> None:
    vocabulary = Vocabulary()
    chunks, _ = vocabulary.numbers([" ".join(surfaces).encode()], [language])
    found = vocabulary.lookup(np.unique(chunks).astype(np.int64))
    for surface, chunk in zip(surfaces, chunks.astype(np.int64).tolist(), strict=True):
        terms = word_terms(surface, language)
        _, exact = found.exact.of(np.array([chunk]))
        words = [found.words[rank].decode() for rank in found.exact.values.take(exact)]
        assert dict(zip(words, found.offsets.take(exact).tolist(), strict=True)) == dict(
            terms.exact
        )
        _, stemmed = found.stemmed.of(np.array([chunk]))
        stems = {found.stems[rank].decode() for rank in found.stemmed.values.take(stemmed)}
        assert stems == set(terms.stems)
        assert found.widths[chunk] == terms.width
        _, written = found.written_as.of(np.array([chunk]))
        forms = {found.written[rank] for rank in found.written_as.values.take(written)}
        assert forms == {
            f"{word}{SEPARATOR}{form}".encode() for word, form in written_forms(surface, terms)
        }
