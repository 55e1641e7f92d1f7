"""Work spread over processes comes back whole, and a process that dies is an error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import WorkerCrashed
from indexer.workers import Workers
from tests.processes import is_running


def double(context, item):
    return context + 2 * item


def die(context, item):
    if item == 7:
        os._exit(3)
    return item


def fail(context, item):
    raise ValueError(f"item {item}")


def test_results_come_in_the_order_of_the_items_whatever_the_context(tmp_path):
    with Workers(2, tmp_path) as workers:
        for context in (1, 5):
            found = list(workers.spread(double, context, range(50)))
            assert found == [context + 2 * n for n in range(50)]
    assert list(tmp_path.iterdir()) == []


def is_warm(context, item):
    return "indexer.warm" in sys.modules


def test_processes_begin_with_what_they_share(tmp_path):
    with Workers(2, tmp_path) as workers:
        assert all(workers.spread(is_warm, None, range(10)))


def test_a_process_that_dies_is_an_error_and_no_hang(tmp_path):
    with Workers(2, tmp_path) as workers, pytest.raises(WorkerCrashed, match="died"):
        list(workers.spread(die, None, range(20)))


@pytest.mark.parametrize("error", [EOFError, ConnectionRefusedError, BrokenPipeError])
def test_the_death_of_what_starts_processes_is_an_error_as_well(tmp_path, monkeypatch, error):
    """As a killed server of forks shows: the end of a file, or nobody who listens."""

    def submit(*_):
        raise error

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    with Workers(2, tmp_path) as workers, pytest.raises(WorkerCrashed, match="died"):
        list(workers.spread(double, 1, range(3)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_task_raises_is_raised(jobs, tmp_path):
    with Workers(jobs, tmp_path) as workers, pytest.raises(ValueError, match="item 0"):
        list(workers.spread(fail, None, range(3)))


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def hear_interrupts():
    """A suite that was started in the background may have been told to ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize("patience_s", [0, 1])
def test_who_interrupts_a_run_reads_one_line_and_no_traceback(tmp_path, patience_s):
    for number in range(600):
        (tmp_path / f"{number}.txt").write_text(
            f"A page of number {number}\n\n3 May 2021\n\nText.\n"
        )
    command = [sys.executable, "-m", "indexer", tmp_path, "--index-dir", tmp_path / "index"]
    with subprocess.Popen(
        [*command, "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
        start_new_session=True,
        preexec_fn=hear_interrupts,
    ) as run:
        while len(children(run.pid)) < 2:
            time.sleep(0.01)
        time.sleep(patience_s)
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate(timeout=60)[1]
    # Where some of it was read already, the next run goes on from there.
    kept = " What was read is kept: run again to go on from there."
    assert said.replace(kept, "") == "Interrupted; the index is as it was.\n"
    # Python ends by the signal itself where it came while a dataclass was made.
    assert run.returncode in (2, -signal.SIGINT)


SCRIPT = """
import pathlib, sys
from indexer.workers import Workers
from tests.test_workers import own_pid

if __name__ == "__main__":
    with Workers(2, pathlib.Path(sys.argv[1])) as workers:
        print(*set(workers.spread(own_pid, None, range(40))), flush=True)
        sys.stdin.read()
"""


def own_pid(context, item):
    time.sleep(0.02)
    return os.getpid()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    ) as starter:
        pids = [int(pid) for pid in starter.stdout.readline().split()]
        assert pids
        assert all(map(is_running, pids))
        starter.kill()
    deadline = time.monotonic() + 20
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if is_running(pid)] == []
