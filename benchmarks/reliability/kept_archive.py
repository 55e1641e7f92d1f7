"""An archive with everything on, for `kept.py`, which harms it, and `everything.py`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from alerts.adding import add_search
from alerts.searches import Searches
from benchmarks.reliability.damage import run_main
from corrections import Correction, CorrectionsFile, reference_of
from indexer import pipeline
from indexer.job import main as job
from search_app.desk.alike import Apart
from search_app.desk.users import Users
from search_index import open_engine
from search_index.engines.checks import with_check
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings

KEY: Final = "a key of the API"
PASSWORDS: Final = ("lanterns on the quay", "eleven grey herons")
_PEOPLE: Final = ("Karim Haddad", "Kareem Haddad", "Maria Lindqvist", "Samira Osei", "Tom Arden")


class Stopped(Exception):
    """A run is stopped while it reads."""


class KeptArchive:
    """Pages, their index in `folder`/index and an older state of it in `folder`/older."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"
        self.index_dir = folder / "index"
        self.older = folder / "older"
        self.token = ""
        self._number = 0
        self.pages.mkdir(parents=True)

    def make(self) -> None:
        """Everything that a run, the desk and saved searches keep, and a run that was stopped."""
        self.write(8)
        (self.pages / "menu.txt").write_text("Home\n\nLog in\n\nCookies\n")
        self.run(self.index_dir)
        settings = self.settings(self.index_dir)
        add_search(settings, {"name": "All", "query": {}, "mail": _mail("ann@example.org")})
        self.write(3)
        self.run(self.index_dir)
        self._decide(self._articles()[:2])
        self.run(self.index_dir)
        shutil.copytree(self.index_dir, self.older)
        self.write(2)
        self._decide(self._articles()[2:6])
        add_search(settings, {"name": "River", "query": {"q": "river"}, "mail": _mail("b@x.org")})
        users = Users(self.index_dir)
        users.put("nadia", role="curator", password=PASSWORDS[0])
        self.token = users.new_token("nadia")
        users.put("omar", role="reader", password=PASSWORDS[1])
        Apart(self.index_dir).add(("person", "Maria Lindqvist", "Tom Arden"), who="nadia")
        (self.pages / "page00005.txt").unlink()
        users.key()
        Searches(self.index_dir).key()
        self._run_as_job()
        self._stop_a_run()

    def settings(self, index_dir: Path) -> Settings:
        """Those of a copy of the index, which has its corrections in it."""
        return Settings.from_environment(self.environment(index_dir))

    def environment(self, index_dir: Path) -> dict[str, str]:
        """The settings as variables."""
        return {
            "CLIPPINGS_INDEX_DIR": str(index_dir),
            "CLIPPINGS_SOURCE": str(self.pages),
            "CLIPPINGS_CORRECTIONS": str(index_dir / "corrections.jsonl"),
            "CLIPPINGS_SEMANTIC": "on",
            "CLIPPINGS_DESK": "on",
            "CLIPPINGS_API_KEY": KEY,
            "CLIPPINGS_SITE_URL": "https://archive.example.org",
            "CLIPPINGS_SMTP_HOST": "127.0.0.1",
            "CLIPPINGS_SMTP_FROM": "archive@example.org",
        }

    def run(self, index_dir: Path, *options: str) -> tuple[int, str]:
        """Status of a run, and what it said."""
        with _environment(self.environment(index_dir)):
            return run_main(self.pages, "--index-dir", index_dir, "--jobs", 1, *options)

    def verify(self, index_dir: Path) -> tuple[int, str]:
        """Status of --verify, and what it said."""
        with _environment(self.environment(index_dir)):
            return run_main("--verify", "--index-dir", index_dir)

    def _articles(self) -> list[Article]:
        with closing(open_engine(self.settings(self.index_dir)).searcher()) as searcher:
            return sorted(searcher.export(Query()), key=lambda one: one.source.page)

    def _decide(self, articles: list[Article]) -> None:
        file = CorrectionsFile(self.index_dir / "corrections.jsonl")
        for number, article in enumerate(articles):
            ref = reference_of(article)
            kind = ("title", "note", "title", "date", "section", "title")[number]
            to = "2019-04-05" if kind == "date" else f"Corrected {article.id[:4]}"
            done = file.add(
                Correction(what=kind, article=ref, to=to, who="nadia"),  # type: ignore[arg-type]
                force=True,
            )
            if number == 2:
                file.undo(done.id, who="nadia")

    def write(self, pages: int) -> None:
        """Add so many pages."""
        for _ in range(pages):
            number = self._number
            self._number += 1
            date = "" if number % 5 == 0 else f"{number % 27 + 1} May 2021\n\n"
            one, other = _PEOPLE[number % 5], _PEOPLE[(number + 1) % 5]
            text = (
                f"The river council number {number} welcomes its guests\n\n{date}"
                f"{one} opened the bridge number {number} over the river on the same day as the "
                f"village theatre. The harbour was seen by all {number} teachers of the valley.\n\n"
                f'"The market number {number} will stay where it is," said {other}, who leads the '
                f"library of the town. The weather held until the evening of the festival.\n"
            )
            (self.pages / f"page{number:05}.txt").write_text(text, encoding="utf-8")

    def _run_as_job(self) -> None:
        folder = self.index_dir / "desk" / "job"
        folder.mkdir(parents=True)
        started = {"who": "nadia", "when": "2026-01-02T03:04:05+00:00"}
        (folder / "started.json").write_text(json.dumps(with_check(started)))
        with _environment(self.environment(self.index_dir)):
            job([str(folder), "--index-dir", str(self.index_dir), "--source", str(self.pages)])

    def _stop_a_run(self) -> None:
        self.write(2)

        def stop(step: str, done: int, total: int) -> None:
            if step == "study":
                raise Stopped

        try:
            settings = self.settings(self.index_dir)
            pipeline.index([self.pages], settings, jobs=1, progress=stop)
        except Stopped:
            pass


def _mail(address: str) -> dict[str, object]:
    return {"to": [address], "every": "week"}


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("CLIPPINGS_")]:
        del os.environ[name]
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
