"""What the indexer remembers is never mixed, never believed when damaged, never in the way."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from indexer.__main__ import main
from indexer.state_file import StateFile
from tests.test_bad_input import STORY


def _fill(path: Path, word: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA cache_size = 5")
    database.execute("CREATE TABLE words(word TEXT)")
    database.execute("BEGIN")
    database.executemany("INSERT INTO words VALUES (?)", [(word * 50,)] * 3000)
    database.execute("COMMIT")
    return database


def test_the_journal_of_a_killed_run_does_not_harm_the_file_that_replaces_its_own(
    tmp_path: Path,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    database = _fill(other / "state.sqlite", "old")
    database.execute("BEGIN")
    database.execute("UPDATE words SET word = 'changed'")
    for path in other.iterdir():
        shutil.copy(path, tmp_path / path.name)
    database.close()
    assert (tmp_path / "state.sqlite-journal").stat().st_size > 0
    file = StateFile(tmp_path)
    _fill(file.fresh, "new").close()
    file.replace()
    with closing(sqlite3.connect(file.live)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert found.execute("SELECT DISTINCT word FROM words").fetchall() == [("new" * 50,)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, "utf-8")
    return folder


def test_a_restored_index_of_another_day_is_not_taken_for_up_to_date(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index_dir = tmp_path / "index"
    run = [str(archive), "--index-dir", str(index_dir)]
    assert main(run) == 0
    shutil.copytree(index_dir, tmp_path / "backup")
    (archive / "b.txt").write_text(STORY.replace("Harbour", "Hillside"), "utf-8")
    assert main(run) == 0
    memory = tmp_path / "memory"
    shutil.copytree(index_dir / "pages", memory)
    shutil.rmtree(index_dir)
    shutil.copytree(tmp_path / "backup", index_dir)
    shutil.rmtree(index_dir / "pages")
    shutil.copytree(memory, index_dir / "pages")
    capsys.readouterr()
    assert main([*run, "--json"]) == 0
    assert '"read": 2, "unchanged": 0' in capsys.readouterr().out


def test_an_unchanged_archive_leaves_a_sealed_file(archive: Path, tmp_path: Path) -> None:
    run = [str(archive), "--index-dir", str(tmp_path / "index"), "--quiet"]
    for _ in range(2):
        assert main(run) == 0
        assert (tmp_path / "index" / "pages" / "state.sum").exists()
        assert main(["--verify", "--index-dir", str(tmp_path / "index")]) == 0
