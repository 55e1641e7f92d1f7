"""Run the commands of a page of documentation against a real server, and write what they print.

    python docs/refresh.py docs/api.md

Every line that begins with `$ ` inside a ```console block is run by bash; the lines below it,
up to the next such line or the end of the block, are replaced by its output. The server is
gunicorn over samples/, started by this program on a free port; pages of documentation say
127.0.0.1:8000, which is replaced on the way there and back. A command that writes an index writes
one of its own.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
DOCUMENTED: Final = "127.0.0.1:8000"
START_S: Final = 60.0


def free_port() -> int:
    """A port that nobody listens on; of four digits, so that cut lines stay as long."""
    ports = list(range(2000, 9999))
    random.shuffle(ports)
    for port in ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise SystemExit("No port from 2000 to 9998 is free.")


@contextmanager
def server() -> Iterator[str]:
    """Clippings over samples/; gives its host and port."""
    with tempfile.TemporaryDirectory() as folder:
        python = sys.executable
        subprocess.run(  # noqa: S603
            [python, "-m", "indexer", "samples", "--index-dir", folder, "--quiet", "--jobs", "1"],
            cwd=ROOT,
            check=True,
        )
        address = f"127.0.0.1:{free_port()}"
        process = subprocess.Popen(  # noqa: S603
            [python, "-m", "gunicorn", "--bind", address, "wsgi:app"],
            cwd=ROOT,
            env=os.environ | {"CLIPPINGS_INDEX_DIR": folder},
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"http://{address}/readyz", timeout=5).close()
            # What the first requests load is not what a reader waits for.
            for _ in range(4):
                urllib.request.urlopen(
                    f"http://{address}/api/v1/search?q=oasis", timeout=30
                ).close()
            return
        time.sleep(0.05)
    raise SystemExit(f"The server on {address} did not start.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where commands are run: the server they ask, their own folder with `clippings` in it."""

    address: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a command."""
        programs = [str(self.folder), str(Path(sys.executable).parent), os.environ["PATH"]]
        return os.environ | {
            "PATH": os.pathsep.join(programs),
            "PYTHONPATH": str(ROOT),
            "CLIPPINGS_INDEX_DIR": str(self.folder / "index"),
        }


@contextmanager
def place() -> Iterator[Place]:
    """A server and a folder, both removed at the end."""
    with server() as address, tempfile.TemporaryDirectory() as name:
        program = Path(name, "clippings")
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m clippings_search "$@"\n')
        program.chmod(0o755)
        yield Place(address=address, folder=Path(name))


def output_of(command: str, place: Place) -> list[str]:
    """The lines that a command of the documentation prints; it must print some."""
    done = subprocess.run(  # noqa: S603
        ["/bin/bash", "-c", command.replace(DOCUMENTED, place.address)],
        cwd=ROOT,
        env=place.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout.replace("\r", "").replace(place.address, DOCUMENTED).rstrip()
    if not output:
        raise SystemExit(f"This printed nothing:\n  {command}\n{done.stderr}")
    return output.splitlines()


def refreshed(text: str, place: Place) -> str:
    """The page with the output of its commands as it is now."""
    lines: list[str] = []
    in_console = copying = False
    for line in text.splitlines():
        if line.startswith("```"):
            in_console = line == "```console"
            copying = True
        elif in_console and line.startswith("$ "):
            lines += [line, *output_of(line[2:], place)]
            copying = False
            continue
        if copying or not in_console:
            lines.append(line)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with place() as somewhere:
        for page in map(Path, sys.argv[1:]):
            page.write_text(refreshed(page.read_text(), somewhere))
