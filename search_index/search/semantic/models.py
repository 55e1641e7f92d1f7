"""A model and the vectors that it has made, which may be replaced while they are asked."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final

from search_index.engines.files import signature_of
from search_index.errors import IndexUnusable
from search_index.search.semantic.archive import Archive
from search_index.search.semantic.encoder import Array, Encoder
from search_index.search.semantic.questions import question_in
from search_index.search.semantic.vector_file import file_name, read_vectors

KEPT: Final = 256
"""So many vectors of questions are remembered: who pages through hits asks the same again."""

log = logging.getLogger("clippings")


class Model:
    """An encoder and its vectors in a folder; safe to share between threads."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.encoder = encoder
        self._folder = folder
        self._path = folder / file_name(encoder.name)
        self._lock = threading.Lock()
        self._signature = (0, 0, 0)
        self._archive: Archive | None = None
        self._asked: OrderedDict[str, Array] = OrderedDict()

    def archive(self) -> Archive | None:
        """The vectors on the disk, read again where they were replaced; None without any.

        What is wrong with them is logged, once.
        """
        signature = signature_of(self._path)
        if signature == self._signature:
            return self._archive
        # While one thread reads the new ones, the others go on with what was there.
        if not self._lock.acquire(blocking=self._archive is None):
            return self._archive
        try:
            if signature != self._signature:
                self._archive = self._read()
                self._signature = signature
        finally:
            self._lock.release()
        return self._archive

    def _read(self) -> Archive | None:
        try:
            vectors = read_vectors(self._folder, self.encoder.name, self.encoder.fingerprint)
        except IndexUnusable as error:
            log.warning("%s", error)
            return None
        if vectors is None or not vectors.ids:
            return None
        archive = Archive(vectors, self.encoder.words)
        archive.prepare()
        return archive

    def vector(self, text: str) -> Array:
        """The vector of a question."""
        with self._lock:
            known = self._asked.get(text)
            if known is not None:
                self._asked.move_to_end(text)
                return known
        vector = self.encoder.question(text)
        with self._lock:
            self._asked[text] = vector
            if len(self._asked) > KEPT:
                self._asked.popitem(last=False)
        return vector

    def signs(self, text: str) -> Array:
        """The signs of the words of a question."""
        return self.encoder.signs(text)


class Question:
    """What is asked, and its vectors as they are needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def vector(self, model: Model) -> Array:
        """The vector of the question by a model."""
        return model.vector(self.text)

    def signs(self, model: Model) -> Array:
        """The signs of the words of the question by a model."""
        return model.signs(self.text)

    def corrected(self, text: str) -> Question:
        """The question with its misspelt words spelt right."""
        return Question(question_in(text) or self.text)
