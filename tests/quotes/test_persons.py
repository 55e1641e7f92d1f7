"""Which person of the story speaks."""

from __future__ import annotations

import pytest

from tests.quotes.stories import named, quotes_of


@pytest.mark.parametrize(
    ("body", "language", "persons"),
    [
        pytest.param(
            "Mayor Ines Calder opened the pool on Monday. “The water is cold,” Calder said.\n\n"
            "She said that the roof would follow in May.",
            "en",
            ["Ines Calder", "Ines Calder"],
            id="a surname, then a pronoun",
        ),
        pytest.param(
            "Mr. Tom Ashby met Mrs. Vera Lund in Oslo. “We agree on the price,” she said.",
            "en",
            ["Vera Lund"],
            id="the pronoun fits only one of two",
        ),
        pytest.param(
            "Vera Lund, the minister of fisheries, spoke in Oslo. The minister said that cod "
            "was scarce.",
            "en",
            ["Vera Lund"],
            id="a role that was said of one person",
        ),
        pytest.param(
            "The mayor of Skagen, Mrs. Vera Lund, announced that the harbour would close.",
            "en",
            ["Vera Lund"],
            id="a title before the name that a role announces",
        ),
        pytest.param(
            "Le directeur du port, M. Tom Ashby, a annoncé que la jetée serait fermée en mai.",
            "fr",
            ["Tom Ashby"],
            id="the same in French",
        ),
        pytest.param(
            "وقال مدير الميناء، الدكتور سامي حداد، إن الرصيف سيغلق في مايو.",
            "ar",
            ["سامي حداد"],
            id="the same in Arabic",
        ),
        pytest.param(
            "The mayor of Skagen, like Mrs. Vera Lund, announced that the harbour would close.",
            "en",
            [None],
            id="not whoever is named after the role",
        ),
        pytest.param(
            "Tom Ashby paid the fine. A spokesman for Tom Ashby said that the case was closed.",
            "en",
            [None],
            id="not the person whose spokesman speaks",
        ),
        pytest.param(
            "Tom Ashby left. The company said that the shop would stay open.",
            "en",
            [None],
            id="a company is no person",
        ),
        pytest.param(
            "Tom Ashby and Vera Lund left. They said that the shop was sold.",
            "en",
            [None],
            id="a plural is nobody in particular",
        ),
        pytest.param(
            "La ministre Odile Marchand a visité le port. « Le quai est solide », a-t-elle déclaré."
            " Selon elle, les travaux sont finis.",
            "fr",
            ["Odile Marchand", "Odile Marchand"],
            id="French pronouns",
        ),
        pytest.param(
            "M. Paul Astier est maire de Dole. L'avocat de Paul Astier a précisé que le procès "
            "était reporté.",
            "fr",
            [None],
            id="not the person whose lawyer speaks",
        ),
        pytest.param(
            "قال وزير النقل سامي الخطيب إن الجسر مغلق. وأضاف أن العمل سيستمر، مؤكدا أن الكلفة "
            "قليلة.",
            "ar",
            ["سامي الخطيب"] * 3,
            id="Arabic verbs without a subject",
        ),
    ],
)
def test_a_speaker_is_the_person_that_the_story_names(
    body: str, language: str, persons: list[str | None]
) -> None:
    assert [person for person, _ in named(body, language)] == persons


def test_the_words_of_the_article_say_where_speaker_and_cue_stand() -> None:
    body = "The pool is cold, Mayor Ines Calder told reporters on Monday."

    (quote,) = quotes_of(body, "en")

    assert body[quote.start : quote.end] == "The pool is cold"
    assert body[quote.speaker_start : quote.speaker_end] == quote.speaker == "Mayor Ines Calder"
    assert (quote.kind, quote.cue, quote.person) == ("indirect", "told", "Ines Calder")
