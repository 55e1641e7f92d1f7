"""The rate of the login: who guesses passwords has to wait, from one address and for one name."""

from __future__ import annotations

import time
from typing import Final, cast

from flask import Flask, current_app
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from search_app.errors import Problem
from search_app.guard.rate_limit import SharedCounters, counters_uri

_KEY: Final = "clippings-attempts"
PER_ADDRESS: Final = RateLimitItemPerMinute(10)
PER_NAME: Final = RateLimitItemPerHour(30)


def install(app: Flask) -> None:
    """Count over all workers of `app`, which are forked from this process."""
    storage = SharedCounters(counters_uri("clippings-logins-"))
    app.extensions[_KEY] = FixedWindowRateLimiter(storage)


def check(address: str, name: str) -> None:
    """Refuse the attempt where there were too many. Raises Problem."""
    for item, key in _keys(address, name):
        if not _limiter().test(item, key):
            seconds = max(1, int(_limiter().get_window_stats(item, key).reset_time - time.time()))
            raise Problem(
                429,
                "too-many-logins",
                "Too many attempts",
                f"Too many passwords were wrong; try again in {seconds} seconds.",
                headers={"Retry-After": str(seconds)},
            )


def failed(address: str, name: str) -> None:
    """Count an attempt that failed."""
    for item, key in _keys(address, name):
        _limiter().hit(item, key)


def _keys(address: str, name: str) -> tuple[tuple[RateLimitItem, str], ...]:
    return (PER_ADDRESS, f"address {address}"), (PER_NAME, f"name {name}")


def _limiter() -> FixedWindowRateLimiter:
    return cast(FixedWindowRateLimiter, current_app.extensions[_KEY])
