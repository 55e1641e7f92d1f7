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
from dataclasses import dataclass
from typing import Final

from search_index.model.clauses import Phrase, Synonym, Value, Word
from search_index.model.synonyms import Rule, Synonyms
from search_index.text.analysis import phrase_words, query_terms, surfaces
from search_index.text.stems import STEMMED, stems

MAX_BYTES: Final = 16 << 20
MAX_TERMS: Final = 64
MAX_WORDS: Final = 8

_Rules = dict[tuple[tuple[str, ...], str | None, bool, tuple[str, ...]], dict[Synonym, None]]
"""What stands for which words: key, language, whether only these forms do, where only capitals."""

_SECTION = re.compile(r"\[\s*([A-Za-z]{2,3}|\*)\s*\]")
_COMMENT = re.compile(r"(?:^|\s)#(?:\s.*|$)")
_COMMA = re.compile("(?<!\\\\)[,\u060c\uff0c]")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line, or a part of one, that is not used, and why; lines count from 1."""

    number: int
    reason: str


class _Unusable(ValueError):
    """Why a line cannot be used."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of a line, its words as they stand, and the folded words that it is known by."""

    text: str
    words: tuple[str, ...]
    key: tuple[str, ...]


def read_synonyms(data: bytes) -> tuple[Synonyms, tuple[BadLine, ...]]:
    """The rules of a file, and the lines of it that cannot be used; the others are."""
    bad: list[BadLine] = []
    rules: _Rules = {}
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
            elif is_known:
                bad += _add(line, language, number, rules)
        except UnicodeDecodeError:
            bad.append(BadLine(number, "it is not UTF-8"))
        except _Unusable as error:
            bad.append(BadLine(number, str(error)))
    return _indexed(data, rules), tuple(bad)


def _add(line: str, language: str | None, number: int, rules: _Rules) -> list[BadLine]:
    """Add the rules of a line; what of it cannot be used. Raises _Unusable."""
    typed, meant = _sides(line)
    bad = []
    targets: list[tuple[tuple[str, ...], Synonym]] = []
    for term in meant:
        try:
            targets += [(term.key, each) for each in _targets(term, language)]
        except _Unusable as error:
            bad.append(BadLine(number, str(error)))
    for term in typed:
        shouted = len(term.words) == 1 and _is_shouted(term.text)
        capitals = _function_word_in(term.words[0], language) if shouted else ()
        found = rules.setdefault((term.key, language, shouted, capitals), {})
        found.update(dict.fromkeys(each for key, each in targets if key != term.key))
    return bad


def _indexed(data: bytes, rules: _Rules) -> Synonyms:
    by_word: dict[str, list[Rule]] = {}
    for (key, language, exact, capitals), found in rules.items():
        if found:
            rule = Rule(
                key=key,
                synonyms=tuple(found),
                language=language,
                exact=exact,
                capitals_in=capitals,
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


def _sides(line: str) -> tuple[list[_Term], list[_Term]]:
    """The terms that are widened and those by which they are."""
    sides = line.split("=>")
    if len(sides) > 2:
        raise _Unusable("`=>` is in it more than once")
    left = _terms(sides[0])
    if len(sides) == 1:
        if len(left) < 2:
            raise _Unusable("one term alone has no synonyms: write `a, b` or `a => b`")
        return left, left
    return left, _terms(sides[1])


def _terms(side: str) -> list[_Term]:
    texts = [text.replace("\\,", ",").strip() for text in _COMMA.split(side)]
    if not any(texts):
        raise _Unusable("there is nothing on one side of `=>`")
    if not all(texts):
        raise _Unusable("there is nothing between two commas, or before or after one")
    if len(texts) > MAX_TERMS:
        raise _Unusable(f"it has more than {MAX_TERMS} terms")
    terms = []
    for text in dict.fromkeys(texts):
        words = tuple(surfaces(text))
        key = phrase_words(words)
        if not key:
            raise _Unusable(f"there is no word in “{text[:40]}”")
        if len(key) > MAX_WORDS:
            raise _Unusable(f"“{text[:40]}…” has more than {MAX_WORDS} words")
        terms.append(_Term(text, words, key))
    return terms


def _targets(term: _Term, language: str | None) -> list[Synonym]:
    """What is searched for in place of what was typed. Raises _Unusable."""
    if len(term.words) > 1:
        return [Synonym(term.text, Phrase(term.words), language)]
    word, is_shouted = term.words[0], _is_shouted(term.text)
    stop_in = _function_word_in(word, language)
    found = []
    if stop_in != (language,):
        clause = Phrase((word,)) if is_shouted else Word(word)
        found.append(Synonym(term.text, clause, language, stop_in))
    if stop_in and is_shouted:
        # In an English text "WHO" is as good as "who"; among names it is not.
        names = (Value(field, term.text) for field in ("organization", "place"))
        found += [Synonym(term.text, name, language) for name in names]
    if not found:
        raise _Unusable(f"nearly all articles have “{term.text}”: it is not searched for")
    return found


def _function_word_in(word: str, language: str | None) -> tuple[str, ...]:
    """The languages of a rule in which nearly every article has the word, case aside."""
    spoken = STEMMED if language is None else (language,)
    return tuple(each for each in spoken if query_terms(word.lower(), (each,)).stop)


def _is_shouted(term: str) -> bool:
    """Whether it is written as acronyms are, which have no other forms."""
    return len(term) > 1 and term.isupper()
