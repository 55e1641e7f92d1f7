"""`clippings search` and `clippings open`: the index from a terminal, without a server."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
import unicodedata
from typing import Any

from clippings_search.parsers import add_index_dir, command_parser
from search_app.api.csv_text import csv_row
from search_index import open_engine
from search_index.errors import ClippingsError
from search_index.model.article import Article
from search_index.model.hits import Hit, Hits
from search_index.model.query import Query
from search_index.schema import first_day
from search_index.settings import Settings

FOUND, NOT_FOUND, FAILED = 0, 1, 2
WIDTH = 96
CSV_COLUMNS = ("id", "title", "date", "language", "persons", "organizations", "places", "url")


def search(arguments: list[str]) -> int:
    """Print the hits of a query; the exit status is 0 found, 1 nothing found, 2 not possible."""
    options = _search_parser().parse_args(arguments)
    include = {
        name: tuple(values)
        for name in ("person", "organization", "place", "language", "source")
        if (values := getattr(options, name))
    }
    query = Query(
        text=" ".join(options.words),
        per_page=options.limit,
        sort=options.sort,
        date_from=options.date_from,
        date_to=options.date_to,
        include=include,
        facets=(),
        snippet_chars=2 * WIDTH,
    )
    try:
        searcher = open_engine(_settings(options)).searcher()
        try:
            hits = searcher.search(query)
        finally:
            searcher.close()
    except (ClippingsError, OSError) as error:
        print(f"clippings search: {error}", file=sys.stderr)
        return FAILED
    if options.json:
        _print_json(hits)
    elif options.csv:
        _print_csv(hits)
    else:
        _print_table(hits)
    return FOUND if hits.total else NOT_FOUND


def show(arguments: list[str]) -> int:
    """Print one article; the exit status is 0 found, 1 no such article, 2 not possible."""
    parser = command_parser(
        "open",
        description="Print one article of the index, whole.",
        examples=(
            "clippings open 56ec4e88ff80a6ba",
            "clippings open 56ec4e88ff80a6ba --json > article.json",
        ),
        notes="Exit status: 0 printed, 1 there is no such article, 2 the index cannot be read.",
    )
    parser.add_argument("id", metavar="ID", help="the id of an article, as a search gives it")
    parser.add_argument("--json", action="store_true", help="with the provenance of every field")
    add_index_dir(parser)
    options = parser.parse_args(arguments)
    try:
        searcher = open_engine(_settings(options)).searcher()
        try:
            article = searcher.article(options.id)
        finally:
            searcher.close()
    except (ClippingsError, OSError) as error:
        print(f"clippings open: {error}", file=sys.stderr)
        return FAILED
    if article is None:
        print(
            f"clippings open: no article has the id {options.id!r}. "
            "`clippings search` prints the ids of what it finds.",
            file=sys.stderr,
        )
        return NOT_FOUND
    if options.json:
        print(json.dumps(article.to_json(), ensure_ascii=False))
    else:
        print(_printable(article.title or "(no title)"))
        print(_printable(_facts(article)))
        for paragraph in article.body.split("\n"):
            print(textwrap.fill(_printable(paragraph), WIDTH))
    return FOUND


def _search_parser() -> argparse.ArgumentParser:
    parser = command_parser(
        "search",
        description="Search the index from the terminal.",
        examples=(
            "clippings search '\"water clock\" oman'",
            "clippings search oasis --from 2021 --to 2022-06 --language fr --limit 3",
            "clippings search oasis --person 'Tayeb Al-Zouaghi' --sort newest --csv > hits.csv",
            "clippings search --place Tunis --json -- qanat -oman",
        ),
        notes="Exit status: 0 found, 1 nothing found, 2 the index cannot be read.",
    )
    add = parser.add_argument
    add("words", nargs="*", metavar="QUERY", help='words, "phrases", -words; none: the newest')
    add("--limit", type=_limit, default=10, metavar="N", help="hits to print (default: 10)")
    add("--sort", choices=("relevance", "newest", "oldest"), default="relevance")
    add("--from", dest="date_from", type=_date, metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD")
    add("--to", dest="date_to", type=_date, metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD")
    for name in ("person", "organization", "place", "language", "source"):
        add(f"--{name}", action="append", metavar="VALUE", help=f"only with this {name}")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON object a line")
    shape.add_argument("--csv", action="store_true", help="a table for spreadsheets")
    add_index_dir(parser)
    return parser


def _date(text: str) -> str:
    try:
        first_day(text)
    except ValueError:
        message = f"{text!r} is not a date: give YYYY, YYYY-MM or YYYY-MM-DD"
        raise argparse.ArgumentTypeError(message) from None
    return text


def _limit(text: str) -> int:
    limit = int(text)
    if not 1 <= limit <= 1000:
        raise argparse.ArgumentTypeError("give a whole number from 1 to 1000")
    return limit


def _settings(options: argparse.Namespace) -> Settings:
    overrides = {"index_dir": options.index_dir} if options.index_dir else {}
    return Settings.from_environment(**overrides)


def _print_table(hits: Hits) -> None:
    for number, hit in enumerate(hits.hits, 1):
        article = hit.article
        print(f"{number:3}. {_printable(article.title or '(no title)')}")
        print(f"     {_printable(_facts(article))}")
        for snippet in hit.highlights.get("body", ())[:1]:
            text = _printable(" ".join(snippet.text.split()))
            print(textwrap.indent(textwrap.fill(text, WIDTH - 5), "     "))
    for each in hits.widened:
        forms = ", ".join(each.synonyms)
        print(
            _printable(f"Also searched for, in place of “{each.word}”: {forms}."), file=sys.stderr
        )
    print(f"{hits.total} found, {len(hits.hits)} shown.", file=sys.stderr)


def _print_json(hits: Hits) -> None:
    for hit in hits.hits:
        print(json.dumps(_row(hit), ensure_ascii=False))


def _print_csv(hits: Hits) -> None:
    sys.stdout.write(csv_row(CSV_COLUMNS))
    for hit in hits.hits:
        row = _row(hit)
        cells = [
            "; ".join(value) if isinstance(value, list | tuple) else value
            for value in (row[name] for name in CSV_COLUMNS)
        ]
        sys.stdout.write(csv_row(cells))


def _row(hit: Hit) -> dict[str, Any]:
    values = hit.article.to_json()
    row = {name: values[name] for name in CSV_COLUMNS if name != "url"}
    return {**row, "url": values["source"]["url"], "score": hit.score}


def _facts(article: Article) -> str:
    parts = (article.date or "undated", article.language, article.source.page, article.id)
    return " | ".join(part for part in parts if part)


def _printable(text: str) -> str:
    """The text without control characters, which a terminal would obey."""
    return "".join(
        character if unicodedata.category(character) not in {"Cc", "Cs"} else " "
        for character in text
    )
