"""Where a name begins and ends, after the recognizer has said roughly where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.entities.data import lexicon as lex
from indexer.entities.data.arabic_words import sense_of
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import arabic_senses, phrases, words_of
from indexer.entities.recognize.scan import DESCRIBING, Scan
from indexer.entities.recognize.titled_persons import is_title
from indexer.language.normalize import word_set
from indexer.language.tokens import (
    ABBREVIATION,
    ACRONYM,
    ARABIC,
    BREAK,
    CAPITAL,
    CODE,
    INITIAL,
    LOWER,
    STOP,
)
from search_index.model.article import NameKind

_NAMES = frozenset({CAPITAL, ACRONYM, INITIAL, ABBREVIATION})
_BRACKETS = frozenset("()<>[]")
_PARTS_PERSON = frozenset(",;:–—|")
_MINISTRIES = frozenset({"department", "administration", "corps", "ministry"})
_ARTICLES = frozenset({"the", "le", "la", "les", "l'"})
_DEFINITE = ("ال", "وال", "لل")
_PARLIAMENTS = word_set("parlement sénat commission parliament senate congress")
"""Bodies that have no other name where there is one of them."""


def bounded(
    scan: Scan, kind: NameKind, first: int, after: int, language: str
) -> Iterator[tuple[int, int]]:
    """The names in a span: brackets and ends of lines part it, marks and small words at its ends
    fall away."""
    tokens = scan.tokens
    start = first
    for at in range(first, after + 1):
        if at < after and not (
            tokens.fold[at] in _BRACKETS
            or tokens.kind[at] == BREAK
            or (kind == "person" and _parts_person(scan, first, at))
        ):
            continue
        low, high = _trimmed(scan, kind, start, at, language)
        if low < high:
            yield low, high
        start = at + 1


def _parts_person(scan: Scan, first: int, at: int) -> bool:
    """Does a word end a person: a mark, a number, a verb, "of" behind a full name?"""
    word, kind = scan.tokens.fold[at], scan.tokens.kind[at]
    if word in _PARTS_PERSON or kind == CODE:
        return True
    if kind != LOWER or at == first:
        return False
    return word not in words_of("inner") or (word == "of" and at - first > 1)


def _trimmed(scan: Scan, kind: NameKind, first: int, after: int, language: str) -> tuple[int, int]:
    tokens, fold = scan.tokens, scan.tokens.fold
    while first < after and (
        tokens.kind[first] == STOP
        or _small(scan, first, language)
        or fold[first].endswith(DESCRIBING)
    ):
        first += 1
    while after > first and (
        tokens.kind[after - 1] == STOP
        or (
            scan.sense[after - 1] & (lex.FUNCTION | lex.PREPOSITION)
            and tokens.kind[after - 1] == LOWER
        )
    ):
        after -= 1
    if tokens.kind[after - 1] == ARABIC and first < after:
        return _trimmed_arabic(fold, kind, first, after)
    if kind == "person":
        while first < after - 1 and _is_state(scan, after - 1):
            after -= 1
        while (
            first < after - 1
            and scan.sense[first] & lex.TITLE
            and not scan.sense[first] & lex.GIVEN_NAME
            and is_title(scan, first)
        ):
            first += 1
        if language == "en" and _is_initial_of(scan, first):
            first -= 1
    return first, after


def _is_state(scan: Scan, at: int) -> bool:
    """Is the word an abbreviated country, such as "U.S."?"""
    if scan.tokens.kind[at] != ABBREVIATION or not scan.tokens.words[at].endswith("."):
        return False
    place = gazetteer().places.get(fold_place(scan.tokens.words[at]))
    return place is not None and place.rank == "country"


def _is_initial_of(scan: Scan, first: int) -> bool:
    """Is there one initial before a full name, as in "A. William Reyne"?"""
    tokens = scan.tokens
    if not 0 < first < len(tokens):
        return False
    if tokens.kind[first] != CAPITAL or not tokens.touches(first):
        return False
    before = first - 1
    if tokens.kind[before] != INITIAL or not tokens.words[before].endswith("."):
        return False
    goes_on = before and tokens.touches(before) and tokens.kind[before - 1] in _NAMES
    return not scan.owned[before] and not (
        goes_on and not scan.sense[before - 1] & (lex.ROLE | lex.OFFICE | lex.TITLE)
    )


def _trimmed_arabic(fold: Sequence[str], kind: NameKind, first: int, after: int) -> tuple[int, int]:
    """Without titles before a person, nor the verb or the small word that comes after it."""
    ends = lex.FUNCTION | lex.SPEECH | (lex.NOUN if kind == "person" else 0)
    while after - first > 1 and sense_of(fold[after - 1], ends)[0]:
        if kind == "person" and sense_of(fold[after - 1], lex.GIVEN_NAME | lex.PARTICLE)[0]:
            break
        after -= 1
    if kind == "organization" and after - first > 1 and fold[first][-1] == "ه":
        last = fold[after - 1]
        if last.startswith("ال") and last[-1] == "ي" and sense_of(last, lex.DEMONYM)[0]:
            after -= 1  # "the Jordanian head of the government": of the head, by its gender
    if kind == "person":
        while after - first > 1 and _is_honorific(fold[first]):
            first += 1
        while after - first > 1 and fold[first].startswith(_DEFINITE):
            given = sense_of(fold[first + 1], lex.GIVEN_NAME)[0] or fold[first + 1] == "عبد"
            adjective = fold[first][-1] in "يه" and after - first > 2
            adjective &= bool(given) or not fold[first + 1].startswith(_DEFINITE)
            adjective &= not sense_of(fold[first], lex.GIVEN_NAME)[0]
            if not adjective and not sense_of(fold[first], lex.TITLE | lex.ROLE)[0]:
                break
            first += 1
        for at in range(first + 1, after):
            if (
                _is_role(fold[at], last=at == after - 1)
                and not sense_of(fold[at - 1], lex.PARTICLE)[0]
            ):
                after = at
                break
    return first, after


def _is_honorific(word: str) -> bool:
    """Is it a title of address without the article, and no given name: "Excellency"?"""
    bits = arabic_senses().get(word, 0)
    return bool(bits & lex.HONORIFIC) and not bits & lex.GIVEN_NAME


def _is_role(word: str, *, last: bool) -> bool:
    """Does a role begin here, behind a name: "Hamza, chief adviser of"?"""
    bits = arabic_senses().get(word, 0)
    if word == "كبير" and not last:
        return True  # alone it is a given name
    return (
        bool(bits & (lex.ROLE | lex.ROLE_WORD)) and not bits & lex.GIVEN_NAME and word[:2] != "ال"
    )


def _small(scan: Scan, at: int, language: str) -> bool:
    if scan.tokens.kind[at] != LOWER:
        return False
    return language == "en" or bool(scan.sense[at] & (lex.FUNCTION | lex.PREPOSITION))


def is_no_body(scan: Scan, first: int, after: int) -> bool:
    """Is it what looks like an organization and is not one?

    A division, a list, "the Council" that was named before, a nationality, an office.
    """
    tokens, sense, fold = scan.tokens, scan.sense, scan.tokens.fold
    written_small = tokens.kind[after - 1] == LOWER
    if not written_small and " ".join(fold[first:after]) in phrases("known_organizations"):
        return False  # « Le Monde », but not « le monde »
    while first < after - 1 and fold[first] in _ARTICLES:
        first += 1
    if " ".join(fold[first:after]) in phrases("known_organizations"):
        return False
    last = after - 1
    if fold[first] in words_of("units") or fold[last] in words_of("units"):
        return True
    if first == last and fold[first].lstrip("وفبل").removeprefix("ال") == "حكومه":
        return True  # the government, whichever it is
    if first == last and fold[first] in _PARLIAMENTS and tokens.kind[first] == CAPITAL:
        return False
    if first == last:
        plain = tokens.kind[last] in (CAPITAL, LOWER)
        return bool(
            sense[last] & (lex.ROLE | lex.OFFICE | lex.TITLE | lex.DEMONYM | lex.NOT_ACRONYM)
        ) or (plain and bool(sense[last] & (lex.BODY | lex.NOT_BODY | lex.CALENDAR | lex.LANGUAGE)))
    headed = any(sense[at] & (lex.BODY | lex.BODY_SUFFIX) for at in range(first, after))
    if fold[last] in _MINISTRIES:
        return False
    return not headed and bool(sense[last] & (lex.NOT_BODY | lex.REGION))
