"""Whoosh as it comes: its own codec, searcher, facets and highlights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from whoosh import fields, highlight, query, sorting
from whoosh.analysis import StemmingAnalyzer
from whoosh.index import create_in, open_dir

from benchmarks.speed.peers import FACETS, SNIPPET_CHARS, Answer, Question
from search_index.model.article import Article

_MANY = ("person", "organization", "place")


class StockWhoosh:
    """One segment, BM25F, facets from columns where a field has one value."""

    name = "whoosh"

    def build(self, articles: Iterable[Article], folder: Path) -> None:
        """Index ready articles into an empty folder."""
        schema = fields.Schema(id=fields.ID(stored=True, unique=True))
        for name in ("title", "body"):
            schema.add(name, fields.TEXT(analyzer=StemmingAnalyzer(), stored=True))
        for name in FACETS:
            if name in _MANY:
                schema.add(name, fields.KEYWORD(commas=True, stored=True))
            else:
                schema.add(name, fields.ID(stored=True, sortable=True))
        writer = create_in(str(folder), schema).writer(limitmb=256)
        for article in articles:
            writer.add_document(
                id=article.id,
                title=article.title,
                body=article.body,
                year=article.date[:4] if article.date else None,
                language=article.language,
                person=",".join(article.persons),
                organization=",".join(article.organizations),
                place=",".join(article.places),
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open what `build` made."""
        self._searcher = open_dir(str(folder)).searcher()

    def ask(self, question: Question) -> Answer:
        """Do the whole work of a question."""
        schema = self._searcher.schema
        words = [
            [token.text for token in schema["body"].analyzer(word)][:1] or [word]
            for word in question.words
        ]
        texts = [word[0] for word in words]
        each = []
        for name in ("title", "body"):
            if question.mode == "phrase":
                each.append(query.Phrase(name, texts))
            elif question.mode == "prefix":
                each.append(query.Prefix(name, question.words[0]))
        if each:
            whole = query.Or(each)
        else:
            parts = [query.Or([query.Term(n, t) for n in ("title", "body")]) for t in texts]
            whole = (query.And if question.mode == "all" else query.Or)(parts)
        chosen = [
            query.Term(kind, value)
            for kind, value in (("person", question.person), ("year", question.year))
            if value
        ]
        facets = sorting.Facets()
        for name in FACETS:
            facets.add_field(
                name,
                allow_overlap=name in _MANY,
                maptype=sorting.Count,
            )
        results = self._searcher.search(
            whole.normalize(), limit=10, groupedby=facets, filter=query.And(chosen) or None
        )
        results.fragmenter = highlight.ContextFragmenter(maxchars=SNIPPET_CHARS)
        shown = [(hit.fields(), hit.highlights("title"), hit.highlights("body")) for hit in results]
        values = sum(len(Counter(results.groups(name)).most_common(10)) for name in FACETS)
        return Answer(total=len(results), shown=len(shown), facet_values=values)
