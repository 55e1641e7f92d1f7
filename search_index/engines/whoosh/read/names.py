"""Names of persons, organizations, places, outlets …: which ones a piece of text can mean."""

from __future__ import annotations

from collections.abc import Mapping

from search_index.engines.whoosh.store.keyword_fields import folded_key, value_of
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.schema import CREDIT_FIELDS, NAME_FIELDS, also_called, asked_name
from search_index.text.analysis import names_of, surfaces, word_terms


class Names:
    """The names of a snapshot. An organization goes by its full name and by its acronym."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def _aliases(self, field: str) -> Mapping[str, list[str]]:
        """What names go by besides themselves, as `also_called` says, and these names."""
        return self._snapshot.cached(("aliases", field), lambda: self._find_aliases(field), 0)

    def _find_aliases(self, field: str) -> Mapping[str, list[str]]:
        aliases: dict[str, list[str]] = {}
        keys = self._snapshot.merged(field).keys
        if field not in CREDIT_FIELDS:
            keys = [key for key in keys if b"(" in key]
        for value in map(value_of, keys):
            for alias in also_called(field, value):
                aliases.setdefault(alias, []).append(value)
        return aliases

    def meant(self, field: str, text: str) -> list[str]:
        """The values of `field` that `text` can mean, itself first."""
        if field not in NAME_FIELDS and field not in CREDIT_FIELDS:
            return [text]
        others = [
            *self._aliases(field).get(asked_name(field, text), ()),
            *self._having(field, text),
        ]
        return list(dict.fromkeys([text, *others]))

    def _having(self, field: str, text: str) -> list[str]:
        """The values with all words of `text`, in any order."""
        wanted = names_of(text)
        if not wanted:
            return []
        numbers = self._snapshot.cached(("words", field), lambda: self._by_word(field), 0)
        found: set[int] | None = None
        for ways in wanted:
            having = set[int]()
            for words in ways:
                having |= set.intersection(*(numbers.get(word, set()) for word in words))
            found = having if found is None else found & having
        merged = self._snapshot.merged(field)
        return [merged.value(number) for number in sorted(found or ())]

    def _by_word(self, field: str) -> dict[str, set[int]]:
        numbers: dict[str, set[int]] = {}
        for number, key in enumerate(self._snapshot.merged(field).keys):
            for surface in surfaces(value_of(key)):
                for word, _ in word_terms(surface, "und").exact:
                    numbers.setdefault(word, set()).add(number)
        return numbers

    def called(self, text: str) -> list[tuple[str, str]]:
        """(field, value) of the names in the archive that are called just so."""
        found: list[tuple[str, str]] = []
        itself = text.strip()
        key = folded_key(itself)
        for field in NAME_FIELDS:
            merged = self._snapshot.merged(field)
            if merged.numbers_from(key):
                found.append((field, itself))
            for value in self._aliases(field).get(asked_name(field, text), ()):
                if merged.numbers_of(value):
                    found.append((field, value))
        return found
