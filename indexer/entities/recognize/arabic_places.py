"""Places in Arabic prose: gazetteer look-ups, checked by what is around."""

from __future__ import annotations

from functools import lru_cache

from indexer.entities.data.arabic_words import ordinary, sense_of, stems
from indexer.entities.data.gazetteer import SURE_RULE, WEAK_RULE, Place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    FACILITY,
    FUNCTION,
    GIVEN_NAME,
    PARTICLE,
    PLACE_WORD,
    ROLE,
    arabic_senses,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ARABIC

_PREPOSITIONS = word_set(
    "في من الي نحو قرب قرب لدي بين عبر حتي الي علي ضواحي شمال جنوب شرق غرب وسط"
)
# After these a name that is no other word is a place's.
_GOING = word_set("في الي قرب نحو ضواحي شمال جنوب شرق غرب وسط")
# Before a town these say what it is, as "city" does, but they also occur in names of bodies.
_OF_PLACES = word_set(
    "جهات مدن قري بلدات مناطق محافظات محافظتي ولايات ولايتي معتمديه معتمديات دائره ريف مشارف "
    "بلديات جزر موانئ واحات قضاء ناحيه عماله اقاليم اهالي سكان والي محافظ"
)
_SHADDA = "\u0651"


def find_arabic_places(scan: Scan) -> None:
    """Claim every free run of Arabic tokens that names a place."""
    tokens = scan.tokens
    fold, end = tokens.fold, 0
    for at, code in enumerate(tokens.kind):
        if code == ARABIC and at >= end and not scan.owned[at]:
            end = (_listed(scan, at) if _starts(fold[at]) else 0) or _after_word(scan, at)


def find_arabic_blocks(scan: Scan) -> None:
    """Claim names of places of two words and more, before persons are looked for."""
    tokens = scan.tokens
    for at, word in enumerate(tokens.fold):
        if tokens.kind[at] == ARABIC and _starts(word) and not scan.owned[at]:
            _listed(scan, at, shortest=2)


@lru_cache(maxsize=1 << 16)
def _starts(word: str) -> tuple[tuple[int, str, int], ...]:
    """The stems of a word with which places begin, and how many words those have at most."""
    longest = gazetteer().longest
    return tuple((cut, stem, longest[stem]) for cut, stem in stems(word) if stem in longest)


def _listed(scan: Scan, at: int, shortest: int = 1) -> int:
    table = gazetteer()
    tokens = scan.tokens
    for cut, stem, longest in _starts(tokens.fold[at]):
        for after in range(min(at + longest, len(tokens)), at + shortest - 1, -1):
            if not scan.free(at, after):
                continue
            place = table.places.get(" ".join((stem, *tokens.fold[at + 1 : after])))
            belief = _belief(scan, at, after, cut, stem, place) if place is not None else 0
            if place is None or not belief:
                continue
            name = _which(scan, at, after, stem, place)
            hidden = tokens.fold[at][cut:].startswith("لل")
            rule = SURE_RULE if belief == 2 else WEAK_RULE
            scan.claim("place", at, after, rule, skip=0 if hidden else cut, canonical=name)
            return after
    return 0


def _which(scan: Scan, at: int, after: int, stem: str, place: Place) -> str:
    """Oman and its neighbour's capital Amman are spelled alike but for a sign."""
    if stem == "عمان" and after == at + 1:
        fold = scan.tokens.fold
        if _SHADDA in scan.tokens.words[at] or (at and fold[at - 1] in _CAPITAL_BEFORE):
            return "Amman"
        for words in (fold[max(at - _NEAR, 0) : at + _NEAR], fold):
            found = {stem for word in words for _, stem in stems(word)}
            jordan, oman = len(found & _OF_JORDAN), len(found & _OF_OMAN)
            jordan += "الثاني" in found and ("عبدالله" in found or {"عبد", "الله"} <= found)
            if jordan != oman:
                return "Amman" if jordan > oman else "Oman"
        return "Oman"
    return place.canonical


_NEAR = 15
"""Words on either side that are asked before the whole story."""
_CAPITAL_BEFORE = word_set("مدينه العاصمه بالعاصمه للعاصمه والعاصمه بمدينه")
_OF_JORDAN = word_set(
    "الاردن الاردني الاردنيه الاردنيين بترا اربد الزرقاء العقبه مادبا الكرك السلط جرش معان عجلون "
    "المفرق الطفيله الهاشمي الهاشميه"
)
_OF_OMAN = word_set(
    "سلطنه السلطنه مسقط صلاله صحار نزوي العماني العمانيه العمانيين عماني عمانيه ظفار قابوس هيثم "
    "البوسعيدي"
)


def _belief(scan: Scan, at: int, after: int, cut: int, stem: str, place: Place) -> int:
    """2: the place is meant; 1: perhaps, if the archive is sure of it elsewhere; 0: no."""
    tokens = scan.tokens
    fold = tokens.fold
    single = after == at + 1
    if single and any(arabic_senses().get(form, 0) & FUNCTION for _, form in stems(fold[at])):
        return 0
    if single and arabic_senses().get(stem, 0) & (FACILITY | PLACE_WORD):
        return 0  # a square, a bridge
    before = fold[at - 1] if at and tokens.kind[at - 1] == ARABIC else ""
    sense = sense_of(before, PLACE_WORD | ROLE | BODY | FACILITY)[0] if before else 0
    prefix = fold[at][:cut]
    if prefix.startswith("ك") or (len(stem) < 3 and single and not sense & PLACE_WORD):
        return 0
    if not single and arabic_senses().get(stem, 0) & GIVEN_NAME and not sense & PLACE_WORD:
        return 2 if place.listed else 0
    if not single or (place.sure and place.rank == "country"):
        return 2
    if sense_of(before, GIVEN_NAME)[0] and not prefix and place.rank != "country":
        return 0
    described = bool(sense & PLACE_WORD) or any(form in _OF_PLACES for _, form in stems(before))
    named = described or _country_behind(scan, after)
    beside = _follows_place(scan, at) and (prefix == "و" or fold[at - 1] == "،")
    going = before.removeprefix("و") in _GOING or prefix[-1:] == "ب"
    if not named and not stem.startswith("ال") and place.rank != "country":
        common = arabic_senses().get(stem, 0) & PARTICLE or ordinary(stem)
        if common:  # "financial" is no Malé, "son of" no Bonn
            return 0
    near = (
        named
        or before in _PREPOSITIONS
        or before.removeprefix("و") in _PREPOSITIONS
        or bool(sense & ROLE)
        or prefix[-1:] in ("ب", "ل")
        or beside
        or (at == 0 and after < len(tokens) and tokens.kind[after] != ARABIC)
    )
    if not place.sure and place.rank != "country":
        if named or (near and beside):
            return 2
        if place.listed:
            return int(near)
        return 2 if going and _proper(stem) else 0
    if arabic_senses().get(stem, 0) & GIVEN_NAME:
        return 2 if named or before in ("في", "الي") or prefix[-1:] == "ب" else 0
    if place.rank == "town":
        return 2 if named else int(near)
    return 2 if near or (place.listed and not cut and not sense & FACILITY) else 0


def _proper(stem: str) -> bool:
    """Is the word no other than a name, and no person's?"""
    bare = stem.removeprefix("ال")
    senses = arabic_senses()
    return len(bare) > 3 and not senses.get(stem, 0) | senses.get(bare, 0) and not ordinary(stem)


def _country_behind(scan: Scan, after: int) -> bool:
    """Does a country follow within three words: "في غاو شمال مالي"?"""
    for at in range(after, min(after + 3, len(scan.tokens))):
        if scan.tokens.kind[at] == ARABIC:
            for _, stem in stems(scan.tokens.fold[at]):
                place = gazetteer().places.get(stem)
                if place is not None and place.rank == "country":
                    return True
        elif scan.tokens.fold[at] not in ("،", "("):
            return False
    return False


def _follows_place(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    here = at - 1
    if here >= 0 and tokens.fold[here] == "،":
        here -= 1
    return here >= 0 and tokens.end[here] in scan.place_ends


TOWNS = frozenset({"مدينه", "قريه", "بلده", "بمدينه", "بقريه", "ببلده"})
"""Words before the name of a town that no table need know."""


def _after_word(scan: Scan, at: int) -> int:
    """A place that no table knows: "مدينة X", "قرية X"."""
    tokens = scan.tokens
    if at == 0 or tokens.fold[at - 1] not in TOWNS:
        return 0
    word = tokens.fold[at]
    if arabic_senses().get(word, 0) or len(word) < 4 or ordinary(word) or "ال" in word[:3]:
        return 0
    if describes(word) or (word.startswith(("ست", "سي")) and len(word) > 5):
        return 0
    scan.claim(
        "place", at, at + 1, "place word", cue=(at - 1, at + 1), canonical="~" + tokens.words[at]
    )
    return at + 1


def describes(word: str) -> bool:
    """Is it an adjective of a town, as in "a big village", by its form?

    Such are "coastal" (ساحلية), "big" (كبيرة), "floating" (عائمة) and "besieged" (محاصرة).
    """
    if word[-1] != "ه" or word in gazetteer().places:
        return False
    return (
        word.endswith("يه")
        or (len(word) == 5 and (word[2] == "ي" or word[1] == "ا"))
        or (word[0] == "م" and len(word) > 5)
    )
