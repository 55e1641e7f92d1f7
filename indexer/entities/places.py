"""Places in English and French prose: gazetteer look-ups, checked by what stands around."""

from __future__ import annotations

from indexer.entities.gazetteer import Place, fold_place, gazetteer
from indexer.entities.lexicon import (
    BODY,
    CALENDAR,
    COMMON,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    LANGUAGE,
    NOT_BODY,
    OFFICE,
    ORGAN,
    PLACE_AFFIX,
    PLACE_PREFIX,
    PLACE_WORD,
    PORTFOLIO,
    PREPOSITION,
    REGION,
    ROLE,
    ROLE_WORD,
    SURE_PREPOSITION,
    TITLE,
    TOPIC,
)
from indexer.entities.scan import Scan
from indexer.entities.tokens import ABBREVIATION, ACRONYM, BREAK, CAPITAL, CODE, LOWER, STOP

_CODES = frozenset(
    {"USA", "UK", "UAE", "US", "KSA", "DRC", "RDC", "EAU", "U.S.", "U.K.", "U.A.E.", "U.S.A."}
)
_ORDINARY = (
    COMMON
    | FUNCTION
    | CALENDAR
    | LANGUAGE
    | DEMONYM
    | BODY
    | NOT_BODY
    | OFFICE
    | ROLE
    | TITLE
    | TOPIC
    | PORTFOLIO
    | ORGAN
)
_GOES_ON = OFFICE | TITLE | ROLE_WORD | ROLE | PLACE_AFFIX | BODY | NOT_BODY | TOPIC | COMMON
_COMPASS = frozenset({"north", "south", "east", "west", "nord", "sud", "est", "ouest", "outskirts"})


def find_blocks(scan: Scan) -> None:
    """Note countries of several words, so that "Federation" in one is no head noun."""
    table = gazetteer()
    tokens = scan.tokens
    for at, code in enumerate(tokens.kind):
        if code != CAPITAL:
            continue
        first = fold_place(tokens.words[at]).split(" ", 1)[0]
        longest = table.longest.get(first, 1)
        for end in range(min(at + longest + 1, len(tokens)), at + 1, -1):
            place = table.places.get(fold_place(tokens.slice(at, end)))
            if place is not None and place.rank == "country":
                scan.blocks[at] = end
                break


def find_places(scan: Scan) -> None:
    """Claim every free run of tokens that names a place."""
    table = gazetteer()
    tokens = scan.tokens
    kind = tokens.kind
    parts = {
        piece
        for mention in scan.found
        if mention.kind == "person"
        for piece in fold_place(mention.text).split()
    }
    at, size = 0, len(tokens)
    while at < size:
        if scan.owned[at] or kind[at] not in (CAPITAL, ACRONYM, ABBREVIATION):
            at += 1
            continue
        key = fold_place(tokens.words[at])
        longest = table.longest.get(key.split(" ", 1)[0], 0)
        end = 0
        for after in range(min(at + longest + 1, size), at, -1):
            if not scan.free(at, after):
                continue
            if after - at > 1 and not _one_run(scan, at, after):
                continue
            place = table.places.get(
                key if after == at + 1 else fold_place(tokens.slice(at, after))
            )
            if place is None and after - at == 2 and _affixed(scan, at):
                place = table.places.get(key)
            if place is not None and _believed(scan, at, after, place, parts):
                scan.claim("place", at, after, "gazetteer", canonical=_canonical(place))
                end = after
                break
        at = end or max(at + 1, _unlisted(scan, at, parts) or _compound(scan, at))


def _one_run(scan: Scan, at: int, after: int) -> bool:
    """May the tokens be one name: nothing but words, the last not small behind an article?"""
    kinds = scan.tokens.kind[at:after]
    if BREAK in kinds or kinds[-1] == STOP:
        return False
    return not (kinds[-1] == LOWER and scan.sense[at] & FUNCTION)


def _canonical(place: Place) -> str:
    """The English name; "~" marks one that a form in English text may replace."""
    return place.name if place.listed else f"~{place.name}"


def _affixed(scan: Scan, at: int) -> bool:
    return bool(scan.sense[at + 1] & PLACE_AFFIX) and scan.tokens.kind[at + 1] == CAPITAL


def _believed(scan: Scan, at: int, end: int, place: Place, parts: set[str]) -> bool:
    """Is the place meant, rather than a part of a longer name or a common word?"""
    tokens, sense = scan.tokens, scan.sense
    kind, fold = tokens.kind, tokens.fold
    single = end - at == 1
    if single and kind[at] in (ACRONYM, ABBREVIATION):
        shouted = tokens.words[at] not in _CODES
        if shouted and not (
            at == 0 and end < len(tokens) and fold[end] in (",", "(", "–", "—", "-")
        ):
            return False
    if end < len(tokens) and fold[end] == "$":
        return False
    if (
        end < len(tokens)
        and kind[end] == CAPITAL
        and tokens.touches(end)
        and not sense[end] & _GOES_ON
    ):
        return place.rank == "country" and sense[end] & DEMONYM > 0
    if single and at and kind[at - 1] == CAPITAL and tokens.touches(at):
        unknown = not sense[at - 1] and not scan.owned[at - 1]
        if unknown:
            return False
    evidence = _evidence(scan, at, end)
    if single and sense[at] & (BODY | NOT_BODY | OFFICE | ROLE | TITLE):
        return False
    if single and (fold[at] in parts or (sense[at] & GIVEN_NAME)):
        return evidence == 2
    if place.sure:
        return True
    if place.rank == "country":
        return evidence > 0 or not tokens.opens_sentence(at)
    return evidence > 0


def _evidence(scan: Scan, at: int, end: int) -> int:
    """2: a preposition of place or a country behind; 1: another hint; 0: none."""
    tokens, sense = scan.tokens, scan.sense
    fold = tokens.fold
    before = at - 1
    while before > 0 and (sense[before] & REGION or fold[before] in ("the", "la", "le", "l'")):
        before -= 1
    if before >= 0:
        if sense[before] & SURE_PREPOSITION or sense[before] & PLACE_WORD:
            return 2
        if (
            fold[before] in ("of", "de", "d'")
            and before
            and (sense[before - 1] & PLACE_WORD or fold[before - 1] in _COMPASS)
        ):
            return 2
        if sense[before] & PREPOSITION:
            return 1
        if fold[before] in (",", "and", "et", "or", "ou") and _follows_place(scan, before):
            return 1
    if end + 1 < len(tokens) and fold[end] in (",", "(") and scan.capital(end + 1):
        after = scan.blocks.get(end + 1, end + 2)
        other = gazetteer().places.get(fold_place(tokens.slice(end + 1, after)))
        if other is not None and other.rank == "country":
            return 2
    if at == 0 and end < len(tokens) and fold[end] in (",", "(", "–", "—", "-"):
        return 2
    if end + 1 < len(tokens) and fold[end] in (",", "and", "et") and sense[end + 1] == 0:
        other = gazetteer().places.get(fold_place(tokens.words[end + 1]))
        if other is not None and other.sure:
            return 1
    return 0


def _follows_place(scan: Scan, comma: int) -> bool:
    tokens = scan.tokens
    here = comma - 1
    if here > 0 and tokens.fold[here] == ",":
        here -= 1
    if here < 0 or not scan.owned[here] or not scan.found:
        return False
    last = scan.found[-1]
    return last.kind == "place" and last.end == tokens.end[here]


def _compound(scan: Scan, at: int) -> int:
    """Countries in "OXO-Russia" or "Tunisia-Libya": claims both, returns where to go on."""
    tokens = scan.tokens
    word = tokens.words[at]
    if "-" not in word or scan.sense[at]:
        return 0
    offset = tokens.start[at]
    sides = [gazetteer().places.get(fold_place(part)) for part in word.split("-")]
    if not all(side is None or side.rank == "country" for side in sides):
        return 0
    named = [
        part.isupper() or side is not None
        for part, side in zip(word.split("-"), sides, strict=True)
    ]
    if not all(named):
        return 0
    for part, side in zip(word.split("-"), sides, strict=True):
        if side is not None:
            scan.add_part("place", offset, offset + len(part), "gazetteer", side.name)
        offset += len(part) + 1
    return at + 1


def _unlisted(scan: Scan, at: int, parts: set[str]) -> int:
    """A place that no table knows, by the words before it: "the city of X", "in X"."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    if kind[at] != CAPITAL or at == 0 or scan.headline[at] or fold[at] in parts:
        return 0
    prefixed = bool(sense[at] & PLACE_PREFIX)
    end = at + 1
    if end < len(tokens) and kind[end] == CAPITAL and tokens.touches(end):
        end += 1
        if not prefixed or (end < len(tokens) and kind[end] == CAPITAL and tokens.touches(end)):
            return 0
    elif prefixed and len(fold[at]) > 3:
        return 0
    if (sense[at] & _ORDINARY and not prefixed) or sense[at] & GIVEN_NAME or fold[at] in scan.lower:
        return 0
    if not scan.free(at, end) or tokens.words[at][-1] == ".":
        return 0
    before = at - 1
    if fold[before] in ("of", "de", "d'") and before and sense[before - 1] & PLACE_WORD:
        rule, cue = "place word", before - 1
    elif fold[before] in ("in", "à") and _in_place(scan, at, end):
        rule, cue = "preposition", before
    elif prefixed and fold[at] in ("lake", "lac", "mount", "mont") and end == at + 2:
        rule, cue = "place word", at
    else:
        return 0
    scan.claim("place", at, end, rule, cue=(cue, end), canonical="~" + tokens.slice(at, end))
    return end


def _in_place(scan: Scan, at: int, end: int) -> bool:
    """Is "in X" said of a place: not "in Xism", nor "in X and Y" of other things?"""
    tokens = scan.tokens
    folded = tokens.fold[at]
    if (
        folded.endswith(("ism", "isme", "ics", "logy", "tion", "ship", "ness", "ity"))
        or len(folded) < 3
    ):
        return False
    if end < len(tokens):
        if tokens.kind[end] == CODE or tokens.fold[end] in ("’", "'s", "-"):
            return False
        return tokens.kind[end] in (STOP, LOWER) or tokens.fold[end] == "\n"
    return True
