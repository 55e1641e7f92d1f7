"""French: the noun phrases before and after a verb that name who speaks."""

from __future__ import annotations

from typing import Final

from indexer.entities.data.lexicon import HONORIFIC, ROLE, ROLE_PLURAL, TITLE, latin_senses
from indexer.language.normalize import word_set
from indexer.quotes.french.verbs import finite_forms
from indexer.quotes.reading import SentenceReader
from indexer.quotes.records import Span
from indexer.quotes.sentences import QUOTED

MARKS: Final = frozenset(
    (",", ";", ":", "—", "–", "(", ")", ".", "?", "!", "…", "-", "/", "[", "]", "•", "|", QUOTED)
)
TO_QUE: Final = 10
LONGEST: Final = 22
_ARTICLES: Final = word_set("le la les l' un une des ce cet cette du au aux son sa ses leur d' de")
_PASSIVE: Final = word_set("est sont était étaient être été soit fut")
_FINITE_SIGNS: Final = word_set("a ont est sont avait avaient était étaient fut furent sera ne n'")
_PERSONAL: Final = ROLE | ROLE_PLURAL | TITLE | HONORIFIC
_NO_APPOSITION: Final = (
    "determiner",
    "pronoun",
    "preposition",
    "boundary",
    "of",
    "clitic",
    "verb_sign",
    "time",
    "skipped",
    "negation",
)
"""The kinds of words that begin no "maire de Dole" after a name."""


class FrenchNouns(SentenceReader):
    """Finds who speaks."""

    language = "french"
    least_clause = 2

    def _is_noun(self, at: int) -> bool:
        """Is this the noun of the same form ("le juge"), or in the passive ("est dit")?"""
        before = self.sentence.fold[at - 1] if at else ""
        return before in _ARTICLES or before in _PASSIVE or (at > 0 and self._is_name(at))

    def _is_somebody(self, subject: Span) -> bool:
        """A pronoun, a name, or what persons are called by."""
        fold, senses = self.sentence.fold, latin_senses()
        for place in range(*subject):
            word = fold[place]
            if word in self.words["pronoun"] or word in self.words["person"]:
                return True
            if senses.get(word, 0) & _PERSONAL or (place > 0 and self._is_name(place)):
                return True
        return self._is_name(subject[0]) and fold[subject[0]] not in self.words["determiner"]

    def _last_start(self) -> int:
        """The first word of the sentence, or after its last semicolon."""
        stops = [n for n, word in enumerate(self.sentence.fold[: self.after]) if word == ";"]
        return stops[-1] + 1 if stops else 0

    def _subject_of_clause(self, before: int, start: int | None = None) -> Span | None:
        """The first noun phrase or pronoun of what comes before word `before`."""
        fold, words = self.sentence.fold, self.words
        start = self.after if start is None else start
        while start < before:
            if fold[start] in words["pronoun"]:
                return start, start + 1
            article = fold[start] in words["determiner"] - {"ce", "des", "du"}
            free = words["preposition"] | words["boundary"] | words["of"] | words["clitic"] | {"s'"}
            if article or (self._is_name(start) and fold[start] not in free):
                if fold[start] in {"selon", "au", "aux"} or (
                    start and fold[start - 1] in words["preposition"]
                ):
                    start += 1
                    continue
                end = self._noun_end(start, before)
                if end < before or before - start <= 6:
                    return start, min(end, before)
            place = start
            while place < before and fold[place] != ",":
                place += 1
            start = place + 1
        return None

    def _source_end(self, start: int) -> int:
        fold, words = self.sentence.fold, self.words
        end = start
        while end < self.last and end - start < LONGEST:
            if fold[end] in MARKS or fold[end] in words["boundary"]:
                break
            end += 1
        return end

    def _noun_before(self, at: int) -> Span | None:
        """The noun phrase or pronoun that ends before the verb."""
        fold, words = self.sentence.fold, self.words
        end = at
        while end > 0 and (fold[end - 1] in words["skipped"] or fold[end - 1].endswith("ment")):
            end -= 1
        last = end - 1
        if last < self.after:
            return None
        if fold[last] in {",", ")", "–", "—"}:
            opener = {")": "("}.get(fold[last], fold[last])
            for place in range(last - 1, max(self.after, last - LONGEST) - 1, -1):
                if fold[place] in {QUOTED, ";", ":"}:
                    return None
                if fold[place] == opener:
                    last = place - 1
                    break
            else:
                return None
        if last < self.after or fold[last] in MARKS:
            return None
        if fold[last] == "qui":
            last -= 1
            if last >= self.after and fold[last] == ",":
                last -= 1
        if last < self.after or fold[last] in MARKS:
            return None
        if fold[last] in words["pronoun"]:
            return None if fold[last] == "on" else (last, last + 1)
        if fold[last] in words["negation"] | words["preposition"] | words["boundary"] | {
            "je",
            "j'",
            "nous",
            "vous",
            "tu",
        }:
            return None
        low = last
        while low > self.after and last - low < LONGEST:
            before = fold[low - 1]
            if before in MARKS or before in words["boundary"]:
                break
            low -= 1
        while low < last and fold[low] in {"et", "mais", "puis", "enfin"}:
            low += 1
        for place in range(last, low, -1):  # after a heading that ran into the sentence
            if (
                self._is_name(place)
                and fold[place] in words["determiner"]
                and fold[place - 1] not in words["of"]
            ):
                low = place
                break
        if any(fold[place] in _FINITE_SIGNS for place in range(low, last)):
            return None
        if fold[low] in words["preposition"] or fold[low] in words["time"] - words["determiner"]:
            for place in range(low + 2, last + 1):
                article = fold[place] in words["determiner"] - {"des", "du"}
                name = self._is_name(place) and not self._is_name(place - 1)
                if (article or name) and fold[place - 1] not in words["preposition"] | words[
                    "of"
                ] | words["determiner"]:
                    low = place
                    break
            else:
                return None
        if fold[low] not in words["determiner"] and not self._is_name(low):
            return None
        return low, last + 1

    def _noun_after(self, verb: int) -> Span | None:
        """The noun phrase after the verb of an incise, perhaps after an adjunct."""
        fold, words = self.sentence.fold, self.words
        start = verb + 1
        while start < self.last and start - verb < TO_QUE:
            if self._begins_noun(start):
                break
            if fold[start] in MARKS or fold[start] in words["boundary"]:
                return None
            start += 1
        else:
            return None
        if fold[start] in words["pronoun"] or not (fold[start][0].isalpha()):
            return None
        end = self._noun_end(start, self.last)
        return (start, end) if end > start else None

    def _begins_noun(self, at: int) -> bool:
        """Does who speaks begin here, and no adjunct ("à la radio", "ce matin")?"""
        fold, words = self.sentence.fold, self.words
        article = fold[at] in words["determiner"]
        if not article and (not self._is_name(at) or fold[at] in words["time"]):
            return False
        ahead = fold[at + 1] if at + 1 < self.last else ""
        timed = ahead in words["time"] or ahead[:1].isdigit()
        if timed and fold[at] in {"ce", "cet", "cette", "le", "la"}:
            return False
        return fold[at - 1] not in words["preposition"] and fold[at - 1] not in words["of"]

    def _behind_apposition(self, comma: int) -> int:
        """The comma after "X, maire de Dole,"; `comma` itself where no apposition follows it."""
        fold, words = self.sentence.fold, self.words
        start = comma + 1
        if start >= self.last or fold[comma] != "," or self._is_name(start):
            return comma
        if not fold[start].isalpha() or any(fold[start] in words[kind] for kind in _NO_APPOSITION):
            return comma
        for place in range(start + 1, min(self.last - 1, start + LONGEST)):
            if fold[place] == ",":
                return place
            if fold[place] in words["verb_sign"] or fold[place] in MARKS:
                break
        return comma

    def _noun_end(self, start: int, limit: int) -> int:
        """Where the noun phrase that begins at `start` ends."""
        fold, words = self.sentence.fold, self.words
        end = start
        while end < limit and end - start < LONGEST:
            word = fold[end]
            if (
                word in MARKS
                or word in words["boundary"]
                or (end > start and word in words["verb_sign"])
            ):
                break
            if word in words["preposition"] and end > start:
                break
            if end > start and (
                (word in finite_forms() and not self._is_noun(end))
                or word in words["clitic"] - words["determiner"] - {"en"}
            ):
                break
            if (
                end > start
                and word in words["time"] - words["determiner"]
                and not self._is_name(end)
            ):
                break
            end += 1
        return end
