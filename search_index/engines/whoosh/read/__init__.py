"""Answering queries from one snapshot."""
