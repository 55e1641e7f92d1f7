"""How far a body's name reaches to both sides of its head noun, in English and French."""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    CALENDAR,
    COMMON,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    NAME_WORD,
    NOT_BODY,
    OFFICE,
    ORGAN,
    PORTFOLIO,
    REGION,
    ROLE,
    ROLE_WORD,
    ROYAL,
    SPEECH,
    TITLE,
    TOPIC,
    WEAK_BODY,
    words_of,
)
from indexer.entities.data.word_endings import FIELDS, NAMING, TOPICAL
from indexer.entities.recognize.definitions import LINKS
from indexer.entities.recognize.officeholders import holder_at
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER, STOP

LONGEST = 16
GENERIC = TOPIC | ORGAN | PORTFOLIO | COMMON | FUNCTION | ROLE_WORD | REGION

_OF = frozenset({"of", "for", "de", "du", "des", "d'", "pour", "on"})
AND = frozenset({"and", "et", "&"})
_FRENCH_LINKS = frozenset({"de", "du", "des", "d'", "la", "le", "les", "l'", "et", "pour"})
ARTICLES = frozenset({"les", "la", "le", "l'", "des", "de", "the", "du", "d'"})
_INFINITIVES = ("er", "ir", "oir", "dre", "ttre")


def left_end(scan: Scan, at: int) -> int:
    """The first token of the words that widen the head noun on its left."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    first = at
    while first > 0:
        here = first - 1
        if scan.owned[here] or not tokens.touches(first):
            break
        if kind[here] in (CAPITAL, ACRONYM, INITIAL):
            if not _widens_left(scan, here, beside_head=first == at):
                break
            first = here
        elif _is_possessive(scan, here):
            first = here - 1
        elif fold[here] in ("and", "&") and here and kind[here - 1] == CAPITAL:
            first = _first_of_pair(scan, here)
            break
        elif fold[here] == "," and here and kind[here - 1] == CAPITAL and fold[first] == "and":
            first = here - 1
        else:
            break
    return first


def _widens_left(scan: Scan, at: int, *, beside_head: bool) -> bool:
    """May the capital word belong to the name of the head noun on its right?"""
    bits = scan.sense[at]
    if bits & (CALENDAR | FUNCTION) and not bits & NAME_WORD:
        return False
    if bits & (TITLE | OFFICE) and not bits & ROYAL:
        return False
    if scan.tokens.fold[at].endswith(("-based", "-led", "-backed", "-funded")):
        return False
    return not (scan.french and beside_head and not bits & (DEMONYM | NAME_WORD))


def _is_possessive(scan: Scan, at: int) -> bool:
    """Does token `at` end "Women's" or "Farmers’" in a name?"""
    fold = scan.tokens.fold
    if not at or not scan.capital(at - 1):
        return False
    if fold[at] == "'s":
        return fold[at - 1] in words_of("plurals")
    return fold[at] in ("’", "'") and fold[at - 1][-1] == "s"


def _first_of_pair(scan: Scan, link: int) -> int:
    """The first token of "Arts, Letters and", where it belongs to the name after the "and".

    `link` is the token of the "and"; where the name begins after it, the one after it.
    """
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    left = link - 1
    if (
        scan.owned[left]
        or sense[left] & BODY
        or fold_place(tokens.words[left]) in gazetteer().places
    ):
        return link + 1
    while (
        left >= 2
        and fold[left - 1] == ","
        and kind[left - 2] == CAPITAL
        and topical(scan, left - 2)
    ):
        left -= 2
    while left and kind[left - 1] == CAPITAL and not sense[left - 1] & (FUNCTION | TITLE | OFFICE):
        left -= 1
    opens = (left and fold[left - 1] in ("the", "'s")) or tokens.opens_sentence(left)
    return left if opens or topical(scan, link - 1) else link + 1


def topical(scan: Scan, at: int) -> bool:
    """Is the word a field of work, an adjective or a common noun rather than a name?"""
    folded = scan.tokens.fold[at]
    return (
        bool(scan.sense[at] & (TOPIC | PORTFOLIO | COMMON | DEMONYM))
        or folded in scan.lower
        or folded.endswith(TOPICAL)
    )


def right_end(scan: Scan, at: int) -> int:
    """The end of the words that widen the head noun on its right: "of …", "for …"."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    size = len(tokens)
    after = at + 1
    linked = False
    while after < size and after - at < LONGEST:
        if scan.owned[after] or not (tokens.touches(after) or fold[after] in AND):
            break
        code = kind[after]
        if code in (CAPITAL, ACRONYM):
            if not _widens_right(scan, after, linked=linked):
                break
            after += 1
        elif code == LOWER and scan.french and (_adjective(scan, after) or _closing(scan, after)):
            after += 1
        elif fold[after] in LINKS:
            end = _linked(scan, at, after, linked=linked)
            if end == after:
                break
            linked = True
            after = end
        elif fold[after] == "," and linked:
            end = _list_end(scan, after)
            if not end:
                break
            after = end
        elif (
            fold[after] in ("’", "'")
            and fold[after - 1][-1] == "s"
            and after + 1 < size
            and kind[after + 1] == CAPITAL
        ):
            after += 1
        else:
            break
    while after - 1 > at and (fold[after - 1] in LINKS or kind[after - 1] == STOP):
        after -= 1
    return holder_at(scan, at, after) or after


def _widens_right(scan: Scan, at: int, *, linked: bool) -> bool:
    """May the capital word belong to the name on its left, `linked` where "of …" came before?"""
    bits = scan.sense[at]
    if scan.tokens.fold[at] == "premier" and scan.sense[at - 1] & GIVEN_NAME:
        return True
    if bits & (CALENDAR | FUNCTION | OFFICE) or (bits & TITLE and not bits & ROYAL):
        return False
    if not linked and bits & (ROLE | NOT_BODY) and not bits & (ROYAL | NAME_WORD | BODY):
        return False
    if scan.tokens.kind[at] == ACRONYM and len(scan.tokens.fold[at]) > 3:
        return False
    return not (linked and _after_place(scan, at) and not bits & BODY)


def _after_place(scan: Scan, at: int) -> bool:
    """Does a place that ends the name stand right before: "Bank of England | Governor"?"""
    tokens = scan.tokens
    place = gazetteer().places.get(fold_place(tokens.words[at - 1]))
    return tokens.fold[at - 2] in ("of", "de", "du", "d'") and place is not None and place.sure


def _closing(scan: Scan, at: int) -> bool:
    """A small word between a capital one and a stop: the name's last adjective."""
    tokens = scan.tokens
    return (
        scan.capital(at - 1)
        and len(tokens.fold[at]) > 4
        and not scan.sense[at] & (SPEECH | FUNCTION | ROLE)
        and (at + 1 >= len(tokens) or tokens.fold[at + 1] in (".", ",", ";"))
    )


def _linked(scan: Scan, head: int, link: int, *, linked: bool) -> int:
    """End of "of the Sea", "et de la culture" that starts at token `link`, or `link`."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    size = len(tokens)
    step = link + 1
    while step < size and step - link < 3 and fold[step] in ARTICLES:
        step += 1
    if step >= size or scan.owned[step] or not tokens.touches(step):
        return link
    bits, code = sense[step], kind[step]
    french = scan.french and fold[link] in _FRENCH_LINKS
    if french and code == LOWER and fold[link] in ("le", "la", "les", "l'"):
        return link
    if fold[link] == "pour" and fold[step] in words_of("spans_of_time"):
        return link  # « pour l’année »
    if french and step == link + 1 and code == LOWER and is_infinitive(fold[step]):
        return link  # « la Commission de revoir », « le Parlement pour décider »
    if fold[link] not in _OF | AND and not french:
        # "American University in Cairo"
        named = fold[link] == "in" and fold[head] == "university" and sense[head - 1] & DEMONYM
        return step + 1 if named and code == CAPITAL and _lone_place(scan, step) else link
    if code == ACRONYM and fold[link] in ("pour", "for"):
        return step + 1  # "National Commission for UNESCO"
    if code != CAPITAL and not (french and code == LOWER and not bits & (FUNCTION | SPEECH | ROLE)):
        return link
    if (
        bits & (CALENDAR | OFFICE)
        or (bits & TITLE and not bits & ROYAL)
        or (bits & FUNCTION and code == LOWER)
    ):
        return link
    if bits & BODY and code == LOWER:
        return link
    if fold[link] in AND and not (linked and _continues(scan, step)):
        return step + 1 if french and _pair(scan, head, link, step) else link
    if (
        fold[link] in ("of", "de", "d'", "du", "à")
        and link > head
        and not linked
        and not (scan.french and not sense[head] & WEAK_BODY)
        and _lone_place(scan, step)
        and _distinct_before(scan, head, link)
    ):
        return link
    return max(step + 1, scan.blocks.get(step, 0))


def _pair(scan: Scan, head: int, link: int, step: int) -> bool:
    """« Fondation Geste et Santé »: two single nouns that are the whole name."""
    tokens, sense = scan.tokens, scan.sense
    if link != head + 2 or step != link + 1 or tokens.kind[head + 1] != CAPITAL:
        return False
    alone = step + 1 >= len(tokens) or not scan.capital(step + 1)
    names = GIVEN_NAME | BODY | DEMONYM | NOT_BODY
    return alone and not any(
        sense[at] & names or fold_place(tokens.words[at]) in gazetteer().places
        for at in (head + 1, step)
    )


def is_infinitive(word: str) -> bool:
    """Is a small French word a verb: « revoir », not « fer » nor « loisir »?"""
    return (
        len(word) > 4
        and word.endswith(_INFINITIVES)
        and not word.endswith("ier")
        and word not in words_of("nouns_like_verbs")
    )


def _adjective(scan: Scan, at: int) -> bool:
    folded, bits = scan.tokens.fold[at], scan.sense[at]
    if bits & (SPEECH | FUNCTION | ROLE) or len(folded) < 4:
        return bool(bits & DEMONYM)
    return bool(bits & (DEMONYM | TOPIC)) or folded.endswith(NAMING)


def _continues(scan: Scan, at: int) -> bool:
    """Does what follows "and" still belong to the name?"""
    tokens, sense = scan.tokens, scan.sense
    if tokens.kind[at] == ACRONYM or fold_place(tokens.words[at]) in gazetteer().places:
        return False
    step = at
    while step < len(tokens) and scan.capital(step) and (step == at or tokens.touches(step)):
        if sense[step] & BODY:
            return False
        step += 1
    return step - at < 2 or tokens.kind[at] == LOWER or topical(scan, at)


def _list_end(scan: Scan, comma: int) -> int:
    """End of ", Science and Culture" whose first comma is given; 0 if it is no such list."""
    tokens, fold = scan.tokens, scan.tokens.fold
    size = len(tokens)
    step = comma
    while step < size:
        last = fold[step] in AND
        here = step + 1
        if not last and here < size and fold[here] in AND:
            last = True
            here += 1
        while here < size and fold[here] in ARTICLES:
            here += 1
        if here >= size or not _item(scan, here):
            return 0
        here += 1
        while (
            here < size
            and tokens.kind[here] == CAPITAL
            and tokens.touches(here)
            and topical(scan, here)
        ):
            here += 1
        while scan.french and here < size and tokens.kind[here] == LOWER and _adjective(scan, here):
            here += 1
        if last:
            return here
        if here >= size or fold[here] not in AND | {","}:
            return 0
        step = here
    return 0


def _item(scan: Scan, at: int) -> bool:
    if scan.tokens.kind[at] == CAPITAL:
        return topical(scan, at)
    return scan.tokens.kind[at] == LOWER and bool(scan.sense[at] & PORTFOLIO)


def _lone_place(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    behind = scan.blocks.get(at, at + 1)
    if at not in scan.blocks and fold_place(tokens.words[at]) not in gazetteer().places:
        return False
    return behind >= len(tokens) or not scan.capital(behind)


def _distinct_before(scan: Scan, head: int, link: int) -> bool:
    """Has the name up to `link` a word that is a proper name by itself?"""
    first = left_end(scan, head)
    return any(
        scan.tokens.kind[i] == CAPITAL
        and not scan.sense[i] & (GENERIC | DEMONYM | BODY | NOT_BODY | ROYAL)
        and not scan.tokens.fold[i].endswith(FIELDS)
        for i in range(first, link)
    )
