"""Sends what waits in the outbox, and tries again later what did not arrive.

A message leaves the outbox when it has arrived. A process that dies in between sends it again
next time, under the same id: at least once, and twice at the most where it died between the
answer of the other side and the note of it.
"""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from filelock import FileLock, Timeout

from alerts import mail, webhook
from alerts.addresses import Network
from alerts.errors import NotDelivered
from alerts.ledger import Ledger, Message
from alerts.model import SavedSearch
from alerts.searches import Problem, Searches
from alerts.unsubscribe import token_of
from search_index.settings import Settings

WAITS_S: Final = (60, 300, 1800, 7200, 18_000, 36_000, 86_400, 86_400, 86_400)
"""How long after each attempt the next one is made; after the last the message is given up."""

log = logging.getLogger("clippings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How many messages were sent and how many wait, and why."""

    sent: int = 0
    waiting: int = 0
    problems: tuple[Problem, ...] = ()


def deliver(settings: Settings, *, clock: Callable[[], float] = time.time) -> Delivered:
    """Send what is due, each message once. Raises AlertsUnusable.

    Does nothing where another process is sending.
    """
    searches = Searches(settings.index_dir)
    if not searches.exist():
        return Delivered()
    try:
        with (
            FileLock(searches.folder / "deliver.lock", timeout=0),
            Ledger(searches.folder) as ledger,
        ):
            return _deliver(settings, searches, ledger, clock)
    except Timeout:
        return Delivered()


def _deliver(
    settings: Settings, searches: Searches, ledger: Ledger, clock: Callable[[], float]
) -> Delivered:
    loaded = searches.load()
    unread = {problem.alert for problem in loaded.problems}
    sent = 0
    problems: list[Problem] = []
    silent: set[tuple[str, str]] = set()
    for message in ledger.waiting(due=clock()):
        search = loaded.find(message.alert)
        if search is None and message.alert in unread:
            continue
        if search is None or not _is_wanted(message, search):
            ledger.sent(message.id)
            continue
        server = (message.channel, message.target if message.channel == "webhook" else "")
        if server in silent:
            continue
        try:
            send(message, search, settings, key=searches.key, now=clock())
        except NotDelivered as error:
            later = _later(message, str(error), clock())
            ledger.post(later)
            problems.append(Problem(alert=message.alert, message=str(error)))
            log.info("Alert %s, %s: %s", message.alert, message.channel, error)
            if error.for_all:
                silent.add(server)
        else:
            ledger.sent(message.id)
            sent += 1
    return Delivered(sent=sent, waiting=len(ledger.waiting()), problems=tuple(problems))


def next_due(settings: Settings) -> float | None:
    """When the next message is due, None where none waits. Raises AlertsUnusable."""
    searches = Searches(settings.index_dir)
    if not searches.exist():
        return None
    with Ledger(searches.folder) as ledger:
        return min((message.due for message in ledger.waiting()), default=None)


def send(
    message: Message,
    search: SavedSearch,
    settings: Settings,
    *,
    key: Callable[[], bytes],
    now: float,
) -> None:
    """Send one message. Raises NotDelivered."""
    site = settings.site_url.rstrip("/")
    if message.channel == "webhook":
        if search.webhook is None:
            return
        webhook.post(
            search.webhook,
            id=message.id,
            body=webhook.body_of(message, search, site=site),
            now=now,
            allowed=networks_of(settings),
        )
        return
    missing = missing_for_mail(settings)
    if missing:
        raise NotDelivered(f"Mail needs {', '.join(missing)}.")
    token = token_of(search.id, message.target, key=key())
    links = mail.Links(site=site, unsubscribe=f"{site}/alerts/unsubscribe?token={token}")
    written = mail.compose(
        message, search, links, sender=settings.smtp_from, archive=settings.title
    )
    mail.send(written, settings)


def networks_of(settings: Settings) -> tuple[Network, ...]:
    """The networks inside ours that webhooks may reach."""
    return tuple(map(ipaddress.ip_network, settings.webhook_networks))


def missing_for_mail(settings: Settings) -> list[str]:
    """The settings without which no mail can be sent."""
    wanted = ("smtp_host", "smtp_from", "site_url")
    return [f"CLIPPINGS_{name.upper()}" for name in wanted if not getattr(settings, name)]


def _is_wanted(message: Message, search: SavedSearch) -> bool:
    if message.channel == "webhook":
        return search.webhook is not None
    return search.mail is not None and message.target in search.mail.to


def _later(message: Message, error: str, now: float) -> Message:
    attempts = message.attempts + 1
    if attempts > len(WAITS_S):
        return replace(message, attempts=attempts, error=error, given_up=True)
    return replace(message, attempts=attempts, error=error, due=now + WAITS_S[attempts - 1])
