"""What a page is read by is what was learned, whatever the page's length."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest

from indexer.split import label as reader
from indexer.split import network as reading
from indexer.split.label import LineRole, learned

NAMES = sorted(learned().network.numbers)


def page_of(lines: int, seed: int) -> list[list[str]]:
    """Lines of each of which some of what is known was observed, and one thing that is not."""
    draw = np.random.default_rng(seed)
    some = [draw.choice(len(NAMES), 30, replace=False) for _ in range(lines)]
    return [[*(NAMES[number] for number in line), "never seen"] for line in some]


@pytest.mark.parametrize("lines", [1, 2, 9, 60])
def test_a_line_is_read_by_those_around_it_and_a_page_in_pieces_as_in_one(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, page = learned().network, page_of(lines, lines)
    whole = network.scores(page)
    assert whole.shape == (lines, len(LineRole))
    monkeypatch.setattr(reading, "_LINES_AT_ONCE", 7)
    np.testing.assert_allclose(network.scores(page), whole, atol=1e-3)


def test_what_is_above_and_below_a_line_changes_what_it_is_taken_for() -> None:
    network, page, other = learned().network, page_of(40, 1), page_of(40, 2)
    own = network.scores(page)[20]
    for around in (page[:19] + other[19:20] + page[20:], page[:21] + other[21:22] + page[22:]):
        assert np.abs(network.scores(around)[20] - own).max() > 0.01


def test_a_page_without_lines_has_no_scores() -> None:
    assert learned().network.scores([]).shape == (0, len(LineRole))


@pytest.mark.parametrize("parts", [2, len(LineRole)])
def test_a_network_is_read_as_it_was_learned(parts: int) -> None:
    jax = pytest.importorskip("jax", reason="training needs jax, which reading does not")
    from training import network as training

    draw = np.random.default_rng(4)
    names = [f"seen {number}" for number in range(50)]
    model = training.beginning(jax.random.PRNGKey(0), len(names), parts)
    # those that begin at zero would hide a mistake
    for name in ("rows", "parts", "bias"):
        model[name] = jax.numpy.array(draw.normal(size=model[name].shape))
    kept = {"names": np.frombuffer("\n".join(names).encode(), np.uint8), **training.kept(model)}
    lines = [sorted(draw.choice(50, 20, replace=False).tolist()) for _ in range(23)]
    seen, real = training.padded([[[number + 1 for number in line] for line in lines]])
    wanted = training.scores(model, seen, real, None)[0, :23]
    network = reading.network_of(kept.__getitem__)
    found = network.scores([[names[number] for number in line] for line in lines])
    np.testing.assert_allclose(found, wanted, atol=0.05)


def test_networks_learned_by_several_seeds_answer_with_their_mean() -> None:
    jax = pytest.importorskip("jax", reason="training needs jax, which reading does not")
    from training import network as training

    draw = np.random.default_rng(5)
    known = [["a", "b", "c"], ["b", "c", "d", "e"], ["a", "e"]]
    learned = []
    for seed, names in enumerate(known):
        model = training.beginning(jax.random.PRNGKey(seed), len(names), 3)
        for name in ("rows", "parts", "bias"):
            model[name] = jax.numpy.array(draw.normal(size=model[name].shape))
        listed = np.frombuffer("\n".join(names).encode(), np.uint8)
        steps = np.where(draw.random((3, 3)) < 0.2, -np.inf, draw.normal(size=(3, 3)))
        learned.append({"names": listed, **training.kept(model), "steps": steps})
    page = [["a", "c"], ["e", "never seen"], ["b"], ["d", "a"], []] * 9
    page = [line or ["never seen"] for line in page]
    own = [reading.network_of(one.__getitem__).scores(page) for one in learned]
    whole = training.together(learned)
    found = reading.network_of(whole.__getitem__).scores(page)
    np.testing.assert_allclose(found, np.mean(own, axis=0), atol=0.01)
    open_to_all = np.isfinite(np.stack([one["steps"] for one in learned])).all(axis=0)
    assert (np.isfinite(whole["steps"]) == open_to_all).all()


def test_lines_of_which_it_is_not_known_whether_they_are_of_a_story_teach_nothing() -> None:
    pytest.importorskip("jax", reason="training needs jax, which reading does not")
    from training.pages.network import Page, _batch

    page = Page(
        names=[["prose"]] * 3,
        labels=np.array([1.0, np.nan, 0.0]),
        weights=np.array([9.0, 6.0, 5.0]),
        titles=np.array([False, False, True]),
        weight=0.5,
    )
    _, _, label, weight, title, of_page = _batch([page], (np.zeros((1, 16, 1)), np.ones((1, 16))))
    assert label[0, :3].tolist() == [1, 0, 0]
    assert weight[0, :4] == pytest.approx([9 / 20, 0, 5 / 20, 0])
    assert title[0].nonzero()[0].tolist() == [2]
    assert of_page.tolist() == [0.5]


def test_pages_are_learned_from_by_sums_over_all_ways_to_give_parts_to_their_lines() -> None:
    jax = pytest.importorskip("jax", reason="training needs jax, which reading does not")
    from training.splitter.network import _FORBIDDEN, _sums_of_ways, _worths

    draw = np.random.default_rng(0)
    scores, real = draw.normal(size=(2, 4, 3)), np.array([[True] * 4, [True, True, False, False]])
    moves = {
        "steps": jax.numpy.array(draw.normal(size=(3, 3))).at[0, 2].set(_FORBIDDEN),
        "start": jax.numpy.array(draw.normal(size=3)),
        "end": jax.numpy.array(draw.normal(size=3)),
    }
    sums = jax.jit(_sums_of_ways)(scores, real, moves)
    right = np.array([[0, 1, 2, 1], [2, 0, 0, 0]])
    worths = jax.jit(_worths)(scores, right, real, moves)
    for page, lines in enumerate((4, 2)):
        every = {
            way: float(
                moves["start"][way[0]]
                + sum(scores[page, at, part] for at, part in enumerate(way))
                + sum(moves["steps"][step] for step in itertools.pairwise(way))
                + moves["end"][way[-1]]
            )
            for way in itertools.product(range(3), repeat=lines)
        }
        assert sums[page] == pytest.approx(np.log(sum(map(np.exp, every.values()))), abs=1e-3)
        assert worths[page] == pytest.approx(every[tuple(right[page, :lines].tolist())], abs=1e-3)


def test_what_is_kept_is_small_and_holds_nothing_that_could_run() -> None:
    data = (reader.resources.files("indexer.split") / reader.WEIGHTS).read_bytes()
    assert len(data) < 1_500_000
    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        assert all(kept[name].dtype != object for name in kept.files)
