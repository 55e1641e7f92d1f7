"""Persons in Arabic prose: by title of address, by role, by verb and given name."""

from __future__ import annotations

from indexer.entities.arabic import ARTICLE, definite, entries, ordinary, sense_of, stems
from indexer.entities.gazetteer import gazetteer
from indexer.entities.lexicon import (
    BODY,
    DEMONYM,
    FACILITY,
    FUNCTION,
    GIVEN_NAME,
    HONORIFIC,
    NOUN,
    PARTICLE,
    PERSON_LINK,
    ROLE,
    ROLE_WORD,
    SPEECH,
    TITLE,
    TOPIC,
    arabic_senses,
)
from indexer.entities.scan import Scan
from indexer.entities.tokens import ARABIC

# Names of unknown words are believed where they stand, not looked for elsewhere.
UNKNOWN_RULE = "role before unknown name"
LONGEST = 7
_REALM = 12
_PREFIXES = "ايتسوبلكفم"  # of verbs, participles and small words
_SMALL = frozenset({"في", "لدي", "من", "ب"})


def find_arabic_persons(scan: Scan) -> None:
    """Claim every person that stands with a title, a role or a person's verb."""
    kind, fold = scan.tokens.kind, scan.tokens.fold
    table = arabic_senses()
    end = 0
    for at, code in enumerate(kind):
        if code != ARABIC or at < end or scan.owned[at]:
            continue
        bits, _, stem = sense_of(
            fold[at], TITLE | HONORIFIC | ROLE | SPEECH | PERSON_LINK | DEMONYM
        )
        if bits & (TITLE | HONORIFIC) and _is_title(scan, at, stem):
            end = _titled(scan, at)
        elif bits & ROLE:
            end = _role(scan, at)
        elif bits & DEMONYM and definite(stem) and not bits & GIVEN_NAME:
            end = _given(scan, at + 1, at - 1 if at else at, "role before name")
        elif bits & (SPEECH | PERSON_LINK):
            end = _given(scan, at + 1, at, "verb before name")
        elif table.get(fold[at], 0) & GIVEN_NAME:
            end = _before_role(scan, at)


def _is_title(scan: Scan, at: int, stem: str) -> bool:
    if len(stem) <= 2 and not scan.tokens.words[at].endswith("."):
        return False
    return not (at and _names_thing(scan, at - 1) and stem in entries("royals"))


def _names_thing(scan: Scan, at: int) -> bool:
    """Is the word at `at` a university, a mosque, a prize … that bears a person's name?"""
    return scan.tokens.kind[at] == ARABIC and bool(
        sense_of(scan.tokens.fold[at], BODY | FACILITY)[0]
    )


def _titled(scan: Scan, at: int) -> int:
    """A title, or a chain of titles and roles, and the name after it."""
    tokens = scan.tokens
    here, size = at + 1, len(tokens)
    while here < size and here - at < 7 and tokens.kind[here] == ARABIC:
        bits = arabic_senses().get(tokens.fold[here], 0)
        if not bits & (TITLE | HONORIFIC | ROLE | ROLE_WORD | DEMONYM):
            break
        if bits & (GIVEN_NAME | FUNCTION) or (bits & DEMONYM and _addresses(scan, at)):
            break
        if bits & (TITLE | ROLE) and len(tokens.fold[here]) <= 2 and tokens.words[here][-1] != ".":
            break
        here += 1
    end = name_end(scan, here)
    if end > here and (_addresses(scan, at) or _sure_name(scan, here, end)):
        scan.claim("person", here, end, "title", cue=(at, end))
        return _joined(scan, end, at, "title")
    return _behind_role(scan, here, at) or here


def _addresses(scan: Scan, at: int) -> bool:
    """Is the title one of address, which a person must follow, rather than a profession?"""
    return any(stem in entries("addresses") for _, stem in stems(scan.tokens.fold[at]))


def _sure_name(scan: Scan, first: int, end: int) -> bool:
    """Does the name begin with a known given name, or has it two words that are no verbs?"""
    fold = scan.tokens.fold
    if arabic_senses().get(fold[first], 0) & (GIVEN_NAME | PARTICLE):
        return True
    if first + 1 < end and fold[first + 1] == "بن":
        return True
    return end - first >= 2 and not definite(fold[first]) and fold[first][0] not in "يتسلبو"


def _joins(scan: Scan, at: int) -> bool:
    """Is the "و" that begins token `at` the conjunction rather than part of a name?"""
    tokens = scan.tokens
    if arabic_senses().get(tokens.fold[at][1:], 0) & GIVEN_NAME:
        return True
    return at + 1 < len(tokens) and tokens.kind[at + 1] == ARABIC


def _joined(scan: Scan, at: int, cue: int, rule: str) -> int:
    """The names that "و" joins to the one that ends at token `at`."""
    tokens = scan.tokens
    while at < len(tokens) and tokens.fold[at][0] == "و":
        given = arabic_senses().get(tokens.fold[at][1:], 0) & GIVEN_NAME
        if not given and (at + 1 >= len(tokens) or tokens.fold[at + 1] not in ("بن", "بنت")):
            break
        end = name_end(scan, at + 1)
        if end == at + 1 or end - at < 2:
            break
        scan.claim("person", at, end, rule, cue=(cue, end), skip=1)
        at = end
    return at


def _role(scan: Scan, at: int) -> int:
    """A role with its realm, and the name after it."""
    here = at + 1
    tokens = scan.tokens
    while here < len(tokens) and arabic_senses().get(tokens.fold[here], 0) & (ROLE_WORD | DEMONYM):
        if arabic_senses()[tokens.fold[here]] & GIVEN_NAME:
            break
        here += 1
    return _behind_role(scan, here, at) or at + 1


def _behind_role(scan: Scan, here: int, cue: int) -> int:
    """The name behind a role and its realm: it must begin with a known given name."""
    tokens = scan.tokens
    limit = min(len(tokens), here + _REALM)
    for step in range(here, limit):
        fold = tokens.fold[step]
        if fold == "،":
            return _given(scan, step + 1, cue, "role before name")
        if tokens.kind[step] != ARABIC:
            return 0
        bits = arabic_senses().get(fold, 0)
        if bits & (TITLE | HONORIFIC) and not scan.owned[step]:
            return 0
        if scan.owned[step]:
            continue
        if (bits & GIVEN_NAME or fold in ("عبد", "ابو")) and not definite(fold):
            end = _given(scan, step, cue, "role before name")
            if end:
                return end
        if _unknown_name(scan, step):
            end = name_end(scan, step)
            scan.claim("person", step, end, UNKNOWN_RULE, cue=(cue, end))
            return end
        if bits & (FUNCTION | SPEECH) and fold not in _SMALL:
            return 0
    return 0


def _unknown_name(scan: Scan, at: int) -> bool:
    """Two words behind a definite one that are no common words and no verbs."""
    fold = scan.tokens.fold
    word = fold[at]
    if definite(word) or ordinary(word) or word[0] in "يسو" or len(word) < 3:
        return False
    if word in gazetteer().places or sense_of(fold[at - 1], ROLE)[0]:
        return False
    if not (definite(fold[at - 1]) or scan.owned[at - 1]):
        return False
    if arabic_senses().get(word, 0) & (FUNCTION | SPEECH | DEMONYM):
        return False
    if word[-1] == "ا" or (word[0] in "بل" and not sense_of(fold[at - 1], DEMONYM)[0]):
        return False
    return name_end(scan, at) - at >= 2


def _given(scan: Scan, at: int, cue: int, rule: str) -> int:
    """Claim a name of two words or more that begins with a known given name."""
    if at >= len(scan.tokens) or scan.tokens.kind[at] != ARABIC or scan.owned[at]:
        return 0
    if (
        not arabic_senses().get(scan.tokens.fold[at], 0) & GIVEN_NAME
        and scan.tokens.fold[at] != "عبد"
    ):
        return 0
    end = name_end(scan, at)
    if end - at < 2 or (at and _names_thing(scan, at - 1)):
        return 0
    scan.claim("person", at, end, rule, cue=(cue, end))
    return _joined(scan, end, cue, rule)


def _before_role(scan: Scan, at: int) -> int:
    """ "Name Surname، director of …"."""
    tokens = scan.tokens
    if at and _names_thing(scan, at - 1):
        return at + 1
    end = name_end(scan, at)
    if end - at < 2 or end + 1 >= len(tokens) or tokens.fold[end] not in ("،", "("):
        return max(end, at + 1)
    bits = sense_of(tokens.fold[end + 1], ROLE | FUNCTION)[0]
    if bits & ROLE or tokens.fold[end + 1] in ("الذي", "التي"):
        scan.claim("person", at, end, "name before role", cue=(at, end + 2))
    return end


def name_end(scan: Scan, at: int) -> int:
    """Where the name that starts at token `at` ends; `at` itself if there is none."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    table = arabic_senses()
    size = len(tokens)
    here = end = at
    real = articles = 0
    bound = False
    while here < size and here - at < LONGEST and kind[here] == ARABIC and not scan.owned[here]:
        if here > at and not tokens.touches(here):
            break
        word = fold[here]
        bits = table.get(word, 0)
        if bound:
            bound = bool(bits & PARTICLE)
            real += not bound
        elif bits & PARTICLE:
            if real and articles and word not in ("بن", "ابن", "بنت", "ال", "ولد", "عبد"):
                break
            bound = True
        elif real and word in entries("name_tails"):
            pass
        elif definite(word) and not (bits & GIVEN_NAME or (not real and _given_with_article(word))):
            if articles == 2 or not _surname(scan, here, real=real, articles=articles):
                break
            if articles and word.endswith("يه") and not fold[here - 1].endswith("يه"):
                break
            articles += 1
            real += 1
        elif not definite(word) and not _bare(scan, here, bits, real, articles):
            break
        else:
            real += 1
        here += 1
        if not bound:
            end = here
        if real >= 5:
            break
    return end if real else at


def _given_with_article(word: str) -> bool:
    return bool(arabic_senses().get(word.removeprefix(ARTICLE), 0) & GIVEN_NAME)


def _surname(scan: Scan, at: int, *, real: int, articles: int) -> bool:
    """May the word with article at token `at` be a surname?"""
    fold = scan.tokens.fold
    word = fold[at]
    bits = arabic_senses().get(word, 0)
    if not real and bits & DEMONYM:
        return False
    if ordinary(word):
        behind = at + 1
        ends = behind >= len(fold) or scan.tokens.kind[behind] != ARABIC
        given = arabic_senses().get(fold[at - 1], 0) & GIVEN_NAME
        trade = bits & ROLE and word[-1] != "ه"
        if trade and given and real == 1 and not articles and _closes(scan, behind):
            return True  # "هيفاء النجار من …": many a surname is a trade
        adjective = bits & (ROLE_WORD | TOPIC) and not bits & (NOUN | ROLE | FUNCTION)
        if articles or not real or not (ends or adjective) or bits & (ROLE | FUNCTION):
            return False
    place = gazetteer().places.get(word)
    return place is None or not place.sure


def _closes(scan: Scan, at: int) -> bool:
    """Does a small word, a verb or a stop stand here, so that a name is over?"""
    tokens = scan.tokens
    if at >= len(tokens) or tokens.kind[at] != ARABIC:
        return True
    return bool(arabic_senses().get(tokens.fold[at], 0) & FUNCTION)


def _bare(scan: Scan, at: int, bits: int, real: int, articles: int) -> bool:
    """May a word without article go on with the name?"""
    tokens = scan.tokens
    word = tokens.fold[at]
    if bits & GIVEN_NAME:
        return not (articles and real >= 3)
    if word[0] == "و" and real and _joins(scan, at):
        return False
    if len(word) < 2 or ordinary(word) or word.startswith(("وال", "بال", "فال", "كال", "لل")):
        return False
    if bits & DEMONYM and real:
        return False
    place = gazetteer().places.get(word)
    if place is not None and place.sure:
        return False
    unknown = not bits and len(word) > 3 and word[0] not in _PREFIXES and word[-1] != "ا"
    if real >= 2 and unknown and _closes(scan, at + 1):
        return True
    if articles:
        return False
    if real >= 2:
        behind = at + 1
        closed = behind >= len(tokens) or tokens.kind[behind] != ARABIC
        return (closed and word[0] not in "يتسو") or (
            behind < len(tokens)
            and tokens.fold[behind].startswith(ARTICLE)
            and not ordinary(tokens.fold[behind])
        )
    return True
