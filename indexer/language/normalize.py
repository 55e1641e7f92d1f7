"""One spelling for words that are spelled in several ways."""

from __future__ import annotations

from unicodedata import combining, normalize

_ARABIC_MARKS = dict.fromkeys(
    map(ord, "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670")
)
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_TYPOGRAPHY = str.maketrans("’‘ʼ`´‑‐", "'''''--")


def word_set(text: str) -> frozenset[str]:
    """The blank-separated words of `text`."""
    return frozenset(text.split())


def fold_arabic(text: str) -> str:
    """Arabic text without vowel marks and tatweel, with one letter for the hamzas."""
    return text.translate(_ARABIC_MARKS).translate(_ARABIC_LETTERS)


def fold_arabic_word(word: str) -> str:
    """One folded Arabic word; "على" (on) stays apart from the given name "علي"."""
    folded = fold_arabic(word)
    return folded[:-1] + "ا" if folded.endswith("علي") and word[-1] == "ى" else folded


def fold_case(text: str) -> str:
    """Lower case, with one apostrophe and one hyphen; diacritics stay."""
    lower = text.lower()
    return lower.replace("`", "'") if lower.isascii() else lower.translate(_TYPOGRAPHY)


def fold_plain(text: str) -> str:
    """Lower case without diacritics; hyphens and apostrophes become spaces."""
    if text.isascii():
        if text.isalpha():
            return text.lower()
        text = text.lower().replace("`", " ")
    else:
        decomposed = normalize("NFKD", fold_case(text))
        text = "".join([c for c in decomposed if not combining(c)])
    return " ".join(text.replace("'", " ").replace("-", " ").split())


def is_arabic(text: str) -> bool:
    """Does the text begin with an Arabic letter?"""
    return text[:1] >= "\u0600" and (text[0] <= "\u06ff" or "\ufb50" <= text[0] <= "\ufefc")
