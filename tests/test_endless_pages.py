"""Pages of thousands of stories, tags or records take time by their length, not by its square."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks.reliability.fuzz import read
from indexer.clean.known import known_kind, talk
from indexer.dates.addresses import reference_to
from indexer.dates.mentions import find_mentions
from indexer.dates.neighbours import Column
from indexer.page import Line
from indexer.sources.glued import apart
from indexer.sources.markup.attributes import has_endless_tags
from indexer.sources.plain import unwrap
from indexer.split.pointers import without_pointers

NESTED = 100_000
PAGE = [Line("The ferry left the harbour.", at * 30, at * 30 + 27) for at in range(40_000)]


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.parametrize(
    "text",
    [
        '{"a":' * NESTED + "1" + "}" * NESTED,
        "[" * NESTED,
        json.dumps({"k" * 200_000: [1] * 50_000}),
    ],
)
def test_nested_json_is_read_or_refused_in_a_moment(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    assert seconds(lambda: read(tmp_path, "a.json")) < 2, "the path to each value is joined anew"


@pytest.mark.parametrize(
    ("what", "page"),
    [
        ("each word looks through the line", lambda: talk("of the about us " * 12_000)),
        ("each capital looks back to the first", lambda: apart("aBcD1eFg" * 12_000)),
        (
            "each blank is tried at both its ends",
            lambda: known_kind("More boats" + " " * 370 + "* Ferry sails again", below=True),
        ),
        ("each day looks back to the first", lambda: find_mentions("4 mai x " * 14_000)),
        ("each line copies those joined before it", lambda: unwrap(f"{'word ' * 9}the\n" * 40_000)),
    ],
)
def test_a_line_without_an_end_is_looked_through_once(
    what: str, page: Callable[[], object]
) -> None:
    find_mentions("4 mai")  # its tables are made at first use
    assert seconds(page) < 1.5, what


def test_the_stories_of_a_page_do_not_each_look_at_all_others() -> None:
    column = Column([(date(2020, 5, 1), date(2020, 5, 1)), *[None] * 40_000])
    assert seconds(lambda: [column.between(at) for at in range(0, 40_000, 4)]) < 1
    links = "".join(f"https://a.example/one-two-three-four-{n}\n" for n in range(2_000))
    title = "Lanterns on the quay of Nizwa"
    assert seconds(lambda: [reference_to(title, links) for _ in range(400)]) < 1
    few = [PAGE[at : at + 2] for at in range(0, 40_000, 20)]
    assert seconds(lambda: [without_pointers(story, PAGE) for story in few]) < 1


def test_a_day_that_becomes_known_counts_for_the_stories_around_it() -> None:
    first, last = date(2020, 5, 1), date(2020, 3, 1)
    column = Column([(first, first), None, None, None, (last, last)])
    day = date(2020, 4, 2)
    column.put(2, (day, day))
    assert (column.between(1).above, column.between(1).below) == (first, day)
    assert (column.between(3).above, column.between(3).below) == (day, last)
    assert (column.between(2).above_at, column.between(2).below_at) == (0, 4)


NAMES = " ".join(f"a{number}" for number in range(20_000))


@pytest.mark.parametrize("tag", [f"<div {NAMES}>", f'<div " {NAMES}">', f'<p ="x {NAMES}">'])
def test_a_tag_of_thousands_of_attributes_is_refused(tmp_path: Path, tag: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body>{tag}<p>A harbour.</body></html>", "utf-8")
    assert seconds(lambda: read(tmp_path, "a.html")) < 2
    assert "thousands of attributes" in read(tmp_path, "a.html")[0]


def test_a_page_of_a_million_tags_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<p>x</p>" * 500_000, "utf-8")
    assert seconds(lambda: read(tmp_path, "a.html")) < 2
    assert "1,000,002 tags" in read(tmp_path, "a.html")[0]


@pytest.mark.parametrize(
    "text",
    [
        f'<div title="{"a b " * 20_000}">',
        "<p class='a' id=b>It's a harbour.</p>" * 5_000,
        f"<svg><path d='{'M 1 2 ' * 20_000}'/></svg>",
        f"<p>{'A harbour. ' * 20_000}</p>",
    ],
)
def test_long_values_and_texts_are_no_attributes(text: str) -> None:
    assert not has_endless_tags(text)
