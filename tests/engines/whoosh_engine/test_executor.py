"""The executor over arrays against Whoosh's own searcher on the same index.

Whoosh answers through the codec, posting by posting, with a collector that keeps every
document: `limit=10` would lose some (it skips blocks by a bound that is too low).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from whoosh import query
from whoosh.index import open_dir
from whoosh.searching import Searcher

from search_index.engines.whoosh.engine import WhooshEngine
from search_index.engines.whoosh.read.combined import CombinedTerm
from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.evaluate import Execution
from search_index.engines.whoosh.read.scoring import Weighting
from search_index.engines.whoosh.read.selection import Order, evaluate, select
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.engines.whoosh.write import writer as writer_module
from search_index.model.article import Article, Source
from search_index.text.analysis import query_terms

WORDS = ["sea", "seas", "see", "ship", "ships", "shipping", "al Nur", "Al-Nur", "well-known", "x9"]
NAMES = ["Ann Lee", "ann lee", "Bo Chan", "École"]
TERMS = ["sea", "seas", "see", "ship", "ships", "alnur", "nur", "al", "well", "known", "wellknown"]
STEMS = ["sea", "see", "ship", "alnur", "known", "zzz"]
FIELDS = ["title", "body"]


@st.composite
def articles(draw: st.DrawFn, number: int) -> Article:
    text = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
    long = draw(st.sampled_from([0, 0, 0, 0, 260]))
    return Article(
        id=f"{draw(st.integers(0, 30)):02d}",
        source=Source(page=f"{number}.txt", position=0),
        title=draw(text),
        body=draw(text) + " sea" * long,
        language=draw(st.sampled_from(["en", "fr", "ar"])),
        date=draw(st.sampled_from([None, "2020", "2020-05", "2020-05-06", "2021-01-01"])),
        persons=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))),
    )


@st.composite
def archives(draw: st.DrawFn) -> list[tuple[list[Article], list[str]]]:
    """Sessions: the articles that each adds, and the ids that it deletes."""
    sessions = []
    for session in range(draw(st.integers(1, 3))):
        added = [draw(articles(session * 10 + n)) for n in range(draw(st.integers(1, 9)))]
        deleted = [f"{draw(st.integers(0, 30)):02d}" for _ in range(draw(st.integers(0, 3)))]
        sessions.append((added, deleted))
    return sessions


boosts = st.sampled_from([1.0, 0.5, 2.0])
exact = st.builds(query.Term, st.sampled_from(FIELDS), st.sampled_from(TERMS), boosts)
stems = st.builds(
    query.Term, st.sampled_from(["title_stem", "body_stem"]), st.sampled_from(STEMS), boosts
)
names = st.builds(query.Term, st.just("person"), st.sampled_from(["ann lee", "ecole", "z"]))
phrases = st.builds(
    lambda field, words, slop, boost: query.Phrase(field, words, slop=slop, boost=boost),
    st.sampled_from(FIELDS),
    st.lists(st.sampled_from(TERMS), min_size=2, max_size=3),
    st.integers(1, 3),
    boosts,
)
expanding = st.one_of(
    st.builds(query.Prefix, st.sampled_from(FIELDS), st.sampled_from(["s", "se", "sh", "q"])),
    st.builds(query.Wildcard, st.sampled_from(FIELDS), st.sampled_from(["s*s", "?ea*", "*"])),
    st.builds(
        lambda field, word, edits, prefix: query.FuzzyTerm(
            field, word, maxdist=edits, prefixlength=prefix
        ),
        st.sampled_from(FIELDS),
        st.sampled_from(["sae", "seaa", "ship", "hsip"]),
        st.integers(1, 2),
        st.integers(0, 2),
    ),
    st.builds(
        query.NumericRange,
        st.just("first_day"),
        st.sampled_from([None, 737_425, 737_791]),
        st.sampled_from([None, 737_551, 737_791]),
    ),
)
constants = st.builds(query.ConstantScoreQuery, expanding, st.sampled_from([1.0, 3.0]))
leaves = st.one_of(exact, stems, names, phrases, constants, st.builds(query.Every))


def compounds(inner: st.SearchStrategy[query.Query]) -> st.SearchStrategy[query.Query]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        st.builds(lambda parts, boost: query.Or(parts, boost=boost), several, boosts),
        st.builds(lambda parts, boost: query.And(parts, boost=boost), several, boosts),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(query.AndNot, inner, inner),
    )


queries = st.recursive(leaves, compounds, max_leaves=6)


def build(folder: Path, sessions: list[tuple[list[Article], list[str]]]) -> Snapshot:
    engine = WhooshEngine(folder)
    for added, deleted in sessions:
        with engine.writer() as writer:
            for article in added:
                writer.add(article)
            for article_id in deleted:
                writer.delete(article_id)
    return engine.searcher().reader.state


def ours(snapshot: Snapshot, q: query.Query) -> dict[int, float]:
    found = evaluate(Execution(snapshot, Clock(None)), q)
    selection = select(snapshot, found, [], Order("relevance"))
    numbers, scores = selection.top(snapshot, snapshot.documents)
    return dict(zip(numbers.tolist(), scores.tolist(), strict=True))


def whooshs(searcher: Searcher, q: query.Query) -> dict[int, float]:
    """What Whoosh finds. Trees with an `AndNot` (it lets the first document through where the
    unwanted part has an earlier one) or an `AndMaybe` (inside an `And` it can lose the score
    of its second part) are put together by hand from what Whoosh finds for the parts."""
    if not any(isinstance(part, query.AndNot | query.AndMaybe) for part in parts_of(q)):
        return {number: score for score, number in searcher.search(q, limit=None).top_n}
    found = [whooshs(searcher, part) for part in q.subqueries]
    if isinstance(q, query.AndNot):
        return {number: score for number, score in found[0].items() if number not in found[1]}
    if isinstance(q, query.Or):
        numbers = set().union(*found)
    else:
        numbers = set(found[0]).intersection(*(found if isinstance(q, query.And) else []))
    return {n: q.boost * sum(each.get(n, 0.0) for each in found) for n in numbers}


def parts_of(q: query.Query) -> Iterator[query.Query]:
    yield q
    for part in getattr(q, "subqueries", ()):
        yield from parts_of(part)


@given(sessions=archives(), asked=st.lists(queries, min_size=1, max_size=8), merging=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_query_finds_the_documents_and_scores_that_whooshs_own_searcher_finds(
    sessions: list[tuple[list[Article], list[str]]], asked: list[query.Query], merging: bool
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        if not merging:
            patch.setattr(writer_module, "choose", lambda *_, **__: [])
        snapshot = build(Path(name), sessions)
        with open_dir(name).searcher(weighting=Weighting()) as searcher:
            for q in asked:
                assert ours(snapshot, q) == pytest.approx(whooshs(searcher, q), rel=1e-5), q


def test_the_length_of_a_field_and_a_long_run_of_one_word_score_as_in_whoosh(
    tmp_path: Path,
) -> None:
    texts = ["sea", "sea " * 300, "sea " * 254, "sea " * 255, "ship sea " * 4000, "ship"]
    sessions = [
        (
            [
                Article(
                    id=str(n), source=Source(page="p", position=n), title="", body=text,
                    language="en",
                )
                for n, text in enumerate(texts)
            ],
            [],
        )
    ]  # fmt: skip
    snapshot = build(tmp_path, sessions)
    with open_dir(str(tmp_path)).searcher(weighting=Weighting()) as searcher:
        for q in (query.Term("body", "sea"), query.Term("body_stem", "sea/en")):
            found = ours(snapshot, q)
            assert len(found) == 5
            assert found == pytest.approx(whooshs(searcher, q), rel=1e-5)
            rare = query.And([query.Term("body", "ship"), q])
            assert ours(snapshot, rare) == pytest.approx(whooshs(searcher, rare), rel=1e-5)


def test_top_hits_are_the_first_of_all_hits_with_ties_in_order_of_number(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    articles = [
        Article(
            id=str(n),
            source=Source(page="p", position=n),
            title="",
            body=" ".join(rng.choice(["sea", "ship", "sun"], 3)),
            language="en",
        )
        for n in range(300)
    ]
    snapshot = build(tmp_path, [(articles[:200], ["7", "9"]), (articles[200:], ["205"])])
    q = query.Or([query.Term("body", "sea"), query.Term("body", "ship")])
    selection = select(
        snapshot, evaluate(Execution(snapshot, Clock(None)), q), [], Order("relevance")
    )
    everything, _ = selection.top(snapshot, selection.total)
    ranked = sorted(ours(snapshot, q).items(), key=lambda pair: (-pair[1], pair[0]))
    assert everything.tolist() == [number for number, _ in ranked]
    for size in (1, 10, 57):
        assert selection.top(snapshot, size)[0].tolist() == everything[:size].tolist()


def test_a_word_that_a_question_tries_in_several_ways_is_looked_up_once(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    with engine.writer() as writer:
        writer.add(Article(id="a", source=Source(page="a", position=0), title="", body="sea ship"))
    execution = Execution(engine.searcher().reader.state, Clock(None))
    word = CombinedTerm([("title_stem", "sea"), ("body_stem", "sea")])
    ((first,), (second,)) = (
        evaluate(execution, CombinedTerm(word.terms_, boost)) for boost in (1.0, 1.0)
    )
    (twice,) = evaluate(execution, CombinedTerm(word.terms_, 2.0))
    assert first is second
    assert twice.documents.tolist() == [0]
    assert twice.scores.tolist() == [2 * score for score in first.scores.tolist()]


def stems_of(word: str, *languages: str) -> list[tuple[str, str]]:
    found = query_terms(word, languages).stems
    return [(f"{name}_stem", each) for each in found for name in FIELDS]


combined = st.builds(
    lambda terms, boost: CombinedTerm(tuple(terms), boost),
    st.one_of(
        st.sampled_from(TERMS).map(lambda word: stems_of(word, "en", "fr", "ar")),
        st.sampled_from(TERMS).map(lambda word: [(name, word) for name in FIELDS]),
    ),
    boosts,
)
with_words = st.recursive(st.one_of(combined, combined, leaves), compounds, max_leaves=6)


def by_parts(snapshot: Snapshot, q: query.Query) -> dict[int, float]:
    """What a query finds, put together by hand from what it finds for its words."""
    if not isinstance(q, query.And | query.Or):
        return ours(snapshot, q)
    found = [by_parts(snapshot, part) for part in q.subqueries]
    numbers = set().union(*found)
    if isinstance(q, query.And):
        numbers = numbers.intersection(*found)
    return {n: q.boost * sum(each.get(n, 0.0) for each in found) for n in numbers}


@given(
    sessions=archives(),
    asked=st.lists(with_words, min_size=1, max_size=8),
    wanted=st.sets(st.integers(0, 30)),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_words_together_and_among_some_articles_only_score_as_they_do_by_themselves(
    sessions: list[tuple[list[Article], list[str]]], asked: list[query.Query], wanted: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        snapshot = build(Path(name), sessions)
        among = [
            np.array([d for d in range(s.documents) if s.base + d in wanted], np.int64)
            for s in snapshot.segments
        ]
        for q in asked:
            every = by_parts(snapshot, q)
            assert ours(snapshot, q) == pytest.approx(every, rel=1e-5), q
            found: dict[int, float] = {}
            parts = evaluate(Execution(snapshot, Clock(None)), q, among)
            for segment, part in zip(snapshot.segments, parts, strict=True):
                numbers = (part.documents + segment.base).tolist()
                found |= zip(numbers, part.scores.tolist(), strict=True)
            some = {number: score for number, score in found.items() if number in wanted}
            assert some == pytest.approx({n: every[n] for n in every if n in wanted}, rel=1e-5), q
            assert found.keys() <= every.keys()


def test_a_word_in_many_texts_and_few_titles_is_found_in_both_with_other_words(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(8)
    articles = [
        Article(
            id=str(n),
            source=Source(page="p", position=n),
            title="sea" if n % 40 == 7 else "ship" if n % 40 == 9 else "",
            body=" ".join(rng.choice(["sea", "ship", "sun", "sand"], rng.integers(1, 4))),
            language="en",
        )
        for n in range(400)
    ]
    snapshot = build(tmp_path, [(articles, [])])
    words = [CombinedTerm(stems_of(word, "en")) for word in ("sea", "ship")]
    for q in (query.And(words), query.Or(words), *words):
        assert ours(snapshot, q) == pytest.approx(by_parts(snapshot, q), rel=1e-5)
    has = {n for n, a in enumerate(articles) if "sea" in (*a.body.split(), a.title)}
    both = has & {n for n, a in enumerate(articles) if "ship" in (*a.body.split(), a.title)}
    assert has == ours(snapshot, words[0]).keys()
    assert both == ours(snapshot, query.And(words)).keys()
