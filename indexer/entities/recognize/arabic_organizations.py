"""Organizations in Arabic prose: by definition in brackets and by head noun."""

from __future__ import annotations

from functools import cache, lru_cache

from indexer.entities.data.arabic_words import ARTICLE, definite, entries, ordinary, stems
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    ROLE,
    SPEECH,
    TITLE,
    arabic_senses,
)
from indexer.entities.recognize.arabic_organization_bounds import (
    called_end,
    construct_end,
    definite_end,
    head_cut,
    is_traffic,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, ARABIC

REACH = 16
_OF_EVENTS = frozenset({"الدوره", "دوره", "اعمال", "فعاليات", "النسخه"})


def find_arabic_bodies(scan: Scan) -> None:
    """Claim definitions first, then world-known bodies, then bodies by head noun."""
    fold, kind = scan.tokens.fold, scan.tokens.kind
    for at in range(1, len(fold) - 2):
        if fold[at] == "(" and fold[at + 2] in (")", "-", "–", "،", ","):
            _defined(scan, at)
    known = entries("known_organizations")
    for at, word in enumerate(fold):
        if kind[at] == ARABIC and not scan.owned[at] and _may_open(word):
            _known(scan, at, known) or _headed(scan, at)


def _defined(scan: Scan, bracket: int) -> None:
    tokens = scan.tokens
    acronym = tokens.words[bracket + 1]
    code = tokens.kind[bracket + 1]
    given = False
    if code == ARABIC:
        if ordinary(tokens.fold[bracket + 1]) or not 2 <= len(acronym) <= 14:
            return
        bits = arabic_senses().get(tokens.fold[bracket + 1], 0)
        if bits & DEMONYM:
            return
        given = bool(bits & GIVEN_NAME)
        known = tokens.fold[bracket + 1] in entries("known_organizations")
        if tokens.fold[bracket + 1] in gazetteer().places and not known:
            return
    elif code != ACRONYM:
        return
    if tokens.kind[bracket - 1] != ARABIC:
        return
    found = _definition_head(scan, bracket)
    if found is None or bracket - found[0] < (3 if given else 2):
        return
    first, cut = found
    cue = (first, bracket + 3)
    _claim(scan, first, bracket, cut, "definition", cue=cue, acronym=acronym)
    scan.owned[bracket + 1] = 1


def _definition_head(scan: Scan, bracket: int) -> tuple[int, int] | None:
    """The leftmost head noun of the name before the bracket, with its prefix's length."""
    tokens = scan.tokens
    found: tuple[int, int] | None = None
    for at in range(bracket - 1, max(-1, bracket - REACH), -1):
        if tokens.kind[at] != ARABIC or scan.owned[at]:
            break
        word = tokens.fold[at]
        bits = arabic_senses().get(word, 0)
        if bits & (FUNCTION | SPEECH) and word not in ("في", "علي"):
            break
        # "the World Organization": the word is also "the scientist"
        of_head = at > 0 and definite(word) and head_cut(tokens.fold[at - 1]) is not None
        if bits & (ROLE | TITLE) and not of_head:
            break
        cut = head_cut(word)
        if cut is None:
            continue
        nested = found is not None and not definite(stems(word)[0][1]) and found[0] - at <= 2
        if not nested:
            found = (at, cut)
    return found


def _stem(scan: Scan, at: int, cut: int) -> str:
    return next(
        stem for length, stem in stems(scan.tokens.fold[at]) if length == cut and _is_head(stem)
    )


def _is_head(stem: str) -> bool:
    bare = stem.removeprefix(ARTICLE) if definite(stem) else stem
    return bool(arabic_senses().get(bare, 0) & BODY)


def _claim(
    scan: Scan,
    first: int,
    after: int,
    cut: int,
    rule: str,
    *,
    cue: tuple[int, int] | None = None,
    acronym: str = "",
) -> None:
    """Claim a name without the prefix of its first word, which is `cut` letters long."""
    skip = 0 if _hidden_article(scan, first, cut) else cut
    text = _text(scan, first, after, cut)
    scan.claim("organization", first, after, rule, cue=cue, text=text, skip=skip, acronym=acronym)


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


@lru_cache(maxsize=1 << 16)
def _may_open(word: str) -> bool:
    """Can the name of a body begin with the word?"""
    return head_cut(word) is not None or any(stem in _known_starts() for _, stem in stems(word))


def _known(scan: Scan, at: int, known: frozenset[str]) -> bool:
    tokens = scan.tokens
    for cut, stem in stems(tokens.fold[at]):
        if stem not in _known_starts():
            continue
        for after in range(min(at + 4, len(tokens)), at, -1):
            if " ".join((stem, *tokens.fold[at + 1 : after])) in known and scan.free(at, after):
                while after < len(tokens) and _nationality(scan, after):
                    after += 1
                _claim(scan, at, after, cut, "known organization")
                return True
    return False


def _nationality(scan: Scan, at: int) -> bool:
    """ "القطري" after "الهلال الأحمر"."""
    word = scan.tokens.fold[at]
    return (
        scan.tokens.kind[at] == ARABIC
        and definite(word)
        and bool(arabic_senses().get(word, 0) & DEMONYM)
        and scan.tokens.touches(at)
    )


def _known_end(scan: Scan, at: int) -> int:
    """End of the world-known body that begins right at token `at`, else `at`."""
    fold = scan.tokens.fold
    for after in range(min(at + 4, len(fold)), at, -1):
        if " ".join(fold[at:after]) in entries("known_organizations"):
            return after
    return at


def _headed(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    cut = head_cut(tokens.fold[at])
    if cut is None or _is_event(scan, at) or is_traffic(scan, at):
        return False
    stem = _stem(scan, at, cut)
    after = _known_end(scan, at + 1)
    if definite(stem):
        after = definite_end(scan, at, stem)
    elif after == at + 1 or definite(tokens.fold[at + 1]):
        after = construct_end(scan, at, stem) or called_end(scan, at, stem)
    if not after:
        return False
    _claim(scan, at, after, cut, "head noun")
    return True


def _is_event(scan: Scan, at: int) -> bool:
    """Is a forum the one that sits in "the fourth session of the forum"?"""
    before = scan.tokens.fold[max(0, at - 4) : at]
    return scan.tokens.fold[at].endswith("منتدي") and not _OF_EVENTS.isdisjoint(before)
