"""Organizations by head noun in English ("Guild of Weavers"), and ones that need no definition.

French bodies by their head nouns are learned alone.
"""

from __future__ import annotations

from indexer.entities.data import lexicon as lex
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import endings_of, phrase_starts, phrases, words_of
from indexer.entities.recognize.definitions import LINKS
from indexer.entities.recognize.scan import DESCRIBING, Scan
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER, STOP, mask_of

_CAPITAL_MASK = mask_of(CAPITAL)
_GENERIC = lex.mask("topics organ_words portfolio common function role_words regions")
_NEVER_OWN = lex.mask(
    "not_org offices role_heads titles common calendar demonyms function organ_words regions"
)
_OF = frozenset({"of", "for", "on", "de", "du", "des", "d'"})
_AND = frozenset({"and", "&"})
# "Paris Office of the Guild of Weavers" is a part of the guild.
_ARTICLES = frozenset({"the", "le", "la", "les", "l'"})
_OFFICES = frozenset({"office", "board", "bureau", "committee", "chamber"})


def find_bodies(scan: Scan) -> None:
    """Claim bodies with a head noun, then those that the text itself treats as bodies."""
    if scan.french:
        return
    own = _own_heads(scan)
    end = -1
    for at in scan.tokens.places(_CAPITAL_MASK):
        if at < end or scan.owned[at] or scan.headline[at]:
            continue
        if scan.sense[at] & lex.BODY or scan.tokens.fold[at] in own:
            end = _body(scan, at)


def _own_heads(scan: Scan) -> frozenset[str]:
    """Words that the text uses with a capital and an article for a body: "the Caravan".

    Head nouns may be weak and still be among them: "the Trust".
    """
    tokens = scan.tokens
    return frozenset(
        tokens.fold[at]
        for at in scan.capitals
        if 0 < at < len(tokens) - 1
        and tokens.fold[at - 1] in ("the", "its")
        and not scan.sense[at] & _NEVER_OWN
        and tokens.kind[at + 1] not in (CAPITAL, ACRONYM)
        and tokens.fold[at + 1] not in ("of", "for", "-")
        and fold_place(tokens.words[at]) not in gazetteer().places
    )


def _body(scan: Scan, at: int) -> int:
    first, after = _left_end(scan, at), _right_end(scan, at)
    if scan.quoted[first] or not _is_body(scan, first, at, after):
        return at + 1
    rule = "head noun" if scan.sense[at] & lex.BODY else "own head noun"
    scan.claim("organization", first, after, rule)
    return after


def _is_body(scan: Scan, first: int, head: int, after: int) -> bool:
    """Is the run a proper-named body rather than a department, an organ or a thing?"""
    fold, sense = scan.tokens.fold, scan.sense
    if fold[head] in _OFFICES and any(sense[i] & lex.BODY for i in range(head + 1, after)):
        return False
    if first == head and _is_office_holder(scan, head):
        return False
    if " ".join(fold[first:after]) in phrases("common_bodies"):
        return False
    others = [i for i in range(first, after) if i != head and fold[i] not in LINKS]
    never = _GENERIC | lex.DEMONYM | lex.BODY
    if any(
        scan.capital(i) and not sense[i] & (never | (lex.NOT_BODY if i < head else 0))
        for i in others
    ):
        return True
    weak = not sense[head] & lex.BODY or sense[head] & lex.WEAK_BODY
    return not weak and not all(sense[i] & (lex.ORGAN | lex.BODY) for i in others)


def _is_office_holder(scan: Scan, head: int) -> bool:
    """Is it an office with who holds it: "Speaker of the House Tom Foley"?"""
    fold, sense = scan.tokens.fold, scan.sense
    return (
        head > 2
        and fold[head - 2 : head] == ["of", "the"]
        and bool(sense[head - 3] & (lex.ROLE | lex.OFFICE))
        and bool(sense[head + 1] & lex.GIVEN_NAME)
    )


def _left_end(scan: Scan, at: int) -> int:
    """The first token of the words that widen the head noun on its left."""
    tokens, fold = scan.tokens, scan.tokens.fold
    first = at
    while first > 0 and tokens.touches(first) and not scan.owned[first - 1]:
        here = first - 1
        if tokens.kind[here] in (CAPITAL, ACRONYM, INITIAL) and _widens_left(scan, here):
            first = here
        elif here and scan.capital(here - 1) and _is_possessive(fold[here - 1], fold[here]):
            first = here - 1
        elif here and fold[here] in _AND and tokens.kind[here - 1] == CAPITAL:
            return _first_of_pair(scan, here)
        else:
            break
    return first


def _first_of_pair(scan: Scan, link: int) -> int:
    """The first token of "Arts, Letters and", where it belongs to the name after the "and".

    `link` is the token of the "and"; where the name begins after it, the one after it.
    """
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    left = link - 1
    place = fold_place(tokens.words[left]) in gazetteer().places
    if scan.owned[left] or sense[left] & lex.BODY or place:
        return link + 1
    while left >= 2 and fold[left - 1] == "," and _topical(scan, left - 2):
        left -= 2
    while (
        left
        and kind[left - 1] == CAPITAL
        and not sense[left - 1] & (lex.FUNCTION | lex.TITLE | lex.OFFICE)
    ):
        left -= 1
    opens = (left and fold[left - 1] in ("the", "'s")) or tokens.opens_sentence(left)
    return left if opens or _topical(scan, link - 1) else link + 1


def _widens_left(scan: Scan, at: int) -> bool:
    """May the capital word belong to the name of the head noun on its right?"""
    bits = scan.sense[at]
    if bits & (lex.CALENDAR | lex.FUNCTION) and not bits & lex.NAME_WORD:
        return False
    if bits & (lex.TITLE | lex.OFFICE) and not bits & lex.ROYAL:
        return False
    return not scan.tokens.fold[at].endswith(DESCRIBING)


def _is_possessive(word: str, mark: str) -> bool:
    """Is it "Women's" or "Farmers’" in a name?"""
    return word in words_of("plurals") if mark == "'s" else mark in ("’", "'") and word[-1] == "s"


def _right_end(scan: Scan, at: int) -> int:
    """The end of the words that widen the head noun on its right: "of …", "for …"."""
    tokens, fold, kind = scan.tokens, scan.tokens.fold, scan.tokens.kind
    size = len(tokens)
    after = at + 1
    linked = False
    while after < size and not scan.owned[after] and tokens.touches(after):
        if kind[after] in (CAPITAL, ACRONYM):
            if not _widens_right(scan, after, linked=linked):
                break
            after += 1
        elif fold[after] in LINKS:
            end = _linked(scan, at, after, linked=linked)
            if end == after:
                break
            linked = True
            after = end
        elif fold[after] == "," and linked and (end := _list_end(scan, after)):
            after = end
        else:
            break
    while after - 1 > at and (fold[after - 1] in LINKS or kind[after - 1] == STOP):
        after -= 1
    return after


def _widens_right(scan: Scan, at: int, *, linked: bool) -> bool:
    """May the capital word belong to the name on its left, `linked` where "of …" came before?"""
    bits = scan.sense[at]
    if bits & (lex.CALENDAR | lex.FUNCTION | lex.OFFICE | lex.TITLE) and not bits & lex.ROYAL:
        return False
    if (
        not linked
        and bits & (lex.ROLE | lex.NOT_BODY)
        and not bits & (lex.ROYAL | lex.NAME_WORD | lex.BODY)
    ):
        return False
    if scan.tokens.kind[at] == ACRONYM and len(scan.tokens.fold[at]) > 3:
        return False
    return not (linked and _after_place(scan, at) and not bits & lex.BODY)


def _after_place(scan: Scan, at: int) -> bool:
    """Does a place that ends the name stand right before: "Bank of England | Governor"?"""
    place = gazetteer().places.get(fold_place(scan.tokens.words[at - 1]))
    return scan.tokens.fold[at - 2] == "of" and place is not None and place.sure


def _linked(scan: Scan, head: int, link: int, *, linked: bool) -> int:
    """End of "of the Sea", "and Culture" that starts at token `link`, or `link`."""
    tokens, sense, fold = scan.tokens, scan.sense, scan.tokens.fold
    step = link + 1 + (not _ARTICLES.isdisjoint(fold[link + 1 : link + 2]))
    if step >= len(tokens) or scan.owned[step] or not tokens.touches(step):
        return link
    bits, code = sense[step], tokens.kind[step]
    if fold[link] == "in":  # "American University in Cairo"
        named = fold[head] == "university" and sense[head - 1] & lex.DEMONYM
        return step + 1 if named and _lone_place(scan, step) else link
    if code == ACRONYM and fold[link] == "for":
        return step + 1  # "National Commission for UNESCO"
    if code != CAPITAL or (bits & (lex.CALENDAR | lex.OFFICE | lex.TITLE) and not bits & lex.ROYAL):
        return link
    if fold[link] in _AND:
        return step + 1 if linked and _continues(scan, step) else link
    if not linked and _lone_place(scan, step) and _distinct_before(scan, head, link):
        return link
    return max(step + 1, scan.blocks.get(step, 0)) if fold[link] in _OF else link


def _continues(scan: Scan, at: int) -> bool:
    """Does what follows "and" still belong to the name: one word, or a field, and no other body?"""
    if fold_place(scan.tokens.words[at]) in gazetteer().places:
        return False
    after = at
    while after < len(scan.sense) and scan.capital(after) and scan.tokens.touches(after):
        if scan.sense[after] & lex.BODY:
            return False
        after += 1
    return after - at < 2 or _topical(scan, at)


def _list_end(scan: Scan, comma: int) -> int:
    """End of ", Science and Culture" whose first comma is given; 0 if it is no such list."""
    tokens, fold = scan.tokens, scan.tokens.fold
    here = comma
    while here + 2 < len(tokens) and fold[here] in (",", *_AND):
        last = fold[here] in _AND or fold[here + 1] in _AND
        here += 1 + (fold[here + 1] in _AND)
        if tokens.kind[here] != CAPITAL or not _topical(scan, here):
            return 0
        here += 1
        if last:
            return here
    return 0


def _topical(scan: Scan, at: int) -> bool:
    """Is the word a field of work, an adjective or a common noun rather than a name?"""
    folded = scan.tokens.fold[at]
    return (
        bool(scan.sense[at] & (lex.TOPIC | lex.PORTFOLIO | lex.COMMON | lex.DEMONYM))
        or folded in scan.lower
        or folded.endswith(endings_of("topical"))
    )


def _lone_place(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    behind = scan.blocks.get(at, at + 1)
    if at not in scan.blocks and fold_place(tokens.words[at]) not in gazetteer().places:
        return False
    return behind >= len(tokens) or not scan.capital(behind)


def _distinct_before(scan: Scan, head: int, link: int) -> bool:
    """Has the name up to `link` a word that is a proper name by itself?"""
    return any(
        scan.tokens.kind[i] == CAPITAL
        and not scan.sense[i] & (_GENERIC | lex.DEMONYM | lex.BODY | lex.NOT_BODY | lex.ROYAL)
        and not scan.tokens.fold[i].endswith(endings_of("topical", "fields"))
        for i in range(_left_end(scan, head), link)
    )


def find_known_bodies(scan: Scan) -> None:
    """Claim world-known organizations, and acronyms that act like one."""
    fold, kind = scan.tokens.fold, scan.tokens.kind
    known, starts = phrases("known_organizations"), phrase_starts("known_organizations")
    for at in scan.capitals:
        if scan.owned[at] or kind[at] == INITIAL:
            continue
        for end in range(min(at + 5, len(fold)), at, -1) if fold[at] in starts else ():
            if end == at + 1:
                small = kind[at] != ACRONYM and len(fold[at]) < 5
            else:  # "Le Monde" is a paper, "Le monde" at the head of a sentence is not
                small = fold[at] in _ARTICLES and not scan.capital(at + 1)
            if not small and " ".join(fold[at:end]) in known and scan.free(at, end):
                first = at
                while end > at + 1 and first and _is_nationality(scan, first - 1):
                    first -= 1
                scan.claim("organization", first, end, "known organization")
                break
        else:
            if kind[at] == ACRONYM and not scan.headline[at] and _acts(scan, at):
                scan.claim("organization", at, at + 1, "acronym in use")


def _is_nationality(scan: Scan, at: int) -> bool:
    return bool(scan.sense[at] & lex.DEMONYM) and scan.capital(at)


def _acts(scan: Scan, at: int) -> bool:
    """Does an acronym that nobody defined act like a body?"""
    tokens, sense = scan.tokens, scan.sense
    fold, kind, word = tokens.fold, tokens.kind, tokens.words[at]
    if not word.isalpha() or not 3 <= len(word) <= 9 or sense[at]:
        return False
    if at and kind[at - 1] in (CAPITAL, INITIAL) and tokens.touches(at):
        return False
    if fold_place(word) in gazetteer().places or set(word) <= set("IVXLCDM"):
        return False
    behind = at + 1
    if behind < len(tokens):
        if sense[behind] & lex.SPEECH and kind[behind] == LOWER:
            return True
        if fold[behind] == "'s" and any(
            sense[i] & lex.ROLE for i in range(behind + 1, min(behind + 4, len(tokens)))
        ):
            return True
        if sense[behind] & lex.OFFICE:
            return True
    here = at - 1
    while here >= 0 and fold[here] in ("the", "of", "de", "l'", "la", "du", "le", "d'", "for"):
        here -= 1
    return here < at - 1 and here >= 0 and bool(sense[here] & (lex.ROLE | lex.ROLE_WORD))
