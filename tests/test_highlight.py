"""The words that made an article match are marked, and nothing else."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.search.highlight import Marker
from search_index.search.snippets import mark_whole, snippets
from search_index.text.query_parser import parse

LANGUAGES = ("en", "fr", "ar")


def marked(query: str, text: str, language: str = "en", match: str = "all") -> list[str]:
    marker = Marker(parse(query, match=match), LANGUAGES)  # type: ignore[arg-type]
    snippet = mark_whole(text, marker.marks({"body": text}, language)["body"])
    return [snippet.text[start:end] for start, end in snippet.offsets]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("عبد", "عبدالحميد", ["عبد"]),
        ("عبد", "وعبدالحميد", ["عبد"]),
        ("أبو ظبي", "وأبوظبي", ["أبوظبي"]),
        ("عبدالحميد", "حضر عبدالحميد", ["عبدالحميد"]),
        ("e-mail", "An e\u2011mail, email or e-mail", ["e\u2011mail", "email", "e-mail"]),
        ("well", "Wells and a well, all is well.", ["Wells", "well", "well"]),
        ("zouaghi", "Dr. AlZouaghi met Al-Zouaghi.", ["AlZouaghi", "Al-Zouaghi"]),
        ('"water clock"', "A water clock; water for the clock.", ["water clock"]),
        ('"water clock"~2', "A clock for water, water for a clock.", ["water for a clock"]),
        ("clo*", "A clock is closed to the cloud", ["clock", "closed", "cloud"]),
        ("c?ock", "A clock and a crock", ["clock", "crock"]),
        ("clokc~1", "A clock", ["clock"]),
        ("clock -water", "A clock for water", ["clock"]),
        ("(clock AND palm) OR water", "A clock for water", ["water"]),
        ("clock palm", "A clock for water", []),
        ("title:clock", "A clock", []),
        ("", "A clock", []),
        ("person:clock", "A clock", []),
        ("re-opened", "It was reopened.", ["reopened"]),
        ("re-opened", "They re opened it.", ["re opened"]),
        ("well known", "A well-known clock", ["well-known"]),
        ("state of the art", "A state-of-the-art clock", ["state-of-the-art"]),
        ("known", "A well-known clock", ["known"]),
        ('"known clock"', "A well-known clock", ["known clock"]),
        ('"16 flew"', "An F-16 flew", ["16 flew"]),
        ('"clock face"', "The clock's face", ["clock's face"]),
        ('"the clock"', "The clock's face", ["The clock"]),
        ("camión", "El camión rojo", ["camión"]),
        ("el camión", "El camión, un camión, el autobús", ["El camión", "camión", "el"]),
        ("北京", "我们在北京学习中文", ["北京"]),
        ("北*", "我们在北京学习中文", ["北"]),
    ],
)
def test_only_what_made_the_article_match_is_marked(
    query: str, text: str, expected: list[str]
) -> None:
    assert marked(query, text) == expected


def test_arabic_forms_of_a_word_are_marked() -> None:
    assert marked("المنظمة", "عقدت المنظمات اجتماعا", "ar") == ["المنظمات"]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("مدرسة", "وبالمدرسة طلاب", "مدرسة"),
        ("المدرسة", "وبالمدرسة طلاب", "المدرسة"),
        ("مدرسة", "وكالمدرسة بيت", "مدرسة"),
        ('"oasis d\'hiver"', "l’oasis d'hiver", "oasis d'hiver"),
        ('"oasis"', "l’oasis d'hiver", "oasis"),
        ('"hiver"', "l’oasis d'hiver", "hiver"),
    ],
)
def test_what_is_glued_to_a_word_is_not_marked(query: str, text: str, expected: str) -> None:
    language = "fr" if text.startswith("l") else "ar"
    assert marked(query, text, language) == [expected]


def test_a_title_is_shown_whole_and_escaped() -> None:
    marker = Marker(parse("clock"), LANGUAGES)
    text = "<b>Clock</b> & co"
    snippet = mark_whole(text, marker.marks({"title": text}, "en")["title"])
    assert snippet.html == "&lt;b&gt;<mark>Clock</mark>&lt;/b&gt; &amp; co"


FILLER = "Nothing of note was said in this part of the long story. " * 12


@pytest.mark.parametrize("apart", [" ", "\0", " <b> "])
def test_what_html_reads_as_a_tag_is_escaped_within_and_around_marks(apart: str) -> None:
    text = f'"AT&T"{apart}& <others>'
    snippet = mark_whole(text, [(1, 5, 0), (text.index("<o"), len(text), 0)])
    assert snippet.html == (
        f"&quot;<mark>AT&amp;T</mark>&quot;{html.escape(apart)}&amp; <mark>&lt;others&gt;</mark>"
    )
    assert html.unescape(snippet.html.replace("<mark>", "").replace("</mark>", "")) == text


def test_the_snippet_shows_the_part_where_most_words_stand() -> None:
    text = f"{FILLER}One clock. {FILLER}The clock and the palm stood there. {FILLER}"
    marker = Marker(parse("clock palm"), LANGUAGES)
    (snippet,) = snippets(text, marker.marks({"body": text}, "en")["body"], chars=120)
    assert snippet.text.startswith("The clock and the palm")
    assert len(snippet.text) <= 120
    assert text[snippet.start :].startswith(snippet.text)


def test_a_snippet_never_begins_between_a_title_and_its_name() -> None:
    text = f"{FILLER}The visit of Dr. Hind Salem pleased the guests of the town. {FILLER}"
    marker = Marker(parse("hind"), LANGUAGES)
    (snippet,) = snippets(text, marker.marks({"body": text}, "en")["body"], chars=120)
    assert snippet.text.startswith("The visit of Dr. Hind Salem")


def test_words_that_stand_far_apart_are_shown_in_two_pieces() -> None:
    text = f"One clock. {FILLER}The palm stood there. {FILLER}"
    marker = Marker(parse("clock palm"), LANGUAGES)
    first, second = snippets(text, marker.marks({"body": text}, "en")["body"], chars=160)
    assert "<mark>clock</mark>" in first.html
    assert "<mark>palm</mark>" in second.html


def test_a_story_without_a_match_in_its_body_shows_its_opening() -> None:
    (snippet,) = snippets(FILLER, [], chars=60)
    assert FILLER.startswith(snippet.text)
    assert 40 <= len(snippet.text) <= 60


@given(
    st.lists(
        st.sampled_from(["clock", "Palm", "<b>", "&", "water", "\n", "a’b", "é"]), max_size=80
    ),
    st.sampled_from(["clock", "clock palm", '"clock palm"', "wat*", "clock OR water", "b"]),
    st.integers(1, 300),
)
def test_every_snippet_is_a_true_piece_of_its_text(
    words: list[str], query: str, chars: int
) -> None:
    text = " ".join(words)
    marks = Marker(parse(query), LANGUAGES).marks({"body": text}, "en")["body"]
    for snippet in snippets(text, marks, chars=chars):
        assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
        assert html.unescape(re.sub("</?mark>", "", snippet.html)) == snippet.text
        shown = re.findall("<mark>(.*?)</mark>", snippet.html, re.DOTALL)
        pieces = [html.escape(snippet.text[a:b]) for a, b in snippet.offsets]
        assert shown == pieces


@pytest.mark.parametrize("title", ["Mr.", "Prof.", "St.", "J. R.", "د.", "Sept.", "Mme."])
def test_a_snippet_never_ends_at_an_abbreviation(title: str) -> None:
    text = f"The well was opened with music, and later {title} Okafor spoke of its depth at length."
    place = text.index(title)
    mark = (4, 8, 0)
    for chars in range(place + len(title) - 2, place + len(title) + 5):
        (piece,) = snippets(text, [mark], chars=chars)
        assert not piece.text.endswith(".")
        assert "music" in piece.text
