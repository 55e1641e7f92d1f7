"""The index: what an article is, how it is stored and found."""
