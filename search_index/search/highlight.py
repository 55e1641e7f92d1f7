"""Marks the words that made an article match.

Only what matched is marked: a word of an alternative that failed, or a phrase's word on
its own, stays plain. Which pieces of a text are shown is decided in `fragments`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fnmatch import translate
from typing import TypeAlias

from search_index.model.clauses import (
    And,
    Boost,
    Clause,
    Fuzzy,
    Or,
    Phrase,
    Prefix,
    Synonym,
    Widened,
    Wildcard,
    Word,
)
from search_index.search.fitting import Fits, Fitting, Leaf, any_exact, near
from search_index.search.glued import matched_part
from search_index.search.phrase_marks import (
    PhraseLeaf,
    Placing,
    phrase_spans,
    places_in,
    spot_phrase,
)
from search_index.search.snippets import Mark, apart
from search_index.text.analysis import (
    WORD,
    QueryTerms,
    WordTerms,
    phrase_words,
    query_terms,
)
from search_index.text.function_words import without_stop_words
from search_index.text.spotting import Spotter, with_particles_off

Fields: TypeAlias = tuple[Mapping[str, str], str]
"""The fields of an article by name, and its language."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words to look for in a text: as they are, as beginnings, and both with those of phrases."""

    whole: frozenset[str]
    begun: frozenset[str]
    every: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Group:
    """Parts of which all, or any, must be there, where `synonym` is for the language."""

    parts: tuple[_Node, ...]
    every: bool
    synonym: Synonym | None = None


_Node = Leaf | PhraseLeaf | _Group


class Marker:
    """Finds the marks of one query in any number of articles.

    `clause` is the tree that was searched (with corrected spellings already in it),
    `languages` are those of the archive. `forms` gives the words of the archive that have a
    stem; with it marks are found much sooner. Not shared between threads.
    """

    def __init__(
        self,
        clause: Clause,
        languages: tuple[str, ...],
        forms: Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        self._languages = languages
        self._forms = forms
        self._leaves: list[Leaf] = []
        self._phrases: list[PhraseLeaf] = []
        self._matches: dict[tuple[frozenset[int], str], frozenset[int] | None] = {}
        self._count = 0
        self._root = self._build(clause)
        self._words = _words_of(self._leaves, self._phrases) if forms else None
        self._memo: dict[tuple[str, str], Fitting] = {}
        self._placing: dict[str, Placing] = {}
        self._by_number = {leaf.number: leaf for leaf in self._leaves}
        self._parts: dict[tuple[str, int, str], tuple[int, int]] = {}

    def marks(self, fields: Mapping[str, str], language: str) -> dict[str, list[Mark]]:
        """The marks in each field of one article, in order, never overlapping."""
        return self.marks_of([(fields, language)])[0]

    def marks_of(self, texts: Sequence[Fields]) -> list[dict[str, list[Mark]]]:
        """The marks in each field of several articles: of all at once, as that is sooner."""
        if self._root is None:
            return [{name: [] for name in fields} for fields, _ in texts]
        spotted = self._spot(texts) if self._words is not None else None
        if spotted is None:
            spotted = [(self._spot([text]) or [None])[0] for text in texts]
        return [self._told(*text, found) for text, found in zip(texts, spotted, strict=True)]

    def _told(
        self, fields: Mapping[str, str], language: str, found: dict[str, list[Mark]] | None
    ) -> dict[str, list[Mark]]:
        """Those of the marks found by which the article matched; None has it read."""
        leaves = _leaves_of(found) if found else frozenset[int]()
        numbers = self._matching(leaves, language) if leaves else None
        if found is None or numbers is None:
            found = {name: list(self._read(name, fields[name], language)) for name in fields}
            leaves = _leaves_of(found)
            numbers = self._matching(leaves, language) or frozenset()
        told = {}
        is_partly = not leaves <= numbers
        for name, marks in found.items():
            if is_partly:
                marks = [mark for mark in marks if mark[2] in numbers]
            if marks:
                odd, text = self._fitting(name, language).odd, fields[name]
                if odd and not odd.isdisjoint([text[start:end] for start, end, _ in marks]):
                    marks = self._narrowed(marks, text, language)
            told[name] = apart(marks)
        return told

    def _matching(self, leaves: frozenset[int], language: str) -> frozenset[int] | None:
        """The leaves by which an article with these `leaves` matches, None where it does not."""
        key = (leaves, language)
        if key not in self._matches and self._root is not None:
            matched = self._matched(self._root, leaves, language)
            self._matches[key] = None if matched is None else frozenset(matched)
        return self._matches[key]

    def _narrowed(self, marks: Iterable[Mark], text: str, language: str) -> list[Mark]:
        """The marks without what is glued to the words that matched.

        Several words of one surface ("well known" in "well-known") have one mark.
        """
        narrowed: list[Mark] = []
        behind: tuple[int, int] | None = None
        for mark in marks:
            surface = text[mark[0] : mark[1]]
            if surface.isascii() and surface.isalnum():
                narrowed.append(mark)
                behind = None
                continue
            start, end, number = self._narrow(mark, surface, language)
            if behind == mark[:2]:
                before = narrowed.pop()
                start, end, number = min(before[0], start), max(before[1], end), before[2]
            behind = mark[:2]
            narrowed.append((start, end, number))
        return narrowed

    def _narrow(self, mark: Mark, surface: str, language: str) -> Mark:
        """The mark without what is glued to the word that matched."""
        leaf = self._by_number.get(mark[2])
        if leaf is None:
            return mark
        key = (surface, mark[2], language)
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = matched_part(surface, language, leaf.fits, leaf.exact)
        return mark[0] + part[0], mark[0] + part[1], mark[2]

    def _build(self, clause: Clause) -> _Node | None:
        match clause:
            case And(clauses) | Or(clauses):
                telling = without_stop_words(clauses, self._languages)
                parts = [node for inner in telling if (node := self._build(inner)) is not None]
                return _Group(tuple(parts), isinstance(clause, And)) if parts else None
            case Boost(inner, _):
                return self._build(inner)
            case Widened(inner, synonyms):
                parts = [node for node in (self._build(inner),) if node is not None]
                for each in synonyms:
                    node = self._build(each.clause)
                    parts += [_Group((node,), True, each)] if node is not None else []
                return _Group(tuple(parts), every=False) if parts else None
            case Word(text, field):
                return self._word(query_terms(text, self._languages), field)
            case Phrase(words, slop, field):
                return self._phrase(phrase_words(words), slop, field)
            case Prefix(text, field):
                begins = any_exact(lambda word: word.startswith(text))
                return self._leaf(field, begins, frozenset((text,)), longer=True)
            case Wildcard(pattern, field):
                fits = re.compile(translate(pattern.replace("[", "[[]"))).match
                return self._leaf(field, any_exact(lambda word: fits(word) is not None))
            case Fuzzy(text, edits, prefix, field):
                return self._leaf(field, any_exact(near(text, edits, prefix)))
            case _:
                return None

    def _leaf(
        self,
        field: str | None,
        fits: Fits,
        words: frozenset[str] | None = None,
        *,
        longer: bool = False,
        exact: frozenset[str] = frozenset(),
    ) -> Leaf:
        leaf = Leaf(self._number(), field, fits, words, longer, exact)
        self._leaves.append(leaf)
        return leaf

    def _word(self, terms: QueryTerms, field: str | None) -> _Node | None:
        exact, stems = frozenset(terms.exact), frozenset(terms.stems)
        whole: list[_Node] = []
        if exact or stems:

            def fits(found: WordTerms) -> bool:
                if not stems.isdisjoint(found.stems):
                    return True
                return not exact.isdisjoint([word for word, _ in found.exact])

            words = exact.union(*map(self._forms, stems)) if self._forms else None
            whole.append(self._leaf(field, fits, words, exact=exact))
        if terms.parts:
            phrase = self._phrase(terms.parts, 0, field)
            whole += [phrase] if phrase is not None else []
        if not whole:
            return None
        return whole[0] if len(whole) == 1 else _Group(tuple(whole), every=False)

    def _phrase(self, words: tuple[str, ...], slop: int, field: str | None) -> _Node | None:
        if not words:
            return None
        phrase = PhraseLeaf(self._number(), field, words, slop)
        self._phrases.append(phrase)
        return phrase

    def _number(self) -> int:
        self._count += 1
        return self._count - 1

    def _spot(self, texts: Sequence[Fields]) -> list[dict[str, list[Mark]] | None] | None:
        """The marks in each field of some articles, found by the words that can match.

        None where only reading the texts helps. All fields are searched as one text; no
        word goes beyond the end of a line.
        """
        if self._words is None:
            return None
        spotter = Spotter("\n".join([text for fields, _ in texts for text in fields.values()]))
        usable = spotter.usable and not (spotter.is_odd and self._phrases)
        present = spotter.present(self._words.every) if usable else None
        if present is None:
            return None
        try:
            spans = spotter.spans(self._words.whole & present)
            if self._words.begun:
                spans |= spotter.spans(self._words.begun & present, open_end=True)
            if spotter.is_odd:
                spans |= spotter.odd_spans()
            phrased = {
                language: self._spot_phrases(spotter, language)
                for language in ({spoken for _, spoken in texts} if self._phrases else ())
            }
        except LookupError:
            return None
        found: list[dict[str, list[Mark]] | None] = []
        ordered, at, low, text = sorted(spans), 0, 0, spotter.text
        ordered.append((len(text) + 1, 0))
        for fields, language in texts:
            marked: dict[str, list[Mark]] = {}
            for name, field in fields.items():
                high = low + len(field)
                marked[name] = marks = []
                if ordered[at][0] <= high:
                    behind = bisect_left(ordered, (high + 1,), at)
                    fitting = self._fitting(name, language)
                    marks += [
                        (start - low, end - low, number)
                        for start, end in ordered[at:behind]
                        for number in fitting[text[start:end]]
                    ]
                    at = behind
                if phrased:
                    marks += _within(phrased[language], low, high, name)
                low = high + 1
            found.append(marked)
        return found

    def _spot_phrases(self, spotter: Spotter, language: str) -> list[tuple[int, int, PhraseLeaf]]:
        """Where the phrases stand in a text, in order."""
        placing = self._placing_in(language)
        found = {
            (*span, phrase.number): phrase
            for phrase in self._phrases
            for span in spot_phrase(phrase, spotter, placing)
        }
        return [(start, end, found[start, end, number]) for start, end, number in sorted(found)]

    def _fitting(self, name: str, language: str) -> Fitting:
        fitting = self._memo.get((name, language))
        if fitting is None:
            leaves = [leaf for leaf in self._leaves if leaf.field in (None, name)]
            fitting = self._memo[name, language] = Fitting(leaves, language)
        return fitting

    def _placing_in(self, language: str) -> Placing:
        placing = self._placing.get(language)
        if placing is None:
            wanted = {word for phrase in self._phrases for word in phrase.words}
            placing = self._placing[language] = Placing(wanted, language)
        return placing

    def _read(self, name: str, text: str, language: str) -> Iterator[Mark]:
        """The marks in a field, found by reading all of it."""
        matching = {}
        fitting = self._fitting(name, language)
        for surface in set(WORD.findall(text)) if self._leaves else ():
            if numbers := fitting[surface]:
                matching[surface] = numbers
        for found in WORD.finditer(text) if matching else ():
            for number in matching.get(found.group(), ()):
                yield found.start(), found.end(), number
        phrases = [phrase for phrase in self._phrases if phrase.field in (None, name)]
        if phrases:
            places = places_in(text, self._placing_in(language))
            for phrase in phrases:
                for start, end in phrase_spans(phrase.words, phrase.slop, places):
                    yield start, end, phrase.number

    def _matched(self, node: _Node, found: Set[int], language: str) -> set[int] | None:
        """The numbers of the leaves by which `node` matched, None where it did not."""
        if not isinstance(node, _Group):
            return {node.number} if node.number in found else None
        if node.synonym is not None and not node.synonym.is_for(language):
            return None
        results = [self._matched(part, found, language) for part in node.parts]
        if node.every and any(result is None for result in results):
            return None
        matched = [result for result in results if result is not None]
        return set().union(*matched) if matched else None


def _words_of(leaves: Sequence[Leaf], phrases: Iterable[PhraseLeaf]) -> _Words | None:
    known = [(leaf.words, leaf.longer) for leaf in leaves if leaf.words is not None]
    if len(known) < len(leaves):
        return None
    whole = with_particles_off(word for words, longer in known if not longer for word in words)
    begun = with_particles_off(word for words, longer in known if longer for word in words)
    return _Words(whole, begun, whole.union(begun, *(phrase.words for phrase in phrases)))


def _leaves_of(found: Mapping[str, Iterable[Mark]]) -> frozenset[int]:
    return frozenset([leaf for marks in found.values() for _, _, leaf in marks])


def _within(
    phrased: Sequence[tuple[int, int, PhraseLeaf]], low: int, high: int, name: str
) -> Iterator[Mark]:
    """The marks of phrases in the part [low:high] of a text, which is the field `name`."""
    for start, end, phrase in phrased[bisect_left(phrased, (low,)) :]:
        if start > high:
            break
        if end <= high and phrase.field in (None, name):
            yield start - low, end - low, phrase.number
