"""Lists whose stories are set alike: room above the headlines alone, a line of notes below each."""

from __future__ import annotations

import pytest

from tests.split.hives import HIVES, JARS, TRAPS, read, whole

NEWS = (HIVES, TRAPS, JARS)


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
