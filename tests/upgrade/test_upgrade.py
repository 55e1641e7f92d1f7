"""An index of the version before, met by this one: a clear word, no wrong answer, nothing lost.

`schema_4.tar.xz` was made from the pages of pages.py by the version that wrote schema 4. With a
new schema the packed index of the one before is added (RELEASE.md).
"""

from __future__ import annotations

import json
import tarfile
import time
from pathlib import Path

import pytest

from indexer.pipeline import index
from indexer.verify import verify
from search_app.application import create_app
from search_index import open_engine
from search_index.errors import IndexOutdated
from search_index.manifest import FILE_NAME, Manifest
from search_index.schema import SCHEMA_VERSION
from search_index.settings import Settings
from tests.upgrade.pages import PAGES

HERE = Path(__file__).parent
PACKED = sorted(HERE.glob("schema_*.tar.xz"))
TITLES = {
    "Ferry Line to the Outer Islands Opens Again",
    "Le phare de la pointe retrouve sa lumière",
    "افتتاح جسر جديد فوق وادي الزيتون",
}


@pytest.fixture(params=PACKED, ids=lambda path: path.name.split(".")[0])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings over an unpacked index of an earlier version, its pages next to it."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    (tmp_path / "pages").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "pages" / name).write_text(text, "utf-8")
    return Settings.from_environment({}, index_dir=tmp_path / "index_dir")


def titles(settings: Settings) -> set[str]:
    with create_app(settings).test_client() as client:
        hits = client.get("/api/v1/search").json["hits"]
    return {hit["title"] for hit in hits}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_server_answers_no_search_from_it_and_says_what_to_do(settings: Settings) -> None:
    before = contents(settings.index_dir)
    with create_app(settings).test_client() as client:
        ready = client.get("/readyz")
        asked = client.get("/api/v1/search?q=ferry")
        page = client.get("/?q=ferry")
    assert (ready.status_code, asked.status_code, page.status_code) == (503, 503, 503)
    assert asked.content_type == "application/problem+json"
    for word in ("schema version", f"this program reads {SCHEMA_VERSION}", "--full"):
        assert word in ready.text
    assert contents(settings.index_dir) == before


def test_the_library_and_the_check_of_files_say_what_to_do(settings: Settings) -> None:
    with pytest.raises(IndexOutdated, match=r"python -m indexer --full"):
        open_engine(settings).searcher()
    assert any("--full" in problem for problem in verify(settings))


def test_the_next_run_reads_everything_again_says_so_and_all_is_found(settings: Settings) -> None:
    report = index([settings.index_dir.parent / "pages"], settings, jobs=1)
    assert (report.read, report.unchanged, report.articles) == (3, 0, 3)
    assert any("schema version" in reason for _, reason in report.notices)
    assert titles(settings) == TITLES
    assert verify(settings) == []
    again = index([settings.index_dir.parent / "pages"], settings, jobs=1)
    assert (again.read, again.unchanged, again.notices) == (0, 3, [])


def test_a_server_that_met_it_answers_as_soon_as_a_full_run_has_ended(settings: Settings) -> None:
    app = create_app(settings)
    with app.test_client() as client:
        assert client.get("/readyz").status_code == 503
        index([settings.index_dir.parent / "pages"], settings, full=True, jobs=1)
        latest = time.monotonic() + 5  # it looks for a new index twice a second or so
        while client.get("/readyz").status_code != 200 and time.monotonic() < latest:
            time.sleep(0.05)
        assert client.get("/readyz").status_code == 200
        assert client.get("/api/v1/search?q=ferry").json["total"] == 1


def test_a_new_index_next_to_it_leaves_the_old_one_as_it_was(settings: Settings) -> None:
    before = contents(settings.index_dir)
    fresh = Settings.from_environment({}, index_dir=settings.index_dir.parent / "fresh")
    index([settings.index_dir.parent / "pages"], fresh, full=True, jobs=1)
    assert contents(settings.index_dir) == before
    assert titles(fresh) == TITLES


@pytest.mark.parametrize("field", ["schema_version", "analysis_version"])
@pytest.mark.parametrize("version", [0, 1, 99])
def test_an_index_of_any_other_version_is_refused_with_both_versions(
    settings: Settings, field: str, version: int
) -> None:
    """Of one that a newer program has written, too: going back does not answer wrongly."""
    path = settings.index_dir / FILE_NAME
    values = json.loads(path.read_bytes()) | {"schema_version": SCHEMA_VERSION, field: version}
    del values["checksum"]
    path.write_bytes(Manifest(**values).to_bytes())
    said = f"{field.replace('_', ' ')} {version}; this program reads"
    with pytest.raises(IndexOutdated, match=said):
        open_engine(settings).searcher()
    with create_app(settings).test_client() as client:
        assert said in client.get("/readyz").text


def test_the_version_before_this_one_is_among_them() -> None:
    names = [path.name for path in PACKED]
    assert f"schema_{SCHEMA_VERSION - 1}.tar.xz" in names
    assert sum(path.stat().st_size for path in PACKED) < 200_000
