"""Tags with more attributes than any page has.

libxml2 compares each attribute of a tag with all before it: a tag of a million attributes takes
hours. Nothing is lost by refusing such a page.
"""

from __future__ import annotations

import re
from typing import Final

_SHORTEST: Final = 1_000
"""Tags under so many characters hold too few attributes to take long."""
_MOST_COMPARED: Final = 100_000_000
"""One tag of 10,000 attributes, or a hundred of 1,000: a second."""
_FEW: Final = 10_000
"""A page of fewer words and values in all has not so many attributes."""
_TAG: Final = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+(?:>|\Z)""")
_NAME: Final = re.compile(r"<[^\s/>]*")
_VALUE: Final = re.compile(r"""(?<=[^\s=>"'/])\s*=\s*(?:"[^"]*"|'[^']*')""")


def has_endless_tags(text: str) -> bool:
    """Whether the attributes of a page's tags take a parser more than seconds."""
    if len(text) < _SHORTEST or len(text.split()) + text.count("=") < _FEW:
        return False
    compared = 0
    for match in _TAG.finditer(text):
        if match.end() - match.start() >= _SHORTEST:
            count = len(_VALUE.sub(" ", _NAME.sub("", match[0], count=1)).split())
            compared += count * count
    return compared > _MOST_COMPARED
