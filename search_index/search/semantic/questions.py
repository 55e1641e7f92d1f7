"""What of a query is a question with a meaning, and which language it is asked in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from search_index.model.article import Article
from search_index.model.clauses import And, Boost, Clause, Or, Phrase, Widened, Word
from search_index.text.analysis import fold, surfaces
from search_index.text.query_parser import parse
from search_index.text.stop_words import STOP_WORDS

MOST_CHARS: Final = 2_000
"""So much of a query is looked at: more words have no one meaning."""
_SYNTAX: Final = re.compile(r'["()*?~^\[\]:]|(?:^|\s)[-+]\S|\b(?:AND|OR|NOT)\b')
_ARABIC: Final = re.compile("[\u0620-\u064a]")


def question_in(text: str) -> str:
    """The words of a query that say what is looked for, as they were typed; "" for none.

    Not operators, fields, patterns, nor what is unwanted.
    """
    text = text[:MOST_CHARS]
    if _SYNTAX.search(text):
        text = " ".join(_wanted(parse(text, match="any")))
    return text if surfaces(text) else ""


def _wanted(clause: Clause) -> Iterator[str]:
    match clause:
        case Word(text, None):
            yield text
        case Phrase(words, _, None):
            yield from words
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case Boost(inner, _) | Widened(inner, _, _):
            yield from _wanted(inner)


def language_of(question: str, top: Sequence[Article]) -> str:
    """The language of a question: that of its function words, else of most of the best hits."""
    if _ARABIC.search(question):
        return "ar"
    words = [fold(surface) for surface in surfaces(question)]
    known = {name: sum(word in STOP_WORDS[name] for word in words) for name in ("en", "fr")}
    if known["en"] != known["fr"]:
        return max(known, key=lambda name: known[name])
    counts = Counter(article.language for article in top if article.language != "ar")
    return counts.most_common(1)[0][0] if counts else "en"
