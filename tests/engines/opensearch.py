"""The OpenSearch server that the tests of a session share."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
from pathlib import Path

import pytest

from scripts.opensearch_server import Unavailable, running

_closing = contextlib.ExitStack()


@functools.cache
def server_url() -> str:
    """The URL of a real server, started on first use. Skips the test where there is none."""
    pytest.importorskip("opensearchpy", reason="opensearch-py is not installed")
    try:
        memory = Path("/dev/shm")
        scratch = memory if os.access(memory, os.W_OK) else None
        cluster = _closing.enter_context(running(scratch_in=scratch))
    except Unavailable as error:
        return f"! {error}"
    atexit.register(_closing.close)
    return cluster.urls[0]


def opensearch_url() -> str:
    """As `server_url`; skips the test, saying why, where the server cannot be had."""
    url = server_url()
    if url.startswith("!"):
        pytest.skip(f"no OpenSearch server: {url[2:]}")
    return url
