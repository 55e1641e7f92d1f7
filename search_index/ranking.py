"""How much what counts in the score of an article, the same for all engines.

BM25 for each text field, added up: S. Robertson, H. Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond" (2009).
"""

from __future__ import annotations

from typing import Final

K1: Final = 1.3
"""How soon further occurrences of a word stop counting."""

FIELD_B: Final = {"title": 0.5, "body": 0.7}
"""How much a long field counts against its words. Titles are short anyway; that one is longer
than another says little."""

BOOSTS: Final = {"title": 1.0, "body": 1.0}
"""A word in the title says more about an article than one in its body; scoring the title as a
field of its own, where every word is rare, sees to that."""

EXACT: Final = 0.2
"""What the exact form adds to the score of the stem, as a factor of its own score."""

NEARNESS: Final = 0.15
"""What two words next to each other add to a score, as a share of the best score."""

RESCORED: Final = 50
"""So many of the best hits are looked at for how near the words stand."""

NAME: Final = 3.0
"""What being about the person, organization or place that is asked for adds to a score."""
