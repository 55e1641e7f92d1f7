"""Organizations in Arabic prose: by definition in brackets and by head noun."""

from __future__ import annotations

from functools import cache, lru_cache

from indexer.entities.arabic import ARTICLE, definite, entries, ordinary, sense_of, stems
from indexer.entities.arabic_persons import name_end
from indexer.entities.folding import is_arabic
from indexer.entities.gazetteer import gazetteer
from indexer.entities.lexicon import (
    BODY,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    HONORIFIC,
    NOUN,
    PARTICLE,
    ROLE,
    SPEECH,
    TITLE,
    TOPIC,
    WEAK_BODY,
    arabic_senses,
)
from indexer.entities.scan import Scan
from indexer.entities.tokens import ACRONYM, ARABIC

LONGEST = 12
REACH = 16
_OF_EVENTS = frozenset({"الدوره", "دوره", "اعمال", "فعاليات", "النسخه"})
# "مجلس أمناء مؤسسة …" is an organ of the body behind it, not a body.
_ORGANS = frozenset({"مجلس", "مكتب"})
_PROPER = frozenset(
    {"جامعه", "شركه", "بنك", "مصرف", "موسسه", "قناه", "صحيفه", "جريده", "نادي", "مجله", "دار"}
)


def find_arabic_bodies(scan: Scan) -> None:
    """Claim definitions first, then world-known bodies, then bodies by head noun."""
    fold, kind = scan.tokens.fold, scan.tokens.kind
    for at in range(1, len(fold) - 2):
        if fold[at] == "(" and fold[at + 2] in (")", "-", "–", "،", ","):
            _defined(scan, at)
    known = entries("known_organizations")
    for at in range(len(fold)):
        if kind[at] == ARABIC and not scan.owned[at]:
            _known(scan, at, known) or _headed(scan, at)


def _defined(scan: Scan, bracket: int) -> None:
    tokens = scan.tokens
    acronym = tokens.words[bracket + 1]
    code = tokens.kind[bracket + 1]
    if code == ARABIC:
        if ordinary(tokens.fold[bracket + 1]) or not 2 <= len(acronym) <= 14:
            return
        if arabic_senses().get(tokens.fold[bracket + 1], 0) & (GIVEN_NAME | DEMONYM):
            return
        known = tokens.fold[bracket + 1] in entries("known_organizations")
        if tokens.fold[bracket + 1] in gazetteer().places and not known:
            return
    elif code != ACRONYM:
        return
    if tokens.kind[bracket - 1] != ARABIC:
        return
    found = _definition_head(scan, bracket)
    if found is None or bracket - found[0] < 2:
        return
    first, cut = found
    text = _text(scan, first, bracket, cut)
    scan.claim(
        "organization",
        first,
        bracket,
        "definition",
        cue=(first, bracket + 3),
        text=text,
        skip=_skip(scan, first, cut),
        acronym=acronym,
    )
    scan.owned[bracket + 1] = 1


def _definition_head(scan: Scan, bracket: int) -> tuple[int, int] | None:
    """The leftmost head noun of the name before the bracket, with its prefix's length."""
    tokens = scan.tokens
    found: tuple[int, int] | None = None
    for at in range(bracket - 1, max(-1, bracket - REACH), -1):
        if tokens.kind[at] != ARABIC or scan.owned[at]:
            break
        word = tokens.fold[at]
        if arabic_senses().get(word, 0) & (FUNCTION | SPEECH | ROLE | TITLE) and word not in (
            "في",
            "علي",
        ):
            break
        cut = _head(word)
        if cut is None:
            continue
        nested = found is not None and not definite(stems(word)[0][1]) and found[0] - at <= 2
        if not nested:
            found = (at, cut)
    return found


@lru_cache(maxsize=1 << 16)
def _head(word: str) -> int | None:
    """The length of the prefix before a head noun, with or without article; else None."""
    for cut, stem in stems(word):
        bare = stem.removeprefix(ARTICLE) if definite(stem) else stem
        if arabic_senses().get(bare, 0) & BODY:
            return cut
    return None


def _stem(scan: Scan, at: int, cut: int) -> str:
    return next(
        stem for length, stem in stems(scan.tokens.fold[at]) if length == cut and _is_head(stem)
    )


def _is_head(stem: str) -> bool:
    bare = stem.removeprefix(ARTICLE) if definite(stem) else stem
    return bool(arabic_senses().get(bare, 0) & BODY)


def _skip(scan: Scan, first: int, cut: int) -> int:
    """How many characters of the first token are no part of the name."""
    return 0 if _hidden_article(scan, first, cut) else cut


def _hidden_article(scan: Scan, first: int, cut: int) -> bool:
    return scan.tokens.fold[first][cut:].startswith("لل")


def _text(scan: Scan, first: int, after: int, cut: int) -> str:
    """The name without the prefix of its first word; "للبنك" becomes "البنك"."""
    tokens = scan.tokens
    word = tokens.words[first]
    word = ARTICLE + word[cut + 2 :] if _hidden_article(scan, first, cut) else word[cut:]
    rest = tokens.text[tokens.end[first] : tokens.end[after - 1]]
    return " ".join((word + rest).split())


@cache
def _known_starts() -> frozenset[str]:
    return frozenset(entry.split(" ")[0] for entry in entries("known_organizations"))


def _known(scan: Scan, at: int, known: frozenset[str]) -> bool:
    tokens = scan.tokens
    for cut, stem in stems(tokens.fold[at]):
        if stem not in _known_starts():
            continue
        for after in range(min(at + 4, len(tokens)), at, -1):
            if " ".join((stem, *tokens.fold[at + 1 : after])) in known and scan.free(at, after):
                scan.claim(
                    "organization",
                    at,
                    after,
                    "known organization",
                    text=_text(scan, at, after, cut),
                    skip=_skip(scan, at, cut),
                )
                return True
    return False


def _headed(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    cut = _head(tokens.fold[at])
    if cut is None or _is_event(scan, at):
        return False
    stem = _stem(scan, at, cut)
    after = _definite_end(scan, at, stem) if definite(stem) else _construct_end(scan, at, stem)
    if not after:
        return False
    scan.claim(
        "organization",
        at,
        after,
        "head noun",
        text=_text(scan, at, after, cut),
        skip=_skip(scan, at, cut),
    )
    return True


def _is_event(scan: Scan, at: int) -> bool:
    """Is a forum the one that sits in "the fourth session of the forum"?"""
    before = scan.tokens.fold[max(0, at - 4) : at]
    return scan.tokens.fold[at].endswith("منتدي") and not _OF_EVENTS.isdisjoint(before)


def _definite_end(scan: Scan, at: int, stem: str) -> int:
    """End of "المتحف الخليجي للخط": article, adjective, and a purpose; 0 if it is generic."""
    tokens = scan.tokens
    here = at + 1
    proper = False
    strong = stem.removeprefix(ARTICLE) in entries("strong_definite")
    while (
        here < len(tokens)
        and _goes_on(scan, here)
        and definite(tokens.fold[here])
        and here - at < 4
    ):
        bits = arabic_senses().get(tokens.fold[here], 0)
        if (
            bits & (ROLE | TITLE)
            or (bits & NOUN and not bits & TOPIC)
            or (ordinary(tokens.fold[here]) and not bits & (DEMONYM | TOPIC))
        ):
            break
        proper = proper or (strong and bool(bits & DEMONYM))
        here += 1
    if here == at + 1:
        return 0
    end = _purpose(scan, here)
    if end == here and not proper:
        return 0
    return end


def _construct_end(scan: Scan, at: int, stem: str) -> int:
    """End of "منظمة الصحة العالمية", "رابطة أطباء الصحراء"; 0 if no proper name follows."""
    tokens = scan.tokens
    here = at + 1
    special = False
    seen = False
    while here < len(tokens) and here - at < LONGEST and _goes_on(scan, here):
        word = tokens.fold[here]
        bits = arabic_senses().get(word, 0)
        if definite(word):
            if bits & (ROLE | TITLE) and not (here == at + 1 and word in entries("royals")):
                break
            if (
                seen
                and arabic_senses().get(word.removeprefix(ARTICLE), 0) & NOUN
                and not _adjectival(word)
            ):
                break
            seen = True
            special = special or not (bits & TOPIC or ordinary(word))
            if word in entries("royals"):
                special = True
                here = max(here, name_end(scan, here + 1) - 1)
        elif seen and word.startswith("و" + ARTICLE):
            if (
                _head(word) is not None
                or sense_of(word, ROLE | TITLE)[0]
                or word[1:] in gazetteer().places
            ):
                break
        elif word.startswith("لل") or (seen and word.startswith("ولل")):
            seen = True
            special = special or bool(here > at + 1)
        elif seen and bits & GIVEN_NAME:
            break
        elif seen:
            end = _purpose(scan, here)
            if end == here:
                break
            here = end
            continue
        elif stem in _ORGANS and _head(word) is not None:
            return 0
        elif not _leads_to_definite(scan, here, stem):
            break
        else:
            special = True
            if bits & (GIVEN_NAME | PARTICLE):
                here = max(here, name_end(scan, here) - 1)
                seen = True
            elif word in gazetteer().places:
                seen = True
        here += 1
    if not seen or here == at + 1:
        return 0
    if arabic_senses().get(stem, 0) & WEAK_BODY and not special:
        return 0
    return here


def _adjectival(word: str) -> bool:
    return word.endswith(("يه", "ي", "يين"))


def _goes_on(scan: Scan, here: int) -> bool:
    tokens = scan.tokens
    if tokens.kind[here] != ARABIC or scan.owned[here] or not tokens.touches(here):
        return False
    bits = arabic_senses().get(tokens.fold[here], 0)
    if bits & HONORIFIC and not _adjectival(tokens.fold[here]):
        return False
    return not bits & (FUNCTION | SPEECH)


def _purpose(scan: Scan, here: int) -> int:
    """End of "للتربية والعلوم والثقافة", "لدروب القوافل"; `here` itself if there is none."""
    tokens = scan.tokens
    fold = tokens.fold
    start = here
    while here < len(tokens) and here - start < 7 and _goes_on(scan, here):
        word = fold[here]
        if arabic_senses().get(word, 0) & GIVEN_NAME:
            break
        if word.startswith("لل") and _head(word) is not None:
            break
        if word.startswith(("لل", "ولل")):
            here += 1
        elif here > start and (definite(word) or word.startswith("و" + ARTICLE)):
            if (
                sense_of(word, ROLE | TITLE)[0]
                or _head(word) is not None
                or word.removeprefix("و") in gazetteer().places
            ):
                break
            if (
                definite(word)
                and arabic_senses().get(word[2:], 0) & NOUN
                and not fold[here - 1].startswith("ل")
            ):
                break
            here += 1
        elif (
            word[0] == "ل"
            and len(word) > 3
            and here + 1 < len(tokens)
            and definite(fold[here + 1])
            and word[1:] not in gazetteer().places
            and not sense_of(word, BODY | ROLE | TITLE)[0]
        ):
            here += 2
        else:
            break
    return here


def _leads_to_definite(scan: Scan, here: int, stem: str) -> bool:
    """An indefinite word behind the head: is a definite one, or a proper name, to come?"""
    tokens = scan.tokens
    word = tokens.fold[here]
    bits = arabic_senses().get(word, 0)
    if bits & (GIVEN_NAME | PARTICLE) or word in gazetteer().places:
        return True
    if (
        word in entries("generic")
        or bits & (DEMONYM | ROLE | TITLE)
        or (word.startswith(("ب", "ل", "و")) and len(word) > 5)
    ):
        return False
    for step in (here + 1, here + 2):
        if step >= len(tokens) or not _goes_on(scan, step):
            break
        if definite(tokens.fold[step]):
            return True
    closed = here + 1 >= len(tokens) or tokens.kind[here + 1] != ARABIC
    return stem in _PROPER and closed and not ordinary(word) and is_arabic(word)
