"""What the rules of a language say of one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from search_index.model.quote import QuoteKind

Span: TypeAlias = tuple[int, int]
"""Offsets of the first character of a piece of text and of the first after it."""


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """A quotation: where it is, and the words that say whose it is.

    `speaker` is None where the words leave the speaker out, so that it is the one of the
    quotation before (Arabic "وأضاف أن", a quotation that follows another).
    """

    kind: QuoteKind
    start: int
    end: int
    speaker: Span | None
    cue: Span
