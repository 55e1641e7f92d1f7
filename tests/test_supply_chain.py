"""What a release is installed from: pinned, hashed, wide enough, and free to be passed on."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.licences import PAGE, ROOT, binds, pins

RUN_TIME = ("pdf", "opensearch", "mcp", "semantic")
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements.lock": (),
    "locks/image.lock": RUN_TIME,
    "locks/test.lock": (*RUN_TIME, "test"),
    "locks/docs.lock": ("docs",),
    "locks/train.lock": ("test", "train", "training", "tables", "bench"),
}
"""The extras of each lock, as the Makefile makes it."""
TOOLS = {"release"}
"""Extras of tools that only maintainers run, and that no lock holds."""


def setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", "utf-8")
    return parser


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    """What setup.cfg asks for, with these extras."""
    parts = setup()
    texts = [parts["options"]["install_requires"]]
    texts += [parts["options.extras_require"][extra] for extra in extras]
    return [
        Requirement(line)
        for text in texts
        for line in text.splitlines()
        if line and not line.lstrip().startswith("#")
    ]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks(lock: str) -> list[str]:
    """The text of each pin: version, hashes, and what asks for it."""
    return re.split(r"\n(?=[a-z])", (ROOT / lock).read_text("utf-8").split("make lock\n")[1])


@pytest.mark.parametrize("lock", LOCKS)
def test_what_setup_asks_for_is_pinned_in_its_range(lock: str) -> None:
    """A new requirement needs `make lock`."""
    pinned: dict[str, list[str]] = {}
    for pin in pins(ROOT / lock):
        pinned.setdefault(canonical(pin.name), []).append(pin.version)
    for requirement in wanted(LOCKS[lock]):
        versions = pinned.get(canonical(requirement.name))
        assert versions, f"{lock} lacks {requirement}: run `make lock`"
        for version in versions:
            assert requirement.specifier.contains(version), f"{lock}: {requirement}, not {version}"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_nothing_that_setup_no_longer_asks_for(lock: str) -> None:
    """What a pin is there for is written below it."""
    asked = {canonical(requirement.name) for requirement in wanted(LOCKS[lock])}
    direct = {
        block.split("==")[0]
        for block in blocks(lock)
        if re.search(r"# +(?:via )?clippings-search \(setup\.cfg\)", block)
    }
    assert direct == asked


def test_no_extra_is_left_out_of_all_locks() -> None:
    held = {extra for extras in LOCKS.values() for extra in extras}
    assert set(setup()["options.extras_require"]) - held == TOOLS


def test_a_package_has_one_version_in_all_locks() -> None:
    """A test run on one version says nothing of an image with another."""
    found: dict[tuple[str, str | None], set[str]] = {}
    for lock in (*LOCKS, "locks/build.lock"):
        for pin in pins(ROOT / lock):
            found.setdefault((pin.name, pin.marker), set()).add(pin.version)
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}


@pytest.mark.parametrize("lock", [*LOCKS, "locks/build.lock"])
def test_every_pin_has_hashes(lock: str) -> None:
    assert len(blocks(lock)) == len(pins(ROOT / lock)) > 0
    assert [block for block in blocks(lock) if "--hash=sha256:" not in block] == []


def test_every_package_of_the_image_has_its_licence_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    assert len(pins()) > 80
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


PACKAGES = (
    "search_index",
    "indexer",
    "search_app",
    "clippings_search",
    "alerts",
    "corrections",
    "quality",
)


def test_every_folder_of_the_packages_is_installed() -> None:
    """setuptools leaves out folders without an `__init__.py`, whatever runs from a checkout."""
    folders = {path.parent for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
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
OURS = {
    ("indexer/workers.py", "pickle"),
    ("search_index/engines/whoosh/write/helper.py", "pickle"),
    ("search_index/engines/whoosh/write/helping.py", "pickle"),
}
"""What the indexer hands to its own processes, in a file that it has just written, and what the
writer of an index hands to the one it has started, by a pipe that nobody else holds."""


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
    modules = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    assert len(modules) > 200
    found = {(path.relative_to(ROOT).as_posix(), use) for path in modules for use in risky(path)}
    assert found == OURS


@pytest.mark.parametrize("name", ["Makefile", "deploy/Dockerfile"])
def test_what_runs_is_installed_from_a_lock_whose_hashes_are_checked(name: str) -> None:
    """Nothing else is installed but ourselves, without dependencies, and tools of developers."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    installs = [line for line in lines if re.search(r"pip\b.* install\b", line)]
    assert installs
    for line in installs:
        for command in re.split("&&|;", line):
            if not re.search(r"pip\b.* install\b", command):
                continue
            is_checked = "--require-hashes" in command
            is_ours = "--no-deps" in command and "--requirement" not in command
            is_for_developers = re.search(r"--editable '\.\[(release|test)\]'", command)
            assert is_checked or is_ours or is_for_developers, command
    if name == "Makefile":
        assert re.search(r"^FROM_LOCK := .*--require-hashes --requirement$", text, re.M)
        assert re.search(r"^\$\(VENV\)/\.run:.*\n\t\$\(FROM_LOCK\) requirements\.lock", text, re.M)
