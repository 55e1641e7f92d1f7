"""How well dumps of real pages are read: one article, its body, title and date, with floors.

    python -m benchmarks.quality.real [--share N] [--modes bs4 lynx] [--write] [--doc]

The trees that are shipped were grown from a quarter of these dumps and rules were chosen on these
pages, so what is measured here is a training figure: its floor says that nothing is lost, not how
well other pages are read. That says the figure next to it, cross-validated: sites read by trees
that never saw them (training/pages/cross_validate.py). Exit status 1 below a floor.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.real_pages import (
    DOCUMENTS,
    MODES,
    SHARES,
    CannotMeasure,
    Table,
    by_languages,
    checkout,
    dumps_of,
    keep,
    kept,
    score,
    shared_pages,
    some_of,
    with_tables,
)

MARGIN = 0.02
"""So far under what was reached is the floor."""
DUMPS = Path.home() / ".cache" / "clippings" / "dumps"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table for each group of languages; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--dumps", type=Path, default=os.environ.get("CLIPPINGS_DUMPS", DUMPS))
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    parser.add_argument("--share", type=int, default=1, help="one page in so many, without floors")
    parser.add_argument("--write", action="store_true", help="keep the figures as the new floors")
    parser.add_argument("--doc", action="store_true", help="write the kept figures into the docs")
    options = parser.parse_args(arguments)
    if options.doc:
        for document in DOCUMENTS:
            document.write_text(with_tables(document.read_text("utf-8")), "utf-8")
        return 0
    try:
        pages = shared_pages()
    except CannotMeasure as reason:
        print(f"Skipped: real pages; {reason}; set CLIPPINGS_SHARED.")
        return 0
    modes = [mode for mode in dumps_of(pages, options.dumps) if mode in options.modes]
    rows = {}
    with checkout() as clone:
        for mode in modes:
            with some_of(options.dumps, mode, options.share) as dumps:
                read = {path.stem for path in (dumps / mode).iterdir()}
                every = score(pages, dumps, mode, checkout=clone)
                rows[mode] = [row for row in every if row["page"] in read]
    table = by_languages(pages, rows)
    show(table, kept("training"), kept("cross_validated"))
    if options.write:
        keep("training", table)
        return 0
    low = [] if options.share > 1 else below(table, kept("training"))
    if low:
        print(f"below their floor: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


def below(table: Table, reached: Table) -> list[str]:
    """The figures that are below their floors."""
    return [
        f"{share} of {mode} ({languages})"
        for languages, modes in table.items()
        for mode, figures in modes.items()
        for share in SHARES
        if mode in reached.get(languages, {})
        and getattr(figures, share) < getattr(reached[languages][mode], share) - MARGIN
    ]


def show(table: Table, reached: Table, cross_validated: Table) -> None:
    """Print what was measured, the floor, and the cross-validated figure."""
    for languages, modes in table.items():
        print(f"real pages, {languages}: measured on pages trained on (floor) cross-validated")
        print(f"{'':12}{'pages':>6}" + "".join(f"{share:>21}" for share in SHARES))
        for mode, figures in modes.items():
            cells = []
            for share in SHARES:
                floor = reached.get(languages, {}).get(mode)
                other = cross_validated.get(languages, {}).get(mode)
                cells.append(
                    f"{getattr(figures, share):8.3f} "
                    + (f"({getattr(floor, share) - MARGIN:.2f}) " if floor else "   -   ")
                    + (f"{getattr(other, share):5.2f}" if other else "    -")
                )
            print(f"{mode:12}{figures.pages:>6}" + "".join(cells))


if __name__ == "__main__":
    sys.exit(main())
