"""Nothing that a file holds or is called stops a run, leaves its folder or reaches a browser."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from benchmarks.live import ROOT
from indexer.__main__ import main
from indexer.page import PageKey
from indexer.sources import SourceFile, units
from indexer.sources import read as read_unit
from indexer.state import Studied
from indexer.tasks import Learned, Read, read_units, study_pages
from search_app import create_app
from search_index import open_engine
from tests.app.conftest import settings_for
from tests.test_bad_input import STORY
from tests.test_page_properties import TODAY
from tests.thorough import THOROUGH

PROSE = "The harbour school opened its doors to forty pupils after two years on a ferry. " * 3
FRAGMENTS = [
    "\0", "\x1b[2J", "\x7f", "\ufeff", "\ufffe", "\U0010ffff", "\ud800", "\udfff\ud800", "\u202e",
    "\u2066", "\u200f", "\u061c", "\u200d", "e\u0301\u0301\u0301", "\u0640", "\u0651",
    "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\t", " " * 50, "\n\n\n",
    "<", ">", "&", '"', "'", "<script>alert(1)</script>", "<!--", "]]>", "&#0;", "&#xD800;", "&x;",
    "](", "[x](y)", "![", "# ", "* ", "| ", "`", "```", "---", "=cmd|' /C calc'!A0", "@SUM(1)",
    "31 February 2021", "May 99, 99999", "00/00/0000", "30 محرم 1445", "٣١ فبراير", "yesterday",
    "Ministry of Wells (MW)", "MW (Ministry of Wells)", "Mr.", "Dr. ", "السيد ", "بن ", "و", "وال",
    "http://[::1", "javascript:alert(1)", "https://x.example/2021/13/45/", "a@b.example",
    "3 May 2021\n\n", "By Ines Calder\n", "Read also: ", "%s%n{0}{", "1" * 5000, PROSE, STORY,
]  # fmt: skip
LOWER_CASE = "à payer des apprentional des aquifères et des oasis (CRAO) et l’Office"
hostile = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=20)), max_size=12).map(
    "".join
)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), hostile, st.just(10**400)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
keys = st.sampled_from(
    ["id", "title", "text", "body", "html", "url", "date", "language", "path", "content"]
)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _html(parts: list[str]) -> bytes:
    return _bytes(f"<html><head><title>{parts[0]}</title></head><body>{''.join(parts[1:])}</body>")


def _warc(parts: tuple[str, bytes, str]) -> bytes:
    kind, body, header = parts
    record = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{header}\r\n\r\n".encode() + body
    return (
        (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\n"
            b"WARC-Date: 2020-01-01T00:00:00Z\r\n"
            b"Content-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n" % len(record)
        )
        + record
        + b"\r\n\r\n"
    )


tags = st.sampled_from(
    ["p", "div", "article", "h1", "h2", "table", "td", "li", "a", "time", "meta", "script", "pre"]
)
elements = st.builds(
    lambda tag, text, end: f"<{tag}>{text}" + f"</{tag}>" * end, tags, hostile, st.booleans()
)
html = st.lists(st.one_of(elements, hostile), min_size=1, max_size=8).map(_html)
records = st.dictionaries(keys, json_values, max_size=5).map(json.dumps)
json_lines = st.lists(st.one_of(records, json_values.map(json.dumps), hostile), max_size=5).map(
    lambda lines: _bytes("\n".join(lines))
)
encodings = st.sampled_from(
    ["X: y", "Content-Encoding: br", "Content-Encoding: gzip", "Transfer-Encoding: chunked", "\0"]
)
kinds = st.sampled_from(["text/html", "text/plain", "text/html; charset=\0", "image/png"])
warcs = st.lists(
    st.tuples(kinds, html, encodings).map(_warc) | st.binary(max_size=50), max_size=3
).map(b"".join)
files = st.one_of(
    st.tuples(st.just("a.txt"), hostile.map(_bytes) | st.binary(max_size=300)),
    st.tuples(st.just("a.html"), html | st.binary(max_size=300)),
    st.tuples(st.just("a.jsonl"), json_lines),
    st.tuples(st.just("a.warc"), warcs),
)
packed = files.flatmap(
    lambda file: st.sampled_from(
        [file, (f"{file[0]}.gz", gzip.compress(file[1])), (f"{file[0]}.gz", file[1])]
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def _read(folder: Path, name: str, data: bytes) -> Iterator[tuple[Read, Studied | None]]:
    (folder / name).write_bytes(data)
    file = SourceFile(root=str(folder), name=name, size_bytes=len(data))
    for number, unit in enumerate(units(file)):
        (read,) = read_units(None, [unit])
        studied = None
        if read.page:
            key = PageKey(root=str(folder), file=name, number=number)
            learned = Learned(lines=frozenset(), today=TODAY)
            (studied,) = study_pages(learned, [(key, read.page)])
        yield read, studied


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(file=packed)
@example(file=("a.txt", _bytes(STORY.replace("knots", LOWER_CASE))))
@example(file=("a.jsonl", b'{"url":"http://[::1","text":"' + PROSE.encode() + b'"}'))
@example(file=("a.jsonl", b'{"id":"\\ud800","text":"' + PROSE.encode() + b'"}'))
@example(file=("a.txt", f"{PROSE}.{'1' * 90}x".encode()))
@example(file=("a.warc", _warc(("text/html", b"\xff" * 99, "Content-Encoding: br")) * 2))
def test_whatever_a_file_holds_it_is_read_or_rejected_for_a_reason(
    folder: Path, file: tuple[str, bytes]
) -> None:
    for read, studied in _read(folder, *file):
        reasons = [read.reading.reason, studied.reason if studied else None]
        assert not any("cannot be made sense of" in reason for reason in reasons if reason)
        assert read.page or reasons[0]
        if studied:
            assert studied.drafts or reasons[1]


NO_ADDRESS = _warc(("text/html", b"<p>x</p>", "X: y")).replace(b"WARC-Target-URI", b"X-Other")
MANY = gzip.compress(b"\n" * 10_000_000) * 10
ZEROS = gzip.compress(b"\0" * 10_000_000) * 10


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt.gz", ZEROS, "not unpacked: it unpacks to over 100 times its size"),
        ("a.txt.bz2", bz2.compress(b"\0" * 10_000_000), "not unpacked: it unpacks to over"),
        ("a.html.gz", ZEROS, "over 100 times its size"),
        ("a.jsonl.gz", ZEROS, "over 100 times its size"),
        ("a.jsonl.gz", MANY, "over 100 times its size"),
        (
            "a.warc",
            _warc(("text/html", brotli.compress(b"a" * 100_000_000), "Content-Encoding: br")),
            "larger than 32 MB",
        ),
        ("a.txt", STORY.encode() + b"a b c\n" * 60_000, "lines; no page has over"),
        ("a.txt", STORY.encode() + (PROSE + "\n").encode() * 20_000, "characters of text"),
        ("a.txt", STORY.encode() + b"1" * 300_000, "one line of"),
        ("a.warc", NO_ADDRESS, "it has no WARC-Target-URI"),
        ("a.jsonl", b"[" * 1_000_000, "not a line of JSON"),
        ("a.jsonl", b'{"text": ' + b"1" * 1_000_000 + b"}", "not a line of JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_fill_memory_or_a_day_is_refused(
    folder: Path, name: str, data: bytes, reason: str
) -> None:
    ((read, _),) = _read(folder, name, data)
    assert reason in (read.reading.reason or "")


RESPONSE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: 400000000\r\n\r\nHTTP/1.1 200 OK\r\n"
)
HUGE = {
    "a.txt": (b"", b""),
    "b.html": (b"<p>", b"</p>"),
    "c.jsonl": (b'{"text": "', b'"}\n' + json.dumps({"title": "Well", "text": PROSE}).encode()),
    "d.warc": (b"", b""),
    "e.warc": (b"WARC/1.0\r\nX: ", b"\r\n\r\n"),
    "f.warc": (RESPONSE + b"X: ", b"\r\n\r\n"),
    "g.warc": (RESPONSE + b"X: 1\r\n" * 1_000_000, b""),
}


def test_lines_of_hundreds_of_megabytes_take_neither_memory_nor_hours(tmp_path: Path) -> None:
    huge = HUGE if THOROUGH else {name: HUGE[name] for name in ("b.html", "c.jsonl", "f.warc")}
    for name, (begin, end) in huge.items():
        with (tmp_path / name).open("wb") as file:
            file.write(begin)
            file.seek(400_000_000)
            file.write(end)
            file.truncate()
    # The most of this program alone: ru_maxrss holds what the one that started it held, too.
    code = (
        "import sys; from indexer.__main__ import main; status = main(sys.argv[1:]);"
        "most = [line for line in open('/proc/self/status') if line.startswith('VmHWM')];"
        "print(int(most[0].split()[1]) // 1024); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), "--dry-run", "--jobs", "1"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    *lines, most_mib = done.stdout.splitlines()
    assert done.returncode == 1
    assert [json.loads(line)["source"] for line in lines] == ["c.jsonl#2"]
    assert len(done.stderr) < 5000
    assert [name for name in huge if f"rejected {name}" not in done.stderr] == []
    assert int(most_mib) < 700


@pytest.mark.parametrize(
    "piece", ["1", "و", "e\u0301", "Ã©", "-", "_", "al-", "Ab Cd (AC) ", "(", "<", "By Ab ", "l'"]
)
def test_a_line_of_one_endless_repetition_takes_no_longer_than_it_is_long(
    folder: Path, piece: str
) -> None:
    """Time that grows with the square of the length would take minutes here."""
    line = piece * (190_000 // len(piece))
    for _, studied in _read(folder, "a.txt", _bytes(f"{STORY}{line}\n\n{STORY}")):
        assert studied is not None


def test_a_gap_of_endless_spaces_takes_no_longer_than_it_is_long(folder: Path) -> None:
    text = STORY.replace("Port Lumen", f"Port{' ' * 150_000}Lumen")
    [(_, studied)] = _read(folder, "a.txt", _bytes(text))
    assert studied is not None
    assert studied.drafts


def test_links_and_pipes_never_lead_out_of_the_source_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, outside = tmp_path / "pages", tmp_path / "outside"
    source.mkdir()
    outside.mkdir()
    (source / "good.txt").write_text(STORY, "utf-8")
    (outside / "secret.txt").write_text(STORY.replace("Harbour", "Secret"), "utf-8")
    (source / "file.txt").symlink_to(outside / "secret.txt")
    (source / "folder").symlink_to(outside)
    (source / "up").symlink_to(tmp_path)
    (source / "zero.txt").symlink_to("/dev/zero")
    (source / "same.txt").symlink_to(source / "good.txt")
    os.mkfifo(source / "pipe.txt")
    assert main([str(source), "--index-dir", str(tmp_path / "index"), "--json"]) == 1
    summary = json.loads(capsys.readouterr().out)
    assert summary["articles"] == 2
    assert {entry["file"] for entry in summary["rejected"]} == {
        *("file.txt", "folder", "up", "zero.txt", "pipe.txt")
    }


class Markup(HTMLParser):
    """Collects what a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.active.append(f"{name}={value}")
        data = ("type", "application/ld+json") in attributes  # is not run
        if tag == "script" and not data:
            self.active.append(str(dict(attributes).get("src")))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVa\tScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "java\nscript:alert(1)//https://a.example/",
        "data:text/html,<p>",
        "vbscript:msgbox(1)",
    ],
)
def test_an_address_that_is_a_script_is_not_kept_nor_an_escape_in_a_name(
    url: str, tmp_path: Path
) -> None:
    """Clients of the API and of feeds link an address, terminals show a name, as it is."""
    record = {"title": "Harbour school", "text": PROSE, "url": url, "outlet": "Lake\x1b[2J Post"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), "utf-8")
    [unit] = units(SourceFile(root=str(tmp_path), name="a.jsonl"))
    page = read_unit(unit).page
    assert page is not None
    assert page.url is None
    assert page.outlet == "Lake [2J Post"


INJECTION = '"><script>alert(1)</script><img src=x onerror=alert(1)>\r\nX-Evil: 1\r\n\r\n'


def test_titles_names_queries_and_file_names_reach_a_browser_as_text_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "pages"
    source.mkdir()
    record = {
        "id": INJECTION[:60],
        "title": f"Harbour {INJECTION}",
        "text": f"Mr. Ines Calder {INJECTION} said so.\n\n{PROSE}\n\n{PROSE}",
        "url": "javascript:alert(1)",
        "language": INJECTION,
        "date": f"2021-05-03{INJECTION}",
    }
    (source / "a.jsonl").write_text(json.dumps(record), "utf-8")
    name = '"><script>alert(2)<\r\nX-Evil: 1\x1b[2J.txt'
    (source / name).write_text(STORY, "utf-8")
    own_words = " ".join(f"{INJECTION.strip()} boat{number}" for number in range(40))
    (source / "b.txt").write_text(f"{INJECTION.splitlines()[0]}\n\n{own_words}\n", "utf-8")
    Path(os.fsdecode(os.fsencode(source) + b"/\xff.txt")).write_text(STORY, "utf-8")
    assert main([str(source), "--index-dir", str(tmp_path / "index")]) == 1
    talk = capsys.readouterr().err
    assert "\\xff.txt: its name is not UTF-8" in talk
    assert "\x1b" not in talk
    shared = settings_for(tmp_path / "index")
    assert open_engine(shared).verify() == []
    client = create_app(shared).test_client()
    hits = client.get("/api/v1/search").json["hits"]
    assert len(hits) == 3
    paths = ["/", "/?q=harbour", "/api/v1/feed.atom", "/api/v1/export?format=csv"]
    for hit in hits:
        paths += [f"/articles/{hit['id']}", f"/articles/{hit['id']}?q=calder"]
    answers = [client.get(path) for path in paths]
    queries = {"q": INJECTION, "person": INJECTION, "source": name, "lang": INJECTION}
    answers.append(client.get("/", query_string=queries))
    answers.append(client.get("/api/v1/search", query_string={"q": INJECTION, "person": name}))
    for answer in answers:
        assert answer.status_code in (200, 400)
        assert "X-Evil" not in answer.headers
        assert not any(re.search(r"[\r\n]", value) for value in answer.headers.values())
        if answer.mimetype == "text/html":
            markup = Markup()
            markup.feed(answer.text)
            assert [x for x in markup.active if not x.startswith("/assets/")] == []
