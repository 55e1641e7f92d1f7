"""One segment, read in place: its dictionaries, fields, columns and articles."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from search_index.engines.whoosh.store.forms import Forms, words_of
from search_index.engines.whoosh.store.keyword_fields import KEYWORDS, KeywordField
from search_index.engines.whoosh.store.postings import TextField
from search_index.engines.whoosh.store.segment_file import Array, SegmentFile
from search_index.engines.whoosh.store.sketches import codes_of
from search_index.engines.whoosh.store.stored import StoredArticles
from search_index.engines.whoosh.store.term_dictionary import Dictionary
from search_index.engines.whoosh.store.written_forms import WrittenForms
from search_index.schema import TEXT_FIELDS


class SegmentData:
    """What a segment file holds; the same for every snapshot that the segment is part of."""

    def __init__(self, path: Path) -> None:
        """Map the file. Raises FileNotFoundError, IndexDamaged."""
        self.file = SegmentFile(path)
        self.documents: int = self.file.facts["documents"]
        self.lengths: dict[str, int] = self.file.facts["lengths"]
        self.words = Dictionary(self.file, "words")
        self.stems = Dictionary(self.file, "stems")
        self.text: dict[str, TextField] = {}
        for name in TEXT_FIELDS:
            exact = TextField(self.file, name)
            self.text[name] = exact
            self.text[f"{name}_stem"] = TextField(self.file, f"{name}_stem", exact)
        self.keywords = {name: KeywordField(self.file, name) for name in KEYWORDS}
        self.stored = StoredArticles(self.file)
        self.written = WrittenForms(self.file)

    @cached_property
    def forms(self) -> Forms:
        """The words of each stem."""
        return Forms.read(self.file)

    def words_of(self, stem: int) -> Array:
        """The ordinals of the words of one stem."""
        return words_of(self.file, stem)

    def dictionary(self, field: str) -> Dictionary:
        """The dictionary of a text field."""
        return self.stems if field.endswith("_stem") else self.words

    def length_bytes(self, field: str) -> Array:
        """Per document the length of a text field in Whoosh's byte (uint8)."""
        return self.file.read(f"{field.removesuffix('_stem')}.lengths")

    def column(self, name: str) -> Array:
        """A number per document: first_day, last_day (int32, 0 for none), id_key … (uint64)."""
        return self.file.read(name)

    def sketches(self, documents: Array) -> tuple[Array, Array]:
        """How many codes the sketch of each of `documents` has, and these one after the other."""
        return codes_of(self.file, documents)

    def listed(self, name: str) -> Array:
        """The documents of a list, ascending (int64): "duplicates", "unsure"."""
        return self.file.read(name).astype(np.int64)

    @cached_property
    def duplicates(self) -> Array:
        """The documents that are near-duplicates of another article, ascending."""
        return self.listed("duplicates")

    @cached_property
    def unsure(self) -> Array:
        """The documents whose date is believed too little to be sorted among the others."""
        return self.listed("unsure")

    def document_of(self, article_id: str) -> Array:
        """The documents with this id, deleted ones included."""
        field = self.keywords["id"]
        return field.documents_in(*field.range_of(article_id))
