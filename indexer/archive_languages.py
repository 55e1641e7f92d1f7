"""The languages of an archive: what its short texts are in, unless they speak against it.

They are those of a tenth of its longer pages at least, known when all pages are read and before
any is studied. Where they have changed, pages with a text that is in doubt are studied again.
"""

from __future__ import annotations

from typing import Final

from indexer.language import UNKNOWN
from indexer.state import State

_FACT: Final = "languages"
_LEAST_PAGES: Final = 5
_SHARE: Final = 0.1


def kept_languages(state: State) -> tuple[str, ...]:
    """The languages by which pages were studied last."""
    return tuple(filter(None, state.fact(_FACT).decode().split(",")))


def archive_languages(state: State) -> tuple[tuple[str, ...], bool]:
    """The languages of the archive as it is now, and whether they are others than before.

    Empty where the archive is too small to say.
    """
    counts = [(code, count) for code, count in state.languages.counts() if code != UNKNOWN]
    total = sum(count for _, count in counts)
    usual = [code for code, count in counts if count >= _SHARE * total]
    found = tuple(sorted(usual)) if total >= _LEAST_PAGES else ()
    changed = found != kept_languages(state)
    state.put_fact(_FACT, ",".join(found).encode())
    return found, changed
