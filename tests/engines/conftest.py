from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import open_engine
from search_index.engines.base import Engine
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import ARCHIVE, fill

OpenEngine = Callable[[Path], Engine]


@pytest.fixture(params=["whoosh", "opensearch", "plain"])
def open_index(request: pytest.FixtureRequest) -> OpenEngine:
    """Opens an engine over a folder; the contract tests run once for each engine."""

    def open_at(folder: Path) -> Engine:
        return open_engine(settings_for(request.param, folder))

    return open_at


@pytest.fixture
def engine(open_index: OpenEngine, tmp_path: Path) -> Engine:
    return open_index(tmp_path / "index")


@pytest.fixture
def archive(engine: Engine) -> Engine:
    fill(engine, *ARCHIVE)
    return engine
