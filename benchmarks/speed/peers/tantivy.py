"""tantivy (Rust) through its Python binding, one thread."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import tantivy

from benchmarks.speed.peers import FACETS, SNIPPET_CHARS, Answer, Question
from search_index.model.article import Article

_TEXT = ("title", "body")


class Tantivy:
    """Stemmed title and body, names as fast fields that are aggregated."""

    name = "tantivy"

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in _TEXT:
            builder.add_text_field(
                name, stored=True, tokenizer_name="en_stem", index_option="position"
            )
        for name in FACETS:
            builder.add_text_field(
                name, stored=True, tokenizer_name="raw", index_option="basic", fast=True
            )
        builder.add_date_field("date", stored=True, indexed=True, fast=True)
        self._schema = builder.build()

    def build(self, articles: Iterable[Article], folder: Path) -> None:
        """Index ready articles into an empty folder."""
        index = tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(256 << 20, 1)
        for article in articles:
            document = tantivy.Document()
            document.add_text("id", article.id)
            document.add_text("title", article.title)
            document.add_text("body", article.body)
            document.add_text("language", article.language)
            for name, values in (
                ("person", article.persons),
                ("organization", article.organizations),
                ("place", article.places),
            ):
                for value in values:
                    document.add_text(name, value)
            if article.date:
                document.add_text("year", article.date[:4])
                document.add_date("date", datetime.datetime.fromisoformat(article.date))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open what `build` made."""
        self._index = tantivy.Index.open(str(folder))
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Answer:
        """Do the whole work of a question."""
        text = self._text_query(question)
        clauses = [(tantivy.Occur.Must, text)]
        if question.person:
            person = tantivy.Query.term_query(self._schema, "person", question.person, "basic")
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(person, 0.0)))
        if question.year:
            year = tantivy.Query.term_query(self._schema, "year", question.year, "basic")
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(year, 0.0)))
        whole = tantivy.Query.boolean_query(clauses) if len(clauses) > 1 else text
        searcher = self._searcher
        result = searcher.search(whole, 10)
        facets = searcher.aggregate(
            whole, {name: {"terms": {"field": name, "size": 10}} for name in FACETS}
        )
        generators = [
            tantivy.SnippetGenerator.create(searcher, text, self._schema, name) for name in _TEXT
        ]
        generators[1].set_max_num_chars(SNIPPET_CHARS)
        hits = []
        for score, address in result.hits:
            document = searcher.doc(address)
            marked = [generator.snippet_from_doc(document).to_html() for generator in generators]
            hits.append((score, document.to_dict(), marked))
        values = sum(len(facets[name]["buckets"]) for name in FACETS)
        return Answer(total=result.count, shown=len(hits), facet_values=values)

    def _text_query(self, question: Question) -> tantivy.Query:
        if question.mode == "phrase":
            return self._index.parse_query(f'"{" ".join(question.words)}"', list(_TEXT))
        if question.mode == "prefix":
            pattern = f"{question.words[0]}.*"
            each = [tantivy.Query.regex_query(self._schema, name, pattern) for name in _TEXT]
            return tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in each])
        joint = " AND " if question.mode == "all" else " "
        return self._index.parse_query(joint.join(question.words), list(_TEXT))
