"""How long reading HTML takes, next to trafilatura alone, in processor time.

    python -m benchmarks.speed.html_time PAGES [ROUNDS]

PAGES is a folder of .html files. Both read the same bytes in turns, in one process; trafilatura
by its defaults with metadata. The least of the rounds counts for each.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import trafilatura

from indexer.errors import PageRejected
from indexer.sources.web import read_html

MOST_TIMES = 1.4
"""So many times as long as trafilatura alone it may take."""


def by_clippings(pages: Sequence[bytes]) -> None:
    """Read every page as the indexer does, up to the text of its stories."""
    for data in pages:
        try:
            read_html(data, name="page", digest="", url=None)
        except PageRejected:
            continue


def by_trafilatura(pages: Sequence[bytes]) -> None:
    """Read every page by trafilatura alone."""
    for data in pages:
        trafilatura.bare_extraction(data, with_metadata=True)


def seconds(read: Callable[[Sequence[bytes]], None], pages: Sequence[bytes]) -> float:
    """The processor time that reading takes."""
    began = time.process_time()
    read(pages)
    return time.process_time() - began


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and fail where it takes longer than it may."""
    pages = [path.read_bytes() for path in sorted(Path(arguments[0]).glob("*.htm*"))]
    if not pages:
        print(f"there is no .html file in {arguments[0]}", file=sys.stderr)
        return 2
    rounds = int(arguments[1]) if len(arguments) > 1 else 3
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(seconds(by_trafilatura, pages))
        ours.append(seconds(by_clippings, pages))
    ratio = min(ours) / min(theirs)
    print(
        f"{len(pages)} pages: trafilatura {min(theirs):.2f} s, here {min(ours):.2f} s, "
        f"{ratio:.2f} times (may be {MOST_TIMES})"
    )
    return 0 if ratio <= MOST_TIMES else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
