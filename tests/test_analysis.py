"""What a reader takes for the same word is the same term."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index.text.analysis import (
    WORD,
    QueryTerms,
    fold,
    is_stop_word,
    query_terms,
    surfaces,
    word_terms,
)
from search_index.text.stems import stems
from search_index.text.stop_words import STOP_WORDS

LANGUAGES = ("en", "fr", "ar")


def _finds(query: QueryTerms, stems: set[str], words: set[str]) -> bool:
    return bool(stems & set(query.stems)) or (bool(query.parts) and words.issuperset(query.parts))


def _stems(text: str, language: str) -> set[str]:
    return {s for surface in surfaces(text) for s in word_terms(surface, language).stems}


def _words(text: str, language: str) -> set[str]:
    return {w for surface in surfaces(text) for w, _ in word_terms(surface, language).exact}


def _found(asked: str, written: str, language: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether an article of a language is found by a word that stands in it."""
    (surface,) = surfaces(asked)
    terms = query_terms(surface, languages)
    return _finds(terms, _stems(written, language), _words(written, language))


@pytest.mark.parametrize(
    ("asked", "written", "language"),
    [
        ("Al-Zouaghi", "Dr. AlZouaghi spoke", "en"),
        ("alzouaghi", "Dr. Al Zouaghi spoke", "en"),
        ("al zouaghi", "Dr. Al-Zouaghi spoke", "en"),
        ("AlZouaghi", "Dr. Alzouaghi spoke", "en"),
        ("zouaghi", "Dr. AlZouaghi spoke", "en"),
        ("re-opened", "The well was reopened", "en"),
        ("reopened", "The well was re-opened", "en"),
        ("re-opened", "They re opened it", "en"),
        ("email", "Send an e-mail", "en"),
        ("wells", "One well", "en"),
        ("running", "They run", "en"),
        ("UN", "The U.N. said", "en"),
        ("1000000", "1,000,000 palms", "en"),
        ("council", "The council’s oasis", "en"),
        ("cooperation", "La coopération régionale", "fr"),
        ("oasis", "l’oasis de Gabès", "fr"),
        ("Hawaii", "Hawai‘i’s beach", "en"),
        ("Hawai'i", "Hawaiʻi votes", "en"),
        ("Saïd", "Saʿid", "en"),
        ("école", "l´école", "fr"),
        ("l‘école", "une école", "fr"),
        ("عبدالله", "وعبد الله", "ar"),
        ("أبوظبي", "وأبو ظبي", "ar"),
        ("مدرسة", "فللمدرسة", "ar"),
        ("gabes", "l’oasis de Gabès", "fr"),
        ("régionales", "un accord régional", "fr"),
        ("œuvre", "une oeuvre", "fr"),
        ("المنظمة", "والمنظمات العربية", "ar"),
        ("احمد", "أحمد", "ar"),
        ("محمد", "مُحَمَّد", "ar"),
        ("الواحات", "الواحـــات", "ar"),
        ("2022", "٢٠٢٢", "ar"),
        ("水井", "沙漠水井", "zh"),
    ],
)
def test_a_word_is_found_however_it_is_written(asked: str, written: str, language: str) -> None:
    assert _found(asked, written, language, (*LANGUAGES, "zh"))


@pytest.mark.parametrize(
    ("asked", "written", "language"),
    [
        ("well", "We will swell", "en"),
        ("oasis", "A basis", "en"),
        ("井水", "沙漠", "zh"),
        ("Al-Zouaghi", "Dr. Zouheir spoke", "en"),
    ],
)
def test_another_word_is_not_found(asked: str, written: str, language: str) -> None:
    assert not _found(asked, written, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the oasis of al Zouaghi", ["the", "oasis", "of", "al Zouaghi"]),
        ("l’eau, 3.5 m; U.N. 02/03/2019", ["l’eau", "3.5", "m", "U.N", "02", "03", "2019"]),
        ("ended.The next—one", ["ended", "The", "next", "one"]),
        ("snake_case, a -- b 'quoted'", ["snake", "case", "a", "b", "quoted"]),
    ],
)
def test_text_falls_into_words(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


def test_a_hyphenated_word_keeps_its_parts_in_their_places_for_phrases() -> None:
    terms = word_terms("Gabès-Nizwa", "en")
    assert terms.width == 2
    assert terms.exact == (("gabesnizwa", 0), ("gabes", 0), ("nizwa", 1))


def test_function_words_are_told_from_acronyms_that_look_like_them() -> None:
    assert query_terms("who", LANGUAGES).stop
    assert not query_terms("WHO", LANGUAGES).stop
    assert is_stop_word("في", LANGUAGES)
    assert not is_stop_word("oasis", LANGUAGES)


def test_the_arabic_stemmer_takes_article_conjunction_and_endings_off() -> None:
    words = ("والمنظمة", "المنظمات", "منظمة", "بالمنظمة", "للمنظمة")
    assert {each for word in words for each in stems(fold(word), "ar")} == {"منظم/ar"}


TEXT = st.text(max_size=60) | st.text(alphabet="aAlLéÉœßıİ -'’.,0123٣ـَُأإىة中水ू_", max_size=30)


@given(TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXT, st.sampled_from(["en", "fr", "ar", "de", "und"]))
def test_every_word_is_found_by_itself_where_it_is_no_function_word(
    text: str, language: str
) -> None:
    for surface in surfaces(text):
        terms = word_terms(surface, language)
        assert all(0 <= position < terms.width for _, position in terms.exact)
        if terms.exact and terms.exact[0][0] not in STOP_WORDS.get(language, ()):
            asked = query_terms(surface, (*LANGUAGES, "de", "und"))
            assert _finds(asked, set(terms.stems), {word for word, _ in terms.exact})


@given(
    st.lists(
        st.sampled_from(
            [
                "al",
                "El",
                "Malik",
                "U.N",
                "+",
                "#",
                "C",
                "(",
                "\n",
                ".",
                ",",
                "-",
                "'",
                "_",
                " ",
                "\n",
                "3",
                "1,000",
                "é",
                "a",
            ]
        ),
        max_size=20,
    ).map("".join)
)
@settings(max_examples=500)
def test_words_are_found_alike_by_the_pattern_and_sooner(text: str) -> None:
    assert surfaces(text) == WORD.findall(text)


@pytest.mark.parametrize(
    ("written", "joined"),
    [("D'Angelo", "dangelo"), ("M’Hamed", "mhamed"), ("L'ORÉAL", "loreal"), ("N'Golo", "ngolo")],
)
def test_a_name_that_looks_like_an_elision_is_found_in_one_word_as_well(
    written: str, joined: str
) -> None:
    for language in ("en", "fr"):
        assert joined in [word for word, _ in word_terms(written, language).exact]
    assert word_terms(written.lower(), "fr").exact[0][0] in joined
