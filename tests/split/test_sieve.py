"""Lines are told by hundreds of patterns, of which only those are tried that can match."""

import re

import pytest

from indexer.clean import known
from indexer.language.sieve import heads_of, needs_of
from indexer.split import cues

_PATTERNS = (
    r"(?:\W*)(?:read|see) (?:more|on)",
    r".{0,20}(?:all rights|tous droits r[ée]serv[ée]s).{0,9}",
    r"[^.!?]{2,9}\s(?:says|said):?",
    r"(?!no)\d{1,3}\s?(?:min|mins)\b|[a-c]x+y?",
    r"(?:ab)?(?:cd|ef){2,}|\(c\)|©",
    r"(?<!\w)x?\S+@\S+",
)
_TEXTS = (
    "read more", "» see on", "» see off", "all rights", "© 2020 all rights now", "bob says:",
    "12 mins", "5min", "no 5", "bxx", "axxy", "cdef", "abcdcd", "ab", "(c)", "©", "x", "a@b.c",
    "tous droits réservés", "x@y", "١٢ min", "",
)  # fmt: skip


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_what_matches_has_what_its_pattern_needs(pattern: str) -> None:
    needs = needs_of(pattern)
    matched = [text for text in _TEXTS if re.match(pattern, text)]
    assert matched
    for text in matched:
        assert needs.can_begin(heads_of(text)), text
        assert not needs.pieces or any(piece in text for piece in needs.pieces), text


def test_most_lines_lack_what_most_patterns_need() -> None:
    assert not needs_of(r"(?:share|tweet|pin) (?:this|it)").can_begin(heads_of("home"))
    assert needs_of(r".{0,40}(?:all rights|droits)").pieces == ("droits", "all rights")


_LINES = (
    "Share this article", "SHARE ON FACEBOOK", "By Anna Vale | 4 min read", "ADVERTISEMENT",
    "Photo: Anna Vale/Reuters", "© 2021 The Lantern. All rights reserved.", "12 Comments",
    "Lire aussi : Le port rouvre", "Home > News > Local", "Follow us on Twitter",
    "La ville a rouvert son port hier soir.", "Élise Mercier, envoyée spéciale",
    "اقرأ أيضا", "جميع الحقوق محفوظة", "The mayor said so.",
)  # fmt: skip


@pytest.mark.parametrize("line", _LINES)
@pytest.mark.parametrize("below", [False, True])
def test_a_line_is_what_it_is_when_every_pattern_is_tried(line: str, below: bool) -> None:
    """What is tried first by what a line has, and what all patterns say one after the other."""
    every = [*known._patterns(True), *known._patterns(False)] if below else known._patterns(False)
    slowly = next(
        (kind for kind, cased, _, matches in every if matches(line if cased else line.lower())),
        None,
    )
    assert known.known_kind(line, below=below) is slowly


def test_a_cue_counts_once_for_each_way_in_which_its_patterns_are_written() -> None:
    assert cues.cues_of("Read more: the harbour") == {"pointer": 2, "function": 1}
    assert cues.cues_of("Read more: harbour →") == {"pointer": 2}
    assert "contact" in cues.cues_of("Call 555-123-4567")
    assert "contact" not in cues.cues_of("In 1555-123-4567 of them")
