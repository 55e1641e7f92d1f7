"""`clippings mcp`: the server for assistants, on standard input and output or over HTTP."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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
    parser = argparse.ArgumentParser(
        prog="clippings mcp",
        description="Let assistants search, read and cite the archive (Model Context Protocol).",
        epilog="A client starts it as `clippings mcp --index-dir DIR`. Over HTTP it has no login: "
        "leave it on this machine, or put a proxy with one in front.",
    )
    add = parser.add_argument
    add("--http", action="store_true", help="streamable HTTP at /mcp, not standard input")
    add("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    add("--port", type=int, default=8001, help="port to listen on (default: 8001)")
    add("--site", default="", metavar="URL", help="address of the search page, for permalinks")
    add("--index-dir", type=Path, metavar="DIR", help="folder of the index (CLIPPINGS_INDEX_DIR)")
    return parser
