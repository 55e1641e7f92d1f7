"""Learn to find the one story of a page: dumps of real pages to indexer/split/trees.npz.

python -m training.pages.train PAGES DUMPS [--own COLLECTION ...] [--check] [--out FILE]

PAGES holds truth.json, DUMPS the dumps of each tool (docs/splitting.md). With --check nothing
is written: every fifth of the sites is read by trees that were grown from the others.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.split.single import Looked, single_story
from training.pages.choose import choose, row_of
from training.pages.learn import Models, learn, read, write
from training.pages.recombine import recombine
from training.pages.samples import OWN, TOOLS, Sample, lot_of, of_collection, of_dumps
from training.pages.truth import FOLDS, Truth, load_truths, same_title

TREES = Path(__file__).parents[2] / "indexer" / "split" / "trees.npz"
_WORD = re.compile(r"\w+")
SHARE = 4
"""Every so many dumps are learned from: of each page some tools'."""
_RECOMBINED = 250


def main() -> None:
    """Train, or check by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--own", nargs="*", type=Path, default=[])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--languages", default="en,fr,ar")
    parser.add_argument("--out", type=Path, default=TREES)
    options = parser.parse_args()
    truths = load_truths(options.pages, options.dumps / "html")
    samples = [
        sample
        for tool in TOOLS
        for sample in of_dumps(options.dumps, tool, truths, share=1 if options.check else SHARE)
    ]
    own = [sample for place in options.own for sample in of_collection(place)]
    if options.check:
        check(samples, own, truths, options.languages.split(","))
        return
    models = learn_all(samples, own, truths)
    write(models, options.out)
    report(
        "training", [(sample, models) for sample in samples], truths, options.languages.split(",")
    )


def learn_all(samples: Sequence[Sample], own: Sequence[Sample], truths: dict[str, Truth]) -> Models:
    """All trees: those that read a page of one story, then those that say which pages are."""
    taken = [sample for sample in samples if lot_of(sample.tool, sample.name) % SHARE == 0]
    models = learn([*taken, *(sample for sample in own if sample.stories == 1)])
    several = recombine(taken, truths, count=_RECOMBINED)
    rows = [row_of(sample, read(sample, models), models) for sample in [*taken, *own, *several]]
    return {**models, "pages": choose([row for row in rows if row])}


def check(
    samples: Sequence[Sample],
    own: Sequence[Sample],
    truths: dict[str, Truth],
    languages: Sequence[str],
) -> None:
    """Cross-validation by site."""
    told: list[tuple[Sample, Models]] = []
    for fold in range(FOLDS):
        models = learn_all(
            [sample for sample in samples if sample.fold != fold],
            [sample for sample in own if sample.fold != fold],
            truths,
        )
        told += [(sample, models) for sample in [*samples, *own] if sample.fold == fold]
    report("cross-validated", told, truths, languages)


def report(
    name: str,
    told: Sequence[tuple[Sample, Models]],
    truths: dict[str, Truth],
    languages: Sequence[str],
) -> None:
    """Print figures of each tool: of the body if the page is taken for one story."""
    bodies: dict[str, list[tuple[float, float]]] = defaultdict(list)
    titles: dict[str, list[bool]] = defaultdict(list)
    for sample, models in told:
        seen = read(sample, models)
        looked = Looked(measures=sample.measures, contexts=seen.contexts, chances=seen.chances)
        story = single_story(sample.lines, looked, headlines=models["headline"])
        text = "\n\n".join(line.text for line in story.paragraphs) if story else ""
        title = story.title.text if story and story.title else ""
        if sample.tool == OWN:
            right = np.array(seen.chances >= 0.5) == (sample.labels == 1)
            bodies[OWN].append((float(right.mean()), float(right.all())))
        elif truths[sample.name].language not in languages and languages != ["all"]:
            continue
        elif truths[sample.name].body and truths[sample.name].weight == 1.0:
            bodies[sample.tool].append(_overlap(truths[sample.name].body or "", text))
        if sample.title:
            titles[sample.tool].append(same_title(sample.title, title))
    for tool, pairs in bodies.items():
        precision, recall = np.mean(pairs, axis=0)
        print(
            f"{name} {tool:12} P {precision:.3f} R {recall:.3f} "
            f"F {2 * precision * recall / (precision + recall):.3f} "
            f"title {np.mean(titles[tool]):.3f}"
        )


def _overlap(true: str, found: str) -> tuple[float, float]:
    a, b = _shingles(true), _shingles(found)
    both = (a & b).total()
    return both / max(1, b.total()), both / max(1, a.total())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


if __name__ == "__main__":
    main()
