"""A harmed index never answers wrongly, says which file it is, and heals without a new server."""

from __future__ import annotations

from pathlib import Path

from benchmarks.reliability.damage import damage_rounds, one_of_each


def test_harm_to_any_file_is_named_by_every_part_and_healed_by_a_full_run(tmp_path: Path) -> None:
    outcome = damage_rounds(tmp_path, 1, seed=3, size=2, choose=one_of_each)
    assert outcome.failures == []
    assert outcome.files.keys() >= {
        "segment",
        "deletions",
        "manifest",
        "table of contents",
        "memory",
    }
    assert outcome.answers["503"] > 10
