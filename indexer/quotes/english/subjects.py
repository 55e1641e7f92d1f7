"""English: the words before or after a verb that name who speaks."""

from __future__ import annotations

from typing import Final

from indexer.quotes.records import Span
from indexer.quotes.sentences import QUOTED, Sentence
from indexer.quotes.words import Words

_MARKS: Final = frozenset(
    (
        ",",
        ";",
        ":",
        "—",
        "–",
        "(",
        ")",
        ".",
        "?",
        "!",
        "…",
        "-",
        "/",
        "[",
        "]",
        "*",
        "•",
        "|",
        QUOTED,
    )
)
_LONGEST: Final = 22
_LONGEST_ASIDE: Final = 25
_ASIDES: Final = 2
_NOBODY: Final = frozenset(("neither", "no", "none", "nobody"))
_JOINTS: Final = frozenset(("and", "but", "or", "nor"))
_SHORT: Final = 4
_LEADING: Final = frozenset(
    ("and", "but", "or", "so", "then", "however", "yet", "still", "meanwhile", "also", "later")
)


def subject_before(sentence: Sentence, verb: int, words: Words) -> Span | None:
    """The words that end before a verb and name its subject; None where none says anything.

    A verb that is denied, wished, asked for or in the passive has no speaker.
    """
    fold = sentence.fold
    at = verb - 1
    while at >= 0 and (fold[at] in words["skipped"] or fold[at].endswith("ly")):
        if fold[at] in words["passive"]:
            break
        at -= 1
    if at < 0 or fold[at] in words["modal"] or fold[at] in words["passive"]:
        return None
    aside = False
    for _ in range(_ASIDES):
        behind = _before_aside(fold, at)
        if behind == at:
            break
        at, aside = behind, True
    if at < 0 or fold[at] in _MARKS:
        return None
    if fold[at] in {"who", "which", "that"}:
        return _antecedent(sentence, at + 1, words)
    if fold[at] in words["first_person"] or fold[at] in _JOINTS or fold[at] in words["boundary"]:
        return None
    if fold[at] in words["pronoun"]:
        return at, at + 1
    return _noun_phrase(sentence, at, words, aside=aside)


def _before_aside(fold: list[str], at: int) -> int:
    """The word before an apposition or a parenthesis that ends at `at`."""
    if at > 0 and fold[at] in {",", ")", "-", "—", "–"}:
        opener = {",": ",", ")": "("}.get(fold[at], fold[at])
        low = max(0, at - _LONGEST_ASIDE)
        place = at - 1
        if fold[at] == "-":
            while place > low and fold[place] == "-":
                place -= 1
        while place > low:
            if fold[place] == QUOTED or fold[place] in {";", ":"}:
                return at
            if fold[place] == opener:
                place -= 1
                while place > 0 and fold[place] == "-":
                    place -= 1
                return place
            place -= 1
    return at


def _noun_phrase(sentence: Sentence, at: int, words: Words, *, aside: bool) -> Span | None:
    fold = sentence.fold
    low = at
    while low > 0 and at - low < _LONGEST:
        before = fold[low - 1]
        if before in _MARKS or before in words["boundary"]:
            if before == "that" and (low == 1 or fold[low - 2] in _MARKS) and at - low < _SHORT:
                low -= 1  # "that official said"
            break
        low -= 1
    else:
        if low > 0:
            return None
    if _holds_verb(fold, low, at, words):
        return _antecedent(sentence, low, words) if fold[low - 1] != "that" else None
    while low < at and fold[low] in _LEADING:
        low += 1
    if fold[low] in _LEADING or fold[low] in _NOBODY:
        return None
    if all(fold[n] in words["time"] or fold[n] in words["this"] for n in range(low, at + 1)):
        return None
    for place in range(at, low, -1):  # after a heading that ran into the sentence
        if sentence.capital(place) and fold[place] in {"the", "a", "an"}:
            low = place
            break
    if fold[low] in words["preposition"] or fold[low] in words["time"]:
        later = _last_phrase(sentence, low, at, words)
        if later is None:
            return None
        low = later
    if (
        fold[at] in words["preposition"]
        or fold[at] in words["auxiliary"]
        or not fold[at][0].isalnum()
        or fold[at].endswith("'s")
    ):
        return None
    if low == at and fold[at] in words["determiner"] - {
        "this",
        "that",
        "these",
        "those",
        "some",
        "many",
        "both",
        "another",
        "each",
        "several",
    }:
        return None
    if low > 1 and fold[low - 1] == "," and (aside or fold[low] not in words["determiner"]):
        low = _with_name(sentence, low, words)
    return low, at + 1


def _holds_verb(fold: list[str], low: int, at: int, words: Words) -> bool:
    return any(
        fold[place] in words["auxiliary"]
        or fold[place] in words["strong"]
        or (fold[place].endswith("ed") and fold[place + 1] in words["determiner"])
        for place in range(low, at)
    )


def _antecedent(sentence: Sentence, low: int, words: Words) -> Span | None:
    """Whom a clause with "who" is about that ends right before the verb."""
    fold = sentence.fold
    if low < 2 or fold[low - 1] not in {"who", "which", "that"}:
        return None
    at = low - 2
    if fold[at] == ",":
        at -= 1
    if at < 0 or fold[at] in _MARKS or fold[at] in words["boundary"]:
        return None
    if fold[at] in words["pronoun"]:
        return at, at + 1
    found = _noun_phrase(sentence, at, words, aside=False)
    if found is None:
        return None
    for place in range(at, found[0], -1):  # after a verb that is not an auxiliary
        if fold[place] in words["determiner"] and fold[place - 1] not in words["preposition"]:
            return place, at + 1
    return found


def _last_phrase(sentence: Sentence, low: int, at: int, words: Words) -> int | None:
    """Where the subject begins after a prepositional phrase without a comma."""
    fold = sentence.fold
    for place in range(at, low + 1, -1):
        if fold[place] in words["determiner"] and fold[place - 1] not in words["preposition"]:
            return place
    place = at
    while place > low and _is_capital(sentence, place) and fold[place] not in words["time"]:
        place -= 1
    if place < at and fold[place] not in words["preposition"]:
        return place + 1
    return None


def _is_capital(sentence: Sentence, at: int) -> bool:
    return sentence.capital(at)


def _with_name(sentence: Sentence, low: int, words: Words) -> int:
    """The beginning of a name before a comma, of which the words from `low` are the role."""
    if _is_capital(sentence, low):
        return low
    place = low - 2
    if not _is_capital(sentence, place):
        return low
    while place > 0 and _is_capital(sentence, place - 1):
        place -= 1
    whole = (
        place == 0
        or sentence.fold[place - 1] in _MARKS
        or sentence.fold[place - 1] in words["boundary"]
    )
    return place if whole else low


def subject_after(sentence: Sentence, verb: int, words: Words) -> Span | None:
    """The words after a verb that name its subject: "said the minister in Rome"."""
    fold = sentence.fold
    start = verb + 1
    if start >= len(fold):
        return None
    if fold[start] in words["pronoun"]:
        return start, start + 1
    if fold[start] in words["first_person"]:
        return None
    named = _is_capital(sentence, start) or fold[start] in words["determiner"]
    if not named and not fold[start].isalpha():
        return None
    if (
        fold[start] in words["preposition"]
        or fold[start] in words["boundary"]
        or fold[start] in words["time"]
    ):
        return None
    end = start
    while end < len(fold) and end - start < _LONGEST:
        word = fold[end]
        if word in _MARKS or word in words["boundary"] or word in words["auxiliary"]:
            break
        if word in words["preposition"] and word not in {"of", "for", "from", "with", "at"}:
            break
        end += 1
    return (start, end) if end > start else None
