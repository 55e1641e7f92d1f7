"""The trees that come with the package are those that the documentation says they are."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "splitting.md"


def test_the_trees_have_the_bytes_that_their_document_names() -> None:
    trees = resources.files("indexer.split").joinpath("trees.npz").read_bytes()
    named = re.findall(r"^`([0-9a-f]{64})`$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert named == [hashlib.sha256(trees).hexdigest()]
