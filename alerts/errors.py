"""What can go wrong with saved searches."""

from __future__ import annotations

from collections.abc import Iterable

from search_index.errors import ClippingsError


class AlertsUnusable(ClippingsError):
    """The file of saved searches, or what is remembered of them, cannot be used."""


class BadAlert(ClippingsError):
    """A saved search cannot be used; `errors` are (field, message) pairs."""

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        self.errors = tuple(errors)
        super().__init__(" ".join(f"{field}: {message}" for field, message in self.errors))


class NotDelivered(ClippingsError):
    """A message did not arrive; the text says why, without its contents or any secret.

    With `for_all` none would have, to whomever it goes by the same server.
    """

    def __init__(self, reason: str, *, for_all: bool = True) -> None:
        super().__init__(reason)
        self.for_all = for_all


class Refused(NotDelivered):
    """An address inside the network, to which nothing may be posted."""
