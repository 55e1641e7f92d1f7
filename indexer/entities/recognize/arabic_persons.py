"""Persons in Arabic, where the recognizer parts a name or passes one over that has a title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.entities.data.arabic_words import stems
from indexer.entities.data.lexicon import TITLE, arabic_senses
from indexer.entities.recognize.arabic_person_bounds import name_end
from indexer.entities.recognize.candidates import Candidate, by_kind
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ARABIC
from search_index.model.article import NameKind

Span = tuple[NameKind, int, int]

_LONGEST = 6
_ORDINALS = word_set("الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر")
_RULERS = word_set("ملك الملك السلطان البابا الامير الامبراطور القيصر الشاه الخديوي البطريرك")
_ADDRESS = word_set(
    "د م أ دكتور الدكتور الدكتوره السيد السيده الاستاذ الاستاذه المهندس المهندسه الشيخ الشيخه "
    "الانسه"
)
_REACH = 5
"""So many words before the name a ruler's title is looked for."""


def joined(scan: Scan, spans: Iterable[Span]) -> Iterator[Span]:
    """Two persons in Arabic with nothing between them are one: those of a list have "and"."""
    last: Span | None = None
    for span in spans:
        if last is not None and _goes_on(scan, last, span):
            last = ("person", last[1], span[2])
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _goes_on(scan: Scan, one: Span, other: Span) -> bool:
    tokens = scan.tokens
    return (
        one[0] == other[0] == "person"
        and one[2] == other[1]
        and tokens.kind[other[1]] == ARABIC
        and tokens.kind[one[1]] == ARABIC
        and tokens.touches(other[1])
        and tokens.fold[other[1]][0] != "و"
        and other[2] - one[1] <= _LONGEST
    )


def with_ordinals(scan: Scan, found: Sequence[Candidate]) -> None:
    """Let the name of a ruler end with its number: "King Abdullah the Second"."""
    tokens = scan.tokens
    for span in found:
        after = span.after
        if (
            span.kind == "person"
            and after < len(tokens)
            and tokens.fold[after] in _ORDINALS
            and tokens.touches(after)
            and not _RULERS.isdisjoint(tokens.fold[max(span.first - _REACH, 0) : span.first])
        ):
            span.after += 1


def titled(
    scan: Scan, found: Sequence[Candidate], scores: Sequence[Sequence[float]]
) -> Iterator[Candidate]:
    """Names behind a title of address that the recognizer passed over: "Dr. Al-Khazen"."""
    tokens = scan.tokens
    taken = bytearray(scan.owned)
    for span in found:
        taken[span.first : span.after] = b"\1" * (span.after - span.first)
    for at, kind in enumerate(tokens.kind):
        word = tokens.fold[at]
        if kind != ARABIC or not any(stem in _ADDRESS for _, stem in stems(word)):
            continue
        if len(word) == 1 and tokens.words[at][-1] != ".":
            continue
        first = at + 1
        if first >= len(tokens) or tokens.kind[first] != ARABIC or taken[at] or taken[first]:
            continue
        if arabic_senses().get(tokens.fold[first], 0) & TITLE:
            continue
        after = name_end(scan, first)
        if after > first and not any(taken[first:after]):
            yield Candidate("person", first, after, by_kind(scores, first, after), fixed=True)
