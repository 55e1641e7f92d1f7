"""Lists whose stories are set alike: room above the headlines alone, a line of notes below each."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)

HIVES = (
    "Lime blossom came three weeks early",
    "The first combs were taken from the hives above the quarry on the tenth of June, which nobody "
    "in the village can remember, and the honey is paler than in other years.",
    "Keepers are asked to leave one comb in three to the bees until the rains have come.",
)
TRAPS = (
    "Traps for hornets only help in spring",
    "A trap that is hung up in summer takes a hundred useful insects for each hornet, as two years "
    "of counting in forty gardens have shown to all who were ready to look.",
    "Whoever finds a nest should call the firemen, who burn it for nothing in six villages of ten.",
)
JARS = (
    "Bring your jars to the autumn fair",
    "Three jars of each honey have to be brought to the hall before the first of September, "
    "without a label, so that those who taste do not know whose bees they praise.",
    "Last year the first prize went to a honey of brambles that its maker took for one of firs.",
)
NEWS = (HIVES, TRAPS, JARS)


def read(text: str) -> list[tuple[str, str]]:
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body) for draft in drafts]


def whole(story: tuple[str, str, str]) -> tuple[str, str]:
    title, *body = story
    return title, "\n\n".join(body)


@pytest.mark.parametrize(
    ("notes", "below"),
    [
        (
            (
                "Notice 2014/31, posted 3 June by the secretary",
                "Notice 2014/30, posted 28 May by the secretary",
                "Notice 2014/29, posted 22 May by the keeper",
            ),
            "Category: Meetings. Views: 204",
        ),
        (
            (
                "Avis 2012-19, mis en ligne par le bureau",
                "Avis 2012-18, mis en ligne par le magasinier",
                "Avis 2012-17, mis en ligne par le bureau",
            ),
            "Rubrique : vie du village. Lu 204 fois",
        ),
    ],
)
def test_the_note_below_each_headline_of_a_list_opens_no_story(
    notes: tuple[str, ...], below: str
) -> None:
    found = read(
        "Board of the village\nHome / Members / Notice board\nShowing 4 of 61 notices\n\n"
        + "\n".join(
            f"{title}\n{note}\n{one}\n{below}\n"
            for note, (title, one, _) in zip(notes, NEWS, strict=True)
        )
        + "\nOlder notices\nPost a notice (members only)\n"
    )
    assert [body.partition("\n\n")[0] for _, body in found] == [one for _, one, _ in NEWS]


@pytest.mark.parametrize(
    "foot",
    [
        "The editors do not vouch for what the papers say.",
        "Les journaux cités ne sont pas responsables de nos résumés.",
        "تصدر النشرة أربع مرات في السنة.",
    ],
)
def test_what_has_room_above_it_begins_a_story_or_ends_the_page(foot: str) -> None:
    found = read(
        "Board of the village\nHome / Members\n\n"
        + "\n".join(f"{title}\n{one}\n{two}\n" for title, one, two in NEWS)
        + f"\n{foot}\nArchive\n"
    )
    assert found == [whole(story) for story in NEWS]
