"""Places in English and French prose: gazetteer look-ups, checked by what stands around."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.entities.folding import word_set
from indexer.entities.gazetteer import Place, fold_place, gazetteer
from indexer.entities.lexicon import (
    BODY,
    CALENDAR,
    COMMON,
    DEMONYM,
    FACILITY,
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

_ELIDED = frozenset({"D’", "D'", "L’", "L'"})
_NAMES = frozenset({CAPITAL, ACRONYM, ABBREVIATION})
_WATERS = {"lac": "Lake", "lake": "Lake", "mont": "Mount"}
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
_GOES_ON = OFFICE | TITLE | ROLE_WORD | ROLE | PLACE_AFFIX
_THINGS = BODY | NOT_BODY | FACILITY
_NEVER_PLACES = BODY | NOT_BODY | OFFICE | ROLE | TITLE | CALENDAR
# Their small towns are named with surnames and common words.
_ENGLISH_COUNTRIES = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA"})
# "a stake in X", "published in X", "fluent in X": X is no place
_IN_THINGS = word_set(
    "stake share shares interest interests investment investments invest invested holding "
    "confidence faith belief believe believed trust expert specialist degree diploma course "
    "papers books readers songs poems texts words language languages printed spoken taught sung "
    "translated speak speaks broadcast broadcasts programmes "
    "courses lessons experience fluent written published article interview appeared wrote role"
)
_SUFFIXES = frozenset({"based", "born", "led", "backed", "headquartered"})
# "the outskirts of X", « au large de X »: X is a place
_COMPASS = word_set(
    "north south east west nord sud est ouest outskirts residents inhabitants villagers coast "
    "streets mayor maire habitants habitante habitant riverains large autour destination près "
    "environs alentours abords provenance rues couloir"
)
_RIVERS = word_set("niger congo senegal gambia jordan chad")
_STREAMS = word_set("river fleuve delta basin bassin banks bank mouth waters bend rives")
_ROADS = word_set(
    "bus road railway train trains ferry line navigation route motorway highway border track "
    "journey traffic boats"
)


SURE_RULE = "gazetteer"
WEAK_RULE = "gazetteer, doubtful"


def find_blocks(scan: Scan) -> None:
    """Note countries of several words, so that "Federation" in one is no head noun."""
    table = gazetteer()
    tokens = scan.tokens
    size = len(tokens)
    for at in scan.capitals:
        if tokens.kind[at] != CAPITAL:
            continue
        longest = table.longest.get(fold_place(tokens.words[at]).partition(" ")[0], 0)
        for end in range(min(at + longest + 1, size), at + 1, -1) if longest else ():
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
    size = len(tokens)
    end = 0
    for at, code in enumerate(kind):
        if code not in _NAMES or at < end or scan.owned[at]:
            continue
        word = tokens.words[at]
        if word[:2] in _ELIDED and fold_place(word) not in table.places:
            end = _elided(scan, at)
            continue
        key = fold_place(word)
        longest = table.longest.get(key.partition(" ")[0], 0)
        end = _water(scan, at)
        if end:
            continue
        for after in range(min(at + longest + 1, size), at, -1) if longest else ():
            if not scan.free(at, after):
                continue
            if after - at > 1 and not _one_run(scan, at, after):
                continue
            place = table.places.get(
                key if after == at + 1 else fold_place(tokens.slice(at, after))
            )
            if place is None and after - at == 2 and _affixed(scan, at):
                place = table.places.get(key)
            belief = _belief(scan, at, after, place, parts) if place is not None else 0
            if place is not None and belief:
                rule = SURE_RULE if belief == 2 else WEAK_RULE
                scan.claim("place", at, after, rule, canonical=marked(place))
                end = after
                break
        end = end or _unlisted(scan, at, parts) or _compound(scan, at)


def _elided(scan: Scan, at: int) -> int:
    """« D’Alger à Oran »: the place behind a capital elision; returns where to go on."""
    tokens = scan.tokens
    place = gazetteer().places.get(fold_place(tokens.words[at][2:]))
    if place is not None:
        start = tokens.start[at] + 2
        scan.add_part("place", start, tokens.end[at], SURE_RULE, marked(place))
    return at + 1


def _water(scan: Scan, at: int) -> int:
    """Claim "lac Tchad" whose first word is written small; returns its end or 0."""
    tokens = scan.tokens
    before = tokens.fold[at - 1] if at and tokens.kind[at - 1] == LOWER else ""
    if before not in _WATERS or tokens.kind[at] != CAPITAL:
        return 0
    place = gazetteer().places.get(fold_place(tokens.words[at]))
    name = f"{_WATERS[before]} {place.name if place else tokens.words[at]}"
    scan.claim("place", at - 1, at + 1, "place word", canonical=name)
    return at + 1


def _one_run(scan: Scan, at: int, after: int) -> bool:
    """May the tokens be one name: nothing but words, the last not small behind an article?"""
    kinds = scan.tokens.kind[at:after]
    if BREAK in kinds or kinds[-1] == STOP:
        return False
    return not (kinds[-1] == LOWER and scan.sense[at] & FUNCTION)


def marked(place: Place) -> str:
    """The English name; "~" marks one that a form in English text may replace."""
    return place.name if place.listed else f"~{place.name}"


def _affixed(scan: Scan, at: int) -> bool:
    return bool(scan.sense[at + 1] & PLACE_AFFIX) and scan.tokens.kind[at + 1] == CAPITAL


def _belief(scan: Scan, at: int, end: int, place: Place, parts: set[str]) -> int:
    """2: the place is meant; 1: perhaps, if the archive is sure of it elsewhere; 0: no."""
    tokens, sense = scan.tokens, scan.sense
    fold = tokens.fold
    single = end - at == 1
    if _within_longer(scan, at, end, place):
        return 0
    if single and sense[at] & _NEVER_PLACES:
        return 0
    if single and fold[at] in _RIVERS and _is_river(fold, at):
        return 0
    evidence = _evidence(scan, at, end)
    if single and sense[at] & LANGUAGE and evidence < 2:
        return 0
    if single and (fold[at] in parts or (sense[at] & GIVEN_NAME and not place.listed)):
        return 2 if evidence == 2 else 0
    if place.sure or place.rank == "country":
        return 2
    if single and sense[at] & COMMON:
        return 2 if evidence == 2 and place.listed else 0
    if place.listed or place.rank == "city" or place.country not in _ENGLISH_COUNTRIES:
        return 2 if evidence else 0
    return evidence


def _is_river(fold: Sequence[str], at: int) -> bool:
    """Is it a river that a country has its name from: "the delta of the Niger"?"""
    before = fold[max(at - 3, 0) : at]
    return (
        before[-1:] == ["river"]
        or (
            len(before) == 3
            and before[0] in _STREAMS
            and before[1:] in (["of", "the"], ["de", "la"])
        )
        or before[-2:] in (["delta", "du"], ["fleuve", "du"], ["bassin", "du"], ["bords", "du"])
    )


def _within_longer(scan: Scan, at: int, end: int, place: Place) -> bool:
    """Is the run part of something else: "US$", "SPLIT", "Cairo Tower", "the Medina of"?"""
    tokens, sense = scan.tokens, scan.sense
    kind, fold = tokens.kind, tokens.fold
    single = end - at == 1
    last = end >= len(tokens)
    if single and kind[at] in (ACRONYM, ABBREVIATION) and tokens.words[at] not in _CODES:
        opening = at == 0 and not last and fold[end] in (",", "(", "–", "—", "-")
        if not opening:
            return True
    if not last and fold[end] in ("$", "dollar", "dollars"):
        return True
    behind = not last and kind[end] == CAPITAL and tokens.touches(end) and not scan.owned[end]
    if behind and scan.headline[at]:
        # in a headline every word has its capital, so only a thing's name goes on
        return place.rank != "country" and (not place.listed or bool(sense[end] & _THINGS))
    if behind and not sense[end] & _GOES_ON:
        return not (place.rank == "country" and sense[end] & DEMONYM)
    if single and at and not last and fold[at - 1] == "the" and fold[end] == "of":
        return place.rank != "country"
    return (
        single
        and at > 0
        and kind[at - 1] == CAPITAL
        and tokens.touches(at)
        and not sense[at - 1]
        and not scan.owned[at - 1]
    )


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
    if end + 1 < len(tokens) and fold[end] in (",", "and", "et"):
        other = gazetteer().places.get(fold_place(tokens.words[end + 1]))
        if other is not None and other.sure:
            return 2 if other.rank == "country" else 1
    return 0


def _follows_place(scan: Scan, comma: int) -> bool:
    tokens = scan.tokens
    here = comma - 1
    if here > 0 and tokens.fold[here] == ",":
        here -= 1
    if here < 0:
        return False
    return tokens.end[here] in scan.place_ends


def _compound(scan: Scan, at: int) -> int:
    """Countries in "OXO-Russia" or "Tunisia-Libya": claims both, returns where to go on."""
    tokens = scan.tokens
    word = tokens.words[at]
    if "-" not in word or scan.sense[at]:
        return 0
    base, _, suffix = word.rpartition("-")
    if suffix in _SUFFIXES:
        place = gazetteer().places.get(fold_place(base))
        if place is not None:
            start = tokens.start[at]
            scan.add_part("place", start, start + len(base), SURE_RULE, marked(place))
        return at + 1
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
    prefixed = bool(sense[at] & PLACE_PREFIX)
    if kind[at] != CAPITAL or scan.headline[at] or fold[at] in parts or not (at or prefixed):
        return 0
    end = at + 1
    if end < len(tokens) and kind[end] == CAPITAL and tokens.touches(end):
        end += 1
        longer = end < len(tokens) and kind[end] == CAPITAL and tokens.touches(end)
        paired = sense[at + 1] & PLACE_AFFIX or not sense[at] | sense[at + 1]
        if longer or not (prefixed or paired):
            return 0
    elif prefixed and len(fold[at]) > 3:
        return 0
    if (sense[at] & _ORDINARY and not prefixed) or sense[at] & GIVEN_NAME or fold[at] in scan.lower:
        return 0
    if not scan.free(at, end) or tokens.words[at][-1] == ".":
        return 0
    before = max(at - 1, 0)
    linked = before > 0 and fold[before] in ("of", "de", "d'")
    if linked and (sense[before - 1] & PLACE_WORD or fold[before - 1] in _COMPASS):
        rule, cue = "place word", before - 1
    elif fold[before] in ("in", "à", "near", "off") and _in_place(scan, at, end):
        rule, cue = "preposition", before
    elif _on_a_way(scan, at, end):
        rule, cue = "way", before
    elif (end == at + 2 and sense[at + 1] & PLACE_AFFIX) or (
        prefixed and fold[at] in ("lake", "lac", "mount", "mont") and end == at + 2
    ):
        rule, cue = "place word", at
    else:
        return 0
    scan.claim("place", at, end, rule, cue=(cue, end), canonical="~" + tokens.slice(at, end))
    return end


def _on_a_way(scan: Scan, at: int, end: int) -> bool:
    """ "from X to Y", "the road between X and Y", "left for X", "as far as X"."""
    tokens = scan.tokens
    fold = tokens.fold
    behind = fold[end] if end + 1 < len(tokens) else ""
    before = list(fold[max(at - 3, 0) : at])
    if before[-1:] == ["from"] and behind == "to":
        return scan.capital(end + 1) and tokens.kind[at] == CAPITAL
    if before[-1:] == ["between"] and behind == "and":
        return fold[at - 2] in _ROADS and scan.capital(end + 1)
    if before[-3:] == ["as", "far", "as"] or before[-2:] == ["bound", "for"]:
        return _in_place(scan, at, end)
    if before[-1:] == ["for"] and fold[at - 2] in ("leave", "left", "leaves", "sailed"):
        return _in_place(scan, at, end)
    if before[-1:] in (["to"], ["and"]) and at > 1 and tokens.end[at - 2] in scan.place_ends:
        first = at - 3
        return any(
            fold[near] == ("from" if before[-1] == "to" else "between")
            for near in range(max(first - 2, 0), first + 1)
        ) and _in_place(scan, at, end)
    return False


def _in_place(scan: Scan, at: int, end: int) -> bool:
    """Is "in X" said of a place: not "in Xism", nor "in X and Y" of other things?"""
    tokens = scan.tokens
    folded = tokens.fold[at]
    if at > 1 and tokens.fold[at - 2] in _IN_THINGS:
        return False
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
