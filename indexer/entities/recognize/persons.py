"""Persons in English and French prose: by title of address, by role, by what they do."""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    CALENDAR,
    GIVEN_NAME,
    NAME_WORD,
    PERSON_LINK,
    ROLE,
    ROLE_PLURAL,
    SPEECH,
    TITLE,
    phrases,
)
from indexer.entities.data.word_endings import TRADES
from indexer.entities.recognize.person_bounds import is_full_name, name_end
from indexer.entities.recognize.person_roles import role_names
from indexer.entities.recognize.person_titles import AND, is_title, listed_names, titled_names
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ACRONYM, CAPITAL, CODE, INITIAL, LOWER, STOP

_CUES = TITLE | ROLE | ROLE_PLURAL
_BEFORE_TRADES = frozenset({"the", "a", "an", "le", "la", "l'", "un", "une", "du", "par"})
# What is said of persons only, after "a" or "the".
_LIVES = frozenset({"retired", "former", "widowed", "self-taught", "native", "veteran", "trained"})
_MADE = word_set(
    "written directed painted composed translated edited authored photographed illustrated "
    "performed sung narrated choreographed curated écrit écrite réalisé réalisée composé composée "
    "peint peinte founded created créé créée fondé fondée traduit traduite interprété interprétée "
    "illustré illustrée chanté chantée"
)
_PATRONYMIC = frozenset({"mint", "ould", "bint", "bin", "ibn", "binti"})
_WHO = frozenset({"who", "whose", "whom", "qui", "dont", "aged", "âgé", "âgée"})


def find_persons(scan: Scan) -> None:
    """Claim every person that comes with a title, a role or a person's verb."""
    kind, sense = scan.tokens.kind, scan.sense
    acting = _acting(scan)
    end = 0
    for at, bits in enumerate(sense):
        code = kind[at]
        if not (bits & _CUES or code in (CAPITAL, INITIAL)) or at < end:
            continue
        if scan.owned[at]:
            continue
        if bits & TITLE and is_title(scan, at):
            known = len(scan.found)
            end = titled_names(scan, at)
            if bits & ROLE and len(scan.found) == known:  # "the captain, Name Surname,"
                end = max(end, role_names(scan, at))
        elif bits & (ROLE | ROLE_PLURAL) and code in (CAPITAL, LOWER, ACRONYM):
            end = role_names(scan, at)
        elif (code == CAPITAL and not scan.headline[at]) or (
            code == INITIAL and scan.tokens.words[at].endswith(".")
        ):
            end = _bare(scan, at, acting)


def _acting(scan: Scan) -> frozenset[str]:
    """Words that stand alone with a capital before a verb of persons: "Moyo said"."""
    tokens, sense = scan.tokens, scan.sense
    kind, fold = tokens.kind, tokens.fold
    last = len(tokens) - 1
    return frozenset(
        fold[at]
        for at in scan.capitals
        if kind[at] == CAPITAL
        and at < last
        and sense[at + 1] & SPEECH
        and kind[at + 1] == LOWER
        and not sense[at] & ~(GIVEN_NAME | NAME_WORD)
        and not scan.owned[at]
        and (at == 0 or kind[at - 1] not in (CAPITAL, INITIAL, ACRONYM))
        and fold[at] not in scan.lower
    )


def _bare(scan: Scan, at: int, acting: frozenset[str]) -> int:
    """A full name without a title, found by what is next to it."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    end = name_end(scan, at, titled=False)
    if end - at < 2 or fold[at] in ("ibn", "abu", "abou", "al", "el") or fold[at].startswith("al-"):
        return max(end, at + 1)
    if not is_full_name(scan, at, end) or _in_passing(scan, at):
        return end
    rule = ""
    cue = (at, end)
    said = _without_date(scan, at - 1)
    if said >= 0 and sense[said] & SPEECH and kind[said] == LOWER:
        rule, cue = "verb before name", (said, end)
    elif _made_by(scan, at):
        rule, cue = "maker of a work", (at - 2, end)
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
            or (end < len(tokens) and (fold[end] in AND or kind[end] == STOP))
        ):
            rule = "given name"
    if not rule and _PATRONYMIC & set(fold[at + 1 : end - 1]):
        rule = "patronymic"
    if not rule and _of_country(scan, at, end):
        rule = "name behind its country"
    if not rule and tokens.fold[end - 1] in acting:
        rule = "surname acts elsewhere"
    if not rule and at > 1 and _by_suffix(scan, at):
        rule, cue = "role before name", (at - 1, end)
    if not rule:
        return end
    scan.claim("person", at, end, rule, cue=cue)
    return listed_names(scan, end, cue=cue[0], rule=rule)


def _without_date(scan: Scan, at: int) -> int:
    """The last token up to `at` that is not part of a date: « a dit le 3 mai 2020 »."""
    tokens = scan.tokens
    here = at
    while here >= 0 and at - here < 5:
        if tokens.kind[here] != CODE and not scan.sense[here] & CALENDAR:
            break
        here -= 1
    return here - (here < at and here >= 0 and tokens.fold[here] in ("le", "on", "in", "en"))


def _made_by(scan: Scan, at: int) -> bool:
    """ "written by", « réalisé par », and "by" after a title in quotation marks."""
    fold = scan.tokens.fold
    if at < 2 or fold[at - 1] not in ("by", "par", "de"):
        return False
    made = max(_without_date(scan, at - 2), 0)
    return (fold[made] in _MADE and fold[at - 1] != "de") or fold[at - 2] in ("”", "»")


def _of_country(scan: Scan, at: int, end: int) -> bool:
    """ "Zambia's Mulenga Phiri": two unknown words, no place among them, after a country."""
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
        and tokens.fold[at - 1].endswith(TRADES)
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
    if fold[at] in ("a", "an", "the") and at + 3 < len(tokens):
        aged = kind[at + 1] == CODE and fold[at + 3] == "year-old"
        if aged or fold[at + 1] in _LIVES:
            return "name and life"
    for step in range(at, min(at + 8, len(tokens))):
        bits = sense[step]
        if bits & ROLE and kind[step] in (LOWER, CAPITAL, ACRONYM):
            return "name before role"
        if (kind[step] == STOP and fold[step] not in ("'s", "’", "-", "'")) or fold[step] == "\n":
            break
        if bits & (SPEECH | PERSON_LINK) and kind[step] == LOWER and fold[step] not in ("a", "est"):
            break
    return ""
