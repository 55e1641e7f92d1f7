"""Answering queries from one committed state."""
