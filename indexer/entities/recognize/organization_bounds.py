"""How far a body's name reaches to both sides of its head noun, in English."""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    CALENDAR,
    COMMON,
    DEMONYM,
    FUNCTION,
    NAME_WORD,
    NOT_BODY,
    OFFICE,
    ORGAN,
    PORTFOLIO,
    REGION,
    ROLE,
    ROLE_WORD,
    ROYAL,
    TITLE,
    TOPIC,
    words_of,
)
from indexer.entities.data.word_endings import FIELDS, TOPICAL
from indexer.entities.recognize.definitions import LINKS
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER, STOP

LONGEST = 16
GENERIC = TOPIC | ORGAN | PORTFOLIO | COMMON | FUNCTION | ROLE_WORD | REGION

_OF = frozenset({"of", "for", "de", "du", "des", "d'", "pour", "on"})
AND = frozenset({"and", "et", "&"})
ARTICLES = frozenset({"les", "la", "le", "l'", "des", "de", "the", "du", "d'"})


def left_end(scan: Scan, at: int) -> int:
    """The first token of the words that widen the head noun on its left."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    first = at
    while first > 0:
        here = first - 1
        if scan.owned[here] or not tokens.touches(first):
            break
        if kind[here] in (CAPITAL, ACRONYM, INITIAL):
            if not _widens_left(scan, here):
                break
            first = here
        elif _is_possessive(scan, here):
            first = here - 1
        elif fold[here] in ("and", "&") and here and kind[here - 1] == CAPITAL:
            first = _first_of_pair(scan, here)
            break
        elif fold[here] == "," and here and kind[here - 1] == CAPITAL and fold[first] == "and":
            first = here - 1
        else:
            break
    return first


def _widens_left(scan: Scan, at: int) -> bool:
    """May the capital word belong to the name of the head noun on its right?"""
    bits = scan.sense[at]
    if bits & (CALENDAR | FUNCTION) and not bits & NAME_WORD:
        return False
    if bits & (TITLE | OFFICE) and not bits & ROYAL:
        return False
    return not scan.tokens.fold[at].endswith(("-based", "-led", "-backed", "-funded"))


def _is_possessive(scan: Scan, at: int) -> bool:
    """Does token `at` end "Women's" or "Farmers’" in a name?"""
    fold = scan.tokens.fold
    if not at or not scan.capital(at - 1):
        return False
    if fold[at] == "'s":
        return fold[at - 1] in words_of("plurals")
    return fold[at] in ("’", "'") and fold[at - 1][-1] == "s"


def _first_of_pair(scan: Scan, link: int) -> int:
    """The first token of "Arts, Letters and", where it belongs to the name after the "and".

    `link` is the token of the "and"; where the name begins after it, the one after it.
    """
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    left = link - 1
    if (
        scan.owned[left]
        or sense[left] & BODY
        or fold_place(tokens.words[left]) in gazetteer().places
    ):
        return link + 1
    while (
        left >= 2
        and fold[left - 1] == ","
        and kind[left - 2] == CAPITAL
        and topical(scan, left - 2)
    ):
        left -= 2
    while left and kind[left - 1] == CAPITAL and not sense[left - 1] & (FUNCTION | TITLE | OFFICE):
        left -= 1
    opens = (left and fold[left - 1] in ("the", "'s")) or tokens.opens_sentence(left)
    return left if opens or topical(scan, link - 1) else link + 1


def topical(scan: Scan, at: int) -> bool:
    """Is the word a field of work, an adjective or a common noun rather than a name?"""
    folded = scan.tokens.fold[at]
    return (
        bool(scan.sense[at] & (TOPIC | PORTFOLIO | COMMON | DEMONYM))
        or folded in scan.lower
        or folded.endswith(TOPICAL)
    )


def right_end(scan: Scan, at: int) -> int:
    """The end of the words that widen the head noun on its right: "of …", "for …"."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    size = len(tokens)
    after = at + 1
    linked = False
    while after < size and after - at < LONGEST:
        if scan.owned[after] or not (tokens.touches(after) or fold[after] in AND):
            break
        code = kind[after]
        if code in (CAPITAL, ACRONYM):
            if not _widens_right(scan, after, linked=linked):
                break
            after += 1
        elif fold[after] in LINKS:
            end = _linked(scan, at, after, linked=linked)
            if end == after:
                break
            linked = True
            after = end
        elif fold[after] == "," and linked:
            end = _list_end(scan, after)
            if not end:
                break
            after = end
        elif (
            fold[after] in ("’", "'")
            and fold[after - 1][-1] == "s"
            and after + 1 < size
            and kind[after + 1] == CAPITAL
        ):
            after += 1
        else:
            break
    while after - 1 > at and (fold[after - 1] in LINKS or kind[after - 1] == STOP):
        after -= 1
    return after


def _widens_right(scan: Scan, at: int, *, linked: bool) -> bool:
    """May the capital word belong to the name on its left, `linked` where "of …" came before?"""
    bits = scan.sense[at]
    if bits & (CALENDAR | FUNCTION | OFFICE) or (bits & TITLE and not bits & ROYAL):
        return False
    if not linked and bits & (ROLE | NOT_BODY) and not bits & (ROYAL | NAME_WORD | BODY):
        return False
    if scan.tokens.kind[at] == ACRONYM and len(scan.tokens.fold[at]) > 3:
        return False
    return not (linked and _after_place(scan, at) and not bits & BODY)


def _after_place(scan: Scan, at: int) -> bool:
    """Does a place that ends the name stand right before: "Bank of England | Governor"?"""
    tokens = scan.tokens
    place = gazetteer().places.get(fold_place(tokens.words[at - 1]))
    return tokens.fold[at - 2] in ("of", "de", "du", "d'") and place is not None and place.sure


def _linked(scan: Scan, head: int, link: int, *, linked: bool) -> int:
    """End of "of the Sea", "et de la culture" that starts at token `link`, or `link`."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    size = len(tokens)
    step = link + 1
    while step < size and step - link < 3 and fold[step] in ARTICLES:
        step += 1
    if step >= size or scan.owned[step] or not tokens.touches(step):
        return link
    bits, code = sense[step], kind[step]
    if fold[link] not in _OF | AND:
        # "American University in Cairo"
        named = fold[link] == "in" and fold[head] == "university" and sense[head - 1] & DEMONYM
        return step + 1 if named and code == CAPITAL and _lone_place(scan, step) else link
    if code == ACRONYM and fold[link] == "for":
        return step + 1  # "National Commission for UNESCO"
    if code != CAPITAL or bits & (CALENDAR | OFFICE) or (bits & TITLE and not bits & ROYAL):
        return link
    if fold[link] in AND and not (linked and _continues(scan, step)):
        return link
    if (
        fold[link] in ("of", "de", "d'", "du")
        and not linked
        and _lone_place(scan, step)
        and _distinct_before(scan, head, link)
    ):
        return link
    return max(step + 1, scan.blocks.get(step, 0))


def _continues(scan: Scan, at: int) -> bool:
    """Does what follows "and" still belong to the name?"""
    tokens, sense = scan.tokens, scan.sense
    if tokens.kind[at] == ACRONYM or fold_place(tokens.words[at]) in gazetteer().places:
        return False
    step = at
    while step < len(tokens) and scan.capital(step) and (step == at or tokens.touches(step)):
        if sense[step] & BODY:
            return False
        step += 1
    return step - at < 2 or tokens.kind[at] == LOWER or topical(scan, at)


def _list_end(scan: Scan, comma: int) -> int:
    """End of ", Science and Culture" whose first comma is given; 0 if it is no such list."""
    tokens, fold = scan.tokens, scan.tokens.fold
    size = len(tokens)
    step = comma
    while step < size:
        last = fold[step] in AND
        here = step + 1
        if not last and here < size and fold[here] in AND:
            last = True
            here += 1
        while here < size and fold[here] in ARTICLES:
            here += 1
        if here >= size or not _item(scan, here):
            return 0
        here += 1
        while (
            here < size
            and tokens.kind[here] == CAPITAL
            and tokens.touches(here)
            and topical(scan, here)
        ):
            here += 1
        if last:
            return here
        if here >= size or fold[here] not in AND | {","}:
            return 0
        step = here
    return 0


def _item(scan: Scan, at: int) -> bool:
    if scan.tokens.kind[at] == CAPITAL:
        return topical(scan, at)
    return scan.tokens.kind[at] == LOWER and bool(scan.sense[at] & PORTFOLIO)


def _lone_place(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    behind = scan.blocks.get(at, at + 1)
    if at not in scan.blocks and fold_place(tokens.words[at]) not in gazetteer().places:
        return False
    return behind >= len(tokens) or not scan.capital(behind)


def _distinct_before(scan: Scan, head: int, link: int) -> bool:
    """Has the name up to `link` a word that is a proper name by itself?"""
    first = left_end(scan, head)
    return any(
        scan.tokens.kind[i] == CAPITAL
        and not scan.sense[i] & (GENERIC | DEMONYM | BODY | NOT_BODY | ROYAL)
        and not scan.tokens.fold[i].endswith(FIELDS)
        for i in range(first, link)
    )
