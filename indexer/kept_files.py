"""Looking for damage in what lies next to an index: report, saved searches, users."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from alerts.ledger import FILE_NAME as LEDGER
from alerts.ledger import is_there
from alerts.seal import LedgerSeal
from alerts.searches import FILE_NAME as SEARCHES
from alerts.searches import FOLDER as ALERTS
from alerts.searches import GONE
from corrections.orphans import orphans_path
from quality.store import FOLDER as QUALITY
from quality.store import HISTORY, QUEUES, REPORT
from search_index.engines.checks import without_check
from search_index.engines.files import signature_of
from search_index.engines.seal import Seal

_REWRITTEN: Final = "The next run writes it again."
_NOT_WHOLE: Final = "it is not as it was written"


def problems_of_reports(index_dir: Path) -> list[str]:
    """What is wrong with what every run writes again, each naming its file."""
    queues = index_dir / QUALITY / QUEUES
    report, orphans = index_dir / QUALITY / REPORT, orphans_path(index_dir)
    found = [
        f"{path} is damaged: {problem}. {_REWRITTEN}"
        for path in (report, orphans)
        for problem in _wrong_with(path)
    ]
    for path, other in ((orphans, report), (report, index_dir / QUALITY / HISTORY)):
        if other.exists() and not path.exists():  # a run writes both
            found.append(f"{path} is gone. {_REWRITTEN}")
    try:
        if not (queues.exists() or Seal(queues).exists()) or Seal(queues).fits():
            return found
        problem = _NOT_WHOLE
    except OSError as error:
        problem = error.strerror or str(error)
    return [*found, f"{queues} is damaged: {problem}. {_REWRITTEN}"]


def lost_history(index_dir: Path) -> list[str]:
    """Whether the history is gone though there is a report; the next run begins a new one."""
    folder = index_dir / QUALITY
    is_lost = (folder / REPORT).exists() and signature_of(folder / HISTORY)[1] == 0
    return [f"{folder / HISTORY} is gone: a new one is begun."] if is_lost else []


def problems_of_kept(index_dir: Path) -> list[str]:
    """What is wrong with what no run can write again, each naming its file."""
    searches, ledger = index_dir / ALERTS / SEARCHES, index_dir / ALERTS / LEDGER
    found = [
        f"{path} is damaged: {problem}."
        for path in (searches, index_dir / "desk" / "users.json")
        for problem in _wrong_with(path)
    ]
    found += lost_history(index_dir)
    for path, part in (
        (index_dir / QUALITY / HISTORY, "articles"),
        (index_dir / "desk" / "apart.jsonl", "apart"),
    ):
        lines = _lines(path, part)
        found += [f"{path}, line {number}, is damaged: {text}." for number, text in lines]
    if is_there(ledger.parent) and not searches.exists():
        found.append(GONE.format(path=searches))
    try:
        is_lost = LedgerSeal(ledger).exists() and not ledger.exists()
        if is_lost or (ledger.exists() and not LedgerSeal(ledger).fits()):
            reason = "it is gone" if is_lost else _NOT_WHOLE
            found.append(
                f"{ledger} is damaged: {reason}. Where it is removed, all counts as known."
            )
    except OSError as error:
        found.append(f"{ledger} cannot be read ({error.strerror or error}).")
    return found


def _wrong_with(path: Path) -> Iterator[str]:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        yield error.strerror or str(error)
        return
    try:
        value = json.loads(text)
        for each in _parts(value):
            without_check(each)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        yield str(error)


def _parts(value: Any) -> Iterator[Any]:
    """An object, and those of its list that may have a check of their own."""
    yield value
    yield from (each for each in value.get("alerts", ()) if isinstance(each, dict))


def _lines(path: Path, part: str) -> Iterator[tuple[int, str]]:
    """The lines that are not as they were written, or lack what each has."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    except OSError as error:
        yield 0, error.strerror or str(error)
        return
    for number, line in enumerate(lines, 1):
        try:
            without_check(json.loads(line))[part]
        except KeyError:
            yield number, "it is none of this file"
        except (ValueError, AttributeError, RecursionError) as error:
            yield number, str(error)
