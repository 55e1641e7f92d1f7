"""What became of the long sentences of the pages that an index was made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LongSentences:
    """Counts over all pages, rejected ones included.

    Of `total` long sentences `boilerplate` are in lines that are known as such, and
    `in_no_story` in other lines that no story took; the rest is in the bodies of articles.
    """

    total: int = 0
    boilerplate: int = 0
    in_no_story: int = 0

    @property
    def share_in_no_story(self) -> float:
        """The share that ended in no story, though nothing says that it is boilerplate."""
        return self.in_no_story / self.total if self.total else 0.0

    def to_json(self) -> dict[str, Any]:
        """The counts and the share as plain JSON values."""
        return {**asdict(self), "share_in_no_story": round(self.share_in_no_story, 4)}

    def __add__(self, other: LongSentences) -> LongSentences:
        return LongSentences(
            total=self.total + other.total,
            boilerplate=self.boilerplate + other.boilerplate,
            in_no_story=self.in_no_story + other.in_no_story,
        )


NONE: Final = LongSentences()
"""Of no page."""
