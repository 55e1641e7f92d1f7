"""Read harmed pages for long: whatever a file holds, it is read or rejected for a reason.

    python -m benchmarks.reliability.fuzz [--minutes 5] [--seed 1] [--file-s 20] [--memory-mib 1024]

The texts of `samples/`, as files of every kind, are mutated at random (bytes flipped, pieces
cut, repeated, swapped between files, hostile fragments put in, deep nesting, another suffix,
packed) and read, split, dated and searched for names as the indexer does it.
A file fails that raises what nobody expects,
takes longer than `--file-s`, or more memory than `--memory-mib` above that of the start. It
is kept in the folder that is named at the end.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path

from indexer.page import PageKey
from indexer.sources import SourceFile, units
from indexer.tasks import Learned, read_units, study_pages

SAMPLES = Path(__file__).parents[2] / "samples"
SUFFIXES = (".txt", ".html", ".jsonl", ".warc")
UNEXPECTED = "cannot be made sense of"
"""What the indexer says of a page at which a rule has failed."""
TODAY = datetime.date(2026, 1, 1)
FRAGMENTS = [
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xe2\x81\xa6"),
    *(
        b"\r\n\r\n",
        b"\n\n",
        b"\x1b[2J",
        b"<",
        b"<!--",
        b"]]>",
        b"&#xD800;",
        b"&#0;",
        b'"',
        b"\\ud800",
    ),
    *(b"<table><tr><td>", b"<pre>", b"<script>", b"<div>" * 3000, b"[" * 3000, b"{" * 3000),
    *(b"31 February 2021", b"99/99/9999", b"12 May", b"\xd9\x88" * 500, b"e\xcc\x81" * 500),
    *(
        b"Mr. ",
        b"Ministry of Wells (MW)",
        b"1" * 6000,
        b"Content-Length: 99999999\r\n",
        b" " * 9000,
    ),
]


class TooSlow(BaseException):
    """A file took too long; not an Exception, so that no rule takes it for its own."""


def seeds_of(texts: list[str]) -> list[tuple[str, bytes]]:
    """Each text as a file of every kind: suffixes and bytes."""
    seeds = []
    for text in texts:
        title, _, rest = text.strip().partition("\n")
        body = "".join(f"<p>{escape(part)}</p>\n" for part in rest.split("\n\n"))
        html = f"<html><head><title>{escape(title)}</title></head><body>{body}</body></html>"
        record = json.dumps({"title": title, "text": rest, "date": "2021-05-03"})
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}".encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/2021/05/03/\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        seeds += [
            (".txt", text.encode()),
            (".html", html.encode()),
            (".jsonl", f"{record}\n".encode() * 2),
            (".warc", (head.encode() + answer + b"\r\n\r\n") * 2),
        ]
    return seeds


def mutated(draw: random.Random, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A suffix and the bytes of a file."""
    suffix, whole = draw.choice(seeds)
    data = bytearray(whole)
    for _ in range(draw.choice((1, 2, 4, 8, 30))):
        at = draw.randrange(len(data) + 1)
        length = int(2 ** draw.uniform(0, 12))
        match draw.randrange(6):
            case 0 if data:
                data[min(at, len(data) - 1)] = draw.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * draw.choice((1, 2, 50))
            case 3:
                data[at:at] = draw.choice(FRAGMENTS)
            case 4:
                other = draw.choice(seeds)[1]
                start = draw.randrange(len(other) + 1)
                data[at : at + length] = other[start : start + length]
            case _:
                data[at : at + length] = draw.randbytes(min(length, 40))
        del data[3_000_000:]
    if draw.random() < 0.2:
        suffix = draw.choice(SUFFIXES)
    if draw.random() < 0.1:
        return f"{suffix}.gz", gzip.compress(bytes(data), 1)
    return suffix, bytes(data)


def read(folder: Path, name: str) -> list[str]:
    """Read a file of the folder as the indexer does; the reasons for which pages were rejected."""
    reasons = []
    file = SourceFile(root=str(folder), name=name, size_bytes=(folder / name).stat().st_size)
    for number, unit in enumerate(units(file)):
        [found] = read_units(None, [unit])
        reason = found.reading.reason
        if found.page:
            key = PageKey(root=str(folder), file=name, number=number)
            learned = Learned(lines=frozenset(), today=TODAY)
            [studied] = study_pages(learned, [(key, found.page)])
            reason = studied.reason
        if reason:
            reasons.append(reason)
    return reasons


def judged(read_it: Callable[[], list[str]], seconds: int) -> tuple[str, str | None]:
    """How a reading ended, and what was wrong with it."""

    def stop(*_: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        reasons = read_it()
    except (Exception, TooSlow) as error:
        return "failed", repr(error)
    finally:
        signal.alarm(0)
    wrong = [reason for reason in reasons if UNEXPECTED in reason]
    return "rejected in part" if reasons else "read", wrong[0] if wrong else None


def main() -> int:
    """Fuzz, print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file-s", type=int, default=20)
    parser.add_argument("--memory-mib", type=int, default=1024)
    options = parser.parse_args()
    seeds = seeds_of([path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))])
    folder = Path(tempfile.mkdtemp(prefix="clippings-fuzz-"))
    for suffix, data in seeds[:40]:  # tables and models are loaded before memory is bounded
        (folder / f"first{suffix}").write_bytes(data)
        read(folder, f"first{suffix}")
        (folder / f"first{suffix}").unlink()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = used + (options.memory_mib << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    draw = random.Random(options.seed)
    ended: Counter[str] = Counter()
    failures, slowest = 0, 0.0
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end:
        suffix, data = mutated(draw, seeds)
        name = f"{ended.total():06}{suffix}"
        (folder / name).write_bytes(data)
        began = time.process_time()
        how, wrong = judged(lambda name=name: read(folder, name), options.file_s)
        slowest = max(slowest, time.process_time() - began)
        ended[how] += 1
        if wrong:
            failures += 1
            print(f"{folder / name}: {wrong}", flush=True)
        else:
            (folder / name).unlink()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{ended.total()} files, {failures} failures; {dict(ended)}")
    print(f"slowest {slowest:.1f} s of CPU, at most {peak} MiB of memory")
    if not failures:
        folder.rmdir()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
