"""`python -m indexer`: arguments in, exit status out."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from indexer import corrections_command, pipeline
from indexer.backup import back_up
from indexer.bar import Bar
from indexer.report import Report
from indexer.scratch import is_left
from indexer.state_file import DAMAGED
from indexer.vectors import VectorsUnfinished, make_vectors
from indexer.verify import verify
from quality import QualityStore
from quality.text import report_text
from search_index.errors import ClippingsError
from search_index.model.article import Article
from search_index.search.semantic import encoders
from search_index.settings import Settings, table_text

DONE, SOME_REJECTED, NOTHING_DONE = 0, 1, 2
SOUND, DAMAGE_FOUND = 0, 1


def main(arguments: Sequence[str] | None = None, *, program: str = "python -m indexer") -> int:
    """Run the indexer; gives the exit status. `program` is its name in the help text."""
    parser = _parser(program)
    options = parser.parse_args(arguments)
    if options.explain and not options.dry_run:
        parser.error("--explain says why as articles are printed: give --dry-run with it")
    if options.settings:
        print(table_text())
        return DONE
    folder: Path | None = None
    unfinished: VectorsUnfinished | None = None
    try:
        overrides = {"index_dir": options.index_dir} if options.index_dir else {}
        settings = Settings.from_environment(**overrides)
        folder = settings.index_dir / "pages"
        if options.verify:
            return _verify(settings, options)
        if options.report:
            return _tell_quality(settings, options)
        if options.backup:
            return _back_up(settings, options)
        if options.corrections:
            return corrections_command.run(settings, options)
        sources = options.source or [settings.source]
        if options.dry_run:
            report = _dry_run(sources, settings, options)
        else:
            models = encoders() if settings.semantic else ()
            with _bar(options) as bar:
                report = pipeline.index(
                    sources,
                    settings,
                    full=options.full,
                    jobs=options.jobs,
                    progress=bar.step,
                )
                try:
                    if models:
                        make_vectors(settings, models, jobs=options.jobs, progress=bar.step)
                except VectorsUnfinished as error:
                    unfinished = error
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("Interrupted; the index is as it was.", end="", file=sys.stderr)
        if folder and is_left(folder):
            print(" What was read is kept: run again to go on from there.", end="", file=sys.stderr)
        print(file=sys.stderr)
        return NOTHING_DONE
    except (ClippingsError, OSError) as error:
        print(f"indexer: {error}", file=sys.stderr)
        return NOTHING_DONE
    except MemoryError:
        print("indexer: memory ran out; the index is as it was.", file=sys.stderr)
        return NOTHING_DONE
    except sqlite3.Error as error:
        damaged = getattr(error, "sqlite_errorname", "") in DAMAGED
        todo = "Run again with --full" if damaged else "Look whether the disk is full"
        where = f"{settings.index_dir / 'pages'}"
        print(
            f"indexer: what is remembered of the pages in {where} cannot be used: {error}. "
            f"{todo}; the index is as it was.",
            file=sys.stderr,
        )
        return NOTHING_DONE
    if options.json and not options.dry_run:
        print(json.dumps(report.to_json(), ensure_ascii=False))
    if not options.quiet:
        print(report, file=sys.stderr)
    if unfinished is not None:
        print(f"indexer: {unfinished}", file=sys.stderr)
    return SOME_REJECTED if report.rejected or unfinished else DONE


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        description="Turn page dumps into a search index.",
        epilog="examples:\n"
        f"  {program} pages/\n"
        f"  {program} pages/ --full --jobs 4 --index-dir /var/lib/clippings/index\n"
        f"  {program} page.txt --dry-run --explain\n\n"
        "Exit status: 0 done; 1 done, but some pages were rejected, or with --verify\n"
        "damage was found; 2 nothing was done.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "source",
        nargs="*",
        type=Path,
        metavar="SOURCE",
        help="files or folders of pages: text, HTML, JSON, CSV, WARC, feeds, mail, archives "
        "(default: CLIPPINGS_SOURCE)",
    )
    add("--index-dir", type=Path, metavar="DIR", help="folder of the index")
    add("--full", action="store_true", help="rebuild everything, then swap")
    add("--jobs", type=_jobs, default=0, metavar="N", help="processes (default: one per core)")
    add("--dry-run", action="store_true", help="print articles as JSON lines, write no index")
    add("--explain", action="store_true", help="with --dry-run: say where each field comes from")
    add("--verify", action="store_true", help="read every byte of the index, change nothing")
    add("--backup", type=Path, metavar="DIR", help="copy the index into a new folder, also live")
    add("--report", action="store_true", help="print how well the archive was read, read nothing")
    add("--corrections", metavar="ACTION", help=corrections_command.HELP)
    add("--quiet", action="store_true", help="no progress and no summary for people")
    add("--json", action="store_true", help="print the summary as JSON on stdout")
    add("--settings", action="store_true", help="print the table of settings and stop")
    return parser


def _jobs(text: str) -> int:
    jobs = int(text)
    if jobs < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return jobs


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    problems = verify(settings)
    if options.json:
        print(json.dumps({"problems": problems}, ensure_ascii=False))
    for problem in problems:
        print(f"indexer: {problem}", file=sys.stderr)
    if not problems and not options.quiet:
        print(f"The index in {settings.index_dir} is sound.", file=sys.stderr)
    return SOUND if not problems else DAMAGE_FOUND


def _tell_quality(settings: Settings, options: argparse.Namespace) -> int:
    store = QualityStore(settings.index_dir)
    report, history = store.report(), store.history()
    if report is None:
        print(
            f"indexer: there is no report in {store.folder} yet: a run that reads something "
            "writes it.",
            file=sys.stderr,
        )
        return NOTHING_DONE
    if options.json:
        values = {"report": report.to_json(), "history": [asdict(moment) for moment in history]}
        print(json.dumps(values, ensure_ascii=False))
    else:
        print(report_text(report, history), end="")
    return DONE


def _back_up(settings: Settings, options: argparse.Namespace) -> int:
    backup = back_up(settings, options.backup)
    if options.json:
        print(json.dumps(asdict(backup), ensure_ascii=False))
    if backup.lacks:
        print(
            f"indexer: the copy lacks what is remembered of the pages: {backup.lacks} "
            "The first run on it reads all pages again.",
            file=sys.stderr,
        )
    if not options.quiet:
        print(f"Snapshot {backup.snapshot} is in {options.backup}.", file=sys.stderr)
    return DONE


def _dry_run(sources: Sequence[Path], settings: Settings, options: argparse.Namespace) -> Report:
    report = Report()
    with _bar(options) as bar:
        articles = pipeline.dry_run(
            sources, settings, report=report, jobs=options.jobs, progress=bar.step
        )
        for article in articles:
            line = _line(article, explain=options.explain)
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return report


def _bar(options: argparse.Namespace) -> Bar:
    return Bar(hidden=options.quiet or not sys.stderr.isatty())


def _line(article: Article, *, explain: bool) -> dict[str, Any]:
    values = article.to_json()
    source = values.pop("source")
    line = {
        "source": source["page"],
        "position": source["position"],
        "url": source["url"],
        "id": article.id,
    }
    wanted = (
        "title body language date date_precision date_source date_confidence event_date "
        "outlet authors section tags note persons organizations places duplicate_of "
        "removed removed_reasons removed_places"
    )
    line |= {name: values[name] for name in wanted.split()}
    line["quotes"] = [
        {"text": article.body[quote["start"] : quote["end"]], **quote} for quote in values["quotes"]
    ]
    if explain:
        line["explain"] = _explain(article)
    return line


def _explain(article: Article) -> dict[str, list[dict[str, Any]]]:
    fields: dict[str, list[dict[str, Any]]] = {}
    for reason in article.to_json()["provenance"]:
        fields.setdefault(reason.pop("field"), []).append(reason)
    return fields


if __name__ == "__main__":
    sys.exit(main())
