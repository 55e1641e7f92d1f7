"""What a user gets of pages that are clearly one story: the same as of a second reading."""

from __future__ import annotations

import datetime
import itertools
import random

import numpy as np
import numpy.typing as npt
import pytest

from indexer.page import Page
from indexer.split import prepare, stories
from indexer.split.label import LineRole, label, learned
from indexer.split.several import FoundStory, decide, measure_page, not_asked
from indexer.split.trees import trees
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)
SECTIONS = ("News", "Sport", "Culture", "Weather", "Opinion", "Archive", "Harbour", "Council")
FRAME = ("Skip to content", "Home", *SECTIONS, "Subscribe", "Sign in", "Menu")
LONG_FRAME = (*FRAME, *(f"{name} {day}" for name in SECTIONS for day in ("today", "tomorrow")))
STORY = (
    "Lighthouse keepers hand over the last key",
    "12 March 2021",
    "The two keepers of the lighthouse on the northern cape gave up their key on Friday, after "
    "forty years in which the lamp had not gone out for a single night.",
    "“It was never lonely,” the elder of them said, and pointed at the gulls that had come to "
    "the railing for bread every morning since he arrived as a boy of nineteen.",
    "A machine watches over the lamp from now on, and a boat will bring somebody to look after "
    "it twice a year, weather permitting, the coast guard said in a statement.",
    "The tower itself is to be opened to visitors in the summer, when a small museum will tell "
    "of the ships that ran aground on the cape before it was built.",
)
MORE = tuple(
    f"The {man} of the cape, who has lived below the tower for longer than anybody can say, "
    f"remembers the night of the {night} and the boats that came home by the light of it."
    for man, night in (("baker", "fire"), ("teacher", "great storm"), ("pilot", "two wrecks"))
)
FOOTER = ("Privacy", "© 2021 The Cape Courier", "Follow us")
ANOTHER = (
    "School of net makers looks for pupils",
    "11 March 2021",
    "Eleven pupils would be enough to keep the school of net makers open, its head said when "
    "the council asked her what she needed most for the coming year.",
    "She has had letters from three countries already, and hopes that the harbour will lend "
    "her the old ice house as a room for them to sleep in.",
)

LONGER = (
    "The council has set aside enough for two winters, and will ask the fishermen in the spring "
    "whether they would rather have the old ice house or a new roof over the slip.",
    "Nobody in the harbour remembers who tied the first of the nets that hang there, but the "
    "oldest of them is mended every year by the pupils, one knot each.",
    "A book about the school is to be printed in the autumn, with drawings of forty knots and the "
    "names of those who can still tie them without looking.",
)


def bodies(*blocks: tuple[str, ...]) -> list[tuple[str, str]]:
    text = "\n".join(itertools.chain(*blocks))
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body) for draft in drafts]


@pytest.mark.parametrize(
    "blocks",
    [
        (LONG_FRAME, STORY, MORE, FOOTER, LONG_FRAME),
        (FRAME, STORY, FOOTER),
        (STORY,),
        (FRAME, STORY, ANOTHER, FOOTER),
        (ANOTHER, STORY),
    ],
)
def test_a_page_is_read_a_second_time_only_where_that_could_change_what_comes_of_it(
    blocks: tuple[tuple[str, ...], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = bodies(*blocks)
    monkeypatch.setattr(stories, "surely_one", lambda *page: None)
    assert bodies(*blocks) == found


def test_a_page_that_is_clearly_one_story_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(stories, "find_several")
    long = (*STORY, *ANOTHER[2:], *LONGER)
    page = (*[LONG_FRAME] * 3, long, MORE, FOOTER, *[LONG_FRAME] * 3)
    assert [title for title, _ in bodies(*page)] == [STORY[0]]


def test_what_is_known_of_a_page_before_the_second_reading_does_not_come_of_it() -> None:
    lines = prepare("\n".join([*FRAME, *STORY]))
    chances = np.linspace(0, 1, len(lines))
    known = not_asked()
    rows = [
        measure_page(lines, [None] * len(lines), chances, (6, 7, 8), found)[0, known].tolist()
        for found in (
            (),
            (FoundStory(body=(7,), titled=True, dated=True, title_words=9, anew=True),),
            (
                FoundStory(body=(6, 7), titled=True, dated=False),
                FoundStory(body=(9,), titled=False, dated=True),
            ),
        )
    ]
    assert rows[0] == rows[1] == rows[2]
    assert 0 < sum(known) < len(known)


def test_no_page_has_less_of_a_chance_than_the_least_of_what_is_known() -> None:
    draw = np.random.default_rng(3)
    model = trees("pages")
    limits = model.limit[np.isfinite(model.limit)]
    for _ in range(50):
        rows = draw.choice(limits, (20, len(not_asked()))).astype(np.float32)
        known = draw.random(rows.shape[1]) < 0.5
        rows[:, known] = rows[0, known]
        assert model.least(rows[0], known) <= model.chances(rows).min() + 1e-9
        assert model.least(rows[0], ~known & known) <= model.least(rows[0], known)
        everything = np.ones_like(known)
        assert model.least(rows[0], everything) == pytest.approx(model.chances(rows[:1])[0])


def test_the_least_chance_is_that_of_the_lower_answer_wherever_one_is_not_known() -> None:
    draw = np.random.default_rng(4)
    model = trees("pages")
    limits = model.limit[np.isfinite(model.limit)]

    def least(node: int, row: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]) -> float:
        above, below = model.children[node]
        if above == node:
            return float(model.value[node])
        measure = model.measure[node]
        if known[measure]:
            return least(below if row[measure] <= model.limit[node] else above, row, known)
        return min(least(above, row, known), least(below, row, known))

    for share in (0.2, 0.5, 0.9):
        row = draw.choice(limits, len(not_asked())).astype(np.float32)
        known = draw.random(len(row)) < share
        total = sum(least(root, row, known) for root in model.roots)
        assert model.least(row, known) == pytest.approx(1 / (1 + np.exp(-total)))


def test_lines_get_the_best_sequence_of_parts_of_all() -> None:
    draw = random.Random(5)
    weights = learned()
    names = list(weights.network.numbers)
    steps = {
        (before, part): weight
        for part, ways in enumerate(weights.steps)
        for before, weight in ways
        if part != LineRole.FIRST or before not in (LineRole.FIRST, LineRole.BODY, LineRole.INSERT)
    }

    def worth(parts: tuple[int, ...], rows: list[list[float]]) -> float:
        inner = sum(steps.get(step, -1e9) for step in itertools.pairwise(parts))
        ends = weights.start[parts[0]] + weights.end[parts[-1]]
        return ends + inner + sum(row[part] for row, part in zip(rows, parts, strict=True))

    for _ in range(3):
        seen = [
            draw.sample([name for name in names if "formula" not in name], 12) for _ in range(4)
        ]
        rows = weights.network.scores(seen).tolist()
        best = max(
            itertools.product(range(len(LineRole)), repeat=4), key=lambda parts: worth(parts, rows)
        )
        assert worth(tuple(label(seen)), rows) == pytest.approx(worth(best, rows))


PARTED = (
    # a few words between paragraphs, in three languages
    (
        "Harbour of Lisk gets a new crane after forty years",
        "The harbour of Lisk has ordered a crane that lifts eighty tons and can be steered from "
        "the quay by one man. It replaces the old one, built when the port still shipped coal.",
        "What it costs",
        "The crane costs nine million crowns, of which the state pays a third. The rest is a loan "
        "that the port will pay back over fifteen years from its fees.",
        "Dockers fear that six of them will lose their work, but the board says nobody has to go.",
    ),
    (
        "La vieille halle de Corvigny sauvée de la démolition",
        "La halle de Corvigny, bâtie il y a cent trente ans, ne sera pas démolie. Le conseil a "
        "voté son rachat après deux ans de querelles avec le promoteur.",
        "Un toit à refaire",
        "Le toit est percé en vingt endroits et les poutres ont souffert de la pluie. Les premiers "
        "travaux coûteront six cent mille euros, que la commune ne pourra pas payer seule.",
    ),
    (
        "سكان الحي الشرقي ينتظرون الماء منذ شهر",
        "ينتظر سكان الحي الشرقي عودة الماء إلى بيوتهم منذ شهر كامل، ويضطرون إلى شراء الصهاريج "
        "بأثمان مرتفعة. وتقول الشركة إن القناة الرئيسية تضررت بعد أشغال الطريق.",
        "وعود متكررة",
        "تلقى السكان وعودا متكررة بإصلاح القناة في غضون أيام، لكن الأشغال لم تبدأ بعد. ويقول رئيس "
        "الجمعية إن الأسر الفقيرة هي الأكثر تضررا من هذا الوضع.",
    ),
)


@pytest.mark.parametrize("lines", PARTED)
def test_a_few_words_between_paragraphs_are_a_sub_heading(lines: tuple[str, ...]) -> None:
    [(title, body)] = bodies(lines)
    assert title == lines[0]
    assert body == "\n\n".join(lines[1:])


BRIEFS = (
    "Bakers of Orrin Win a Cheaper Flour Contract",
    "The guild of bakers in Orrin has signed a contract that brings the price of flour down by a "
    "tenth until next summer. The mills of the valley agreed after four weeks of talks.",
    "Library Opens Its Night Reading Room",
    "The city library of Velden has opened a reading room that stays lit until two in the "
    "morning. Students had asked for it for years, and the first night brought more than sixty.",
)


def test_two_news_in_brief_without_a_date_stay_two() -> None:
    assert [title for title, _ in bodies(BRIEFS)] == [BRIEFS[0], BRIEFS[2]]


def test_a_headline_with_one_sentence_below_a_story_is_no_part_of_it() -> None:
    story = (
        "Mill of Tamber votes to grind rye again next spring",
        "The owners of the mill of Tamber voted on Friday to grind rye again, and the miller "
        "called it the best day of her year.",
        "She led the purchase of the stones, the weir and a cart, which gave the mill all that "
        "it needs for the rye.",
    )
    teaser = (
        "‘Never on a Sunday’ and Glad of It, Baker Boasts in Ads",
        "A baker starts a campaign that shows how long he sleeps “never on a Sunday.”",
    )
    assert bodies(story, teaser) == [(story[0], "\n\n".join(story[1:]))]


def decided(chance: float, found: tuple[FoundStory, ...], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a page with these stories is read as one, where the trees give it this chance."""
    monkeypatch.setattr("indexer.split.several.chance_of_one", lambda row, pages: chance)
    lines = prepare("\n".join([*FRAME, *STORY, *MORE]))
    single = tuple(range(len(FRAME) + 2, len(lines)))
    chances = np.ones(len(lines))
    row = measure_page(lines, [None] * len(lines), chances, single, ())
    return decide(lines, [None] * len(lines), chances, single, found, row).one


def parts(*opened: bool) -> tuple[FoundStory, ...]:
    top = len(FRAME) + 2
    return tuple(
        FoundStory(body=(top + n,), titled=True, dated=n == 0, title_words=6, anew=anew)
        for n, anew in enumerate(opened)
    )


def test_parts_that_open_like_none_of_their_own_are_a_story_from_a_lower_chance_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert decided(0.4, parts(True, False, False, False), monkeypatch)
    assert not decided(0.4, parts(True, True, True, False), monkeypatch)
    assert not decided(0.2, parts(True, False, False, False), monkeypatch)


def test_two_stories_with_headlines_and_nothing_else_on_the_page_are_two() -> None:
    """As on a page of a bulletin that somebody copied."""
    text = "\n\n".join(
        (
            "Net makers and rope walkers sign an accord",
            "The guild of the net makers and the rope walkers of the lower quay will buy their "
            "hemp together, as they agreed on Thursday, 9 May 2019, in the old ice house.",
            "The elder of the guild said that hemp had never been dearer since the war.",
            "A first ship is expected before the autumn storms, the harbour master said.",
            "Rope walk opens a second door",
            "The rope walk opened a door to the street on Monday, 6 May 2019, for whoever wants "
            "to see how a hawser is laid.",
            "Children may turn the wheel, and are given a yard of twine for it.",
        )
    )
    assert [title for title, _ in bodies((text,))] == [
        "Net makers and rope walkers sign an accord",
        "Rope walk opens a second door",
    ]
