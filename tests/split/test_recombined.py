"""Pages of several stories to learn from are made of real ones: what is on them is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from indexer.page import Line
from indexer.split.measures import look_at, measure
from indexer.split.observe import observe
from training.pages.recombine import MADE, recombine
from training.pages.samples import Sample
from training.pages.truth import Truth

COUNT = 22
CAPES = ("northern", "southern")
WORDS = ("ferry", "lamp", "bakery", "orchard", "well", "bridge", "choir", "kite", "loom", "clock")


def story(word: str, fold: int) -> tuple[Sample, Truth]:
    title = f"The {word} of the {CAPES[fold]} cape is open to visitors again"
    body = [
        f"Nobody had seen the {word} for {years} years when its keeper found the key again. "
        f"She told the council that the {word} was as good as new, and asked for a lock."
        for years in ("eleven", "twelve", "thirty")
    ]
    texts = ["Menu", "Home", title, *body, "Privacy"]
    lines = [Line(text, 0, len(text)) for text in texts]
    name = f"{word}-{fold}"
    sample = Sample(
        tool="bs4", name=name, fold=fold, title=title, lines=lines, kinds=[None] * len(lines),
        names=observe(lines, [None] * len(lines)),
        measures=measure(lines, [None] * len(lines), look_at(lines, [None] * len(lines))),
        labels=np.array([float(text in body) for text in texts]), weight=1.0,
    )  # fmt: skip
    truth = Truth(
        name=name, site=name, language="en", title=title, body="\n".join(body), weight=1.0,
        wanted=(), unwanted=(),
    )  # fmt: skip
    return sample, truth


@pytest.fixture(scope="module")
def made() -> list[Sample]:
    pairs = [story(word, fold) for word, fold in itertools.product(WORDS, (0, 1))]
    truths = {truth.name: truth for _, truth in pairs}
    samples = [sample for sample, _ in pairs]
    first, again = (recombine(samples, truths, count=COUNT) for _ in range(2))
    assert [page.lines for page in first] == [page.lines for page in again]
    return first


def texts(page: Sample, label: float) -> str:
    return " ".join(
        line.text for line, of in zip(page.lines, page.labels, strict=True) if of == label
    )


def test_there_are_lists_of_stories_and_single_ones_and_it_is_known_which(
    made: list[Sample],
) -> None:
    stories = {page.tool.removeprefix(MADE): page.stories == 1 for page in made}
    assert stories == {
        "bodies": False, "teasers": False, "among": True, "alone": True, "above one": True,
    }  # fmt: skip


def test_each_story_of_a_list_is_known_by_its_paragraphs_and_headlines_are_none(
    made: list[Sample],
) -> None:
    for page in (page for page in made if page.stories > 1):
        assert len(page.bodies) == page.stories
        assert "open to visitors" not in texts(page, 1)


def test_the_teasers_around_a_story_are_none_of_it(made: list[Sample]) -> None:
    for page in (page for page in made if page.stories == 1):
        [word] = [word for word in WORDS if f"The {word} " in (page.title or "")]
        others = [other for other in WORDS if other != word]
        assert not any(other in texts(page, 1) for other in others)
        assert word in texts(page, 1)


def test_no_page_holds_stories_of_two_folds_of_sites(made: list[Sample]) -> None:
    """Else a site would be learned from and judged by."""
    for page in made:
        text = " ".join(line.text for line in page.lines)
        assert f"of the {CAPES[page.fold]} cape" in text
        assert f"of the {CAPES[1 - page.fold]} cape" not in text
