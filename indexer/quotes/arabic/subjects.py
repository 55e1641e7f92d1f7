"""Arabic: the subject after its verb, and the "that" before its clause."""

from __future__ import annotations

from typing import ClassVar, Final

from indexer.quotes.arabic.verbs import acting_verbs, bare, verb_forms
from indexer.quotes.reading import STOPS, SentenceReader
from indexer.quotes.records import Span
from indexer.quotes.sentences import QUOTED

COMMAS: Final = frozenset((",", "،"))
HARD_STOPS: Final = frozenset((";", "؛", ":"))
PUNCTUATION: Final = (
    STOPS | COMMAS | HARD_STOPS | frozenset(("(", ")", "-", "–", "—", "/", "[", "]", QUOTED))
)
TO_THAT: Final = 30
TO_THAT_PARTICIPLE: Final = 5
TO_THAT_SHORT: Final = 8
LONGEST: Final = 16
_WITH_POSSESSOR: Final = ("هم", "ها", "ه")


class ArabicSubjects(SentenceReader):
    """Finds who speaks, and where what is said begins and ends."""

    language = "arabic"
    least_clause = 2
    edges: ClassVar = PUNCTUATION - {QUOTED, "(", "["}
    ends: ClassVar = PUNCTUATION - {QUOTED, ")", "]"}

    def _name(self, subject: Span | None) -> None:
        """Note who acts in this sentence, for what the next ones leave out."""
        if subject is not None:
            first, after = self.sentence.first, self.sentence.after
            self.named = first[subject[0]], after[subject[1] - 1]

    def _that(self, at: int, far: int) -> int | None:
        """The next "that" of this verb."""
        finite, participles = verb_forms()
        fold = self.sentence.fold
        for place in range(at, min(self.last, at + far)):
            word = fold[place]
            if word in self.words["that"]:
                if fold[place - 1] in self.words["not_that"]:
                    continue
                return place
            if word in HARD_STOPS or word in STOPS:
                return None
            if place > at and (
                word in participles or (word[0] in "وف" and bare(word) in finite and len(word) > 3)
            ):
                return None
            if place > at + 1 and word in finite and word not in self.words["adverbial"]:
                return None
        return None

    def _subject(self, start: int, end: int) -> Span | None:
        """The words between the verb and what is said, without what says when and where."""
        fold, words = self.sentence.fold, self.words
        while end > start and (fold[end - 1] in words["link"] or fold[end - 1] in COMMAS | {":"}):
            end -= 1
        while start < end and (
            fold[start]
            in {"ايضا", "كذلك", "بدوره", "بدورها", "من", "جهته", "جهتها", "جانبه", "جانبها"}
            or fold[start] in COMMAS
        ):
            start += 1
        if start < end and fold[start].startswith("لل"):  # to whom it is said
            near = range(start + 1, min(end, start + 4))
            start = next((n for n in near if fold[n] in COMMAS), start) + 1
        if start < end and fold[start][0] == "ب" and fold[start].endswith(_WITH_POSSESSOR):
            return None
        stop = self._part_end(start, end)
        place = stop
        while place < end and place - start < 2 * LONGEST:  # ، the name after its role
            comma = next((n for n in range(place, end) if fold[n] in COMMAS), end)
            if comma + 1 >= end or fold[comma + 1] in words["adverbial"]:
                break
            if fold[comma + 1] in PUNCTUATION or fold[comma + 1][0].isdigit():
                break
            place = self._part_end(comma + 1, end)
            stop = place
        while stop > start and fold[stop - 1] in PUNCTUATION:
            stop -= 1
        if stop == start + 1 and len(fold[start]) < 2:
            return None
        return (start, stop) if stop > start and not fold[start][0].isdigit() else None

    def _part_end(self, start: int, end: int) -> int:
        """Where a name or a role ends: at a comma, or at what says when, where or to whom."""
        fold, words = self.sentence.fold, self.words
        _, participles = verb_forms()
        stop = start
        while stop < end and stop - start < LONGEST:
            word = fold[stop]
            if word in words["adverbial"] or word in PUNCTUATION or word in words["relative"]:
                break
            if word in participles:
                break
            if word.startswith("ل") and len(word) > 4 and stop > start and word[1] != "ل":
                break
            if word in words["that"]:
                break
            stop += 1
        return stop

    def _subject_before(self, at: int) -> Span | None:
        """The subject before its verb, at the beginning of the sentence: الوزير قال إن."""
        fold, words = self.sentence.fold, self.words
        if not 0 < at <= LONGEST // 2 or (fold[at][0] in "وف" and len(fold[at]) > 4):
            return None
        if fold[0] in words["no_subject"]:
            return None
        first = 1 if fold[0] in {"لكن", "ولكن"} else 0
        if fold[0] in words["adverbial"] or fold[0] in words["that"] or fold[0] in PUNCTUATION:
            return None
        finite, participles = verb_forms()
        for place in range(first, at):
            if (
                fold[place] in words["adverbial"]
                or bare(fold[place]) in finite
                or fold[place] in participles
                or fold[place] in words["that"]
            ):
                return None
        stop = at
        while stop > first and (
            fold[stop - 1] in PUNCTUATION or fold[stop - 1] in words["relative"]
        ):
            stop -= 1
        if stop == first + 1 and len(fold[first]) < 2:
            return None
        return (first, stop) if stop > first else None

    def _sentence_subject(self, at: int) -> Span | None:
        """Who spoke last in this sentence; else the subject of its first verb."""
        if self.found:
            speaker = self.found[-1].speaker
            first = self.sentence.first
            if speaker is not None and speaker[0] in first:
                low = first.index(speaker[0])
                high = low
                while self.sentence.after[high] < speaker[1]:
                    high += 1
                return low, high + 1
            return None
        finite, _ = verb_forms()
        fold = self.sentence.fold
        verb = next((n for n in range(at) if fold[n] in finite or bare(fold[n]) in finite), None)
        if verb is None:
            verb = next((n for n in range(at) if bare(fold[n]) in acting_verbs()), None)
        if verb is None:
            return None
        subject = self._subject(verb + 1, at)
        if subject is None or subject[1] - subject[0] > LONGEST // 2:
            return None
        return subject

    def _cut(self, start: int, end: int) -> int:
        """Where the clause ends: before the next thing that is said."""
        finite, participles = verb_forms()
        fold, words = self.sentence.fold, self.words
        for at in range(start + 1, end):
            word = fold[at]
            if word in participles and self._that(at + 1, TO_THAT_PARTICIPLE) is not None:
                return at
            if word in participles and fold[at - 1] in COMMAS:
                return at
            if word[0] == "و" and bare(word) in finite and self._that(at + 1, LONGEST) is not None:
                return at
            if (
                word in words["source"]
                and at + 1 < end
                and (fold[at + 1] in words["own_words"] | words["what"] | words["speaker_word"])
            ):
                return at
        return end
