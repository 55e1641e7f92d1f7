"""Marks found by looking for known words against marks found by reading the whole text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from search_index.model.clauses import And, Clause, Or, Phrase, Prefix, Word
from search_index.search.highlight import Marker
from search_index.text.analysis import WORD, capital_stems, is_acronym, word_terms
from search_index.text.stems import stems

LANGUAGES = ("en", "fr", "ar")
PIECES = [
    "harbour", "Harbours", "well-known", "wellknown", "Well", "known", "al Malik", "Al-Malik",
    "AlMalik", "malik", "al", "L'école", "ecole", "école", "ÉCOLE", "U.N.", "UN", "1,000", "1000",
    "co-operate", "cooperating", "in", "inn", "Ship's", "ships", "œuvre", "oeuvre", "中文", "中",
    "المدينة", "مدينه", "المُدينة", "McKay", "mckay", "🙂", "a", "(", ")", "-", "/", "\n\n", ".",
    "today's", "todays", "3.5", "3,5", "ana.na-na", "Banana",
    "C++", "C#", ".NET", "F-16", "عبدالرحمن", "عبد", "الرحمن", "وثيقة", "ومدينة",
    "Straße", "STRASSE", "½", "2½", "cafe\u0301", "co\u00adoperate", "مُحَمَّد", "محمد", "al Maßud",
    "N'Djamena", "D'Angelo", "وعبدالله", "وأبوظبي", "أبو", "ظبي", "نورالدين", "un", "IN", "Hawai‘i",
]  # fmt: skip
ASKED = [
    "harbour", "wellknown", "well-known", "well", "malik", "almalik", "ecole", "un", "1000",
    "cooperate", "in", "ship", "oeuvre", "中文", "مدينة", "kay", "mckay", "al",
    "todays", "3.5", "35", "nana", "c++", "c",
    ".net", "net", "f-16", "عبدالرحمن", "عبد", "ndjamena", "dangelo",
    "strasse", "straße", "massud", "almassud", "café", "2½", "½", "محمد",
    "UN", "IN", "الله", "أبو", "ظبي", "نور", "hawaii",
]  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=25).flatmap(
    lambda pieces: st.lists(
        st.sampled_from([" ", " ", "", "-", ", "]), min_size=len(pieces), max_size=len(pieces)
    ).map(lambda gaps: "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=True)))
)
words = st.builds(Word, st.sampled_from(ASKED), st.sampled_from([None, "title"]))
phrases = st.builds(
    Phrase, st.lists(st.sampled_from(ASKED), min_size=2, max_size=3).map(tuple), st.integers(0, 2)
)
prefixes = st.builds(Prefix, st.sampled_from(["ha", "m", "al", "éc"]))
leaves = st.one_of(words, phrases, prefixes)
clauses = st.one_of(
    leaves,
    st.builds(And, st.lists(leaves, min_size=2, max_size=3).map(tuple)),
    st.builds(Or, st.lists(leaves, min_size=2, max_size=3).map(tuple)),
)


def forms_in(fields: dict[str, str]) -> Callable[[str], Iterable[str]]:
    """What an index of these fields knows: the words of each stem."""
    known: dict[str, set[str]] = {}
    for text in fields.values():
        for surface in WORD.findall(text):
            for language in LANGUAGES:
                for word, _ in word_terms(surface, language).exact:
                    capitals = capital_stems(word, language) if is_acronym(surface) else ()
                    for stem in (*stems(word, language), *capitals):
                        known.setdefault(stem, set()).add(word)
    return lambda wanted: known.get(wanted, ())


@given(title=texts, body=texts, clause=clauses, language=st.sampled_from(LANGUAGES))
@example(title="", body="al Malik and Malik", clause=Word("almalik"), language="en")
@example(title="", body="wellknown and well-known", clause=Word("wellknown"), language="en")
@example(title="", body="todays and today's", clause=Word("todays"), language="en")
@example(title="", body="ana.na-na", clause=Word("nana"), language="en")
@example(title="", body="أبوظبي وأبو ظبي", clause=And((Word("أبو"), Word("ظبي"))), language="ar")
@example(title="", body="ship نورالدين", clause=Or((Word("ship"), Word("نور"))), language="ar")
@example(title="", body="عبدالرحمن وعبد", clause=Word("عبد"), language="ar")
@example(title="", body="un UN", clause=Word("UN"), language="fr")
@example(title="", body="3,5 or 3.5", clause=Word("3.5"), language="en")
@settings(max_examples=300, deadline=None)
def test_words_that_are_looked_for_are_marked_as_if_all_was_read(
    title: str, body: str, clause: Clause, language: str
) -> None:
    fields = {"title": title, "body": body}
    read = Marker(clause, LANGUAGES).marks(fields, language)
    spotted = Marker(clause, LANGUAGES, forms_in(fields)).marks(fields, language)
    assert spotted == read


articles = st.lists(
    st.tuples(st.fixed_dictionaries({"title": texts, "body": texts}), st.sampled_from(LANGUAGES)),
    max_size=4,
)


@given(articles=articles, clause=clauses)
@example(
    articles=[({"title": "", "body": "by al"}, "en"), ({"title": "Malik", "body": ""}, "en")],
    clause=Word("almalik"),
)
@example(
    articles=[({"title": "", "body": "well"}, "en"), ({"title": "known", "body": "中文"}, "en")],
    clause=Phrase(("well", "known"), 0),
)
@settings(max_examples=60, deadline=None)
def test_articles_are_marked_together_as_each_by_itself(
    articles: list[tuple[dict[str, str], str]], clause: Clause
) -> None:
    every = {str(n): "\n".join(fields.values()) for n, (fields, _) in enumerate(articles)}
    together = Marker(clause, LANGUAGES, forms_in(every)).marks_of(articles)
    assert together == [Marker(clause, LANGUAGES).marks(*each) for each in articles]


@pytest.mark.parametrize(
    ("letters", "asked", "marked"),
    [
        ("Die Straße zum Hafen, 2½ Meilen lang.", Word("strasse"), ["Straße"]),
        ("Die Straße zum Hafen, 2½ Meilen lang.", Word("hafen"), ["Hafen"]),
        ("Le cœur du cafe\u0301 bat encore.", Word("café"), ["cafe\u0301"]),
        ("قال محمَّد إن الميناء مفتوح.", Word("محمد"), ["محمَّد"]),
    ],
)
def test_a_long_text_with_a_letter_that_is_not_folded_to_one_is_not_read_whole(
    letters: str, asked: Clause, marked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f"{'All quiet at the quay. ' * 50}{letters}{' And so it was the day after.' * 50}"
    fields = {"title": "", "body": body}
    monkeypatch.setattr(Marker, "_read", None)
    marks = Marker(asked, LANGUAGES, forms_in(fields)).marks(fields, "en")["body"]
    assert [body[start:end] for start, end, _ in marks] == marked
