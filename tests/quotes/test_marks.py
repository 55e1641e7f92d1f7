"""What stands between quotation marks, in the styles of many languages."""

from __future__ import annotations

import time

import pytest

from indexer.quotes import find_quotes
from indexer.quotes.marks import quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We stay,” he said. “And we ‘wait’ here.”", ["We stay,", "And we ‘wait’ here."]),
        ('"A pear," said Jo. "Two."', ["A pear,", "Two."]),
        ("« Bien », dit-il. «\u00a0Oui\u202f»", ["Bien", "Oui"]),
        ("„Ja“, sagte er. »Nein«, sagte sie.", ["Ja", "Nein"]),
        ("„Tak”, powiedział.", ["Tak"]),
        ("قال «نعم» ثم “لا” ثم \"ربما\".", ["نعم", "لا", "ربما"]),
        ("「はい」と言った。〝いいえ〟とも。", ["はい", "いいえ"]),
        (
            "‘We can’t,’ he said. ‘The sailors’ hall is shut.’",
            ["We can’t,", "The sailors’ hall is shut."],
        ),
        ("He said ''no way'' and ``why not''.", ["no way", "why not"]),
        ("The sailors’ hall and the '90s don't count.", []),
        ('"Never closed, and nothing follows', []),
        ("“One “two” three”", ["One “two” three"]),
    ],
)  # fmt: skip
def test_the_outermost_stretch_is_found_whatever_the_marks(text: str, expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in quoted(text)] == expected


def test_a_paragraph_without_a_closing_mark_goes_on_where_the_next_one_opens_with_a_mark() -> None:
    text = "“First.\n\n“Second.\n\n“Third.” Then he left."

    found = quoted(text)

    assert [text[one.start : one.end] for one in found] == ["First.", "Second.", "Third."]
    assert [one.goes_on for one in found] == [True, True, False]


@pytest.mark.parametrize(
    "piece",
    ["“", '"', "‘a ", "'a", "« ", "said ", "he said, ", "said that ", "(", ", ", "a\n", "a of "],
)
def test_the_time_is_linear_in_the_length_of_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        spent = []
        for _ in range(5):
            started = time.process_time()
            find_quotes(text, "en")
            spent.append(time.process_time() - started)
        return min(spent)

    # Eight times the text; a quadratic step would take sixty-four times as long. Both are
    # measured again where another program came between.
    assert any(seconds(40_000) < 32 * seconds(5_000) for _ in range(3))
