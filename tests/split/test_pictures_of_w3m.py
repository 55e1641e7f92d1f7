"""What w3m writes for a picture without a description is no text of the page."""

from __future__ import annotations

import pytest

from indexer.sources.plain import plain

PAGE = (
    "[logo-lagoo]\n\n[ferry_nigh] Night ferry sails again\n\nThe ferry sails again [horn-smal] "
    "after eleven weeks, the harbour council said on Monday.\n\n[tide_2021_]\n\nTides"
)


def test_names_of_pictures_are_left_out_of_lines_and_sentences() -> None:
    assert [line for line in plain(PAGE).split("\n") if line] == [
        "Night ferry sails again",
        "The ferry sails again after eleven weeks, the harbour council said on Monday.",
        "Tides",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[Rezension] Strong [sic] words [UPDATED]",
        "[references] [bookseller] [horsefeath] are words that happen to have ten letters",
        "[2021-05-01] rain [2021-05-02] wind [2021-05-03] fog",
        "A switch [--quiet] and one name [ferry_nigh] of a file",
    ],
)
def test_words_in_brackets_stay(text: str) -> None:
    assert plain(text) == text


def test_other_words_in_brackets_stay_on_a_page_with_pictures() -> None:
    assert "[WS3] Rezension [sic]" in plain(f"{PAGE}\n\n[WS3] Rezension [sic]")


def test_no_word_is_left_out_of_markdown() -> None:
    page = "[Home](https://example.org/)\n\n" + " ".join(
        f"[{word}]" for word in ("ferry_nigh", "tide_2021_", "logo-lagoo")
    )
    assert all(word in plain(page) for word in ("ferry_nigh", "tide_2021_", "logo-lagoo"))
