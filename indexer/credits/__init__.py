"""Who published and wrote a story, and in which section: what the file says, else its byline."""

from indexer.credits.names import names_of
from indexer.credits.outlets import Outlets
from indexer.credits.story import Credits, credits_of

__all__ = ["Credits", "Outlets", "credits_of", "names_of"]
