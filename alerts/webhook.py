"""Posts a message to a webhook, signed as Standard Webhooks say (standardwebhooks.com).

`webhook-id` is the same in every attempt, so that a receiver can tell a message that came twice;
`webhook-signature` is `v1,` and the HMAC-SHA256, in base64, of id, timestamp and body with dots
between them.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final
from urllib.parse import urlsplit

from alerts.addresses import Network, resolve
from alerts.errors import NotDelivered
from alerts.ledger import Message
from alerts.model import SavedSearch, Webhook, secret_bytes

TIMEOUT_S: Final = 10.0
WHOLE_S: Final = 20.0
"""An attempt ends after this time, however slowly the other side answers."""
MAX_ANSWER_BYTES: Final = 16 * 1024


def body_of(message: Message, search: SavedSearch, *, site: str) -> bytes:
    """What is posted; the same in every attempt."""
    created = datetime.datetime.fromtimestamp(message.created, datetime.UTC)
    articles: list[dict[str, Any]] = [
        {**asdict(item), "url": f"{site}/articles/{item.id}" if site else None}
        for item in message.items
    ]
    values = {
        "type": "alert.matched",
        "timestamp": created.isoformat(timespec="seconds"),
        "data": {
            "alert": {"id": search.id, "name": search.name},
            "articles": articles,
        },
    }
    return json.dumps(values, ensure_ascii=True).encode()


def signature(secret: str, *, id: str, timestamp: int, body: bytes) -> str:
    """The signature of a post."""
    signed = f"{id}.{timestamp}.".encode() + body
    digest = hmac.digest(secret_bytes(secret), signed, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def post(
    webhook: Webhook, *, id: str, body: bytes, now: float, allowed: tuple[Network, ...]
) -> None:
    """Post once. Raises NotDelivered where the answer is not 2xx."""
    parts = urlsplit(webhook.url)
    is_secure = parts.scheme == "https"
    host = parts.hostname or ""
    port = parts.port or (443 if is_secure else 80)
    timestamp = int(now)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Clippings-Webhook",
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(webhook.secret, id=id, timestamp=timestamp, body=body),
    }
    addresses = resolve(host, port, allowed=allowed)
    connection = _Connection(host, port, addresses, is_secure=is_secure)
    end = threading.Timer(WHOLE_S, connection.cut)
    end.daemon = True
    end.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(MAX_ANSWER_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(f"{host} cannot be reached: {_plainly(error)}.") from None
    finally:
        end.cancel()
        connection.close()
    if 300 <= answer.status < 400:
        raise NotDelivered(f"{host} answers {answer.status}; redirects are not followed.")
    if not 200 <= answer.status < 300:
        raise NotDelivered(f"{host} answers {answer.status}.")


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were looked at, under the name of the host."""

    def __init__(self, host: str, port: int, addresses: list[str], *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self.default_port = 443 if is_secure else 80
        self._addresses = addresses
        self._is_secure = is_secure
        self._raw: socket.socket | None = None
        self._end = time.monotonic() + WHOLE_S

    def connect(self) -> None:
        """Connect to the first address that answers. Raises OSError."""
        failure: OSError = TimeoutError()
        for address in self._addresses:
            left_s = self._end - time.monotonic()
            if left_s <= 0:
                raise failure
            try:
                self._raw = socket.create_connection((address, self.port), min(left_s, TIMEOUT_S))
                self._raw.settimeout(TIMEOUT_S)
                break
            except OSError as error:
                failure = error
        else:
            raise failure
        self.sock = self._raw
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self._raw, server_hostname=self.host)

    def cut(self) -> None:
        """End whatever is going on."""
        for each in (self.sock, self._raw):
            if each is not None:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


def _plainly(error: Exception) -> str:
    """What went wrong, without what the other side sent."""
    if isinstance(error, TimeoutError):
        return f"no answer within {TIMEOUT_S:.0f} seconds"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
