"""Harm every file of an index in every way, and see that nobody is told anything wrong.

    python -m benchmarks.reliability.damage [--harms 30] [--seed 1]

An index of several segments with deletions is made, and for each of its files and each harm
(a byte flipped, a byte in the middle of a page, the file cut short, emptied, removed,
replaced by other bytes or by another file of its kind) a copy is harmed, once before a server
opens it and once under a server that has it open. Then

- every route gives what it gave before, or 503 as problem+json that names the file; an
  export that has begun may be cut off, so that its reader knows;
- /readyz gives 503 and names the file;
- `python -m indexer --verify` gives status 1 and names the file;
- `python -m indexer --full` brings the same answers back, without a new server.

Files that no answer depends on (older states, locks, the memory of the indexer) need not
make a server unready.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from benchmarks.reliability.crash import Archive
from indexer.__main__ import main as indexer
from search_app import create_app
from search_app.searchers import Searchers
from search_index import open_engine
from search_index.errors import IndexDamaged
from search_index.manifest import FILE_NAME as MANIFEST
from search_index.settings import Settings

STATE = "pages/state.sqlite"
_CHANGING = frozenset({"took_ms", "cursor", "links", "snapshot", "built", "index_bytes"})

Harm = Callable[[Path], object]


@dataclass(slots=True)
class Outcome:
    """How the harms ended."""

    harms: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def flip(share: float) -> Harm:
    """Changes all bits of the byte at this share of a file."""

    def harm(path: Path) -> None:
        data = bytearray(path.read_bytes())
        if data:
            data[min(int(share * len(data)), len(data) - 1)] ^= 0xFF
        path.write_bytes(data)

    return harm


def cut(share: float) -> Harm:
    """Cuts a file short."""
    return lambda path: path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def other(path: Path) -> None:
    """As many other bytes."""
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size or 100))


def _copied(source: Path) -> Harm:
    data = source.read_bytes()
    return lambda path: path.write_bytes(data)


def harms(draw: random.Random, number: int, first: int) -> Iterator[tuple[str, Harm]]:
    """So many harms, each with its name, from the one at place `first` on."""
    fixed: list[tuple[str, Harm]] = [
        ("removed", Path.unlink),
        ("first byte flipped", flip(0)),
        ("emptied", cut(0)),
        ("cut to half", cut(0.5)),
        ("last byte flipped", flip(1)),
        ("other bytes", other),
        ("middle byte flipped", flip(0.5)),
    ]
    for place in range(number):
        share = draw.random()
        if place < len(fixed):
            yield fixed[(first + place) % len(fixed)]
        elif place % 5 == 0:
            yield f"cut at {share:.2%}", cut(share)
        else:
            yield f"flipped at {share:.2%}", flip(share)


class Question:
    """Everything a server can be asked, and what it answered when all was well."""

    def __init__(self, client: FlaskClient, rebuilt: FlaskClient) -> None:
        """`rebuilt` serves the same pages after a full build, which may rank otherwise."""
        found = client.get("/api/v1/search?per_page=3").json
        self._paths = [
            "/api/v1/search?per_page=100",
            "/api/v1/search?q=river+valley&per_page=100&facets=year,language,source",
            "/api/v1/search?q=%22was+seen+by+all%22",
            "/api/v1/search?q=gla*&sort=newest",
            "/api/v1/search?q=museun",
            "/api/v1/search?q=bridge+-harbour&date_from=2021&sort=oldest",
            "/api/v1/suggest?q=mus",
            "/api/v1/facets/source?prefix=page",
            "/api/v1/stats",
            "/api/v1/feed.atom?q=village",
            "/api/v1/export?format=jsonl",
            "/?q=library",
            *(f"/api/v1/articles/{hit['id']}?q=river" for hit in found["hits"]),
            f"/api/v1/articles/{found['hits'][0]['id']}/related",
        ]
        self._before = [self._ask(client, path)[1] for path in self._paths]
        self._after = [self._ask(rebuilt, path)[1] for path in self._paths]

    def ask(self, client: FlaskClient, answers: Counter[str], *, after: bool = False) -> str | None:
        """What is wrong with the answers; None where they are right, or 503 with a reason."""
        answers_right = self._after if after else self._before
        for path, right in zip(self._paths, answers_right, strict=True):
            status, answer = self._ask(client, path)
            answers[status] += 1
            if status == "503":
                if " " not in str(answer):
                    return f"{path} does not say why it is 503: {answer}"
            elif status == "cut off":
                if "/export" not in path:
                    return f"{path} ends in the middle: {answer}"
            elif answer != right:
                return f"{path} answers {status}, and otherwise than before"
        return None

    def _ask(self, client: FlaskClient, path: str) -> tuple[str, Any]:
        try:
            response = client.get(path)
            response.get_data()
        except IndexDamaged as error:  # gunicorn then ends the connection, without the last chunk
            return "cut off", str(error)
        if response.status_code == 503:
            if response.content_type != "application/problem+json":
                return "503", f"not-a-problem:{response.content_type}"
            return "503", response.json["detail"]
        if response.status_code != 200:
            return str(response.status_code), response.text
        if response.is_json:
            return "200", _without(response.json)
        return "200", None if path.startswith(("/?", "/api/v1/feed")) else response.text


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k not in _CHANGING}
    return [_without(v) for v in value] if isinstance(value, list) else value


def client_of(index_dir: Path) -> FlaskClient:
    """A client of a new server over an index."""
    settings = Settings.from_environment({}, index_dir=index_dir)
    searchers = Searchers(open_engine(settings), check_every_s=0)
    return create_app(settings, searchers=searchers).test_client()


def run_main(*arguments: object) -> tuple[int, str]:
    """Status and messages of the indexer, run in this process."""
    talk = io.StringIO()
    with contextlib.redirect_stderr(talk):
        status = indexer([*map(str, arguments)])
    return status, talk.getvalue()


def make_index(folder: Path, seed: int, size: int) -> Path:
    """An index with deletions in `folder`/index, its pages next to it; about 60 times
    `size` articles, from 300 on in several segments."""
    archive = Archive(folder / "pages", random.Random(seed))
    for kind in ("add", "add", "add", "change", "remove"):
        for _ in range(size if kind == "add" else 1):
            archive.change(kind)
        index_pages(folder / "pages", folder / "index")
    archive.remove(1)
    index_pages(folder / "pages", folder / "index")
    return folder / "index"


def index_pages(pages: Path, index_dir: Path, *options: str) -> None:
    """Index, and raise RuntimeError where that fails."""
    status, talk = run_main(pages, "--index-dir", index_dir, "--jobs", 1, "--quiet", *options)
    if status != 0:
        raise RuntimeError(f"status {status}: {talk}")


def files_of(index_dir: Path) -> set[str]:
    """The files of an index, by their names relative to it."""
    return {str(p.relative_to(index_dir)) for p in index_dir.rglob("*") if p.is_file()}


def needed_files(index_dir: Path) -> set[str]:
    """Those that the newest state is made of."""
    named = (index_dir / MANIFEST).read_text()
    return {MANIFEST} | {
        name for name in files_of(index_dir) if f'"{name.removesuffix(".clip")}"' in named
    }


def one_of_each(names: list[str]) -> list[str]:
    """The first file of each kind."""
    return list({_kind(name): name for name in reversed(names)}.values())


def damage_rounds(
    folder: Path,
    number: int,
    *,
    seed: int,
    size: int = 1,
    choose: Callable[[list[str]], list[str]] = list,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Harm each of the chosen files `number` times in copies under `folder` (empty)."""
    whole, rebuilt = make_index(folder, seed, size), folder / "rebuilt"
    index_pages(folder / "pages", rebuilt)
    question = Question(client_of(whole), client_of(rebuilt))
    outcome = Outcome()
    draw = random.Random(seed)
    needed = needed_files(whole)
    names = choose([*sorted(needed), *sorted(files_of(whole) - needed)])
    for place, name in enumerate(names):
        kin = [other for other in names if other != name and _kind(other) == _kind(name)]
        swaps = [(f"replaced by {other}", _copied(whole / other)) for other in kin[: number // 2]]
        for turn, (harm_name, harm) in enumerate((*harms(draw, number, place), *swaps)):
            copy = folder / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(whole, copy)
            opened = (place + turn) % 2 == 1
            client = client_of(copy)
            if opened:
                question.ask(client, Counter())
            harm(copy / name)
            problem = _judge(
                copy, folder / "pages", name, client, question, outcome, needed=name in needed
            )
            outcome.harms += 1
            outcome.files[_kind(name)] += 1
            if problem:
                when = "under a server" if opened else "before it is opened"
                outcome.failures.append(f"{name}, {harm_name} {when}: {problem}")
                say(outcome.failures[-1])
        say(f"{outcome.harms} harms, {len(outcome.failures)} failures after {name}")
    return outcome


def _kind(name: str) -> str:
    if name in (STATE, MANIFEST):
        return "memory" if name == STATE else "manifest"
    if name.startswith("manifest."):
        return "older manifest"
    suffix = Path(name).suffix
    if suffix.startswith(".d"):
        return "deletions"
    return {".clip": "segment", ".toc": "table of contents", ".sum": "checksum"}.get(suffix, "lock")


def _judge(
    index_dir: Path,
    pages: Path,
    name: str,
    client: FlaskClient,
    question: Question,
    outcome: Outcome,
    *,
    needed: bool,
) -> str | None:
    wrong = question.ask(client, outcome.answers)
    if wrong:
        return wrong
    ready = client.get("/readyz")
    if needed and (ready.status_code != 503 or name not in ready.json["detail"]):
        return f"/readyz gives {ready.status_code}: {ready.text}"
    status, talk = run_main("--verify", "--index-dir", index_dir)
    checked = needed or name == STATE
    if checked and (status != 1 or name not in talk):
        return f"--verify gives {status}: {talk}"
    if not checked and status not in (0, 1):
        return f"--verify gives {status}: {talk}"
    status, talk = run_main(pages, "--index-dir", index_dir, "--full", "--jobs", 1, "--quiet")
    if status != 0:
        return f"--full gives {status}: {talk}"
    answers: Counter[str] = Counter()
    wrong = question.ask(client, answers, after=True)
    if wrong or set(answers) != {"200"}:
        return f"not healed by --full: {wrong or dict(answers)}"
    if client.get("/readyz").status_code != 200:
        return "not ready after --full"
    status, talk = run_main("--verify", "--index-dir", index_dir)
    return None if status == 0 else f"--verify after --full gives {status}: {talk}"


def main() -> int:
    """Harm and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--harms", type=int, default=30, help="for each file")
    parser.add_argument("--size", type=int, default=14, help="of the archive, times 60 pages")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = damage_rounds(
            Path(folder),
            options.harms,
            seed=options.seed,
            size=options.size,
            say=partial(print, flush=True),
        )
    print(f"{outcome.harms} harms, {len(outcome.failures)} failures")
    print("to: " + json.dumps(outcome.files))
    print("answers meanwhile: " + json.dumps(outcome.answers))
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
