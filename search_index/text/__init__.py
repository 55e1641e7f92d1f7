"""Text becomes terms and queries: the same for writing and for asking."""
