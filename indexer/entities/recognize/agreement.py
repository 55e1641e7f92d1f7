"""What the other places of a name, the rules and the gazetteer make of a candidate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from indexer.entities.data.arabic_words import ordinary, stems
from indexer.entities.data.gazetteer import SURE_RULE, fold_place, gazetteer
from indexer.entities.data.lexicon import CALENDAR, GIVEN_NAME, NAME_WORD, PREPOSITION
from indexer.entities.recognize.candidates import KINDS, Candidate, taken
from indexer.entities.recognize.scan import Scan
from indexer.entities.recognize.topic import is_of_sport
from indexer.entities.records import Mention
from indexer.language.given_names import given_names
from indexer.language.surnames import surnames
from indexer.language.tokens import ACRONYM, ARABIC, CAPITAL, CODE, LOWER, mask_of
from search_index.model.article import NameKind

_NAME_SENSES = GIVEN_NAME | NAME_WORD
_LIKELY_MASK = mask_of(CAPITAL, ACRONYM, ARABIC)
_PART_OF_LONGER = 4.0
"""How much, in log-odds, a longer name of that kind that holds the word speaks for the kind."""
_MOST_WORDS = 40
"""Names in a longer one are looked for up to this length: their number grows with its square."""
_READ_SO = 2.0
"""How much it speaks for a kind that the recognizer read a place of the form as that kind."""
_SURE = 4.0
"""By how much another kind must fit a place of the gazetteer better."""


def believe_gazetteer(scan: Scan, rules: Sequence[Mention], found: Sequence[Candidate]) -> None:
    """A place that the tables know stays one unless the recognizer is sure of another kind."""
    tokens = scan.tokens
    places = {
        (mention.start, mention.end)
        for mention in rules
        if mention.kind == "place" and mention.rule == SURE_RULE
    }
    sure = 0.0 if not scan.arabic and is_of_sport(tokens, "fr" if scan.french else "en") else _SURE
    for span in found:
        where = tokens.start[span.first], tokens.end[span.after - 1]
        known = where in places and max(span.scores) - span.scores[2] < sure
        if known or (span.kind == "organization" and _is_shouted_town(scan, span)):
            span.kind = "place"
            span.fixed = True


def _is_shouted_town(scan: Scan, span: Candidate) -> bool:
    """Is it a town in capitals where one goes or stays: "left for KHARTOUM", "OSLO, 3 May"?"""
    tokens, at = scan.tokens, span.first
    if span.after != at + 1 or not at or tokens.kind[at] != ACRONYM or len(tokens.words[at]) < 4:
        return False
    dated = tokens.fold[at + 1 : at + 2] == [","] and any(
        tokens.kind[day] == CODE or scan.sense[day] & CALENDAR
        for day in range(at + 2, min(at + 3, len(tokens)))
    )
    place = gazetteer().places.get(fold_place(tokens.words[at]))
    stays = tokens.kind[at - 1] == LOWER and (
        scan.sense[at - 1] & PREPOSITION or tokens.fold[at - 1] in ("for", "to", "vers")
    )
    return bool((stays or dated) and place is not None and place.sure)


def _grow(found: list[Candidate], wholes: Mapping[Candidate, tuple[int, int]]) -> None:
    """Let candidates reach from one token to another, and drop what else is there."""
    for span, (first, after) in wholes.items():
        for other in found if not span.dropped else ():
            if other is not span and other.first < after and first < other.after:
                other.dropped = True
        span.first, span.after = first, after
    found[:] = [span for span in found if not span.dropped]


def complete(scan: Scan, rules: Sequence[Mention], found: list[Candidate]) -> None:
    """Let an organization go on as far as a rule follows its links: "for", "and"."""
    bodies = [one for one in rules if one.kind == "organization"]
    ends: dict[int, int] = {}
    for first, after in map(scan.tokens_of, bodies):
        ends[first] = max(after, ends.get(first, 0))
    heads = dict(scan.tokens_of(one) for one in bodies if one.rule != "head noun")
    wholes = {}
    for span in found:
        if span.kind != "organization":
            continue
        cut = heads.get(span.first, span.after)
        if cut < span.after and scan.tokens.fold[cut] in ("of", "in"):
            span.after = cut  # "Ostlund Oil of Gdansk"
        if ends.get(span.first, 0) > span.after:
            wholes[span] = (span.first, ends[span.first])
    _grow(found, wholes)


def whole_places(scan: Scan, rules: Sequence[Mention], found: list[Candidate]) -> None:
    """Let a place be as long as the tables have it: "Gulf of Guinea", not Guinea."""
    tables: dict[int, tuple[int, int]] = {}
    for mention in rules:
        if mention.kind == "place" and mention.rule == SURE_RULE:
            first, after = scan.tokens_of(mention)
            if scan.tokens.end[after - 1] == mention.end:
                tables.update(dict.fromkeys(range(first, after), (first, after)))
    wholes = {}
    for span in found:
        first, after = tables.get(span.first, (span.first, span.after))
        longer = span.after <= after and after - first > span.after - span.first
        if span.kind == "place" and longer and scan.free(first, after):
            wholes[span] = (first, after)
    _grow(found, wholes)


def agree(scan: Scan, found: list[Candidate]) -> None:
    """Make one form one kind throughout the text, by all its places together."""
    fold = scan.tokens.fold
    totals: dict[tuple[str, ...], list[float]] = {}
    for span in found:
        form = tuple(fold[span.first : span.after])
        total = totals.setdefault(form, [0.0, 0.0, 0.0])
        for number, score in enumerate(span.scores):
            total[number] += score
        total[KINDS.index(span.kind)] += _READ_SO
    for span in found:
        for cut in range(1, min(span.after - span.first, _MOST_WORDS)):
            first, after = span.first, span.first + cut
            if span.kind == "person":
                first, after = span.after - cut, span.after
            part = tuple(fold[first:after])
            if part in totals and span.kind != "place":
                totals[part][KINDS.index(span.kind)] += _PART_OF_LONGER
    for span in found:
        if span.after - span.first > 1 or span.fixed:
            continue
        total = totals[tuple(fold[span.first : span.after])]
        best = max(range(3), key=total.__getitem__)
        if total[best] > total[KINDS.index(span.kind)]:
            span.kind = KINDS[best]


def without_swallowed(scan: Scan, found: Sequence[Candidate]) -> None:
    """End persons in Arabic before a word that is in no list, where the rest recurs without it.

    "Jong Un executes" next to "Jong Un"; a surname alone must have its given name before it, and
    behind one that ends a full name elsewhere ("Al-Kilani the field") no name goes on.
    """
    fold = scan.tokens.fold
    persons = [one for one in found if one.kind == "person" and _is_arabic(scan, one)]
    forms = {tuple(fold[one.first : one.after]) for one in persons}
    before = _words_before_surnames(scan, persons)
    for span in persons:
        first = span.first
        cut = first > 0 and fold[first - 1] in before.get(fold[first], ())
        cut |= fold[first] in before and fold[first] not in given_names()[1]
        while span.after - first > 1 and not _is_listed(fold[span.after - 1]):
            rest = tuple(fold[first : span.after - 1])
            if not (len(rest) > 1 and rest in forms) and not cut:
                break
            span.after -= 1


def _is_arabic(scan: Scan, span: Candidate) -> bool:
    return scan.tokens.kind[span.after - 1] == ARABIC


def _is_listed(word: str) -> bool:
    """Is a folded Arabic word a given name, a surname or a place that some list knows?"""
    return (
        word in surnames()
        or word in given_names()[1]
        or word in gazetteer().places
        or word.removeprefix("ال") in surnames()
    )


def with_particles(scan: Scan, found: Sequence[Candidate]) -> None:
    """Give a surname the words before it that are between given name and surname elsewhere.

    "de Clerval" after "Hugo de Clerval", "Bin Salim" after "Omar bin Salim".
    """
    fold = scan.tokens.fold
    persons = [one for one in found if one.kind == "person" and not _is_arabic(scan, one)]
    inner: dict[str, set[str]] = defaultdict(set)
    for span in persons:
        if span.after - span.first > 2:
            inner[fold[span.after - 1]].update(fold[span.first + 1 : span.after - 1])
    owned = taken(scan, found) if inner else b""
    for span in persons:
        if span.after - span.first == 1 and fold[span.first] in inner:
            words = inner[fold[span.first]]
            while span.first and not owned[span.first - 1] and fold[span.first - 1] in words:
                span.first -= 1


def again(scan: Scan, found: Sequence[Candidate]) -> list[Candidate]:
    """Other places of the names of one word, and of the surnames of persons in Arabic."""
    tokens = scan.tokens
    named: dict[str, NameKind] = {}
    owned = taken(scan, found)
    for span in found:
        last = span.after - 1
        arabic = tokens.kind[last] == ARABIC
        if span.first == last or (arabic and span.kind == "person"):
            word = stems(tokens.fold[last])[-1][1] if arabic else tokens.words[last]
            if len(word) > (3 if arabic else 2):
                named.setdefault(word, span.kind)
    if not named:
        return []
    more = []
    before = _words_before_surnames(scan, found)
    for at in tokens.places(_LIKELY_MASK):
        kind = None
        if owned[at]:
            continue
        if tokens.kind[at] == ARABIC:
            if not ordinary(tokens.fold[at]):
                kind = next((named[s] for _, s in stems(tokens.fold[at]) if s in named), None)
        elif tokens.kind[at] in (CAPITAL, ACRONYM) and tokens.fold[at] not in scan.lower:
            kind = None if scan.sense[at] & ~_NAME_SENSES else named.get(tokens.words[at])
        if kind is not None:
            first = at
            while kind == "person" and first and not owned[first - 1]:
                if tokens.fold[first - 1] not in before.get(tokens.fold[at], ()):
                    break
                first -= 1
            more.append(Candidate(kind, first, at + 1, (0.0, 0.0, 0.0)))
    return more


def _words_before_surnames(scan: Scan, found: Sequence[Candidate]) -> Mapping[str, set[str]]:
    """What stands before each Arabic surname in the full names of the story."""
    fold = scan.tokens.fold
    before: dict[str, set[str]] = {}
    for span in found:
        if span.kind == "person" and span.after - span.first > 1 and _is_arabic(scan, span):
            before.setdefault(fold[span.after - 1], set()).update(fold[span.first : span.after - 1])
    return before
