"""One name for the outlet of a site, where some of its pages give it and others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.credits.story import host_of


@dataclass(slots=True)
class Outlets:
    """Counts how the pages of each site name their outlet.

    A page that gives no name has its host for an outlet; it takes the name that most pages
    of the same host give, the first of them in alphabetical order where two are level.
    """

    _names: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, url: str | None, outlet: str | None) -> None:
        """Note the outlet of an article and the address it was taken from."""
        host = host_of(url)
        if host and outlet and outlet != host:
            self._names.setdefault(host, Counter())[outlet] += 1

    def by_host(self) -> Mapping[str, str]:
        """The name of each host that has one."""
        return {
            host: min(names, key=lambda name: (-names[name], name))
            for host, names in self._names.items()
        }
