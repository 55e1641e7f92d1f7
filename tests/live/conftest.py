from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.live import Server, serve
from tests.app.conftest import ARTICLES, write

StartServer = Callable[..., Server]


@pytest.fixture(scope="module")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts gunicorn as users do, with the arguments of `serve`; stops it after the module."""
    with ExitStack() as running:

        def start(index_dir: Path, *options: str, workers: int = 2, **environment: str) -> Server:
            log = tmp_path_factory.mktemp("log") / "gunicorn.log"
            server = serve(index_dir, *options, log=log, workers=workers, **environment)
            return running.enter_context(server)

        yield start


@pytest.fixture(scope="module")
def server(start_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with two workers over the articles of `tests.app`, for all tests of a module."""
    folder = tmp_path_factory.mktemp("index")
    write(folder, ARTICLES)
    return start_server(folder)
