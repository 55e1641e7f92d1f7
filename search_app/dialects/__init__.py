"""Dialects: the search of other servers, so that their clients work."""
