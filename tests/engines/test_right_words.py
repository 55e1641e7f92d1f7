"""What is asked finds the words that were meant, in whatever language, from every engine."""

from __future__ import annotations

import pytest

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.model.query import Query
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article, fill

ARCHIVE = (
    article("Talks", "The UN met; nobody told us. Who knows what the U.S. wants?"),
    article("Health", "The WHO praised the AI lab of AT&T, and the lab at the lake."),
    article("Tea", "The price of green tea rose. Tea prices are what traders watch."),
    article("N'Golo has covid-19", "He rests."),
    article(
        "War",
        "A war at sea.",
        authors=("Jane Miller",),
        outlet="The Lake Post",
        persons=("Paul Volcker", "J. K. Rowling"),
    ),
    article("Un seul", "Un seul port, et on n'ai pas su qui. Le prix de l'or.", language="fr"),
    article("ONU", "L'ONU et le UN. Une école, un car.", language="fr"),
    article("Haus", "Neue Häuser am Hafen. Es war das alte Haus.", language="de"),
    article("Barrio", "Los niños juegan; las mujeres y las elecciones.", language="es"),
    article("Scuola", "Le scuole dell'isola, un'altra città.", language="it"),
    article("Eleições", "As eleições e os jornais.", language="pt"),
    article("Порт", "Новый корабль вошёл в порт.", language="ru"),
    article("Schepen", "De schepen liggen in de haven.", language="nl"),
    article("مدرسة", "وصلوا فللمدرسة باب.", language="ar", persons=("عبد الرحمن السالم",)),
)


@pytest.fixture(params=["whoosh", "opensearch", "plain"], scope="module")
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    engine = open_engine(settings_for(request.param, tmp_path_factory.mktemp("index")))
    fill(engine, *ARCHIVE)
    return engine.searcher()


def found(searcher: Searcher, text: str) -> tuple[set[str], set[str]]:
    """The titles found, and the words marked."""
    hits = searcher.search(Query(text=text, match="all", per_page=20, typo=False)).hits
    pieces = [piece for hit in hits for each in hit.highlights.values() for piece in each]
    marked = {piece.text[start:end].lower() for piece in pieces for start, end in piece.offsets}
    return {hit.article.title for hit in hits}, marked


@pytest.mark.parametrize(
    ("text", "titles", "marks"),
    [
        ("UN", {"Talks", "ONU"}, {"un"}),
        ("US", {"Talks"}, {"u.s"}),
        ("WHO", {"Health"}, {"who"}),
        ("AI lab", {"Health"}, {"ai", "lab"}),
        ('UN "u.s. wants"', {"Talks"}, {"un", "u.s. wants"}),
        ("car", {"ONU"}, {"car"}),
        ("war", {"War"}, {"war"}),
    ],
)
def test_a_word_in_capitals_is_no_function_word_of_another_language(
    searcher: Searcher, text: str, titles: set[str], marks: set[str]
) -> None:
    assert found(searcher, text) == (titles, marks)


@pytest.mark.parametrize(
    "text",
    [
        "What's the price of tea",
        "what’s the price of tea?",
        "whats the price of tea",
        "WHAT IS THE PRICE OF TEA?",
        "isn't that the tea price",
        "it's the price, they've the tea",
    ],
)
def test_contractions_and_shouted_questions_ask_for_their_words_alone(
    searcher: Searcher, text: str
) -> None:
    assert found(searcher, text) == ({"Tea"}, {"price", "prices", "tea"})


@pytest.mark.parametrize("text", ["qu'est-ce que le prix de l'or", "QUEL EST LE PRIX DE L’OR ?"])
def test_a_french_question_asks_for_its_words_alone(searcher: Searcher, text: str) -> None:
    assert found(searcher, text) == ({"Un seul"}, {"prix", "or"})


@pytest.mark.parametrize(
    ("text", "title", "marks"),
    [
        ("Haus", "Haus", {"haus", "häuser"}),
        ("Hauses", "Haus", {"haus", "häuser"}),
        ("niño", "Barrio", {"niños"}),
        ("la mujer", "Barrio", {"mujeres"}),
        ("elección", "Barrio", {"elecciones"}),
        ("scuola", "Scuola", {"scuola", "scuole"}),
        ("isola", "Scuola", {"isola"}),
        ("eleição", "Eleições", {"eleições"}),
        ("jornal", "Eleições", {"jornais"}),
        ("корабли", "Порт", {"корабль"}),
        ("новые", "Порт", {"новый"}),
        ("haven", "Schepen", {"haven"}),
        ("مدرسة", "مدرسة", {"مدرسة"}),
    ],
)
def test_forms_of_a_word_meet_in_articles_of_their_language(
    searcher: Searcher, text: str, title: str, marks: set[str]
) -> None:
    assert found(searcher, text) == ({title}, marks)


@pytest.mark.parametrize(
    ("text", "titles", "marks"),
    [
        ('"green te*"', {"Tea"}, {"green tea"}),
        ('"tea pri*"', {"Tea"}, {"tea prices"}),
        ('"price of gr*"', {"Tea"}, {"price of green"}),
        ('"at t*"', {"Health"}, {"at&t", "at the"}),
        ("AT&T*", {"Health"}, {"at&t"}),
        ('-"green te*" price', set(), set()),
        ('"tea gr*"', set(), set()),
    ],
)
def test_the_last_word_of_a_phrase_may_go_on(
    searcher: Searcher, text: str, titles: set[str], marks: set[str]
) -> None:
    assert found(searcher, text) == (titles, marks)


@pytest.mark.parametrize(
    ("prefix", "value"),
    [
        ("volcker p", "Paul Volcker"),
        ("Paul V", "Paul Volcker"),
        ("k. row", "J. K. Rowling"),
        ("عبدالر", "عبد الرحمن السالم"),
        ("الرحمن الس", "عبد الرحمن السالم"),
        ("سال", "عبد الرحمن السالم"),
    ],
)
def test_a_value_is_begun_by_any_of_its_words(searcher: Searcher, prefix: str, value: str) -> None:
    assert [v.value for v in searcher.facet(Query(), "person", prefix=prefix)] == [value]
    assert value in [each.text for each in searcher.suggest(prefix) if each.kind == "person"]


@pytest.mark.parametrize("typed", ["AT&", "covid-1", "golo", "has covid-19 g"])
def test_a_title_is_completed_by_the_words_that_are_joined_in_it(
    searcher: Searcher, typed: str
) -> None:
    titles = [each.text for each in searcher.suggest(typed) if each.kind == "title"]
    assert titles == (["N'Golo has covid-19"] if typed != "AT&" else [])


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("author:mil", 'author:"Jane Miller"'),
        ("sea author:miller j", 'sea author:"Jane Miller"'),
        ('-outlet:"lake p', '-outlet:"The Lake Post"'),
    ],
)
def test_the_value_of_a_field_is_completed_as_it_is_asked_for(
    searcher: Searcher, typed: str, line: str
) -> None:
    assert [each.text for each in searcher.suggest(typed)] == [line]


def test_a_finished_function_word_is_not_opened_while_somebody_types(searcher: Searcher) -> None:
    hits = searcher.ask(Query(text="tea of", prefix="last", match="all"))
    assert [hit.article.title for hit in hits.hits] == ["Tea"]


def test_no_word_is_offered_that_no_article_has_with_those_before(searcher: Searcher) -> None:
    assert [each for each in searcher.suggest("green w") if each.kind == "word"] != []
    assert [each for each in searcher.suggest("juegan s") if each.kind == "word"] == []
