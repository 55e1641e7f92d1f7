"""`make counts`: a change that makes the work cost more calls is seen, on a busy machine too."""

from __future__ import annotations

import json

import pytest

from benchmarks.speed import counts


def test_the_same_work_takes_the_same_number_of_calls_every_time() -> None:
    def work() -> None:
        for number in range(100):
            abs(-number)

    one, other = (vars(counts.calls_of(work))["total_calls"] for _ in range(2))
    assert one == other
    assert one >= 100


@pytest.mark.parametrize(
    ("now", "fine"), [(100, True), (105, True), (106, False), (50, True), (0, True)]
)
def test_five_in_a_hundred_more_calls_than_stored_is_too_many(now: int, fine: bool) -> None:
    lines, is_fine = counts.compared({"searching": now}, {"searching": 100})
    assert is_fine is fine
    assert ("MORE" in lines[1]) is not fine


def test_what_was_never_stored_or_is_counted_no_more_has_to_be_stored() -> None:
    lines, fine = counts.compared({"new": 1}, {"old": 1})
    assert not fine
    assert "NEW" in lines[1]
    assert "GONE" in lines[2]


def test_the_stored_figures_name_their_python_and_cover_each_kind_of_work() -> None:
    stored = json.loads(counts.FIGURES.read_text("utf-8"))
    assert stored["python"].startswith("3.")
    kinds = {name.split(":")[0].split(",")[0].split(" ")[0] for name in stored["calls"]}
    assert {"building", "searching", "reading", "names", "completing", "requests"} <= kinds
