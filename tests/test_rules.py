"""Whatever can change what is read makes the next run read everything anew."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from indexer import rules
from search_index.settings import Settings

INDEXER = Path(rules.__file__).parent
SETTINGS = Settings.from_environment({})
# They show, store or pack what was read, and do not change it.
# A bar of progress, the searches that are asked after a run, and a package whose code is in the
# fingerprint; what packs articles as JSON, and the report of what was read.
NOT_READING = {"tqdm", "alerts", "corrections", "orjson", "quality"}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    rules._package_digest.cache_clear()
    yield
    rules._package_digest.cache_clear()


def digest() -> bytes:
    rules._package_digest.cache_clear()
    return rules.rules_digest(SETTINGS)


DATA = sorted(
    path.relative_to(INDEXER).as_posix()
    for path in INDEXER.rglob("*")
    if path.is_file() and path.suffix not in (".py", ".pyc", ".typed")
)


@pytest.mark.parametrize("name", [*DATA, "split/label.py"])
def test_another_table_or_weight_changes_the_fingerprint(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every data file of the package, so that a new one cannot be forgotten."""
    copy = tmp_path / "indexer"
    shutil.copytree(INDEXER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(
        "indexer.rules.resources.files",
        lambda package: copy if package == "indexer" else INDEXER.parent / package,
    )
    before = digest()
    with (copy / name).open("ab") as file:
        file.write(b" ")
    assert digest() != before


def imported() -> dict[str, str]:
    """Top-level names that the package imports from elsewhere, each with a file that does."""
    found: dict[str, str] = {}
    for path in INDEXER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            elif (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "import_module"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                names = [str(node.args[0].value)]
            for name in names:
                found.setdefault(name.split(".")[0], path.name)
    own = {"indexer", "search_index", "__future__"}
    return {name: file for name, file in found.items() if name not in sys.stdlib_module_names | own}


def test_the_version_of_every_library_that_reads_is_in_the_fingerprint() -> None:
    """A new import has to be added to LIBRARIES, or to NOT_READING here with a reason."""
    known = {name.lower() for name in rules.LIBRARIES}
    distributions = metadata.packages_distributions()
    forgotten = {
        name: file
        for name, file in imported().items()
        if name not in NOT_READING
        and not {item.lower() for item in distributions.get(name, [name])} & known
    }
    assert forgotten == {}


# files of certificates, zones and types, and the width of letters on a screen
NOT_READ_BY = {"six", "certifi", "tzdata", "typing-extensions", "wcwidth"}


def test_the_libraries_by_which_those_libraries_read_are_in_the_fingerprint() -> None:
    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    known = {plain(name) for name in rules.LIBRARIES}
    forgotten = {}
    for name in known - {"spacy"}:  # an extra, whose own model is in the fingerprint
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for one in needed:
            if ";" not in one and (found := re.match(r"[\w.-]+", one)):
                forgotten[plain(found[0])] = name
    assert {name for name in forgotten if name not in known | NOT_READ_BY} == set()
    assert "lxml-html-clean" in known  # lxml asks for it as an extra only


def test_what_reading_takes_from_the_package_of_the_index_is_in_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = digest()
    (tmp_path / "search_index" / "text").mkdir(parents=True)
    (tmp_path / "search_index" / "text" / "marks.py").write_text("MOST_MARKS = 3\n", "utf-8")
    monkeypatch.setattr(
        "indexer.rules.resources.files",
        lambda package: (tmp_path if package == "search_index" else INDEXER.parent) / package,
    )
    assert digest() != before


def test_how_an_article_is_found_again_by_its_corrections_is_in_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = digest()
    shutil.copytree(INDEXER.parent / "corrections", tmp_path / "corrections")
    with (tmp_path / "corrections" / "reference.py").open("a") as file:
        file.write("# another rule\n")
    monkeypatch.setattr(
        "indexer.rules.resources.files",
        lambda package: (tmp_path if package == "corrections" else INDEXER.parent) / package,
    )
    assert digest() != before


@pytest.mark.parametrize("name", rules.LIBRARIES)
def test_another_version_of_a_library_changes_the_fingerprint(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest()
    real = rules._version
    monkeypatch.setattr(rules, "_version", lambda of: "0.0.1" if of == name else real(of))
    assert digest() != before
