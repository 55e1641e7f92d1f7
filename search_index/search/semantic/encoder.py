"""From text to vectors: what a model owes, and the files of packages that hold its weights."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

import numpy as np

from search_index.errors import SettingError

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

INSTALL: Final = "install it with `pip install 'clippings-search[semantic]'`"


class Encoder(Protocol):
    """A model, loaded once; safe to share between threads."""

    @property
    def name(self) -> str:
        """Its name, of `[a-z]`: the file of its vectors has it."""

    @property
    def fingerprint(self) -> str:
        """What its vectors depend on; vectors of another one are refused."""

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""

    @property
    def words(self) -> int:
        """So many words of title and lead are read."""

    @property
    def terms(self) -> int:
        """So many words of a passage have signs of their own; 0: none."""

    @property
    def languages(self) -> frozenset[str] | None:
        """The languages whose articles it reads; None: all."""

    def passages(self, texts: Sequence[str]) -> Array:
        """The vectors of texts that are searched (float32 of length 1, a row for each)."""

    def signs(self, passage: str) -> Array:
        """The signs of the words of a passage or question (uint64, a row for each of at most
        `terms`), see `search_index.search.semantic.terms`."""

    def question(self, text: str) -> Array:
        """The vector of a question (float32 of length 1)."""


def weights_of(package: str, name: str, sha256: str) -> Path:
    """A file of a package, which is as it was when it was measured. Raises SettingError."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SettingError(
            f"CLIPPINGS_SEMANTIC=on needs the package {package}; {INSTALL}, or set it to off."
        )
    path = Path(spec.origin).parent / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SettingError(
            f"CLIPPINGS_SEMANTIC=on cannot read {path} ({error.strerror}); {INSTALL}."
        ) from None
    if found != sha256:
        raise SettingError(
            f"CLIPPINGS_SEMANTIC=on was measured with other weights than those of {path}; "
            f"{INSTALL}."
        )
    return path


def fingerprint_of(*parts: str | int) -> str:
    """One name for all that vectors depend on."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


def normalized(vectors: Array) -> Array:
    """Vectors of length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Array = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
