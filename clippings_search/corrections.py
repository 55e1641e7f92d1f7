"""`clippings corrections`: what people corrected, from a terminal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from clippings_search.parsers import add_index_dir, command_parser
from indexer.__main__ import main as index

_PROGRAM: Final = "clippings corrections"
_COMMANDS: Final = (
    ("list", "", "those that hold, as people read them; --json as they are in the file"),
    ("check", "", "name what is wrong in the file with its line, and what is orphaned"),
    ("orphaned", "", "those that found their article no more in the last run, and why"),
    ("export", "[FILE]", "write every line that can be used, to FILE or stdout"),
    ("import", "FILE", "add the lines of another file, each id once"),
    ("undo", "ID", "take one back"),
    ("apply", "", "bring them into the index now"),
    ("pages", "FILE", "write corrected pages as annotated pages, to measure the reader by"),
)


def run(arguments: list[str]) -> int:
    """Do it; 0 done, 1 done in part or something is wrong, 2 not possible."""
    options = _parser().parse_args(arguments)
    given = getattr(options, "given", None)
    action = options.command if given is None else f"{options.command}={given}"
    words = [str(options.source)] if options.source else []
    words += ["--index-dir", str(options.index_dir)] if options.index_dir else []
    words += [f"--{name}" for name in ("json", "quiet") if getattr(options, name)]
    return index([*words, "--corrections", action], program=_PROGRAM)


def _parser() -> argparse.ArgumentParser:
    parser = command_parser(
        "corrections",
        description="What people corrected of the archive: a file next to the pages.",
        examples=(
            "clippings corrections list",
            "clippings corrections check --source pages/",
            "clippings corrections import other.jsonl",
            "clippings corrections undo 5f0c2ab90d11",
        ),
        notes="The file is CLIPPINGS_CORRECTIONS, else corrections.jsonl in the folder of pages. "
        "Exit status: 0 done, 1 something in it is wrong or orphaned, 2 nothing was done.",
    )
    commands = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND", dest="command"
    )
    for name, takes, help in _COMMANDS:
        each = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
        if takes:
            each.add_argument(
                "given", metavar=takes.strip("[]"), nargs="?" if takes[0] == "[" else None
            )
        each.add_argument(
            "--source", type=Path, metavar="DIR", help="the pages (default: CLIPPINGS_SOURCE)"
        )
        add_index_dir(each)
        each.add_argument("--json", action="store_true", help="print the result as JSON on stdout")
        each.add_argument("--quiet", action="store_true", help="print nothing for people")
    return parser
