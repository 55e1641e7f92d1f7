"""From page dumps to articles."""
