"""The nouns: articles, queries, clauses and hits, of no engine and no HTTP."""
