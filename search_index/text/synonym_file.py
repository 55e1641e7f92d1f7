"""The file of synonyms, in the form of Solr and Elasticsearch.

    # a comment
    car, automobile, motor vehicle
    GDP => gross domestic product
    [fr]
    voiture, automobile

A line of terms is good both ways; with `=>` the terms on the left are widened by those on the
right, and not the other way. Rules after `[fr]` are for articles in that language, after `[*]`
for all again, as at the top. A comma within a term is written `\\,`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search_index.model.clauses import Phrase, Synonym, Value, Word
from search_index.model.synonyms import Rule, Synonyms
from search_index.text.analysis import phrase_words, query_terms, surfaces
from search_index.text.stems import stems

STEMMED: Final = ("en", "fr", "ar")
"""The languages whose words are known in all of their forms."""
MAX_BYTES: Final = 16 << 20
MAX_TERMS: Final = 64
MAX_WORDS: Final = 8

_SECTION = re.compile(r"\[\s*([A-Za-z]{2,3}|\*)\s*\]")
_COMMENT = re.compile(r"(?:^|\s)#(?:\s.*|$)")
_COMMA = re.compile(r"(?<!\\),")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line, or a part of one, that is not used, and why; lines count from 1."""

    number: int
    reason: str


class _Unusable(ValueError):
    """Why a line cannot be used."""


def read_synonyms(data: bytes) -> tuple[Synonyms, tuple[BadLine, ...]]:
    """The rules of a file, and the lines of it that cannot be used; the others are."""
    bad: list[BadLine] = []
    rules: dict[tuple[tuple[str, ...], str | None, bool, bool], dict[Synonym, None]] = {}
    language: str | None = None
    is_known = True
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        try:
            line = raw.decode("utf-8").strip()
            if not line or line.startswith("#"):
                continue
            line = _COMMENT.sub("", line).strip()
            if line.startswith("[") and line.endswith("]"):
                is_known = False
                language = _section(line)
                is_known = True
                continue
            if not is_known:
                continue
            typed, meant = _sides(line)
            targets = [each for term in meant if (each := _target(term, language, number, bad))]
            for term in typed:
                words = surfaces(term)
                key = phrase_words(words)
                others = [each for each in targets if phrase_words(surfaces(each.text)) != key]
                shouted = len(words) == 1 and _is_shouted(term)
                capitals = shouted and query_terms(words[0].lower(), STEMMED).stop
                found = rules.setdefault((key, language, shouted, capitals), {})
                found.update(dict.fromkeys(others))
        except UnicodeDecodeError:
            bad.append(BadLine(number, "it is not UTF-8"))
        except _Unusable as error:
            bad.append(BadLine(number, str(error)))
    return _indexed(data, rules), tuple(bad)


def _indexed(
    data: bytes,
    rules: dict[tuple[tuple[str, ...], str | None, bool, bool], dict[Synonym, None]],
) -> Synonyms:
    by_word: dict[str, list[Rule]] = {}
    for (key, language, exact, capitals), found in rules.items():
        if found:
            rule = Rule(
                key=key,
                synonyms=tuple(found),
                language=language,
                exact=exact,
                capitals=capitals,
            )
            spoken = () if exact else STEMMED
            forms = (stem for name in spoken for stem in stems(key[0], name))
            for word in dict.fromkeys((key[0], *forms)):
                by_word.setdefault(word, []).append(rule)
    return Synonyms(
        version=hashlib.sha256(data).hexdigest()[:16],
        by_word={word: tuple(found) for word, found in by_word.items()},
        words=frozenset(word for found in by_word.values() for rule in found for word in rule.key),
    )


def _section(line: str) -> str | None:
    """The language of the rules that follow, None for all."""
    found = _SECTION.fullmatch(line)
    if found is None:
        raise _Unusable(
            "a section is the two or three letters of a language, as [fr], or [*] for all; "
            "the rules under it are not used"
        )
    return None if found[1] == "*" else found[1].lower()


def _sides(line: str) -> tuple[list[str], list[str]]:
    """The terms that are widened and those by which they are."""
    sides = line.split("=>")
    if len(sides) > 2:
        raise _Unusable("`=>` stands in it more than once")
    left = _terms(sides[0])
    if len(sides) == 1:
        if len(left) < 2:
            raise _Unusable("one term alone has no synonyms: write `a, b` or `a => b`")
        return left, left
    return left, _terms(sides[1])


def _terms(side: str) -> list[str]:
    terms = [term.replace("\\,", ",").strip() for term in _COMMA.split(side)]
    if not any(terms):
        raise _Unusable("there is nothing on one side of `=>`")
    if not all(terms):
        raise _Unusable("there is nothing between two commas, or before or after one")
    if len(terms) > MAX_TERMS:
        raise _Unusable(f"it has more than {MAX_TERMS} terms")
    for term in terms:
        words = len(phrase_words(surfaces(term)))
        if not words:
            raise _Unusable(f"there is no word in “{term[:40]}”")
        if words > MAX_WORDS:
            raise _Unusable(f"“{term[:40]}…” has more than {MAX_WORDS} words")
    return list(dict.fromkeys(terms))


def _target(term: str, language: str | None, number: int, bad: list[BadLine]) -> Synonym | None:
    """What is searched for in place of what was typed."""
    words = surfaces(term)
    if len(words) > 1:
        return Synonym(term, Phrase(tuple(words)), language)
    spoken: Sequence[str] = STEMMED if language is None else (language,)
    if query_terms(words[0].lower(), tuple(spoken)).stop:
        if _is_shouted(term):
            # In the text "WHO" is as good as "who"; among the names of organizations it is not.
            return Synonym(term, Value("organization", term), language)
        bad.append(BadLine(number, f"nearly all articles have “{term}”: it is not searched for"))
        return None
    return Synonym(term, Phrase((words[0],)) if _is_shouted(term) else Word(words[0]), language)


def _is_shouted(term: str) -> bool:
    """Whether it is written as acronyms are, which have no other forms."""
    return len(term) > 1 and term.isupper()
