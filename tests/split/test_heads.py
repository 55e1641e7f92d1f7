"""Speeches, signed stories and reviews of the press open and close where a reader says they do."""

from __future__ import annotations

import datetime

import pytest

from indexer.clean import Kind
from indexer.page import Line, Page
from indexer.split.gather import Cleaned, without_foreign
from indexer.split.heads import is_salutation, is_signature
from indexer.split.label import LineRole
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)

BARN = (
    "The barn that the village had given up for lost was raised on Saturday by ninety hands, and "
    "the roof will be on it before the first frost comes down from the ridge."
)
OVEN = (
    "Whoever wants to bake in the common oven has to bring wood for one fire, and is asked to "
    "leave the ashes in the bucket by the door for those who need them in the garden."
)
FLOUR = "Flour can be had from the mill on any morning but Sunday, for the same price as last year."


def read(text: str) -> list[tuple[str, str | None, str]]:
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.date, draft.article.body) for draft in drafts]


@pytest.mark.parametrize(
    ("first", "second", "thanks"),
    [
        ("Madam Mayor, dear neighbours,", "Dear children,", "I thank you."),
        ("Madame la Maire, chers voisins,", "Chers enfants,", "Je vous remercie."),
        ("السيدة العمدة، أيها الجيران،", "أعزائي الأطفال،", "شكرا لكم."),
        ("Sehr geehrte Frau Amtfrau,", "Liebe Kinder,", "Vielen Dank!"),
        ("Señora alcaldesa, queridos vecinos:", "Queridos niños:", "Muchas gracias."),
    ],
)
def test_each_speech_of_a_page_has_who_is_addressed_and_thanked(
    first: str, second: str, thanks: str
) -> None:
    found = read(
        f"Speeches\n\nRemarks at the raising of the barn\n\n5 October 2021\n\n{first}\n\n{BARN}\n\n"
        f"{thanks}\n\nAddress to the school of the lower village\n\n22 September 2021\n\n"
        f"{second}\n\n{OVEN}\n\n{FLOUR}\n\n{thanks}\n\n1 2 3\n"
    )
    assert found == [
        ("Remarks at the raising of the barn", "2021-10-05", f"{first}\n\n{BARN}\n\n{thanks}"),
        (
            "Address to the school of the lower village",
            "2021-09-22",
            f"{second}\n\n{OVEN}\n\n{FLOUR}\n\n{thanks}",
        ),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Mis en ligne le 5 octobre 2021 par Service des fours",
        "5 de octubre de 2021 Por: Equipo del horno",
        "Posted on October 5, 2021 at 9:30 am by Oven desk",
        "05.10.2021, 09:30 Uhr | von Backstube Niederdorf",
        "نشر في 5 أكتوبر 2021 بقلم قسم الأفران",
    ],
)
def test_who_published_a_story_and_when_is_no_line_of_it(line: str) -> None:
    assert is_signature(line)
    [(_, date, body)] = read(
        f"A rule for all who bake in the oven\n\n{line}\n\n{OVEN}\n\n{FLOUR}\n"
    )
    assert date == "2021-10-05"
    assert body == f"{OVEN}\n\n{FLOUR}"


def test_what_only_sounds_like_a_salutation_or_a_signature_is_none() -> None:
    assert not is_salutation("Dear flour has made bread dearer than it was in a hundred years.")
    assert not is_salutation("Friendship")
    assert not is_signature("On 5 October 2021 the oven was lit by the oldest woman of the village")
    assert not is_signature("5 October 2021")


def test_the_paper_that_a_story_of_a_press_review_is_from_does_not_open_it() -> None:
    found = read(
        "Review of the press\n\n5 October 2021\n\n* * *\n\nNinety hands raise the lost barn\n"
        f"(The Ridge Herald, page 4)\n\n{BARN}\n\n* * *\n\nNew rule for the common oven\n"
        f"(The Lower Valley Post, page 12)\n\n{OVEN}\n\n{FLOUR}\n\n* * *\n"
    )
    assert [body for _, _, body in found] == [BARN, f"{OVEN}\n\n{FLOUR}"]


def test_a_caption_between_two_paragraphs_is_no_headline_of_what_goes_on_below_it() -> None:
    kinds = (None, None, Kind.CAPTION, None)
    texts = ("Ninety hands raise the lost barn", BARN, "Foto: Vera Amsler mit dem Müller", OVEN)
    lines = [
        Cleaned(line=Line(text=text, start=0, end=len(text)), kind=kind)
        for text, kind in zip(texts, kinds, strict=True)
    ]
    seen_as = [LineRole.TITLE, LineRole.FIRST, LineRole.TITLE, LineRole.FIRST]
    parts = [LineRole.TITLE, LineRole.FIRST, LineRole.INSERT, LineRole.BODY]
    assert without_foreign(lines, seen_as) == parts


@pytest.mark.parametrize(
    "below",
    [
        "To unsubscribe, write to the clerk.\nThe Ridge Letter, 3 Mill Lane",
        "Sie erhalten diesen Newsletter, weil Sie mit uns gebacken haben.\nDer Ofenbrief",
        "Pour ne plus recevoir cette lettre, répondez « stop ».\nLa Lettre du Four",
        "لإلغاء الاشتراك أرسل كلمة إلغاء إلى هذا العنوان.\nرسالة الفرن",
    ],
)
def test_a_newsletter_ends_where_it_says_how_to_be_rid_of_it(below: str) -> None:
    found = read(
        "From: The Ridge <oven@ridge.example>\nSubject: Letter 27\n\nThe Ridge Letter\nNo. 27\n\n"
        f"Ninety hands raise the lost barn\n\n{BARN}\n\n{FLOUR}\n\n"
        f"New rule for the common oven\n\n{OVEN}\n\n{FLOUR}\n\n{below}\n"
    )
    assert found[-1][2].endswith(FLOUR)


@pytest.mark.parametrize(
    "line",
    [
        "Lena Ost Beekeeper Published on 9 May 2018 at 06:00, modified on 11 May 2018 at 08:25",
        "By Jonas Weir | Published: 3 May 2019 | 5 min read",
        "Von Ruth Amsel, veröffentlicht am 3. Mai 2019 um 9:14 Uhr",
        "Anne Roc Apicultrice Publié le 9 mai 2018 à 06h00 Temps de lecture : 3 min",
        "Por Inés Roca - Publicado el 3 de mayo de 2019, actualizado el 4 de mayo de 2019",
        "نشر في 3 ماي 2019 بقلم سعيد العامري",
    ],
)
def test_who_wrote_and_when_it_was_published_is_said_in_any_order(line: str) -> None:
    assert is_signature(line)


@pytest.mark.parametrize(
    "line",
    [
        "Published on 3 May 2018 the report says that bees are well.",
        "The book was published on 3 May 2019 in Leipzig",
        "The law was published on 3 May 2019. It says that no bee may be sold",
        "El decreto, publicado el 3 de mayo de 2019, cambia las normas.",
        "La loi publiée le 3 mai 2019 interdit la vente des ruches de plâtre.",
    ],
)
def test_a_sentence_of_what_was_published_is_none(line: str) -> None:
    assert not is_signature(line)
