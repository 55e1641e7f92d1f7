"""The signed token in the link by which a mail is unsubscribed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import Final

_PURPOSE: Final = b"unsubscribe\0"
_DIGEST_BYTES: Final = 16


def token_of(alert: str, address: str, *, key: bytes) -> str:
    """The token of one search and one address."""
    payload = json.dumps([alert, address]).encode()
    return base64.urlsafe_b64encode(_digest(payload, key) + payload).rstrip(b"=").decode()


def read_token(token: str, *, key: bytes) -> tuple[str, str] | None:
    """The search and the address that a token names, None where it was not made with the key."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    digest, payload = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
    if not hmac.compare_digest(digest, _digest(payload, key)):
        return None
    alert, address = json.loads(payload)
    return str(alert), str(address)


def _digest(payload: bytes, key: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + payload, hashlib.sha256)[:_DIGEST_BYTES]
