"""What all tests share, and which of them run in one process when several share the work."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import settings

# How long an example takes is measured in benchmarks/, never asserted: machines differ.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

SHARED: Final = {
    "tests/browser/": "browser",
    "tests/engines/test_": "cluster",
    "tests/corrections/": "cluster",
    "tests/test_diagnosis.py": "cluster",
    "tests/test_synonyms.py": "cluster",
}
"""Tests whose path begins so share a server or a cluster, which is started once a process."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together, and those that share what takes long to start."""
    for item in items:
        path = item.nodeid.split("::", 1)[0]
        group = next((name for start, name in SHARED.items() if path.startswith(start)), path)
        item.add_marker(pytest.mark.xdist_group(group))
