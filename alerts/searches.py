"""The file of saved searches, `alerts/alerts.json` in the folder of the index.

People may write it by hand: an entry that cannot be used is named, and the others are used.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alerts.errors import AlertsUnusable, BadAlert
from alerts.model import ID_PATTERN, SavedSearch, new_secret, read_search
from search_index.engines.checks import CHECK, with_check, without_check
from search_index.engines.files import sync_folder
from search_index.text.analysis import fold

FOLDER: Final = "alerts"
FILE_NAME: Final = "alerts.json"
KEY_NAME: Final = "key"
LOCK_S: Final = 10.0
MAX_SEARCHES: Final = 1000
GONE: Final = "{path} is gone: nothing is looked for until it is put back, or a search is saved."

_Entry = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A saved search that cannot be used, or a message that did not arrive."""

    alert: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The saved searches, and what of the file cannot be used."""

    searches: tuple[SavedSearch, ...] = ()
    problems: tuple[Problem, ...] = ()

    def find(self, alert: str) -> SavedSearch | None:
        """The saved search of an id."""
        return next((each for each in self.searches if each.id == alert), None)


class Searches:
    """The file in the folder of an index; safe between processes."""

    def __init__(self, index_dir: Path) -> None:
        self.folder = index_dir / FOLDER
        self._path = self.folder / FILE_NAME

    def exist(self) -> bool:
        """Whether there is such a file."""
        return self._path.exists()

    def load(self) -> Loaded:
        """Everything in the file. Raises AlertsUnusable where it is no list of searches."""
        searches: dict[str, SavedSearch] = {}
        problems = []
        for number, entry in enumerate(self._entries(), 1):
            try:
                search = read_search(_unchecked(entry))
                if search.id in searches:
                    raise BadAlert([("id", "There is another one with it before.")])
                searches[search.id] = search
            except BadAlert as error:
                problems.append(Problem(alert=_called(entry, number), message=str(error)))
        return Loaded(searches=tuple(searches.values()), problems=tuple(problems))

    def add(self, given: _Entry) -> SavedSearch:
        """Save a search; id, secret and instant are given to it. Raises BadAlert."""
        entry = {**given, "created": _now()}
        webhook = entry.get("webhook")
        if isinstance(webhook, dict) and not webhook.get("secret"):
            entry["webhook"] = {**webhook, "secret": new_secret()}
        with self._changing() as entries:
            taken = {entry.get("id") for entry in entries if isinstance(entry, dict)}
            if len(entries) >= MAX_SEARCHES:
                raise BadAlert([("alert", f"There are {MAX_SEARCHES} already: remove one.")])
            entry["id"] = _free_id(str(entry.get("name", "")), taken)
            search = read_search(entry)
            entries.append(with_check(search.to_json()))
        return search

    def remove(self, alert: str) -> bool:
        """Forget a search; whether there was one."""
        with self._changing() as entries:
            kept = [e for e in entries if not (isinstance(e, dict) and e.get("id") == alert)]
            was_there = len(kept) < len(entries)
            entries[:] = kept
        return was_there

    def unsubscribe(self, alert: str, address: str) -> bool:
        """Send no more mail of a search to an address; whether it was to get any."""
        done = False
        with self._changing() as entries:
            for entry in entries:
                mail = entry.get("mail") if isinstance(entry, dict) else None
                if isinstance(mail, dict) and entry.get("id") == alert:
                    to = [mail.get("to")] if isinstance(mail.get("to"), str) else mail.get("to")
                    kept = [each for each in to or () if each != address]
                    done = len(kept) < len(to or ())
                    is_whole = CHECK in entry and _is_whole(entry)
                    if kept:
                        mail["to"] = kept
                    else:
                        del entry["mail"]
                    if is_whole:
                        entry.update(with_check(entry))
        return done

    def key(self) -> bytes:
        """The key by which links of this archive are signed; made when first asked for."""
        path = self.folder / KEY_NAME
        try:
            found = bytes.fromhex(path.read_text("ascii").strip())
        except FileNotFoundError:
            with self._locked():
                if not path.exists():
                    _write_privately(path, secrets.token_hex(32).encode() + b"\n")
            found = bytes.fromhex(path.read_text("ascii").strip())
        except ValueError:
            found = b""
        if len(found) < 16:
            raise AlertsUnusable(f"{path} is damaged: remove it, and a new key is made.")
        return found

    def _entries(self) -> list[Any]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return []
        except (ValueError, RecursionError) as error:
            raise AlertsUnusable(f"{self._path} is not JSON ({error}): mend it.") from None
        entries = found.get("alerts") if isinstance(found, dict) else None
        if not isinstance(entries, list):
            raise AlertsUnusable(f'{self._path}: give an object as {{"alerts": […]}}.')
        return entries

    @contextmanager
    def _changing(self) -> Iterator[list[Any]]:
        """The entries; they are written back where they were changed."""
        with self._locked():
            entries = self._entries()
            before = json.dumps(entries)
            yield entries
            if json.dumps(entries) != before:
                text = json.dumps({"alerts": entries}, ensure_ascii=False, indent=2) + "\n"
                _write_privately(self._path, text.encode("utf-8", "replace"))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        from filelock import FileLock, Timeout  # what only reads does not need it

        try:
            with FileLock(self.folder / "alerts.lock", timeout=LOCK_S):
                yield
        except Timeout:
            raise AlertsUnusable(f"{self._path} is being written by another process.") from None


def _write_privately(path: Path, data: bytes) -> None:
    """Replace a file, in one step, by one that its owner alone may read."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)
    new.replace(path)
    sync_folder(path.parent)


def _free_id(name: str, taken: set[Any]) -> str:
    plain = re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")[:50].strip("-") or "alert"
    assert re.fullmatch(ID_PATTERN, plain)
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found


def _unchecked(entry: Any) -> Any:
    """The entry without its check. Raises BadAlert where that does not fit."""
    try:
        return without_check(entry) if isinstance(entry, dict) else entry
    except ValueError as error:
        raise BadAlert([(CHECK, f"{error}.".capitalize())]) from None


def _is_whole(entry: _Entry) -> bool:
    try:
        return bool(without_check(entry))
    except ValueError:
        return False


def _called(entry: Any, number: int) -> str:
    name = (entry.get("id") or entry.get("name")) if isinstance(entry, dict) else None
    return name if isinstance(name, str) and name else f"entry {number}"


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
