"""What a person types is understood, and never an error."""

import itertools
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.model import clauses
from search_index.model.clauses import (
    NOTHING,
    And,
    Boost,
    Clause,
    DateRange,
    Every,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Value,
    Wildcard,
    Word,
)
from search_index.text.ignored import Ignored
from search_index.text.query_parser import ignored, parse
from search_index.text.query_tokens import MAX_LEAVES, plain_words, with_last_open

TODAY = date(2024, 3, 15)
A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Every()),
        ("   ", Every()),
        ("a", A),
        ("a b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a OR b c", And((Or((A, B)), C))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("-b", And((Every(), Not(B)))),
        ("NOT b", And((Every(), Not(B)))),
        ("a OR NOT b", Or((A, And((Every(), Not(B)))))),
        ("NOT NOT b", B),
        ("(a OR b) AND c", And((Or((A, B)), C))),
        ("a NOT (b OR c)", And((A, Not(Or((B, C)))))),
        ('"water clock"', Phrase(("water", "clock"))),
        ("“water clock”", Phrase(("water", "clock"))),
        ('"clock water"~5', Phrase(("clock", "water"), 5)),
        ('-"water clock"', And((Every(), Not(Phrase(("water", "clock")))))),
        ("title:oasis", Word("oasis", "title")),
        ("title:(a OR b)", Or((Word("a", "title"), Word("b", "title")))),
        ('title:"water clock"', Phrase(("water", "clock"), 0, "title")),
        ("-title:oasis", And((Every(), Not(Word("oasis", "title"))))),
        ('person:"Hind Al-Rashdi"', Value("person", "Hind Al-Rashdi")),
        ("person:rashdi", Value("person", "rashdi")),
        ("year:2020", Value("year", "2020")),
        ("person:ras*", Value("person", "ras", begun=True)),
        ("person:(Hind Al-R*)", Value("person", "Hind Al-R", begun=True)),
        ("person:(Hind Al-Rashdi", Value("person", "Hind Al-Rashdi")),
        ("a person:*", A),
        ("oas*", Prefix("oas")),
        ("Oas*", Prefix("oas")),
        ("o*is", Wildcard("o*is")),
        ("AT&T*", Phrase(("at", "t"))),
        ("R&De*", Phrase(("r", "de"), begun=True)),
        ('"water clo*"', Phrase(("water", "clo"), begun=True)),
        ('title:"the water clo*"~2', Phrase(("the", "water", "clo"), 2, "title", begun=True)),
        ('"clo*"', Prefix("clo")),
        ("water+clock", And((Word("water"), Word("clock")))),
        ("water=clock:a", And((Word("water"), Word("clock"), A))),
        ("sea+salt@harbour.example", Phrase(("sea", "salt", "harbour", "example"))),
        ("person:(vol* paul)", Value("person", "paul vol", begun=True)),
        ("date:March 2021 a", And((DateRange("2021-03-01", "2021-03-31"), A))),
        ("date:5 mars 2021", DateRange("2021-03-05", "2021-03-05")),
        ("date:2021 a", And((DateRange("2021-01-01", "2021-12-31"), A))),
        ("date:5.3.2021", DateRange("2021-03-05", "2021-03-05")),
        ("date:3.2021", DateRange("2021-03-01", "2021-03-31")),
        ("date:13/3/2021", DateRange("2021-03-13", "2021-03-13")),
        ("date:2021/3/5", DateRange("2021-03-05", "2021-03-05")),
        ("AT&amp;T", Phrase(("AT", "T"))),
        ("&quot;water clock&quot;", Phrase(("water", "clock"))),
        ("l`école", Word("l'école")),
        ("water%20clock", And((Word("water"), Word("clock")))),
        ("clock[12]", Word("clock")),
        ("https://a.example/?p=water", Phrase(("https", "a", "example", "p", "water"))),
        ("date:2021-03-01 to 2021-03-05 a", And((DateRange("2021-03-01", "2021-03-05"), A))),
        ("date:2021-03-01 TO 2021-03-05", DateRange("2021-03-01", "2021-03-05")),
        ("date:2020 - 2021", DateRange("2020-01-01", "2021-12-31")),
        ("date:2021-03-01/2021-03-05", DateRange("2021-03-01", "2021-03-05")),
        ("date:2021 to a", And((DateRange("2021-01-01", "2021-12-31"), Word("to"), A))),
        ("date:last 7 days", DateRange("2024-03-08", "2024-03-15")),
        ("date:[now-1w TO now]", DateRange("2024-03-08", "2024-03-15")),
        ("date:>=now-1y", DateRange("2023-03-16", None)),
        ("*:*", Every()),
        ("a^1000", Boost(A, 999.0)),
        ("oases~9", Fuzzy("oases", 2)),
        ("date:20210305", DateRange("2021-03-05", "2021-03-05")),
        ("PRICE OF OIL", And((Word("price"), Word("of"), Word("oil")))),
        ("THE OIL OR GAS", And((Word("the"), Or((Word("oil"), Word("gas")))))),
        ("UN TALKS", And((Word("UN"), Word("TALKS")))),
        ("o?sis", Wildcard("o?sis")),
        ("who?", Word("who")),
        ("*", Every()),
        ("oasys~", Fuzzy("oasys", 1)),
        ("oasys~2", Fuzzy("oasys", 2)),
        ("oasis^3", Boost(Word("oasis"), 3.0)),
        (
            "al zouaghi summit",
            And((Or((Word("al zouaghi"), And((Word("al"), Word("zouaghi"))))), Word("summit"))),
        ),
        ("el presidente", Or((Word("el presidente"), And((Word("el"), Word("presidente")))))),
        ("(title:oasis OR person:hind)", Or((Word("oasis", "title"), Value("person", "hind")))),
        ("a (-title:b)", And((A, Every(), Not(Word("b", "title"))))),
        ("person: hind", Value("person", "hind")),
        ("title: oasis well", And((Word("oasis", "title"), Word("well")))),
        ("Place: oasis", And((Word("Place"), Word("oasis")))),
        ('a "water clock"^2', And((A, Boost(Phrase(("water", "clock")), 2.0)))),
        ("(a OR b)^1.5 c", And((Boost(Or((A, B)), 1.5), C))),
        ("a^2b", And((Phrase(("a", "2b")),)).clauses[0]),
        ("a•b", And((A, B))),
        ("a…b", And((A, B))),
        ("a...b", And((A, B))),
        ("a、b，c", And((A, B, C))),
        ("a && b || c", Or((And((A, B)), C))),
        ("a &&", A),
        ("person:\u200fhind", Value("person", "hind")),
        ("\u202bhind\u202c", Word("hind")),
        ("02/03/2019", Phrase(("02", "03", "2019"))),
        ("https://example.org/a", Phrase(("https", "example", "org", "a"))),
        ("unknown:word", And((Word("unknown"), Word("word")))),
        ("date:2020", DateRange("2020-01-01", "2020-12-31")),
        ("date:2020-02", DateRange("2020-02-01", "2020-02-29")),
        ('date:"July 2020"', DateRange("2020-07-01", "2020-07-31")),
        ('date:"mars 2021"', DateRange("2021-03-01", "2021-03-31")),
        ('date:"last month"', DateRange("2024-02-01", "2024-02-29")),
        ('date:"last year"', DateRange("2023-01-01", "2023-12-31")),
        ("date:yesterday", DateRange("2024-03-14", "2024-03-14")),
        ("date:[2020 TO 2021]", DateRange("2020-01-01", "2021-12-31")),
        ("date:[* TO 2021-05]", DateRange(None, "2021-05-31")),
        ("date:>2020", DateRange("2021-01-01", None)),
        ("date:2019..2020-06", DateRange("2019-01-01", "2020-06-30")),
        ("date:2019-2020", DateRange("2019-01-01", "2020-12-31")),
        ("date:=2020-02", DateRange("2020-02-01", "2020-02-29")),
        ("date:> 2020", DateRange("2021-01-01", None)),
        ('date:<="July 2020"', DateRange(None, "2020-07-31")),
        ("date:[2020 to 2021]", DateRange("2020-01-01", "2021-12-31")),
        ("date:[2020 TO 2021", DateRange("2020-01-01", "2021-12-31")),
        ("a -date:[2020 TO 2021]", And((A, Not(DateRange("2020-01-01", "2021-12-31"))))),
        ("year:[2020 TO 2021]", DateRange("2020-01-01", "2021-12-31")),
        ("year:>=2020", DateRange("2020-01-01", None)),
        ("month:2020-02..2020-04", DateRange("2020-02-01", "2020-04-30")),
        ("(date:2020)", DateRange("2020-01-01", "2020-12-31")),
        # what does not fit is read as the words it holds
        ("a AND", And((A, Word("AND")))),
        ("OR", Word("OR")),
        ("AND OR NOT", And((Word("AND"), Word("OR"), Word("NOT")))),
        ("(a b", And((A, B))),
        ("a) b", And((A, B))),
        ("))((", NOTHING),
        ('"a b', And((A, B))),
        ("title:", Word("title")),
        ("date:nonsense", NOTHING),
        ("😀", NOTHING),
        ("-", NOTHING),
        ("- a", A),
        ('""', NOTHING),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: Clause) -> None:
    assert parse(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a b", Or((A, B))),
        ("a b -c", And((Or((A, B)), Not(C)))),
        ("a AND b c", Or((And((A, B)), C))),
    ],
)
def test_any_word_is_enough_when_asked_so(typed: str, meant: Clause) -> None:
    assert parse(typed, match="any", today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "part", "reason"),
    [
        ("a date:[2021 TO 2020]", "date:[2021 TO 2020]", "It begins after it ends."),
        ("a year:2021..2019", "year:2021..2019", "It begins after it ends."),
        ("a date:[2020 TO soon", "date:[2020 TO soon", "“soon” is not a date."),
        ("a date:32/13/2021", "date:32/13/2021", "“32/13/2021” is not a date."),
        ("a date:2021/13", "date:2021/13", "“2021/13” is not a date."),
        ("a year:20", "year:20", "“20” is not a year."),
        ("a -month:2021-13", "month:2021-13", "“2021-13” is not a month."),
        ("a date:<2020-13", "date:<2020-13", "“<2020-13” is not a date."),
        (
            "persons:a",
            "persons:",
            "There is no field “persons”: read as words. Did you mean “person:”?",
        ),
        (
            "(org:a)",
            "org:",
            "There is no field “org”: read as words. Did you mean “organization:”?",
        ),
        ('"wat* clock"', '"wat* clock"', "In quotes a star counts at the end only."),
        (
            "before:2021",
            "before:",
            "There is no field “before”: read as words. Did you mean “date:<”?",
        ),
        ("xyzzy:a", "xyzzy:", "There is no field “xyzzy”: read as words."),
    ],
)
def test_what_could_not_be_used_is_told_with_what_may_have_been_meant(
    typed: str, part: str, reason: str
) -> None:
    assert ignored(typed, today=TODAY) == (Ignored(part, reason),)


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("oil pri", "oil (pri OR pri*)"),
        ('"oil pri', '"oil (pri OR pri*)'),
        ("“oil pri", "“oil (pri OR pri*)"),
        ('"pri', '"(pri OR pri*)'),
        ('"oil" pri', '"oil" (pri OR pri*)'),
        ('"oil price"', '"oil price"'),
        ("oil AND", "oil AND"),
        ("AT&T", "AT&T"),
        ("AT&Tel", "(AT&Tel OR AT&Tel*)"),
        ("oil,pri", "(oil,pri OR oil,pri*)"),
        ("oil person:vol", "oil person:vol*"),
        ("person:(Paul Vol", "person:(Paul Vol*"),
        ('person:"Paul Vol"', 'person:"Paul Vol"'),
        ("year:20", "year:20"),
        ("C+", "(C+ OR C+*)"),
    ],
)
def test_the_last_word_of_someone_who_is_typing_may_go_on(typed: str, opened: str) -> None:
    assert with_last_open(typed) == opened


def _leaves(clause: Clause) -> int:
    if isinstance(clause, And | Or):
        return sum(_leaves(inner) for inner in clause.clauses)
    if isinstance(clause, Not | Boost):
        return _leaves(clause.clause)
    return 0 if isinstance(clause, Every) else 1


PIECES = st.sampled_from(
    [
        "[2020 TO",
        "*",
        "?",
        "^",
        "\x00",
        "\ud800",
        "😀",
        "é",
        "من",
        " ",
        "\\",
        "/",
        "a",
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        '"',
        "-",
        "~2",
        "title:",
        "person:",
        "date:",
    ]
)


@given(st.text(max_size=200) | st.lists(PIECES, max_size=40).map(" ".join))
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    for match in ("all", "any"):
        clause = parse(typed, match=match, today=TODAY)  # type: ignore[arg-type]
        assert isinstance(clause, get_args(clauses.Clause))
        assert _leaves(clause) <= 2 * MAX_LEAVES


@pytest.mark.parametrize(
    "typed",
    [
        "(" * 10_000,
        "a " * 5_000,
        '"' * 10_000,
        "NOT " * 2_500 + "a",
        # On these a pattern that looks again at what it has seen would not come back.
        "date:[" + " " * 100_000,
        "date:[" + " TO " * 25_000,
        "date:[ " * 15_000,
        "a*" + "!" * 100_000 + "a",
        "al" + " " * 100_000 + "1",
        "person:" + "[" * 100_000,
    ],
    ids=lambda typed: typed[:10],
)
def test_a_very_long_query_is_answered_too(typed: str) -> None:
    assert _leaves(parse(typed, today=TODAY)) <= MAX_LEAVES
    assert len(list(plain_words(typed))) <= 512


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("harbour museum?", ["harbour", "museum"]),
        ("harbour OR (museum AND ferry)", ["harbour", "museum", "ferry"]),
        ("harbour -museum NOT ferry -title:boat", ["harbour"]),
        ("harb* h?rbour harbur~1 date:2020", []),
        ("title:harbour year:2020 date:[may TO june]", ["harbour"]),
        ('person:"Ilse Brandt" language:en', ["Ilse", "Brandt"]),
        ('“old harbour” -"new museum" "one', ["old", "harbour", "one"]),
    ],
)
def test_only_words_that_are_wanted_as_typed_have_a_spelling(typed: str, plain: list[str]) -> None:
    assert [typed[start:end] for start, end in plain_words(typed)] == plain


@given(st.text(st.sampled_from('ab "()-+:*?~[]\x00é م😀ANDOTtitle')))
def test_plain_words_stand_in_the_text_one_behind_the_other(typed: str) -> None:
    spans = list(plain_words(typed))
    assert all(first < last for first, last in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
