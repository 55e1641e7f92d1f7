"""The end of a subscription by mail: the link in a mail asks, a click or a mail program ends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alerts.errors import AlertsUnusable
from alerts.searches import Searches
from alerts.unsubscribe import read_token
from search_index.settings import Settings

MAX_TOKEN_CHARS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribing:
    """Where it is: to be confirmed, done, or no such subscription."""

    outcome: Literal["ask", "done", "bad"]
    name: str = ""
    address: str = ""


def unsubscribing(settings: Settings, token: str, *, confirmed: bool) -> Unsubscribing:
    """What a token is good for; with `confirmed` the subscription ends. Raises OSError."""
    searches = Searches(settings.index_dir)
    try:
        exists = searches.exist() and len(token) <= MAX_TOKEN_CHARS
        named = read_token(token, key=searches.key()) if exists else None
        if named is None:
            return Unsubscribing(outcome="bad")
        alert, address = named
        search = searches.load().find(alert)
        name = search.name if search is not None else ""
        if confirmed:
            searches.unsubscribe(alert, address)
            return Unsubscribing(outcome="done", name=name, address=address)
        is_subscribed = search is not None and search.mail and address in search.mail.to
    except AlertsUnusable:
        return Unsubscribing(outcome="bad")
    return Unsubscribing(outcome="ask" if is_subscribed else "done", name=name, address=address)
