"""The HTTP face of Clippings."""
