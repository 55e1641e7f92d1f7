"""`clippings mcp`: the server for assistants, on standard input and output or over HTTP."""

from __future__ import annotations

import argparse
import sys

from clippings_search.parsers import add_index_dir, command_parser
from search_index.errors import SettingError
from search_index.settings import Settings


def run(arguments: list[str]) -> int:
    """Serve until the client ends or a signal comes; 2 where it cannot start."""
    options = _parser().parse_args(arguments)
    try:
        from clippings_search.mcp.server import make_server
    except ModuleNotFoundError as error:
        print(
            f"clippings mcp: it needs {error.name}; install it with "
            "`pip install 'clippings-search[mcp]'`.",
            file=sys.stderr,
        )
        return 2
    try:
        overrides = {"index_dir": options.index_dir} if options.index_dir else {}
        server = make_server(Settings.from_environment(**overrides), site=options.site)
    except SettingError as error:
        print(f"clippings mcp: {error}", file=sys.stderr)
        return 2
    if options.http:
        server.run("streamable-http", host=options.host, port=options.port, stateless_http=True)
    else:
        server.run("stdio")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = command_parser(
        "mcp",
        description="Let assistants search, read and cite the archive (Model Context Protocol).",
        examples=(
            "clippings mcp --index-dir /var/lib/clippings/index",
            "clippings mcp --http --port 8001 --site https://news.example.org",
        ),
        notes="A client starts the first. Over HTTP it has no login: leave it on this machine,\n"
        "or put a proxy with one in front.",
    )
    add = parser.add_argument
    add("--http", action="store_true", help="streamable HTTP at /mcp, not standard input")
    add("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    add("--port", type=int, default=8001, help="port to listen on (default: 8001)")
    add("--site", default="", metavar="URL", help="address of the search page, for permalinks")
    add_index_dir(parser)
    return parser
