"""Arabic: who says what in one sentence: verb, subject, "that" and its clause."""

from __future__ import annotations

from typing import Final

from indexer.quotes.arabic.subjects import (
    COMMAS,
    LONGEST,
    PUNCTUATION,
    TO_THAT,
    TO_THAT_PARTICIPLE,
    TO_THAT_SHORT,
    ArabicSubjects,
)
from indexer.quotes.arabic.verbs import bare, verb_forms
from indexer.quotes.reading import LEAST_CLAUSE
from indexer.quotes.records import QuoteSpan, Span
from indexer.quotes.sentences import QUOTED

_LEAST_SPEECH: Final = 5


class ArabicReader(ArabicSubjects):
    """Reads one sentence; `found` are its quotations in the order of their cues."""

    def read(self) -> list[QuoteSpan]:
        """All quotations of the sentence."""
        finite, participles = verb_forms()
        fold = self.sentence.fold
        for at in range(self.last):
            word = fold[at]
            if word in self.words["source"]:
                self._according(at)
            elif at < self.after:
                continue
            elif word in participles or bare(word) in participles:
                self._participle(at)
            elif word in finite or bare(word) in finite:
                self._verb(at)
        return self.found

    def _verb(self, at: int) -> None:
        fold, words = self.sentence.fold, self.words
        if at and fold[at - 1] in words["negation"] and not fold[at].startswith("و"):
            return
        ambiguous = bare(fold[at]) in words["ambiguous"] or fold[at] in words["ambiguous"]
        that = self._that(at + 1, TO_THAT_SHORT if ambiguous else TO_THAT)
        quote = None if ambiguous else self._quote_ahead(at + 1, that)
        end = quote if quote is not None else that
        if end is None:
            self._quote_behind(at)
            if self.named is None and not ambiguous:
                self._name(self._subject(at + 1, self.last))
            return
        subject = self._subject(at + 1, end)
        if subject is None:
            subject = self._subject_before(at)
        self._name(subject)
        if quote is not None and fold[quote] == QUOTED and (that is None or quote < that):
            self._quote(quote, subject, at)
        elif quote is not None and fold[quote] == ":":
            self._clause(quote + 1, self.last, subject, at)
        elif that is not None:
            self._clause(that + 1, self.last, subject, at)

    def _quote_ahead(self, at: int, that: int | None) -> int | None:
        """A quoted stretch or a colon that comes before any "that"."""
        fold = self.sentence.fold
        limit = min(self.last, at + TO_THAT, that if that is not None else self.last)
        for place in range(at, limit):
            if fold[place] == ":":
                ahead = place + 1
                if ahead < self.last and fold[ahead] == QUOTED:
                    return ahead
                return place if that is None and self._is_speech(place) else None
            if fold[place] == QUOTED and that is None and self._is_long(place, _LEAST_SPEECH):
                return place
        return None

    def _is_speech(self, colon: int) -> bool:
        return self.last - colon > LEAST_CLAUSE

    def _quote_behind(self, at: int) -> None:
        """ "…"، قال X."""
        fold = self.sentence.fold
        place = at - 1
        if place >= 0 and fold[place] in COMMAS:
            place -= 1
        if place < self.after or fold[place] != QUOTED or not self._is_long(place):
            return
        subject = self._subject(at + 1, self.last)
        if subject is not None:
            self._quote(place, subject, at)

    def _participle(self, at: int) -> None:
        """ "، مشيرا إلى أن": the speaker is the one of the sentence."""
        fold = self.sentence.fold
        place = at + 1
        that = self._that(place, TO_THAT_PARTICIPLE)
        if that is None:
            for ahead in range(place, min(self.last, place + TO_THAT_PARTICIPLE)):
                if fold[ahead] == QUOTED and self._is_long(ahead):
                    self._record(ahead, at)
                    return
            return
        self._clause(that + 1, self.last, self._sentence_subject(at), at)

    def _record(self, place: int, at: int) -> None:
        self._quote(place, self._sentence_subject(at), at)

    def _according(self, at: int) -> None:
        """ "بحسب X" and "وفقا لـ X", before or after what X says."""
        fold, words = self.sentence.fold, self.words
        start = at + 1
        if fold[at].endswith("نقلا") and start < self.last and fold[start] == "عن":
            start += 1
        if start >= self.last:
            return
        if fold[start] in words["own_words"]:
            self._own_words(at)
            return
        end = start
        if fold[start] in words["what"]:
            subject = self._what(start)
            if subject is None:
                return
        else:
            head = fold[start]
            stem = head[2:] if head.startswith("لل") else head[1:] if head.startswith("ل") else head
            known = {head, stem, "ال" + stem}
            if not known & words["speaker_word"]:
                return
            end = start
            while end < self.last and end - start < LONGEST:
                if (
                    fold[end] in PUNCTUATION
                    or fold[end] in words["adverbial"]
                    or fold[end] in {"فان", "فانه", "فانها"}
                    or fold[end] in words["that"]
                ):
                    break
                end += 1
            if end == start:
                return
            subject = (start, end)
        opens = at <= self.after + 1 and not self.found
        if opens and at == 0:
            end = subject[1]
            while (
                end < self.last
                and fold[end] not in COMMAS
                and not fold[end].startswith("فان")
                and end - subject[1] < LONGEST
            ):
                end += 1
            if end < self.last:
                self._clause(end + 1, self.last, subject, at)
            return
        stop = at
        while stop > 0 and fold[stop - 1] in COMMAS | {"و"}:
            stop -= 1
        content = self.after
        while content < stop and fold[content] in PUNCTUATION - {QUOTED}:
            content += 1
        if stop - content >= 1 and fold[stop - 1] == QUOTED and self._is_long(stop - 1):
            self._quote(stop - 1, subject, at)
        elif self._length(content, stop) >= LEAST_CLAUSE + 1:
            self._clause(content, stop, subject, at)
        self.after = max(self.after, subject[1])

    def _what(self, start: int) -> Span | None:
        """The speaker of "ما صرح به X", "ما جاء في بيان"."""
        fold, words = self.sentence.fold, self.words
        place = start + 1
        if place >= self.last or not any(fold[place].startswith(verb) for verb in words["within"]):
            return None
        place += 1
        while place < self.last and fold[place] in words["adverbial"]:
            place += 1
        return self._subject(place, self.last)

    def _own_words(self, at: int) -> None:
        """ "…"، وفق تعبيره."""
        fold = self.sentence.fold
        place = at - 1
        while place > self.after and fold[place] in COMMAS:
            place -= 1
        if place >= self.after and fold[place] == QUOTED and self._is_long(place):
            self._record(place, at)
