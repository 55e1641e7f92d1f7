"""The archive that the browser sees: the samples, a hostile story, a story told twice, and
two that say where they were published."""

from __future__ import annotations

import json
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

POSTED = {
    "url": "https://www.kite-post.example/2021/kites?id=7",
    "title": "Kite makers of the coast ask the harbour for wind, and for a long strip of quay",
    "text": "The guild of kite makers met on Saturday. It asked the harbour for a strip of quay.",
    "date": "2021-03-06",
    "sitename": "The Kite Post",
    "author": "Orla Finch",
}
UNSIGNED = {
    "url": "http://notices.example/kites",
    "title": "Kite strings found on the breakwater",
    "text": "Strings of four kites were found on the breakwater. Their owners may call.",
    "date": "2021-03-09",
}


def build(index: Path, extra: Path) -> None:
    """Index the samples and the pages in `extra` by the command that users have."""
    extra.mkdir()
    (extra / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    lines = [json.dumps(POSTED), json.dumps(UNSIGNED)]
    (extra / "posts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (extra / "again.txt").write_bytes((ROOT / "samples" / TWICE).read_bytes())
    command = [sys.executable, "-m", "indexer", "samples", str(extra), "--index-dir", str(index)]
    subprocess.run([*command, "--quiet"], cwd=ROOT, check=True, timeout=120)
