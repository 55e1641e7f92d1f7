"""The file of measured figures, one section for each benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).with_name("results.md")


def put_section(heading: str, text: str, path: Path = RESULTS) -> None:
    """Put the text below its heading (`## …`), in the place of what stood there."""
    whole = path.read_text("utf-8") if path.exists() else "# Results\n"
    before, _, rest = whole.partition(f"{heading}\n")
    _, mark, after = rest.partition("\n## ")
    path.write_text(f"{before.rstrip()}\n\n{heading}\n\n{text}\n{mark}{after}", "utf-8")
