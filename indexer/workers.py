"""Work spread over processes, with few items under way at a time."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, TypeVar

from indexer.errors import WorkerCrashed

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_Context = TypeVar("_Context")

_UNDER_WAY_PER_JOB = 4

_context: Any = None


def spread(
    task: Callable[[_Context, _Item], _Result],
    context: _Context,
    items: Iterable[_Item],
    *,
    jobs: int,
) -> Iterator[_Result]:
    """`task(context, item)` for each item, in their order; one job works in this process.

    `context` is sent to each process once. Raises WorkerCrashed when a process dies, and
    whatever a task raises.
    """
    if jobs == 1:
        for item in items:
            yield task(context, item)
        return
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["indexer.study"])
    pool = ProcessPoolExecutor(jobs, mp_context=processes, initializer=_set_up, initargs=(context,))
    under_way: deque[Future[_Result]] = deque()
    try:
        for item in items:
            under_way.append(pool.submit(_work, task, item))
            if len(under_way) >= jobs * _UNDER_WAY_PER_JOB:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise WorkerCrashed(
            "A process that reads pages died (out of memory, or killed). "
            "Nothing was changed; try again with fewer --jobs."
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def batched(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Items in lists of `size`, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def cores() -> int:
    """Number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _set_up(context: Any) -> None:
    global _context
    _context = context
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """A worker whose parent was killed would wait for work for ever."""
    wait([sentinel])
    os._exit(1)


def _work(task: Callable[[Any, Any], Any], item: Any) -> Any:
    return task(_context, item)
