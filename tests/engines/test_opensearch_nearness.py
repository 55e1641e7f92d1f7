"""How near words stand to each other, in the best hits of the OpenSearch engine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from search_index.engines.opensearch.read.nearness import reordered
from search_index.text.analysis import WORD, word_terms

PAIRS = [("grain", "price"), ("price", "zouaghi")]
SURFACES = [
    "Grain",
    "grain-price",
    "PRICE",
    "price's",
    "al-Zouaghi",
    "grainPrice",
    "é",
    "U.N.",
    "so",
]
TEXTS = some.lists(some.sampled_from(SURFACES), max_size=8).map(" ".join)
ROWS = some.lists(
    some.tuples(
        some.floats(1.0, 1.2), some.fixed_dictionaries({"title": TEXTS, "body": TEXTS})
    ).map(lambda row: (row[0], {**row[1], "language": "en"})),
    max_size=12,
).map(lambda rows: sorted(rows, key=lambda row: -row[0]))


@given(ROWS, some.integers(1, 12))
def test_hits_that_cannot_come_to_the_page_are_not_missed_on_it(
    rows: list[tuple[float, dict[str, str]]], wanted: int
) -> None:
    everything = reordered(rows, PAIRS, wanted=len(rows))
    assert reordered(rows, PAIRS, wanted=wanted)[:wanted] == everything[:wanted]
    assert sorted(place for _, place in reordered(rows, PAIRS, wanted=wanted)) == [
        *range(len(rows))
    ]


@given(TEXTS)
def test_words_stand_as_near_as_their_positions_say(text: str) -> None:
    places: dict[str, list[int]] = {}
    end = 0
    for surface in WORD.findall(text):
        terms = word_terms(surface, "en")
        for word, offset in terms.exact:
            places.setdefault(word, []).append(end + offset)
        end += terms.width
    gaps = [
        [abs(a - b) for a in places.get(first, []) for b in places.get(second, [])]
        for first, second in PAIRS
    ]
    nearness = sum(1 / max(min(gap), 1) for gap in gaps if gap)
    plain = (1.0, {"title": "", "body": "", "language": "en"})
    told = reordered([(1.0, {"title": "", "body": text, "language": "en"}), plain], PAIRS, wanted=2)
    (score,) = (score for score, place in told if place == 0)
    assert abs(score - (1 + 0.15 / 2 * nearness)) < 1e-9
