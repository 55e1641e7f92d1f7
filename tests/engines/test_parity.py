"""The OpenSearch engine against the Whoosh engine: the same archive, the same questions."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from search_index import open_engine
from search_index.engines.base import Engine, Searcher
from search_index.model.article import Article, Source
from search_index.model.hits import Hits
from search_index.model.query import FACET_FIELDS, Query
from search_index.settings import Settings
from tests.engines.opensearch import opensearch_url

WORDS = """
    harbour harbours ship ships shipping storm stormy school schools captain port ports
    re-engineered well-known well known Al-Malik AlMalik al Malik Almalik O'Brien l'eau d'accord
    École école naïve 3.5 1,000 2020 U.N. UNESCO the of and in le la المالك مالك والمدرسة
    المدرسة مدرسة 東京 東京都 Odessa's OXO-Russia x9 nation nations nationale
    """.split()  # noqa: SIM905
PERSONS = ("Ann Lee", "ANN LEE", "Bo Chan", "Salim Al-Malik", "Émile Zola", "سالم المالك")
PLACES = ("Odessa", "Varna", "Tunis", "New York")
ORGANIZATIONS = ("World Heritage Fund (WHF)", "Harbour Trust", "Union (UN)")
DATES = (None, "2019", "2020", "2020-05", "2020-05-06", "2021-02", "2021-03-04")


def archive(size: int) -> list[Article]:
    """Articles of words in every order, some of them copies of others."""
    chance = random.Random(7)
    made: list[Article] = []
    for number in range(size):
        date = chance.choice(DATES)
        original = chance.choice(made) if made and chance.random() < 0.15 else None
        made.append(
            Article(
                id=f"{number:016x}",
                source=Source(page=f"page {number // 3}.txt", position=number % 3),
                title=" ".join(chance.choices(WORDS, k=chance.randint(0, 4))),
                body=" ".join(chance.choices(WORDS, k=chance.randint(0, 30))),
                language=chance.choice(("en", "en", "fr", "ar")),
                date=date,
                date_precision=None
                if date is None
                else ("year", "month", "day")[len(date) // 3 - 1],
                persons=tuple(chance.sample(PERSONS, chance.randint(0, 2))),
                places=tuple(chance.sample(PLACES, chance.randint(0, 2))),
                organizations=tuple(chance.sample(ORGANIZATIONS, chance.randint(0, 1))),
                duplicate_of=original and (original.duplicate_of or original.id),
            )
        )
    return made


def fill(engine: Engine, articles: list[Article]) -> None:
    """The archive in three runs: most of it, changes and removals, and a few more."""
    with engine.writer(full=True) as writer:
        for article in articles:
            writer.add(article)
    with engine.writer() as writer:
        writer.delete_page("page 3.txt")
        for article in articles[20:26]:
            writer.add(replace(article, body=article.body + " captain"))
        writer.delete(articles[0].id)
    with engine.writer() as writer:
        writer.add(replace(articles[9], title="Late harbour"))
        writer.add(replace(articles[9], title="Latest harbour"))


@pytest.fixture(scope="module", params=["opensearch", "plain"])
def searchers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Searcher, Searcher]]:
    here = Settings.from_environment({}, index_dir=tmp_path_factory.mktemp("parity") / "index")
    there = replace(here, engine=request.param, index_dir=here.index_dir / "other")
    if request.param == "opensearch":
        there = replace(there, opensearch_url=opensearch_url(), opensearch_index="parity")
    engines = [open_engine(each) for each in (here, there)]
    articles = archive(120)
    for engine in engines:
        fill(engine, articles)
    one, other = (engine.searcher() for engine in engines)
    yield one, other
    one.close()
    other.close()


word = st.sampled_from(WORDS)
part = st.one_of(
    word,
    word,
    st.lists(word, min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.tuples(word, word, st.integers(0, 4)).map(lambda p: f'"{p[0]} {p[1]}"~{p[2]}'),
    word.map(lambda text: f"-{text}"),
    word.map(lambda text: f"title:{text}"),
    word.map(lambda text: f"body:{text}"),
    word.map(lambda text: f"{text[:3]}*"),
    st.sampled_from(["*ool", "s?ip", "h*r*s", "captan~", "scool~1", "?", "harbuor", "shcools"]),
    st.sampled_from(["person:almalik", 'person:"ann lee"', "organization:WHF", "place:varna"]),
    st.sampled_from(["date:2020", "date:[2020 TO 2021-02]", "year:2020", "language:fr"]),
    st.sampled_from(["OR", "AND", "NOT", "(", ")"]),
)
texts = st.lists(part, max_size=4).map(" ".join)
values = {
    "person": PERSONS,
    "place": PLACES,
    "organization": ORGANIZATIONS,
    "year": ("2020", "2021"),
    "month": ("2020-05", "1999-01"),
    "language": ("en", "ar", "xx"),
    "source": ("page 4.txt", "page 5.txt", "none.txt"),
}
chosen = st.dictionaries(st.sampled_from(sorted(values)), st.none(), max_size=2).flatmap(
    lambda names: st.fixed_dictionaries(
        {n: st.lists(st.sampled_from(values[n]), max_size=2, unique=True).map(tuple) for n in names}
    )
)
queries = st.builds(
    Query,
    text=texts,
    match=st.sampled_from(["auto", "all", "any"]),
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    date_from=st.sampled_from([None, None, "2020", "2020-05", "2020-05-06"]),
    date_to=st.sampled_from([None, None, None, "2020", "2020-05", "2021-02"]),
    missing_date=st.sampled_from([False, False, False, True]),
    include=chosen,
    exclude=chosen,
    facets=st.just(FACET_FIELDS),
    facet_size=st.sampled_from([3, 100]),
    typo=st.booleans(),
    collapse=st.booleans(),
    per_page=st.just(200),
)


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=queries)
def test_both_engines_find_count_and_mark_the_same(
    searchers: tuple[Searcher, Searcher], query: Query
) -> None:
    one, other = (searcher.search(query) for searcher in searchers)
    assert _told(one, query) == _told(other, query)


def _told(hits: Hits, query: Query) -> dict[str, object]:
    """What must agree: all but scores, and the order where it comes from scores."""
    ids = [hit.article.id for hit in hits.hits]
    by_score = query.sort == "relevance" and query.text.strip()
    copies = query.collapse and by_score
    return {
        "total": hits.total,
        "relaxed": hits.relaxed,
        "all words": hits.total_all_words,
        "corrected": hits.corrected,
        "stories": sorted(hit.article.duplicate_of or hit.article.id for hit in hits.hits),
        "similar": sorted(hit.similar for hit in hits.hits),
        "hits": None if copies else sorted(ids) if by_score else ids,
        "marks": None
        if copies
        else sorted(
            (hit.article.id, name, [(s.start, s.offsets) for s in found])
            for hit in hits.hits
            for name, found in hit.highlights.items()
        ),
        "facets": hits.facets,
    }


def test_both_engines_export_the_same_in_the_same_order(
    searchers: tuple[Searcher, Searcher],
) -> None:
    for collapse, sort in itertools.product((True, False), ("newest", "oldest")):
        query = Query(text="harbour", sort=sort, collapse=collapse)  # type: ignore[arg-type]
        one, other = (list(searcher.export(query)) for searcher in searchers)
        assert one
        assert one == other


@pytest.mark.parametrize("prefix", ["", "a", "al", "mal", "z", "مال", "w"])
def test_both_engines_find_the_same_values_of_a_facet(
    searchers: tuple[Searcher, Searcher], prefix: str
) -> None:
    for name in FACET_FIELDS:
        one, other = (s.facet(Query(), name, prefix=prefix, size=50) for s in searchers)
        assert one == other


def test_both_engines_count_the_same(searchers: tuple[Searcher, Searcher]) -> None:
    one, other = (searcher.stats() for searcher in searchers)
    assert (one.articles, one.pages, one.languages) == (
        other.articles,
        other.pages,
        other.languages,
    )
    assert (one.first_date, one.last_date) == (other.first_date, other.last_date)
