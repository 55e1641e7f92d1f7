"""Lines that a tool drew across a page, and what a release or a printout says of itself."""

from __future__ import annotations

import datetime

import pytest

from indexer.clean import Kind, known_kind
from indexer.page import Page
from indexer.sources.plain import plain
from indexer.study import study

HEADLINES = ("Tunnel under the quay is dry again", "Ferry captains ask for a louder horn")
BODIES = (
    "The pumps below the western quay of Ostra ran for the last time on Friday, as the\n"
    "engineers of the port had sealed the last of the forty cracks through which the tide\n"
    "had come in since November, and the first lorries drove through in the evening.",
    "Nine captains have written to the port of Ostra that the horns of the new ferries are\n"
    "not heard in fog. The port answered on Sunday that louder ones had been ordered, and\n"
    "that bells would be rung by hand until these are delivered in the spring.",
)


@pytest.mark.parametrize("sign", ["━", "─", "═", "-", "_", "="])
def test_a_line_drawn_above_a_headline_is_no_part_of_it(sign: str) -> None:
    rule = sign * 80
    blocks = [
        f"{rule}\n{headline}\n\n{body}\n" for headline, body in zip(HEADLINES, BODIES, strict=True)
    ]
    text = "Port news\n\n3 March 2019\n\n" + "\n".join(blocks)
    page = Page(name="page.txt", text=plain(text), digest="")
    drafts = study(page, (), today=datetime.date(2026, 1, 1)).drafts
    assert [draft.article.title for draft in drafts] == list(HEADLINES)


@pytest.mark.parametrize("mark", [".", ")"])
def test_the_number_that_a_tool_escaped_is_one_with_or_without_links_on_the_page(mark: str) -> None:
    assert plain(f"3\\{mark} {HEADLINES[0]}") == f"3{mark} {HEADLINES[0]}"
    linked = plain(f"3\\{mark} {HEADLINES[0]} [Home](/)")
    assert linked == f"3{mark} {HEADLINES[0]} Home"


@pytest.mark.parametrize(
    "line",
    [
        "PARA SU PUBLICACIÓN INMEDIATA",
        "Para divulgação imediata",
        "Zur sofortigen Veröffentlichung",
        "À diffuser immédiatement",
        "Для немедленной публикации",
        "للنشر الفوري",
        "This information is not a substitute for medical advice.",
        "Cette réponse ne remplace pas l'avis de votre médecin.",
        "Diese Antwort ersetzt keinen Arztbesuch.",
        "Esta información no sustituye la consulta con un médico.",
        "هذه المعلومات لا تغني عن استشارة الطبيب",
        "Sperrfrist: 12. Mai, 10 Uhr",
        "This is Google's cache of http://port.example/news. It is a snapshot of the page.",
        "Ceci est la version en cache de http://port.example/breves",
        "Page 2 sur 3",
        "Seite 1 von 4",
        "стр. 2 из 5",
    ],
)
def test_what_a_release_or_a_printout_says_of_itself_is_of_no_story(line: str) -> None:
    assert known_kind(line) in (Kind.FURNITURE, Kind.END)


@pytest.mark.parametrize(
    "line",
    [
        "The immediate release of the two sailors was the first demand of the families.",
        "La publication immédiate des comptes est demandée par les élus.",
        "Page, who was 71, had kept the lighthouse for thirty years.",
    ],
)
def test_a_sentence_with_such_words_is_kept(line: str) -> None:
    assert known_kind(line) is None
