"""A quotation of an article: what was said, by whom, and the word that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

QuoteKind = Literal["direct", "indirect", "mixed"]
QUOTE_KINDS: tuple[str, ...] = get_args(QuoteKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words as an article gives them.

    `start` and `end` are offsets in code points into the article's body. `kind` is `direct`
    for words between quotation marks, `indirect` for words that the article puts in its own,
    `mixed` for a clause that is quoted in part. `speaker` is who said it in the words of the
    article, with their offsets; `person` is his name as one of `Article.persons`, None
    where it is not a person or not sure who. `cue` is the word that attributes it ("said",
    "selon"), empty where a quotation follows another of the same speaker.
    """

    start: int
    end: int
    kind: QuoteKind
    speaker: str
    speaker_start: int
    speaker_end: int
    cue: str = ""
    person: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` reads them back unchanged."""
        return {
            "start": self.start,
            "end": self.end,
            "kind": self.kind,
            "speaker": self.speaker,
            "speaker_start": self.speaker_start,
            "speaker_end": self.speaker_end,
            "cue": self.cue,
            "person": self.person,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Quote:
        """Read what `to_json` gave, also after a trip through JSON text."""
        return cls(**data)
