"""SQLite FTS5, the same work in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.speed.peers import FACETS, Answer, Question
from search_index.model.article import Article


class Fts5:
    """A full-text table with Porter stems, and a table of facet values."""

    name = "fts5"

    def build(self, articles: Iterable[Article], folder: Path) -> None:
        """Index ready articles into an empty folder."""
        base = sqlite3.connect(folder / "articles.db")
        base.executescript(
            """
            pragma journal_mode = off; pragma synchronous = off;
            create virtual table article using fts5(title, body, tokenize = 'porter unicode61');
            create table detail (rowid integer primary key, id text, date text);
            create table facet (article integer, kind text, value text);
            """
        )
        for number, article in enumerate(articles):
            base.execute(
                "insert into article(rowid, title, body) values (?, ?, ?)",
                (number, article.title, article.body),
            )
            base.execute("insert into detail values (?, ?, ?)", (number, article.id, article.date))
            rows = [("language", article.language)]
            rows += [("person", value) for value in article.persons]
            rows += [("organization", value) for value in article.organizations]
            rows += [("place", value) for value in article.places]
            rows += [("year", article.date[:4])] if article.date else []
            base.executemany("insert into facet values (?, ?, ?)", [(number, *row) for row in rows])
        base.executescript(
            """
            create index facet_of on facet(article, kind, value);
            create index facet_value on facet(kind, value, article);
            insert into article(article) values ('optimize');
            """
        )
        base.commit()
        base.close()

    def open(self, folder: Path) -> None:
        """Open what `build` made."""
        self._base = sqlite3.connect(folder / "articles.db")

    def ask(self, question: Question) -> Answer:
        """Do the whole work of a question."""
        quoted = [f'"{word}"' for word in question.words]
        match = {
            "all": " AND ".join(quoted),
            "any": " OR ".join(quoted),
            "phrase": f'"{" ".join(question.words)}"',
            "prefix": f"{quoted[0]} *",
        }[question.mode]
        where, values = "article match ?", [match]
        for kind, value in (("person", question.person), ("year", question.year)):
            if value:
                # The plus sign lets the words lead: to look every row up in their lists is slow.
                having = "select article from facet where kind = ? and value = ?"
                where += f" and +article.rowid in ({having})"
                values += [kind, value]
        (total,) = self._base.execute(
            f"select count(*) from article where {where}", values
        ).fetchone()
        hits = self._base.execute(
            f"""select article.rowid, bm25(article), title, body,
                       highlight(article, 0, '<mark>', '</mark>'),
                       snippet(article, 1, '<mark>', '</mark>', '…', 40)
                from article where {where} order by rank limit 10""",
            values,
        ).fetchall()
        for hit in hits:
            self._base.execute("select * from detail where rowid = ?", hit[:1]).fetchone()
        found = 0
        for kind in FACETS:
            found += len(
                self._base.execute(
                    f"""select value, count(*) from facet where kind = ? and article in
                        (select rowid from article where {where})
                        group by value order by 2 desc, 1 limit 10""",
                    [kind, *values],
                ).fetchall()
            )
        return Answer(total=total, shown=len(hits), facet_values=found)
