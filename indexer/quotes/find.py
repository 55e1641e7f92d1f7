"""Story → quotations: marks, sentences, the rules of the language, and what goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

from indexer.quotes.arabic import ArabicReader
from indexer.quotes.arabic import cue_words as arabic_cues
from indexer.quotes.english import EnglishReader
from indexer.quotes.english import cue_words as english_cues
from indexer.quotes.french import FrenchReader
from indexer.quotes.french import cue_words as french_cues
from indexer.quotes.marks import quoted
from indexer.quotes.records import QuoteSpan, Span
from indexer.quotes.sentences import Sentence, Sentences
from search_index.model.quote import Quote

_ENDS: Final = frozenset(".?!…؟")
_NOT_SAID: Final = frozenset(",،")
"""English sets the comma of its own sentence inside of the marks."""
_LEAST_FLOATING: Final = 4
_LONGEST_SPEAKER: Final = 120


class Reader(Protocol):
    """The rules of one language for one sentence."""

    named: Span | None
    """Who acts in the sentence, for the next ones that leave it out."""

    def read(self) -> list[QuoteSpan]:
        """All quotations of the sentence."""


_READERS: Final[
    dict[str, tuple[Callable[[Sentence, str], Reader], Callable[[], frozenset[str]]]]
] = {
    "en": (EnglishReader, english_cues),
    "ar": (ArabicReader, arabic_cues),
    "fr": (FrenchReader, french_cues),
}


def find_quotes(body: str, language: str) -> tuple[Quote, ...]:
    """The quotations of a body in their order, in a language that has rules.

    Which persons their speakers are is for `name_speakers` to say.
    """
    if language not in _READERS:
        return ()
    marks = quoted(body)
    sentences = Sentences(body, marks)
    make, cues = _READERS[language]
    found: list[QuoteSpan] = []
    speaker: Span | None = None
    last = -2
    for number in sentences.worth_reading(cues()):
        sentence = sentences.sentence(number)
        reader = make(sentence, body)
        said = [_spoken(quote, speaker) for quote in reader.read()]
        if not said and found and number == last + 1 and _only_quotes(sentence):
            said = _going_on(body, found[-1], sentence)
        for quote in said:
            if quote is not None:
                found.append(quote)
                speaker, last = quote.speaker, number
        speaker = reader.named or speaker
    return tuple(_quote(body, quote) for quote in _apart(found))


def _spoken(quote: QuoteSpan, speaker: Span | None) -> QuoteSpan | None:
    """The quotation with a speaker: its own, else who spoke before."""
    if quote.speaker is not None:
        return quote
    return None if speaker is None else replace(quote, speaker=speaker)


def _going_on(body: str, last: QuoteSpan, sentence: Sentence) -> list[QuoteSpan | None]:
    """Quotations without a speaker that follow one of the same speaker."""
    if last.kind == "indirect" and body.find("\n", last.end, sentence.start) >= 0:
        return []
    cue = (last.cue[0], last.cue[0])
    return [
        QuoteSpan("direct", quote.start, quote.end, last.speaker, cue)
        for quote in sentence.quotes.values()
        if body[quote.end - 1] in _ENDS
        or body.count(" ", quote.start, quote.end) + 1 >= _LEAST_FLOATING
    ]


def _only_quotes(sentence: Sentence) -> bool:
    return all(
        place in sentence.quotes or not word[0].isalnum()
        for place, word in enumerate(sentence.fold)
    )


def _apart(found: list[QuoteSpan]) -> list[QuoteSpan]:
    """In the order of the text, without what is inside another quotation."""
    ordered = sorted(found, key=lambda quote: (quote.start, -quote.end))
    kept: list[QuoteSpan] = []
    for quote in ordered:
        if kept and quote.start < kept[-1].end:
            continue
        kept.append(quote)
    return kept


def _quote(body: str, found: QuoteSpan) -> Quote:
    assert found.speaker is not None
    low, high = found.speaker
    high = min(high, low + _LONGEST_SPEAKER)
    end = found.end
    while end > found.start + 1 and body[end - 1] in _NOT_SAID:
        end -= 1
    return Quote(
        start=found.start,
        end=end,
        kind=found.kind,
        speaker=body[low:high],
        speaker_start=low,
        speaker_end=high,
        cue=body[found.cue[0] : found.cue[1]],
    )
