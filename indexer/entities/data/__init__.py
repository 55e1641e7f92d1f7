"""Tables that names are recognized and resolved with: lexicon, gazetteer, the user's names."""
