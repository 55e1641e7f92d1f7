"""CSV whose cells no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

# After what a spreadsheet does not see: spaces, marks of direction, the byte order mark.
_FORMULA = re.compile(
    "[ \u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+@\t\r\n\uff1d\uff0b\uff20\uff0d-]"
)


def csv_row(cells: Iterable[str | int | float | None]) -> str:
    """One line of CSV (RFC 4180); None is an empty cell.

    Text that a spreadsheet could run gets an apostrophe in front (OWASP, CSV injection).
    """
    line = io.StringIO()
    csv.writer(line).writerow(
        [_harmless(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return line.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
