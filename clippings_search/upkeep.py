"""`clippings report`, `verify`, `backup` and `settings`: what the indexer does besides indexing."""

from __future__ import annotations

import argparse
from pathlib import Path

from clippings_search.parsers import add_index_dir, command_parser
from indexer.__main__ import main as index


def verify(arguments: list[str]) -> int:
    """Check the index; 0 sound, 1 damage found, 2 not possible."""
    parser = command_parser(
        "verify",
        description="Read every byte of the index and name what is damaged. Changes nothing.",
        examples=(
            "clippings verify",
            "clippings verify --index-dir /backups/today --json",
        ),
        notes="Exit status: 0 sound, 1 damage found, 2 there is no index to read.",
    )
    _add_output(parser)
    options = parser.parse_args(arguments)
    return index(["--verify", *_given(options)], program="clippings verify")


def report(arguments: list[str]) -> int:
    """Print the report of the archive; 0 printed, 2 not possible."""
    parser = command_parser(
        "report",
        description="Say how well the archive was read: dates, titles, duplicates, rejected pages.",
        examples=(
            "clippings report",
            "clippings report --json --index-dir /var/lib/clippings/index",
        ),
        notes="It is of the last run of the indexer. Exit status: 0 printed, 2 there is none.",
    )
    add_index_dir(parser)
    parser.add_argument("--json", action="store_true", help="print it as JSON on stdout")
    options = parser.parse_args(arguments)
    return index(["--report", *_given(options)], program="clippings report")


def backup(arguments: list[str]) -> int:
    """Copy the index; 0 done, 2 not possible."""
    parser = command_parser(
        "backup",
        description="Copy the index into a new folder, also while it is served and written.",
        examples=(
            "clippings backup /backups/today",
            "clippings backup /backups/today --index-dir /var/lib/clippings/index",
        ),
        notes="Exit status: 0 done, 2 nothing was copied. The copy is an index: "
        "serve it with --index-dir.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or an empty folder")
    _add_output(parser)
    options = parser.parse_args(arguments)
    return index(["--backup", str(options.folder), *_given(options)], program="clippings backup")


def settings(arguments: list[str]) -> int:
    """Print the table of settings."""
    command_parser(
        "settings",
        description="Print every setting with its default and its meaning.",
        examples=(
            "clippings settings",
            "CLIPPINGS_TITLE='The Archive' clippings serve",
        ),
        notes="Settings are environment variables, read once at start.",
    ).parse_args(arguments)
    return index(["--settings"], program="clippings settings")


def _add_output(parser: argparse.ArgumentParser) -> None:
    add_index_dir(parser)
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")
    parser.add_argument("--quiet", action="store_true", help="print nothing for people")


def _given(options: argparse.Namespace) -> list[str]:
    words = ["--index-dir", str(options.index_dir)] if options.index_dir else []
    return [
        *words,
        *(f"--{name}" for name in ("json", "quiet") if getattr(options, name, False)),
    ]
