"""The file of measured figures, one section for each benchmark."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).with_name("results.md")


def put_section(heading: str, text: str, path: Path = RESULTS) -> None:
    """Put the text below its heading (`## …`), in the place of what was there."""
    whole = path.read_text("utf-8") if path.exists() else "# Results\n"
    before, _, rest = whole.partition(f"{heading}\n")
    _, mark, after = rest.partition("\n## ")
    path.write_text(f"{before.rstrip()}\n\n{heading}\n\n{text}\n{mark}{after}", "utf-8")


def machine() -> str:
    """Day, machine, load and versions of a measurement, as a line."""
    packages = ("numpy", "whoosh", "tantivy", "zstandard", "orjson")
    installed = {
        each.metadata["Name"].lower(): each.version for each in importlib.metadata.distributions()
    }
    versions = ", ".join(f"{p} {installed[p]}" for p in packages if p in installed)
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    load = os.getloadavg()[0]
    return (
        f"{datetime.date.today().isoformat()}; {models[0] if models else platform.processor()}, "
        f"{os.cpu_count()} cores, load {load:.1f} before; Python {platform.python_version()}, "
        f"{versions}."
    )
