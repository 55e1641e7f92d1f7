"""The command `clippings`: what the indexer, the library and the server do, under one name."""
