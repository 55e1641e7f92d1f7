"""What all tests share, and which of them run in one process when several share the work."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import settings

# How long an example takes is measured in benchmarks/, never asserted: machines differ.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

TOGETHER: Final = "tests/browser/"
"""Tests whose path begins so share a browser and a server, which would be started for each file."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file in one process, and all that need the browser."""
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.split("::", 1)[0]
            return TOGETHER if path.startswith(TOGETHER) else path

    return Sharing(config, log)
