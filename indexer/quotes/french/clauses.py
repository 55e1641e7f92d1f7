"""French: where a clause or a quotation begins and ends next to its verb."""

from __future__ import annotations

from typing import ClassVar, Final

from indexer.language.normalize import word_set
from indexer.quotes.french.incises import split_at_incises
from indexer.quotes.french.nouns import LONGEST, TO_QUE, FrenchNouns
from indexer.quotes.reading import LEAST_CLAUSE
from indexer.quotes.records import Span
from indexer.quotes.sentences import QUOTED

QUE: Final = frozenset(("que", "qu'"))
_VERB_ENDINGS: Final = ("ait", "aient", "ra", "ront", "rait", "raient", "ent", "èrent")
_BARE_INCISE: Final = tuple(
    word_set(
        "dit di déclar affirm expliqu indiqu précis ajout soulign estim assur rapport annonc "
        "confirm écri racont confi not rappel signal constat conclu poursui juge jugé argu "
        "prévien préven promet promis témoign savoir valoir regrett déplor révèl révél insist "
        "résum détaill félicit réjou inqui indign alarm"
    )
)
"""How the verbs begin that attribute a clause without marks."""


class FrenchClauses(FrenchNouns):
    """Finds the bounds of what is said."""

    edges: ClassVar = frozenset((",", "et", "mais", "–", "—"))
    ends: ClassVar = frozenset((",", ";", ":", "–", "—", "-"))

    def _before(self, at: int, subject: Span, verb: int, *, bare: bool = True) -> bool:
        """What comes before an incise: a quotation, or a clause after a comma."""
        fold = self.sentence.fold
        place = at - 1
        comma = place >= 0 and fold[place] in {",", "–", "—"}
        if comma:
            place -= 1
        if place < self.after:
            return False
        if fold[place] == QUOTED:
            start = self._clause_start(place)
            if place > start:
                self._clause(start, place + 1, subject, verb)
            else:
                self._quote(place, subject, verb)
            self.after = max(self.after, verb + 1)
            return True
        end = max(subject[1], verb + 1)
        if not (comma and bare and self._is_incise(end)):
            return False
        if not fold[verb].startswith(_BARE_INCISE):
            return False
        start = self._clause_start(place + 1)
        short = self._length(start, place + 1) < LEAST_CLAUSE + 1
        aside = end < self.last and fold[end] == "," and fold[start] in self.words["preposition"]
        # No noun stands alone before ", dit X": only an apposition needs a second look.
        clause = "," not in fold[start : place + 1] or self._has_verb(start, place + 1)
        if short or aside or not clause:
            if end + LEAST_CLAUSE < self.last and fold[end] == "," and subject[0] > verb:
                return self._clause(start, self.last, subject, verb)  # "X, dit Y, fait Z"
            return False
        made = self._clause(start, place + 1, subject, verb)
        self.after = max(self.after, end)
        return made

    def _has_verb(self, start: int, end: int) -> bool:
        words = self.sentence.fold[start:end]
        return any(
            word in self.words["verb_sign"] or word.endswith(_VERB_ENDINGS) for word in words
        )

    def _is_incise(self, at: int) -> bool:
        """Does the sentence end here, or go on after a mark or an adjunct?"""
        if at >= self.last:
            return True
        fold, words = self.sentence.fold, self.words
        return (
            fold[at] in {",", "(", "–", "—"}
            or fold[at] in words["preposition"]
            or fold[at] in words["time"]
        )

    def _after_incise(self, subject: Span, verb: int) -> None:
        """« A », dit X, « B »."""
        fold = self.sentence.fold
        place = max(subject[1], verb + 1)
        while place + 1 < self.last and place < verb + LONGEST:
            if fold[place] in {",", ":"} and fold[place + 1] == QUOTED and self._is_long(place + 1):
                self._quote(place + 1, subject, verb)
                return
            place += 1

    def _ahead(self, verb: int, subject: Span) -> bool:
        """What follows a verb: a colon or a quotation, or a clause with "que"."""
        fold, words = self.sentence.fold, self.words
        at = verb + 1
        for place in range(at, min(self.last, at + 2 * TO_QUE)):
            word = fold[place]
            if word == ":" and place + 1 < self.last:
                return self._behind_colon(place, subject, verb)
            if word == QUOTED:
                if place == at and self._is_long(place):
                    return self._clause(place, self.last, subject, verb)
                return False
            if word in QUE and place < at + 2 * TO_QUE:
                if place > at and not self._is_adjunct(at):
                    return False
                if (
                    place > at
                    and (
                        fold[place - 1]
                        in {"ce", "tel", "telle", "plus", "moins", "autant", "tandis", "bien"}
                        or fold[verb] == "fait"
                    )
                    and (fold[verb] != "fait" or fold[place - 1] not in words["complement"])
                ):
                    return False
                return self._clause(place + 1, self.last, subject, verb)
            if (
                word in {"et", "mais", "qui", ";"}
                or (word == "," and not self._aside_to_que(place))
            ) and not self._colon_ahead(place):
                return False
        return False

    def _is_adjunct(self, at: int) -> bool:
        """Does no object of the verb begin here?"""
        fold, words = self.sentence.fold, self.words
        word = fold[at]
        return (
            word
            in words["preposition"] | words["time"] | words["skipped"] | words["complement"] | {","}
            or word.endswith(("ment", "même", "mêmes"))
            or (at > 0 and fold[at - 1] == "fait")
        )

    def _colon_ahead(self, at: int) -> bool:
        fold = self.sentence.fold
        return any(
            fold[n] == ":" and fold[n + 1] == QUOTED
            for n in range(at, min(self.last - 1, at + 2 * TO_QUE))
        )

    def _aside_to_que(self, comma: int) -> bool:
        """ ", hier à Paris, que …"."""
        fold = self.sentence.fold
        if comma + 1 < self.last and fold[comma + 1] in QUE:
            return True
        for place in range(comma + 1, min(self.last - 1, comma + 2 * TO_QUE)):
            if fold[place] == ",":
                return fold[place + 1] in QUE
        return False

    def _behind_colon(self, colon: int, subject: Span, cue: int) -> bool:
        if self.sentence.fold[colon + 1] == QUOTED:
            self._quote(colon + 1, subject, cue)
            return True
        return False

    def _cut(self, start: int, end: int) -> int:
        fold, words = self.sentence.fold, self.words
        for at in range(start + 1, end - 1):
            if fold[at] in {",", "et"} and fold[at + 1] in words["gerund"]:
                return at
            if fold[at] == "," and fold[at + 1] in {"selon"}:
                return at
            if fold[at] == "tout" and fold[at + 1] == "en":
                return at
        return end

    def _clause_start(self, before: int) -> int:
        fold = self.sentence.fold
        start = min(self.after, before)
        for place in range(before - 1, start - 1, -1):
            if fold[place] in {";", ":"} and place < before - 2:
                start = place + 1
                break
        opener = max((n for n in range(start, before) if fold[n] == "("), default=-1)
        if opener >= 0 and ")" not in fold[opener:before]:
            start = opener + 1
        while start < before and fold[start] in {",", "et", "mais", "–", "—", "-", ";", "•"}:
            start += 1
        return start

    def _spans_of(self, place: int) -> tuple[Span, ...]:
        """What is said of a quoted stretch, without an incise inside of the marks."""
        quote = self.sentence.quotes[place]
        pieces = split_at_incises(self.text, quote.start, quote.end)
        return pieces.spans if pieces is not None else ((quote.start, quote.end),)
