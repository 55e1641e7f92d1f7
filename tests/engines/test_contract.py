"""What every engine owes, whatever it is made of."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search_index.engines.base import Engine
from search_index.errors import IndexLocked, IndexMissing
from search_index.model.article import Article, Source, article_id
from search_index.model.hits import FacetValue
from search_index.model.query import Query
from search_index.model.quote import Quote
from search_index.model.sentences import LongSentences
from tests.engines.conftest import OpenEngine


def article(name: str, body: str = "", **fields: Any) -> Article:
    page = fields.pop("page", f"{name}.txt")
    values = {"title": name, "language": "en", **fields}
    return Article(
        id=article_id(page, name), source=Source(page=page, position=0), body=body, **values
    )


HARBOUR = article(
    "Harbour reopens",
    "The harbour of Odessa reopened after the storm. Ships came in at noon.",
    date="2021-03-04",
    date_precision="day",
    persons=("Ann Lee", "Bo Chan"),
    places=("Odessa",),
)
STORM = article(
    "Storm over the coast",
    "A storm closed every harbour and the school of Varna.",
    date="2021-02",
    date_precision="month",
    persons=("Ann Lee",),
    places=("Varna",),
)
SCHOOL = article(
    "New school",
    "Children of Varna have a new school; the harbour is near.",
    date="2020",
    date_precision="year",
    persons=("Bo Chan",),
    places=("Varna",),
)
UNDATED = article("Recipes", "Soup and bread.", language="fr")
ARCHIVE = (HARBOUR, STORM, SCHOOL, UNDATED)


def fill(engine: Engine, *articles: Article, full: bool = False) -> None:
    with engine.writer(full=full) as writer:
        for each in articles:
            writer.add(each)


def titles(engine: Engine, query: Query) -> list[str]:
    return [hit.article.title for hit in engine.searcher().search(query).hits]


@pytest.fixture
def archive(engine: Engine) -> Engine:
    fill(engine, *ARCHIVE)
    return engine


def test_an_index_that_was_never_made_is_missing_and_has_no_articles(engine: Engine) -> None:
    with pytest.raises(IndexMissing, match="python -m indexer"):
        engine.searcher()
    assert list(engine.article_ids()) == []


def test_an_article_comes_back_as_it_went_in(archive: Engine) -> None:
    assert archive.searcher().article(HARBOUR.id) == HARBOUR
    assert archive.searcher().article("none") is None


def test_all_words_must_be_there_unless_any_is_asked_for(archive: Engine) -> None:
    assert set(titles(archive, Query(text="harbour storm", match="all"))) == {
        HARBOUR.title,
        STORM.title,
    }
    assert len(titles(archive, Query(text="harbour storm soup", match="any"))) == 4
    assert titles(archive, Query(text="harbour storm soup", match="all")) == []


def test_auto_falls_back_to_any_word_and_says_so(archive: Engine) -> None:
    hits = archive.searcher().search(Query(text="soup storm"))
    assert hits.relaxed
    assert hits.total == 3


def test_the_counts_of_values_are_those_of_searches_for_each_alone(archive: Engine) -> None:
    copy = article("Harbour again", persons=("Ann Lee",), duplicate_of=HARBOUR.id)
    other = article("Copy of none", persons=("Bo Chan",), duplicate_of="0" * 16)
    fill(archive, copy, other)
    searcher = archive.searcher()
    values = [("person", "Ann Lee"), ("person", "bo chan"), ("place", "Odessa"), ("place", "X")]
    alone = [searcher.search(Query(include={name: (value,)})).total for name, value in values]
    assert list(searcher.counts(values)) == alone == [2, 3, 1, 0]
    assert searcher.counts([]) == ()


def test_a_phrase_is_found_only_as_a_phrase(archive: Engine) -> None:
    assert titles(archive, Query(text='"new school"')) == [SCHOOL.title]
    assert titles(archive, Query(text='"school new"')) == []


def test_a_prefix_finds_longer_words(archive: Engine) -> None:
    assert set(titles(archive, Query(text="child*"))) == {SCHOOL.title}


def test_an_empty_query_browses_newest_first_with_the_undated_last(archive: Engine) -> None:
    assert titles(archive, Query()) == [a.title for a in ARCHIVE]
    assert titles(archive, Query(sort="oldest")) == [
        a.title for a in (SCHOOL, STORM, HARBOUR, UNDATED)
    ]


def test_dates_that_are_hardly_believed_come_behind_the_sure_ones_in_both_orders(
    engine: Engine,
) -> None:
    days = [("Old", "1999", 0.9), ("Guess", "2031-01-01", 0.3), ("New", "2020-05", 0.9)]
    rows = [article(name, date=day, date_confidence=sure) for name, day, sure in days]
    rows += [article("Wild guess", date="1801", date_confidence=0.1), article("None")]
    fill(engine, *rows)
    assert titles(engine, Query()) == ["New", "Old", "Guess", "Wild guess", "None"]
    oldest = ["Old", "New", "Wild guess", "Guess", "None"]
    assert titles(engine, Query(sort="oldest")) == oldest
    assert titles(engine, Query(sort="oldest", page=2, per_page=2)) == oldest[2:4]
    stats = engine.searcher().stats()
    assert (stats.first_date, stats.last_date) == ("1801", "2031-01-01")


def test_pages_follow_each_other_without_gap_or_repeat(archive: Engine) -> None:
    pages = [titles(archive, Query(page=n, per_page=3)) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 1, 0]
    assert [title for page in pages for title in page] == [a.title for a in ARCHIVE]
    assert archive.searcher().search(Query(page=3, per_page=3)).total == 4


def test_values_of_one_filter_are_alternatives_and_filters_add_up(archive: Engine) -> None:
    either = Query(include={"person": ("Ann Lee", "Bo Chan")})
    assert set(titles(archive, either)) == {HARBOUR.title, STORM.title, SCHOOL.title}
    both = Query(include={"person": ("Ann Lee",), "place": ("Varna",)})
    assert titles(archive, both) == [STORM.title]
    assert set(titles(archive, Query(exclude={"place": ("Varna",)}))) == {
        HARBOUR.title,
        UNDATED.title,
    }


def test_names_in_filters_are_compared_without_case(archive: Engine) -> None:
    assert len(titles(archive, Query(include={"person": ("ann lee",)}))) == 2


def test_dates_bound_the_hits_to_articles_surely_within_them(archive: Engine) -> None:
    assert titles(archive, Query(date_from="2021-02", date_to="2021-02")) == [STORM.title]
    assert titles(archive, Query(date_from="2020-06")) == [HARBOUR.title, STORM.title]
    assert titles(archive, Query(date_to="2020")) == [SCHOOL.title]
    assert titles(archive, Query(missing_date=True)) == [UNDATED.title]


def test_facets_count_all_hits_and_ignore_their_own_filter(archive: Engine) -> None:
    query = Query(text="harbour", include={"person": ("Bo Chan",)}, per_page=1)
    hits = archive.searcher().search(query)
    assert hits.total == 2
    assert hits.facets["person"] == (
        FacetValue(value="Ann Lee", count=2),
        FacetValue(value="Bo Chan", count=2, active=True),
    )
    assert hits.facets["place"] == (
        FacetValue(value="Odessa", count=1),
        FacetValue(value="Varna", count=1),
    )


CREDITED = (
    article(
        "Ferry", "The ferry is back.", outlet="The Lake Post", authors=("Ann Lee", "Bo Chan"),
        section="Transport",
    ),
    article("Museum", "The museum is new.", outlet="The Lake Post", authors=("Ann Chan",)),
    article("Bridge", "The bridge is old.", outlet="bridge.example", section="Opinion"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("author:lee", {"Ferry"}),
        ("author:chan", {"Ferry", "Museum"}),
        ('author:"Ann Chan"', {"Museum"}),
        ("outlet:lake", {"Ferry", "Museum"}),
        ("outlet:bridge.example", {"Bridge"}),
        ("section:opinion", {"Bridge"}),
        ("author:le", set()),
    ],
)
def test_articles_are_found_by_words_of_who_published_and_wrote_them(
    engine: Engine, text: str, wanted: set[str]
) -> None:
    fill(engine, *CREDITED)
    assert set(titles(engine, Query(text=text, match="all", typo=False))) == wanted


def test_outlets_and_authors_are_stored_counted_and_filtered_by(engine: Engine) -> None:
    fill(engine, *CREDITED)
    query = Query(include={"author": ("Ann Lee",)}, facets=("outlet", "author"))
    hits = engine.searcher().search(query)
    assert [hit.article for hit in hits.hits] == [CREDITED[0]]
    assert hits.facets["outlet"] == (FacetValue(value="The Lake Post", count=1),)
    assert hits.facets["author"] == (
        FacetValue(value="Ann Chan", count=1),
        FacetValue(value="Ann Lee", count=1, active=True),
        FacetValue(value="Bo Chan", count=1),
    )


def test_who_is_quoted_is_stored_counted_and_filtered_by(engine: Engine) -> None:
    said = Quote(
        start=0,
        end=11,
        kind="direct",
        speaker="Lee",
        speaker_start=13,
        speaker_end=16,
        cue="said",
        person="Ann Lee",
    )
    nameless = replace(said, kind="indirect", person=None, cue="")
    quoted = article("Lake", "Cold water, Lee said.", quotes=(said, nameless), persons=("Ann Lee",))
    fill(engine, quoted, *ARCHIVE)
    query = Query(include={"speaker": ("ann lee",)}, facets=("speaker",))

    hits = engine.searcher().search(query)

    assert [hit.article for hit in hits.hits] == [quoted]
    assert hits.facets["speaker"] == (FacetValue(value="Ann Lee", count=1, active=True),)
    assert titles(engine, Query(text='speaker:"Ann Lee"')) == [quoted.title]
    assert titles(engine, Query(text="speaker:lee")) == [quoted.title]


def test_facets_obey_excluded_values_also_of_their_own_field(archive: Engine) -> None:
    query = Query(exclude={"person": ("Bo Chan",)})
    assert archive.searcher().search(query).facets["person"] == (
        FacetValue(value="Ann Lee", count=1),
    )


def test_a_facet_counts_the_hits_that_choosing_its_value_would_give(engine: Engine) -> None:
    copy = article("Harbour again", "The harbour reopened.", duplicate_of=HARBOUR.id, date="2021")
    late = replace(copy, id="late", date="2022", date_precision="year")
    bare = replace(copy, id="bare", date=None, date_precision=None, persons=())
    fill(engine, HARBOUR, copy, late, bare, replace(bare, id="barer"))
    searcher = engine.searcher()
    for collapse in (True, False):
        query = Query(text="harbour", collapse=collapse, facets=("year", "person"))
        facets = searcher.search(query).facets
        assert {row.value: row.count for row in facets["year"]} == (
            {"2021": 1, "2022": 1, None: 1} if collapse else {"2021": 2, "2022": 1, None: 2}
        )
        for name, rows in facets.items():
            for row in rows:
                if row.value is not None:
                    chosen = replace(query, include={name: (row.value,)})
                    assert searcher.search(chosen).total == row.count
        assert searcher.facet(query, "year") == facets["year"]


def test_nothing_is_counted_where_nothing_is_asked_to_be(archive: Engine) -> None:
    for collapse in (True, False):
        hits = archive.searcher().search(Query(facets=(), collapse=collapse))
        assert (hits.total, dict(hits.facets)) == (len(ARCHIVE), {})


def test_an_undated_article_counts_under_null_in_the_facets_of_time(archive: Engine) -> None:
    facets = archive.searcher().search(Query(facets=("year", "month"))).facets
    assert facets["year"] == (
        FacetValue(value="2021", count=2),
        FacetValue(value="2020", count=1),
        FacetValue(value=None, count=1),
    )
    assert facets["month"] == (
        FacetValue(value=None, count=2),
        FacetValue(value="2021-02", count=1),
        FacetValue(value="2021-03", count=1),
    )


def test_the_values_of_a_facet_can_be_searched(archive: Engine) -> None:
    values = archive.searcher().facet(Query(), "person", prefix="cha", size=5)
    assert values == (FacetValue(value="Bo Chan", count=2),)


def test_near_duplicates_fold_into_one_hit_unless_asked_not_to(engine: Engine) -> None:
    copy = article("Harbour reopens again", "The harbour reopened.", duplicate_of=HARBOUR.id)
    fill(engine, HARBOUR, copy, SCHOOL)
    folded = engine.searcher().search(Query(text="harbour"))
    assert folded.total == 2
    assert sorted(hit.similar for hit in folded.hits) == [0, 1]
    assert engine.searcher().search(Query(text="harbour", collapse=False)).total == 3


def test_marks_stand_on_the_words_that_matched_in_escaped_text(engine: Engine) -> None:
    fill(engine, article("Tide & <time>", "The <tide> turns."))
    (hit,) = engine.searcher().search(Query(text="tide")).hits
    (title,), (body,) = hit.highlights["title"], hit.highlights["body"]
    assert title.html == "<mark>Tide</mark> &amp; &lt;time&gt;"
    assert body.html == "The &lt;<mark>tide</mark>&gt; turns."
    assert [body.text[a:b] for a, b in body.offsets] == ["tide"]


def test_an_export_gives_every_hit_in_order(archive: Engine) -> None:
    assert list(archive.searcher().export(Query(sort="oldest"))) == [
        SCHOOL,
        STORM,
        HARBOUR,
        UNDATED,
    ]


def test_related_articles_share_words_and_exclude_the_article_itself(archive: Engine) -> None:
    related = archive.searcher().related(STORM.id, size=2)
    assert related is not None
    assert STORM.id not in {hit.article.id for hit in related}
    assert related[0].article.title in {HARBOUR.title, SCHOOL.title}
    assert archive.searcher().related("none") is None


def test_suggestions_complete_words_and_names(archive: Engine) -> None:
    texts = {(s.kind, s.text) for s in archive.searcher().suggest("harb")}
    assert ("word", "harbour") in texts
    assert ("person", "Ann Lee") in {(s.kind, s.text) for s in archive.searcher().suggest("ann")}


def test_stats_count_the_archive(archive: Engine) -> None:
    stats = archive.searcher().stats()
    assert (stats.articles, stats.pages) == (4, 4)
    assert (stats.first_date, stats.last_date) == ("2020", "2021-03-04")
    assert stats.languages == {"en": 3, "fr": 1}
    assert stats.index_bytes > 0


def test_what_became_of_the_long_sentences_of_the_pages_is_kept_with_the_index(
    archive: Engine,
) -> None:
    first = LongSentences(total=40, boilerplate=3, in_no_story=2)
    with archive.writer() as writer:
        writer.describe(first)
    assert archive.searcher().stats().long_sentences == first
    fill(archive, article("Late news", "A harbour again."))
    assert archive.searcher().stats().long_sentences == first
    with archive.writer(full=True) as writer:
        writer.add(HARBOUR)
        writer.describe(LongSentences(total=4))
    assert archive.searcher().stats().long_sentences == LongSentences(total=4)


def test_a_searcher_keeps_its_snapshot_while_the_index_changes(archive: Engine) -> None:
    before = archive.searcher()
    fill(archive, article("Late news", "A harbour again."))
    assert before.search(Query()).total == 4
    assert not archive.is_current(before)
    after = archive.searcher()
    assert archive.is_current(after)
    assert after.search(Query()).total == 5
    assert before.snapshot != after.snapshot


def test_an_index_made_anew_takes_no_name_of_the_one_before(
    open_index: OpenEngine, tmp_path: Path
) -> None:
    names = set()
    for title in ("First", "Second", "Third"):
        engine = open_index(tmp_path / "index")
        fill(engine, article(title, "A harbour."))
        names.add(engine.searcher().snapshot)
        if not (tmp_path / "index").exists():
            pytest.skip("this engine keeps its files elsewhere")
        shutil.rmtree(tmp_path / "index")
    assert len(names) == 3
    assert all(re.fullmatch("[0-9A-Za-z._-]+", name) for name in names)


def test_an_article_added_again_replaces_itself_also_within_one_session(engine: Engine) -> None:
    fill(engine, HARBOUR)
    newer = article("Harbour reopens", "Only boats.")
    fill(engine, newer, newer)
    assert engine.searcher().search(Query()).total == 1
    assert engine.searcher().article(HARBOUR.id) == newer
    assert engine.searcher().search(Query(text="storm", typo=False)).total == 0


def test_pages_and_articles_can_be_deleted_also_those_just_added(archive: Engine) -> None:
    with archive.writer() as writer:
        writer.add(article("Gone at once", "harbour"))
        writer.delete_page("Gone at once.txt")
        writer.delete_page(STORM.source.page)
        writer.delete(SCHOOL.id)
        writer.delete("not there")
    assert titles(archive, Query()) == [HARBOUR.title, UNDATED.title]
    assert set(archive.article_ids()) == {
        (HARBOUR.id, HARBOUR.source.page),
        (UNDATED.id, UNDATED.source.page),
    }


def test_a_full_writer_replaces_everything(archive: Engine) -> None:
    fill(archive, SCHOOL, full=True)
    assert titles(archive, Query()) == [SCHOOL.title]


def test_an_index_can_be_empty(archive: Engine) -> None:
    fill(archive, full=True)
    hits = archive.searcher().search(Query(text="harbour"))
    assert (hits.total, hits.hits) == (0, ())
    assert archive.searcher().stats().articles == 0


def test_an_error_inside_the_block_leaves_the_index_as_it_was(archive: Engine) -> None:
    def fail_half_way() -> None:
        with archive.writer() as writer:
            writer.delete(HARBOUR.id)
            writer.add(article("Never seen", "x"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert titles(archive, Query()) == [a.title for a in ARCHIVE]
    fill(archive, article("Next", "x"))
    assert archive.searcher().search(Query()).total == 5


def test_a_second_writer_is_told_who_holds_the_lock(archive: Engine) -> None:
    with archive.writer(), pytest.raises(IndexLocked, match=str(os.getpid())):
        archive.writer()
    fill(archive, SCHOOL)


def _write_and_wait(engine: Engine, started: Any) -> None:
    with engine.writer() as writer:
        writer.add(article("Half", "x"))
        started.set()
        signal.pause()


def test_a_killed_writer_leaves_neither_lock_nor_change(archive: Engine) -> None:
    context = multiprocessing.get_context("fork")
    started = context.Event()
    process = context.Process(target=_write_and_wait, args=(archive, started))
    process.start()
    assert started.wait(20)
    process.kill()
    process.join()
    assert titles(archive, Query()) == [a.title for a in ARCHIVE]
    fill(archive, article("Next", "x"))
    assert archive.searcher().search(Query()).total == 5


def test_a_child_of_a_writing_process_does_not_keep_its_lock(archive: Engine) -> None:
    context = multiprocessing.get_context("fork")
    stop = context.Event()
    writer = archive.writer()
    child = context.Process(target=stop.wait)
    child.start()
    with writer:
        pass
    fill(archive, article("Next", "x"))
    stop.set()
    child.join()


def test_a_sound_index_has_nothing_to_report_and_a_damaged_file_is_named(
    archive: Engine, tmp_path: Path
) -> None:
    assert archive.verify() == []
    if not (tmp_path / "index").exists():
        pytest.skip("this engine keeps its files elsewhere")
    files = [path for path in (tmp_path / "index").iterdir() if path.stat().st_size]
    assert files
    for path in files:
        sound = path.read_bytes()
        path.write_bytes(sound[: len(sound) // 2])
        assert any(path.name in line for line in archive.verify()), path
        path.write_bytes(sound)
    assert archive.verify() == []
