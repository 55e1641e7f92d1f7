"""What cannot be used is named with its reason, and the rest is indexed."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys

import pytest

from indexer.__main__ import main

STORY = (
    "    Harbour School Opens Its Doors to Forty Pupils\n\n    3 May 2021\n\n"
    "    The harbour school of Port Lumen opened its doors to forty pupils on Monday, after two "
    "years in which they had been taught on a ferry.\n\n"
    "    Its head, Mrs. Ines Calder, said that the first lesson would be about knots.\n"
)


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "good.txt").write_text(STORY, "utf-8")
    return folder


@pytest.fixture
def run(archive, tmp_path, capsys):
    def run(*arguments):
        status = main(["--index-dir", str(tmp_path / "index"), "--json", *map(str, arguments)])
        output = capsys.readouterr()
        return status, json.loads(output.out or "null"), output.err

    return run


def test_a_good_archive_is_indexed_with_status_0(archive, run):
    status, summary, _ = run(archive)
    assert (status, summary["articles"], summary["rejected"]) == (0, 1, [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40, "binary"),
        (b"Home\n\nSkip to content\n\nLatest articles\n", "only boilerplate"),
        (b"word " * 10_000_000, "larger than 32 MB"),
        (b"word " * 1_000_000, "one line of"),
    ],
    ids=["empty", "blank", "binary", "only-boilerplate", "50-MB-of-one-line", "5-MB-line"],
)
def test_a_page_that_cannot_be_used_is_named_and_the_rest_indexed(archive, run, content, reason):
    (archive / "odd.txt").write_bytes(content)
    status, summary, talk = run(archive)
    [rejected] = summary["rejected"]
    assert (status, summary["articles"], rejected["file"]) == (1, 1, "odd.txt")
    assert reason in rejected["reason"]
    assert "odd.txt" in talk


def test_a_page_in_another_encoding_is_read_and_the_guess_is_told(archive, run):
    text = STORY.replace("Ines Calder", "Inès Caldér").replace("ferry", "bac à voile déployée")
    (archive / "odd.txt").write_bytes(text.encode("cp1252"))
    status, summary, talk = run(archive)
    assert (status, summary["articles"]) == (0, 2)
    assert "odd.txt: invalid UTF-8" in talk


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("odd.jsonl.bz2", b"BZh9 cut", "bzip2"),
        ("odd.jsonl.xz", b"\xfd7zXZ\x00 cut", "xz"),
        ("odd.txt.gz", b"\x1f\x8b cut", "gzip"),
        ("odd.zip", b"PK\x03\x04 cut", "zip"),
    ],
)
def test_a_damaged_packing_is_named_by_its_kind(archive, run, name, content, kind):
    (archive / name).write_bytes(content)
    _, summary, _ = run(archive)
    assert f"damaged {kind} file" in summary["rejected"][0]["reason"]


def test_a_damaged_gzip_file_is_rejected(archive, run):
    (archive / "odd.txt.gz").write_bytes(gzip.compress(STORY.encode())[:-20])
    status, summary, _ = run(archive)
    assert status == 1
    assert "damaged gzip" in summary["rejected"][0]["reason"]


def test_a_folder_that_does_not_exist_is_status_2_and_changes_nothing(archive, run, tmp_path):
    status, summary, talk = run(archive, tmp_path / "nowhere")
    assert (status, summary) == (2, None)
    assert "nowhere" in talk
    assert not (tmp_path / "index").exists()


def test_symlink_loops_are_reported_once_and_the_rest_is_indexed(archive, run):
    (archive / "again").symlink_to(archive, target_is_directory=True)
    (archive / "self.txt").symlink_to(archive / "self.txt")
    status, summary, _ = run(archive)
    assert (status, summary["articles"]) == (1, 1)
    assert {(r["file"], r["reason"]) for r in summary["rejected"]} == {
        ("again", "symlink loop"),
        ("self.txt", "symlink loop"),
    }


def test_an_unreadable_file_is_named(archive, run, monkeypatch):
    (archive / "locked.txt").write_text(STORY, "utf-8")
    if os.geteuid() == 0:  # root reads everything, so the refusal is simulated
        from pathlib import Path

        real = Path.read_bytes

        def refuse(path):
            if path.name == "locked.txt":
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
    else:
        (archive / "locked.txt").chmod(0)
    status, summary, _ = run(archive, "--jobs", "1")
    assert (status, summary["articles"]) == (1, 1)
    assert summary["rejected"] == [
        {"file": "locked.txt", "reason": "cannot be read: Permission denied"}
    ]


def test_an_argument_that_is_no_argument_is_status_2():
    done = subprocess.run(
        [sys.executable, "-m", "indexer", "--jobs", "none"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "--jobs" in done.stderr


def test_many_pages_of_one_fault_are_told_in_a_few_lines_and_listed_in_a_file(
    archive, run, tmp_path
):
    for number in range(300):
        (archive / f"empty{number:03}.txt").write_bytes(b"")
    status, _, talk = run(archive)
    assert status == 1
    assert talk.count("the file is empty") == 4
    assert "297 more for the same reason" in talk
    [listed] = tmp_path.rglob("rejected.tsv")
    assert listed.read_text("utf-8").count("the file is empty") == 300
