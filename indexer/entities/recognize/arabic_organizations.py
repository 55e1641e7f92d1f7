"""Organizations in Arabic prose: by definition in brackets and by head noun."""

from __future__ import annotations

from functools import cache, lru_cache

from indexer.entities.data import lexicon as lex
from indexer.entities.data.arabic_words import ARTICLE, definite, entries, ordinary, stems
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import arabic_senses, words_of
from indexer.entities.recognize.arabic_persons import name_end
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, ARABIC

_LONGEST = 12
_REACH = 16
"""Words from a bracket back to the head noun of what it abbreviates, at most."""
_OF_EVENTS = frozenset({"الدوره", "دوره", "اعمال", "فعاليات", "النسخه"})
_ORGANS = frozenset({"مجلس", "مكتب"})
"""Of a body: "مجلس أمناء مؤسسة …"."""
_MINISTRY = "وزاره"


def find_arabic_bodies(scan: Scan) -> None:
    """Claim definitions first, then world-known bodies, then bodies by head noun."""
    fold, kind = scan.tokens.fold, scan.tokens.kind
    for at in range(1, len(fold) - 2):
        if (
            fold[at] == "("
            and fold[at + 2] in (")", "-", "–", "،", ",")
            and _is_acronym(scan, at + 1)
        ):
            _define(scan, at)
    for at, word in enumerate(fold):
        if kind[at] == ARABIC and not scan.owned[at] and not _known(scan, at):
            _headed(scan, at, word)


def _is_acronym(scan: Scan, at: int) -> bool:
    word = scan.tokens.fold[at]
    if scan.tokens.kind[at] != ARABIC:
        return scan.tokens.kind[at] == ACRONYM
    if ordinary(word) or len(word) > 14 or arabic_senses().get(word, 0) & lex.DEMONYM:
        return False
    return word not in gazetteer().places or word in entries("known_organizations")


def _define(scan: Scan, bracket: int) -> None:
    """Claim the name before the bracket, from the leftmost head noun in it."""
    fold, table = scan.tokens.fold, arabic_senses()
    found: tuple[int, int] | None = None
    for at in range(bracket - 1, max(-1, bracket - _REACH), -1):
        if scan.tokens.kind[at] != ARABIC or scan.owned[at]:
            break
        bits = table.get(fold[at], 0)
        if bits & (lex.FUNCTION | lex.SPEECH) and fold[at] not in ("في", "علي"):
            break
        # "the World Organization": the word is also "the scientist"
        if bits & (lex.ROLE | lex.TITLE) and not (
            at and definite(fold[at]) and _head(fold[at - 1])
        ):
            break
        head = _head(fold[at])
        nested = found is not None and not definite(stems(fold[at])[0][1]) and found[0] - at <= 2
        if head and not nested:
            found = (at, head[0])
    least = 3 if table.get(fold[bracket + 1], 0) & lex.GIVEN_NAME else 2
    if found is not None and bracket - found[0] >= least:
        acronym = scan.tokens.words[bracket + 1]
        _claim(scan, found[0], bracket, found[1], "definition", acronym=acronym)
        scan.owned[bracket + 1] = 1


def _claim(scan: Scan, first: int, after: int, cut: int, rule: str, *, acronym: str = "") -> None:
    """Claim a name without the prefix of its first word, which is `cut` letters long."""
    tokens = scan.tokens
    word, rest = tokens.words[first][cut:], tokens.text[tokens.end[first] : tokens.end[after - 1]]
    hidden = tokens.fold[first][cut:].startswith("لل")  # "للبنك" is "to the bank", "البنك"
    text = " ".join(((ARTICLE + word[2:] if hidden else word) + rest).split())
    skip, cue = 0 if hidden else cut, (first, after + 3) if acronym else None
    scan.claim("organization", first, after, rule, cue=cue, text=text, skip=skip, acronym=acronym)


@cache
def _known_starts() -> frozenset[str]:
    return frozenset(entry.split(" ")[0] for entry in entries("known_organizations"))


def _known_end(scan: Scan, at: int, first: str) -> int:
    """End of the world-known body that begins at token `at`, read as `first`, else `at`."""
    fold = scan.tokens.fold
    for after in range(min(at + 4, len(fold)), at, -1) if first in _known_starts() else ():
        if " ".join((first, *fold[at + 1 : after])) in entries("known_organizations"):
            return after
    return at


def _known(scan: Scan, at: int) -> bool:
    fold = scan.tokens.fold
    for cut, stem in stems(fold[at]):
        after = _known_end(scan, at, stem)
        if after > at and scan.free(at, after):
            while (  # "القطري" after "الهلال الأحمر"
                after < len(fold)
                and definite(fold[after])
                and arabic_senses().get(fold[after], 0) & lex.DEMONYM
                and scan.tokens.touches(after)
            ):
                after += 1
            _claim(scan, at, after, cut, "known organization")
            return True
    return False


@lru_cache(maxsize=1 << 16)
def _head(word: str) -> tuple[int, str] | None:
    """A head noun, with or without article, and the length of the prefix before it; else None."""
    for cut, stem in stems(word):
        if (
            arabic_senses().get(stem.removeprefix(ARTICLE) if definite(stem) else stem, 0)
            & lex.BODY
        ):
            return cut, stem
    return None


def _headed(scan: Scan, at: int, word: str) -> None:
    head = _head(word)
    if head is None or _is_traffic(scan, at):
        return
    cut, stem = head
    fold = scan.tokens.fold
    if word.endswith("منتدي") and not _OF_EVENTS.isdisjoint(fold[max(0, at - 4) : at]):
        return  # "the fourth session of the forum"
    known = _known_end(scan, at + 1, fold[at + 1]) if at + 1 < len(fold) else at
    if definite(stem):
        after = _definite_end(scan, at, stem)
    elif known > at + 1 and not definite(fold[at + 1]):
        after = known
    else:
        after = _construct_end(scan, at, stem) or _called_end(scan, at, stem)
    if after:
        _claim(scan, at, after, cut, "head noun")


def _definite_end(scan: Scan, at: int, stem: str) -> int:
    """End of "المتحف الخليجي للخط": article, adjective, and a purpose; 0 if it is generic."""
    fold = scan.tokens.fold
    strong = stem.removeprefix(ARTICLE) in entries("strong_definite")
    proper = False
    here = at + 1
    while here < len(fold) and _goes_on(scan, here) and definite(fold[here]):
        bits = arabic_senses().get(fold[here], 0)
        if ordinary(fold[here]) and not bits & (lex.DEMONYM | lex.TOPIC):
            break
        proper = proper or (strong and bool(bits & lex.DEMONYM))
        here += 1
    end = _purpose(scan, here)
    return end if here > at + 1 and (end > here or proper) else 0


def _construct_end(scan: Scan, at: int, stem: str) -> int:
    """End of "منظمة الصحة العالمية", "رابطة أطباء الصحراء"; 0 if no proper name follows."""
    fold, table = scan.tokens.fold, arabic_senses()
    special = seen = False
    here = at + 1
    while here < len(fold) and here - at < _LONGEST and _goes_on(scan, here):
        word = fold[here]
        bits = table.get(word, 0)
        if definite(word):
            royal = word in entries("royals")
            noun = seen and table.get(word.removeprefix(ARTICLE), 0) & lex.NOUN
            adjective = word.endswith(("يه", "ي", "يين"))
            if (bits & (lex.ROLE | lex.TITLE) and not royal) or (noun and not adjective):
                break
            seen = True
            special = special or royal or not ordinary(word)
            if royal:
                here = max(here, name_end(scan, here + 1) - 1)
        elif seen:
            end = here + 1 if _joins(word) else _purpose(scan, here)
            if end == here and stem == _MINISTRY and word[0] == "و" and not _head(word):
                field = fold[here + 1 : here + 2]  # "and technology of information"
                named = any(map(definite, field)) and not table.get(field[0], 0) & (
                    lex.ROLE | lex.TITLE
                )
                end += 2 * named
            if end == here:
                break
            special = special or word.startswith(("لل", "ولل"))
            here = end
            continue
        elif stem in _ORGANS and _head(word):
            return 0
        elif not _leads_to_definite(scan, here, stem):
            break
        else:
            special = True
            seen = bool(bits & (lex.GIVEN_NAME | lex.PARTICLE)) or word in gazetteer().places
            if bits & (lex.GIVEN_NAME | lex.PARTICLE):
                here = max(here, name_end(scan, here) - 1)
        here += 1
    weak = table.get(stem, 0) & lex.WEAK_BODY and not special
    return here if seen and not weak else 0


def _joins(word: str) -> bool:
    """Is it "and the …", which is no other body?"""
    return word.startswith("و" + ARTICLE) and not _head(word)


def _called_end(scan: Scan, at: int, stem: str) -> int:
    """End of "صحيفة الخبر", "حركة الأمل الجديد", "جمعية بنيان"; 0 if no such name follows.

    What papers, channels, parties and clubs are called may be any word, also a common one.
    """
    tokens, fold = scan.tokens, scan.tokens.fold
    here = at + 1
    if here >= len(fold) or not _goes_on(scan, here):
        return 0
    word = fold[here]
    if definite(word):
        if stem not in words_of("called") or word in words_of("traffic"):
            return 0
        while (
            here < len(fold)
            and _goes_on(scan, here)
            and (definite(fold[here]) or _joins(fold[here]))
        ):
            here += 1
        return here
    agrees = "ه" if stem[-1] == "ه" else "ي"  # an adjective: "مجموعة متنوعة"
    known = stem in words_of("called") or stem in words_of("own")
    if (
        not known
        or ordinary(word)
        or len(word) < 3
        or (word[-1] == agrees and not stem.endswith("ديو"))
    ):
        return 0
    here += 1
    if here < len(fold) and _goes_on(scan, here) and _is_strange(fold[here]):
        here += 1  # "مارينا سيرفيس"
    if here < len(fold) and tokens.kind[here] == ARABIC and definite(fold[here]):
        return 0
    end = _purpose(scan, here)
    closed = end > here or here >= len(fold) or not _goes_on(scan, here)
    closed = closed or fold[here][0] == "و" or fold[here][-1] == "ت"
    return end if closed else 0


def _is_traffic(scan: Scan, at: int) -> bool:
    """ "حركة المرور": the movement of ships, of trade, which is no movement of people."""
    fold = scan.tokens.fold
    return fold[at].endswith("حركه") and at + 1 < len(fold) and fold[at + 1] in words_of("traffic")


def _is_strange(word: str) -> bool:
    """Is the word without article unknown, and hardly a verb or a word with a prefix?"""
    return not (definite(word) or arabic_senses().get(word) or word[0] in "ايتولبكفم")


def _goes_on(scan: Scan, here: int) -> bool:
    tokens = scan.tokens
    if tokens.kind[here] != ARABIC or scan.owned[here] or not tokens.touches(here):
        return False
    return not arabic_senses().get(tokens.fold[here], 0) & (lex.FUNCTION | lex.SPEECH)


def _purpose(scan: Scan, here: int) -> int:
    """End of "للتربية والعلوم والثقافة", "لدروب القوافل"; `here` itself if there is none."""
    fold = scan.tokens.fold
    start = here
    while here < len(fold) and _goes_on(scan, here):
        word = fold[here]
        if word.startswith("لل") and _head(word):
            break
        if word.startswith(("لل", "ولل")) or (here > start and (definite(word) or _joins(word))):
            here += 1
        elif word[0] == "ل" and here + 1 < len(fold) and definite(fold[here + 1]):
            here += 2
        else:
            break
    return here


def _leads_to_definite(scan: Scan, here: int, stem: str) -> bool:
    """An indefinite word after the head: is a definite one, or a proper name, to come?"""
    fold = scan.tokens.fold
    word = fold[here]
    if arabic_senses().get(word, 0) & (lex.GIVEN_NAME | lex.PARTICLE) or word in gazetteer().places:
        return True
    if word.startswith(("ب", "ل", "و")) and len(word) > 5:
        return False
    if any(map(definite, fold[here + 1 : here + 3])):
        return True
    return stem in words_of("proper") and not ordinary(word)
