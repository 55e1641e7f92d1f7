"""The source distribution holds all that its tests, its documents and its training need."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    *(
        "search_app",
        "search_index",
        "indexer",
        "clippings_search",
        "alerts",
        "corrections",
        "quality",
    ),
    *("tests", "corpus", "training", "benchmarks", "scripts", "examples", "samples", "docs"),
    *("deploy", "locks", ".ci", ".github", "index_dir"),
)
BUILD = "import sys; from setuptools.build_meta import build_sdist; build_sdist(sys.argv[1])"


def files(folder: Path) -> set[str]:
    """What belongs to the project in it: no caches, and nothing that was generated."""
    return {
        path.relative_to(folder).as_posix()
        for name in FOLDERS
        for path in (folder / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The files of the tree, and those of the distribution made of it."""
    place = tmp_path_factory.mktemp("sdist")
    tree = place / "tree"
    unwanted = shutil.ignore_patterns("__pycache__", "*.clip", "*.toc", "*.sqlite*", "node_modules")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tree / name, ignore=unwanted, symlinks=True)
    for path in ROOT.iterdir():
        if path.is_file() and path.name not in (".git", ".coverage"):
            shutil.copy(path, tree / path.name)
    subprocess.run([sys.executable, "-c", BUILD, place], cwd=tree, check=True, capture_output=True)
    [archive] = place.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    return files(tree), names


def test_every_file_of_the_project_is_in_it(packed: tuple[set[str], set[str]]) -> None:
    tree, names = packed
    assert len(tree) > 500
    assert sorted(tree - names) == []


@pytest.mark.parametrize(
    "name", ["CONTRIBUTING.md", "RELEASE.md", "Makefile", "requirements.lock", "wsgi.py"]
)
def test_what_people_look_for_first_is_in_it(name: str, packed: tuple[set[str], set[str]]) -> None:
    assert name in packed[1]
