"""Where a page's one story ends, the comments of readers are none of its body."""

from __future__ import annotations

import pytest

from indexer.lines import lines_of
from indexer.split.tail import is_invitation, without_tail

STORY = (
    "The ropeway over the Grindle gorge carries people again, the first twelve of them on Monday.",
    "Its cable was spliced by two sailmakers from the coast, who slept in the engine house.",
    "A ride takes four minutes and costs as much as a loaf of bread, said the ropeway's keeper.",
    "In winter it will stand still, because the ice on the upper pulley cannot be reached.",
)
OTHER = "A ferry line to the outer islands was given up on Friday for want of passengers."


def read(*parts: tuple[str, bool]) -> list[str]:
    """Of lines those that stay, of all that were taken for the story's."""
    lines = list(lines_of("\n".join(text for text, _ in parts)))
    kept = without_tail(lines, [n for n, (_, taken) in enumerate(parts) if taken])
    return [lines[n].text for n in kept]


def story(count: int) -> list[tuple[str, bool]]:
    return [(text, True) for text in STORY[:count]]


OTHERS = [(OTHER, True)]


@pytest.mark.parametrize(
    "address",
    ["https://ads.example/serve?slot=12&page=4", "12. https://ropeway.example/tickets",
     "www.ropeway.example", '<img src="pixel.gif" style="display:none"', "</noscript>"],
)  # fmt: skip
def test_bare_addresses_and_tags_are_none_of_a_body(address: str) -> None:
    assert read(*story(2), (address, True), *OTHERS) == [*STORY[:2], OTHER]


def test_a_sentence_with_an_address_stays() -> None:
    sentence = "Tickets are sold at https://ropeway.example/tickets from nine o'clock."
    assert read(*story(2), (sentence, True)) == [*STORY[:2], sentence]


@pytest.mark.parametrize(
    "form",
    ["Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind markiert *",
     "Schreibe einen Kommentar Antworten abbrechen", "Leave a Reply", "Cancel reply",
     "Your email address will not be published.", "Tu correo electrónico no será publicado.",
     "Deja una respuesta Cancelar la respuesta", "Votre adresse e-mail ne sera pas publiée.",
     "Ce site utilise Akismet pour réduire les indésirables.", "اترك تعليقاً", "إلغاء الرد",
     "Ruth Amsel sagt: 24. November 2019 um 20:10 Uhr"],
)  # fmt: skip
def test_a_story_ends_at_the_form_for_comments(form: str) -> None:
    for taken in (True, False):
        assert read(*story(3), (form, taken), *OTHERS) == [*STORY[:3]]


@pytest.mark.parametrize(
    "line", ["The keeper says:", "Leave a reply to the council by Friday, the keeper asked.",
             "Der Wärter sagt: „Im Winter steht sie still.“"],
)  # fmt: skip
def test_a_story_goes_on_below_a_line_of_speech(line: str) -> None:
    assert read(*story(3), (line, True), *OTHERS) == [*STORY[:3], line, OTHER]


def test_a_form_at_the_top_of_a_page_ends_nothing() -> None:
    first = ("The ropeway runs again", True)
    assert read(first, ("Leave a reply", False), *story(4)) == [first[0], *STORY]


@pytest.mark.parametrize(
    "text",
    [
        "What do you think? Tell us in the comments.",
        "Have you crossed the gorge by rope? Let us know in the comments below!",
        "Share your memories of the ropeway in the comments",
        "Et vous, qu'en pensez-vous ? Dites-le-nous dans les commentaires.",
        "Laissez-nous votre avis en commentaire",
        "Was meinen Sie? Schreiben Sie uns einen Kommentar!",
        "¿Y tú qué opinas? Cuéntanoslo en los comentarios.",
        "ما رأيكم؟ شاركونا آراءكم في التعليقات",
    ],
)
def test_a_line_that_asks_for_comments_ends_no_story(text: str) -> None:
    assert is_invitation(text)


@pytest.mark.parametrize(
    "text",
    [
        "The keeper would not let us print his comments on the price of a ride.",
        "“Tell us why it stopped,” wrote a reader, and 212 others left a comment below hers.",
        "Le préfet a laissé sans commentaire les questions des habitants de la vallée.",
        "Der Betreiber wollte die Schließung nicht kommentieren.",
        "وقال الوزير إنه لن يشارك في التعليق على الحادث قبل صدور التقرير الرسمي",
    ],
)
def test_a_sentence_about_comments_may_end_a_story(text: str) -> None:
    assert not is_invitation(text)
