"""Story → Mentions: what stands on this page alone, before the archive is known."""

from __future__ import annotations

from indexer.entities.records import Mentions
from indexer.page import Story


def find_mentions(story: Story) -> Mentions:
    """Find what can be found in the story itself; the result is plain data."""
    offset = 0
    paragraphs: list[tuple[int, int]] = []
    for line in story.paragraphs:
        paragraphs.append((offset, line.start))
        offset += len(line.text) + 2
    return Mentions(
        page=story.page.name,
        language=story.language,
        title_start=story.title.start if story.title else None,
        paragraphs=tuple(paragraphs),
        title=(),
        body=(),
    )
