"""spaCy models as a further source of names, where the user names some that are installed.

spaCy is no dependency: it is imported only when the setting `spacy_models` asks for it. A model
reads only stories of its language.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.records import Mention
from search_index.errors import SettingError
from search_index.model.article import NameKind

RULE = "spaCy model"

# Labels of the English models and of the multilingual and French ones.
_LABELS: dict[str, NameKind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
}


@cache
def load_model(name: str) -> Any:
    """The installed model of that name. Raises SettingError saying what to install."""
    try:
        spacy = import_module("spacy")
    except ImportError:
        raise SettingError(
            f"CLIPPINGS_SPACY_MODELS asks for {name}, but spaCy is not installed: "
            f"run pip install spacy and python -m spacy download {name}, or leave it empty."
        ) from None
    try:
        return spacy.load(name)
    except OSError:
        raise SettingError(
            f"CLIPPINGS_SPACY_MODELS asks for {name}, which is not installed: "
            f"run python -m spacy download {name}, or leave it empty."
        ) from None


def model_mentions(name: str, text: str, taken: list[tuple[int, int]]) -> list[Mention]:
    """What the model finds in `text` outside the spans that rules have `taken`."""
    found = []
    for entity in load_model(name)(text).ents:
        kind = _LABELS.get(entity.label_)
        start, end = int(entity.start_char), int(entity.end_char)
        words = text[start:end]
        if kind is None or not words.strip() or "\n" in words:
            continue
        if any(start < high and low < end for low, high in taken):
            continue
        canonical = ""
        if kind == "place":
            place = gazetteer().places.get(fold_place(words))
            canonical = place.canonical if place else f"~{words}"
        found.append(Mention(kind, words, start, end, RULE, start, end, "", canonical))
    return found
