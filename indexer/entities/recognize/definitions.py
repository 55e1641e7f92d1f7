"""Organizations that a text defines: "Full Name (ACRONYM)" and "ACRONYM (Full Name)"."""

from __future__ import annotations

from rapidfuzz.distance import LCSseq

from indexer.entities.data import lexicon as lex
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import phrases
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import fold_plain, word_set
from indexer.language.tokens import ACRONYM, BREAK, CAPITAL, CODE, LOWER, STOP

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
    if tokens.kind[at] not in (ACRONYM, CAPITAL, CODE) or scan.sense[at] & lex.NOT_ACRONYM:
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
    inside = tokens.fold[bracket + 1 : bracket + REACH]
    close = bracket + 1 + inside.index(")") if ")" in inside else 0
    if close - bracket < 3 or scan.owned[bracket - 1]:
        return
    acronym = tokens.words[bracket - 1]
    spelled = _spells(_letters(acronym), *_initials(scan, bracket + 1, close))
    if spelled >= 0.5 and any(bits & lex.BODY for bits in scan.sense[bracket + 1 : close]):
        cue = (bracket - 1, close + 1)
        scan.claim("organization", bracket + 1, close, "definition", cue=cue, acronym=acronym)
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
    tokens, sense, fold = scan.tokens, scan.sense, scan.tokens.fold
    letters = _letters(acronym)
    best: tuple[float, int, float] | None = None
    headed = False
    for here in range(bracket - 1, max(-1, bracket - 1 - REACH), -1):
        code, bits = tokens.kind[here], sense[here]
        if scan.owned[here] or code == BREAK or (code == STOP and fold[here] not in _INSIDE):
            break
        if code == STOP or fold[here] in LINKS:
            continue
        if bits & lex.OFFICE and fold[here] != "general":
            break
        if code == LOWER:
            # « Organisation des éditeurs », « Agence universitaire »
            of_role = scan.french and (
                fold[here - 1] in ("d'", "des") or sense[here - 1] & lex.BODY
            )
            fitting = bits & (lex.PORTFOLIO | lex.TOPIC) or scan.french
            if not fitting or (bits & (lex.FUNCTION | lex.SPEECH | lex.ROLE) and not of_role):
                break
            if not (bits & lex.BODY and scan.french):
                continue
        spelled = _spells(letters, *_initials(scan, here, bracket))
        article = here == 0 or fold[here - 1] in _ARTICLES
        headed = headed or bool(bits & lex.BODY)
        score = spelled + 0.15 * bool(bits & lex.BODY) + 0.1 * headed + 0.12 * article
        if not article and tokens.kind[here - 1] == CAPITAL and not sense[here - 1] & lex.OFFICE:
            score -= 0.1
        if best is None or score > best[0] + 1e-9:
            best = score, here, spelled
    if best is None or not _is_name(scan, best[1], bracket, best[2], acronym):
        return None
    before = best[1] - 1
    wider = (
        before > 0 and sense[before] & (lex.ORGAN | lex.DEMONYM) and fold[before - 1] in _ARTICLES
    )
    # "the National Institute for …", whose acronym is of another language
    return before if wider and scan.touches_capital(before) else best[1]


def _is_name(scan: Scan, first: int, bracket: int, spelled: float, acronym: str) -> bool:
    """Is it a body, by a head noun in it, or as it acts and its initials spell the acronym?"""
    sense, fold = scan.sense, scan.tokens.fold
    if " ".join(fold[first:bracket]) in phrases("known_organizations"):
        return True
    if spelled < 1.0 and sum(map(str.isalpha, fold[first:bracket])) < 2:
        return False
    capitals = [at for at in range(first, bracket) if scan.capital(at)]
    suffixes = range(first + 1, bracket)
    heads = [first] if sense[first] & lex.BODY else []
    heads += [at for at in suffixes if sense[at] & (lex.BODY | lex.BODY_SUFFIX)]
    if heads:
        last = capitals[-1] if capitals else heads[-1]
        thing = sense[last] & lex.NOT_BODY and not sense[last] & lex.BODY and heads[0] != first
        return spelled == 1.0 or not thing
    never = any(sense[at] & lex.NOT_BODY and fold[at] not in _SOFT for at in capitals)
    if never or spelled < 0.7:
        return False
    return not _SOFT.isdisjoint(fold[first:bracket]) or _acts(scan, acronym)


def _acts(scan: Scan, acronym: str) -> bool:
    """Is the acronym used as somebody who says, does or owns something?"""
    if acronym not in scan.acting:
        fold = scan.tokens.fold
        scan.acting[acronym] = any(
            fold[at - 1] in _BEFORE_ACTORS
            or (scan.sense[at + 1] & lex.SPEECH and scan.tokens.kind[at + 1] == LOWER)
            or (fold[at + 1] in _ACTS and fold[at - 1] != "(")
            for at in scan.positions_of(acronym)
            if at + 1 < len(fold)
        )
    return scan.acting[acronym]


def _spells(letters: str, capitals: str, every: str) -> float:
    """How well the initials of a name spell its acronym: 1 is letter by letter."""
    best = 0.0
    for given in (capitals, every):
        if not given or not letters:
            continue
        if given == letters:
            return 1.0
        value = LCSseq.similarity(letters, given) / max(len(letters), len(given))
        best = max(best, value if given[0] == letters[0] else value - 0.3)
    return best


_ACTS = frozenset({"'s", "has", "will", "is", "had", "was", "itself"})
_BEFORE_ACTORS = frozenset({"the", "by", "of", "l'", "la", "le", "du", "with"})
_SOFT = frozenset({"forum", "programme", "program", "initiative", "platform", "assembly"})
"""Words for gatherings that are bodies where they have an acronym."""
