"""How gunicorn serves Clippings: `gunicorn -c python:search_app.server "search_app:create_app()"`.

Options on its command line win. `clippings serve` starts it like this.
"""

import atexit
import contextlib
import ctypes
import gc
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from gunicorn import util
from gunicorn.http import message

from search_index.errors import SettingError
from search_index.settings import Settings

SPARE_THREADS = 8

ANNOUNCE = "CLIPPINGS_ANNOUNCE"
"""Set by what people start by hand (`clippings serve`, `make run`)."""

M_ARENA_MAX = -8  # malloc.h


def _share_arenas() -> None:
    """Let all threads take memory from two arenas of glibc, where it is that.

    Else each of them gets an arena of its own, and each keeps what its largest answer took:
    the more threads have ever answered, the more memory a worker holds.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


_share_arenas()

# The application is loaded next. Nothing of it is garbage, and its pages stay shared with the
# workers only as long as nobody looks for some in them: see when_ready.
gc.disable()


def _threads() -> int:
    """More than search, wait and export at a time, so that some can always say 503.

    They also answer probes, and read requests that come in slowly.
    """
    try:
        settings = Settings.from_environment()
    except SettingError:
        return SPARE_THREADS  # the application says what is wrong with them, and ends
    return settings.max_searches + settings.max_waiting + settings.max_exports + SPARE_THREADS


bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "search_app.worker.PatientWorker"
threads = _threads()
# One import for all workers; the index is opened in each, and its pages are shared anyway.
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
# Whose headers are believed says CLIPPINGS_TRUSTED_PROXIES; gunicorn would believe those of every
# proxy on this machine, and with them the path that a client names in SCRIPT_NAME.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
# Signals say all that there is to say; and of two servers of one user, one had the socket.
control_socket_disable = True


def end_connections_after(seconds: float) -> Callable[[Any, Any], None]:
    """A hook: each connection ends with its first answer after this age, or up to half sooner.

    A worker gets new connections only, and a reverse proxy opens none while it has its pool: a
    worker that came in place of a dead one would have nothing to do, and the others its share.
    The answer says `Connection: close`, so that no client sends to a connection that is gone.
    Ages differ, or those that a dying worker left would all come back at once (as gRPC's
    MAX_CONNECTION_AGE does it; nginx's keepalive_time has one age for all).
    """
    ends: WeakKeyDictionary[Any, float] = WeakKeyDictionary()

    def pre_request(worker: Any, request: Any) -> None:
        now = time.monotonic()
        age = seconds * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)
        # What requests of one connection are read from, and nothing else.
        if now >= ends.setdefault(request.unreader, now + age):
            request.force_close()

    return pre_request


pre_request = end_connections_after(60)

# A worker has the master's handlers until it sets its own. A signal to stop that came in between
# was lost, and the server waited for the worker until `graceful_timeout` was over. So signals wait.
_STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


def pre_fork(server: Any, worker: Any) -> None:
    """Have signals to stop wait, in the master until it has forked, in the worker until it can."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)


def _let_stop() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


os.register_at_fork(after_in_parent=_let_stop)


def post_worker_init(worker: Any) -> None:
    """A worker has its own handlers now."""
    _let_stop()


# The application writes its own line for each request, without the query.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "search_app.watch.request_log.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}

# Room for a query of 10,000 characters, each up to 12 bytes in a URL. gunicorn caps the
# option at a constant of 8190, and its other choice, no limit, would let a client fill memory.
limit_request_line = 128 * 1024
message.MAX_REQUEST_LINE = limit_request_line


def _write_problem(sock: Any, status: int, reason: str, text: str) -> None:
    """What gunicorn itself refuses is answered as the application answers its errors."""
    problem = {
        "type": "urn:clippings:problem:bad-request",
        "title": reason,
        "status": status,
        "detail": "The request is not HTTP that this server takes.",
        "errors": [],
    }
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode() + body)


util.write_error = _write_problem


# Where the workers leave their counts, so that any of them can tell /metrics the sum. To be
# set before prometheus_client is imported, which is why no other module of search_app is, here.
def _remove(folder: str, process: int) -> None:
    if os.getpid() == process:  # workers end before their master
        shutil.rmtree(folder, ignore_errors=True)


if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="clippings-metrics-")
    atexit.register(_remove, os.environ["PROMETHEUS_MULTIPROC_DIR"], os.getpid())


def child_exit(server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that ended; its counts stay in the sum."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def when_ready(server: Any) -> None:
    """Say in one plain line where the search page is, to people; a log gets lines of JSON only."""
    gc.freeze()
    gc.enable()
    if not (sys.stdout.isatty() or os.environ.get(ANNOUNCE)):
        return
    for listener in server.LISTENERS:
        address = listener.sock.getsockname()
        if isinstance(address, tuple):
            host = "127.0.0.1" if address[0] in {"0.0.0.0", "::"} else address[0]  # noqa: S104
            host = f"[{host}]" if ":" in host else host
            print(f"Open http://{host}:{address[1]}/ in a browser. Ctrl-C stops.", flush=True)
