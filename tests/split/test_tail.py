"""Where a page's one story ends, what follows after a part of the frame is none of its body."""

from __future__ import annotations

import pytest

from indexer.clean import Kind
from indexer.lines import lines_of
from indexer.split.tail import without_tail

STORY = (
    "The ropeway over the Grindle gorge carries people again, the first twelve of them on Monday.",
    "Its cable was spliced by two sailmakers from the coast, who slept in the engine house.",
    "A ride takes four minutes and costs as much as a loaf of bread, said the ropeway's keeper.",
    "In winter it will stand still, because the ice on the upper pulley cannot be reached.",
)
OTHER = "A ferry line to the outer islands was given up on Friday for want of passengers."


def read(*parts: tuple[str, Kind | None, bool]) -> list[str]:
    """Of lines with their kinds those that stay, of all that were taken for the story's."""
    lines = list(lines_of("\n".join(text for text, _, _ in parts)))
    body = [n for n, (_, _, taken) in enumerate(parts) if taken]
    kept = without_tail(lines, [kind for _, kind, _ in parts], body)
    return [lines[n].text for n in kept]


def frame(count: int, kind: Kind | None = None) -> list[tuple[str, Kind | None, bool]]:
    return [(f"Link {number}", kind if number == 0 else None, False) for number in range(count)]


def story(count: int) -> list[tuple[str, Kind | None, bool]]:
    return [(text, None, True) for text in STORY[:count]]


OTHERS = [(OTHER, None, True)]


@pytest.mark.parametrize("kind", [Kind.SECTION, Kind.ASIDE])
def test_a_story_ends_where_a_section_of_others_begins(kind: Kind) -> None:
    assert read(*story(2), *frame(5, kind), *OTHERS) == [*STORY[:2]]


def test_a_story_ends_where_a_list_of_others_is_announced() -> None:
    announced = ("Lesen Sie auch", None, False)
    assert read(*story(2), announced, *frame(4), *OTHERS) == [*STORY[:2]]


def test_a_story_ends_at_the_legal_notice_below_most_of_it() -> None:
    assert read(*story(4), *frame(5, Kind.END), *OTHERS) == [*STORY]


def test_a_story_ends_where_twenty_lines_of_none_follow() -> None:
    assert read(*story(4), *frame(20), *OTHERS) == [*STORY]


@pytest.mark.parametrize(
    "between", [frame(3, Kind.SECTION), frame(19), frame(6)], ids=["few", "nineteen", "unknown"]
)
def test_a_story_goes_on_below_an_advertisement(
    between: list[tuple[str, Kind | None, bool]],
) -> None:
    assert read(*story(4), *between, *OTHERS) == [*STORY, OTHER]


def test_a_section_above_most_of_a_story_ends_nothing() -> None:
    first = ("The ropeway runs again", None, True)
    assert read(first, *frame(25, Kind.SECTION), *story(4)) == [first[0], *STORY]


@pytest.mark.parametrize(
    "address",
    ["https://ads.example/serve?slot=12&page=4", "12. https://ropeway.example/tickets",
     "www.ropeway.example", '<img src="pixel.gif" style="display:none"', "</noscript>"],
)  # fmt: skip
def test_bare_addresses_and_tags_are_none_of_a_body(address: str) -> None:
    assert read(*story(2), (address, None, True), *OTHERS) == [*STORY[:2], OTHER]


def test_a_sentence_with_an_address_stays() -> None:
    sentence = "Tickets are sold at https://ropeway.example/tickets from nine o'clock."
    assert read(*story(2), (sentence, None, True)) == [*STORY[:2], sentence]


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
        assert read(*story(3), (form, None, taken), *OTHERS) == [*STORY[:3]]


@pytest.mark.parametrize(
    "line", ["The keeper says:", "Leave a reply to the council by Friday, the keeper asked.",
             "Der Wärter sagt: „Im Winter steht sie still.“"],
)  # fmt: skip
def test_a_story_goes_on_below_a_line_of_speech(line: str) -> None:
    assert read(*story(3), (line, None, True), *OTHERS) == [*STORY[:3], line, OTHER]


def test_a_form_at_the_top_of_a_page_ends_nothing() -> None:
    first = ("The ropeway runs again", None, True)
    assert read(first, ("Leave a reply", None, False), *story(4)) == [first[0], *STORY]
