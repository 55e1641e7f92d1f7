"""Requests to the cluster: where it is, how long they may take, and what their failures mean."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from opensearchpy import OpenSearch
from opensearchpy import exceptions as client_errors
from urllib3 import Timeout

from search_index.errors import IndexUnreachable, QueryTimeout, SettingError

OLDEST: Final = (2, 19)
"""The version that the tests run with; older ones may lack what is used."""
CONNECT_S: Final = 1.0
DOWN_S: Final = 1.0
"""For so long after a failed contact no other is tried, so that nobody waits in line."""
BLOCKED: Final = "cluster_block_exception"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the cluster is and how to log in. What is secret is never shown."""

    urls: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None

    @classmethod
    def of(
        cls, urls: str, *, user: str | None, password: str | None, ca_file: Path | None
    ) -> Address:
        """Read a comma-separated list of URLs; a user in the first one counts. SettingError."""
        found = []
        for url in (part.strip() for part in urls.split(",")):
            if not url:
                continue
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise SettingError(
                    "CLIPPINGS_OPENSEARCH_URL cannot be used: give URLs such as "
                    "https://search.example:9200, separated by commas."
                )
            user = user or (unquote(parts.username) if parts.username else None)
            password = password or (unquote(parts.password) if parts.password else None)
            host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
            port = parts.port or (443 if parts.scheme == "https" else 9200)
            found.append(f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}")
        if not found:
            raise SettingError("CLIPPINGS_OPENSEARCH_URL is empty: give the URL of a node.")
        return cls(urls=tuple(found), user=user, password=password, ca_file=ca_file)

    def __str__(self) -> str:
        return ", ".join(self.urls)


class Deadline:
    """The moment by which an answer must be there."""

    def __init__(self, limit_ms: int | None) -> None:
        self._until = None if limit_ms is None else time.monotonic() + limit_ms / 1000

    def left_s(self, most: float = 60.0) -> float:
        """Seconds left, at most `most`. Raises QueryTimeout where there are none."""
        if self._until is None:
            return most
        left = self._until - time.monotonic()
        if left <= 0:
            raise QueryTimeout("The query used up its time.")
        return min(left, most)


class Connection:
    """The cluster, for one process and its threads; forked children connect again."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._client: OpenSearch | None = None
        self._owner = 0
        self._checked = False
        self._down_until = 0.0
        self._down_because = ""

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
        """Send a request and give the answer as JSON values.

        Raises Refused where the cluster says no, IndexUnreachable where it says nothing; no
        answer in time to a part of a query (`of_query`) is a QueryTimeout. What was asked
        `in_passing` and not answered in time keeps no other request from being tried.
        """
        if time.monotonic() < self._down_until:
            raise IndexUnreachable(self._down_because)
        client = self._open(limit_s)
        try:
            return self._send(client, method, path, body, params or {}, limit_s)
        except client_errors.ConnectionTimeout:
            if of_query:
                raise QueryTimeout("The query used up its time.") from None
            silent = self._silent(limit_s)
            if in_passing:
                self._down_until = 0.0
            raise silent from None

    def _open(self, limit_s: float) -> OpenSearch:
        with self._lock:
            if self._client is None or self._owner != os.getpid():
                self._client, self._owner = _client(self.address), os.getpid()
                self._checked = False
            client, checked = self._client, self._checked
        if not checked:
            try:
                answer = self._send(client, "GET", "/", None, {}, limit_s)
            except client_errors.ConnectionTimeout:
                raise self._silent(limit_s) from None
            _check_version(answer, self.address)
            self._checked = True
        return client

    def _send(
        self,
        client: OpenSearch,
        method: str,
        path: str,
        body: Any,
        params: Mapping[str, Any],
        limit_s: float,
    ) -> Any:
        timeout = Timeout(connect=min(CONNECT_S, limit_s), read=limit_s)
        try:
            answer = client.transport.perform_request(
                method, path, params={**params, "request_timeout": timeout}, body=body
            )
        except client_errors.SSLError as error:
            raise self._down(
                f"TLS with {self.address} failed ({_cause(error)}); "
                "CLIPPINGS_OPENSEARCH_CA names the certificate to trust."
            ) from None
        except client_errors.ConnectionTimeout:
            raise
        except client_errors.ConnectionError as error:
            raise self._down(
                f"OpenSearch at {self.address} cannot be reached ({_cause(error)}); "
                "start it, or correct CLIPPINGS_OPENSEARCH_URL."
            ) from None
        except client_errors.TransportError as error:
            raise _refused(error, self.address) from None
        self._down_until = 0.0
        return answer

    def _silent(self, limit_s: float) -> IndexUnreachable:
        return self._down(f"OpenSearch at {self.address} did not answer within {limit_s:.1f} s.")

    def _down(self, reason: str) -> IndexUnreachable:
        self._down_because = reason
        self._down_until = time.monotonic() + DOWN_S
        return IndexUnreachable(reason)


class Refused(IndexUnreachable):
    """The cluster said no: `status` as in HTTP, `kind` in its own words."""

    def __init__(self, message: str, *, status: int = 0, kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind


def _client(address: Address) -> OpenSearch:
    for name in ("opensearch", "opensearchpy.trace"):  # they would hold queries and articles
        logging.getLogger(name).setLevel(logging.CRITICAL)
    login = (address.user, address.password or "") if address.user else None
    return OpenSearch(
        list(address.urls),
        http_auth=login,
        ca_certs=str(address.ca_file) if address.ca_file else None,
        pool_maxsize=32,
        max_retries=max(2, len(address.urls)),
        retry_on_timeout=False,
        retry_on_status=(502,),
        dead_timeout=5,
    )


def _check_version(answer: Mapping[str, Any], address: Address) -> None:
    version = answer.get("version", {})
    number = str(version.get("number", "?"))
    if version.get("distribution") != "opensearch":
        raise IndexUnreachable(
            f"{address} is not OpenSearch (it says it is {version.get('distribution') or number})."
        )
    if tuple(int(part) for part in number.split(".")[:2]) < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise IndexUnreachable(
            f"OpenSearch at {address} is version {number}; {wanted} or newer is needed. Upgrade it."
        )


def _cause(error: client_errors.ConnectionError) -> str:
    return type(error.info).__name__ if error.info else type(error).__name__


def _refused(error: client_errors.TransportError, address: Address) -> IndexUnreachable:
    status = error.status_code if isinstance(error.status_code, int) else 0
    kind, reason = str(error.error), ""
    if isinstance(error.info, dict):
        details = error.info.get("error")
        if isinstance(details, dict):
            roots = details.get("root_cause") or [details]
            kind = str(roots[0].get("type", kind))
            reason = str(roots[0].get("reason") or details.get("reason") or "")
    message = f"OpenSearch at {address} refused ({status} {kind})."
    if status == 401:
        message = (
            f"OpenSearch at {address} does not accept the login; "
            "check CLIPPINGS_OPENSEARCH_USER and CLIPPINGS_OPENSEARCH_PASSWORD."
        )
    elif status != 503 and (kind == BLOCKED or BLOCKED in reason):
        message = blocked(address)
    elif status == 403:
        message = f"The user of OpenSearch at {address} may not do this ({kind}); grant it."
    elif status == 429:
        message = f"OpenSearch at {address} is overloaded ({kind}); try again later."
    elif status == 503:
        message = f"OpenSearch at {address} is not able to answer now ({reason or kind})."
    return Refused(message, status=status, kind=kind)


def blocked(address: object) -> str:
    """What to say when the cluster accepts no writes."""
    return (
        f"OpenSearch at {address} does not accept writes: most likely a disk is over its "
        "flood-stage watermark. Free or add space, then run the indexer again."
    )
