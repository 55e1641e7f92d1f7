"""French: who says what in one sentence, by "que", the colon and the incise."""

from __future__ import annotations

from typing import Final

from indexer.quotes.french.clauses import QUE, FrenchClauses
from indexer.quotes.french.incises import split_at_incises
from indexer.quotes.french.nouns import MARKS
from indexer.quotes.french.verbs import finite_forms, verb_and_pronoun
from indexer.quotes.reading import LEAST_CLAUSE
from indexer.quotes.records import QuoteSpan, Span
from indexer.quotes.sentences import QUOTED

_ENDS_INSIDE: Final = frozenset(",?!…")
_REFLEXIVE: Final = (
    "exclam",
    "indign",
    "réjou",
    "félicit",
    "inqui",
    "alarm",
    "insurg",
    "interrog",
    "désol",
)
_OF_ONESELF: Final = frozenset(("dit", "disent", "disait", "disaient", "déclare", "déclarent"))
"""Verbs with which people quote how they are: "se dit « … »"."""
_LEAST_BARE: Final = 5


class FrenchReader(FrenchClauses):
    """Reads one sentence; `found` are its quotations in the order of their cues."""

    def read(self) -> list[QuoteSpan]:
        """All quotations of the sentence."""
        for at in range(self.last):
            word = self.sentence.fold[at]
            if (
                word in {"selon", "pour"}
                or (word == "croire" and at and self.sentence.fold[at - 1] == "en")
                or (word == "après" and at and self.sentence.fold[at - 1] == "d'")
            ):
                self._according(at)
            elif at >= self.after:
                self._word(at, word)
        for place, quote in self.sentence.quotes.items():
            if not any(
                low <= quote.start < high for low, high in ((f.start, f.end) for f in self.found)
            ):
                self._incises(place, quote.start, quote.end)
                self._other_verb(place)
        return self.found

    def _other_verb(self, place: int) -> None:
        """« … », s'emporte X: whatever word is between a quotation and a noun is its verb."""
        fold, words = self.sentence.fold, self.words
        if self.found and self.found[-1].start >= self.sentence.first[place]:
            return
        at = place + 1
        if at < self.last and fold[at] == ",":
            at += 1
        elif self.text[self.sentence.quotes[place].end - 1] not in _ENDS_INSIDE:
            return
        while at < self.last and fold[at] in words["clitic"] - {"le", "la", "les", "l'"}:
            at += 1
        if at + 1 >= self.last or not fold[at].isalpha() or self._is_name(at) or len(fold[at]) < 3:
            return
        taken = (
            "determiner",
            "preposition",
            "boundary",
            "pronoun",
            "of",
            "time",
            "skipped",
            "verb_sign",
            "negation",
        )
        if any(fold[at] in words[name] for name in taken) or not self._is_long(place):
            return
        if fold[at + 1] not in words["determiner"] and not self._is_name(at + 1):
            return
        subject = self._noun_after(at)
        if subject is not None and self._is_somebody(subject):
            self._quote(place, subject, at)

    def _word(self, at: int, word: str) -> None:
        fold, words = self.sentence.fold, self.words
        if word == ":":
            self._colon(at)
            return
        if word in words["gerund"]:
            self._gerund(at)
            return
        if word in {"lit-on", "lire"}:
            self._reading(at)
            return
        if (
            word == "lit"
            and at
            and fold[at - 1] == "on"
            and at + 2 < self.last
            and fold[at + 1] in {"dans", "sur"}
        ):
            end = self._noun_end(at + 2, self.last)
            if end < self.last and fold[end] in QUE:
                self._clause(end + 1, self.last, (at + 2, end), at)
            return
        verb, pronoun = verb_and_pronoun(word)
        if pronoun:
            if verb in finite_forms():
                self._inverted(at, at, (at, at + 1))
            elif verb in words["auxiliary"]:
                place = self._past(at + 1)
                if place is not None:
                    self._inverted(at, place, (at, at + 1))
            return
        if word in words["auxiliary"]:
            place = self._past(at + 1)
            if place is not None:
                self._said(at, place)
        elif word in words["reflexive_auxiliary"]:
            ahead = _without_agreement(fold[at + 1]) if at + 1 < self.last else ""
            reflexive = at > 0 and fold[at - 1] in words["reflexive"]
            if reflexive and ahead in words["reflexive_participle"]:
                self._said(at, at + 1)
        elif word in {"fait", "font"}:
            if at + 1 < self.last and fold[at + 1] in words["complement"]:
                self._said(at, at)
        elif word in finite_forms() and self._is_comparison(at):
            self._as_said(at)
        elif word in finite_forms() and not self._is_noun(at):
            self._said(at, at)

    def _is_comparison(self, verb: int) -> bool:
        """ "comme l'explique X", "comme le rappelle X"."""
        before = self.sentence.fold[max(0, verb - 2) : verb]
        return before in (["comme", "l'"], ["comme", "le"])

    def _as_said(self, verb: int) -> None:
        """ "comme l'explique X, …" says what follows it, at the end what comes before."""
        fold = self.sentence.fold
        subject = self._noun_after(verb)
        if subject is None or fold[subject[1] - 1] in self.words["no_speaker"]:
            return
        first = verb - 2
        if self._clause_start(first) < first:
            if subject[1] >= self.last:
                self._before(first, subject, verb)
            return
        start = self._behind_apposition(subject[1])
        if start < self.last and fold[start] in {",", QUOTED}:
            self._clause(start, self.last, subject, verb)

    def _past(self, at: int) -> int | None:
        """The participle after an auxiliary."""
        fold, words = self.sentence.fold, self.words
        for place in range(at, min(self.last, at + 4)):
            if fold[place] in words["participle"]:
                return place
            passed = fold[place] in words["skipped"] or fold[place] in words["clitic"]
            if not passed and not fold[place].endswith("ment"):
                return None
        return None

    def _inverted(self, first: int, verb: int, subject: Span) -> None:
        """ "…, a-t-il ajouté": what comes before is said."""
        if not self._before(self._behind_clitics(first), subject, verb):
            self._ahead(verb, subject)

    def _said(self, first: int, verb: int) -> None:
        """A verb and its noun: before it, or after it in an incise."""
        fold = self.sentence.fold
        if fold[verb] in {"fait", "font"} and verb + 1 < self.last:
            if fold[verb + 1] not in self.words["complement"]:
                return
            verb += 1
        start = self._behind_clitics(first)
        reflexive = any(word in {"s'", "se"} for word in fold[start:first])
        if (start and fold[start - 1] in {",", QUOTED, "–", "—"}) or (
            start == 0 and self._is_name(verb + 1)
        ):
            subject = self._noun_after(verb)
            bare = not reflexive or fold[verb].startswith(_REFLEXIVE)
            if subject is not None and self._before(start, subject, verb, bare=bare):
                self._after_incise(subject, verb)
                return
        if start and fold[start - 1] in self.words["negation"]:
            return
        of_oneself = fold[verb] in _OF_ONESELF and fold[verb + 1 : verb + 2] == [QUOTED]
        if reflexive and first == verb and not (fold[verb].startswith(_REFLEXIVE) or of_oneself):
            return
        subject = self._noun_before(start)
        if (
            start
            and fold[start - 1] in {"et", "mais"}
            and verb + 1 < self.last
            and fold[verb + 1] in QUE
        ):
            subject = self._subject_of_clause(start, self._last_start())
        if subject is not None and not self._ahead(verb, subject):
            self._quote_before_subject(subject, verb)

    def _behind_clitics(self, at: int) -> int:
        """The first of the little words before a verb: "lui", "s'", "nous"."""
        fold = self.sentence.fold
        while at > 0 and fold[at - 1] in self.words["clitic"] - {"le", "la", "les"}:
            at -= 1
        return at

    def _quote_before_subject(self, subject: Span, verb: int) -> None:
        """« … », X explique."""
        fold = self.sentence.fold
        place = subject[0] - 1
        if place >= 0 and fold[place] == ",":
            place -= 1
        ends = verb + 1 >= self.last or fold[verb + 1] in self.words["preposition"] | {","}
        if ends and place >= 0 and fold[place] == QUOTED and place >= self.after:
            self._quote(place, subject, verb)

    def _colon(self, at: int) -> None:
        """ "X … : « … »" without a verb that says so."""
        fold = self.sentence.fold
        if at + 1 >= self.last or fold[at + 1] != QUOTED:
            return
        if at > 1 and fold[at - 2] in {"d'", "de"} and self._is_infinitive(at - 1):
            self._quote(at + 1, self._goes_on(at - 2), at - 1)
            return
        if self._length(at + 1, at + 2) < _LEAST_BARE:
            return
        subject = self._subject_of_clause(at)
        if subject is not None and self._is_somebody(subject):
            self._quote(at + 1, subject, at)

    def _goes_on(self, of: int) -> Span | None:
        """Who "et Rose Avril de conclure" names; None in "et d'ajouter"."""
        subject = self._noun_before(of)
        if subject is not None and self.sentence.fold[subject[0]] in {"et", "puis"}:
            return (subject[0] + 1, of) if subject[0] + 1 < of else None
        return subject

    def _is_infinitive(self, at: int) -> bool:
        word = self.sentence.fold[at]
        return word in self.words["infinitive"] or word.removesuffix("er") in self.words["stem"]

    def _gerund(self, at: int) -> None:
        """ ", ajoutant que …": the speaker is the one of the sentence."""
        fold = self.sentence.fold
        if at == 0 or (at < self.after and fold[at - 1] != ","):
            return
        behind = at + 1
        while behind < self.last and fold[behind] in self.words["skipped"] | {"valoir"}:
            behind += 1
        if behind >= self.last or fold[behind] not in {":", QUOTED, *QUE}:
            return
        subject = self._words_of(self.found[-1].speaker) if self.found else None
        subject = subject or self._subject_of_clause(at)
        if subject is not None:
            self._ahead(behind - 1, subject)

    def _reading(self, at: int) -> None:
        """ "peut-on lire dans X", "lit-on dans X": what comes before is from X."""
        fold = self.sentence.fold
        if fold[at] == "lire" and (not at or fold[at - 1] != "peut-on"):
            return
        first = at - 1 if fold[at] == "lire" else at
        if at + 2 >= self.last or fold[at + 1] not in {"dans", "sur"}:
            return
        end = self._noun_end(at + 2, self.last)
        if end > at + 2:
            self._before(first, (at + 2, end), at)

    def _according(self, at: int) -> None:
        """ "selon X", "d'après X", "pour X", before or after what X says."""
        fold, words = self.sentence.fold, self.words
        first = at - {"après": 1, "croire": 2}.get(fold[at], 0)
        if first < 0:
            return
        start = at + 1
        if start >= self.last or fold[start] in words["no_speaker"] | {"nos", "notre"}:
            return
        end = start + 1 if fold[start] in words["someone"] else self._source_end(start)
        if end == start or fold[end - 1] in words["no_speaker"]:
            return
        for place in range(start, min(end - 1, start + 4)):
            if fold[place] in words["words_of"] and fold[place + 1] in words["of"]:
                start = place + 2
                break
        subject = (start, end)
        opens = self._clause_start(first) >= first or (first > self.after and self._is_name(first))
        if fold[at] == "pour":
            sure = fold[start] in words["someone"] or self._is_name(start)
            alone = (
                end + 2 >= self.last
                and fold[end : end + 1] == [","]
                and fold[end + 1 :][:1] == [QUOTED]
            )
            sure = sure or (alone and self._is_long(end + 1) and self._is_somebody((start, end)))
            if not opens or not sure or end >= self.last or fold[end] not in {",", QUOTED}:
                return
            if fold[end] == QUOTED and not self._is_long(end):
                return
        if opens:
            if end < self.last and fold[end] == QUOTED:
                self._clause(end, self.last, subject, at)
            elif end < self.last and fold[end] == ",":
                if end + 1 < self.last and fold[end + 1] == QUOTED and end + 2 >= self.last:
                    self._quote(end + 1, subject, at)
                else:
                    self._clause(self._behind_apposition(end), self.last, subject, at)
            return
        stop = first - 1 if fold[first - 1] == "," else first
        content = self._clause_start(stop)
        ends = end >= self.last or fold[end] in MARKS
        if ends and self._length(content, stop) >= LEAST_CLAUSE:
            self._clause(content, stop, subject, at)
            self.after = max(self.after, end)

    def _incises(self, place: int, start: int, end: int) -> None:
        """Find who speaks in an incise inside of the marks."""
        pieces = split_at_incises(self.text, start, end)
        if pieces is None:
            return
        for low, high in pieces.spans:
            self.found.append(QuoteSpan("direct", low, high, pieces.speaker, pieces.cue))
        self.after = max(self.after, place + 1)


def _without_agreement(participle: str) -> str:
    """ "réjouie", "réjouis", "réjouies" → "réjoui"."""
    return participle.removesuffix("s").removesuffix("e")
