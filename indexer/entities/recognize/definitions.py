"""Organizations that a text defines: "Full Name (ACRONYM)" and "ACRONYM (Full Name)"."""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    BODY_SUFFIX,
    DEMONYM,
    FUNCTION,
    NOT_ACRONYM,
    NOT_BODY,
    OFFICE,
    ORGAN,
    PORTFOLIO,
    ROLE,
    SPEECH,
    TOPIC,
    phrases,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import fold_plain, word_set
from indexer.language.tokens import ACRONYM, BREAK, CAPITAL, CODE, INITIAL, LOWER, STOP

REACH = 22  # tokens from the bracket back to the start of the name, at most

LINKS = word_set("of for and the & on to in de du des d' la le les l' et pour à aux au en sur")
_ARTICLES = frozenset({"the", "l'", "la", "le", "les", "du", "des", "its", "au", "aux"})
_INSIDE = frozenset({",", "&", "'s", "’", "'", "-"})
_AFTER = frozenset({")", ",", ";", "–", "-", "/"})


def find_definitions(scan: Scan) -> None:
    """Claim every full name that is next to its acronym in brackets."""
    fold = scan.tokens.fold
    if "(" not in fold:
        return
    for at in range(1, len(fold) - 2):
        if fold[at] == "(":
            if _is_acronym(scan, at + 1) and fold[at + 2] in _AFTER:
                _full_then_acronym(scan, at)
            elif _is_acronym(scan, at - 1) and scan.capital(at + 1):
                _acronym_then_full(scan, at)


def _is_acronym(scan: Scan, at: int) -> bool:
    tokens = scan.tokens
    if tokens.kind[at] not in (ACRONYM, CAPITAL, CODE) or scan.sense[at] & NOT_ACRONYM:
        return False
    return sum(c.isupper() for c in tokens.words[at]) >= 2 or _written_small(scan, at)


def _written_small(scan: Scan, at: int) -> bool:
    """« (Sodav) » for an acronym that French papers pronounce as a word."""
    tokens = scan.tokens
    word = tokens.words[at]
    return (
        scan.french
        and tokens.kind[at] == CAPITAL
        and 4 <= len(word) <= 8
        and word.isalpha()
        and not scan.sense[at]
        and at + 1 < len(tokens)
        and tokens.fold[at + 1] == ")"
        and fold_place(word) not in gazetteer().places
    )


def _full_then_acronym(scan: Scan, bracket: int) -> None:
    acronym = scan.tokens.words[bracket + 1]
    first = _start(scan, bracket, acronym)
    if first is None or not scan.free(first, bracket):
        return
    end = bracket + 3 if scan.tokens.fold[bracket + 2] == ")" else bracket + 2
    text = scan.tokens.slice(first, bracket)
    scan.claim(
        "organization",
        first,
        bracket,
        "definition",
        cue=(first, end),
        text=text[:1].upper() + text[1:],
        acronym=acronym,
    )
    scan.owned[bracket + 1] = 1


def _acronym_then_full(scan: Scan, bracket: int) -> None:
    tokens = scan.tokens
    close = next(
        (i for i in range(bracket + 1, min(len(tokens), bracket + REACH)) if tokens.fold[i] == ")"),
        0,
    )
    if close - bracket < 3 or scan.owned[bracket - 1]:
        return
    span = range(bracket + 1, close)
    named = any(scan.sense[i] & BODY for i in span if tokens.kind[i] in (CAPITAL, LOWER))
    acronym = tokens.words[bracket - 1]
    score = _spells(_letters(acronym), *_initials(scan, bracket + 1, close))
    if not (named and score >= 0.5):
        return
    scan.claim(
        "organization",
        bracket + 1,
        close,
        "definition",
        cue=(bracket - 1, close + 1),
        acronym=acronym,
    )
    scan.owned[bracket - 1] = 1


def _letters(acronym: str) -> str:
    return "".join(c for c in fold_plain(acronym) if c.isalpha())


def _initials(scan: Scan, first: int, after: int) -> tuple[str, str]:
    """The initials of the capital words, and of all words."""
    capitals, every = "", ""
    for at in range(first, after):
        if scan.tokens.kind[at] not in (STOP, BREAK):
            part = "".join(piece[0] for piece in fold_plain(scan.tokens.fold[at]).split())
            every += part
            if scan.capital(at):
                capitals += part
    return capitals, every


def _start(scan: Scan, bracket: int, acronym: str) -> int | None:
    """Where the full name before the bracket begins; None if there is none.

    Of all words that could open the name, that one is taken from which on the initials
    spell the acronym best; a head noun and an article before it speak for it, too.
    """
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    letters = _letters(acronym)
    best: tuple[float, int] | None = None
    spelled = 0.0
    headed = False
    for here in range(bracket - 1, max(-1, bracket - 1 - REACH), -1):
        code, bits = kind[here], sense[here]
        if scan.owned[here] or code == BREAK or (code == STOP and fold[here] not in _INSIDE):
            break
        if code == STOP or fold[here] in LINKS:
            continue
        if bits & OFFICE and fold[here] != "general":
            break
        head = bool(bits & BODY)
        if code == LOWER:
            fitting = bits & (PORTFOLIO | TOPIC) or scan.french
            # « Organisation des éditeurs », « Agence universitaire »
            of_role = scan.french and (fold[here - 1] in ("d'", "des") or sense[here - 1] & BODY)
            if not fitting or (bits & (FUNCTION | SPEECH | ROLE) and not of_role):
                break
            if not (head and scan.french):
                continue
        headed = headed or head
        plain = _spells(letters, *_initials(scan, here, bracket))
        score = plain + 0.15 * head + 0.1 * headed
        if here == 0 or fold[here - 1] in _ARTICLES:
            score += 0.12
        elif tokens.opens_sentence(here):
            score += 0.05
        elif kind[here - 1] in (CAPITAL, ACRONYM, INITIAL) and not sense[here - 1] & OFFICE:
            score -= 0.1
        if best is None or score > best[0] + 1e-9:
            best, spelled = (score, here), plain
    if best is None:
        return None
    return _checked(scan, best[1], bracket, acronym, spelled)


def _checked(scan: Scan, first: int, bracket: int, acronym: str, spelled: float) -> int | None:
    tokens, sense = scan.tokens, scan.sense
    if sense[first] & FUNCTION and first + 1 < bracket and not sense[first] & BODY:
        first += 1
    if (
        sense[first] & BODY
        and first > 1
        and tokens.kind[first - 1] == CAPITAL
        and sense[first - 1] & (ORGAN | DEMONYM)
        and tokens.touches(first)
        and tokens.fold[first - 2] in _ARTICLES
    ):
        first -= 1  # "the National Institute for …", whose acronym is of another language
    if " ".join(tokens.fold[first:bracket]) in phrases("known_organizations"):
        return first
    span = [i for i in range(first, bracket) if tokens.kind[i] in (CAPITAL, ACRONYM, LOWER)]
    if len(span) < 2 and spelled < 1.0:
        return None
    heads = [i for i in span if sense[i] & BODY or (i > first and sense[i] & BODY_SUFFIX)]
    never = any(
        sense[i] & NOT_BODY and tokens.fold[i] not in _SOFT and scan.capital(i) for i in span
    )
    if heads:
        last = max((i for i in span if scan.capital(i)), default=heads[-1])
        thing = sense[last] & NOT_BODY and not sense[last] & BODY and heads[0] != first
        return None if thing and spelled < 1.0 else first
    if never or spelled < 0.7:
        return None
    soft = any(tokens.fold[i] in _SOFT for i in span)
    return first if soft or _acts(scan, acronym) else None


def _spells(letters: str, capitals: str, every: str) -> float:
    """How well the initials of a name spell its acronym: 1 is letter by letter."""
    best = 0.0
    for given in (capitals, every):
        if not given or not letters:
            continue
        if given == letters:
            return 1.0
        value = _common(letters, given) / max(len(letters), len(given))
        best = max(best, value if given[0] == letters[0] else value - 0.3)
    return best


def _common(a: str, b: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


# Words for gatherings that are bodies where they have an acronym.
_SOFT = frozenset({"forum", "programme", "program", "initiative", "platform", "assembly"})
_ACTS = frozenset({"'s", "has", "will", "is", "had", "was", "itself"})


def _acts(scan: Scan, acronym: str) -> bool:
    """Is the acronym or the name used as somebody who says, does or owns something?"""
    if acronym not in scan.acting:
        scan.acting[acronym] = _is_acting(scan, acronym)
    return scan.acting[acronym]


def _is_acting(scan: Scan, acronym: str) -> bool:
    tokens = scan.tokens
    fold, size = tokens.fold, len(tokens.words)
    for at in scan.positions_of(acronym):
        if at + 1 >= size:
            continue
        behind = at + 2 if fold[at + 1] == ")" and at + 2 < size else at + 1
        if scan.sense[behind] & SPEECH and tokens.kind[behind] == LOWER:
            return True
        if fold[behind] in _ACTS and fold[at - 1] != "(":
            return True
        if fold[at - 1] in ("the", "by", "of", "l'", "la", "le", "du", "with"):
            return True
    return False
