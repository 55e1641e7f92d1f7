"""Learn the weights of the splitter: annotated pages to indexer/split/weights.npz.

python -m training.splitter.train COLLECTION ... [--out FILE | --check]

A COLLECTION is a file of corpus/train. With --check nothing is written: each third of the sites is
read with weights learned from the others, and what is wrong is printed.
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from collections.abc import Sequence, Set
from pathlib import Path
from random import Random

import numpy as np

from indexer.split import label as reader
from indexer.split.label import LineRole, Weights, label
from training.network import Arrays, listed, numbered, together, vocabulary_of
from training.pages.truth import FINAL, fold_of
from training.splitter.labels import LETTERS, Labelled, load, site_of
from training.splitter.network import Sequenced, Steps, learn
from training.splitter.vary import vary

WEIGHTS = Path(__file__).parents[2] / "indexer" / "split" / reader.WEIGHTS
THIRDS = tuple(frozenset(range(first, FINAL + 1, 3)) for first in range(3))
"""The folds of sites (training/pages/truth.py) that weights do not see by which they are read."""
_VARIATIONS = 12
_VARIED = 3
"""So many variations to one page are learned from in an epoch."""
SEEDS = (10, 13, 14)
"""Of the members of what is shipped."""
_OTHER_SEED = 10
"""Of what only says how pages of sites are read that were not seen: one member is enough."""


def main() -> None:
    """Learn, or check by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    if options.check:
        check(options.collections)
    else:
        learn_weights(options.collections, options.out)


def learn_weights(collections: Sequence[Path], out: Path) -> None:
    """Learn from collections, in their order, and write the weights."""
    pages = load_all(collections)
    write(together([weights_from(pages, seed) for seed in SEEDS]), out)


def load_all(collections: Sequence[Path]) -> list[Labelled]:
    """The pages of collections, in their order, that have lines."""
    return [page for place in collections for page in load(place) if page.parts]


def without(pages: Sequence[Labelled], folds: Set[int]) -> list[Labelled]:
    """Pages but for those of the sites of these folds."""
    return [page for page in pages if fold_of(site_of(page)) not in folds]


def weights_from(pages: Sequence[Labelled], seed: int = _OTHER_SEED) -> Arrays:
    """What is learned from pages and variations of them, as the file of weights has it."""
    random = Random(seed)
    varied = [vary(page, pages, random) for page in pages for _ in range(_VARIATIONS)]
    varied = [page for page in varied if page.parts]
    numbers = vocabulary_of(page.names for page in (*pages, *varied))
    own = [_sequenced(page, numbers) for page in pages]
    variations = [_sequenced(page, numbers) for page in varied]

    def of_epoch() -> list[Sequenced]:
        return [*own, *random.sample(variations, min(_VARIED * len(own), len(variations)))]

    steps = Steps.of([*own, *variations], len(LineRole))
    learned = learn(of_epoch, len(numbers), steps, seed=seed)
    return {"names": listed(numbers), **learned}


_PARTS = {letter: number for number, letter in enumerate(LETTERS)}


def _sequenced(page: Labelled, numbers: dict[str, int]) -> Sequenced:
    return Sequenced(
        seen=numbered(page.names, numbers), parts=[_PARTS[part] for part in page.parts]
    )


def write(learned: Arrays, path: Path) -> None:
    """Write weights as indexer/split/label.py reads them."""
    np.savez_compressed(path, allow_pickle=False, **learned)


def check(collections: Sequence[Path]) -> None:
    """Cross-validation by site: no weight is learned from a site on which it is judged."""
    sums: dict[Path, Counter[str]] = {where: Counter() for where in collections}
    every = [(where, page) for where in collections for page in load(where) if page.parts]
    for folds in THIRDS:
        weights = weights_of(weights_from(without([page for _, page in every], folds)))
        for where, page in every:
            if fold_of(site_of(page)) not in folds:
                continue
            letters = {part: letter for letter, part in LETTERS.items()}
            found = [letters[part] for part in label(page.names, weights)]
            got, want = _stories(page, found), _stories(page, page.parts)
            ends = {(title, body[0], body[-1]) for title, body in want}
            count = sums[where]
            count["wanted"] += len(want)
            count["found"] += len(got)
            count["right"] += sum((title, body[0], body[-1]) in ends for title, body in got)
            count["whole"] += len(set(got) & set(want))
            if got != want:
                _print_difference(page, found)
    for where, count in sums.items():
        both = count["wanted"] + count["found"]
        print(
            f"{where}: {dict(count)} F1 {2 * count['right'] / both:.3f}, "
            f"with every line of the body {2 * count['whole'] / both:.3f}"
        )


def weights_of(learned: Arrays) -> Weights:
    """Weights as they are read from what is kept of them."""
    with io.BytesIO() as file:
        np.savez(file, allow_pickle=False, **learned)
        file.seek(0)
        return reader.read(file)


def _stories(page: Labelled, parts: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    stories: list[tuple[str, tuple[int, ...]]] = []
    title, waiting = "", ""
    body: list[int] = []
    for n, part in enumerate([*parts, "J"]):
        if part in "JZATF" and body:
            stories.append((title, tuple(body)))
            body = []
        if part == "F":
            title, waiting, body = waiting, "", [n]
        elif part == "B":
            body.append(n)
        elif part in "JZAT":
            waiting = page.lines[n].text if part == "T" else ""
    return stories


def _print_difference(page: Labelled, found: Sequence[str]) -> None:
    wrong = {n for n, part in enumerate(page.parts) if part != found[n]}
    print(f"===== {page.slug}")
    for n, line in enumerate(page.lines):
        if any(near in wrong for near in range(n - 2, n + 3)):
            mark = "!" if n in wrong else " "
            print(f" {mark} {page.parts[n]} {found[n]} {line.text[:100]}")


if __name__ == "__main__":
    main()
