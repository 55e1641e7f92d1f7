"""Work spread over processes comes back whole, and a process that dies is an error."""

from __future__ import annotations

import os

import pytest

from indexer.errors import WorkerCrashed
from indexer.workers import spread


def double(context, item):
    return context + 2 * item


def die(context, item):
    if item == 7:
        os._exit(3)
    return item


def fail(context, item):
    raise ValueError(f"item {item}")


def test_results_come_in_the_order_of_the_items():
    assert list(spread(double, 1, range(50), jobs=2)) == [1 + 2 * n for n in range(50)]


def test_a_process_that_dies_is_an_error_and_no_hang():
    with pytest.raises(WorkerCrashed, match="died"):
        list(spread(die, None, range(20), jobs=2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_task_raises_is_raised(jobs):
    with pytest.raises(ValueError, match="item 0"):
        list(spread(fail, None, range(3), jobs=jobs))
