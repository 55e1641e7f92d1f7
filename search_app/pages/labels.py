"""How hits name things on a card: short, and nothing that nearly all of them name.

`static/js/labels.js` is the same in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from search_app.pages.state import PageState
from search_index.model.hits import Hits

KINDS = ("person", "organization", "place")
SHOWN = 4
FEWEST_HITS = 10
NEARLY_ALL = 0.8
LONGEST = 28

_ACRONYM = re.compile(r"[^()]+ \(([^()\s]{2,12})\)")
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)


def common(hits: Hits, state: PageState) -> tuple[tuple[str, str], ...]:
    """The (kind, name) that nearly all hits have, of the kinds that are not filtered by."""
    if hits.total < FEWEST_HITS:
        return ()
    return tuple(
        (kind, one.value)
        for kind in KINDS
        if not state.query.include.get(kind)
        for one in hits.facets.get(kind, ())
        if one.value and one.count >= hits.total * NEARLY_ALL and not state.has(kind, one.value)
    )


def on_card(
    names: Sequence[str], kind: str, left_out: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The names of an article to show, each with its label: the acronym of an organization."""
    common = set(left_out)
    shown = [name for name in names if (kind, name) not in common][:SHOWN]
    labels = [acronym(name) if kind == "organization" else name for name in shown]
    for name, label in zip(shown, labels, strict=True):
        yield name, label if labels.count(label) == 1 else name


def card_label(kind: str, name: str, label: str, own: str) -> str:
    """The label on a card for the reader: the acronym of his own form where that has one."""
    if kind == "organization" and own != name:
        return acronym(own)
    return own if label == name else label


def acronym(name: str) -> str:
    """The acronym of `Full Name (ACRONYM)`, else the name as it is."""
    found = _ACRONYM.fullmatch(name)
    return found[1] if found else name


def host(url: str) -> str:
    """The host of a web address, without www."""
    found = _HOST.match(url)
    return found[1].lower() if found else url


def short(label: str, kind: str) -> str:
    """A label for a drawing: an acronym where there is one, cut where it is long."""
    label = acronym(label) if kind == "organization" else label
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
