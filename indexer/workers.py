"""Work spread over processes, with few items under way at a time.

What processes need is imported with the first of them: most runs find few changes.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from indexer.errors import WorkerCrashed

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_Context = TypeVar("_Context")

_UNDER_WAY_PER_JOB = 4
_CONTEXT_FILE = "context"
_DIED = (
    "A process that reads pages died (out of memory, or killed). "
    "Nothing was changed; try again with fewer --jobs."
)


class Workers:
    """Processes that are started when they are first needed and kept to the end.

    `folder`, which nobody else uses, takes the contexts of tasks on their way to the processes.
    """

    def __init__(self, jobs: int, folder: Path) -> None:
        self.jobs = jobs
        self._folder = folder
        for left in folder.glob(f"{_CONTEXT_FILE}-*"):
            left.unlink()
        self._pool: ProcessPoolExecutor | None = None
        self._contexts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes, and give their memory back."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def start(self) -> None:
        """Make ready what processes are forked from, while this one goes on."""
        if self.jobs > 1:
            import multiprocessing.forkserver
            from multiprocessing import resource_tracker

            preload = ["indexer.interrupts", "indexer.tasks", "indexer.warm"]
            multiprocessing.set_forkserver_preload(preload)
            # Ctrl-C waits until it knows how to end. The tracker that the server starts where
            # there is none would let it through.
            resource_tracker.ensure_running()
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                multiprocessing.forkserver.ensure_running()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def spread(
        self,
        task: Callable[[_Context, _Item], _Result],
        context: _Context,
        items: Iterable[_Item],
        *,
        few: bool = False,
    ) -> Iterator[_Result]:
        """`task(context, item)` for each item, in their order.

        One job, or `few` items, are worked off in this process. `context` reaches each other
        process once. Raises WorkerCrashed when a process dies, and whatever a task raises.
        """
        if self.jobs == 1 or few:
            for item in items:
                yield task(context, item)
            return
        from concurrent.futures.process import BrokenProcessPool

        path = self._put(context)
        pool = self._started()
        under_way: deque[Future[_Result]] = deque()
        try:
            for item in items:
                under_way.append(_given(pool, task, path, item))
                if len(under_way) >= self.jobs * _UNDER_WAY_PER_JOB:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BrokenProcessPool:
            raise WorkerCrashed(_DIED) from None
        finally:
            for future in under_way:
                future.cancel()
            path.unlink(missing_ok=True)

    def _put(self, context: object) -> Path:
        self._contexts += 1
        path = self._folder / f"{_CONTEXT_FILE}-{self._contexts}"
        path.write_bytes(pickle.dumps(context))
        return path

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self.start()
            processes = multiprocessing.get_context("forkserver")
            self._pool = ProcessPoolExecutor(self.jobs, mp_context=processes, initializer=_set_up)
        return self._pool


def _given(
    pool: ProcessPoolExecutor, task: Callable[..., _Result], path: Path, item: object
) -> Future[_Result]:
    """What a process will say of an item. Raises WorkerCrashed, BrokenProcessPool."""
    try:
        return pool.submit(_work, task, str(path), item)
    except (EOFError, ConnectionError):  # from which processes are forked has died itself
        raise WorkerCrashed(_DIED) from None


def batched(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Items in lists of `size`, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


_context: tuple[str, Any] = ("", None)


def _work(task: Callable[[Any, Any], Any], path: str, item: Any) -> Any:
    global _context
    if _context[0] != path:
        _context = (path, pickle.loads(Path(path).read_bytes()))  # noqa: S301 (our own file)
    return task(_context[1], item)


def _set_up() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """A worker whose parent was killed would wait for work for ever."""
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
