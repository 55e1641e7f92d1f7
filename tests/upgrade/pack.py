"""Pack an index of this version, for the next one to meet: `python -m tests.upgrade.pack`."""

from __future__ import annotations

import tarfile
import tempfile
from pathlib import Path

from indexer.pipeline import index
from search_index.schema import SCHEMA_VERSION
from search_index.settings import Settings
from tests.upgrade.pages import PAGES


def main() -> None:
    """Write schema_N.tar.xz next to this file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        for page, text in PAGES.items():
            (folder / "pages" / page).write_text(text, "utf-8")
        settings = Settings.from_environment({}, index_dir=folder / "index_dir")
        index([folder / "pages"], settings, full=True, jobs=1)
        packed = Path(__file__).parent / f"schema_{SCHEMA_VERSION}.tar.xz"
        with tarfile.open(packed, "w:xz") as file:
            file.add(settings.index_dir, "index_dir")
    print(packed)


if __name__ == "__main__":
    main()
