"""Look at annotated pages, take them out to edit them, put them back.

python -m corpus list [WORD]            names of collections and pages that hold WORD
python -m corpus show NAME              one page as it was dumped, and what is on it
python -m corpus unpack COLLECTION DIR  each page into a folder of its own
python -m corpus pack DIR COLLECTION    such folders into a collection
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.pages import ROOT, AnnotatedPage, collections, load, unpack, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m corpus",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list").add_argument("word", nargs="?", default="")
    commands.add_parser("show").add_argument("name")
    taken_out = commands.add_parser("unpack")
    taken_out.add_argument("collection", type=collection)
    taken_out.add_argument("folder", type=Path)
    put_back = commands.add_parser("pack")
    put_back.add_argument("folder", type=Path)
    put_back.add_argument("collection", type=Path)
    options = parser.parse_args(arguments)
    if options.command == "list":
        for place in collections():
            for page in load(place):
                if options.word in f"{name_of(place)}/{page.name}":
                    print(f"{name_of(place)}/{page.name}")
    elif options.command == "show":
        return show(options.name)
    elif options.command == "unpack":
        print(f"{unpack(options.folder, load(options.collection))} pages in {options.folder}")
    else:
        try:
            count = write(options.collection, list(load(options.folder)))
        except (OSError, ValueError) as error:
            print(error, file=sys.stderr)
            return 2
        print(f"{count} pages in {options.collection}")
    return 0


def name_of(place: Path) -> str:
    """A collection as people call it: train/layouts."""
    return place.relative_to(ROOT).with_suffix("").as_posix()


def collection(word: str) -> Path:
    """The file of a collection, by its path or by its name."""
    for place in [Path(word), *(p for p in collections() if word in (name_of(p), p.stem))]:
        if place.is_file():
            return place
    known = ", ".join(map(name_of, collections()))
    raise argparse.ArgumentTypeError(f"no collection {word!r}; there are {known}")


def show(name: str) -> int:
    """Print the page of that name; of several that hold the word, their names."""
    found = [
        (f"{name_of(place)}/{page.name}", page) for place in collections() for page in load(place)
    ]
    exact = [each for each in found if name in (each[0], each[1].name)]
    matching = exact or [each for each in found if name in each[0]]
    if len(matching) == 1:
        [(full_name, page)] = matching
        _print(full_name, page)
        return 0
    for full_name, _ in matching:
        print(full_name)
    message = "is in the names of these pages; say which" if matching else "is in no page's name"
    print(f"{name!r} {message} (python -m corpus list)", file=sys.stderr)
    return 1


def _print(name: str, page: AnnotatedPage) -> None:
    print(f"----- {name}: the page")
    print(page.text)
    print(f"----- {name}: what is on it")
    print(json.dumps(page.annotation, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    sys.exit(main())
