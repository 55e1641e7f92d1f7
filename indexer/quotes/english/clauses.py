"""English: where a clause or a quotation begins and ends next to its verb."""

from __future__ import annotations

from typing import ClassVar, Final

from indexer.language.normalize import word_set
from indexer.quotes.english.subjects import subject_before
from indexer.quotes.reading import SentenceReader
from indexer.quotes.records import Span
from indexer.quotes.sentences import QUOTED

HARD_STOPS: Final = frozenset((";", ":", "—", "–"))
ADJUNCT: Final = 14
"""The most words of what says when, where and to whom something was said."""
_CUTTERS: Final = frozenset((",", "and", "but", "-", "—", QUOTED))
_CLAUSE_OPENERS: Final = word_set("what how if when while although")
_TO_CLAUSE: Final = 14
_LONGEST_SUBJECT: Final = 14
_LONGEST_DATELINE: Final = 12
_VERBAL: Final = ("ed", "s", "ew", "ose", "old", "ent", "ook", "ave", "ade", "aid", "ept", "eft")
_SUBORDINATE: Final = word_set("that which who whom whose what")
_CONJUNCTION: Final = word_set("and but or yet so")


class EnglishClauses(SentenceReader):
    """Finds the bounds of what is said."""

    language = "english"
    in_gerund = False
    """Whether what is read hangs on a gerund, so that the verb of its subject is still to come."""
    edges: ClassVar = frozenset((",", "and", "but", "-", "—", "–"))
    ends: ClassVar = frozenset((",", ";", "-", "—", "–", ":"))

    def _cut(self, start: int, end: int) -> int:
        fold, words = self.sentence.fold, self.words
        for at in range(start, end):
            if fold[at] not in _CUTTERS:
                continue
            ahead = fold[at + 1] if at + 1 < end else ""
            if fold[at] == QUOTED and ahead in words["gerund"]:
                return at + 1
            if at == start:
                continue
            if fold[at] in {",", "and", "but", "-", "—"}:
                if (
                    ahead in words["gerund"]
                    and at + 2 < end
                    and fold[at + 2]
                    in {"that", QUOTED, *words["pronoun"], *words["recipient"], ":"}
                ):
                    return at
                if ahead == "according":
                    return at
                if (
                    self.in_gerund
                    and fold[at] == ","
                    and at + 2 < end
                    and ahead in words["strong"] | words["verb"]
                    and fold[at + 2] in {"that", QUOTED, *words["pronoun"]}
                ):
                    return at
                skipped = at + 1
                while skipped < end and fold[skipped] in words["skipped"]:
                    skipped += 1
                if (
                    fold[at] != ","
                    and skipped + 1 < end
                    and (fold[skipped] in words["verb"] or fold[skipped] in words["strong"])
                    and fold[skipped + 1] in {"that", "it", "he", "she", "they", ":", QUOTED}
                ):
                    return at
            if fold[at] == ",":
                for cue in range(at + 2, min(end, at + 12)):
                    if fold[cue] in words["strong"] and (
                        cue + 1 >= end or fold[cue + 1] in words["preposition"]
                    ):
                        subject = subject_before(self.sentence, cue, words)
                        if subject is not None and subject[0] == at + 1:
                            return at
        return end

    def _clause_start(self, before: int) -> int:
        """Where the clause that ends before word `before` begins."""
        fold = self.sentence.fold
        start = min(self._behind_dateline(self.after), before)
        for place in range(before - 1, start - 1, -1):
            if fold[place] in {";", ":"} and place < before - 2:
                start = place + 1
                break
        opener = max((n for n in range(start, before) if fold[n] == "("), default=-1)
        if opener >= 0 and ")" not in fold[opener:before]:
            start = opener + 1
        while start < before and fold[start] in _CONJUNCTION | {
            ",",
            "-",
            "—",
            "–",
            ";",
            "however",
            "meanwhile",
        }:
            start += 1
        return start

    def _behind_dateline(self, start: int) -> int:
        """After "ROME (AP) —" at the beginning of a sentence."""
        fold = self.sentence.fold
        if start:
            return start
        for place in range(1, min(self.last, _LONGEST_DATELINE)):
            if fold[place] in {"—", "–", "-"}:
                return place + 1
            if fold[place][0].isalpha() and not self._is_name(place):
                return start
        return start

    def _subject_of_sentence(self, at: int) -> Span | None:
        if self.found and self.found[-1].speaker is not None:
            low, high = self.found[-1].speaker
            first = self.sentence.first
            if low >= self.sentence.start and low in first:
                return first.index(low), next(
                    n + 1 for n, end in enumerate(self.sentence.after) if end >= high
                )
        fold, words = self.sentence.fold, self.words
        start = self._behind_dateline(0)
        for _ in range(2):
            if not self._is_adverbial(start):
                break
            comma = next((place for place in range(start, at) if fold[place] == ","), None)
            if comma is None or comma + 1 >= at - 1:
                return None
            start = comma + 1
        if fold[start] in words["pronoun"]:
            return start, start + 1
        end = start
        while end < at and end - start < _LONGEST_SUBJECT:
            if fold[end] in {",", QUOTED, "("} or fold[end] in words["auxiliary"]:
                break
            if (
                end > start
                and self._is_name(end - 1)
                and not self._is_name(end)
                and fold[end].endswith(_VERBAL)
            ):
                break
            end += 1
        named = (
            end > start
            and end < at
            and (self._is_name(end - 1) or fold[start] in words["determiner"])
        )
        return (start, end) if named else None

    def _is_adverbial(self, at: int) -> bool:
        fold, words = self.sentence.fold, self.words
        return (
            fold[at] in words["preposition"]
            or fold[at] in words["boundary"]
            or fold[at] in words["time"]
        )

    def _is_adjunct(self, at: int) -> bool:
        """Is there nothing of a clause after the verb?"""
        if at >= self.last:
            return True
        fold, words = self.sentence.fold, self.words
        return (
            fold[at] in {",", "(", "-", "—", "–", "and", "to", *words["tell"]}
            or fold[at] in words["preposition"]
            or fold[at] in words["time"]
            or fold[at] in words["boundary"]
            or fold[at] in words["recipient"]
            or fold[at].endswith("ly")
            or fold[at - 1] in words["tell"]
        )

    def _holds_cue(self, start: int, end: int) -> bool:
        low, high = self.sentence.first[start], self.sentence.after[end - 1]
        return any(low <= found.cue[0] < high for found in self.found)

    def _recipient(self, at: int) -> int:
        """The word after the person who is spoken to."""
        fold, words = self.sentence.fold, self.words
        place = at
        while place < self.last and place - at < _TO_CLAUSE:
            word = fold[place]
            if word in {",", ":", "that", QUOTED}:
                return place
            if word in words["recipient"]:
                return place + 1
            if place > at + 1 and (word in words["clause_start"] or word in words["determiner"]):
                return place
            if place > at and word in words["preposition"] and word != "of":
                return place
            place += 1
        return place

    def _is_recipient(self, at: int) -> bool:
        """Is somebody named here to whom something is said?"""
        if at >= self.last:
            return False
        word = self.sentence.fold[at]
        words = self.words
        return word in words["recipient"] or word in words["determiner"] or self._is_name(at)

    def _that(self, at: int) -> int | None:
        """The word after a "that" which begins the clause here or after an adjunct."""
        fold, words = self.sentence.fold, self.words
        if fold[at] in words["clause_start"] and fold[at] != "there":
            return None
        ahead = fold[at + 1] if at + 1 < self.last else ""
        adjunct = fold[at] in words["preposition"] - {"to"} or fold[at] in words["time"]
        adjunct = adjunct or fold[at] in words["recipient"] or fold[at].endswith("ly")
        adjunct = adjunct or (fold[at] == "," and ahead in words["preposition"] | words["time"])
        adjunct = adjunct or (fold[at] == "to" and self._is_recipient(at + 1))
        for place in range(at, min(self.last, at + _TO_CLAUSE)):
            if fold[place] == "that" and (place == at or adjunct):
                pronoun = place + 1 < self.last and fold[place + 1] in words["auxiliary"]
                return place if pronoun else place + 1
            if fold[place] in HARD_STOPS or fold[place] == QUOTED or fold[place] in words["gerund"]:
                return None
            if place > at and fold[place] in words["auxiliary"]:
                return None
        return None

    def _bare(self, at: int, cue: int) -> int | None:
        """The first word of a clause without "that", after adjuncts of the verb."""
        fold, words = self.sentence.fold, self.words
        behind = False
        while at < self.last:
            word = fold[at]
            ahead = fold[at + 1] if at + 1 < self.last else ""
            if word in words["this"] and ahead in words["time"]:
                at += 1
                word = ahead
            if word in words["time"] or word.endswith("ly"):
                at += 1
                if fold[at - 1] not in words["time"]:
                    continue
                while at < self.last and (fold[at] in words["time"] or fold[at].isdecimal()):
                    at += 1
                continue
            if word not in words["preposition"]:
                break
            if word == "to" and not self._is_recipient(at + 1):
                return None
            end = self._adjunct_end(at)
            if end is None:
                return None
            at, behind = end, True
        if at >= self.last or fold[at] in {",", ":", ";", "-", "—", "–"}:
            return None
        if fold[at] in words["reject_clause"] or fold[at] in words["boundary"] - _CLAUSE_OPENERS:
            return None
        if fold[at] in words["clause_start"]:
            return at
        if fold[cue] in words["noun"] and fold[at] not in words["determiner"]:
            return None
        strong = fold[cue] in words["strong"] or fold[cue] in words["tell"]
        return at if self._has_verb(at, sure=behind or not strong) else None

    def _adjunct_end(self, at: int) -> int | None:
        """The first word of the clause after the prepositional phrase at `at`."""
        fold, words = self.sentence.fold, self.words
        place = at + 1
        while place < self.last and place - at < ADJUNCT:
            word = fold[place]
            if word in {",", QUOTED, ":"} or word in HARD_STOPS:
                return place
            if word in _SUBORDINATE:
                return None
            if word in words["clause_start"] and place > at + 1:
                return place
            previous = fold[place - 1]
            if (
                place > at + 1
                and word in words["determiner"]
                and previous not in words["preposition"]
            ):
                return place
            place += 1
        return place if place >= self.last else None

    def _has_verb(self, at: int, *, sure: bool) -> bool:
        """Does a finite verb follow soon, outside of a relative clause?"""
        fold, words = self.sentence.fold, self.words
        relative = False
        for place in range(at, min(self.last, at + 2 * _TO_CLAUSE)):
            word = fold[place]
            if (
                sure
                and place > at
                and (word in words["boundary"] or word in HARD_STOPS or word == ",")
            ):
                return False
            if word in _SUBORDINATE and place > at:
                relative = True
            if word in words["auxiliary"]:
                return True
            if (
                not sure
                and place > at
                and not relative
                and word.endswith(("ed", "es", "s", "t", "ll", "ew", "se"))
            ):
                return True
        return not sure and relative

    def _quote_before(self, at: int) -> int | None:
        """The quoted stretch right before word `at`, perhaps after a comma."""
        fold = self.sentence.fold
        place = at - 1
        if place >= 0 and fold[place] in {",", "-", "–", "—"}:
            place -= 1
        return place if place >= 0 and fold[place] == QUOTED and place >= self.after else None

    def _quote_ahead(self, at: int) -> int | None:
        """The quoted stretch that begins here, or after an adjunct and a mark."""
        fold = self.sentence.fold
        if fold[at] == QUOTED:
            return at
        place = at
        while place < self.last and place - at < ADJUNCT:
            if fold[place] in {",", ":"} and place + 1 < self.last and fold[place + 1] == QUOTED:
                return place + 1
            if fold[place] == QUOTED or fold[place] in HARD_STOPS or fold[place] == "that":
                return None
            place += 1
        return None

    def _is_verb(self, at: int) -> bool:
        """Is this no noun of the same form ("reports")?"""
        fold = self.sentence.fold
        return (
            fold[at] not in self.words["noun"]
            or at + 1 >= self.last
            or not fold[at + 1][0].isalnum()
        )
