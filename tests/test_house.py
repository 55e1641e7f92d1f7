"""The invariants of the house: who imports whom, and that the documents are true."""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from search_index.settings import TABLE

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "search_index",
    "alerts",
    "corrections",
    "quality",
    "indexer",
    "search_app",
    "clippings_search",
)
ALLOWED = {
    "search_index": {"search_index"},
    "alerts": {"alerts", "search_index"},
    "corrections": {"corrections", "search_index"},
    "quality": {"quality", "search_index"},
    "indexer": {"indexer", "alerts", "corrections", "quality", "search_index"},
    "search_app": {"search_app", "alerts", "corrections", "quality", "search_index"},
    "clippings_search": set(PACKAGES),
}
ENGINE_LIBRARIES = {"whoosh": "whoosh", "opensearchpy": "opensearch"}
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@cache
def imported(path: Path) -> frozenset[str]:
    """The dotted names of the modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def test_packages_import_only_along_the_arrows() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        for name in imported(path)
        if name.split(".")[0] in PACKAGES
        and name.split(".")[0] not in ALLOWED[path.relative_to(ROOT).parts[0]]
    ]
    assert wrong == []


def test_an_engines_library_is_imported_in_that_engines_files_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        for name in imported(path)
        if (engine := ENGINE_LIBRARIES.get(name.split(".")[0]))
        and path.relative_to(ROOT).parts[:3] != ("search_index", "engines", engine)
    ]
    assert wrong == []


@pytest.mark.parametrize("engine", ["whoosh", "opensearch"])
def test_what_an_engine_stores_knows_neither_who_writes_nor_who_reads(engine: str) -> None:
    strangers = {"store": ("read", "write"), "write": ("read",), "read": ("write",)}
    folder = ROOT / "search_index" / "engines" / engine
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room, others in strangers.items()
        for path in sorted((folder / room).glob("*.py"))
        for name in imported(path)
        for other in others
        if name.startswith(f"search_index.engines.{engine}.{other}.")
    ]
    assert wrong == []


def test_what_is_known_of_languages_stands_below_all_readers_of_text() -> None:
    below = {
        "language": ("indexer.language",),
        "entities/data": ("indexer.language", "indexer.entities.data"),
    }
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room, allowed in below.items()
        for path in (ROOT / "indexer" / room).rglob("*.py")
        for name in imported(path)
        if name.startswith("indexer.") and not name.startswith(allowed)
    ]
    assert wrong == []


def test_no_module_names_itself_through_others_be_it_for_a_type_or_within_a_function() -> None:
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    graph = {
        name: {
            other
            for other in imported(path) & names.keys()
            if other != name and not name.startswith(f"{other}.")
        }
        for name, path in names.items()
    }
    finished: set[str] = set()
    circles: list[str] = []

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            circles.append(" > ".join((*trail[trail.index(name) :], name)))
        elif name not in finished:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            finished.add(name)

    for name in graph:
        visit(name, ())
    assert circles == []


def test_importing_reads_no_setting_and_writes_no_file(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "class Watched(dict):\n"
        "    def get(self, key, *rest):\n"
        "        assert not str(key).startswith('CLIPPINGS_'), key\n"
        "        return super().get(key, *rest)\n"
        "    def __getitem__(self, key):\n"
        "        assert not str(key).startswith('CLIPPINGS_'), key\n"
        "        return super().__getitem__(key)\n"
        "os.environ = Watched(os.environ)\n"
        "import search_index, search_app.application, indexer, indexer.pipeline\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "RELEASE.md", "SECURITY.md")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(
        r"`((?:search_index|alerts|quality|corrections|indexer|search_app|clippings_search|tests|docs|benchmarks|corpus|training|examples)/[^`\s*]*)`",
        text,
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_and_module_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE)
    assert [name for name in named if name not in targets] == []
    modules = re.findall(r"python -m ((?:benchmarks|scripts|corpus|training|tests)[.\w]*)", text)
    places = [ROOT / name.replace(".", "/") for name in modules]
    assert [
        str(place)
        for place in places
        if not place.with_suffix(".py").exists() and not (place / "__main__.py").exists()
    ] == []


PAGES = [ROOT / name for name in DOCUMENTS] + sorted((ROOT / "docs").rglob("*.md"))


def anchors(page: Path) -> set[str]:
    """The addresses of the headings of a page, as code hosts and MkDocs make them."""
    text = re.sub(
        r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {
        re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
        for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = page.parent / path if path else page
        if not place.exists() or (anchor and anchor not in anchors(place)):
            wrong.append(target)
    assert wrong == []


def test_the_site_leads_to_every_page_of_the_documentation() -> None:
    """`make site` fails on a page that mkdocs.yml does not name; decisions are put in by a hook."""
    named = set(re.findall(r": ([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - named == set()


def test_the_settings_page_has_the_table_of_settings_as_it_is() -> None:
    """The default and the meaning of each, in the order of `clippings settings`."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [
        f"| `{row.variable}` | {f'`{row.default}`' if row.default else '(none)'} "
        f"| {row.help} ({row.unit}) |"
        for row in TABLE
    ]
    assert [line for line in text.splitlines() if line.startswith("| `CLIPPINGS_")] == rows


def test_the_readme_is_a_page_that_can_be_read_at_once() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 160


def test_every_lasting_decision_has_its_three_parts() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert records
    for record in records:
        text = record.read_text(encoding="utf-8")
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{record.name} lacks {part}"


def test_no_two_tests_share_a_name_by_which_pytest_would_take_one_for_the_other() -> None:
    files = [
        path
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if not (path.parent / "__init__.py").exists()
    ]
    names = [path.name for path in files]
    assert [str(path) for path in files if names.count(path.name) > 1] == []
