"""Recognition: which words of a story are the name of a person, an organization or a place."""
