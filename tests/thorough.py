"""Whether the long tests try every case (`make test-thorough`) or a part of them."""

from __future__ import annotations

import os
from typing import Final

THOROUGH: Final = os.environ.get("CLIPPINGS_TESTS") == "thorough"
