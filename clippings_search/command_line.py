"""`clippings COMMAND`: which program of the project answers to which word."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search_app.version import VERSION

USAGE_ERROR = 2


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the command line. `run` takes what follows it and gives the exit status."""

    name: str
    help: str
    run: Callable[[list[str]], int]


def _index(arguments: list[str]) -> int:
    from indexer.__main__ import main as index

    return index(arguments, program="clippings index")


def _verify(arguments: list[str]) -> int:
    from clippings_search.upkeep import verify

    return verify(arguments)


def _report(arguments: list[str]) -> int:
    from clippings_search.upkeep import report

    return report(arguments)


def _backup(arguments: list[str]) -> int:
    from clippings_search.upkeep import backup

    return backup(arguments)


def _settings(arguments: list[str]) -> int:
    from clippings_search.upkeep import settings

    return settings(arguments)


def _serve(arguments: list[str]) -> int:
    from clippings_search.serve import serve

    return serve(arguments)


def _search(arguments: list[str]) -> int:
    from clippings_search.terminal import search

    return search(arguments)


def _open(arguments: list[str]) -> int:
    from clippings_search.terminal import show

    return show(arguments)


def _alerts(arguments: list[str]) -> int:
    from clippings_search.alerts import run

    return run(arguments)


def _users(arguments: list[str]) -> int:
    from search_app.users import main as users

    return users(arguments, program="clippings users")


def _corrections(arguments: list[str]) -> int:
    from clippings_search.corrections import run

    return run(arguments)


def _mcp(arguments: list[str]) -> int:
    from clippings_search.mcp.command import run

    return run(arguments)


COMMANDS: tuple[Command, ...] = (
    Command("index", "turn page dumps into a search index", _index),
    Command("serve", "serve the API and the search page", _serve),
    Command("search", "search the index from the terminal", _search),
    Command("open", "print one article, whole", _open),
    Command("users", "add and remove who may log in at the desk", _users),
    Command("alerts", "save searches, and send what is new for them", _alerts),
    Command("corrections", "list, check, exchange and apply what people corrected", _corrections),
    Command("mcp", "let assistants search, read and cite the archive", _mcp),
    Command("report", "say how well the archive was read", _report),
    Command("verify", "read every byte of the index and name what is damaged", _verify),
    Command("backup", "copy the index into a new folder, also while it is in use", _backup),
    Command("settings", "print the table of settings", _settings),
)

EXAMPLES = """\
examples:
  clippings index pages/                    index a folder of dumps into ./index_dir
  clippings serve                           then open http://127.0.0.1:8000
  clippings search "water clock" --json     search without a server
  clippings backup /backups/today           copy the index
"""


def help_text() -> str:
    """What `clippings` without a command says."""
    width = max(len(command.name) for command in COMMANDS)
    rows = "\n".join(f"  {command.name:{width}}  {command.help}" for command in COMMANDS)
    return (
        "usage: clippings COMMAND [ARGUMENT ...]\n\n"
        "Turns an archive of scraped news pages into a search engine.\n\n"
        f"commands:\n{rows}\n\n{EXAMPLES}\n"
        "`clippings COMMAND --help` lists the options of a command, with examples. "
        "Settings are CLIPPINGS_* variables."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit status, 2 where there is no such command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        print(help_text(), file=sys.stderr)
        return USAGE_ERROR
    word, *rest = given
    if word in {"-h", "--help", "help"}:
        print(help_text())
        return 0
    if word in {"-V", "--version"}:
        print(f"clippings {VERSION}")
        return 0
    for command in COMMANDS:
        if command.name == word:
            return command.run(rest)
    names = ", ".join(command.name for command in COMMANDS)
    print(f"clippings: there is no command {word!r}: give one of {names}.", file=sys.stderr)
    return USAGE_ERROR
