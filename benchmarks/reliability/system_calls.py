"""Stop a program at a chosen system call, with strace.

The calls by which a program changes the files of a folder are listed by running it once;
another run of the same program can then be killed at any of them, or have it fail.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CALLS = (
    *("write", "pwrite64", "rename", "unlink"),
    *("fsync", "fdatasync", "ftruncate", "mkdir"),
)
_LINE = re.compile(r"^\d+\s+(\w+)\((.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The `number`-th (from 1) call of this `name` that the program makes; `path` relative."""

    name: str
    number: int
    path: str

    @property
    def what(self) -> str:
        """The call and the kind of file, for people."""
        kind = re.sub(r"[0-9a-f]{16}|\d+", "#", self.path) or "."
        return f"{self.name} {kind}"

    def killing(self) -> list[str]:
        """A prefix of the command that kills it at this call."""
        return self._inject("signal=KILL")

    def failing(self, error: str) -> list[str]:
        """A prefix of the command that makes this call fail, e.g. with ENOSPC."""
        return self._inject(f"error={error}")

    def _inject(self, harm: str) -> list[str]:
        trace = ["-e", f"trace={self.name}", "-o", "/dev/null"]
        return [*_STRACE, *trace, "-e", f"inject={self.name}:{harm}:when={self.number}", "--"]


_STRACE = ["strace", "-f", "-qq"]


@cache
def available() -> bool:
    """Whether strace is there and may be used."""
    if not shutil.which("strace"):
        return False
    return subprocess.run([*_STRACE, "-o", "/dev/null", "true"], check=False).returncode == 0


def calls_of(command: Sequence[str], folder: Path, *, cwd: Path) -> list[Call]:
    """Run a command and list its calls that change files under `folder`, in their order."""
    found: list[Call] = []
    numbers: Counter[str] = Counter()
    with tempfile.NamedTemporaryFile("r", errors="replace") as log:
        options = ["-y", "-s", "300", "-e", f"trace={','.join(CALLS)}", "-o", log.name, "--"]
        subprocess.run([*_STRACE, *options, *command], cwd=cwd, check=True, capture_output=True)
        for line in log:
            match = _LINE.match(line)
            if not match:
                continue
            name, rest = match.groups()
            numbers[name] += 1
            place = rest.find(f"{folder}/")
            if place >= 0:
                path = re.split(r'[>"]', rest[place + len(str(folder)) + 1 :])[0]
                found.append(Call(name=name, number=numbers[name], path=path))
    return found
