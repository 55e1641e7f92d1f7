"""What shows the name of a body from next to it: a label, an apposition, its staff, its doings."""

from __future__ import annotations

from itertools import pairwise

from indexer.entities.data.lexicon import (
    BODY,
    BODY_LABEL,
    BODY_SUFFIX,
    CALENDAR,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    HONORIFIC,
    NAME_WORD,
    OFFICE,
    ROLE,
    ROLE_WORD,
    SPEECH,
    TITLE,
    phrases,
)
from indexer.entities.data.word_endings import LABELLING, WORK
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ACRONYM, CAPITAL, LOWER

LONGEST = 5

ENDS = CALENDAR | OFFICE | TITLE | HONORIFIC

_ARTICLES = word_set("a an the one another its un une le la l' premier première")

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

_SURNAMES = ("mc", "mac", "al", "el", "de", "di", "du", "la", "le", "van", "fitz", "abd", "abu")


def is_label(scan: Scan, at: int) -> bool:
    """ "ONG", which is written like a name itself."""
    return scan.tokens.kind[at] == ACRONYM and bool(scan.sense[at] & BODY_LABEL)


def is_qualifier(scan: Scan, at: int) -> bool:
    """ "London-listed", which is not part of the name after it."""
    return scan.tokens.fold[at].endswith(_QUALIFIERS)


def run(scan: Scan, at: int) -> int:
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
        if sense[end] & ENDS and not sense[end] & (NAME_WORD | BODY_SUFFIX):
            break
        end += 1
    return end


def labelled(scan: Scan, at: int) -> int:
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
        after = run(scan, at)
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
        if tokens.kind[step] != LOWER and not is_label(scan, step):
            return -1
        if sense[step] & BODY_LABEL:
            return step if _qualifies(scan, step + 1, at) else -1
    return -1


def _says_enough(scan: Scan, at: int) -> bool:
    """A radio station is a body, a railway station none."""
    kinds = _KINDS.get(scan.tokens.fold[at])
    return kinds is None or (at > 0 and scan.tokens.fold[at - 1] in kinds)


def _qualifies(scan: Scan, first: int, after: int) -> bool:
    """Are the small words after a French label adjectives, or "de" and a noun?"""
    fold, sense = scan.tokens.fold, scan.sense
    step = first
    while step < after:
        if fold[step] in ("de", "d'") and step + 1 < after:
            step += 2
        elif sense[step] & (FUNCTION | SPEECH | ROLE) or fold[step] in phrases("person_links"):
            return False
        elif sense[step] & DEMONYM or fold[step].endswith(LABELLING):
            step += 1
        else:
            return False
    return True


def described(scan: Scan, comma: int) -> int:
    """End of ", a private radio station" after a name; 0 where no such label follows."""
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


def employs(scan: Scan, at: int, after: int) -> bool:
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
    while before > 0 and (fold[before] == "the" or is_qualifier(scan, before)):
        before -= 1
    if before > 0 and fold[before] in phrases("staff_links"):
        staff = fold[before - 1] in phrases("staff") and kind[before - 1] in (LOWER, ACRONYM)
        return staff and not fold[after - 1].endswith(WORK)
    return False


def deals(scan: Scan, at: int, after: int) -> bool:
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


def plays(scan: Scan, at: int, after: int) -> bool:
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
