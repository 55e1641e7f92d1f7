"""Nothing is lost when the indexer is killed or its disk is full."""

from pathlib import Path

from benchmarks.reliability.crash import crash_rounds
from tests.thorough import THOROUGH

ROUNDS = 12 if THOROUGH else 3


def test_a_killed_or_stopped_indexer_leaves_one_of_two_whole_states(tmp_path: Path) -> None:
    outcome = crash_rounds(tmp_path, ROUNDS, seed=7, harms=("kill", "kill at a call", "file size"))
    assert outcome.failures == []
    assert outcome.rounds == ROUNDS
    stopped = sum(count for how, count in outcome.ended.items() if not how.endswith("status 0"))
    assert stopped >= 1, outcome.ended
