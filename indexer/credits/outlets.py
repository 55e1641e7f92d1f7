"""One name for the outlet of a site, where some of its pages give it and others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.hosts import host_of


@dataclass(slots=True)
class Outlets:
    """Counts how the pages of each site name their outlet.

    A page that gives no name has its host for an outlet; it takes the name that most pages
    of the same host give, the first of them in alphabetical order where two are level.
    """

    _names: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, url: str | None, outlet: str | None, *, times: int = 1) -> None:
        """Note the outlet of an article and the address it was taken from; -1 takes it back."""
        host = host_of(url)
        if host and outlet and outlet != host:
            self._names.setdefault(host, Counter())[outlet] += times

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """What was noted; `add_counts` takes it."""
        return {host: dict(names) for host, names in self._names.items()}

    def add_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Note what was noted before."""
        for host, names in counts.items():
            self._names.setdefault(host, Counter()).update(names)

    def by_host(self) -> Mapping[str, str]:
        """The name of each host that has one."""
        return {
            host: min(names, key=lambda name: (-names[name], name))
            for host, names in self._names.items()
            if any(count > 0 for count in names.values())
        }
