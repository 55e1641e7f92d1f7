"""Learn to find the one story of a page: dumps of real pages to indexer/split/trees.npz.

python -m training.pages.train PAGES DUMPS [--own COLLECTION ...] [--check | --held-out]

PAGES holds truth.json, DUMPS the dumps of each tool (docs/splitting.md). With --check nothing
is written: every fold of the sites but the last is read by trees that were grown from the others
of these. With --held-out the last is, by trees grown from all others; that is for the end of a
piece of work, since what is chosen by a figure is no longer held out from it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.network import Arrays
from training.pages.choose import Several, choose, row_of, several_of
from training.pages.learn import Key, Models, learn, read, write
from training.pages.recombine import recombine
from training.pages.report import Report
from training.pages.samples import Sample, dumps_of, is_taken, of_collection
from training.pages.truth import FINAL, FOLDS, Truth, load_truths
from training.splitter.train import THIRDS, load_all, weights_from, weights_of, without

TREES = Path(__file__).parents[2] / "indexer" / "split" / "trees.npz"
_MADE = 660


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What is learned from and judged by."""

    taken: Sequence[Sample]
    """Dumps of which lines are learned."""
    others: Sequence[Sample]
    """Dumps of which headlines alone are learned."""
    own: Sequence[Sample]
    made: Sequence[Sample]
    several: dict[Key, Several]
    """What the reader of several stories makes of each but the others, by weights that saw none
    of its site: by those that did it finds more than it will on new pages."""
    weights: Mapping[int, Arrays]
    """These weights by the fold of the site."""

    def of(self, folds: set[int]) -> Pages:
        """Those of sites in these folds."""
        taken, others, own, made = (
            [sample for sample in samples if sample.fold in folds]
            for samples in (self.taken, self.others, self.own, self.made)
        )
        return Pages(
            taken=taken,
            others=others,
            own=own,
            made=made,
            several=self.several,
            weights=self.weights,
        )


def main() -> None:
    """Train, or check by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--own", nargs="*", type=Path, default=[])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--out", type=Path, default=TREES)
    options = parser.parse_args()
    if options.check or options.held_out:
        truths = load_truths(options.pages, options.dumps / "html")
        pages = load_pages(options.dumps, options.own, truths)
        name = "cross-validated" if options.check else "held out"
        report = Report(name, truths)
        for fold in range(FOLDS) if options.check else [FINAL]:
            models = learn_all(pages.of(set(range(FOLDS)) - {fold}))
            judge(report, pages.of({fold}), models)
        print(*report.lines(), sep="\n")
    else:
        learn_trees(options.pages, options.dumps, options.own, options.out)


def learn_trees(place: Path, dumps: Path, own: Sequence[Path], out: Path) -> None:
    """Learn all trees, write them, and say how pages are read by them that they were learned from.

    The order of the collections of `own` is that in which their pages are learned from.
    """
    truths = load_truths(place, dumps / "html")
    pages = load_pages(dumps, own, truths)
    models = learn_all(pages)
    write(models, out)
    report = Report("training", truths)
    judge(report, pages, models)
    print(*report.lines(), sep="\n")


def load_pages(dumps: Path, own: Sequence[Path], truths: dict[str, Truth]) -> Pages:
    """All pages, read by line, and what the reader of several stories makes of them."""
    samples = dumps_of(dumps, truths)
    taken = [sample for sample in samples if is_taken(sample)]
    others = [sample for sample in samples if not is_taken(sample)]
    of_project = [sample for place in own for sample in of_collection(place)]
    made = recombine(samples, truths, count=_MADE)
    pages = load_all(own)
    weights: dict[int, Arrays] = {}
    several: dict[Key, Several] = {}
    for folds in THIRDS:
        arrays = weights_from(without(pages, folds))
        weights |= dict.fromkeys(folds, arrays)
        unseen = weights_of(arrays)
        for sample in [*taken, *of_project, *made]:
            if sample.fold in folds:
                several[sample.key] = several_of(sample, unseen)
    return Pages(
        taken=taken, others=others, own=of_project, made=made, several=several, weights=weights
    )


def learn_all(pages: Pages) -> Models:
    """All trees: those that read a page of one story, then those that say which pages are."""
    written = [*pages.own, *pages.made]
    singles = [sample for sample in written if sample.stories == 1]
    lists = [sample for sample in written if sample.stories != 1]
    learned = learn([*pages.taken, *singles], [*pages.others, *lists])
    rows = [
        row_of(
            sample,
            learned.unseen[sample.key],
            pages.several[sample.key],
            learned.models,
        )
        for sample in [*pages.taken, *written]
    ]
    return learned.models.with_trees("pages", choose([row for row in rows if row]))


def judge(report: Report, pages: Pages, models: Models) -> None:
    """Note how these trees read these pages."""
    for sample in [*pages.taken, *pages.own, *pages.made]:
        report.add(sample, read(sample, models), pages.several[sample.key], models)


if __name__ == "__main__":
    main()
