"""Saving and removing a search: what is in the archive by then is not new."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from alerts.addresses import resolve
from alerts.checking import Pages, check
from alerts.delivering import missing_for_mail, networks_of
from alerts.errors import BadAlert, NotDelivered, Refused
from alerts.ledger import Ledger
from alerts.model import SavedSearch, new_secret, read_search
from alerts.searches import Searches
from search_index.settings import Settings


def add_search(
    settings: Settings, given: dict[str, Any], *, pages: Pages | None = None
) -> SavedSearch:
    """Save a search. Raises BadAlert, AlertsUnusable, IndexUnusable."""
    _refuse_what_cannot_be_sent(settings, given)
    check(settings, pages=pages, only_learn=not Searches(settings.index_dir).load().searches)
    return Searches(settings.index_dir).add(given)


def remove_search(settings: Settings, alert: str) -> bool:
    """Forget a search, and what waits to be sent for it; whether there was one."""
    searches = Searches(settings.index_dir)
    if not searches.exist() or not searches.remove(alert):
        return False
    with Ledger(searches.folder) as ledger, ledger.changing():
        ledger.forget(alert)
    return True


def _refuse_what_cannot_be_sent(settings: Settings, given: dict[str, Any]) -> None:
    """Say what is wrong before anything is written. Raises BadAlert."""
    sample = {**given, "id": "sample"}
    webhook = sample.get("webhook")
    if isinstance(webhook, dict) and not webhook.get("secret"):
        sample["webhook"] = {**webhook, "secret": new_secret()}
    search = read_search(sample)
    if search.webhook is not None:
        parts = urlsplit(search.webhook.url)
        try:
            resolve(parts.hostname or "", parts.port or 443, allowed=networks_of(settings))
        except Refused as error:
            raise BadAlert([("webhook.url", str(error))]) from None
        except NotDelivered:
            pass  # what has no address now may have one when there is something to post
    missing = missing_for_mail(settings) if search.mail is not None else []
    if missing:
        raise BadAlert([("mail", f"Set {', '.join(missing)} first: without it nothing is mailed.")])
