"""Train the splitter: annotated pages to indexer/split/weights.json.

python -m training.splitter.train COLLECTION ... [--check] [--strength 1.0] [--out FILE]

A COLLECTION is a file of corpus/train. With --check nothing is written: every fifth of the
sites is read with weights learned from the others, and what is wrong is printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

from indexer.split.label import label, weights_of
from indexer.tagging.crf import NEVER, Weights
from training.crf import Sequenced, Vocabulary, train
from training.splitter.labels import LETTERS, Labelled, load, site_of
from training.splitter.vary import vary

WEIGHTS = Path(__file__).parents[2] / "indexer" / "split" / "weights.json"
FOLDS = 5
VARIANTS = 12
STRENGTH = 0.5
"""Of the penalty on large weights."""
_SEED = 10
_VARIED_SHARE = 0.1
"""What a variation of a page counts, where the page counts one."""
NAMES = [part.name.lower() for part in LETTERS.values()]
_NUMBERS = {letter: number for number, letter in enumerate(LETTERS)}


def main() -> None:
    """Train, or check by cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--strength", type=float, default=STRENGTH)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    if options.check:
        check({folder: list(load(folder)) for folder in options.folders}, options.strength)
    else:
        learn(dict.fromkeys(options.folders, 1.0), options.out, options.strength)


def learn(collections: Mapping[Path, float], out: Path, strength: float = STRENGTH) -> None:
    """Learn the weights from collections, in their order, and write them.

    Of each collection it is given how much one of its pages counts.
    """
    pages = [(page, share) for place, share in collections.items() for page in load(place)]
    write(_train(pages, strength), out)


def _train(pages: Sequence[tuple[Labelled, float]], strength: float) -> Weights:
    random = Random(_SEED)
    others = [page for page, _ in pages]
    varied = [
        (vary(page, others, random), _VARIED_SHARE * share)
        for page, share in pages
        for _ in range(VARIANTS)
    ]
    vocabulary = Vocabulary()
    sequences = [_sequenced(page, vocabulary, share) for page, share in [*pages, *varied]]
    return train(sequences, NAMES, vocabulary, strength=strength, iterations=100, prune=0.0)


def _sequenced(page: Labelled, vocabulary: Vocabulary, share: float) -> Sequenced:
    """The lines of a page, ready for training."""
    seen = [vocabulary.of(sorted(set(names))) for names in page.names]
    return Sequenced(seen, [_NUMBERS[part] for part in page.parts], share)


def check(folders: dict[Path, list[Labelled]], strength: float) -> None:
    """Cross-validation by site: no weight is learned from a site on which it is judged."""
    everything = [(folder, page) for folder, pages in folders.items() for page in pages]
    sites = sorted({site_of(page) for _, page in everything})
    Random(1).shuffle(sites)
    fold = {site: number % FOLDS for number, site in enumerate(sites)}
    sums: dict[Path, Counter[str]] = {folder: Counter() for folder in folders}
    for number in range(FOLDS):
        model = _train([(p, 1.0) for _, p in everything if fold[site_of(p)] != number], strength)
        weights = weights_of(table_of(model))
        for folder, page in everything:
            if fold[site_of(page)] != number:
                continue
            letters = {part: letter for letter, part in LETTERS.items()}
            found = [letters[part] for part in label(page.names, weights)]
            count, got, want = sums[folder], _stories(page, found), _stories(page, page.parts)
            ends = {(title, body[0], body[-1]) for title, body in want}
            count["wanted"] += len(want)
            count["found"] += len(got)
            count["right"] += sum((title, body[0], body[-1]) in ends for title, body in got)
            count["whole"] += len(set(got) & set(want))
            if got != want:
                _print_difference(page, found)
    for folder, count in sums.items():
        both = count["wanted"] + count["found"]
        print(
            f"{folder}: {dict(count)} F1 {2 * count['right'] / both:.3f}, "
            f"with every line of the body {2 * count['whole'] / both:.3f}"
        )


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


def table_of(model: Weights) -> dict[str, dict[str, dict[str, float]]]:
    """The model as it is kept: rounded, without weights near zero."""
    observations = {}
    for name, number in sorted(model.numbers.items()):
        row = _row(model.rows[number], least=0.03)
        if row:
            observations[name] = row
    steps = {"start": _row(model.start)}
    for name, row, end in zip(NAMES, model.steps, model.end, strict=True):
        steps[name] = _row(row)
        if end > NEVER:
            steps[name]["end"] = round(float(end), 2)
    return {"steps": steps, "observations": observations}


def _row(weights: Iterable[float], least: float = 0.0) -> dict[str, float]:
    pairs = zip(NAMES, weights, strict=True)
    return {name: round(float(w), 2) for name, w in pairs if w > NEVER and abs(w) >= least}


def write(model: Weights, path: Path) -> None:
    """Write the weights, one observation a line."""
    table = table_of(model)
    blocks = []
    for key, rows in table.items():
        lines = [
            f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}"
            for name, row in rows.items()
        ]
        blocks.append(f'"{key}": {{\n' + ",\n".join(lines) + "\n}")
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
