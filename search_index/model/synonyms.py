"""Rules by which a question is widened: who searches for a car may mean an automobile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search_index.model.clauses import Synonym


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What stands for some words.

    `key` are these words folded, one to a position. With `exact` other forms of them do not
    count. Where an archive has one of the languages `capitals_in`, it has to be typed in
    capitals. `language`: in articles of this one only.
    """

    key: tuple[str, ...]
    synonyms: tuple[Synonym, ...]
    language: str | None = None
    exact: bool = False
    capitals_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Synonyms:
    """All rules. `version` names this state of them, `languages` are those of the archive.

    `by_word` has them by the first word of their key and by the stems of it.
    """

    version: str
    by_word: Mapping[str, tuple[Rule, ...]]
    words: frozenset[str]
    languages: frozenset[str] = frozenset()

    def know(self, word: str) -> bool:
        """Whether a folded word is one of those that are widened."""
        return word in self.words
