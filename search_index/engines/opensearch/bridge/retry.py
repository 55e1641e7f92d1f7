"""Waiting for a cluster that is short of a node, as it is while others take over its shards.

A reader has no time for that: it says so and is asked again. A writer has a long run to lose.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

from search_index.engines.opensearch.bridge.connection import BLOCKED, Address, Connection, Refused
from search_index.errors import IndexUnreachable

PATIENCE_S: Final = 120.0
"""Longer than the cluster takes to notice that a node is gone and to name another for it."""
_AT_FIRST_S: Final = 0.1
_AT_MOST_S: Final = 5.0
_PASSING: Final = frozenset({429, 502, 503})
_OF_A_NODE: Final = frozenset(
    {
        "connect_transport_exception",
        "node_closed_exception",
        "node_disconnected_exception",
        "node_not_connected_exception",
        "receive_timeout_transport_exception",
    }
)

_Answer = TypeVar("_Answer")


def passes(status: int, kind: str) -> bool:
    """Whether what the cluster refused so it may well do a little later."""
    if kind == BLOCKED:
        return status == 503
    return status in _PASSING or kind in _OF_A_NODE


def patiently(action: Callable[[], _Answer], *, patient: bool = True) -> _Answer:
    """Do it, and do it again while what hinders it may pass. It must bear to be done twice."""
    until = time.monotonic() + (PATIENCE_S if patient else 0.0)
    wait_s = _AT_FIRST_S
    while True:
        try:
            return action()
        except IndexUnreachable as error:
            lasting = isinstance(error, Refused) and not passes(error.status, error.kind)
            if lasting or time.monotonic() > until:
                raise
        time.sleep(wait_s)
        wait_s = min(2 * wait_s, _AT_MOST_S)


class PatientConnection(Connection):
    """A connection whose requests wait out a lost node, once the cluster was there at all."""

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        self._answered = False

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        limit_s: float = 60.0,
        of_query: bool = False,
        in_passing: bool = False,
    ) -> Any:
        """See `Connection.request`; what is sent may arrive twice."""
        ask = partial(super().request, method, path, body, params=params, limit_s=limit_s)

        def send() -> Any:
            return ask(of_query=of_query, in_passing=in_passing)

        answer = patiently(send, patient=self._answered)
        self._answered = True
        return answer

    def at_once(self) -> Connection:
        """A connection to the same cluster that does not wait."""
        return Connection(self.address)
