"""How far a body's name reaches after its head noun in Arabic."""

from __future__ import annotations

from functools import lru_cache

from indexer.entities.data.arabic_words import ARTICLE, definite, entries, ordinary, sense_of, stems
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import (
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
    words_of,
)
from indexer.entities.recognize.arabic_person_bounds import name_end
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import is_arabic
from indexer.language.tokens import ARABIC

LONGEST = 12
# "مجلس أمناء مؤسسة …" is an organ of the body after it, not a body.
_ORGANS = frozenset({"مجلس", "مكتب"})
_MINISTRY = "وزاره"
_STUDIOS = frozenset({"استوديو", "ستوديو", "استديو"})
_NAMING = frozenset({"تسمي", "تدعي", "تضم", "يسمي", "يدعي", "يضم"})
_TRAFFIC = frozenset(
    {"المرور", "السير", "الطيران", "الملاحه", "التجاره", "النقل", "البيع", "السفر", "التاريخ"}
    | {"الترجمه", "السويس", "العمل", "الشحن", "السفن", "الاقتصاد", "الاسواق", "السوق"}
)


@lru_cache(maxsize=1 << 16)
def head_cut(word: str) -> int | None:
    """The length of the prefix before a head noun, with or without article; else None."""
    for cut, stem in stems(word):
        bare = stem.removeprefix(ARTICLE) if definite(stem) else stem
        if arabic_senses().get(bare, 0) & BODY:
            return cut
    return None


def definite_end(scan: Scan, at: int, stem: str) -> int:
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


def construct_end(scan: Scan, at: int, stem: str) -> int:
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
                head_cut(word) is not None
                or sense_of(word, ROLE | TITLE)[0]
                or word[1:] in gazetteer().places
            ):
                break
        elif seen and stem == _MINISTRY and _joint_field(scan, here):
            here += 1
        elif word.startswith("لل") or (seen and word.startswith("ولل")):
            seen = True
            special = special or bool(here > at + 1)
        elif seen:
            end = _purpose(scan, here)
            if end == here:
                break
            here = end
            continue
        elif stem in _ORGANS and head_cut(word) is not None:
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


def called_end(scan: Scan, at: int, stem: str) -> int:
    """End of "صحيفة الخبر", "حركة الأمل الجديد", "جمعية بنيان"; 0 if no such name follows.

    What papers, channels, parties and clubs are called may be any word, also a common one.
    """
    tokens = scan.tokens
    here = at + 1
    if here >= len(tokens) or not _goes_on(scan, here):
        return 0
    word = tokens.fold[here]
    bits = arabic_senses().get(word, 0)
    if definite(word):
        if stem not in words_of("called") or word in _TRAFFIC or bits & (ROLE | TITLE | DEMONYM):
            return 0
        here += 1
        while here < len(tokens) and here - at < 4 and _goes_on(scan, here):
            more = tokens.fold[here]
            joined = more.startswith("و" + ARTICLE) and not head_cut(more)
            if not (definite(more) or joined) or sense_of(more, ROLE | TITLE)[0]:
                break
            here += 1
        return here
    if (
        stem not in words_of("called") | words_of("own")
        or ordinary(word)
        or word in entries("generic")
    ):
        return 0
    if bits & (DEMONYM | ROLE | TITLE | FUNCTION | SPEECH) or len(word) < 3 or word[0] in "لبكف":
        return 0
    agrees = "ه" if stem[-1] == "ه" else "ي"
    if (word[-1] == agrees and stem not in _STUDIOS) or word in _NAMING:
        return 0  # an adjective, "مجموعة متنوعة", or a verb
    here += 1
    if here < len(tokens) and _goes_on(scan, here) and _is_strange(tokens.fold[here]):
        here += 1  # "مارينا سيرفيس"
    if here < len(tokens) and tokens.kind[here] == ARABIC and definite(tokens.fold[here]):
        return 0
    end = _purpose(scan, here) if here < len(tokens) else here
    closed = (
        end > here
        or here >= len(tokens)
        or tokens.kind[here] != ARABIC
        or tokens.fold[here][0] == "و"
        or tokens.fold[here][-1] == "ت"
        or bool(arabic_senses().get(tokens.fold[here], 0) & (FUNCTION | SPEECH))
    )
    return end if closed else 0


def _joint_field(scan: Scan, here: int) -> bool:
    """ "وتقنية المعلومات" in "وزارة النقل والاتصالات وتقنية المعلومات"."""
    tokens = scan.tokens
    word = tokens.fold[here]
    return (
        word[0] == "و"
        and word.endswith("ه")
        and not definite(word[1:])
        and not sense_of(word, SPEECH | ROLE | TITLE | BODY)[0]
        and here + 1 < len(tokens)
        and _goes_on(scan, here + 1)
        and definite(tokens.fold[here + 1])
    )


def is_traffic(scan: Scan, at: int) -> bool:
    """ "حركة المرور": the movement of ships, of trade, which is no movement of people."""
    fold = scan.tokens.fold
    return fold[at].endswith("حركه") and at + 1 < len(fold) and fold[at + 1] in _TRAFFIC


def _is_strange(word: str) -> bool:
    """Is the word without article unknown, and hardly a verb or a word with a prefix?"""
    return (
        len(word) > 3
        and word[0] not in "ايتولبكفم"
        and word[-1] not in "ات"
        and not definite(word)
        and not arabic_senses().get(word, 0)
        and not ordinary(word)
        and word not in gazetteer().places
    )


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
        if word.startswith("لل") and head_cut(word) is not None:
            break
        if word.startswith(("لل", "ولل")):
            here += 1
        elif here > start and (definite(word) or word.startswith("و" + ARTICLE)):
            if (
                sense_of(word, ROLE | TITLE)[0]
                or head_cut(word) is not None
                or word.removeprefix("و") in gazetteer().places
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
    """An indefinite word after the head: is a definite one, or a proper name, to come?"""
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
        if (
            stem in words_of("proper")
            and step == here + 1
            and tokens.fold[step] in gazetteer().places
        ):
            return True
    closed = here + 1 >= len(tokens) or tokens.kind[here + 1] != ARABIC
    return stem in words_of("proper") and closed and not ordinary(word) and is_arabic(word)
