"""An annotated page is learned from as it is dumped, with what a tool or a site adds to a line."""

from __future__ import annotations

from pathlib import Path

from corpus.pages import AnnotatedPage, write
from training.splitter.labels import load

BAKERS = (
    "The two bakers of Tarn Street have agreed to close on different days, after a summer in "
    "which nobody had bread on a Monday."
)
LAMPS = (
    "Forty lamps along the towpath were lit on Friday for the first time since the flood, to the "
    "sound of a brass band."
)


def parts_of(text: str, *stories: tuple[str, str], place: Path) -> dict[str, str]:
    """The part of each line of a page on which these headlines and paragraphs are stories."""
    articles = tuple({"title": title, "paragraphs": [body]} for title, body in stories)
    write(place, [AnnotatedPage(name="page", text=text, rejected=None, articles=articles)])
    [page] = load(place)
    return {line.text: part for line, part in zip(page.lines, page.parts, strict=True)}


def test_the_number_of_a_list_before_a_headline_keeps_no_page_out(tmp_path: Path) -> None:
    parts = parts_of(
        f"News\n\n1. Bread again on Mondays\n\n{BAKERS}\n\n2. Lamps along the towpath\n\n{LAMPS}\n",
        ("Bread again on Mondays", BAKERS),
        ("Lamps along the towpath", LAMPS),
        place=tmp_path / "listed.jsonl",
    )
    assert parts["1. Bread again on Mondays"] == parts["2. Lamps along the towpath"] == "T"
    assert parts[BAKERS] == parts[LAMPS] == "F"


def test_read_more_behind_the_last_sentence_keeps_no_page_out(tmp_path: Path) -> None:
    parts = parts_of(
        f"News\n\nBread again on Mondays\n\n{BAKERS} READ MORE >\n\nLamps along the towpath\n\n"
        f"{LAMPS} [Read more]\n",
        ("Bread again on Mondays", BAKERS),
        ("Lamps along the towpath", LAMPS),
        place=tmp_path / "more.jsonl",
    )
    assert list(parts.values()) == ["J", "T", "F", "T", "F"]


def test_a_headline_that_opens_with_a_number_of_its_own_is_still_found(tmp_path: Path) -> None:
    parts = parts_of(
        f"News\n\n40. lamp lit along the towpath\n\n{LAMPS}\n",
        ("40. lamp lit along the towpath", LAMPS),
        place=tmp_path / "own.jsonl",
    )
    assert parts["40. lamp lit along the towpath"] == "T"


DAYS = ("12 May 2017", "9 May 2017")


def test_days_at_the_feet_of_stories_are_not_learned_as_those_of_the_next(tmp_path: Path) -> None:
    parts = parts_of(
        f"News\n\nBread again on Mondays\n\n{BAKERS}\n\n{DAYS[0]}\n\n"
        f"Lamps along the towpath\n\n{LAMPS}\n\n{DAYS[1]}\n",
        ("Bread again on Mondays", BAKERS),
        ("Lamps along the towpath", LAMPS),
        place=tmp_path / "feet.jsonl",
    )
    assert parts[DAYS[0]] == "J"


def test_days_above_the_headlines_are_learned_as_theirs(tmp_path: Path) -> None:
    parts = parts_of(
        f"News\n\n{DAYS[0]}\n\nBread again on Mondays\n\n{BAKERS}\n\n{DAYS[1]}\n\n"
        f"Lamps along the towpath\n\n{LAMPS}\n\n1 May 2017\n",
        ("Bread again on Mondays", BAKERS),
        ("Lamps along the towpath", LAMPS),
        place=tmp_path / "above.jsonl",
    )
    assert parts[DAYS[0]] == parts[DAYS[1]] == "A"
