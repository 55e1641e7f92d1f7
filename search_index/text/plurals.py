"""Spanish and Portuguese words without their endings of number and gender.

The Snowball stemmers of both give *mujer* and *mujeres*, *ciudad* and *ciudades*, *eleição* and
*eleições* different stems, and *jornal* and *jornais*. These are the plurals that the grammars of
both languages give, for folded words.
"""

from __future__ import annotations

from typing import Final

_SHORTEST: Final = 3
"""What has no more letters is left alone."""
_GENDERED: Final = 7
"""A word of fewer letters keeps its last vowel: *caso* is not *casa*, nor *banco* *banca*."""
_NOT_OF_Z: Final = frozenset(("frances", "entonces"))
_PORTUGUESE: Final = (
    ("oes", "ao"), ("aes", "ao"), ("aos", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"),
    ("uis", "ul"), ("ns", "m"), ("res", "r"), ("zes", "z"),
)  # fmt: skip
_AS_SINGULAR: Final = frozenset(("mais", "pais", "dois", "depois", "leis", "reis", "seis"))
"""Portuguese words that end as such a plural does and are none of these."""


def without_spanish_plural(word: str) -> str:
    """naciones: nacion; luces: luz; mujeres: mujer; económicas, económico: economic."""
    if word.endswith("ces") and len(word) > _SHORTEST and word not in _NOT_OF_Z:
        return word[:-3] + "z"
    word = _without_vowel(_without_s(word, "aeo"))
    # "interés" and "intereses" have one stem, and so have "país" and "países".
    return word[:-2] if word.endswith("es") and len(word) > _SHORTEST + 2 else word


def without_portuguese_plural(word: str) -> str:
    """nações: nacao; jornais: jornal; homens: homem; públicas, público: public."""
    for plural, singular in _PORTUGUESE if word not in _AS_SINGULAR else ():
        if word.endswith(plural) and len(word) > len(plural):
            return _without_vowel(word[: -len(plural)] + singular)
    if word.endswith("ses") and len(word) > _SHORTEST:
        word = word[:-2]
    return _without_vowel(_without_s(word, "aeoi"))


def _without_s(word: str, vowels: str) -> str:
    return word[:-1] if word[-1] == "s" and len(word) > _SHORTEST and word[-2] in vowels else word


def _without_vowel(word: str) -> str:
    """Without the vowel of the singular, and that of its gender where the word is long."""
    is_ending = word[-1] == "e" or (word[-1] in "ao" and len(word) >= _GENDERED)
    return word[:-1] if is_ending and len(word) > _SHORTEST and word[-2:] != "ao" else word
