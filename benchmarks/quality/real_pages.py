"""Real pages, dumped by the tools that people use, and how well they were read when last written.

The pages, the program that dumps them and the one that scores what was read lie in the folder
CLIPPINGS_SHARED (../shared). The dumps are kept in the folder CLIPPINGS_DUMPS
(~/.cache/clippings/dumps), outside the repository: they are their publishers'.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FIGURES = Path(__file__).with_suffix(".json")
"""What was reached, by kind of figure, languages and tool: the floors are a little under it."""

NEEDS = {
    "bs4": "bs4",
    "lxml": "lxml",
    "inscriptis": "inscriptis",
    "html2text": "html2text",
    "lynx": None,
    "w3m": None,
}
"""The package of each tool, None where it is a program."""
MODES = ("html", *NEEDS)
LANGUAGES = ("en,fr,ar", "all")

Row = dict[str, Any]
"""What the scorer says of one page."""


class CannotMeasure(Exception):
    """What is missing, and where it was looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well the pages of one tool were read, each figure a share."""

    pages: int
    one: float
    """Pages that gave exactly one article; each holds one."""
    best: float
    """F1 of the best article against the true body, in runs of four words."""
    segments: float
    """F1 of phrases that must and must not be in the text."""
    title: float
    date: float


SHARES = tuple(field.name for field in fields(Figures) if field.name != "pages")
Table = dict[str, dict[str, Figures]]
"""Languages, then tool."""


def shared_pages() -> Path:
    """The folder with truth.json."""
    folder = Path(os.environ.get("CLIPPINGS_SHARED", ROOT.parent / "shared"))
    if not (folder / "data" / "pages" / "truth.json").is_file():
        raise CannotMeasure(f"there are no pages in {folder / 'data' / 'pages'}")
    return folder / "data" / "pages"


def dumps_of(pages: Path, folder: Path) -> tuple[str, ...]:
    """The modes that can be read from `folder`; dumps that it lacks are made first, aloud."""
    lacking = [tool for tool in NEEDS if not _filled(folder / tool)]
    if not _filled(folder / "html"):
        lacking = list(NEEDS)
    for tool in [tool for tool in lacking if not _installed(tool)]:
        print(f"Skipped: dumps of {tool}, which is not installed.", file=sys.stderr)
    wanted = [tool for tool in lacking if _installed(tool)]
    if wanted:
        print(f"Dumping the pages by {', '.join(wanted)} into {folder} …", file=sys.stderr)
        program = pages.parents[1] / "tools" / "dump_pages.py"
        command = [sys.executable, "-W", "ignore", program, pages, folder, *wanted]
        subprocess.run(command, check=True)
    return tuple(mode for mode in MODES if _filled(folder / mode))


def _filled(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _installed(tool: str) -> bool:
    package = NEEDS[tool]
    return bool(importlib.util.find_spec(package) if package else shutil.which(tool))


def score(pages: Path, dumps: Path, mode: str, *, checkout: Path) -> list[Row]:
    """Read the dumps of one tool as one archive; gives what is right, page by page."""
    program = pages.parents[1] / "tools" / "score_pages.py"
    run = subprocess.run(
        [sys.executable, program, checkout, pages, dumps, mode, "--languages", "all", "--pages"],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("    {")]
    if not any(row["articles"] for row in rows):
        raise CannotMeasure(f"not one article was read from {dumps / mode}")
    return rows


@contextmanager
def checkout(*learned: Path) -> Iterator[Path]:
    """A folder that looks like a clone; its splitter reads by what was learned in these files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / ".venv").symlink_to(sys.prefix)
        for package in (path.parent for path in ROOT.glob("*/__init__.py")):
            if package.name == "indexer" and learned:
                shutil.copytree(package, folder / package.name)
                for file in learned:
                    shutil.copy(file, folder / package.name / "split" / file.name)
            else:
                (folder / package.name).symlink_to(package)
        yield folder


@contextmanager
def some_of(dumps: Path, mode: str, share: int) -> Iterator[Path]:
    """A folder with one in `share` of the dumps of a tool, always the same ones."""
    if share == 1:
        yield dumps
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, mode)
        folder.mkdir()
        for path in sorted((dumps / mode).iterdir()):
            if lot(path.stem) % share == 0:
                shutil.copy(path, folder / path.name)
        yield Path(name)


def lot(name: str) -> int:
    """A number that a page has whatever others there are."""
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16)


def figures_of(rows: Sequence[Row]) -> Figures:
    """The figures of so many pages, as the scorer sums them up."""
    pairs = [row["best"] for row in rows if "best" in row]
    segments = [row["segments"] for row in rows if "segments" in row]
    right, wrong, wanted = (sum(each[at] for each in segments) for at in range(3))
    both = wrong + right + wanted
    precision, recall = (_mean([pair[at] for pair in pairs]) for at in range(2))
    return Figures(
        pages=len(rows),
        one=_mean([row["articles"] == 1 for row in rows]),
        best=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        segments=2 * right / both if both else 0.0,
        title=_mean([row["title"] for row in rows if "title" in row]),
        date=_mean([row["date"] for row in rows if "date" in row]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def by_languages(pages: Path, rows: dict[str, list[Row]]) -> Table:
    """The figures of each tool, for the languages whose names are read and for all."""
    truth = json.loads((pages / "truth.json").read_text("utf-8"))
    table: Table = {}
    for languages in LANGUAGES:
        wanted = languages.split(",")
        chosen = {
            mode: [
                row
                for row in each
                if languages == "all" or truth[row["page"]]["language"] in wanted
            ]
            for mode, each in rows.items()
        }
        table[languages] = {mode: figures_of(each) for mode, each in chosen.items() if each}
    return table


HEADS = {
    "one": "one article",
    "best": "body F1",
    "segments": "phrases F1",
    "title": "title",
    "date": "date",
}
DOCUMENTS = (ROOT / "docs" / "figures.md", ROOT / "docs" / "splitting.md")


def markdown(languages: str) -> str:
    """The table of the documents: worst first, each figure cross-validated (trained on)."""
    trained, held_out = kept("training")[languages], kept("cross_validated").get(languages, {})
    count = max(figures.pages for figures in trained.values())
    tried = max((figures.pages for figures in held_out.values()), default=0)
    rows = [
        f"| {count} pages, {tried} of them held out | " + " | ".join(HEADS.values()) + " |",
        "|---" * (len(HEADS) + 1) + "|",
    ]
    for mode in sorted(trained, key=lambda mode: held_out.get(mode, trained[mode]).best):
        cells = [
            (f"{getattr(held_out[mode], share):.2f}" if mode in held_out else "–")
            + f" ({getattr(trained[mode], share):.2f})"
            for share in HEADS
        ]
        rows.append(f"| {'the HTML' if mode == 'html' else mode} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def with_tables(text: str) -> str:
    """A document with the tables that it has places for as they are now."""
    for languages in LANGUAGES:
        begin, end = f"<!-- real pages, {languages} -->", "<!-- end of the table -->"
        before, mark, rest = text.partition(begin)
        if mark:
            text = f"{before}{begin}\n{markdown(languages)}\n{end}{rest.partition(end)[2]}"
    return text


def kept(kind: str) -> Table:
    """The figures of a kind as they were written down: training or cross_validated."""
    values = json.loads(FIGURES.read_text("utf-8")).get(kind, {})
    return {
        languages: {mode: Figures(**each) for mode, each in modes.items()}
        for languages, modes in values.items()
    }


def keep(kind: str, table: Table) -> None:
    """Write figures down, to be the floors (training) or shown next to them (cross_validated)."""
    values = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    values[kind] = {
        languages: {
            mode: {name: round(value, 3) for name, value in asdict(each).items()}
            for mode, each in modes.items()
        }
        for languages, modes in table.items()
    }
    FIGURES.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
