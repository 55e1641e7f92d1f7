"""One writer at a time on a cluster, by a lease that a dead process cannot keep.

The lease is a document that can be created once. Its holder renews it; whoever finds it
unrenewed for too long, or finds that its holder on the same machine is dead, takes it over.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import secrets
import socket
import threading
import time
from pathlib import Path
from typing import Any, Final

from search_index.engines.opensearch.bridge.connection import Connection, Refused
from search_index.engines.opensearch.bridge.retry import patiently
from search_index.errors import IndexLocked, IndexUnusable

RENEW_S: Final = 5.0
LEASE_S: Final = 30.0
_CONFLICT: Final = 409


class Lease:
    """The right to write, from now on until `release`."""

    def __init__(self, connection: Connection, index: str, name: str) -> None:
        """Take the lease of this name. Raises IndexLocked, naming the holder of it."""
        self._connection = connection
        self._path = f"/{index}/_doc/{name}"
        self._since = _now()
        self._token = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._lost = ""
        patiently(self._take)
        self._renewed = time.monotonic()
        threading.Thread(target=self._renew_often, name="clippings-lease", daemon=True).start()

    def _take(self) -> None:
        try:
            self._write({"op_type": "create"})
            return
        except Refused as error:
            if error.status != _CONFLICT:
                raise
        try:
            found = self._connection.request("GET", self._path)
        except Refused as error:
            if error.status != 404:
                raise
            raise IndexLocked("Another indexer was writing until now. Run it again.") from None
        if self._is_ours(found):
            self._at = found
            return
        if not _is_stale(found["_source"]):
            raise _locked(found["_source"])
        try:
            self._write(_only_if(found))
        except Refused as error:
            if error.status != _CONFLICT:
                raise
            raise _locked(found["_source"]) from None

    def _write(self, condition: dict[str, Any]) -> None:
        times = {"since": self._since, "renewed": _now()}
        record = {"kind": "lease", "token": self._token, **times, **_holder()}
        self._at = self._connection.request("PUT", self._path, record, params=condition)

    def _is_ours(self, found: dict[str, Any]) -> bool:
        """Whether we wrote this, without having learned so: an answer can be lost."""
        return bool(found["_source"].get("token") == self._token)

    def renew(self) -> None:
        """Make sure that the lease is still ours.

        Raises IndexLocked where it is not, IndexUnreachable where that cannot be learned.
        """
        with self._lock:
            if not self._lost and not self._ended.is_set():
                try:
                    self._write(_only_if(self._at))
                except Refused as error:
                    if error.status not in (404, _CONFLICT):
                        raise
                    self._look_who_holds_it()
                self._renewed = time.monotonic()
        self._complain()

    def _look_who_holds_it(self) -> None:
        try:
            found = self._connection.request("GET", self._path)
        except Refused as error:
            if error.status != 404:
                raise
            found = None
        if found is not None and self._is_ours(found):
            self._at = found
        else:
            self._lost = "Another indexer took over, as this one was silent too long"

    def check(self) -> None:
        """Raise as `renew` where the lease may no longer be ours; mostly asks nobody."""
        if not self._lost and time.monotonic() - self._renewed > LEASE_S:
            self.renew()
        self._complain()

    def _complain(self) -> None:
        if self._lost:
            raise IndexLocked(f"{self._lost}. Nothing was committed; run the indexer again.")

    def _renew_often(self) -> None:
        while not self._ended.wait(RENEW_S):
            with contextlib.suppress(IndexUnusable, IndexLocked):
                self.renew()

    def release(self) -> None:
        """Let the next writer in."""
        self._ended.set()
        with self._lock, contextlib.suppress(IndexUnusable):
            if not self._lost:
                self._connection.request("DELETE", self._path, params=_only_if(self._at))
            self._lost = "The lease was given back"


def _only_if(found: dict[str, Any]) -> dict[str, Any]:
    return {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _holder() -> dict[str, Any]:
    pid = os.getpid()
    return {"host": socket.gethostname(), "machine": _machine(), "pid": pid, "began": _began(pid)}


def _machine() -> str:
    """Tells apart what process numbers belong together: the boot and the container."""
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    return ""


def _began(pid: int) -> str:
    """When a process began, in the kernel's ticks; empty where there is no such process."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        fields = status.rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    except OSError:
        return ""


def _is_stale(record: dict[str, Any]) -> bool:
    if record["machine"] and record["machine"] == _machine():
        return _began(record["pid"]) != str(record["began"])
    renewed = datetime.datetime.fromisoformat(record["renewed"])
    silent = datetime.datetime.now(datetime.UTC) - renewed
    return silent.total_seconds() > LEASE_S


def _locked(record: dict[str, Any]) -> IndexLocked:
    return IndexLocked(
        f"The index is being written by process {record['pid']} on {record['host']}, "
        f"since {record['since']}. Wait until it is done, or stop it."
    )
