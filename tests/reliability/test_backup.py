"""A backup is one whole state of the index, however busy it was, and can be put back live."""

from __future__ import annotations

import itertools
import json
import threading
from pathlib import Path

import pytest

from benchmarks.reliability.damage import client_of
from indexer.__main__ import main
from quality import QualityStore
from search_app.desk.alike import Apart
from search_app.desk.users import Users
from search_index.engines.lock import WriteLock
from search_index.engines.whoosh.engine import WhooshEngine
from search_index.model.query import Query
from tests.archives import story, write
from tests.engines.small_archive import article, fill


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write(tmp_path / "pages", {f"{n}.txt": story(n, day=n) for n in range(1, 6)})


@pytest.fixture
def index_dir(pages: Path, tmp_path: Path) -> Path:
    assert main([str(pages), "--index-dir", str(tmp_path / "index"), "--quiet"]) == 0
    return tmp_path / "index"


def test_copies_taken_while_a_writer_commits_are_each_one_whole_state(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    done = threading.Event()
    committed = 0

    def commit_all_the_time() -> None:
        nonlocal committed
        for version in itertools.count(1):
            marked = (article(f"Notice {n}", f"It is version{version} now.") for n in range(8))
            fill(engine, *marked, article(f"Other {version}"), full=version % 7 == 0)
            committed = version
            if done.is_set():
                return

    fill(engine, *(article(f"Notice {n}", "It is version0 now.") for n in range(8)))
    writer = threading.Thread(target=commit_all_the_time)
    writer.start()
    seen = set()
    try:
        for number in range(25):
            copy = tmp_path / str(number)
            copy.mkdir()
            before = committed
            snapshot = engine.copy_to(copy)
            restored = WhooshEngine(copy)
            assert restored.verify() == []
            searcher = restored.searcher()
            assert searcher.snapshot == snapshot
            [version] = {a.body for a in searcher.export(Query(text="version*"))}
            assert searcher.search(Query(text=version, match="all")).total == 8
            assert before <= int(version.split()[2].removeprefix("version")) <= committed + 1
            seen.add(version)
    finally:
        done.set()
        writer.join()
    assert len(seen) > 3


def test_a_backup_carries_what_is_remembered_so_that_no_page_is_read_again(
    pages: Path, index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "backups" / "monday"
    assert main(["--index-dir", str(index_dir), "--backup", str(copy)]) == 0
    assert "Snapshot 1-" in capsys.readouterr().err
    assert [path.name for path in copy.parent.iterdir()] == ["monday"]
    assert main(["--index-dir", str(copy), "--verify"]) == 0
    capsys.readouterr()
    assert main([str(pages), "--index-dir", str(copy), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["read"], summary["unchanged"]) == (0, 5)


def test_a_backup_that_is_put_in_place_of_the_index_is_served_without_a_new_server(
    pages: Path, index_dir: Path, tmp_path: Path
) -> None:
    assert main(["--index-dir", str(index_dir), "--backup", str(tmp_path / "copy")]) == 0
    client = client_of(index_dir)
    before = [hit["id"] for hit in client.get("/api/v1/search").json["hits"]]
    (pages / "1.txt").unlink()
    assert main([str(pages), "--index-dir", str(index_dir), "--quiet"]) == 0
    assert client.get("/api/v1/search").json["total"] == 4
    index_dir.rename(tmp_path / "put_aside")
    assert client.get("/readyz").status_code == 503
    assert client.get("/api/v1/search").status_code == 200
    (tmp_path / "copy").rename(index_dir)
    assert client.get("/readyz").status_code == 200
    assert [hit["id"] for hit in client.get("/api/v1/search").json["hits"]] == before


def test_a_backup_beside_a_running_indexer_says_what_it_lacks(
    pages: Path, index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = WriteLock(index_dir / "pages")
    command = ["--index-dir", str(index_dir), "--backup", str(tmp_path / "copy"), "--json"]
    assert main(command) == 0
    lock.release()
    output = capsys.readouterr()
    assert "being written by process" in json.loads(output.out)["lacks"]
    assert "reads all pages again" in output.err
    assert main([str(pages), "--index-dir", str(tmp_path / "copy"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == 5


def test_no_backup_is_made_of_a_damaged_index_or_over_other_files(
    index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--index-dir", str(index_dir), "--backup"]
    assert main([*command, str(index_dir)]) == 2
    assert f"{index_dir} is not empty" in capsys.readouterr().err
    [segment] = index_dir.glob("*.clip")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    assert main([*command, str(tmp_path / "copy")]) == 2
    assert str(segment) in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "pages"]


def test_a_backup_carries_who_may_log_in_and_how_the_archive_was_read(
    index_dir: Path, tmp_path: Path
) -> None:
    users = Users(index_dir)
    users.put("léa", role="curator", password="lanterns on the quay")
    key = users.key()
    Apart(index_dir).add(("person", "Ana Brel", "Anna Brel"), who="léa")
    (index_dir / "desk" / "job").mkdir()
    (index_dir / "desk" / "job" / "lock").touch()
    copy = tmp_path / "copy"
    assert main(["--index-dir", str(index_dir), "--backup", str(copy), "--quiet"]) == 0
    assert Users(copy).with_password("léa", "lanterns on the quay") is not None
    assert Users(copy).key() == key
    assert Apart(copy).load() == {("person", "Ana Brel", "Anna Brel")}
    assert not (copy / "desk" / "job").exists()
    for path in (copy / "desk").iterdir():
        assert path.stat().st_mode == (index_dir / "desk" / path.name).stat().st_mode
    before, after = (QualityStore(folder) for folder in (index_dir, copy))
    assert before.report() == after.report() is not None
    assert before.history() == after.history() != ()
    assert before.queues.counts() == after.queues.counts()
