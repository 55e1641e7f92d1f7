"""The parser of a command: what it does, its options, and examples that can be copied."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path


def command_parser(
    command: str, *, description: str, examples: Sequence[str], notes: str = ""
) -> argparse.ArgumentParser:
    """A parser of `clippings COMMAND`; each example is one line of a shell."""
    lines = "\n".join(f"  {example}" for example in examples)
    return argparse.ArgumentParser(
        prog=f"clippings {command}",
        description=description,
        epilog=f"examples:\n{lines}" + (f"\n\n{notes}" if notes else ""),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_index_dir(parser: argparse.ArgumentParser) -> None:
    """Add `--index-dir`, which each command has."""
    parser.add_argument(
        "--index-dir",
        type=Path,
        metavar="DIR",
        help="folder of the index (default: CLIPPINGS_INDEX_DIR, else ./index_dir)",
    )
