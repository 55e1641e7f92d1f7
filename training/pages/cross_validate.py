"""How well pages of sites are read that the trees never saw, by the whole pipeline.

python -m training.pages.cross_validate DUMPS [--own COLLECTION ...] [--share N] [--folds 3 4 5]
    [--write]

For each fifth of the sites, trees are grown from the others, and the dumps of that fifth are read
by them and by weights that saw none of it, one in N, as an archive. What was right is kept with
--write for `make quality` and the tables of docs/splitting.md. Reading HTML uses neither and is
left out; rules and word lists are the same for all folds, so what was chosen by hand on these pages
is not held out. The final part of the sites (training/pages/truth.py) is in no fold; with --folds 6
it is read, by trees grown from all others.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.real import show
from benchmarks.quality.real_pages import (
    Row,
    by_languages,
    checkout,
    keep,
    lot,
    score,
    shared_pages,
)
from training.pages.learn import write
from training.pages.samples import TOOLS
from training.pages.train import learn_all, load_pages
from training.pages.truth import FINAL, FOLDS, load_truths
from training.splitter.train import write as write_weights


def main() -> None:
    """Cross-validate; print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--own", nargs="*", type=Path, default=[])
    parser.add_argument("--share", type=int, default=1, help="read one page in so many")
    every = range(1, FOLDS + 1)
    some = [*every, FINAL + 1]
    parser.add_argument("--folds", type=int, nargs="+", choices=some, default=list(every))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pages = shared_pages()
    truths = load_truths(pages, options.dumps / "html")
    known = load_pages(options.dumps, options.own, truths)
    rows: dict[str, list[Row]] = {tool: [] for tool in TOOLS}
    for fold in [number - 1 for number in options.folds]:
        with tempfile.TemporaryDirectory() as folder:
            trees = Path(folder, "trees.npz")
            write(learn_all(known.of(set(range(FOLDS)) - {fold})), trees)
            names = [
                name
                for name, truth in truths.items()
                if truth.fold == fold and lot(name) % options.share == 0
            ]
            weights = Path(folder, "weights.npz")
            write_weights(known.weights[fold], weights)
            with checkout(trees, weights) as clone:
                for tool in TOOLS:
                    rows[tool] += _read(pages, options.dumps, tool, names, clone)
        table = by_languages(pages, rows)
        print(f"after fold {fold + 1}", flush=True)
        show(table, {}, {})
        if options.write:
            keep("cross_validated", table)


def _read(pages: Path, dumps: Path, tool: str, names: Sequence[str], clone: Path) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, tool)
        place.mkdir()
        found = [name for name in names if (dumps / tool / f"{name}.txt").exists()]
        for name in found:
            shutil.copy(dumps / tool / f"{name}.txt", place)
        rows = score(pages, Path(folder), tool, checkout=clone)
    return [row for row in rows if row["page"] in set(found)]


if __name__ == "__main__":
    main()
