"""Companies that bear the name of a person: the story says so where it has them in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.entities.recognize.candidates import Candidate
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ABBREVIATION, ACRONYM, CAPITAL, INITIAL, mask_of

_LEGAL = word_set("corp inc co ltd plc llc corporation limited gmbh spa nv ag sa bancorp")
_NAMES = frozenset({CAPITAL, ACRONYM, INITIAL, ABBREVIATION})
_NAME_MASK = mask_of(*_NAMES)
_AND = frozenset({"and", "&"})
_MOST_WORDS = 6


def bear_names(scan: Scan, found: Sequence[Candidate]) -> None:
    """Make an organization of "Wendell" in a story of "Wendell Foods Inc", who is no person.

    Somebody whom the story names in full keeps the surname: "Henry Ford", "Ford Motor Co".
    """
    fold = scan.tokens.fold
    companies = set(_companies(scan))
    if not companies:
        return
    bearers = {
        fold[one.after - 1]
        for one in found
        if one.kind == "person"
        and one.after - one.first > 1
        and tuple(fold[one.first : one.after]) not in companies
    }
    for span in found:
        form = tuple(fold[span.first : span.after])
        if span.kind == "person" and form in companies and form[-1] not in bearers:
            span.kind = "organization"
            span.fixed = True


def _companies(scan: Scan) -> Iterator[tuple[str, ...]]:
    """Names before a legal form, whole, and their first and last words."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    for at in tokens.places(_NAME_MASK):
        if fold[at].rstrip(".") not in _LEGAL:
            continue
        end = at - 1 if at > 1 and fold[at - 1] in _AND else at
        first = end
        while first and end - first < _MOST_WORDS and kind[first - 1] in _NAMES:
            first -= 1
        name = tuple(fold[first:end])
        if name:
            yield name
            yield name[:1]
            yield name[-1:]
