"""The encoding of bytes that are no UTF-8: by label as browsers take it, else by what they spell.

Detectors weigh all encodings of the world alike and take one short French page in six for
Polish. What an archive of news holds is mostly UTF-8 or windows-1252, so the bytes are read
by each of a few encodings, and the one that spells most letters where letters belong wins,
the commonest where several do. What none of these spells is left to charset-normalizer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

import webencodings

_SAMPLE_BYTES: Final = 100_000
_ASCII_COMPATIBLE_ONLY: Final = ("utf-16le", "utf-16be", "utf-8", "x-user-defined", "replacement")
_HIGH_WORD = re.compile(rb"[\x80-\xff]{3,}")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
# The commonest first: it wins where others spell as much.
_LATIN: Final = ("cp1252", "iso8859_15", "cp1254", "cp1250", "mac_roman", "cp850")
# What a rarer one has to be better by, for each character above ASCII and at all.
_RARE: Final[Mapping[str, tuple[float, float]]] = {
    "cp1250": (0.05, 0.5),
    "mac_roman": (0.5, 1.5),
    "cp850": (0.5, 1.5),
}
_DENSE: Final = ("cp1256", "cp1251", "iso8859_6", "koi8_r", "cp1253", "cp1255", "iso8859_5")
_ASIAN: Final = ["gb18030", "shift_jis", "euc_jp", "euc_kr", "big5"]
_DENSE_SHARE: Final = 0.3
_SURE: Final = 0.9
_HIGH = re.compile(rb"[\x80-\xff]+")
_WORDS_BYTES: Final = 2_000

_COMMON_LATIN: Final = {
    **dict.fromkeys("éèàçêâîôûùëïüœäöñóíáúßãõåæÉÀÈÇÊÄÖÜÑÁÓÍÚŒ", 1.0),
    **dict.fromkeys("’‘“”«»‹›–—…€£©®™°•„", 0.7),
    **dict.fromkeys("¿¡º§ª·", 0.3),
    **dict.fromkeys("øìòýÿØÅÆÎÂÔÛ", 0.4),
    **dict.fromkeys("ığşİŞĞ", 0.7),
    **dict.fromkeys("ěřůčšžąęłśżźćńőűďťňČŠŽŘŁŚŻ", 0.7),
}
# Within words these are signs of another encoding.
_ODD_IN_WORD = re.compile(r"(?<=[a-zà-ÿ])[^\w\s’'\-‘.,;:!?»”…·/()&|*]+(?=[a-zà-ÿ])")
_CAPITAL_IN_WORD = re.compile(r"(?<=[a-zß-ÿ])[À-ÞŠŽŒŸ](?=[a-zß-ÿ])")
_COMMON_ARABIC: Final = frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإؤئآ")
_COMMON_BY_SCRIPT: Final = {
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "koi8_r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "iso8859_5": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "cp1253": "αοιετσνηυρπκμλςδγωάίόέθχφβύήξώζψ",
    "cp1255": "יוהלארתבשמנםדחקפטעגצסזכןךףץ",
}
"""The commonest letters first."""
_ORDER_WEIGHT: Final = 0.4
# Languages whose letters windows-1252 has not, and what they are written in. A few of their
# letters are at the places of French ones, so it is the words that tell.
_BY_LANGUAGE: Final = {
    **dict.fromkeys(("cs", "sk", "pl", "hu", "sl", "hr", "bs", "ro"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257", "iso8859_13")),
}
_LETTERS_TO_KNOW: Final = 40


def by_label(data: bytes, label: str | None) -> str | None:
    """The text by a label, as browsers understand it; None where there is no such encoding.

    By their table "iso-8859-1", "latin1" and "us-ascii" are windows-1252, and bytes that it
    leaves undefined are the control characters of their numbers.
    """
    known = webencodings.lookup(label.strip().strip("\"'")) if label else None
    if known is None or known.name in _ASCII_COMPATIBLE_ONLY:
        return None
    name = known.codec_info.name
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        pass
    if name == "cp1252":
        return spelled(data, "cp1252")
    text = data.decode(name, "replace")
    return text if text.count("\ufffd") * 50 < len(text) else None


def spelled(data: bytes, encoding: str) -> str:
    """Bytes by an encoding of one byte a character; undefined ones as control characters."""
    return data.decode("latin-1").translate(_table(encoding))


@cache
def _table(encoding: str) -> dict[int, str]:
    found = {}
    for byte in range(128, 256):
        try:
            found[byte] = bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            continue
    return found


def guessed(data: bytes) -> str | None:
    """The encoding that spells the bytes best, None where none does."""
    sample = data[:_SAMPLE_BYTES]
    high = sum(map(len, _HIGH_WORD.findall(sample)))
    letters = len(_LETTER.findall(sample))
    if high < _DENSE_SHARE * letters:
        own = _of_language(sample)
        names, rare = (own, {}) if own else (_LATIN, _RARE)
        return max(names, key=lambda name: (_latin_score(sample, name, rare), -names.index(name)))
    scores = {name: _dense_score(sample, name) for name in _DENSE}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= _SURE:
        return best
    import charset_normalizer

    found = charset_normalizer.from_bytes(sample, cp_isolation=[*_DENSE, *_ASIAN, *_LATIN]).best()
    return found.encoding if found else None


def _of_language(sample: bytes) -> tuple[str, ...] | None:
    """The encodings of the language of a text, where it is not one of the West of Europe.

    Its words without their accents tell; read as either they have to be of the same language.
    """
    if len(_LETTER.findall(sample)) < _LETTERS_TO_KNOW:
        return None
    from indexer.language import language_of

    found = set()
    for encoding in ("cp1250", "cp1257"):
        names = _BY_LANGUAGE.get(language_of(spelled(sample[:_WORDS_BYTES], encoding)))
        if names and names[0] == encoding:
            found.add(names)
    bare = language_of(_HIGH.sub(b"", sample[:_WORDS_BYTES]).decode("ascii", "replace"))
    own = _BY_LANGUAGE.get(bare)
    return own if own in found else None


def _latin_score(sample: bytes, encoding: str, rare: Mapping[str, tuple[float, float]]) -> float:
    """How much like a Western text the bytes read: known letters, none of them misplaced."""
    text = spelled(sample, encoding)
    counts = Counter(char for char in text if char > "\x7f")
    score = sum(_COMMON_LATIN.get(char, -1.0) * number for char, number in counts.items())
    odd = sum(len(found) for found in _ODD_IN_WORD.findall(text))
    each, once = rare.get(encoding, (0.0, 0.0))
    score -= each * counts.total() + once
    return score - 2.5 * odd - 2.0 * len(_CAPITAL_IN_WORD.findall(text))


def _dense_score(sample: bytes, encoding: str) -> float:
    """Share of the characters above ASCII that are letters of the script, common ones more."""
    text = spelled(sample, encoding)
    counts = Counter(char for char in text if char > "\x7f")
    total = sum(counts.values()) or 1
    if encoding in ("cp1256", "iso8859_6"):
        known = sum(number for char, number in counts.items() if char in _COMMON_ARABIC)
        signs = sum(counts[char] for char in "،؛؟«»ـًٌٍَُِّْ“”’–پچژگ\xa0")
        article = len(re.findall(r"(?<!\w)(?:[وبكفل])?ال\w", text))
        return (known + signs) / total + min(0.2, article / (1 + len(text.split())))
    common = _COMMON_BY_SCRIPT[encoding]
    lower = sum(counts[char] for char in common)
    upper = sum(counts[char] for char in set(common.upper()) - set(common))
    order = sum(counts[char] * (1 - at / len(common)) for at, char in enumerate(common))
    return (lower + 0.5 * upper) / total + _ORDER_WEIGHT * order / total - _ORDER_WEIGHT / 2


def wide(data: bytes) -> str | None:
    """The name of UTF-16 without its mark, None where the bytes are something else."""
    head = data[:8192]
    if b"\x00" not in head or len(head) < 4:
        return None
    head = head[: len(head) // 2 * 2]
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = head.decode(name, "ignore")
        except UnicodeDecodeError:
            continue
        known = sum(1 for char in text if char in "\n\r\t " or _is_common(ord(char)))
        if text and "\x00" not in text and known >= _SURE * len(text):
            spaces = sum(char in " \n" for char in text)
            if spaces * 40 > len(text) or text.isascii():
                return name
    return None


def _is_common(code: int) -> bool:
    return (
        0x20 < code < 0x7F
        or 0xA0 <= code < 0x250
        or 0x370 <= code < 0x700
        or 0x2010 <= code <= 0x2044
        or code in (0x20AC, 0xFEFF)
    )
