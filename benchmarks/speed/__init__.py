"""How fast things are, next to other programs and over time."""
