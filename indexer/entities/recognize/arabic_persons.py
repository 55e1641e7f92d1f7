"""Persons in Arabic prose: by title of address, by role, by verb and given name."""

from __future__ import annotations

from indexer.entities.data.arabic_words import definite, entries, ordinary, sense_of, stems
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import (
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
from indexer.entities.recognize.arabic_person_bounds import (
    STARTS,
    ends_clause,
    may_be_surname,
    name_end,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ARABIC

# Names of unknown words are believed where they stand, not looked for elsewhere.
UNKNOWN_RULE = "role before unknown name"
_REALM = 12
_IS = frozenset({"هو", "هي", "كان", "كانت", "وكان", "وكانت"})
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
            end = _plain(scan, at) or _before_role(scan, at)


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
    if _adjective(scan, here):
        here += 1
    end = name_end(scan, here)
    if end == here and _addresses(scan, at):
        end = _noun_as_name(scan, here)
    if end > here and (_addresses(scan, at) or _sure_name(scan, here, end)):
        scan.claim("person", here, end, "title", cue=(at, end))
        return _joined(scan, end, at, "title")
    return _behind_role(scan, here, at) or here


def _adjective(scan: Scan, at: int) -> bool:
    """Does an adjective of the title stand here: "المستشار البرلماني عبد الواحد ..."?"""
    fold = scan.tokens.fold
    if at + 1 >= len(fold) or not definite(fold[at]) or fold[at][-1] not in "يه":
        return False
    behind = arabic_senses().get(fold[at + 1], 0)
    given = behind & GIVEN_NAME and not definite(fold[at + 1])
    return bool(given or fold[at + 1] == "عبد") and not arabic_senses().get(fold[at], 0) & (
        GIVEN_NAME | NOUN
    )


def _noun_as_name(scan: Scan, at: int) -> int:
    """The end of "وسام التميمي", whose first word is also a noun."""
    tokens = scan.tokens
    if at + 1 >= len(tokens) or tokens.kind[at] != ARABIC or tokens.kind[at + 1] != ARABIC:
        return at
    noun = arabic_senses().get(tokens.fold[at], 0) & NOUN and not definite(tokens.fold[at])
    surname = definite(tokens.fold[at + 1]) and may_be_surname(scan, at + 1, real=1, articles=0)
    return at + 2 if noun and surname and not ordinary(tokens.fold[at + 1]) else at


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
        if (bits & GIVEN_NAME or fold in ("عبد", "ابو")) and (
            not definite(fold) or _before_given(scan, step + 1)
        ):
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


def _before_given(scan: Scan, at: int) -> bool:
    """Does a given name without article stand here, as behind "الطيب"?"""
    if at >= len(scan.tokens) or definite(scan.tokens.fold[at]):
        return False
    return bool(arabic_senses().get(scan.tokens.fold[at], 0) & GIVEN_NAME)


def _unknown_name(scan: Scan, at: int) -> bool:
    """Two words behind a definite one that are no common words and no verbs."""
    fold = scan.tokens.fold
    word = fold[at]
    if definite(word) or ordinary(word) or word[0] in "يسو" or len(word) < 3:
        return False
    if word in gazetteer().places:
        return False
    if sense_of(fold[at - 1], ROLE)[0]:
        end = name_end(scan, at)
        plain = word[0] not in STARTS and word not in entries("function")
        return definite(fold[at - 1]) and plain and end == at + 2 and ends_clause(scan, end)
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


def _plain(scan: Scan, at: int) -> int:
    """A given name and a surname behind a verb or an apposition: "وقال الخباز صلاح نجار"."""
    tokens = scan.tokens
    fold = tokens.fold
    table = arabic_senses()
    if len(fold[at]) < 3 or table[fold[at]] & (NOUN | FUNCTION | PARTICLE | TOPIC | ROLE_WORD):
        return 0
    if at and tokens.kind[at - 1] == ARABIC:
        before = fold[at - 1]
        if _names_thing(scan, at - 1) or scan.owned[at - 1] or table.get(before, 0) & GIVEN_NAME:
            return 0
        apposed = definite(before) and not sense_of(before, NOUN | TOPIC)[0]
        bare = before[1:] if before[0] in "وف" else before
        she = len(bare) > 3 and bare[-1] == "ت" and bare[-2] != "ا" and not definite(bare)
        verb = bare.startswith(("ي", "ت")) or she or before in _IS
        if not (apposed or verb or sense_of(before, SPEECH)[0]):
            return 0
    end = name_end(scan, at)
    if end - at < 2 or _byline(scan, at, end):
        return 0
    second = fold[at + 1]
    family = definite(second) and not ordinary(second) and second not in gazetteer().places
    family = family or second in entries("name_tails")
    linked = not {"بن", "بنت", "ولد"}.isdisjoint(fold[at + 1 : end])
    if not (family or linked or table.get(second, 0) & (GIVEN_NAME | PARTICLE)):
        return 0
    scan.claim("person", at, end, "given name and surname", cue=(max(at - 1, 0), end))
    return _joined(scan, end, at, "given name and surname")


def _byline(scan: Scan, at: int, end: int) -> bool:
    """Does the name, perhaps behind a city and a dash, fill a paragraph?"""
    fold = scan.tokens.fold
    opens = at == 0 or fold[at - 1] in ("\n", ":", "-", "–", "—", "|", "/")
    return opens and (end >= len(fold) or fold[end] == "\n")


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
