"""Where meaning is not searched, nothing is another by a byte, whatever lies in the folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.__main__ import main
from search_app.application import create_app
from search_index.settings import Settings
from tests.semantic.dictionary import Dictionary, archive_in, make

_FOOTER_BYTES = 28
ADDRESSES = (
    "/api/v1/search?q=guards+of+the+wells",
    "/api/v1/search?q=report+spring&match=any&explain=true&per_page=2&page=2",
    "/api/v1/search?q=xylophone",
    "/api/v1/search?q=",
    "/api/v1/articles/0000000000000002",
    "/api/v1/articles/0000000000000002/related",
    "/api/v1/export?q=report",
    "/api/v1/feed.atom?q=report",
    "/?q=guards+of+the+wells",
    "/articles/0000000000000002?q=wells",
)


def answers(folder: Path) -> list[tuple[int, str | None, bytes]]:
    """Status, ETag and body of every address, the time that it took left out."""
    client = create_app(Settings.from_environment({}, index_dir=folder)).test_client()
    found = []
    for address in ADDRESSES:
        answer = client.get(address)
        body = re.sub(rb'"took_ms": ?[0-9.]+|[0-9.,]+ ms\b', b"", answer.data)
        found.append((answer.status_code, answer.headers.get("ETag"), body))
    return found


def test_vectors_in_the_folder_change_no_answer_while_it_is_off(tmp_path: Path) -> None:
    engine = archive_in(tmp_path)
    before = answers(tmp_path)
    assert {status for status, _, _ in before} == {200}
    make(engine, tmp_path, Dictionary())
    assert answers(tmp_path) == before
    bodies = b"".join(body for _, _, body in before)
    for word in (b"found_by", b"other_languages", b"by_meaning", b"similar_stories"):
        assert word not in bodies


def test_the_files_of_the_index_are_the_same_with_it_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Guards watch wells\n\n16 July 2024\n\nThe guards of the wells met today.\n")
    monkeypatch.setattr("indexer.__main__.encoders", lambda: (Dictionary(),))
    files = {}
    for switch in ("off", "on"):
        monkeypatch.setenv("CLIPPINGS_SEMANTIC", switch)
        folder = tmp_path / switch
        assert main([str(page), "--index-dir", str(folder), "--quiet", "--jobs", "1"]) == 0
        (segment,) = folder.glob("MAIN_*.clip")
        # All but its own name and the footer, the checksum over that: they differ with every run.
        files[switch] = segment.read_bytes().replace(segment.name.encode(), b"")[:-_FOOTER_BYTES]
        names = {path.name for path in folder.iterdir()}
        assert bool({name for name in names if "vectors" in name}) == (switch == "on")
    assert files["off"] == files["on"]
