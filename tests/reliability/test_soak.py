from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import build
from benchmarks.reliability.soak import soak


def test_mixed_load_is_answered_though_a_worker_is_killed(tmp_path: Path) -> None:
    build(tmp_path / "index", 300)
    outcome = soak(tmp_path / "index", tmp_path / "log", seconds=5, rate=60, connections=6, seed=2)
    assert outcome.failures == []
    assert outcome.killed
    assert len(outcome.routes) > 8
    assert len(list(outcome.table())) == len(outcome.routes) + 2
    assert len({sample.worker for sample in outcome.samples}) == 3
