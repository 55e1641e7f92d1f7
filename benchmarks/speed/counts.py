"""How many function calls the work takes, on fixed inputs: `python -m benchmarks.speed.counts`.

Times differ by half from one run to the next on a machine that does something else as well;
these counts do not. Each figure is the number of calls, of Python and of C, that the same work
took: a search of each kind, completions, a whole request, opening an index, building it, reading
text and HTML, finding names. A module that is imported counts as one where importing is counted.

The figures in benchmarks/speed/counts.json are those of the last change that meant to alter them. A
count that is more than 5 % above its figure fails (exit status 1): make it less, or say in the
commit why it is worth it and write the new figures with --write. Calls differ between versions of
Python, so the figures are of one, which the file names; with another they are shown, not compared.

What happens within one call, a large array or a long regular expression, is not counted: that is
for the clock (`python -m benchmarks.speed.search`).
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import os
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Final

from benchmarks import corpus
from benchmarks.speed import search_questions
from benchmarks.speed.peers.clippings import Clippings
from benchmarks.speed.reading import made_up_pages, write_pages
from indexer.pipeline import dry_run
from indexer.report import Report
from search_index import open_engine
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings

FIGURES: Final = Path(__file__).with_name("counts.json")
MOST: Final = 1.05
"""A count may be so many times its figure."""
ARTICLES: Final = 2_000
QUESTIONS: Final = 10
PAGES: Final = 60
ACCENTED: Final = ("one common word", "AND of 2", "phrase")
"""The kinds of questions that are also asked of text that is not ASCII."""
LONG: Final = "what the council of {} said about the {} and the {} in the year of {}"
NAMES: Final = "/indexer/entities/"
_PYTHON: Final = ".".join(map(str, sys.version_info[:2]))


def calls_of(work: Callable[[], object]) -> pstats.Stats:
    """The calls of some work; garbage is collected before and not during it."""
    profile = cProfile.Profile()
    gc.collect()
    gc.disable()
    try:
        profile.runcall(work)
    finally:
        gc.enable()
    return pstats.Stats(profile)


def _total(stats: pstats.Stats, within: str = "") -> int:
    rows: Mapping[tuple[str, int, str], tuple[int, int]] = vars(stats)["stats"]
    return sum(row[1] for (path, _, _), row in rows.items() if within in path)


def searching(folder: Path) -> Iterable[tuple[str, int]]:
    """Building, opening and asking: calls an article, and calls a question of each kind."""
    articles = list(corpus.made_up(ARTICLES))
    Clippings().build(articles[:100], folder / "warm")
    building = calls_of(lambda: Clippings().build(articles, folder / "index"))
    yield "building, an article", round(_total(building) / ARTICLES)
    engine = Clippings()
    source = search_questions.made_up()
    questions = search_questions.questions(source, QUESTIONS)
    engine.open(folder / "index")
    engine.ask(questions[0])

    def first() -> None:
        engine.open(folder / "index")
        engine.ask(questions[0])

    yield "opening and the first question", _total(calls_of(first))
    for kind, calls in _asking(engine, questions):
        yield f"searching: {kind}", calls
    yield from _accented(articles, folder / "accented", questions)
    searcher = open_engine(Settings.from_environment({}, index_dir=folder / "index")).searcher()
    words = source.middle
    long = [Query(text=LONG.format(*words[n : n + 4])) for n in range(0, 4 * QUESTIONS, 4)]
    wrong = [Query(text=f"{word[:-2]}{word[-1]}{word[-2]}xq") for word in words[:QUESTIONS]]
    begun = [f"{words[40 + n]} {words[80 + n][:3]}" for n in range(QUESTIONS)]
    for kind, texts in (("a long question", long), ("a misspelt word", wrong)):
        searcher.ask(texts[-1])
        counted = calls_of(lambda texts=texts: [searcher.ask(each) for each in texts])  # type: ignore[misc]
        yield f"searching: {kind}", round(_total(counted) / len(texts))
    searcher.suggest(words[0][:3])
    suggesting = calls_of(lambda: [searcher.suggest(text) for text in begun])
    yield "completing", round(_total(suggesting) / len(begun))


def _accented(
    articles: Sequence[Article], folder: Path, questions: Sequence[search_questions.Question]
) -> Iterable[tuple[str, int]]:
    """The same questions where the text is not ASCII, as most of the world's is not."""
    engine = Clippings()
    engine.build(
        [
            replace(article, title=_with_accents(article.title), body=_with_accents(article.body))
            for article in articles
        ],
        folder,
    )
    engine.open(folder)
    some = [question for question in questions if question.kind in ACCENTED]
    for kind, calls in _asking(engine, some):
        yield f"searching accented text: {kind}", calls


def _asking(
    engine: Clippings, questions: Sequence[search_questions.Question]
) -> Iterable[tuple[str, int]]:
    """Calls a question of each kind, where all were asked before."""
    for question in questions:
        engine.ask(question)
    for kind in dict.fromkeys(question.kind for question in questions):
        asked = [question for question in questions if question.kind == kind]
        counted = calls_of(lambda asked=asked: [engine.ask(each) for each in asked])  # type: ignore[misc]
        yield kind, round(_total(counted) / len(asked))


def _with_accents(text: str) -> str:
    """A text that is found by the same words: accents are folded."""
    return text.replace("e", "é").replace("u", "ü")


def requesting(folder: Path) -> Iterable[tuple[str, int]]:
    """Whole requests to the application over that index."""
    from search_app import create_app

    app = create_app(Settings.from_environment({}, index_dir=folder / "index"))
    client, words = app.test_client(), search_questions.made_up().middle
    for kind, address in (("the API", "/api/v1/search?q="), ("the page", "/?q=")):
        texts = [" ".join(words[place : place + 2]) for place in range(QUESTIONS + 1)]
        client.get(address + texts.pop())

        def ask(address: str = address, texts: list[str] = texts) -> None:
            for text in texts:
                client.get(address + text)

        yield f"requests: {kind}", round(_total(calls_of(ask)) / len(texts))


def reading(folder: Path) -> Iterable[tuple[str, int]]:
    """Reading pages of text and of HTML: calls a page, and those of names among them."""
    pages = list(made_up_pages(PAGES, 300))
    (folder / "text").mkdir()
    write_pages(pages, folder / "text")
    (folder / "html").mkdir()
    for number, page in enumerate(pages):
        (folder / "html" / f"{number:04}.html").write_text(_html(page), "utf-8")
    for kind in ("text", "html"):

        def read(kind: str = kind) -> None:
            settings = Settings.from_environment({}, index_dir=folder / "none")
            articles = list(dry_run([folder / kind], settings, report=Report(), jobs=1))
            if len(articles) < PAGES:
                raise RuntimeError(f"{len(articles)} articles in {PAGES} pages of {kind}")

        read()
        counted = calls_of(read)
        yield f"reading {kind}, a page", round(_total(counted) / PAGES)
        if kind == "text":
            yield "names in text, a page", round(_total(counted, NAMES) / PAGES)


def _html(page: str) -> str:
    title, day, *paragraphs = page.strip().split("\n\n")
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    body = "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{escape(title)} | Daily Lantern</title></head>"
        f"<body><nav><ul>{links}</ul></nav><main><article><h1>{escape(title)}</h1>"
        f"<time>{day}</time>\n{body}</article></main><footer>All rights reserved.</footer></body>"
        "</html>"
    )


def importing() -> Iterable[tuple[str, int]]:
    """How many modules the application and the library take."""
    for kind, code in (
        ("the server", "from search_app import create_app; create_app()"),
        (
            "the library",
            "import search_index.engines.whoosh.engine, search_index.engines.whoosh.reading",
        ),
    ):
        told = subprocess.run(
            [sys.executable, "-c", f"{code}; import sys; print(len(sys.modules))"],
            capture_output=True,
            text=True,
            check=True,
        )
        yield f"importing {kind}, modules", int(told.stdout)


def counts() -> dict[str, int]:
    """Every figure by its name."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        works = (searching(folder), requesting(folder), reading(folder), importing())
        return {name: count for work in works for name, count in work}


def compared(found: Mapping[str, int], figures: Mapping[str, int]) -> tuple[list[str], bool]:
    """A table of what was counted next to the figures, and whether nothing exceeds them."""
    lines, fine = [f"{'':36} {'figure':>9} {'now':>9}"], True
    for name, count in found.items():
        figure = figures.get(name)
        if figure is None:
            lines.append(f"{name:36} {'none':>9} {count:9,}  NEW: store it with --write")
            fine = False
            continue
        more = count > figure * MOST
        fine = fine and not more
        note = "  MORE" if more else "  less: store it" if count * MOST < figure else ""
        lines.append(f"{name:36} {figure:9,} {count:9,}  {count / figure - 1:+6.1%}{note}")
    for name in figures:
        if name not in found:
            lines.append(f"{name:36} {figures[name]:9,} {'none':>9}  GONE: store it with --write")
            fine = False
    return lines, fine


def main() -> int:
    """Count, and compare with the figures; 1 where one is exceeded."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store what was counted")
    given = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Sets are walked in another order in each process; the calls would follow.
        again = [sys.executable, "-m", "benchmarks.speed.counts", *sys.argv[1:]]
        return subprocess.run(again, env=os.environ | {"PYTHONHASHSEED": "0"}).returncode
    stored = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {"calls": {}}
    found = counts()
    if given.write:
        rows = {"python": _PYTHON, "calls": found}
        FIGURES.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
        print(f"{len(found)} figures written.")
        return 0
    lines, fine = compared(found, stored["calls"])
    print("\n".join(lines))
    if stored.get("python") != _PYTHON:
        print(f"Not compared: the figures are of Python {stored.get('python')}, not {_PYTHON}.")
        return 0
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
