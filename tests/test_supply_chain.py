"""What a release is installed from: pinned, hashed, wide enough, and free to be passed on."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.licences import LOCK, PAGE, ROOT, binds, pins


def wanted() -> list[Requirement]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    texts = setup["options"]["install_requires"] + setup["options.extras_require"]["opensearch"]
    return [
        Requirement(line)
        for line in texts.splitlines()
        if line and not line.lstrip().startswith("#")
    ]


def folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_what_setup_asks_for_is_pinned_in_its_range(requirement: Requirement) -> None:
    """A new requirement needs `make lock`."""
    found = [pin for pin in pins() if pin.name == folded(requirement.name)]
    assert found
    assert all(requirement.specifier.contains(pin.version) for pin in found)


def test_every_pin_has_hashes_and_a_licence() -> None:
    blocks = re.split(r"\n(?=[a-z])", LOCK.read_text("utf-8").split("make lock\n")[1])
    assert len(blocks) == len(pins()) > 50
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    page = PAGE.read_text("utf-8")
    assert [pin for pin in pins() if f"| {pin.name} | {pin.version} |" not in page] == []


@pytest.mark.parametrize(
    ("licence", "is_binding"),
    [
        ("MIT License", False),
        ("MPL-2.0 AND MIT", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("GPL-3.0-or-later", True),
        ("MIT AND AGPL-3.0-only", True),
        ("Free for use where it is PERMITTED", True),
        ("not said", True),
    ],
)
def test_a_licence_that_binds_is_told_from_one_that_does_not(
    licence: str, is_binding: bool
) -> None:
    assert binds(licence) is is_binding


def test_the_pythons_that_are_declared_are_those_on_which_the_suite_was_run() -> None:
    declared = re.findall(r"Python :: (3\.\d+)", (ROOT / "setup.cfg").read_text("utf-8"))
    page = (ROOT / "docs/reliability.md").read_text("utf-8")
    rows = re.findall(r"^\| Python (3\.\d+(?: and 3\.\d+)*) \|", page, re.MULTILINE)
    assert declared == [version for row in rows for version in row.split(" and ")]


def test_every_folder_of_the_packages_is_installed() -> None:
    """setuptools leaves out folders without an `__init__.py`, whatever runs from a checkout."""
    folders = {
        path.parent
        for package in ("search_index", "indexer", "search_app")
        for path in (ROOT / package).rglob("*.py")
    }
    assert len(folders) > 10
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


RISKY = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "eval",
    "exec",
    "os.system",
    "os.popen",
    "yaml.load",
}
OURS = {("indexer/workers.py", "pickle")}
"""What the indexer hands to its own processes, in a file that it has just written."""


def risky(path: Path) -> set[str]:
    """What a module uses that can execute what it reads."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Call):
            found.add(ast.unparse(node.func))
            found |= {"shell=True" for word in node.keywords if word.arg == "shell"}
            found |= {
                "allow_pickle"
                for word in node.keywords
                if word.arg == "allow_pickle" and ast.unparse(word.value) != "False"
            }
    return found & (RISKY | {"shell=True", "allow_pickle"})


def test_nothing_that_is_read_can_be_executed() -> None:
    packages = (
        "search_index",
        "indexer",
        "search_app",
        "clippings_search",
        "alerts",
        "corrections",
    )
    modules = [path for name in packages for path in (ROOT / name).rglob("*.py")]
    assert len(modules) > 200
    found = {(path.relative_to(ROOT).as_posix(), use) for path in modules for use in risky(path)}
    assert found == OURS
