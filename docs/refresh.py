"""Run the commands of a page of documentation against a real server, and write what they say.

    python docs/refresh.py docs/api.md

Every line that begins with `$ ` inside a ```console block is run by bash; the lines below it,
up to the next such line or the end of the block, are replaced by its output. The server is
gunicorn on 127.0.0.1:8000 over samples/.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def server() -> Iterator[None]:
    """Clippings over samples/, at the address that the documentation uses."""
    with tempfile.TemporaryDirectory() as folder:
        python = sys.executable
        subprocess.run(  # noqa: S603
            [python, "-m", "indexer", "--index-dir", folder, "--quiet"], cwd=ROOT, check=True
        )
        process = subprocess.Popen(  # noqa: S603
            [python, "-m", "gunicorn", "wsgi:app"],
            cwd=ROOT,
            env=os.environ | {"CLIPPINGS_INDEX_DIR": folder},
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(200):
                with suppress(OSError):
                    urllib.request.urlopen("http://127.0.0.1:8000/readyz", timeout=5).close()
                    break
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(30)


def output_of(command: str) -> list[str]:
    """The lines that a command of the documentation prints; it must print some."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(  # noqa: S603
        ["/bin/bash", "-c", command],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout.replace("\r", "").rstrip()
    if not output:
        raise SystemExit(f"This printed nothing:\n  {command}\n{done.stderr}")
    return output.splitlines()


def refreshed(text: str) -> str:
    """The page with the output of its commands as it is now."""
    lines: list[str] = []
    in_console = copying = False
    for line in text.splitlines():
        if line.startswith("```"):
            in_console = line == "```console"
            copying = True
        elif in_console and line.startswith("$ "):
            lines += [line, *output_of(line[2:])]
            copying = False
            continue
        if copying or not in_console:
            lines.append(line)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with server():
        for name in sys.argv[1:]:
            path = Path(name)
            path.write_text(refreshed(path.read_text()))
