"""Candidates that are not names after all, and names that only a rule saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from indexer.entities.data import lexicon as lex
from indexer.entities.data.arabic_words import sense_of, stems
from indexer.entities.data.lexicon import words_of
from indexer.entities.recognize.arabic_places import TOWNS, describes
from indexer.entities.recognize.bounds import is_no_body
from indexer.entities.recognize.candidates import KINDS, Candidate, Scores, by_kind, taken
from indexer.entities.recognize.place_evidence import is_river
from indexer.entities.recognize.scan import Scan
from indexer.entities.recognize.tagger import Tagger, Tagging
from indexer.entities.records import Mention
from indexer.language.normalize import word_set
from indexer.language.tokens import ARABIC, BREAK, CODE, STOP, Tokens

_NEVER_PLACES = lex.ROLE | lex.OFFICE | lex.TITLE | lex.NOT_ACRONYM
_OF_PERSONS = lex.mask("titles role_heads offices speech given_names honorifics")
_DOUBT = 2.0
"""By how much being no name may fit the words better where a rule saw one."""
_LEAST: Mapping[str, float] = {"en": -1.0, "ar": -3.0}
"""By how much each word of an organization that no rule saw must at least beat being no name."""
_ARABIC_MARGIN = 1.0
_CURRENCIES = word_set("dlr dlrs cts mln pct stg")
_ENGLISH_ORDINALS = word_set("first second third fourth fifth sixth seventh eighth ninth tenth")
_FORMULAS = word_set("رسول رضي صلي نبي كتاب حزب بيت سبيل شاء رحمه حفظه باذن بحمد وفقه سبحان")
_OPEN_QUOTES, _CLOSE_QUOTES = frozenset('“"«‘'), frozenset('”"»’.,')


def is_name(scan: Scan, span: Candidate) -> bool:
    """Can a candidate be a name at all: no list, no office, no single letter?"""
    first, after = span.first, span.after
    fold, sense = scan.tokens.fold, scan.sense
    alone = after == first + 1
    if span.kind == "organization":
        none = is_no_body(scan, first, after)
    elif span.kind == "person":
        none = (
            all(sense[at] & (lex.ROLE | lex.OFFICE) for at in range(first, after))
            or (alone and fold[first] in _ENGLISH_ORDINALS)  # "Philip the Sixth"
            or fold[after - 1].rstrip(".") in _CURRENCIES  # "N.Z. Dlrs"
            or _is_of_god(scan, first, after)
            or (alone and _is_predicate(scan, first))
        )
    else:
        at = first + (fold[first] in TOWNS)
        none = alone and bool(sense[first] & _NEVER_PLACES)
        none = none or (at > 0 and fold[at - 1] in TOWNS and describes(fold[at]))
    return not none and sum(map(str.isalpha, scan.tokens.slice(first, after))) > 1


def without_streets(scan: Scan, found: list[Candidate]) -> list[Candidate]:
    """Without "Paris Street", « rue de Rome », شارع بغداد and the river Niger for the country."""
    fold = scan.tokens.fold
    return [
        one
        for one in found
        if one.kind == "organization"
        or not (_is_street(scan, one) or (one.after == one.first + 1 and is_river(fold, one.first)))
    ]


def _is_street(scan: Scan, span: Candidate) -> bool:
    """Is it a street, or what only bears the name: « l’accord de Paris »?"""
    fold = scan.tokens.fold
    first, after = span.first, span.after
    if after - first > 1 and fold[after - 1].rstrip(".") in words_of("streets_behind"):
        return True
    before = first - 1
    for _ in range(2):  # « rue de la Paix »
        if before > 0 and fold[before] in _OF_STREETS:
            before -= 1
    before_it = words_of("streets") | (words_of("pacts") if span.kind == "place" else frozenset())
    return any(
        stem in before_it for at in (first, before) if at >= 0 for _, stem in stems(fold[at])
    )


_OF_STREETS = word_set("de du des d' la l' le")


def _is_predicate(scan: Scan, at: int) -> bool:
    """Does a given name say at the end of a sentence what a thing is: "the weather is Jamil"?"""
    tokens, fold = scan.tokens, scan.tokens.fold
    if not at or tokens.kind[at] != ARABIC or tokens.kind[at - 1] != ARABIC:
        return False
    ends = at + 1 == len(tokens) or tokens.kind[at + 1] in (STOP, BREAK)
    if not ends or not fold[at - 1].startswith("ال") or fold.count(fold[at]) > 1:
        return False
    return not sense_of(fold[at - 1], _OF_PERSONS)[0]


def _is_of_god(scan: Scan, first: int, after: int) -> bool:
    """Is it God, or a formula: "the Messenger of God", "may God be pleased with him"?"""
    fold = scan.tokens.fold
    return any(
        fold[at] == "الله" and (at == first or fold[at - 1] in _FORMULAS)
        for at in range(first, after)
    )


def without_acronyms_of_none(scan: Scan, found: list[Candidate]) -> list[Candidate]:
    """Believe no acronym of a list or a programme: "Heritage List (HL)"."""
    tokens, fold = scan.tokens, scan.tokens.fold
    ends = {span.after for span in found if span.kind == "organization"}
    none = {
        tokens.words[at + 1]
        for at in tokens.marks()
        if 1 <= at < len(fold) - 2
        and fold[at] == "("
        and fold[at + 2] == ")"
        and at not in ends
        and scan.sense[at - 1] & (lex.NOT_BODY | lex.BODY) == lex.NOT_BODY
    }
    if not none:
        return found
    return [
        one for one in found if one.after > one.first + 1 or tokens.words[one.first] not in none
    ]


def without_agency_marks(scan: Scan, found: list[Candidate]) -> list[Candidate]:
    """Without who sent the news: "(Harbour Wire - 3rd June)" before a story, "Reuter" after it."""
    tokens, fold = scan.tokens, scan.tokens.fold
    brackets = [at for at in tokens.marks() if fold[at] == "("]
    marks = [
        (at, close)
        for at in brackets
        if (at == 0 or tokens.kind[at - 1] == BREAK)
        for close in [next((i for i in range(at, min(at + 14, len(fold))) if fold[i] == ")"), 0)]
        if any(tokens.kind[i] == CODE for i in range(at, close))
    ]
    marks += [
        (at, at + 2)
        for at in brackets
        if 1 <= at < len(fold) - 3
        and fold[at + 2] == ")"
        and fold[at + 3] in _DASHES
        and tokens.kind[at + 1] != ARABIC
    ]
    last = _signature(tokens)
    return [
        one
        for one in found
        if one.first != last and not any(low < one.first < high for low, high in marks)
    ]


def _signature(tokens: Tokens) -> int | None:
    """The word that is alone behind the last sentence or line of text, no list of names."""
    parts: list[list[int]] = [[]]
    for at in range(len(tokens.kind) - 1, -1, -1):
        if tokens.kind[at] == BREAK or tokens.words[at] in _ENDS:
            if len(parts) == 2 and parts[1]:
                break
            if parts[-1]:
                parts.append([])
        elif any(map(str.isalpha, tokens.words[at])):
            parts[-1].append(at)
            if len(parts) == 1 and len(parts[0]) > 1:
                return None
    alone = len(parts) > 1 and len(parts[1]) >= _SENTENCE_WORDS
    return parts[0][0] if alone else None


_AND = frozenset({"&", "and", "et"})
_DASHES = frozenset("-–—")
_NEVER = -1e9
_ENDS = frozenset('.!?؟…"”»')
_SENTENCE_WORDS = 4


def without_doubtful(
    scan: Scan,
    tagger: Tagger,
    rules: Sequence[Mention],
    found: Sequence[Candidate],
    scores: Scores,
) -> list[Candidate]:
    """Leave out organizations that no rule saw, where a word hardly fits, quotes enclose all, or
    it is what one works in: "courses in Renewable Energy"."""
    fold = scan.tokens.fold
    least = _LEAST.get(tagger.language, _NEVER)
    seen = bytearray(len(fold))
    for mention in rules:
        if mention.kind == "organization":
            first, after = scan.tokens_of(mention)
            seen[first:after] = b"\1" * (after - first)

    def is_doubtful(first: int, after: int) -> bool:
        before, behind = fold[first - 1] if first else "", fold[after : after + 1]
        if before in _OPEN_QUOTES and not _CLOSE_QUOTES.isdisjoint(behind):
            return True
        rows = (scores[at] for at in range(first, after) if fold[at] not in _AND)
        return min((max(row[4], row[3]) - row[0] for row in rows), default=0.0) < least

    return [
        span
        for span in found
        if span.kind != "organization"
        or any(seen[span.first : span.after])
        or not is_doubtful(span.first, span.after)
    ]


def bodies_of_rules(
    scan: Scan, rules: Sequence[Mention], found: list[Candidate], reading: Tagging
) -> list[Candidate]:
    """Prefer an organization that a rule saw to what was read in its place, where it fits better.

    "the Pharmacy Council of Sierra Leone" rather than Sierra Leone.
    """
    scores = reading.scores
    at_token: dict[int, list[Candidate]] = defaultdict(list)

    def keep(one: Candidate) -> None:
        for at in range(one.first, one.after):
            at_token[at].append(one)

    for one in found:
        keep(one)
    for mention in rules:
        first, after = scan.tokens_of(mention)
        some = (one for at in range(first, after) for one in at_token.get(at, ()))
        over = dict.fromkeys(one for one in some if not one.dropped)
        if mention.kind != "organization" or not over or not scan.free(first, after):
            continue
        arabic = scan.tokens.kind[first] == ARABIC
        if any(
            (one.kind == "organization" and (one.first == first or arabic))
            or one.first < first
            or after < one.after
            for one in over
        ):
            continue
        fits = by_kind(scores, first, after)
        read = sum(scores[at][reading.labels[at]] for at in range(first, after)) / (after - first)
        if fits[1] > read - (_ARABIC_MARGIN if arabic else 0.0):
            for one in over:
                one.dropped = True
            found.append(Candidate("organization", first, after, fits, fixed=True))
            keep(found[-1])
    return [one for one in found if not one.dropped]


def by_rules_alone(
    scan: Scan, rules: Sequence[Mention], read: Sequence[Candidate], scores: Scores
) -> Iterator[Candidate]:
    """Names of rules that the recognizer passed over, but not by much."""
    owned = taken(scan, read)
    for mention in rules:
        first, after = scan.tokens_of(mention)
        if mention.kind == "person" or any(owned[first:after]):
            continue
        fits = by_kind(scores, first, after)
        none = sum(scores[at][0] for at in range(first, after)) / (after - first)
        if none - fits[KINDS.index(mention.kind)] < _DOUBT:
            yield Candidate(mention.kind, first, after, fits)
