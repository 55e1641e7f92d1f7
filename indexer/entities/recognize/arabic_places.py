"""Arabic places that the gazetteer is sure of, which of two a word is, and words that describe."""

from __future__ import annotations

from functools import lru_cache

from indexer.entities.data.arabic_words import stems
from indexer.entities.data.gazetteer import SURE_RULE, Place, gazetteer
from indexer.entities.data.lexicon import FUNCTION, arabic_senses, words_of
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ARABIC

_SHADDA = "\u0651"
_TWO = "عمان"


def find_arabic_places(scan: Scan) -> None:
    """Claim countries, and places whose names are of several words; the rest is learned."""
    tokens, places = scan.tokens, gazetteer().places
    for at, word in enumerate(tokens.fold):
        if tokens.kind[at] != ARABIC or scan.owned[at]:
            continue
        for cut, stem, longest in _starts(word):
            senses = arabic_senses().get(stem, 0)
            for after in range(min(at + longest, len(tokens)), at, -1):
                place = places.get(" ".join((stem, *tokens.fold[at + 1 : after])))
                if place is None or not scan.free(at, after):
                    continue
                sure = (place.sure or stem == _TWO) and place.rank == "country"
                sure &= "ك" not in word[:cut] and not senses & FUNCTION
                if sure or (after > at + 1 and place.listed):
                    skip = 0 if word[cut:].startswith("لل") else cut
                    name = which_place(scan, at, stem, place) if after == at + 1 else ""
                    canonical = name or place.canonical
                    scan.claim("place", at, after, SURE_RULE, skip=skip, canonical=canonical)
                break


@lru_cache(maxsize=1 << 16)
def _starts(word: str) -> tuple[tuple[int, str, int], ...]:
    """The stems of a word with which places begin, and how many words those have at most."""
    longest = gazetteer().longest
    return tuple((cut, stem, longest[stem]) for cut, stem in stems(word) if stem in longest)


def which_place(scan: Scan, at: int, stem: str, place: Place) -> str:
    """Oman and its neighbour's capital Amman are spelled alike but for a sign."""
    if stem != _TWO:
        return place.canonical
    fold = scan.tokens.fold
    if _SHADDA in scan.tokens.words[at] or (at and fold[at - 1] in _CAPITAL_BEFORE):
        return "Amman"
    for words in (fold[max(at - _NEAR, 0) : at + _NEAR], fold):
        found = {stem for word in words for _, stem in stems(word)}
        jordan, oman = len(found & words_of("of_jordan")), len(found & words_of("of_oman"))
        jordan += "الثاني" in found and ("عبدالله" in found or {"عبد", "الله"} <= found)
        if jordan != oman:
            return "Amman" if jordan > oman else "Oman"
    return "Oman"


_NEAR = 15
"""Words on either side that are asked before the whole story."""
_CAPITAL_BEFORE = word_set("مدينه العاصمه بالعاصمه للعاصمه والعاصمه بمدينه")


TOWNS = frozenset({"مدينه", "قريه", "بلده", "بمدينه", "بقريه", "ببلده"})
"""Words before the name of a town that no table need know."""


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
