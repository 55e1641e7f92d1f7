"""`clippings serve`: gunicorn with the settings of `search_app.server`."""

from __future__ import annotations

import argparse
import os
import sys

from clippings_search.parsers import add_index_dir, command_parser
from search_index.errors import SettingError
from search_index.settings import Settings


def serve(arguments: list[str]) -> int:
    """Serve until a signal comes; gives the exit status of gunicorn."""
    options = _parser().parse_args(arguments)
    if options.index_dir is not None:
        os.environ["CLIPPINGS_INDEX_DIR"] = str(options.index_dir)
    try:
        Settings.from_environment()
    except SettingError as error:
        print(f"clippings serve: {error}", file=sys.stderr)
        return 2
    command = ["--config", "python:search_app.server"]
    host = f"[{options.host}]" if ":" in options.host else options.host
    command += ["--bind", f"{host}:{options.port}"]
    if options.workers is not None:
        command += ["--workers", str(options.workers)]
    # Not imported: gunicorn executes that module in its own order (`search_app.server`).
    os.environ.setdefault("CLIPPINGS_ANNOUNCE", "1")
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["gunicorn", *command, *options.gunicorn, "search_app:create_app()"]
    try:
        WSGIApplication("%(prog)s [OPTIONS]", prog="clippings serve").run()
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = command_parser(
        "serve",
        description="Serve the API and the search page of an index.",
        examples=(
            "clippings serve",
            "clippings serve --host 0.0.0.0 --port 8080 --workers 4",
            "clippings serve --index-dir /var/lib/clippings/index -- --certfile cert.pem",
        ),
        notes="Options of gunicorn may follow after `--`.",
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    add("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    add("--workers", type=int, metavar="N", help="processes (default: 2)")
    add_index_dir(parser)
    add("gunicorn", nargs="*", metavar="-- OPTION", help=argparse.SUPPRESS)
    return parser
