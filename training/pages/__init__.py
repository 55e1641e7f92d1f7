"""How the one story of a real page is learned to be found (docs/splitting.md)."""
