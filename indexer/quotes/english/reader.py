"""English: who says what in one sentence, by the order of speaker, verb and clause."""

from __future__ import annotations

from functools import cache
from typing import Final

from indexer.language.normalize import word_set
from indexer.quotes.english.clauses import ADJUNCT, HARD_STOPS, EnglishClauses
from indexer.quotes.english.subjects import subject_after, subject_before
from indexer.quotes.reading import LEAST_CLAUSE
from indexer.quotes.records import QuoteSpan, Span
from indexer.quotes.sentences import QUOTED
from indexer.quotes.words import words_of

_LONGEST_SOURCE: Final = 12
_LONGEST_ASIDE: Final = 6
_ADVERBS: Final = word_set(
    "further furthermore moreover first second finally separately meanwhile as"
)


@cache
def cue_words() -> frozenset[str]:
    """The folded words of which each may attribute a quotation."""
    words = words_of("english")
    names = ("strong", "verb", "tell", "direct", "calling", "gerund")
    return frozenset().union(*(words[name] for name in names), {"according"})


class EnglishReader(EnglishClauses):
    """Reads one sentence; `found` are its quotations in the order of their cues."""

    def read(self) -> list[QuoteSpan]:
        """All quotations of the sentence."""
        words, fold = self.words, self.sentence.fold
        speech = words["strong"] | words["verb"] | words["tell"]
        particles = words["particle"]
        cues = cue_words()
        for at in range(self.last):
            word = fold[at]
            if word not in cues:
                continue
            if at < self.after and word not in words["gerund"]:
                continue
            if at and self._is_name(at) and word != "according":
                continue
            if word == "according" and at + 1 < self.last and fold[at + 1] == "to":
                self._according(at)
            elif word in words["gerund"]:
                self._gerund(at)
            elif word in words["pointing"] and (
                at + 1 >= self.last or fold[at + 1] not in particles
            ):
                continue
            elif word in speech or word in words["direct"]:
                self._verb(at, takes_clause=word in speech)
            if word in words["calling"]:
                self._calling(at)
        for place in self.sentence.quotes:
            if place >= self.after:
                self._other_verb(place)
        return self.found

    def _other_verb(self, place: int) -> None:
        """ "…," Smith opined: whatever verb is next to a quotation that ends in a comma."""
        fold, words = self.sentence.fold, self.words
        if self.text[self.sentence.quotes[place].end - 1] not in ",?!" or not self._is_long(place):
            return
        limit = min(self.last, place + ADJUNCT)
        for at in range(place + 1, limit):
            if (
                fold[at] in {",", QUOTED}
                or fold[at] in words["boundary"]
                or fold[at] in words["auxiliary"]
            ):
                return
            if not fold[at].endswith("ed") or self._is_name(at):
                continue
            if at == place + 1:
                subject = subject_after(self.sentence, at, words)
                if subject is not None and self._is_name(subject[0]):
                    self._left_quote(place, at, subject)
            elif (
                at + 1 >= self.last or fold[at + 1] in {","} | words["preposition"] | words["time"]
            ):
                subject = subject_before(self.sentence, at, words)
                if subject is not None and subject[0] == place + 1:
                    self._left_quote(place, at, subject)
            return

    def _verb(self, at: int, *, takes_clause: bool) -> None:
        fold = self.sentence.fold
        subject = subject_before(self.sentence, at, self.words)
        if subject is not None and not self._is_inverted(at):
            quote = self._quote_before(subject[0])
            if quote is not None and self._is_verb(at):
                self._left_quote(quote, at, subject)
                self._right_quote_later(at, subject)
                return
            if self._right(at, subject, takes_clause=takes_clause):
                return
            if takes_clause:
                self._left_clause(at, subject)
            return
        if self._compound(at, takes_clause=takes_clause):
            return
        quote = self._quote_before(at)
        if quote is None and not (takes_clause and at and fold[at - 1] == ","):
            return
        subject = subject_after(self.sentence, at, self.words)
        if subject is None:
            return
        if quote is not None:
            self._left_quote(quote, at, subject)
            self._right_quote_later(subject[1] - 1, subject, cue=at)
        elif subject[1] >= self.last or fold[subject[1]] in {","} | self.words["preposition"]:
            self._clause(self._clause_start(at - 1), at - 1, subject, at)

    def _is_inverted(self, at: int) -> bool:
        """ "Prices rose, said the bank": is there nothing but a noun after the verb?"""
        fold, words = self.sentence.fold, self.words
        if at == 0 or fold[at - 1] != "," or not at + 1 < self.last <= at + _LONGEST_SOURCE:
            return False
        behind = fold[at + 1 : self.last]
        verbal = any(word in words["auxiliary"] or word.endswith("ed") for word in behind)
        clause = behind[0] in words["clause_start"] or behind[0] in {"that", ":", ",", QUOTED}
        return not verbal and not clause and behind[0] not in words["preposition"]

    def _compound(self, at: int, *, takes_clause: bool) -> bool:
        """ "He left and said that …": the subject is the one of the sentence."""
        fold, words = self.sentence.fold, self.words
        place = at - 1
        while place > 0 and fold[place] in words["skipped"]:
            place -= 1
        if place < 1 or fold[place] not in {"and", "but"} or at + 1 >= self.last:
            return False
        if fold[at + 1] not in {"that", QUOTED, ":"} | words["clause_start"]:
            return False
        subject = self._subject_of_sentence(place)
        return subject is not None and self._right(at, subject, takes_clause=takes_clause)

    def _left_quote(self, quote: int, cue: int, subject: Span) -> None:
        """A quotation before its speaker, alone or as the end of a clause."""
        start = self._clause_start(quote)
        if quote - start > 1 or (quote - start == 1 and self._is_name(start)):
            self._clause(start, quote + 1, subject, cue)
        else:
            self._quote(quote, subject, cue)
        self.after = max(self.after, cue + 1)

    def _right_quote_later(self, at: int, subject: Span, cue: int | None = None) -> None:
        """What goes on after the speaker: "A," he said in Rome, "B"."""
        fold = self.sentence.fold
        place = at + 1
        while place < self.last and place - at < ADJUNCT:
            if fold[place] == QUOTED:
                if fold[place - 1] in {",", ":", "-", "—", "–"} and self._is_long(place):
                    self._quote(place, subject, at if cue is None else cue)
                return
            place += 1

    def _right(self, cue: int, subject: Span, *, takes_clause: bool) -> bool:
        """What the speaker says after the verb. Gives whether something is there."""
        fold, words = self.sentence.fold, self.words
        at = cue + 1
        if fold[cue] in words["pointing"]:
            at += 1
        if fold[cue] in words["tell"] or fold[cue] == "telling":
            at = self._recipient(at)
        if at >= self.last:
            return False
        place = self._quote_ahead(at)
        if place is not None:
            return self._ahead(place, cue, subject)
        if not takes_clause:
            return False
        start = self._that(at)
        if start is None:
            start = self._bare(at, cue)
        if start is None or self._length(start, self.last) < LEAST_CLAUSE:
            return False
        return self._clause(start, self._relative_end(cue), subject, cue)

    def _relative_end(self, cue: int) -> int:
        """The end of the sentence, or of ", which says …," within it."""
        fold = self.sentence.fold
        if cue < 2 or fold[cue - 1] not in {"which", "who"} or fold[cue - 2] != ",":
            return self.last
        return next((n for n in range(cue, self.last) if fold[n] == ","), self.last)

    def _ahead(self, place: int, cue: int, subject: Span) -> bool:
        """A quotation after its verb: alone, or as the beginning of a clause."""
        fold = self.sentence.fold
        if fold[place - 1] in {",", ":"} or place + 1 >= self.last or fold[place + 1] in {",", ";"}:
            self._quote(place, subject, cue)
            self.after = max(self.after, place + 1)
            return True
        return self._clause(place, self.last, subject, cue)

    def _left_clause(self, cue: int, subject: Span) -> None:
        """A clause before its speaker: "Prices rose, the bank said"."""
        fold, words = self.sentence.fold, self.words
        comma = subject[0] - 1
        if comma < 1 or fold[comma] not in {",", "-", "—", "–"}:
            return
        start = self._clause_start(comma)
        behind = cue + 1
        if not self._is_adjunct(behind):
            return
        if behind < self.last and fold[behind] == "," and behind + 1 < self.last:
            ahead = fold[behind + 1]
            parenthesis = not (
                ahead.endswith("ing") or ahead in words["boundary"] or ahead in words["preposition"]
                or ahead in {"and", "according", "citing", "noting"}
            )  # fmt: skip
            if parenthesis:
                if (
                    fold[start] in words["preposition"]
                    or fold[start] in words["boundary"]
                    or fold[start] == "to"
                ):
                    start = behind + 1
                self._clause(start, self.last, subject, cue)
                return
        if self._is_aside(start, comma):
            return
        if self._length(start, comma) >= LEAST_CLAUSE and not self._holds_cue(start, comma):
            self._clause(start, comma, subject, cue)

    def _is_aside(self, start: int, end: int) -> bool:
        """ "At one point, the bank said …": is there no clause before the speaker?"""
        fold, words = self.sentence.fold, self.words
        if end - start > _LONGEST_ASIDE or any(w in words["auxiliary"] for w in fold[start:end]):
            return False
        opens = fold[start] in words["preposition"] or fold[start] in words["boundary"]
        opens = opens or fold[start] in words["time"] or fold[start] in _ADVERBS
        return opens or any(word.endswith("ing") for word in fold[start : start + 2])

    def _gerund(self, at: int) -> None:
        """ ", adding that …": the speaker is the one of the sentence."""
        fold, words = self.sentence.fold, self.words
        quoted_as = at > 1 and fold[at - 1] == "as" and fold[at - 2] == "quoted"
        if quoted_as:
            subject = subject_before(
                self.sentence,
                at - 2,
                words | {"passive": frozenset(), "skipped": words["skipped"] | words["passive"]},
            )
            if subject is not None:
                quote = self._quote_before(subject[0])
                if quote is not None:
                    self._left_quote(quote, at, subject)
                elif not self._right(at, subject, takes_clause=True):
                    self._left_clause(at, subject)
            return
        if (
            at == 0
            or (at < self.after and fold[at - 1] != ",")
            or fold[at - 1] not in {",", "by", "while", "and", QUOTED}
        ):
            return
        if fold[at - 1] == "and" and at < self.after:
            return
        subject = self._subject_of_sentence(at)
        if subject is not None:
            self.in_gerund = True
            self._right(at, subject, takes_clause=True)
            self.in_gerund = False

    def _according(self, at: int) -> None:
        """ "according to X", before or after what X says."""
        fold, words = self.sentence.fold, self.words
        start = end = at + 2
        while end < self.last and end - start < 16:
            if fold[end] in {",", ";", "—", "–", "(", QUOTED} or (
                end > start + 1
                and fold[end] in {"who", "which", "that", "and", "as"}
                and fold[end] != "and"
            ):
                break
            end += 1
        if (
            end == start
            or fold[end - 1] in words["no_speaker"]
            or fold[start] in words["first_person"]
        ):
            return
        subject = (start, end)
        content = self._clause_start(at)
        if content >= at - 1 or self._is_name(at):  # "According to X, …"
            if end < self.last and fold[end] == ",":
                if end + 1 < self.last and fold[end + 1] == QUOTED and end + 2 >= self.last:
                    self._quote(end + 1, subject, at)
                    self.after = self.last
                else:
                    self._clause(end + 1, self.last, subject, at)
            return
        stop = at - 1 if fold[at - 1] == "," else at
        if stop - content == 1 and fold[content] == QUOTED:
            self._quote(content, subject, at)
        elif self._length(content, stop) >= LEAST_CLAUSE and not self._holds_cue(content, stop):
            self._clause(content, stop, subject, at)
        self.after = max(self.after, end)

    def _calling(self, at: int) -> None:
        """A quoted judgement: X described it as "…", of some words at least."""
        fold = self.sentence.fold
        if at < self.after:
            return
        for place in range(at + 1, min(self.last, at + ADJUNCT)):
            if fold[place] in HARD_STOPS or fold[place] in self.words["boundary"] - {"as"}:
                return
            if fold[place] == QUOTED:
                subject = subject_before(self.sentence, at, self.words)
                if subject is not None and self._is_long(place):
                    self._quote(place, subject, at)
                return
