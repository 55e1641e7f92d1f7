"""How every engine finds, orders, marks and completes, whatever it is made of."""

from __future__ import annotations

from search_index.engines.base import Engine
from search_index.model.query import Query
from tests.engines.small_archive import (
    ARCHIVE,
    HARBOUR,
    SCHOOL,
    STORM,
    UNDATED,
    article,
    fill,
    titles,
)


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
