"""Search by meaning: vectors of articles and questions, where the extra `semantic` is on."""

from __future__ import annotations

from search_index.search.semantic.encoder import Encoder
from search_index.search.semantic.english import English
from search_index.search.semantic.multilingual import Multilingual
from search_index.search.semantic.vector_file import MODELS


def encoder_of(model: str) -> Encoder:
    """A model by its name in MODELS, loaded. Raises SettingError where it is not installed."""
    return English() if model == English.name else Multilingual()


def encoders() -> tuple[Encoder, ...]:
    """Every model, loaded. Raises SettingError where one is not installed."""
    return tuple(encoder_of(model) for model in MODELS)
