"""What stock Whoosh needs in order to read the same index."""
