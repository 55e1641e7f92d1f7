"""Writing: batches become segments, segments are merged, a commit shows both."""
