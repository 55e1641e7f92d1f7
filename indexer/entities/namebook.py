"""The names of a whole archive: one canonical name each, whatever the form."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.entities.known import KnownNames
from indexer.entities.records import Mentions, Names


class NameBook:
    """Collects mentions over an archive, then gives each story its canonical names.

    `add` all stories, `close`, then `resolve` any story in any order. What `resolve` gives
    does not depend on the order of adding. Memory grows with the number of distinct
    names, not with the number of stories.
    """

    def __init__(self, known: KnownNames | None = None) -> None:
        self.known = known
        self._closed = False

    def add(self, mentions: Mentions) -> None:
        """Count the names of one story; raises RuntimeError after `close`."""
        if self._closed:
            raise RuntimeError("the name book is closed; open a new one to add stories")

    def close(self) -> None:
        """Decide which forms are one name; afterwards stories can be resolved."""
        self._closed = True

    def resolve(
        self, title: str, body: str, mentions: Mentions, *, siblings: Sequence[Mentions] = ()
    ) -> Names:
        """The names of one story. `siblings` are the mentions of all stories of its page.

        Raises RuntimeError before `close`.
        """
        if not self._closed:
            raise RuntimeError("close the name book before resolving stories")
        return Names()
