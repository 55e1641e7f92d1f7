"""What the rules saw and what the learned recognizer read → the names of a text.

A definition is believed whatever the recognizer says. Otherwise the recognizer decides, and a name
that a rule saw too keeps the rule for its evidence. Then the places of one form are compared: a
word that is the head of a company's name in one sentence is no person in the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from indexer.entities.data.arabic_words import stems
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.recognize import agreement, doubts
from indexer.entities.recognize.arabic_persons import titled, with_ordinals
from indexer.entities.recognize.arabic_places import which_place
from indexer.entities.recognize.bounds import bounded
from indexer.entities.recognize.candidates import KINDS, MAX_PREFIX, Candidate, by_kind
from indexer.entities.recognize.evidence import in_words
from indexer.entities.recognize.landforms import is_landscape, landforms
from indexer.entities.recognize.namesakes import is_namesake
from indexer.entities.recognize.scan import Scan
from indexer.entities.recognize.spans import cut_of, spans
from indexer.entities.recognize.tagger import Tagger
from indexer.entities.recognize.titled_persons import is_addressed
from indexer.entities.recognize.titled_persons import titled as addressed
from indexer.entities.records import Mention
from indexer.language.tokens import ARABIC, BREAK, LOWER

RULE = "recognizer"
_TITLED = "title"
DEFINITION = "definition"
"""The rule that is believed whatever the recognizer says."""
_AROUND = 3


def decide(scan: Scan, tagger: Tagger) -> None:
    """Leave in `scan.found` the names of the text."""
    tokens = scan.tokens
    rules = scan.found
    reading = tagger.read(tokens, rules, scan.sense)
    scan.found = [
        one
        for one in rules
        if one.rule == DEFINITION or _within_token(scan, one) or is_landscape(one)
    ]
    scan.owned = bytearray(len(tokens))
    for mention in scan.found:
        first, after = scan.tokens_of(mention)
        scan.owned[first:after] = b"\1" * (after - first)
    every = [
        Candidate(kind, first, after, by_kind(reading.scores, first, after))
        for kind, low, high in spans(reading.labels)
        for first, after in bounded(scan, kind, low, high, tagger.language)
    ]
    found = [one for one in every if scan.free(one.first, one.after) and doubts.is_name(scan, one)]
    found += doubts.by_rules_alone(scan, rules, every, reading.scores)
    found += list(addressed(scan, found, reading.scores))
    if scan.arabic:
        found += list(titled(scan, found, reading.scores))
        with_ordinals(scan, found)
    found = doubts.bodies_of_rules(scan, rules, found, reading)
    found = doubts.without_agency_marks(scan, doubts.without_acronyms_of_none(scan, found))
    found = doubts.without_doubtful(scan, tagger, rules, found, reading.scores)
    agreement.believe_gazetteer(scan, rules, found)
    agreement.whole_places(scan, rules, found)
    landforms(scan, found)
    agreement.complete(scan, rules, found)
    agreement.agree(scan, found)
    found = doubts.without_streets(scan, found)
    agreement.without_swallowed(scan, found)
    found += agreement.again(scan, found)
    found = [
        one
        for one in found
        if one.kind != "person" or not is_namesake(tokens, one.first, one.after)
    ]
    agreement.with_particles(scan, found)
    by_offsets: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for mention in rules:
        by_offsets[mention.kind, mention.end].append(mention)
    inner = {
        tokens.fold[at]
        for span in found
        if span.kind == "person"
        for at in range(span.first + 1, span.after)
    }
    words = frozenset(tokens.fold)
    reasons: dict[tuple[str, str], str] = {}
    for span in found:
        if scan.free(span.first, span.after) and not _by_rule(scan, span, by_offsets):
            key = (span.kind, tokens.fold[span.first])
            if key not in reasons:
                label = 1 + 2 * KINDS.index(span.kind)
                names = tagger.evidence(tokens, reading, span.first, label)
                reasons[key] = f"{RULE}: {told}" if (told := in_words(names)) else RULE
            whole = span.kind == "person" and tokens.fold[span.first] in inner
            titles = span.kind == "person" and is_addressed(scan, span.first)
            rule = _TITLED if titles else reasons[key]
            _claim(scan, span, words, rule, whole=whole)


def _within_token(scan: Scan, mention: Mention) -> bool:
    """Is the name a part of a word: "OXO-Russia", "New York-based"?"""
    tokens = scan.tokens
    first, after = scan.tokens_of(mention)
    ends_early = mention.end < tokens.end[after - 1]
    hyphened = mention.start > tokens.start[first] and tokens.text[mention.start - 1] == "-"
    return tokens.kind[after - 1] != ARABIC and (ends_early or hyphened)


def _by_rule(scan: Scan, span: Candidate, rules: Mapping[tuple[str, int], list[Mention]]) -> bool:
    """Keep the rule for its evidence where it saw the same name."""
    start, end = scan.tokens.start[span.first], scan.tokens.end[span.after - 1]
    for mention in rules.get((span.kind, end), ()):
        if start <= mention.start <= start + MAX_PREFIX:
            scan.found.append(mention)
            scan.owned[span.first : span.after] = b"\1" * (span.after - span.first)
            return True
    return False


def _claim(scan: Scan, span: Candidate, words: frozenset[str], rule: str, *, whole: bool) -> None:
    """Claim a name without its prefix; `whole` where its first word is so in a longer name."""
    tokens = scan.tokens
    first, after = span.first, span.after
    skip = 0 if whole else cut_of(tokens, first, words, person=span.kind == "person")
    canonical = text = ""
    if span.kind == "organization" and tokens.kind[first] == LOWER:
        name = tokens.slice(first, after)  # « le ministère de la Mer »
        text = name[0].upper() + name[1:]
    if span.kind == "place":
        name = tokens.text[tokens.start[first] + skip : tokens.end[after - 1]]
        places = gazetteer().places
        keys = [fold_place(name)]
        if tokens.kind[first] == ARABIC:  # "للأردن" is "to Jordan", whose article is hidden
            rest = tokens.fold[first + 1 : after]
            keys += [" ".join((stem, *rest)) for _, stem in stems(tokens.fold[first])]
        key = next((key for key in keys if key in places), "")
        canonical = which_place(scan, first, key, places[key]) if key else f"~{name}"
    scan.claim(
        span.kind,
        first,
        after,
        rule,
        cue=_around(scan, first, after),
        text=text,
        skip=skip,
        canonical=canonical,
    )


def _around(scan: Scan, first: int, after: int) -> tuple[int, int]:
    """A name with the words next to it in its line."""
    kind = scan.tokens.kind
    low, high = first, after
    while low and first - low < _AROUND and kind[low - 1] != BREAK:
        low -= 1
    while high < len(kind) and high - after < _AROUND and kind[high] != BREAK:
        high += 1
    return low, high
