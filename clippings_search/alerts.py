"""`clippings alerts`: saved searches from a terminal."""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from alerts.adding import add_search, remove_search
from alerts.checking import check
from alerts.delivering import deliver, next_due, send
from alerts.errors import NotDelivered
from alerts.ledger import Channel, Item, Ledger, Message
from alerts.model import SavedSearch
from alerts.parameters import from_address
from alerts.searches import Searches
from clippings_search.parsers import add_index_dir, command_parser
from indexer.state import page_digests_in
from search_index.errors import ClippingsError
from search_index.settings import Settings

DONE, NOT_DONE, FAILED = 0, 1, 2
LONGEST_SLEEP_S: Final = 60.0


def run(arguments: list[str]) -> int:
    """Run `clippings alerts …`; the exit status is 0 done, 1 in part, 2 not possible."""
    options = _parser().parse_args(arguments)
    overrides = {"index_dir": options.index_dir} if options.index_dir else {}
    try:
        settings = Settings.from_environment(**overrides)
        status: int = options.do(settings, options)
    except (ClippingsError, OSError) as error:
        _say(f"clippings alerts: {error}")
        return FAILED
    except KeyboardInterrupt:
        return DONE
    return status


def _add(settings: Settings, options: argparse.Namespace) -> int:
    parameters: dict[str, Any] = dict(from_address(options.query or ""))
    if options.words and "q" in parameters:
        _say("clippings alerts: give the words once, either after the name or as q= in --query.")
        return FAILED
    if options.words:
        parameters["q"] = " ".join(options.words)
    given: dict[str, Any] = {"name": options.name, "query": parameters}
    if options.webhook:
        given["webhook"] = {"url": options.webhook}
    if options.mail:
        given["mail"] = {"to": options.mail, "every": options.every}
    search = add_search(settings, given, pages=_pages_of(settings))
    print(json.dumps(search.to_json(), ensure_ascii=False, indent=2))
    _say(f"Saved as {search.id}: what is new from now on is sent after each run of the indexer.")
    if search.webhook is not None:
        _say("Keep the secret: the receiver checks the signatures by it.")
    return DONE


def _list(settings: Settings, options: argparse.Namespace) -> int:
    searches = Searches(settings.index_dir)
    loaded = searches.load()
    waiting: tuple[Message, ...] = ()
    lost: tuple[Message, ...] = ()
    if searches.exist():
        with Ledger(searches.folder) as ledger:
            waiting, lost = ledger.waiting(), ledger.given_up()
    if options.json:
        for search in loaded.searches:
            values = search.to_json()
            values.get("webhook", {}).pop("secret", None)
            values["waiting"] = sum(each.alert == search.id for each in waiting)
            values["given_up"] = sum(each.alert == search.id for each in lost)
            print(json.dumps(values, ensure_ascii=False))
    else:
        for search in loaded.searches:
            print(f"{search.id}: {search.name}")
            print(f"  {_plainly(search)}")
            for message in (*waiting, *lost):
                if message.alert == search.id:
                    print(f"  {_state_of(message)}")
    for problem in loaded.problems:
        _say(f"clippings alerts: {problem.alert} cannot be used. {problem.message}")
    return NOT_DONE if loaded.problems else DONE


def _remove(settings: Settings, options: argparse.Namespace) -> int:
    if remove_search(settings, options.id):
        return DONE
    _say(
        f"clippings alerts: there is none with the id {options.id!r}; see `clippings alerts list`."
    )
    return NOT_DONE


def _check(settings: Settings, options: argparse.Namespace) -> int:
    checked = check(settings, pages=_pages_of(settings))
    for alert, count in checked.found:
        print(f"{alert}: {count} new")
    for problem in checked.problems:
        _say(f"clippings alerts: {problem.alert}: {problem.message}")
    return max(_deliver_once(settings), NOT_DONE if checked.problems else DONE)


def _deliver(settings: Settings, options: argparse.Namespace) -> int:
    status = _deliver_once(settings)
    while options.watch:
        due = next_due(settings)
        wait = LONGEST_SLEEP_S if due is None else due - time.time()
        time.sleep(min(max(wait, 1.0), LONGEST_SLEEP_S))
        _deliver_once(settings)
    return status


def _deliver_once(settings: Settings) -> int:
    delivered = deliver(settings)
    _say(f"{delivered.sent} messages sent, {delivered.waiting} waiting.")
    for problem in delivered.problems:
        _say(f"clippings alerts: {problem.alert}: {problem.message} It is tried again later.")
    return NOT_DONE if delivered.problems else DONE


def _test(settings: Settings, options: argparse.Namespace) -> int:
    """Send a sample to each address of a saved search."""
    searches = Searches(settings.index_dir)
    search = searches.load().find(options.id)
    if search is None:
        _say(f"clippings alerts: there is none with the id {options.id!r} that can be used.")
        return NOT_DONE
    sample = Item(
        id="0" * 16,
        title=f"A test of “{search.name}”",
        excerpt="This is how a new article arrives.",
        language="en",
    )
    targets: list[tuple[Channel, str]] = []
    if search.webhook is not None:
        targets.append(("webhook", search.webhook.url))
    targets += [("mail", address) for address in (search.mail.to if search.mail else ())]
    status = DONE
    for channel, target in targets:
        now = time.time()
        message = Message(
            id=f"msg_{uuid.uuid4().hex}",
            alert=search.id,
            channel=channel,
            target=target,
            items=(sample,),
            created=now,
            due=now,
        )
        try:
            send(message, search, settings, key=searches.key, now=now)
            print(f"{channel} to {target}: arrived")
        except NotDelivered as error:
            status = NOT_DONE
            print(f"{channel} to {target}: {error}")
    if not targets:
        print("It is delivered as a feed only.")
    return status


def _pages_of(settings: Settings) -> Callable[[], Iterator[tuple[str, str]]]:
    return lambda: page_digests_in(settings.index_dir / "pages" / "state.sqlite")


def _plainly(search: SavedSearch) -> str:
    asked = ", ".join(f"{name}={' | '.join(found)}" for name, found in search.parameters.items())
    ways = ["feed"]
    if search.webhook is not None:
        ways.append(f"webhook {search.webhook.url}")
    if search.mail is not None:
        ways.append(f"mail to {', '.join(search.mail.to)} (every {search.mail.every})")
    return f"{asked or 'everything'} -> {'; '.join(ways)}"


def _state_of(message: Message) -> str:
    when = datetime.fromtimestamp(message.due, UTC).isoformat(timespec="seconds")
    state = "given up" if message.given_up else f"due {when}"
    why = f" ({message.error})" if message.error else ""
    return f"{message.channel} of {len(message.items)}: {state}, {message.attempts} attempts{why}"


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = command_parser(
        "alerts",
        description="Saved searches: what is new in the archive is sent, once.",
        examples=(
            "clippings alerts add Drought drought --mail ann@example.org --every day",
            "clippings alerts add Oases --query 'q=oasis&place=Tunis' "
            "--webhook https://hooks.example.org/news",
            "clippings alerts list",
            "clippings alerts deliver --watch",
        ),
        notes="`clippings alerts COMMAND --help` lists the options of each.",
    )
    parser.set_defaults(index_dir=None)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, do: Callable[..., int], help: str, example: str = ""
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=help,
            description=help[0].upper() + help[1:] + ".",
            epilog=f"example:\n  clippings alerts {example or name}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add_index_dir(made)
        made.set_defaults(do=do)
        return made

    add = command("add", _add, "save a search", "add Drought drought --mail ann@example.org")
    add.add_argument("name", metavar="NAME", help="what people call it")
    add.add_argument("words", nargs="*", metavar="WORD", help="what is searched for, as in q")
    add.add_argument(
        "--query", metavar="QUERY", help="parameters as q=water&place=Tunis, or a search's address"
    )
    add.add_argument("--webhook", metavar="URL", help="post new articles there, signed")
    add.add_argument("--mail", action="append", metavar="ADDRESS", help="mail them; repeatable")
    add.add_argument("--every", choices=("run", "day", "week"), default="run", help="how often")
    listed = command(
        "list", _list, "print the saved searches and what waits to be sent", "list --json"
    )
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    removed = command("remove", _remove, "forget a saved search", "remove 3f6c0d1b")
    removed.add_argument("id", metavar="ID")
    command("check", _check, "look what is new since the last run, and send it")
    sending = command("deliver", _deliver, "send what waits and is due", "deliver --watch")
    sending.add_argument("--watch", action="store_true", help="go on until stopped")
    tested = command(
        "test", _test, "send a sample of a saved search to its addresses", "test 3f6c0d1b"
    )
    tested.add_argument("id", metavar="ID")
    return parser
