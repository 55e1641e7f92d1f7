"""The schema that Whoosh sees, with analyzers that ask `search_index.text.analysis`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer, Token

from search_index.engines.whoosh.store.keyword_fields import KEYWORDS
from search_index.text.analysis import WORD, fold, query_terms, word_terms
from search_index.text.stems import STEMMED


class WordAnalyzer(Analyzer):  # type: ignore[misc]
    """Folded words with positions; of a question only each surface's own form."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """The tokens of a text, as every Whoosh analyzer gives them."""
        # Whoosh's query parser hands over `removestops` as well: there is nothing to remove.
        token = Token(positions, chars, **{**kwargs, "removestops": False, "mode": mode})
        position = start_pos
        for match in WORD.finditer(value):
            terms = word_terms(match.group(), "und")
            for word, offset in terms.exact[:1] if mode == "query" else terms.exact:
                token.text = token.original = word
                token.boost = 1.0
                token.stopped = False
                token.pos = position + offset
                token.startchar = start_char + match.start()
                token.endchar = start_char + match.end()
                yield token
            position += terms.width


class StemAnalyzer(Analyzer):  # type: ignore[misc]
    """The stems of the words in every language that has stems, for questions."""

    def __call__(
        self, value: str, positions: bool = False, mode: str = "", **kwargs: Any
    ) -> Iterator[Token]:
        """The tokens of a text, as every Whoosh analyzer gives them."""
        token = Token(positions, removestops=False, mode=mode)
        for position, surface in enumerate(WORD.findall(value)):
            for text in query_terms(surface, STEMMED).stems:
                token.text = text
                token.boost = 1.0
                token.stopped = False
                token.pos = position
                yield token


class ValueAnalyzer(Analyzer):  # type: ignore[misc]
    """The whole value, folded."""

    def __call__(self, value: str, mode: str = "", **kwargs: Any) -> Iterator[Token]:
        """The one token of a value."""
        token = Token(mode=mode)
        token.text = fold(value)
        token.boost = 1.0
        token.stopped = False
        token.pos = 0
        yield token


def whoosh_schema() -> fields.Schema:
    """The fields of the index for Whoosh."""
    schema = fields.Schema()
    for name in ("title", "body"):
        schema.add(name, fields.TEXT(analyzer=WordAnalyzer(), phrase=True, stored=True))
        stems = fields.TEXT(analyzer=StemAnalyzer(), phrase=False, multitoken_query="or")
        schema.add(f"{name}_stem", stems)
    for name in KEYWORDS:
        if name == "id":
            schema.add(name, fields.ID(stored=True, unique=True))
        else:
            schema.add(name, fields.ID(stored=True, analyzer=ValueAnalyzer()))
    for name in ("first_day", "last_day"):
        schema.add(name, fields.NUMERIC(int, 32, signed=False, shift_step=0))
    return schema
