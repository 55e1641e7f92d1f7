"""Organizations whose names hold no head noun: what stands beside them tells what they are.

"the carrier Zephyr Blue", "Zephyr, a private radio station", "Zephyr's chief executive",
"owned by Zephyr", "Zephyr Holdings", « la compagnie danoise Zéphyr ».
"""

from __future__ import annotations

from itertools import pairwise

from indexer.entities.body_reach import topical
from indexer.entities.folding import word_set
from indexer.entities.gazetteer import fold_place, gazetteer
from indexer.entities.lexicon import (
    BODY,
    BODY_LABEL,
    BODY_PREFIX,
    BODY_SUFFIX,
    CALENDAR,
    COMMON,
    DEMONYM,
    FACILITY,
    FUNCTION,
    GIVEN_NAME,
    HONORIFIC,
    LANGUAGE,
    NAME_WORD,
    NOT_ACRONYM,
    NOT_BODY,
    OFFICE,
    ORGAN,
    PORTFOLIO,
    PREPOSITION,
    REGION,
    ROLE,
    ROLE_WORD,
    SPEECH,
    TITLE,
    TOPIC,
    phrases,
)
from indexer.entities.scan import Scan
from indexer.entities.tokens import ACRONYM, CAPITAL, LOWER

LONGEST = 5

_ENDS = CALENDAR | OFFICE | TITLE | HONORIFIC
_ORDINARY = (
    COMMON
    | DEMONYM
    | PORTFOLIO
    | TOPIC
    | ORGAN
    | REGION
    | FUNCTION
    | CALENDAR
    | LANGUAGE
    | NOT_BODY
    | FACILITY
    | ROLE
    | ROLE_WORD
    | TITLE
)
_ARTICLES = word_set("a an the one another its un une le la l' premier première")
# "head of Refereeing" is of a field of work
_FIELDS = (
    "ing",
    "ment",
    "tion",
    "tions",
    "ture",
    "ics",
    "ence",
    "ity",
    "ance",
    "sion",
    "ism",
    "logy",
)
_ELISIONS = ("s'", "n'", "l'")
_THE = frozenset({"the", "its", "'s", "le", "la", "l'", "sa", "son"})
_QUALIFIERS = ("-based", "-listed", "-led", "-backed", "-owned", "-funded", "-run", "-born")
_KINDS = {
    "body": word_set("world governing regional industry continental"),
    "station": word_set("radio tv television broadcasting"),
    "house": word_set("publishing auction fashion production media brokerage"),
    "site": word_set("news information"),
    "team": word_set("football basketball cycling cricket rugby handball volleyball hockey"),
}
_ADJECTIVE_ENDS = ("able", "ible", "ous", "ed", "ern", "ant", "ent", "ical", "ular")
_SURNAMES = ("mc", "mac", "al", "el", "de", "di", "du", "la", "le", "van", "fitz", "abd", "abu")


def find_named_bodies(scan: Scan) -> None:
    """Claim bodies by the words beside them."""
    end = 0
    for at in scan.capitals:
        if at < end or scan.owned[at] or scan.headline[at]:
            continue
        if _is_label(scan, at) or _is_qualifier(scan, at) or _goes_on(scan, at):
            continue
        after = _run(scan, at)
        if after == at:
            continue
        rule, cue, after = _betrayed(scan, at, after)
        if rule:
            scan.claim("organization", at, after, rule, cue=cue)
            end = after


def _is_label(scan: Scan, at: int) -> bool:
    """ "ONG", which is written like a name itself."""
    return scan.tokens.kind[at] == ACRONYM and bool(scan.sense[at] & BODY_LABEL)


def _is_qualifier(scan: Scan, at: int) -> bool:
    """ "London-listed", which is no part of the name behind it."""
    return scan.tokens.fold[at].endswith(_QUALIFIERS)


def _goes_on(scan: Scan, at: int) -> bool:
    """Is token `at` rather a further word of a run?"""
    if not at or scan.owned[at - 1] or _is_label(scan, at - 1) or _is_qualifier(scan, at - 1):
        return False
    return scan.capital(at - 1) and scan.tokens.touches(at)


def _betrayed(scan: Scan, at: int, after: int) -> tuple[str, tuple[int, int], int]:
    """The rule by which the run of capital words is a body, its cue and the body's end."""
    suffixed = _suffixed(scan, at, after)
    if suffixed:
        return "suffix of bodies", (at, suffixed), suffixed
    label = _label(scan, at)
    if label >= 0 and not _only_ordinary(scan, at, after):
        if scan.sense[after - 1] & NOT_BODY:
            return "", (at, after), after
        after = _linked(scan, after)
        return "label before name", (label, after), after
    if _prefixed(scan, at, after):
        after = _linked(scan, after)
        return "prefix of bodies", (at, after), after
    if not _unknown(scan, at, after):
        return "", (at, after), after
    town = _is_place(scan, at, after)
    after = _linked(scan, after)
    described = _described(scan, after)
    if described:
        return "label behind name", (at, described), after
    if town or _is_surname(scan, at, after):
        return "", (at, after), after
    if _employs(scan, at, after):
        return "staff of a body", (max(at - 2, 0), min(after + 2, len(scan.tokens))), after
    if _plays(scan, at, after):
        return "doings of a club", (max(at - 2, 0), min(after + 2, len(scan.tokens))), after
    if _deals(scan, at, after):
        return "doings of a body", (max(at - 2, 0), min(after + 1, len(scan.tokens))), after
    return "", (at, after), after


def _prefixed(scan: Scan, at: int, after: int) -> bool:
    """ "AS Vita", "Radio Mars", « Racing de … »: the first word is one of clubs and stations."""
    tokens, sense = scan.tokens, scan.sense
    if not sense[at] & BODY_PREFIX or scan.tokens.opens_sentence(at):
        return False
    if len(tokens.words[at]) < 4 and tokens.kind[at] != ACRONYM:
        return False
    if after - at > 1:
        return not sense[after - 1] & NOT_BODY
    return scan.french and tokens.fold[after] in ("de", "d'") and scan.capital(after + 1)


def _run(scan: Scan, at: int) -> int:
    """End of the capital words from `at` on that may be one name; `at` if there is none."""
    tokens, sense = scan.tokens, scan.sense
    if sense[at] & FUNCTION and tokens.opens_sentence(at):
        return at
    end = at
    while end < len(tokens) and end - at < LONGEST and (end == at or tokens.touches(end)):
        if tokens.fold[end] == "&" and end > at and end + 1 < len(tokens) and scan.capital(end + 1):
            end += 1
        if tokens.kind[end] not in (CAPITAL, ACRONYM) or scan.owned[end]:
            break
        if sense[end] & _ENDS and not sense[end] & (NAME_WORD | BODY_SUFFIX):
            break
        end += 1
    return end


def _linked(scan: Scan, end: int) -> int:
    """The run's end behind "of Hope", « des Sables »: a link and capital words, no place."""
    tokens = scan.tokens
    while (
        end + 1 < len(tokens)
        and tokens.fold[end] in phrases("name_links")
        and scan.capital(end + 1)
        and not scan.owned[end + 1]
        and not scan.sense[end + 1] & _ENDS
        and (tokens.fold[end] in ("du", "des") or not _known_place(scan, end + 1, end + 2))
    ):
        after = _run(scan, end + 1)
        joined = tokens.fold[end] in ("and", "et")
        if joined and (after > end + 2 or not scan.french or scan.sense[end + 1] & GIVEN_NAME):
            break
        end = after
    return end


def _is_surname(scan: Scan, at: int, after: int) -> bool:
    """Does the single word also stand behind another capital word: "Leila Haddad"?"""
    tokens = scan.tokens
    if after - at > 1:
        return False
    return any(
        tokens.kind[i - 1] == CAPITAL
        and tokens.touches(i)
        and not scan.sense[i - 1] & (FUNCTION | BODY_LABEL)
        for i in scan.places_of(tokens.words[at])
        if i
    )


def _is_place(scan: Scan, at: int, after: int) -> bool:
    return fold_place(scan.tokens.slice(at, after)) in gazetteer().places


def _known_place(scan: Scan, at: int, after: int) -> bool:
    """A country or a city; names of towns are too many to say anything."""
    place = gazetteer().places.get(fold_place(scan.tokens.slice(at, after)))
    return place is not None and place.rank != "town"


def _only_ordinary(scan: Scan, at: int, after: int) -> bool:
    """Is every word of the run a place or an ordinary word?"""
    if _is_place(scan, at, after):
        return True
    return all(
        scan.sense[i] & _ORDINARY and not scan.sense[i] & (NAME_WORD | BODY_SUFFIX)
        for i in range(at, after)
    ) and (after - at == 1 or scan.tokens.opens_sentence(at))


def _unknown(scan: Scan, at: int, after: int) -> bool:
    """Is the run free of ordinary words, given names and places?"""
    tokens, sense = scan.tokens, scan.sense
    prepositioned = at > 0 and sense[at - 1] & PREPOSITION
    if _is_place(scan, at, after) and (prepositioned or _known_place(scan, at, after)):
        return False
    if sense[at] & (GIVEN_NAME | NOT_ACRONYM) or tokens.fold[at] in scan.lower:
        return False
    return not any(sense[i] & (_ORDINARY | BODY) for i in range(at, after))


def _suffixed(scan: Scan, at: int, after: int) -> int:
    """End of "Renwick Partners", "Simba SC" within the run; 0 if it holds no suffix."""
    tokens, sense = scan.tokens, scan.sense
    for last in range(after - 1, at, -1):
        if sense[last] & BODY_SUFFIX:
            before = range(at, last)
            if all(
                sense[i] & (_ORDINARY & ~DEMONYM) and not sense[i] & (NAME_WORD | GIVEN_NAME)
                for i in before
            ):
                return 0
            if tokens.fold[last] not in phrases("legal_forms") and _is_adjective(scan, last - 1):
                return 0
            if tokens.opens_sentence(at) and sense[at] & FUNCTION:
                return 0
            return last + 1
    return 0


def _is_adjective(scan: Scan, at: int) -> bool:
    """ "Renewable" in "Renewable Energy", "Financial" in "Financial Partners"."""
    folded = scan.tokens.fold[at]
    return folded in scan.lower or topical(scan, at) or folded.endswith(_ADJECTIVE_ENDS)


def _label(scan: Scan, at: int) -> int:
    """The token of the label right before the name at `at`; -1 if there is none."""
    tokens, sense = scan.tokens, scan.sense
    here = at - 1
    if here < 0 or not tokens.touches(at):
        return -1
    if not _says_enough(scan, here):
        return -1
    if sense[here] & BODY_LABEL and tokens.kind[here] in (LOWER, ACRONYM):
        return -1 if sense[here] & ROLE and sense[at] & GIVEN_NAME else here
    if tokens.fold[here] == "," and here > 1:
        # "The operator, Zephyr Works, has …"
        labelled = sense[here - 1] & BODY_LABEL and tokens.kind[here - 1] == LOWER
        after = _run(scan, at)
        closed = after < len(tokens) and tokens.fold[after] in (",", ".", ";", "\n")
        first = here - 2
        while first > here - 4 and first > 0 and tokens.kind[first] == LOWER:
            if tokens.fold[first] in _THE:
                break
            first -= 1
        the = tokens.fold[first] in _THE
        return here - 1 if labelled and closed and the and not sense[at] & GIVEN_NAME else -1
    if not scan.french:
        return -1
    for step in range(here, max(here - 4, -1), -1):
        if tokens.kind[step] != LOWER and not _is_label(scan, step):
            return -1
        if sense[step] & BODY_LABEL:
            return step if _qualifies(scan, step + 1, at) else -1
    return -1


def _says_enough(scan: Scan, at: int) -> bool:
    """A radio station is a body, a railway station none."""
    kinds = _KINDS.get(scan.tokens.fold[at])
    return kinds is None or (at > 0 and scan.tokens.fold[at - 1] in kinds)


def _qualifies(scan: Scan, first: int, after: int) -> bool:
    """Are the small words behind a French label adjectives, or "de" and a noun?"""
    fold, sense = scan.tokens.fold, scan.sense
    step = first
    while step < after:
        if fold[step] in ("de", "d'") and step + 1 < after:
            step += 2
        elif sense[step] & (FUNCTION | SPEECH | ROLE) or fold[step] in phrases("person_links"):
            return False
        elif sense[step] & DEMONYM or fold[step].endswith(_FRENCH_ADJECTIVES):
            step += 1
        else:
            return False
    return True


_FRENCH_ADJECTIVES = (
    "ais", "aise", "ois", "oise", "ien", "ienne", "ain", "aine", "and", "ande", "al", "ale",
    "ique", "if", "ive", "é", "ée", "el", "elle", "aire", "eux", "euse", "ique", "ol", "ole",
    "ante", "ant",
)  # fmt: skip


def _described(scan: Scan, comma: int) -> int:
    """End of ", a private radio station" behind a name; 0 where no such label follows."""
    tokens, sense = scan.tokens, scan.sense
    size = len(tokens)
    if comma + 2 >= size or tokens.fold[comma] not in (",", "(", "–", "—"):
        return 0
    here = comma + 1
    if tokens.fold[here] not in _ARTICLES:
        bare = scan.french and sense[here] & BODY_LABEL and tokens.kind[here] == LOWER
        return here + 1 if bare else 0
    if scan.french:
        named = tokens.fold[here] in ("le", "la", "l'")  # "…, la société a reçu" goes on
        for step in range(here + 1, min(here + 3, size - 1)):
            if sense[step] & (BODY_LABEL | BODY) and tokens.kind[step] == LOWER:
                ends = tokens.fold[step + 1] in phrases("phrase_ends")
                return step + 1 if ends or not named else 0
        return 0
    last = here
    while (
        last + 1 < size
        and last - here < 6
        and tokens.fold[last + 1] not in phrases("phrase_ends")
        and (tokens.kind[last + 1] == LOWER or scan.capital(last + 1))
    ):
        last += 1
    label = tokens.kind[last] == LOWER and sense[last] & (BODY_LABEL | BODY)
    if not _says_enough(scan, last):
        return 0
    return last + 1 if label and not sense[last] & (ROLE | SPEECH) else 0


def _employs(scan: Scan, at: int, after: int) -> bool:
    """ "Zephyr's spokesman", "Zephyr coach Omar …", "analysts at Zephyr"."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    size = len(tokens)
    if after + 1 < size:
        here = after + (fold[after] == "'s")
        while here < min(after + 3, size) and sense[here] & ROLE_WORD and kind[here] == LOWER:
            here += 1
        staff = here < size and fold[here] in phrases("staff") and kind[here] != CAPITAL
        named = here + 1 < size and scan.capital(here + 1)
        if staff and (fold[after] == "'s" or named):
            return True
    before = at - 1
    while before > 0 and (fold[before] == "the" or _is_qualifier(scan, before)):
        before -= 1
    if before > 0 and fold[before] in phrases("staff_links"):
        staff = fold[before - 1] in phrases("staff") and kind[before - 1] in (LOWER, ACRONYM)
        return staff and not fold[after - 1].endswith(_FIELDS)
    return False


def _deals(scan: Scan, at: int, after: int) -> bool:
    """ "owned by Zephyr", "Zephyr employs": of one word only, for more may be a person."""
    tokens = scan.tokens
    fold = tokens.fold
    if after - at != 1 and not any(_inner_capital(tokens.words[i]) for i in range(at, after)):
        return False
    if at > 1 and fold[at - 1] in ("by", "par") and fold[at - 2] in phrases("dealings"):
        return True
    brand = _inner_capital(tokens.words[at])
    before = at - 1 - (at > 1 and fold[at - 1] in ("the", "la", "le"))
    linked = before >= 0 and (scan.sense[before] & ROLE or fold[before] in phrases("brand_links"))
    if brand and linked and tokens.kind[before] == LOWER:
        return True
    here = after
    while here < min(after + 2, len(tokens)) and fold[here] in phrases("auxiliaries"):
        here += 1
    if here < len(tokens) and tokens.kind[here] == LOWER:
        if fold[here] in phrases("business_verbs"):
            return True
        if scan.sense[here] & SPEECH or here > after:
            return brand
    return False


def _plays(scan: Scan, at: int, after: int) -> bool:
    """In news of a match: "Zephyr beat …", "victory over Zephyr", « contre le Zéphyr »."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    if len(phrases("game_words") & scan.lower) < 3 or after - at > 3:
        return False
    here = after
    while here < len(tokens) and (fold[here] in phrases("auxiliaries") or fold[here] in _ELISIONS):
        here += 1
    if here < len(tokens) and fold[here] in phrases("club_verbs") and kind[here] == LOWER:
        return True
    before = at - 1
    while before > 0 and fold[before] in ("the", "le", "la", "l'", "à", "au"):
        before -= 1
    rival = before > 0 and fold[before] in phrases("against") and kind[before] == LOWER
    joined = (
        before > 1
        and fold[before] in ("and", "or", "et", "ou")
        and tokens.end[before - 1]
        in (mention.end for mention in scan.found if mention.kind == "organization")
    )
    return rival or joined


def _inner_capital(word: str) -> bool:
    """ "AgriGrow", but neither "McDonald" nor "AlHarthi"."""
    inner = any(a.islower() and b.isupper() for a, b in pairwise(word))
    return inner and not word.casefold().startswith(_SURNAMES)
