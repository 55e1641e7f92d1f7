"""The archive that the browser sees: the samples, a hostile story, and a story told twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.live import ROOT

TWICE = "000_7c41e09b5d2fa836.txt"

HOSTILE = """<script>window.owned = 1</script> & a "title"

3 May 2021

A story with <script>window.owned = 1</script> and <img src=x onerror="window.owned = 1"> in \
it, about palimpsests that are older than the archive which keeps them.
"""


def build(index: Path, extra: Path) -> None:
    """Index the samples and the pages in `extra` by the command that users have."""
    extra.mkdir()
    (extra / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (extra / "again.txt").write_bytes((ROOT / "samples" / TWICE).read_bytes())
    command = [sys.executable, "-m", "indexer", "samples", str(extra), "--index-dir", str(index)]
    subprocess.run([*command, "--quiet"], cwd=ROOT, check=True, timeout=120)
