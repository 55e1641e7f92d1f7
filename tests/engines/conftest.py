from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import open_engine
from search_index.engines.base import Engine
from search_index.settings import Settings
from tests.engines.opensearch import opensearch_url

OpenEngine = Callable[[Path], Engine]


@pytest.fixture(params=["whoosh", "opensearch", "plain"])
def open_index(request: pytest.FixtureRequest) -> OpenEngine:
    """Opens an engine over a folder; the contract tests run once for each engine."""

    remote = {"opensearch_url": opensearch_url()} if request.param == "opensearch" else {}

    def open_at(folder: Path) -> Engine:
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:20]
        return open_engine(
            Settings.from_environment(
                {},
                engine=request.param,
                index_dir=folder,
                opensearch_index=f"test-{digest}",
                **remote,
            )
        )

    return open_at


@pytest.fixture
def engine(open_index: OpenEngine, tmp_path: Path) -> Engine:
    return open_index(tmp_path / "index")
