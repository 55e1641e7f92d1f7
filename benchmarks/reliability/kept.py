"""Harm every file that lies next to an index, and see that nobody is told anything wrong.

    python -m benchmarks.reliability.kept [--harms 20] [--seed 1] [--only ledger]

What the indexer remembers and what a stopped run has left, corrections, saved searches and what was
found for them, users and files of the desk, the report with its history and queues, and vectors are
flipped, cut, emptied, removed, replaced by other bytes, by another file or by an older copy of the
same one; before a server opens them, or under it. Then no answer of API, desk or feeds is a 500,
and none holds a value that was never there; an incremental run ends well, and the same holds after
it. What is answered otherwise than before has been named: in an answer (503, 401, or a list of
problems), by `--verify`, or by the run. An older copy of a file may
give what was so when it was made.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from benchmarks.reliability.damage import Harm, files_of, harms
from benchmarks.reliability.kept_archive import KEY, PASSWORDS, KeptArchive
from search_app import create_app
from search_index import open_engine
from search_index.model.query import Query
from search_index.search import semantic

_CHANGING = frozenset(
    {"took_ms", "cursor", "links", "snapshot", "built", "index_bytes", "at", "score", "seconds"}
)
_COUNTED = ("/api/v1/quality", "/api/v1/desk/job")
"""Routes whose numbers are known, too: what they tell is whole or not there at all."""

Atoms = frozenset[tuple[str, str, object]]


@dataclass(slots=True)
class Outcome:
    """How the harms ended."""

    harms: int = 0
    files: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What all routes told: values by route, statuses, and messages of what is wrong."""

    atoms: dict[str, Atoms]
    statuses: tuple[int, ...]
    messages: str


class Asker:
    """A curator with a session and a token, and all that he may ask."""

    def __init__(self, archive: KeptArchive, index_dir: Path, ids: list[str]) -> None:
        self._app = create_app(archive.settings(index_dir))
        self._client = self._app.test_client()
        self._headers = {"X-API-Key": KEY, "Authorization": f"Bearer {archive.token}"}
        self._paths = [
            *("search?per_page=100", "search?q=river+festival", "search?q=Corrected"),
            *(f"articles/{one}" for one in ids),
            f"articles/{ids[0]}/related",
            *("quality", "corrections", "corrections/export", "alerts"),
            *("alerts/all/feed.atom", "alerts/river/feed.atom", "desk", "desk/queues/undated"),
            *("desk/queues/alike", "desk/rejected", "desk/names", "desk/job"),
        ]
        self._pages = [
            *("/desk/", "/desk/queue/undated", "/desk/rejected", "/desk/names", "/desk/alerts"),
            *("/desk/corrections", "/desk/corrections.jsonl", "/desk/files", "/quality", "/"),
        ]
        _log_in(self._client, PASSWORDS[0])

    def takes_false_password(self) -> bool:
        """Whether somebody may log in who should not."""
        return _log_in(self._app.test_client(), PASSWORDS[1]) == 302

    def ask(self, counts: Counter[str]) -> Told:
        """What everything is answered now."""
        atoms: dict[str, Atoms] = {}
        statuses, messages = [], []
        for path in [f"/api/v1/{path}" for path in self._paths]:
            answer = self._client.get(path, headers=self._headers)
            statuses.append(answer.status_code)
            if answer.status_code != 200:
                messages.append(f"{path}: {answer.text}")
                atoms[path] = frozenset()
            else:
                atoms[path] = frozenset(_atoms(path, answer.text, messages))
        for path in self._pages:
            answer = self._client.get(path)
            statuses.append(answer.status_code)
            if answer.status_code >= 400:
                messages.append(f"{path}: {answer.text}")
        counts.update(map(str, statuses))
        return Told(atoms=atoms, statuses=tuple(statuses), messages="\n".join(messages))


def _log_in(client: FlaskClient, password: str) -> int:
    found = re.search('name="csrf_token" value="([^"]+)"', client.get("/desk/login").text)
    given = {"csrf_token": found[1] if found else "", "name": "nadia", "password": password}
    return client.post("/desk/login", data=given).status_code


def _atoms(path: str, text: str, messages: list[str]) -> Iterator[tuple[str, str, object]]:
    if path.endswith(".atom"):
        entries = re.findall("<entry>.*?</entry>", text, re.DOTALL)
        yield from (("", "entry", re.sub("<(updated|id)>.*?</.*?>", "", one)) for one in entries)
    elif path.endswith("/export"):
        yield from (("", "line", line) for line in text.splitlines())
    else:
        yield from _of_value(json.loads(text), "", path.startswith(_COUNTED), messages)


def _of_value(
    value: Any, name: str, counted: bool, messages: list[str]
) -> Iterator[tuple[str, str, object]]:
    if isinstance(value, dict) and "is damaged" in str(value.get("error", "")):
        messages.append(str(value["error"]))
    elif isinstance(value, dict):
        own = str(value.get("id", "")) if "title" in value or "what" in value else ""
        for key, inner in value.items():
            if key == "problems":
                messages.extend(json.dumps(one) for one in inner)
            elif key not in _CHANGING:
                for atom in _of_value(inner, key, counted, messages):
                    yield (atom[0] or own, *atom[1:])
    elif isinstance(value, list):
        for inner in value:
            yield from _of_value(inner, name, counted, messages)
    elif isinstance(value, str) or counted:
        yield "", name, value


class Rounds:
    """Harms to copies of one archive, in `folder` (empty)."""

    def __init__(self, folder: Path, seed: int, only: str) -> None:
        """Harms will come to files with `only` in their name."""
        self._only = only
        semantic.encoders = cache(semantic.encoders)  # each server would load them again
        self._folder = folder
        self._draw = random.Random(seed)
        self._archive = KeptArchive(folder / "whole")
        self._archive.make()
        self.outcome = Outcome()
        settings = self._archive.settings(self._archive.index_dir)
        with closing(open_engine(settings).searcher()) as searcher:
            self._ids = sorted(article.id for article in searcher.export(Query()))
        self._before = self._told(lambda copy: None)
        after = self._told(self._run)
        known = [self._before, after, *map(self._told, self._variants())]
        self._known = {path: frozenset().union(*(one.atoms[path] for one in known))
                       for path in self._before.atoms}  # fmt: skip
        # What a job leaves that was killed, and what is said of one that cannot be read.
        unknown = [("", "state", "failed"), ("", "state", "none"),
                   ("", "who", ""), ("", "when", ""), ("", "step", "")]  # fmt: skip
        self._known["/api/v1/desk/job"] |= frozenset(unknown)
        self._after = after

    @property
    def names(self) -> list[str]:
        """The files that are harmed."""
        found = files_of(self._archive.index_dir)
        own = ("pages/", "quality/", "alerts/", "desk/", "vectors-", "corrections")
        return sorted(name for name in found if name.startswith(own))

    def _variants(self) -> Iterator[Callable[[Path], object]]:
        """What an archive may be that has lost a file, or has an older one."""
        for name in self.names:
            if self._only in name and (self._archive.older / name).exists():
                yield lambda copy, name=name: self._older(copy / name, name)
                yield lambda copy, name=name: (self._older(copy / name, name), self._run(copy))
        for name in ("corrections.jsonl", "vectors-english.clip", "vectors-multilingual.clip"):
            yield lambda copy, name=name: (copy / name).unlink()
            yield lambda copy, name=name: ((copy / name).unlink(), self._run(copy))

    def _older(self, path: Path, name: str) -> None:
        shutil.copyfile(self._archive.older / name, path)

    def _run(self, copy: Path) -> tuple[int, str]:
        return self._archive.run(copy)

    def _copy(self) -> Path:
        copy = self._folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._archive.index_dir, copy)
        return copy

    def _told(self, harm: Callable[[Path], object]) -> Told:
        copy = self._copy()
        harm(copy)
        return Asker(self._archive, copy, self._ids).ask(Counter())

    def harms_to(self, name: str, number: int, place: int) -> Iterator[tuple[str, Harm]]:
        """So many harms to one file: those that `damage` does, an older copy, and other files."""
        kin = [other for other in self.names if other != name and _kind(other) == _kind(name)]
        for other in self._draw.sample(kin, min(2, len(kin), max(number - 2, 0))):
            number -= 1
            source = self._archive.index_dir / other
            yield f"swapped with {other}", lambda path, source=source: _put(source, path)
        if (self._archive.older / name).exists() and number > 1:
            number -= 1
            yield "an older copy", lambda path: self._older(path, name)
        yield from harms(self._draw, number, place)

    def one(self, name: str, how: str, harm: Harm, *, opened: bool) -> str | None:
        """One harm; what was wrong, None where nothing was."""
        copy = self._copy()
        asker = None
        said = []
        try:
            if opened:
                asker = Asker(self._archive, copy, self._ids)
                asker.ask(Counter())
            with suppress(FileNotFoundError):
                harm(copy / name)
            try:
                asker = asker or Asker(self._archive, copy, self._ids)
            except Exception as error:
                if Path(name).name not in str(error) and "desk/key" not in str(error):
                    raise
                said.append(str(error))  # the server does not start, and says why
            told = asker.ask(self.outcome.answers) if asker else None
            if asker and asker.takes_false_password():
                return "a false password is taken"
            _, words = self._archive.verify(copy)
            said.append(words)
            status, words = self._archive.run(copy)
            said.append(words)
            if status not in (0, 1) and Path(name).name not in words:
                return f"the run ends with status {status}: {words}"
            again = None
            if asker:
                again = asker.ask(self.outcome.answers)
        except Exception:
            return traceback.format_exc()
        return self._judge(name, how, told, again, "\n".join(said))

    def _judge(
        self, name: str, how: str, told: Told | None, again: Told | None, said: str
    ) -> str | None:
        answers = [one for one in (told, again) if one]
        for one in answers:
            if 500 in one.statuses:
                return f"an answer is 500: {one.messages}"
            for path, atoms in one.atoms.items():
                wrong = atoms - self._known[path] if how != "an older copy" else ()
                if wrong:
                    return f"{path} tells what never was: {sorted(map(str, wrong))[:3]}"
        is_same = (
            told is not None
            and again is not None
            and told.atoms == self._before.atoms
            and again.atoms == self._after.atoms
        )
        everything = "\n".join((said, *(one.messages for one in answers)))
        names = (Path(name).name, f"{Path(name).stem}.sqlite", "What was known and found")
        closed = "/users" in name and told is not None and 401 in told.statuses
        is_named = closed or any(one in everything for one in names)
        kind = "named" if is_named else "harmless" if is_same else "an older state"
        self.outcome.ended[kind] += 1
        # A record of the last job that is gone is one that never was; no answer depends on it.
        is_forgotten = how == "removed" and name.startswith("desk/job/")
        if not is_same and not is_named and not is_forgotten and how != "an older copy":
            paths = [path for path in self._after.atoms if again and
                     again.atoms[path] != self._after.atoms[path]]  # fmt: skip
            return f"answers are others ({paths[:4]}), and nobody says why: {said[-300:]}"
        return None


def _kind(name: str) -> str:
    suffix = Path(name).suffix or Path(name).name
    return {".jsonl": ".json"}.get(suffix, suffix)


def _put(source: Path, path: Path) -> None:
    shutil.copyfile(source, path)


def kept_rounds(
    folder: Path,
    number: int,
    *,
    seed: int,
    only: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Harm each file `number` times in copies under `folder` (empty)."""
    rounds = Rounds(folder, seed, only)
    outcome = rounds.outcome
    for place, name in enumerate(name for name in rounds.names if only in name):
        for turn, (how, harm) in enumerate(rounds.harms_to(name, number, place)):
            opened = (place + turn) % 2 == 1
            problem = rounds.one(name, how, harm, opened=opened)
            outcome.harms += 1
            outcome.files[name] += 1
            if problem:
                when = "under a server" if opened else "before it is opened"
                outcome.failures.append(f"{name}, {how} {when}: {problem}")
                say(outcome.failures[-1])
        say(f"{outcome.harms} harms, {len(outcome.failures)} failures after {name}")
    return outcome


def main() -> int:
    """Harm and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--harms", type=int, default=20, help="for each file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="files with this in their name")
    options = parser.parse_args()
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        outcome = kept_rounds(
            Path(folder),
            options.harms,
            seed=options.seed,
            only=options.only,
            say=partial(print, flush=True),
        )
    print(f"{outcome.harms} harms, {len(outcome.failures)} failures")
    for counts in (outcome.files, outcome.ended, outcome.answers):
        print(json.dumps(counts))
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
