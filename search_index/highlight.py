"""Marks the words that made an article match, and picks the pieces worth showing.

Only what matched is marked: a word of an alternative that failed, or a phrase's word on
its own, stays plain. Everything is escaped; `<mark>` is the only tag.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from html import escape

from rapidfuzz.distance import OSA

from search_index.analysis import WORD, QueryTerms, WordTerms, phrase_words, query_terms, word_terms
from search_index.clauses import (
    And,
    Boost,
    Clause,
    Fuzzy,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)
from search_index.hits import Snippet
from search_index.spotting import Spotter

_SENTENCE_END = re.compile(r"[.!?؟…][\"”’»)]*\s+|\n+")
_SHORT_WORD = re.compile(r"\b\w{1,3}\Z")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Mark:
    """A matched word or phrase in a field: offsets in code points, and which leaf it fits."""

    start: int
    end: int
    leaf: int


_Fits = Callable[[WordTerms], bool]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A word-like part of a query; `fits` says whether a surface's terms are it.

    `words` are the folded words that can fit, None where they are not known; with `longer`
    also the words that begin with them.
    """

    number: int
    field: str | None
    fits: _Fits
    words: frozenset[str] | None = None
    longer: bool = False


@dataclass(frozen=True, slots=True)
class _PhraseLeaf:
    number: int
    field: str | None
    words: tuple[str, ...]
    slop: int


@dataclass(frozen=True, slots=True)
class _Group:
    """Parts of which all, or any, must be there; `hidden` parts are never marked."""

    parts: tuple[_Node, ...]
    every: bool


_Node = _Leaf | _PhraseLeaf | _Group


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
        self._leaves: list[_Leaf] = []
        self._phrases: list[_PhraseLeaf] = []
        self._count = 0
        self._root = self._build(clause)
        self._asked: dict[str, tuple[list[_Leaf], list[_PhraseLeaf], frozenset[str] | None]] = {}
        self._memo: dict[tuple[str, str], dict[str, tuple[int, ...]]] = {}

    def marks(self, fields: Mapping[str, str], language: str) -> dict[str, list[Mark]]:
        """The marks in each field of one article, in order, never overlapping."""
        if self._root is None:
            return {name: [] for name in fields}
        found: dict[int, dict[str, list[Mark]]] = {}
        numbers = None
        if self._forms is not None:
            found = _by_leaf(fields, lambda name, text: self._spot(name, text, language))
            numbers = self._matched(self._root, found)
        if numbers is None:
            found = _by_leaf(fields, lambda name, text: self._in_text(name, text, language))
            numbers = self._matched(self._root, found) or set()
        return {
            name: _apart([mark for number in numbers for mark in found[number].get(name, ())])
            for name in fields
        }

    def _build(self, clause: Clause) -> _Node | None:
        match clause:
            case And(clauses) | Or(clauses):
                parts = [node for inner in clauses if (node := self._build(inner)) is not None]
                return _Group(tuple(parts), isinstance(clause, And)) if parts else None
            case Boost(inner, _):
                return self._build(inner)
            case Word(text, field):
                return self._word(query_terms(text, self._languages), field)
            case Phrase(words, slop, field):
                return self._phrase(phrase_words(words), slop, field)
            case Prefix(text, field):
                begins = _any_exact(lambda word: word.startswith(text))
                return self._leaf(field, begins, frozenset((text,)), longer=True)
            case Wildcard(pattern, field):
                fits = re.compile(translate(pattern.replace("[", "[[]"))).match
                return self._leaf(field, _any_exact(lambda word: fits(word) is not None))
            case Fuzzy(text, edits, prefix, field):
                return self._leaf(field, _any_exact(_near(text, edits, prefix)))
            case _:
                return None

    def _leaf(
        self,
        field: str | None,
        fits: _Fits,
        words: frozenset[str] | None = None,
        *,
        longer: bool = False,
    ) -> _Leaf:
        leaf = _Leaf(self._number(), field, fits, words, longer)
        self._leaves.append(leaf)
        return leaf

    def _word(self, terms: QueryTerms, field: str | None) -> _Node | None:
        exact, stems = frozenset(terms.exact), frozenset(terms.stems)
        whole: list[_Node] = []
        if exact or stems:

            def fits(found: WordTerms) -> bool:
                return not stems.isdisjoint(found.stems) or any(
                    word in exact for word, _ in found.exact
                )

            words = exact.union(*map(self._forms, stems)) if self._forms else None
            whole.append(self._leaf(field, fits, words))
        if terms.parts:
            parts = [n for part in terms.parts if (n := self._word(part, field)) is not None]
            whole.append(_Group(tuple(parts), every=True))
        if not whole:
            return None
        return whole[0] if len(whole) == 1 else _Group(tuple(whole), every=False)

    def _phrase(self, words: tuple[str, ...], slop: int, field: str | None) -> _Node | None:
        if not words:
            return None
        phrase = _PhraseLeaf(self._number(), field, words, slop)
        self._phrases.append(phrase)
        return phrase

    def _number(self) -> int:
        self._count += 1
        return self._count - 1

    def _spot(self, name: str, text: str, language: str) -> Iterable[Mark]:
        """The marks in a text, found by the words that can match; reads it all if it must."""
        leaves, phrases, words = self._asked_of(name)
        spotter = Spotter(text)
        if words is None or not spotter.usable or not spotter.knows(words):
            return self._in_text(name, text, language)
        spans: set[tuple[int, int]] = set()
        phrased: set[Mark] = set()
        try:
            for leaf in leaves:
                for word in leaf.words or ():
                    spans.update(spotter.surfaces(word, open_end=leaf.longer))
            for phrase in phrases:
                phrased.update(_spot_phrase(phrase, spotter, text, language))
        except LookupError:
            return self._in_text(name, text, language)
        marks = [
            Mark(start, end, number)
            for start, end in sorted(spans)
            for number in self._fitting(name, text[start:end], language, leaves)
        ]
        return marks + sorted(phrased, key=lambda mark: mark.start) if phrased else marks

    def _asked_of(self, name: str) -> tuple[list[_Leaf], list[_PhraseLeaf], frozenset[str] | None]:
        """What is asked of a field: leaves, phrases, and all words of both where they are known."""
        asked = self._asked.get(name)
        if asked is None:
            leaves = [leaf for leaf in self._leaves if leaf.field in (None, name)]
            phrases = [phrase for phrase in self._phrases if phrase.field in (None, name)]
            known = [leaf.words for leaf in leaves if leaf.words is not None]
            words = None
            if len(known) == len(leaves):
                words = frozenset().union(*known, *(phrase.words for phrase in phrases))
            asked = self._asked[name] = (leaves, phrases, words)
        return asked

    def _fitting(
        self, name: str, surface: str, language: str, leaves: Sequence[_Leaf]
    ) -> tuple[int, ...]:
        """The numbers of the leaves that a surface fits."""
        memo = self._memo.setdefault((name, language), {})
        numbers = memo.get(surface)
        if numbers is None:
            terms = word_terms(surface, language)
            numbers = tuple(leaf.number for leaf in leaves if leaf.fits(terms))
            memo[surface] = numbers
        return numbers

    def _in_text(self, name: str, text: str, language: str) -> Iterator[Mark]:
        leaves, phrases, _ = self._asked_of(name)
        if leaves:
            matching = {}
            for surface in set(WORD.findall(text)):
                if numbers := self._fitting(name, surface, language, leaves):
                    matching[surface] = numbers
            for found in WORD.finditer(text) if matching else ():
                for number in matching.get(found.group(), ()):
                    yield Mark(found.start(), found.end(), number)
        if phrases:
            places = _places(text, language, {word for p in phrases for word in p.words})
            for phrase in phrases:
                for start, end in _phrase_spans(phrase.words, phrase.slop, places):
                    yield Mark(start, end, phrase.number)

    def _matched(self, node: _Node, found: Mapping[int, object]) -> set[int] | None:
        """The numbers of the leaves by which `node` matched, None where it did not."""
        if not isinstance(node, _Group):
            return {node.number} if node.number in found else None
        results = [self._matched(part, found) for part in node.parts]
        if node.every and any(result is None for result in results):
            return None
        matched = [result for result in results if result is not None]
        return set().union(*matched) if matched else None


def _by_leaf(
    fields: Mapping[str, str], find: Callable[[str, str], Iterable[Mark]]
) -> dict[int, dict[str, list[Mark]]]:
    found: dict[int, dict[str, list[Mark]]] = {}
    for name, text in fields.items():
        for mark in find(name, text):
            found.setdefault(mark.leaf, {}).setdefault(name, []).append(mark)
    return found


def _spot_phrase(phrase: _PhraseLeaf, spotter: Spotter, text: str, language: str) -> Iterator[Mark]:
    """The marks of a phrase, looked for around its rarest word."""
    rarest = min(range(len(phrase.words)), key=lambda i: spotter.count(phrase.words[i]))
    reach = (phrase.slop + 1) * len(phrase.words)
    wanted = set(phrase.words)
    for low, high in spotter.around(phrase.words[rarest], reach, reach):
        places = _places(text[low:high], language, wanted)
        for start, end in _phrase_spans(phrase.words, phrase.slop, places):
            yield Mark(low + start, low + end, phrase.number)


def mark_whole(text: str, marks: Sequence[Mark]) -> Snippet:
    """The whole text as one snippet."""
    return _snippet(text, 0, len(text), marks)


def snippets(text: str, marks: Sequence[Mark], *, chars: int) -> tuple[Snippet, ...]:
    """The pieces of `text` that show most of what matched, in the order of the text.

    Together they have at most about `chars` code points. One piece where it holds
    everything that matched, else two; the opening of the text where nothing did.
    """
    if not text:
        return ()
    if not marks or len(text) <= chars:
        start, end = _window(text, 0, chars)
        return (_snippet(text, start, end, marks),)
    best = _best(text, marks, chars)
    shown = {mark.leaf for mark in marks if best[0] <= mark.start and mark.end <= best[1]}
    rest = [mark for mark in marks if mark.leaf not in shown]
    if not rest or chars < 120:
        return (_snippet(text, *best, marks),)
    first = _best(text, marks, chars // 2)
    shown = {mark.leaf for mark in marks if first[0] <= mark.start and mark.end <= first[1]}
    others = [
        mark
        for mark in marks
        if mark.leaf not in shown and (mark.start >= first[1] or mark.end <= first[0])
    ]
    if not others:
        return (_snippet(text, *best, marks),)
    second = _best(text, others, chars // 2)
    if second[0] < first[1] and first[0] < second[1]:
        return (_snippet(text, *best, marks),)
    return tuple(_snippet(text, *piece, marks) for piece in sorted((first, second)))


def _best(text: str, marks: Sequence[Mark], chars: int) -> tuple[int, int]:
    """The window of `chars` that shows the most different leaves, then the most marks."""
    starts = [mark.start for mark in marks]
    room = max(chars * 3 // 4, 1)
    top, at = (-1, -1), 0
    for index, mark in enumerate(marks):
        end = bisect_left(starts, mark.start + room)
        score = (len({other.leaf for other in marks[index:end]}), end - index)
        if score > top:
            top, at = score, index
        if end == len(marks):
            break
    return _window(text, starts[at], chars)


def _window(text: str, focus: int, chars: int) -> tuple[int, int]:
    """About `chars` around `focus`, from the start of a sentence or else of a word."""
    if len(text) <= chars:
        return 0, len(text)
    lead = max(0, min(focus, len(text) - chars, focus - chars // 5))
    start = lead
    if lead > 0:
        sentence = None
        for found in _SENTENCE_END.finditer(text, max(0, focus - chars // 2), focus):
            # A full stop behind up to three letters may end a title ("Dr.") and ends nothing.
            stop = found.start()
            if text[stop] != "." or not _SHORT_WORD.search(text, max(0, stop - 4), stop):
                sentence = found.end()
        if sentence is not None and sentence <= focus:
            start = sentence
        else:
            space = _SPACE.search(text, lead, focus)
            start = space.end() if space else lead
    end = min(len(text), start + chars)
    if end < len(text):
        cut = max(text.rfind(" ", focus, end + 1), text.rfind("\n", focus, end + 1))
        end = cut if cut > focus else end
    return start, end


def _snippet(text: str, start: int, end: int, marks: Sequence[Mark]) -> Snippet:
    piece = text[start:end]
    offsets = tuple(
        (mark.start - start, mark.end - start)
        for mark in marks
        if mark.start >= start and mark.end <= end
    )
    parts: list[str] = []
    at = 0
    for a, b in offsets:
        parts += (escape(piece[at:a]), "<mark>", escape(piece[a:b]), "</mark>")
        at = b
    parts.append(escape(piece[at:]))
    return Snippet(html="".join(parts), text=piece, start=start, offsets=offsets)


def _apart(marks: list[Mark]) -> list[Mark]:
    """The marks in order; where two overlap the longer one stays."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _any_exact(fits: Callable[[str], bool]) -> _Fits:
    return lambda terms: any(fits(word) for word, _ in terms.exact)


def _near(text: str, edits: int, prefix: int) -> Callable[[str], bool]:
    head = text[:prefix]
    return lambda word: (
        word.startswith(head) and OSA.distance(word, text, score_cutoff=edits) <= edits
    )


def _places(text: str, language: str, wanted: set[str]) -> dict[str, list[tuple[int, int, int]]]:
    """(position, start, end) of each wanted exact word in the text."""
    places: dict[str, list[tuple[int, int, int]]] = {}
    position = 0
    for found in WORD.finditer(text):
        terms = word_terms(found.group(), language)
        for word, offset in terms.exact:
            if word in wanted:
                places.setdefault(word, []).append((position + offset, found.start(), found.end()))
        position += terms.width
    return places


def _phrase_spans(
    words: tuple[str, ...], slop: int, places: Mapping[str, list[tuple[int, int, int]]]
) -> Iterator[tuple[int, int]]:
    """Where the words follow each other, each at most `slop` further than next to the last."""
    if any(word not in places for word in words):
        return
    ends = [(position, start, end) for position, start, end in places[words[0]]]
    for word in words[1:]:
        reached = []
        for position, _, end in places[word]:
            near = [begun for begun in ends if 0 < position - begun[0] <= slop + 1]
            if near:
                reached.append((position, near[-1][1], end))
        ends = reached
    for _, start, end in ends:
        yield start, end
