"""What a person gets who installs the built wheel into an environment of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = """Harbour Gazette

Ferry Line to the Outer Islands Opens Again

3 March 2021

The ferry to the outer islands sails again after two years in dock, the harbour office said on
Wednesday. Forty passengers were on board when it left the quay at seven in the morning.

The captain, Orla Benning, said that the new engine uses a third less fuel than the old one, and
that a second boat would follow in the autumn.
"""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel; other packages are those of this Python."""
    place = tmp_path_factory.mktemp("wheel")
    tree = place / "tree"
    names = (
        "search_app",
        "search_index",
        "alerts",
        "corrections",
        "quality",
        "indexer",
        "clippings_search",
    )
    for name in names:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copy(ROOT / name, tree / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", place, tree],
        check=True,
        cwd=place,
    )
    (wheel,) = place.glob("*.whl")
    venv.create(place / "env", symlinks=True)
    library = next((place / "env" / "lib").glob("python3.*")) / "site-packages"
    # Not processed as a site folder: an editable install of the project there is not seen.
    (library / "others.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    install = ("install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel)
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", place / "env", *install], check=True, cwd=place
    )
    return place / "env" / "bin"


def run(programs: Path, place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CLIPPINGS_", "PYTHON"))}
    return subprocess.run(
        [programs / "clippings", *words],
        cwd=place,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ferry.txt").write_text(PAGE)
    return tmp_path


def test_the_modules_come_from_the_wheel_and_not_from_the_repository(
    programs: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [programs / "python", "-c", "import indexer, search_app; print(indexer.__file__)"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(programs.parent)


def test_pages_are_indexed_searched_opened_verified_and_copied(programs: Path, place: Path) -> None:
    indexed = run(programs, place, "index", "pages", "--json")
    assert (indexed.returncode, json.loads(indexed.stdout)["articles"]) == (0, 1)
    found = run(programs, place, "search", "ferry", "captain", "--json")
    hit = json.loads(found.stdout)
    assert (found.returncode, hit["title"], hit["date"]) == (
        0,
        "Ferry Line to the Outer Islands Opens Again",
        "2021-03-03",
    )
    opened = run(programs, place, "open", hit["id"])
    assert (opened.returncode, "Orla Benning" in opened.stdout) == (0, True)
    assert run(programs, place, "search", "zeppelin").returncode == 1
    assert run(programs, place, "verify").returncode == 0
    assert run(programs, place, "backup", "copy").returncode == 0
    again = run(programs, place, "search", "ferry", "--csv", "--index-dir", "copy")
    assert again.stdout.splitlines()[1].startswith(hit["id"])


def test_a_server_starts_with_its_own_settings_and_takes_a_long_query(
    programs: Path, place: Path
) -> None:
    assert run(programs, place, "index", "pages", "--quiet").returncode == 0
    server = subprocess.Popen(
        [programs / "clippings", "serve", "--port", "0", "--workers", "1"],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = re.match(r"Open (http://127\.0\.0\.1:\d+)/ in a browser\.", line)
        assert address, line
        asked = f"{address[1]}/api/v1/search?q=ferry+{'x' * 9000}&match=any"
        with urllib.request.urlopen(asked, timeout=30) as answer:
            assert json.load(answer)["total"] == 1
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def test_a_command_without_arguments_says_what_can_be_done(programs: Path, place: Path) -> None:
    alone = run(programs, place)
    assert (alone.returncode, "clippings index pages/" in alone.stderr) == (2, True)
    unknown = run(programs, place, "serch", "ferry")
    assert (unknown.returncode, "no command 'serch'" in unknown.stderr) == (2, True)


def test_a_run_without_pages_says_how_to_name_them(programs: Path, tmp_path: Path) -> None:
    done = run(programs, tmp_path, "index")
    assert (done.returncode, "Name the files or folders of your pages" in done.stderr) == (2, True)


def test_explain_without_a_dry_run_is_refused(programs: Path, place: Path) -> None:
    done = run(programs, place, "index", "pages", "--explain")
    assert (done.returncode, "give --dry-run with it" in done.stderr) == (2, True)
    assert not (place / "index_dir").exists()
