"""Persons in English and French prose: by title of address, by role, by what they do."""

from __future__ import annotations

from rapidfuzz import fuzz

from indexer.entities.folding import word_set
from indexer.entities.gazetteer import fold_place, gazetteer
from indexer.entities.lexicon import (
    BODY,
    COMMON,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    HONORIFIC,
    NAME_WORD,
    OFFICE,
    PERSON_LINK,
    PORTFOLIO,
    REGION,
    ROLE,
    ROLE_LINK,
    ROLE_PLURAL,
    ROLE_WORD,
    SPEECH,
    TITLE,
    TOPIC,
    phrases,
)
from indexer.entities.person_names import is_full_name, name_end, names_thing
from indexer.entities.scan import Scan
from indexer.entities.tokens import ABBREVIATION, ACRONYM, CAPITAL, INITIAL, LOWER, STOP

_PLURAL_TITLES = word_set(
    "messrs drs profs mm mmes mlles messieurs mesdames prs professors doctors ambassadors "
    "ministers presidents messrs."
)
_DOT_TITLES = frozenset({"m", "fr", "pr", "sr"})
_CAPITAL_TITLES = frozenset({"me", "pr", "sem", "hm", "hrh", "mm"})
# Titles that are given names where French writes them with a capital.
_FRENCH_NAMES = frozenset({"pape", "cheikh"})
_TITLES_AND_NAMES = frozenset({"sultan", "prince", "king", "earl", "duke", "baron", "chief"})
_ROYAL_STYLES = word_set("highness majesty h.h hrh h.r.h h.m hm royal altesse majesté s.a.r")
_BREAKERS = word_set(
    "who which that where when while after before as than then but if qui que quand lorsque"
)
_TRADES = (
    "ist",
    "logist",
    "grapher",
    "ician",
    "maker",
    "man",
    "woman",
    "keeper",
    "ator",
    "master",
    "iste",
    "trice",
    "teur",
    "logue",
    "graphe",
    "cien",
    "cienne",
    "euse",
    "ière",
)
_BEFORE_TRADES = frozenset({"the", "a", "an", "le", "la", "l'", "un", "une", "du", "par"})
_WHO = frozenset({"who", "whose", "whom", "qui", "dont", "aged", "âgé", "âgée"})
_AND = frozenset({"and", "et", "&"})
_REALM = 18
LONG_ROLE_WORDS = ("plenipotentiary", "plénipotentiaire", "extraordinary", "extraordinaire")


def find_persons(scan: Scan) -> None:
    """Claim every person that stands with a title, a role or a person's verb."""
    kind, sense = scan.tokens.kind, scan.sense
    acting = _acting(scan)
    at, size = 0, len(scan.tokens)
    while at < size:
        bits = sense[at]
        if scan.owned[at]:
            at += 1
        elif bits & TITLE and _is_title(scan, at):
            at = max(at + 1, _titled(scan, at))
        elif bits & (ROLE | ROLE_PLURAL) and kind[at] in (CAPITAL, LOWER, ACRONYM):
            at = max(at + 1, _role(scan, at))
        elif (kind[at] == CAPITAL and not scan.headline[at]) or (
            kind[at] == INITIAL and scan.tokens.words[at].endswith(".")
        ):
            at = max(at + 1, _bare(scan, at, acting))
        else:
            at += 1


def _acting(scan: Scan) -> frozenset[str]:
    """Words that stand alone with a capital before a verb of persons: "Moyo said"."""
    tokens, sense = scan.tokens, scan.sense
    kind, fold = tokens.kind, tokens.fold
    return frozenset(
        fold[at]
        for at in range(len(tokens) - 1)
        if kind[at] == CAPITAL
        and sense[at + 1] & SPEECH
        and kind[at + 1] == LOWER
        and not sense[at] & ~(GIVEN_NAME | NAME_WORD)
        and not scan.owned[at]
        and (at == 0 or kind[at - 1] not in (CAPITAL, INITIAL, ACRONYM))
        and fold[at] not in scan.lower
    )


def _is_title(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    word, folded = tokens.words[at], tokens.fold[at]
    if tokens.kind[at] == LOWER:
        return len(word) > 3
    if scan.french and folded in _FRENCH_NAMES:
        return False
    if folded in _DOT_TITLES and folded not in _CAPITAL_TITLES:
        return word.endswith(".") and not (
            at and tokens.kind[at - 1] == CAPITAL and tokens.touches(at)
        )
    return True


def _titled(scan: Scan, at: int) -> int:
    """A title of address, or a chain of them, and the names after it."""
    tokens, sense = scan.tokens, scan.sense
    here, size = at + 1, len(tokens)
    while here < size and here - at < 9 and _adds_to_title(scan, here):
        here += 1
    if here >= size:
        return here
    if _is_given_after_title(scan, at, here):
        here -= 1
    end = _claim_after(scan, here, cue=at, rule="title")
    if end == here and sense[here - 1] & NAME_WORD and here - 1 > at:
        return _claim_after(scan, here - 1, cue=at, rule="title")
    if end > here and tokens.fold[at] in _PLURAL_TITLES:
        end = _listed(scan, end, cue=at, rule="title")
    return end if end > here else at + 1


def _is_given_after_title(scan: Scan, at: int, here: int) -> bool:
    """Is the last title of a chain rather a given name: "Eng. Sultan Al-Marri"?"""
    fold = scan.tokens.fold
    if fold[here - 1] not in _TITLES_AND_NAMES or here - 1 == at:
        return False
    royal = any(fold[step] in _ROYAL_STYLES for step in range(at, here - 1))
    return not royal and name_end(scan, here, titled=True) == here + 1


def _adds_to_title(scan: Scan, at: int) -> bool:
    """Is the word a further title, an honorific or a role in a chain of titles?"""
    bits = scan.sense[at]
    if scan.tokens.fold[at] in (".", "'", "’") or bits & HONORIFIC:
        return True
    if bits & TITLE:
        return _is_title(scan, at)
    return bool(
        bits & (ROLE | ROLE_WORD)
        and scan.tokens.kind[at] in (CAPITAL, LOWER)
        and not bits & (NAME_WORD | GIVEN_NAME)
    )


def _claim_after(scan: Scan, here: int, *, cue: int, rule: str) -> int:
    """Claim the name at `here`; returns its end, or `here` if there is none."""
    end = name_end(scan, here, titled=True, addressed=rule == "title")
    if end == here or not scan.free(here, end) or names_thing(scan, end):
        return here
    if (
        end == here + 1
        and scan.sense[here] & (DEMONYM | COMMON)
        and not scan.sense[here] & NAME_WORD
    ):
        return here
    scan.claim("person", here, end, rule, cue=(cue, end))
    return end


def _listed(scan: Scan, at: int, *, cue: int, rule: str) -> int:
    """Claim the others of "A B, C D and E F", where `at` is the end of the first.

    Only a list that "and" closes is one. Returns the end of the last, or `at`.
    """
    tokens = scan.tokens
    spans = []
    here = at
    closed = False
    while here + 1 < len(tokens) and not closed:
        first = here + (tokens.fold[here] == ",")
        if first < len(tokens) and tokens.fold[first] in _AND:
            closed = True
            first += 1
        if first == here or first >= len(tokens) or not scan.capital(first):
            break
        end = name_end(scan, first, titled=False)
        if not is_full_name(scan, first, end):
            break
        spans.append((first, end))
        here = end
    if not closed or not spans or spans[-1][1] != here:
        return at
    for first, end in spans:
        scan.claim("person", first, end, rule, cue=(cue, end))
    return here


def _role(scan: Scan, at: int) -> int:
    """A role, the words that widen it, and the name after it; returns where to go on."""
    tokens, sense = scan.tokens, scan.sense
    kind, fold = tokens.kind, tokens.fold
    size = len(tokens)
    here = at + 1
    while here < size and sense[here] & (ROLE | ROLE_WORD | TITLE | DEMONYM | HONORIFIC):
        if not _widens(scan, here):
            break
        here += 1
    if here >= size or scan.headline[at]:
        return here
    if kind[here] in (CAPITAL, INITIAL, ACRONYM) and tokens.touches(here):
        end = name_end(scan, here, titled=True)
        if end > here and (is_full_name(scan, here, end) or _officeholder(scan, at, here, end)):
            done = _claim_after(scan, here, cue=at, rule="role before name")
            if done > here:
                return _listed(scan, done, cue=at, rule="role before name")
    if fold[here] == ",":
        return _after_comma(scan, here, cue=at) or here
    step = _realm_end(scan, here)
    if step == here or step >= size:
        return here
    if fold[step] == ",":
        return _after_comma(scan, step, cue=at) or here
    if kind[step] in (CAPITAL, INITIAL) and step - here > 1 and not sense[step - 1] & ROLE_LINK:
        end = name_end(scan, step, titled=False)
        if is_full_name(scan, step, end):
            scan.claim("person", step, end, "role before name", cue=(at, end))
    return here


def _widens(scan: Scan, here: int) -> bool:
    """Is this word of a role part of the role rather than of the name behind it?"""
    kind, bits = scan.tokens.kind[here], scan.sense[here]
    if kind == LOWER:
        return bool(bits & (ROLE | ROLE_WORD | TITLE | DEMONYM))
    if kind not in (CAPITAL, ABBREVIATION, ACRONYM):
        return False
    return not (bits & (NAME_WORD | GIVEN_NAME) and name_end(scan, here, titled=False) > here + 1)


def _officeholder(scan: Scan, role: int, first: int, end: int) -> bool:
    """ "Ambassador Borsodi": a capital role before a single word that is no ordinary one."""
    tokens = scan.tokens
    if tokens.kind[role] != CAPITAL or not scan.sense[role] & OFFICE or end - first > 2:
        return False
    if tokens.fold[first] in scan.lower or scan.sense[first] & (
        COMMON | DEMONYM | PORTFOLIO | TOPIC
    ):
        return False
    if fold_place(tokens.words[first]) in gazetteer().places:
        return False
    word = tokens.fold[first]
    return len(word) < 10 or all(fuzz.ratio(word, known) < 80 for known in LONG_ROLE_WORDS)


def _after_comma(scan: Scan, comma: int, *, cue: int) -> int:
    """ ", Name Surname," behind a role: the end of the name, 0 if there is none."""
    tokens = scan.tokens
    here = comma + 1
    if here >= len(tokens) or tokens.kind[here] not in (CAPITAL, INITIAL):
        return 0
    end = name_end(scan, here, titled=False)
    if not is_full_name(scan, here, end) or not _closes(scan, end):
        return 0
    scan.claim("person", here, end, "role before name", cue=(cue, end))
    return _listed(scan, end, cue=cue, rule="role before name")


def _realm_end(scan: Scan, here: int) -> int:
    """Where the realm of a role ends: "of Culture", "of the Bank", "to Morocco"."""
    limit = min(len(scan.tokens), here + _REALM)
    if here >= limit:
        return here
    if not (scan.sense[here] & ROLE_LINK or scan.owned[here] or scan.tokens.fold[here] == "'s"):
        return here
    while here < limit:
        if here in scan.blocks:
            here = scan.blocks[here]
        elif _in_realm(scan, here):
            here += 1
        else:
            break
    return here


def _in_realm(scan: Scan, at: int) -> bool:
    """Can the word stand between a role and the name of who holds it?"""
    tokens, bits = scan.tokens, scan.sense[at]
    kind, folded = tokens.kind[at], tokens.fold[at]
    if scan.owned[at] or bits & (ROLE_LINK | PORTFOLIO) or kind == ACRONYM:
        return True
    if kind == LOWER:
        return not bits & SPEECH and folded not in _BREAKERS
    if kind == CAPITAL:
        ordinary = bits & (COMMON | BODY | DEMONYM | TOPIC | REGION) and not bits & GIVEN_NAME
        place = gazetteer().places.get(fold_place(tokens.words[at]))
        return bool(ordinary or folded in scan.lower or (place is not None and place.sure))
    return folded in ("&", "'s", "(", ")") or (folded == "," and _list_of_portfolios(scan, at))


def _list_of_portfolios(scan: Scan, comma: int) -> bool:
    """ "Education, Science and Culture": does the comma only part fields of work?"""
    return comma + 1 < len(scan.sense) and bool(scan.sense[comma + 1] & (PORTFOLIO | TOPIC))


def _closes(scan: Scan, end: int) -> bool:
    """Is an apposition ", Name" closed by a stop, a verb or "and"?"""
    tokens = scan.tokens
    if end >= len(tokens):
        return True
    return (
        tokens.kind[end] != CAPITAL
        and not tokens.fold[end].isdigit()
        and (
            tokens.fold[end] in (",", ".", ";", ")", "\n", "and", "et", "also", "who", "qui")
            or bool(scan.sense[end] & (SPEECH | FUNCTION))
            or tokens.fold[end].endswith(("ed", "é"))
        )
    )


def _bare(scan: Scan, at: int, acting: frozenset[str]) -> int:
    """A full name without a title, betrayed by what stands beside it."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    end = name_end(scan, at, titled=False)
    if end - at < 2 or fold[at] in ("ibn", "abu", "abou", "al", "el") or fold[at].startswith("al-"):
        return max(end, at + 1)
    if not is_full_name(scan, at, end) or _in_passing(scan, at):
        return end
    rule = ""
    cue = (at, end)
    if at and sense[at - 1] & SPEECH and kind[at - 1] == LOWER:
        rule, cue = "verb before name", (at - 1, end)
    elif end < len(tokens):
        if sense[end] & SPEECH and kind[end] == LOWER:
            rule, cue = "verb after name", (at, end + 1)
        elif fold[end] in (",", "(", "–", "—") and end + 1 < len(tokens):
            rule = _apposition(scan, end + 1)
        elif fold[end] in _WHO:
            rule = "name and who"
    if not rule and sense[at] & GIVEN_NAME:
        before = sense[at - 1] if at else 0
        if (
            before & PERSON_LINK
            or tokens.opens_sentence(at)
            or kind[at - 1] == STOP
            or (end < len(tokens) and (fold[end] in _AND or kind[end] == STOP))
        ):
            rule = "given name"
    if not rule and _of_country(scan, at, end):
        rule = "name behind its country"
    if not rule and tokens.fold[end - 1] in acting:
        rule = "surname acts elsewhere"
    if not rule and at > 1 and _by_suffix(scan, at):
        rule, cue = "role before name", (at - 1, end)
    if not rule:
        return end
    scan.claim("person", at, end, rule, cue=cue)
    return _listed(scan, end, cue=cue[0], rule=rule)


def _of_country(scan: Scan, at: int, end: int) -> bool:
    """ "Zambia's Mulenga Phiri": two unknown words, no place among them, behind a country."""
    tokens = scan.tokens
    if at < 2 or tokens.fold[at - 1] != "'s" or end - at != 2:
        return False
    places = gazetteer().places
    country = places.get(fold_place(tokens.words[at - 2]))
    return (
        country is not None
        and country.rank == "country"
        and not any(scan.sense[i] & ~GIVEN_NAME for i in range(at, end))
        and not any(fold_place(tokens.words[i]) in places for i in range(at, end))
    )


def _by_suffix(scan: Scan, at: int) -> bool:
    """ "the cellist", « la navigatrice »: a small word that ends as trades do, with its article."""
    tokens = scan.tokens
    return (
        tokens.kind[at - 1] == LOWER
        and len(tokens.fold[at - 1]) > 5
        and tokens.fold[at - 1].endswith(_TRADES)
        and tokens.fold[at - 2] in _BEFORE_TRADES
    )


def _in_passing(scan: Scan, at: int) -> bool:
    """Do the words before say that a figure is only mentioned: "the works of", "such as"?"""
    fold = scan.tokens.fold
    passing = phrases("passing")
    for step in range(max(0, at - 6), at):
        if fold[step] in passing or (step + 1 < at and f"{fold[step]} {fold[step + 1]}" in passing):
            return fold[step] not in ("like", "including", "comme") or step == at - 1
    return False


def _apposition(scan: Scan, at: int) -> str:
    """The rule by which what follows "Name," or "Name (" tells a person, or ""."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    if fold[at] in _WHO:
        return "name and who"
    if fold[at].isdigit() and len(fold[at]) == 2:
        return "name and age"
    for step in range(at, min(at + 8, len(tokens))):
        bits = sense[step]
        if bits & ROLE and kind[step] in (LOWER, CAPITAL, ACRONYM):
            return "name before role"
        if (kind[step] == STOP and fold[step] not in ("'s", "’", "-", "'")) or fold[step] == "\n":
            break
        if bits & (SPEECH | PERSON_LINK) and kind[step] == LOWER and fold[step] not in ("a", "est"):
            break
    return ""
