"""Names of people, to measure whether spellings of one person are told from those of two."""
