from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import open_engine
from search_index.engines.base import Engine
from search_index.settings import Settings

OpenEngine = Callable[[Path], Engine]


@pytest.fixture(params=["whoosh", "plain"])
def open_index(request: pytest.FixtureRequest) -> OpenEngine:
    """Opens an engine over a folder; the contract tests run once for each engine."""

    def open_at(folder: Path) -> Engine:
        return open_engine(Settings.from_environment({}, engine=request.param, index_dir=folder))

    return open_at


@pytest.fixture
def engine(open_index: OpenEngine, tmp_path: Path) -> Engine:
    return open_index(tmp_path / "index")
