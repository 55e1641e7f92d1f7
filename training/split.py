"""Learn all that indexer/split reads pages by: weights.npz, then trees.npz, and note from what.

python -m training.split PAGES DUMPS [--check]

PAGES and DUMPS are as in training/pages/train.py. Weights are learned from corpus/train, then trees
from the pages, the dumps and what weights make of them that did not see their sites. What was
learned from and what came of it is kept by digest in training/split.json, so that it shows where a
page, a library or a file was changed since. With --check nothing is learned: it is said in a minute
what is not as it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from corpus import TRAIN
from indexer.split.label import learned
from training.pages import train as trees
from training.pages.samples import TOOLS
from training.splitter import train as weights
from training.splitter.labels import load

RECORD = Path(__file__).with_suffix(".json")
COLLECTIONS = tuple(
    TRAIN / f"{name}.jsonl"
    for name in (
        "golden",
        "layouts",
        "sites",
        "composed",
        "manners",
        "roundups",
        "portals",
        "institutions",
        "short",
        "assorted",
        "arabic_french",
        "bulletins",
        "categories",
        "newsrooms",
        "crowded",
        "organizations",
        "papers",
        "frames",
        "lists",
    )
)
_LIBRARIES = ("jax", "jaxlib", "lightgbm", "numpy", "trafilatura")


def main() -> int:
    """Learn and note, or check; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pages", type=Path)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    missing = [tool for tool in ("html", *TOOLS) if not any((options.dumps / tool).glob("*"))]
    if missing:
        print(
            f"{options.dumps} has no dumps of {', '.join(missing)}: make them with dump_pages.py, "
            "as what is learned without them is something else",
            file=sys.stderr,
        )
        return 2
    if options.check:
        if not RECORD.exists():
            print(f"what is shipped was not learned by this command: there is no {RECORD.name}")
            return 1
        changed = differing(json.loads(RECORD.read_text("utf-8")), _record(options))
        print("\n".join(changed) or "all is as it was when it was learned")
        return 1 if changed else 0
    weights.learn_weights(COLLECTIONS, weights.WEIGHTS)
    learned.cache_clear()
    trees.learn_trees(options.pages, options.dumps, COLLECTIONS, trees.TREES)
    RECORD.write_text(json.dumps(_record(options), indent=1) + "\n", "utf-8")
    return 0


def digests(paths: Iterable[Path]) -> dict[str, str]:
    """The digest of each file, by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def differing(then: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> list[str]:
    """What of a record is not as it was."""
    return [
        f"{kind}: {name}"
        for kind in sorted(then.keys() | now.keys())
        for name in sorted(then.get(kind, {}).keys() | now.get(kind, {}).keys())
        if then.get(kind, {}).get(name) != now.get(kind, {}).get(name)
    ]


def _record(options: argparse.Namespace) -> dict[str, dict[str, str]]:
    return {
        "learned from": digests(COLLECTIONS),
        "real pages": {
            "truth.json": _of_all([options.pages / "truth.json"]),
            "html": _of_all((options.dumps / "html").iterdir()),
            **{tool: _of_all((options.dumps / tool).iterdir()) for tool in TOOLS},
        },
        "seen of pages": {place.stem: _seen(place) for place in COLLECTIONS},
        "libraries": {name: version(name) for name in _LIBRARIES},
        "learned": digests((weights.WEIGHTS, trees.TREES)),
    }


def _of_all(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _seen(collection: Path) -> str:
    """All that is observed of the lines of a collection: another cue or day changes it."""
    digest = hashlib.sha256()
    for page in load(collection):
        for names, part in zip(page.names, page.parts, strict=True):
            digest.update(f"{part} {sorted(set(names))}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
