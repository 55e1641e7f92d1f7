"""The files that states of an index are made of, by name."""

from __future__ import annotations

from typing import Final

from search_index.engines.whoosh.store.snapshot import entries_of
from search_index.manifest import Manifest

ENGINE: Final = "whoosh"


def replaced_name(generation: int | str) -> str:
    """The file of a manifest that a newer one has replaced."""
    return f"manifest.{generation}.json"


def named_files(manifest: Manifest) -> set[str]:
    """The files that a state is made of, besides the manifest."""
    names = {str(manifest.files["toc"])}
    for entry in entries_of(manifest):
        names.add(entry.file_name)
        if entry.deletions:
            names.add(entry.deletions)
    return names
