"""Every engine for tests; the OpenSearch server that the tests of a session share."""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import json
import os
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from scripts.opensearch_server import Cluster, Unavailable, running
from search_index.settings import Settings

_closing = contextlib.ExitStack()


@functools.cache
def _started() -> Cluster | str:
    """A real server, started on first use and stopped at the end, or why there is none."""
    memory = Path("/dev/shm")
    try:
        cluster = _closing.enter_context(
            running(
                scratch_in=memory if os.access(memory, os.W_OK) else None,
                settings={"search.max_open_pit_context": "100000"},  # every test has its own
            )
        )
    except Unavailable as error:
        return str(error)
    atexit.register(_closing.close)
    return cluster


def opensearch_server() -> Cluster:
    """The server; skips the test, saying why, where it cannot be had."""
    pytest.importorskip("opensearchpy", reason="opensearch-py is not installed")
    cluster = _started()
    if isinstance(cluster, str):
        pytest.skip(f"no OpenSearch server: {cluster}")
    return cluster


def opensearch_url() -> str:
    """Where the server answers; skips the test as `opensearch_server` does."""
    return opensearch_server().urls[0]


def settings_for(engine: str, folder: Path) -> Settings:
    """Settings for an engine's index of its own; skips as `opensearch_server` does."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:20]
    remote = {"opensearch_url": opensearch_url()} if engine == "opensearch" else {}
    return Settings.from_environment(
        {}, engine=engine, index_dir=folder, opensearch_index=f"test-{digest}", **remote
    )


def ask(method: str, path: str, body: Any = None) -> Any:
    """Ask the server itself."""
    request = urllib.request.Request(
        opensearch_url() + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def live_index(settings: Settings) -> str:
    """The index that holds the articles."""
    (index,) = ask("GET", f"/_alias/{settings.opensearch_index}")
    return str(index)
