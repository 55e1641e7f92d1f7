"""The index on disk: segments, terms, postings and articles, read in place."""
