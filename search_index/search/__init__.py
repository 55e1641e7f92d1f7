"""What is the same for every engine once articles are found: marks, snippets, diagnosis."""
