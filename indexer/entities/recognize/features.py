"""What is seen of each word in its place: its run of capitals, its line, its other places.

A run is a stretch of words that could be a name together. What is around the other places
of a word says much of it: a bare surname is explained by the full name a paragraph above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from indexer.entities.data import lexicon as lex
from indexer.entities.data.arabic_words import stems
from indexer.entities.data.gazetteer import fold_place, gazetteer, gazetteer_start, may_go_on
from indexer.entities.data.lexicon import language_senses, phrase_starts, phrases, senses_of
from indexer.entities.recognize.arabic_context import see_arabic
from indexer.entities.recognize.chains import see_chains
from indexer.entities.recognize.cues import far_cue
from indexer.entities.recognize.topic import is_of_sport
from indexer.entities.recognize.word_features import place_feature
from indexer.entities.records import Mention
from indexer.language.tokens import (
    ABBREVIATION,
    ACRONYM,
    ARABIC,
    BREAK,
    CAPITAL,
    CODE,
    INITIAL,
    LOWER,
    STOP,
    Tokens,
    mask_of,
)

_NAMES = frozenset({CAPITAL, ACRONYM, INITIAL, ABBREVIATION})
_NAME_MASK = mask_of(*_NAMES)
_NAME_OR_ARABIC_MASK = mask_of(*_NAMES, ARABIC)
_BREAK_MASK = mask_of(BREAK)
_HEADS = lex.BODY | lex.BODY_SUFFIX
_MAX_CUES = 12
_MAX_PLACES = 40
_MAX_PLACE_WORDS = 5


class Run:
    """Words from `first` up to, not including, `after` that could be a name together."""

    __slots__ = ("after", "first", "given", "head", "opens", "placed", "places")

    def __init__(self, first: int, after: int) -> None:
        self.first = first
        self.after = after
        self.given = self.opens = False
        self.head = ""
        self.places: Sequence[str] = ("only",)
        """Where in the run each word is."""
        self.placed: dict[str, Sequence[str]] = {}
        """What its cues say of a word by its place in the run."""


class Context:
    """The features of the words of one text that depend on where they are."""

    def __init__(
        self,
        tokens: Tokens,
        language: str,
        found: Sequence[Mention] = (),
        sense: Sequence[int] = (),
    ) -> None:
        """`sense` are the `senses_of` the tokens, where they are known already."""
        self._tokens = tokens
        self._sense = sense
        self._found = found
        self._language = language
        self._size = len(tokens)
        self._features: dict[int, list[str]] = defaultdict(list)
        self._names = tokens.places(_NAME_MASK)
        self._arabic = ARABIC in tokens.kind
        self._lines: list[str] = [""] * self._size

    def features(self) -> dict[int, list[str]]:
        """The features of tokens besides those of words by themselves, of those that have some."""
        self._see_lines()
        self._see_places()
        self._see_rules()
        if self._names:
            self._see_runs()
            if self._language not in ("en", "ar"):
                see_chains(self._tokens, language_senses(self._language), self._features)
        if self._arabic:
            see_arabic(self._tokens, self._features)
        return self._features

    def _see_lines(self) -> None:
        first = 0
        for at in [*self._tokens.places(_BREAK_MASK), self._size]:
            if at > first:
                self._see_line(first, at)
            first = at + 1

    def _see_line(self, first: int, after: int) -> None:
        tokens = self._tokens
        kinds = tokens.kind[first:after]
        upper = kinds.count(ACRONYM)
        capital = upper + kinds.count(CAPITAL)
        words = capital + kinds.count(LOWER)
        codes = kinds.count(CODE)
        length = after - first
        if words and upper >= 0.7 * words and words > 2:
            style = "shouted"
        elif codes * 3 >= length and codes > 1:
            style = "table"
        elif length <= 24 and words > 2 and capital >= 0.75 * words and kinds[-1] != STOP:
            style = "headline"
        elif length <= 7:
            style = "short"
        elif tokens.fold[after - 1] not in ".!?”\"'»":
            style = "open"
        else:
            style = ""
        self._lines[first:after] = [style] * length
        for at in range(first, min(first + 3, after)):
            self._features[at].append(f"line word {at - first} {style}")
        near = range(first, min(after, first + 14))
        stop = next((at for at in near if tokens.fold[at] in "-—–:"), -1)
        for at in range(first, after if style else stop):
            if kinds[at - first] in _NAMES:
                if style:
                    self._features[at].append(f"line={style}")
                if at < stop:
                    dash, far = tokens.fold[stop], min(stop - at, 4)
                    self._features[at].append(f"before line's {dash} {far}")

    def _see_rules(self) -> None:
        """What the precise rules found, and where else its words stand."""
        tokens = self._tokens
        found = sorted(self._found, key=lambda mention: mention.start)
        places: dict[str, set[str]] = defaultdict(set)
        at = 0
        for mention in found:
            while at and tokens.end[at - 1] > mention.start:
                at -= 1
            while at < self._size and tokens.end[at] <= mention.start:
                at += 1
            first = at
            while at < self._size and tokens.start[at] < mention.end:
                at += 1
            for here in range(first, at):
                part = "B" if here == first else "I"
                self._features[here].append(f"rule {part} {mention.kind}")
                self._features[here].append(f"rule {part} {mention.rule}")
                if tokens.kind[here] in _NAMES or tokens.kind[here] == ARABIC:
                    last = "last" if here == at - 1 else "first" if here == first else "inner"
                    places[tokens.fold[here]].add(f"{last} {mention.kind}")
            if first and first < at:
                self._features[first - 1].append(f"before rule {mention.kind}")
            if at < self._size and first < at:
                self._features[at].append(f"behind rule {mention.kind}")
        if places:
            for at in [at for at, word in enumerate(tokens.fold) if word in places]:
                told = sorted(places[tokens.fold[at]])
                self._features[at] += [f"rule elsewhere {one}" for one in told]

    def _see_places(self) -> None:
        """Names of places and organizations of several words that tables know."""
        tokens = self._tokens
        book = gazetteer()
        known = phrases("known_organizations")
        starts = phrase_starts("known_organizations")
        for at in tokens.places(_NAME_OR_ARABIC_MASK) if self._arabic else self._names:
            kind = tokens.kind[at]
            for key, longest in _folds(tokens.words[at], kind):
                last = min(at + longest, self._size)
                if last > at + 1 and not may_go_on(tokens.words[at], tokens.words[at + 1]):
                    continue
                words = [key, *map(fold_place, tokens.words[at + 1 : last])]
                for after in range(last, at + 1, -1):
                    place = book.places.get(" ".join(words[: after - at]))
                    if place is not None and tokens.kind[after - 1] != BREAK:
                        self._mark(at, after, "long " + place_feature(place))
                        break
            if kind == ARABIC or tokens.fold[at] not in starts:
                continue
            for size in (5, 4, 3, 2):
                if at + size <= self._size and " ".join(tokens.fold[at : at + size]) in known:
                    self._mark(at, at + size, "known organization")
                    break

    def _mark(self, first: int, after: int, what: str) -> None:
        for at in range(first, after):
            part = "first" if at == first else "last" if at == after - 1 else "inner"
            self._features[at].append(f"{part} of {what}")

    def _runs(self) -> list[Run]:
        touches = self._tokens.touches
        runs: list[Run] = []
        after = -1
        for at in self._names:
            if at == after and touches(at):
                runs[-1].after = after = at + 1
            else:
                after = at + 1
                runs.append(Run(at, after))
        return runs

    def _see_runs(self) -> None:
        tokens = self._tokens
        fold = tokens.fold
        sense = self._sense or senses_of(fold, self._language)
        runs = self._runs()
        seen: dict[str, list[tuple[int, Sequence[str]]]] = defaultdict(list)
        capital: set[str] = set()
        for number, run in enumerate(runs):
            first, after = run.first, run.after
            size = after - first
            bits = sense[first]
            run.given = bool(bits & lex.GIVEN_NAME) and not bits & (lex.TITLE | lex.ROLE)
            for at in range(first, after):
                if sense[at] & _HEADS:
                    run.head = fold[at]
            run.opens = tokens.opens_sentence(first)
            before, behind = fold[first - 1] if first else "\n", fold[after : after + 1] or ["\n"]
            cues = [_beside(before, self._language)[0], _beside(behind[0], self._language)[1]]
            if told := far_cue(tokens, sense, first - 1, -1):
                cues.append(f"far before: {told}")
            if told := far_cue(tokens, sense, after, 1):
                cues.append(f"far behind: {told}")
            if size > 1:
                if bits & lex.TITLE:
                    cues.append("with title")
                if run.given:
                    cues.append("with given name")
                if run.head:
                    cues.append("with head noun")
                if tokens.kind[first] == INITIAL:
                    cues.append("with initial")
                run.places = ("first", *("inner",) * (size - 2), "last")
            plain = self._lines[first] not in ("shouted", "headline")
            for at, place in enumerate(run.places, first):
                if place not in run.placed:
                    run.placed[place] = [*[f"{place} {cue}" for cue in cues], place]
                seen[fold[at]].append((number, run.placed[place]))
                if plain and not (run.opens and at == first):
                    capital.add(fold[at])
        for number, run in enumerate(runs):
            self._see_run(number, run, seen, capital)
        self._see_links(runs)
        if self._language != "ar" and is_of_sport(tokens, self._language):
            self._see_sport(runs)

    def _see_run(
        self,
        number: int,
        run: Run,
        seen: Mapping[str, Sequence[tuple[int, Sequence[str]]]],
        capital: Container[str],
    ) -> None:
        fold, lower = self._tokens.fold, self._tokens.lower
        first, after = run.first, run.after
        size = min(after - first, 4)
        what = f"of {size} {'given' if run.given else '-'} {'head' if run.head else '-'}"
        others: dict[str, list[str]] = {}
        for at, place in enumerate(run.places, first):
            word = fold[at]
            opens = run.opens and at == first
            here = self._features[at]
            here.append(f"{place} {what}")
            if run.head:
                here.append(f"{place} with {run.head}")
            here += run.placed[place][:-1]
            if size > 1:
                here.append(f"{place} run ends={fold[after - 1]}")
                here.append(f"{place} run begins={fold[first]}")
            if opens:
                here.append("opens sentence")
            known = "capital" if word in capital else "-"
            small = "lower" if word in lower else "-"
            here.append(f"elsewhere {known} {small} {'opens' if opens else self._lines[at]}")
            if len(seen[word]) > 1:
                if word not in others:
                    others[word] = self._elsewhere(number, seen[word])
                here += others[word]

    def _see_sport(self, runs: Sequence[Run]) -> None:
        """What a name is in a text about matches: a town is mostly a team."""
        tokens, places = self._tokens, gazetteer().places
        for run in runs:
            words = tokens.words[run.first : run.after]
            town = places.get(" ".join(map(fold_place, words[:_MAX_PLACE_WORDS])))
            what = f"sport {town.rank if town else '-'} {min(len(words), 3)}"
            for at, place in enumerate(run.places, run.first):
                here = self._features[at]
                here.append(what)
                here += [f"sport {cue}" for cue in run.placed[place][:2]]
                here.append(f"{what} {place} {self._lines[at]}")

    def _elsewhere(self, number: int, places: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
        """The cues of a word at its places in other runs than this one."""
        some = {cue for other, cues in places[:_MAX_PLACES] if other != number for cue in cues}
        return [f"elsewhere {cue}" for cue in sorted(some)[:_MAX_CUES]]

    def _see_links(self, runs: list[Run]) -> None:
        """Small words between two runs: "Bank of England", "de la"."""
        tokens = self._tokens
        for left, right in pairwise(runs):
            gap = right.first - left.after
            if not 0 < gap <= 3 or BREAK in tokens.kind[left.after : right.first]:
                continue
            words = " ".join(tokens.fold[left.after : right.first])
            head = "head" if left.head else "-"
            right_head = "head" if right.head else "-"
            for at in range(left.after, right.first):
                self._features[at].append(f"link {words}")
                self._features[at].append(f"link {words} {head} {right_head}")
            one = "1" if left.after - left.first == 1 else "2+"
            for at in range(left.first, left.after):
                self._features[at].append(f"linked to right {words} {head}")
            for at in range(right.first, right.after):
                self._features[at].append(f"linked to left {words} {head} {one}")
            if left.head:
                for at in range(right.first, right.after):
                    self._features[at].append(f"linked to left {words} {left.head}")


@lru_cache(maxsize=1 << 16)
def _folds(word: str, kind: int) -> tuple[tuple[str, int], ...]:
    """A word as places are looked up, and of how many words those are at most that it begins."""
    key, longest = gazetteer_start(word)
    if kind != ARABIC:
        return ((key, min(longest, _MAX_PLACE_WORDS)),)
    starts = (gazetteer_start(stem) for _, stem in stems(key))
    return tuple((stem, min(size, _MAX_PLACE_WORDS)) for stem, size in starts)


_CUE_NAMES = [
    (bit, name) for bit, name in lex.SENSE_NAMES if bit & (lex.TITLE | lex.ROLE | lex.SPEECH)
]


@lru_cache(maxsize=1 << 16)
def _beside(word: str, language: str) -> tuple[str, str]:
    """A word before and behind a run, by its sense where that says much, else by itself where it
    is common."""
    bits = language_senses(language).get(word, 0)
    cue = next((name for bit, name in _CUE_NAMES if bits & bit), "")
    if not cue and (bits & (lex.FUNCTION | lex.PREPOSITION) or not word.isalpha()):
        cue = word if not word[:1].isdecimal() else "number"
    return f"before: {cue or 'word'}", f"behind: {cue or 'word'}"
