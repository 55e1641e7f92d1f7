"""Known forms of names, looked up token by token."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.entities.data.arabic_words import ARTICLE, CONJUNCTIONS, PREPOSITIONS, stems
from indexer.language.normalize import is_arabic
from indexer.language.tokens import ARABIC, LOWER, Tokens
from search_index.model.article import NameKind


@dataclass(frozen=True, slots=True)
class Match:
    """A known form in a text: its offsets, the token after it, and what it names."""

    start: int
    end: int
    after: int
    kind: NameKind
    name: str


class Phrasebook:
    """Folded words of known forms → kind and canonical name.

    The first meaning of a form stays. `singles` lets forms of one word in, which must
    then occur in the text letter for letter.
    """

    __slots__ = ("_exact", "_longest", "_names", "_singles")

    def __init__(self, *, singles: bool = False) -> None:
        self._singles = singles
        self._names: dict[str, tuple[NameKind, str]] = {}
        self._exact: dict[str, str] = {}
        self._longest: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def add(self, form: str, kind: NameKind, name: str) -> None:
        """Let `form` mean `name`; small words before its first capital do not count."""
        tokens = Tokens(form)
        first = 0
        while first < len(tokens) - 1 and tokens.kind[first] == LOWER:
            first += 1
        fold = tokens.fold[first:]
        if not fold or (len(fold) == 1 and not self._singles):
            return
        key = " ".join(fold)
        self._names.setdefault(key, (kind, name))
        if len(fold) == 1:
            self._exact.setdefault(key, tokens.words[first])
        if self._longest.get(fold[0], 0) < len(fold):
            self._longest[fold[0]] = len(fold)

    def meanings(self) -> dict[str, str]:
        """The folded words of every form, and what they mean."""
        return {key: f"{kind} {name}" for key, (kind, name) in self._names.items()}

    def match(self, tokens: Tokens, at: int) -> Match | None:
        """The longest known form that begins at token `at`."""
        fold = tokens.fold
        if tokens.kind[at] != ARABIC and fold[at] not in self._longest:
            return None
        for skip, word in stems(fold[at]):
            longest = self._longest.get(word)
            if longest is None:
                continue
            for after in range(min(at + longest, len(tokens)), at, -1):
                key = " ".join((word, *fold[at + 1 : after]))
                found = self._names.get(key)
                if found is None:
                    continue
                if after == at + 1 and tokens.words[at][skip:] != self._exact.get(key):
                    continue
                return Match(tokens.start[at] + skip, tokens.end[after - 1], after, *found)
        return None


def with_prefixes(word: str) -> frozenset[str]:
    """Every word of a text that may stand for `word`: all of which it is one of the `stems`."""
    if not is_arabic(word):
        return frozenset((word,))
    found = {word, *(prefix + word for prefix in PREPOSITIONS)}
    if word.startswith(ARTICLE):
        found.add("لل" + word[2:])
    return frozenset(found | {prefix + each for each in found for prefix in CONJUNCTIONS})
