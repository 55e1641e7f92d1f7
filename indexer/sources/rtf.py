"""Text of RTF, as word processors and press databases save it.

Read here, in one pass: the known library (striprtf) writes addresses of links into the text, by an
expression that takes time quadratic in the length of a line.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from indexer.errors import PageRejected

_TOKEN: Final = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_UNSHOWN: Final = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr",
     "headerf", "footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable",
     "rsidtbl", "generator", "themedata", "datastore", "latentstyles", "xmlnstbl", "fldinst",
     "bkmkstart", "bkmkend", "pntext", "pntxta", "pntxtb", "filetbl", "revtbl", "private",
     "nonshppict"}
)  # fmt: skip
"""Groups of what is no text of the document."""
_SIGNS: Final = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "row": "\n", "cell": "\t",
    "nestcell": "\t", "tab": "\t", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "~": "\u00a0", "_": "-", "\n": "\n", "\r": "\n", "{": "{", "}": "}",
    "\\": "\\",
}  # fmt: skip
_CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
_SURROGATES: Final = 0x10000
_MAX_DEPTH: Final = 500


class _Group:
    """What holds of a group in braces: it is shown or not, its font, what follows a letter."""

    __slots__ = ("fallback_chars", "font", "shown")

    def __init__(self, *, shown: bool, font: int, fallback_chars: int) -> None:
        self.shown = shown
        self.font = font
        self.fallback_chars = fallback_chars


def text_of_rtf(data: bytes) -> str:
    """The text of a document, a paragraph on a line. Raises PageRejected where it is none."""
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise PageRejected("no RTF that can be read")
    reader = _Reader()
    for token in _TOKEN.finditer(data.decode("latin-1")):
        reader.take(token)
    return reader.text()


class _Reader:
    """Takes the tokens of a document one after the other."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._bytes = bytearray()
        self._skip = 0
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._first_of_group = False
        self._in_fonts = 0
        self._groups = [_Group(shown=True, font=-1, fallback_chars=1)]

    def text(self) -> str:
        """All that is shown."""
        self._flush()
        # two halves of a letter beyond 16 bits
        joined = "".join(self._out).encode("utf-16", "surrogatepass")
        return joined.decode("utf-16", "replace")

    def take(self, token: re.Match[str]) -> None:
        """Take one token."""
        group = self._groups[-1]
        opens = self._first_of_group
        self._first_of_group = False
        if token["hex"]:
            if self._skip:
                self._skip -= 1
            elif group.shown:
                self._bytes.append(int(token["hex"], 16))
            return
        if (brace := token["brace"]) is not None:
            self._brace(brace)
            return
        if (word := token["word"]) is not None:
            number = int(token["number"]) if token["number"] else None
            self._word(word, number, group)
            return
        if (sign := token["sign"]) is not None:
            if sign == "*" and opens:
                group.shown = False
            else:
                self._show(_SIGNS.get(sign, ""), group)
            return
        text = token["text"]
        if self._skip:
            text, self._skip = text[self._skip :], max(0, self._skip - len(text))
        self._show(text, group)

    def _brace(self, brace: str) -> None:
        self._flush()
        self._skip = 0
        if brace == "{":
            if len(self._groups) > _MAX_DEPTH:
                raise PageRejected(f"RTF with groups over {_MAX_DEPTH} deep")
            above = self._groups[-1]
            self._groups.append(
                _Group(shown=above.shown, font=above.font, fallback_chars=above.fallback_chars)
            )
            self._first_of_group = True
        elif len(self._groups) > 1:
            self._groups.pop()
            if self._in_fonts > len(self._groups):
                self._in_fonts = 0

    def _word(self, word: str, number: int | None, group: _Group) -> None:
        if word in _UNSHOWN:
            group.shown = False
            if word == "fonttbl":
                self._in_fonts = len(self._groups)
        elif word == "ansicpg" and number is not None:
            self._encoding = _known(f"cp{number}")
        elif word == "f" and number is not None:
            self._flush()
            group.font = number
        elif word == "fcharset" and self._in_fonts and number in _CHARSETS:
            self._fonts[group.font] = _CHARSETS[number]
        elif word == "uc":
            group.fallback_chars = number or 0
        elif word == "u" and number is not None:
            code = number % _SURROGATES
            self._show(chr(code), group)
            self._skip = group.fallback_chars
        elif word in _SIGNS:
            self._show(_SIGNS[word], group)

    def _show(self, text: str, group: _Group) -> None:
        self._flush()
        if group.shown and text:
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._groups[-1].font, self._encoding)
            self._out.append(self._bytes.decode(encoding, "replace"))
            self._bytes.clear()


def _known(encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return "cp1252"
    return encoding
