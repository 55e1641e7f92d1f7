"""What stands behind a French head noun, as far as it may belong to its name: « Ligue des arts ».

The words behind it are told as a row of classes, so that the recognizer sees the whole way from
the head noun to a word, and what is still to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexer.entities.data import lexicon as lex
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.language.normalize import word_set
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER, Tokens, mask_of

_LONGEST = 10
_MASK = mask_of(CAPITAL, LOWER)
_LINKS = {
    **dict.fromkeys(word_set("of de du des d'"), "o"),
    **dict.fromkeys(word_set("the la le les l'"), "l"),
    **dict.fromkeys(word_set("and et &"), "&"),
    **dict.fromkeys(word_set("for pour"), "f"),
    **dict.fromkeys(word_set("in on to à aux au en sur"), "i"),
    ",": ",",
    "'s": "s",
}
_CAPITALS = (
    (lex.BODY, "H"),
    (lex.ROLE | lex.OFFICE | lex.TITLE, "R"),
    (lex.CALENDAR, "C"),
    (lex.NOT_BODY, "N"),
    (lex.DEMONYM, "D"),
    (lex.TOPIC | lex.PORTFOLIO, "T"),
    (lex.GIVEN_NAME, "G"),
    (lex.FUNCTION, "F"),
)
_SMALL = (
    (lex.BODY, "h"),
    (lex.ROLE | lex.OFFICE, "r"),
    (lex.DEMONYM | lex.TOPIC | lex.PORTFOLIO, "t"),
)


def see_chains(
    tokens: Tokens, senses: Mapping[str, int], features: Mapping[int, list[str]]
) -> None:
    """Tell of the words behind each head noun what is between, and what comes."""
    for at in tokens.places(_MASK):
        if not senses.get(tokens.fold[at], 0) & lex.BODY:
            continue
        head = "h" if tokens.kind[at] == LOWER else "H"
        row = head + "".join(_classes(tokens, senses, at))
        for step in range(len(row)):
            here = features[at + step]
            here.append(f"chain {row[max(step - 3, 0) : step + 1]}{'' if step > 3 else '^'}")
            here.append(f"chain {row[step]} | {row[step + 1 : step + 3]}")
            here.append(f"chain {row[max(step - 1, 0) : step + 1]} | {row[step + 1 : step + 4]}")
            here.append(f"chain of {tokens.fold[at]} {min(step, 4)}")


def _classes(tokens: Tokens, senses: Mapping[str, int], at: int) -> Iterator[str]:
    """A letter for each word behind a head noun, up to where a name hardly goes on."""
    for here in range(at + 1, min(at + _LONGEST, len(tokens))):
        fold, kind = tokens.fold[here], tokens.kind[here]
        if link := _LINKS.get(fold):
            yield link
            continue
        if not tokens.touches(here):
            return
        bits = senses.get(fold, 0)
        if kind in (CAPITAL, INITIAL):
            told = next((code for bit, code in _CAPITALS if bits & bit), "")
            yield told or ("P" if fold_place(tokens.words[here]) in gazetteer().places else "X")
        elif kind == ACRONYM:
            yield "A"
        elif kind == LOWER and not bits & (lex.SPEECH | lex.FUNCTION):
            yield next((code for bit, code in _SMALL if bits & bit), "x")
        else:
            return
