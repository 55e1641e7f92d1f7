"""Names that no rule sees are found by what was learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.entities import find_mentions
from indexer.entities.recognize.decide import RULE
from indexer.tagging.crf import NEVER, Weights, best_labels, load, save
from tests.entities.archive import names_in, story

LABELS = ("O", "B-person", "I-person")


def _weights() -> Weights:
    """Steps of a model in which a name's inside follows its beginning only."""
    steps = np.zeros((3, 3), np.float32)
    steps[0, 2] = NEVER
    return Weights(
        labels=LABELS,
        numbers={"a\n": 0, "b": 1},
        rows=np.array([[1, 0, 0], [0, 2, 0.5], [0, 0, 0]], np.float32),
        steps=steps,
        start=np.array([0, 0, NEVER], np.float32),
        end=np.zeros(3, np.float32),
    )


def test_the_best_labels_are_those_of_the_sequence_as_a_whole() -> None:
    scores = np.array([[1, 0, 0], [0, 0.5, 1], [0, 0, 2], [0, 0, 3]], np.float32)
    # alone the second would be an inside, but none may follow what is no name
    assert best_labels(scores, [(0, 3), (3, 4)], _weights()) == [0, 1, 2, 0]


def test_sequences_of_unlike_length_are_read_side_by_side_as_if_alone() -> None:
    random = np.random.default_rng(1)
    scores = random.normal(size=(12, 3)).astype(np.float32)
    bounds = [(0, 1), (1, 8), (8, 8), (8, 12)]
    alone = [
        label
        for first, after in bounds
        for label in best_labels(scores[first:after], [(0, after - first)], _weights())
    ]
    assert best_labels(scores, bounds, _weights()) == alone


def test_weights_are_read_back_as_they_were_saved(tmp_path: Path) -> None:
    save(tmp_path / "w.npz", _weights())
    with (tmp_path / "w.npz").open("rb") as stream:
        kept = load(stream)
    assert kept.numbers == {"a\n": 0, "b": 1}
    assert kept.labels == LABELS
    assert np.allclose(kept.rows, _weights().rows, atol=0.03)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "LONDON, March 3 - Second seed Tomas Verhagen lost to Yannick Dubrule.", "Dubrule"),
        ("fr", "Avec Thierry Vauquelin, Marthe Lesage et Paul Brissaud, on a ri hier.", "Brissaud"),
    ],
)
def test_persons_without_title_or_role_are_found(language: str, text: str, name: str) -> None:
    found = names_in(text, language=language)
    assert any(name in person for person in found.persons)


def test_a_learned_name_says_so() -> None:
    text = "Verhagen said after the match that Mulder had played well."
    rules = {mention.text: mention.rule for mention in find_mentions(story(text)).body}
    assert rules["Mulder"].startswith(f"{RULE}: ")


def test_a_text_without_end_is_read_in_time_that_grows_with_it() -> None:
    assert find_mentions(story("Ay Be Ce De " * 20_000)).body is not None
