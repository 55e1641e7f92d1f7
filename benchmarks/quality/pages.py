"""How well pages become articles: precision, recall and F1 of each field, with floors.

    python -m benchmarks.quality.pages [--pages COLLECTION] [--verbose]

Held-out pages come first: nothing is learned from them, though versions were chosen with their
figures in view. Those of corpus/train come after, and say
only whether what was learned is still known. Every page is read alone, by the whole pipeline.
Exit status 1 where a figure is below its floor.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import HELD_OUT, TRAIN, AnnotatedPage, load
from indexer import pipeline
from indexer.report import Report
from search_index.model.article import Article
from search_index.settings import Settings

GOLDEN = TRAIN / "golden.jsonl"
LAYOUTS = TRAIN / "layouts.jsonl"
UNSEEN = HELD_OUT / "unseen.jsonl"
DUMPED = HELD_OUT / "dumped.jsonl"
PORTALS = HELD_OUT / "portals.jsonl"
INSTITUTIONS = HELD_OUT / "institutions.jsonl"
ASSORTED = HELD_OUT / "assorted.jsonl"
CATEGORIES = HELD_OUT / "categories.jsonl"
BULLETINS = HELD_OUT / "bulletins.jsonl"
CROWDED = HELD_OUT / "crowded.jsonl"
FRAMES = HELD_OUT / "frames.jsonl"
PAPERS = HELD_OUT / "papers.jsonl"
LISTS = HELD_OUT / "lists.jsonl"
NEWSROOMS = HELD_OUT / "newsrooms.jsonl"
ORGANIZATIONS = HELD_OUT / "organizations.jsonl"

FIELDS = (
    "articles",
    "rejected",
    "lines",
    "date",
    "date_source",
    "event_date",
    "language",
    "persons",
    "organizations",
    "places",
)

GOLDEN_FLOORS = {
    "articles": 1.0,
    "rejected": 1.0,
    "lines": 1.0,
    "date": 1.0,
    "date_source": 0.99,
    "event_date": 0.98,
    "language": 1.0,
    "persons": 0.98,
    "organizations": 0.98,
    "places": 0.98,
}
"""F1 on pages that the splitter learns from: what is below says that something learned is lost."""

UNSEEN_FLOORS = {
    "articles": 0.95,
    "lines": 0.97,
    "rejected": 0.95,
    "date": 0.96,
    "language": 0.99,
    "persons": 0.95,
    "organizations": 0.87,
    "places": 0.90,
}
"""F1 on pages to which no rule, word list or weight was fitted. Lower one only with the reason."""

DUMPED_FLOORS = {"articles": 0.92, "lines": 0.98, "date": 0.98}
"""F1 on dumps by six tools of pages that were written apart from all others, of kinds of sites that
these have little of."""

PORTAL_FLOORS = {"articles": 0.83, "lines": 0.96, "date": 0.82}
"""The same on sections, boards, briefs, logs and single stories with much furniture, written later
by somebody who had seen no other page and no rule; no error on them was looked at."""

INSTITUTION_FLOORS = {"articles": 0.78, "lines": 0.97, "date": 0.88}
"""F1 on half of the pages of newsrooms, newsletters and bulletins, drawn by a hash of their names;
only their total is ever looked at."""

ASSORTED_FLOORS = {"articles": 0.84, "lines": 0.98, "date": 0.93}
"""A little under what is reached on pages of which only totals were looked at."""

CATEGORY_FLOORS = {"articles": 0.89, "lines": 0.97, "date": 0.97}
BULLETIN_FLOORS = {"articles": 0.8, "lines": 0.98, "date": 0.81}
"""Of days it was 0.86 while 63 stories were found, 50 of them with their days; of the 68 that are
found now as many and one have theirs."""
CROWDED_FLOORS = {"articles": 0.65, "lines": 0.96, "date": 0.93}
NEWSROOM_FLOORS = {"articles": 0.92, "lines": 0.97, "date": 0.89}
ORGANIZATION_FLOORS = {"articles": 0.83, "lines": 0.97, "date": 0.98}
PAPER_FLOORS = {"articles": 0.82, "lines": 0.95, "date": 0.98}
"""The same on parts, drawn by a hash, of six collections from the rest of which is learned; of the
totals of the six some thirty states of weights and rules were looked at, and no error."""

FRAME_FLOORS = {"articles": 0.51, "lines": 0.93, "date": 0.98}
LIST_FLOORS = {"articles": 0.85, "lines": 0.97, "date": 0.88}
"""The same of two later sets, a third each; of few states of weights the totals were looked at.
The days of seven pages of the second had been annotated a story too low, which was mended. Both
have twice as many pages as when their floors were 0.5, 0.94 and 0.8, 0.92: of the pages of then
0.62 instead of 0.55 of the stories are found now with 0.936 instead of 0.955 of their lines,
and 0.88 instead of 0.84 with 0.925 instead of 0.95 of their days; the new ones are harder
(0.44; 0.87 of the days)."""

LAYOUT_FLOORS = {"articles": 0.99, "lines": 0.99}
"""The same on pages that show how sites set theirs, annotated in titles, ends and some in every
line of the body; the splitter learns from them too (docs/splitting.md)."""

_BULLET = re.compile(r"^[-•*–]\s+")


@dataclass(slots=True)
class Score:
    """Right answers, answers given, answers wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of the given that is right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.given + self.wanted
        return 2 * self.right / both if both else 1.0

    def add(self, given: set[str], wanted: set[str]) -> None:
        """Count the answers for one article or page."""
        self.right += len(given & wanted)
        self.given += len(given)
        self.wanted += len(wanted)


def read(page: AnnotatedPage) -> list[Article]:
    """What the pipeline finds on a page that is an archive of its own."""
    settings = Settings.from_environment({})
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder, "page.txt")
        dump.write_bytes(page.text.encode())
        return list(pipeline.dry_run([dump], settings, report=Report(), jobs=1))


def words(text: str) -> str:
    """Text with its spaces made one."""
    return " ".join(text.split())


def same_story(article: Article, wanted: dict[str, Any]) -> bool:
    """Whether title and both ends of the body are right."""
    body = words(article.body)
    return (
        words(article.title) == words(wanted["title"])
        and body.startswith(words(wanted["first_words"]))
        and body.endswith(words(wanted["last_words"]))
    )


def measure(every: Sequence[AnnotatedPage], *, talk: bool = False) -> dict[str, Score]:
    """Scores of each field; those after `rejected` count where the story was found."""
    scores = {field: Score() for field in FIELDS}
    for case in every:
        left = read(case)
        scores["rejected"].add(
            set() if left else {"rejected"}, {"rejected"} if case.rejected else set()
        )
        scores["articles"].given += len(left)
        scores["articles"].wanted += len(case.articles)
        for wanted in case.articles:
            article = next((a for a in left if same_story(a, wanted)), None)
            if article is not None:
                left.remove(article)
                scores["articles"].right += 1
                _compare(case, article, wanted, scores, talk=talk)
            elif talk:
                print(f"{case.name}: missed {wanted['title']!r} | {wanted['first_words']} …")
        for article in left if talk else ():
            body = words(article.body)
            print(f"{case.name}: extra {article.title!r} | {body[:60]} … {body[-60:]}")
    return scores


def _compare(
    case: AnnotatedPage,
    article: Article,
    wanted: dict[str, Any],
    scores: dict[str, Score],
    *,
    talk: bool,
) -> None:
    for field in FIELDS[2:]:
        if field == "lines" and "paragraphs" in wanted:
            given, want = _lines(article.body, wanted["paragraphs"])
        elif field in wanted:
            given, want = _values(getattr(article, field)), _values(wanted[field])
        else:
            continue
        scores[field].add(given, want)
        if talk and given != want:
            print(
                f"{case.name}#{wanted['position']} {field}: "
                f"extra {sorted(given - want)}, missed {sorted(want - given)}"
            )


def _lines(body: str, paragraphs: Sequence[str]) -> tuple[set[str], set[str]]:
    """Lines of a body, and those it should have, whatever their bullets and line breaks."""
    given = {_BULLET.sub("", words(line)) for line in body.split("\n\n")}
    wanted = {_BULLET.sub("", words(paragraph)) for paragraph in paragraphs}
    whole, found = " ".join(map(words, paragraphs)), words(body)
    return given, {line for line in given if line in whole} | {
        paragraph for paragraph in wanted if paragraph not in found
    }


def _values(value: Any) -> set[str]:
    return set(value) if isinstance(value, list | tuple) else {value} - {None, "none"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each folder; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=Path, help="another collection, measured without floors")
    parser.add_argument("--only", default="", help="pages whose names contain this")
    parser.add_argument("--verbose", action="store_true", help="name every error")
    options = parser.parse_args(arguments)
    tables = {
        DUMPED: DUMPED_FLOORS,
        PORTALS: PORTAL_FLOORS,
        INSTITUTIONS: INSTITUTION_FLOORS,
        ASSORTED: ASSORTED_FLOORS,
        CATEGORIES: CATEGORY_FLOORS,
        BULLETINS: BULLETIN_FLOORS,
        CROWDED: CROWDED_FLOORS,
        FRAMES: FRAME_FLOORS,
        LISTS: LIST_FLOORS,
        PAPERS: PAPER_FLOORS,
        NEWSROOMS: NEWSROOM_FLOORS,
        ORGANIZATIONS: ORGANIZATION_FLOORS,
        UNSEEN: UNSEEN_FLOORS,
        GOLDEN: GOLDEN_FLOORS,
        LAYOUTS: LAYOUT_FLOORS,
    }
    if options.pages:
        tables = {options.pages: {}}
    low = []
    for collection, floors in tables.items():
        every = [page for page in load(collection) if options.only in page.name]
        scores = measure(every, talk=options.verbose)
        side = {
            HELD_OUT: "nothing is learned from them, their figures were in view",
            TRAIN: "the splitter learns from them",
        }
        known = side.get(collection.parent, "")
        print(f"{collection.stem}: {len(every)} pages{known and ', ' + known}")
        print(f"{'field':14} {'precision':>9} {'recall':>7} {'F1':>6}  floor")
        for field, score in scores.items():
            if not score.wanted and not score.given:
                continue
            floor = floors.get(field)
            print(
                f"{field:14} {score.precision:9.3f} {score.recall:7.3f} {score.f1:6.3f}  "
                + (f"{floor:.2f}" if floor is not None else "")
            )
            if floor is not None and score.f1 < floor and not options.only:
                low.append(f"{field} of {collection.stem}")
    if low:
        print(f"below their floor: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
