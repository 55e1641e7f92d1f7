"""A list below "Read also" within a story, sub-headings and credits are no stories of their own."""

from __future__ import annotations

import datetime

import pytest

from indexer.clean import Kind
from indexer.clean.known import known_kind
from indexer.lines import lines_of
from indexer.page import Page
from indexer.split.pointers import without_more
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)

FOG = {
    "title": "Fog horn of Skerry Point sounds for the last time",
    "day": "3 November 2020",
    "body": (
        "The fog horn of Skerry Point, which has warned ships for a hundred and nine years, was "
        "sounded for the last time on Tuesday evening in front of some four hundred people.",
        "Its compressor will go to the museum in the old customs house, and the horn itself stays "
        "where it is, the harbour office said.",
        "“You could hear it as far as the dairy,” said Ruth Amsell, whose father kept it for "
        "twenty years and wound its clock every night.",
        "Ships have found their way by satellite for a long time, and the last captain who asked "
        "for the horn has retired.",
    ),
    "subheading": "A clock wound every night",
}
NEBEL = {
    "title": "Nebelhorn am Möwenfelsen ertönt zum letzten Mal",
    "day": "3. November 2020",
    "body": (
        "Das Nebelhorn am Möwenfelsen, das hundertneun Jahre lang die Schiffe gewarnt hat, ist am "
        "Dienstagabend vor rund vierhundert Menschen zum letzten Mal ertönt.",
        "Der Kompressor kommt in das Museum im alten Zollhaus, das Horn selbst bleibt an seinem "
        "Platz, wie das Hafenamt mitteilte.",
        "„Man hat es bis zur Molkerei gehört“, sagte Ruth Amsel, deren Vater zwanzig Jahre lang "
        "Wärter war und jede Nacht die Uhr aufzog.",
        "Die Schiffe finden ihren Weg schon lange über Satelliten, und der letzte Kapitän, der "
        "nach dem Horn fragte, ist in Rente.",
    ),
    "subheading": "Eine Uhr für jede Nacht",
}
TAMBOUR = {
    "title": "Les tambours de Roquefeuil retrouvent leur place au musée",
    "day": "8 février 2020",
    "body": (
        "Volés il y a onze ans dans la réserve du château, les quatre tambours de Roquefeuil ont "
        "été rendus samedi au musée par un antiquaire qui les avait reconnus.",
        "La peau de l'un d'eux est crevée. Une restauratrice y travaillera jusqu'à l'été, a "
        "précisé la conservatrice.",
        "« Je les ai vus enfant, on ne les oublie pas », raconte l'antiquaire, qui n'a pas voulu "
        "de récompense et demande seulement une visite gratuite.",
        "Les visiteurs pourront les entendre chaque dernier dimanche du mois, joués par l'école "
        "de musique.",
    ),
    "subheading": "Une peau crevée",
}
TEASERS = {
    "en": (
        ("Otters seen below the weir for the first time", "Two of them fished there at dawn."),
        ("Council puts off a decision on the tram depot", "Its costs have doubled since spring."),
        ("Choir looks for tenors before the winter concert", "No one has to read notes."),
    ),
    "de": (
        ("Fischotter zum ersten Mal unterhalb des Wehrs gesehen", "Zwei fischten dort am Morgen."),
        ("Stadtrat vertagt Beschluss über das Straßenbahndepot", "Die Kosten sind gestiegen."),
        ("Chor sucht Tenöre vor dem Konzert im Winter", "Niemand muss Noten lesen können."),
    ),
    "fr": (
        ("Des loutres vues pour la première fois sous le barrage", "Elles pêchaient à l'aube."),
        ("Le conseil reporte sa décision sur le dépôt du tram", "Les coûts ont doublé."),
        ("La chorale cherche des ténors avant le concert", "Nul besoin de lire les notes."),
    ),
}
STORIES = {"en": FOG, "de": NEBEL, "fr": TAMBOUR}
SHORT = {"en": "A wound clock", "de": "Eine Uhr", "fr": "Une peau crevée"}
LEAD_INS = {"en": "Read also", "de": "Lesen Sie auch", "fr": "À lire aussi"}
MENUS = {
    "en": ("Home", "News", "Sport", "Contact"),
    "de": ("Startseite", "Nachrichten", "Sport", "Kontakt"),
    "fr": ("Accueil", "Actualités", "Sport", "Contact"),
}


def read(*lines: str) -> list[tuple[str, list[str]]]:
    text = "\n".join(lines)
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body.split("\n\n")) for draft in drafts]


@pytest.mark.parametrize("language", STORIES)
def test_a_story_goes_on_below_a_list_of_others_with_its_sub_heading(language: str) -> None:
    story, (first, second, _) = STORIES[language], TEASERS[language]
    one, two, *rest = story["body"]
    page = (
        *MENUS[language], "", story["title"], story["day"], "", one, "", two, "",
        LEAD_INS[language], first[0], second[0], "", story["subheading"], "",
        *(line for paragraph in rest for line in (paragraph, "")),
    )  # fmt: skip
    [(title, body)] = read(*page)
    assert title == story["title"]
    assert body == [one, two, story["subheading"], *rest]


@pytest.mark.parametrize("language", STORIES)
def test_a_story_with_a_sub_heading_among_teasers_is_the_only_one(language: str) -> None:
    story, (first, second, third) = STORIES[language], TEASERS[language]
    one, two, *rest = story["body"]
    page = (
        *MENUS[language], "", *first, "", *second, "", story["title"], "", story["day"], "",
        one, "", two, "", story["subheading"], "",
        *(line for paragraph in rest for line in (paragraph, "")), *third, "",
    )  # fmt: skip
    assert read(*page) == [(story["title"], [one, two, story["subheading"], *rest])]


@pytest.mark.parametrize("language", STORIES)
def test_in_a_list_of_dated_stories_a_sub_heading_begins_none(language: str) -> None:
    story, other = STORIES[language], TEASERS[language][0]
    one, two, *rest = story["body"]
    page = (
        *MENUS[language], "", story["title"], story["day"], "", one, "", two, "",
        SHORT[language], "", *(line for paragraph in rest for line in (paragraph, "")),
        LEAD_INS[language], TEASERS[language][1][0], "", other[0], story["day"], "",
        f"{other[1]} {one}", "", *(line for paragraph in rest for line in (paragraph, "")),
    )  # fmt: skip
    (title, body), (below, _) = read(*page)
    assert (title, below) == (story["title"], other[0])
    assert body == [one, two, SHORT[language], *rest]


@pytest.mark.parametrize(
    "credit", ["/ R. OLMEDO", "/ DIPUTACIÓN DE SORIA", "/ J.-P. DURAND", "/ AYUNTAMIENTO"]
)
def test_a_line_with_the_name_of_its_photographer_in_capitals_is_a_caption(credit: str) -> None:
    one, two, *rest = TAMBOUR["body"]
    caption = f"El alcalde y los músicos, en la plaza. {credit}"
    page = (*MENUS["fr"], "", TAMBOUR["title"], "", TAMBOUR["day"], "", caption, "", one, "", two,
            "", *rest)  # fmt: skip
    [(_, body)] = read(*page)
    assert body[0] == one


@pytest.mark.parametrize("language", STORIES)
def test_teasers_with_days_in_a_list_below_a_story_are_no_articles(language: str) -> None:
    story = STORIES[language]
    heads = {"en": "More stories", "de": "Weitere Meldungen", "fr": "Plus d'articles"}
    teasers = [(title, story["day"], text, "") for title, text in TEASERS[language]]
    page = (
        *MENUS[language], "", story["title"], "", story["day"], "",
        *(line for paragraph in story["body"] for line in (paragraph, "")), heads[language], "",
        *(line for teaser in teasers for line in teaser),
    )  # fmt: skip
    assert read(*page) == [(story["title"], [*story["body"]])]


@pytest.mark.parametrize("language", STORIES)
def test_below_a_line_of_stars_another_story_begins_and_below_a_sub_heading_none(
    language: str,
) -> None:
    story, other = STORIES[language], TEASERS[language][0]
    one, two, *rest = story["body"]
    page = (
        *MENUS[language], "", story["title"], story["day"], "", one, "", SHORT[language], "", two,
        "", *(line for text in rest for line in (text, "")), "* * *", "", other[0], "",
        f"{other[1]} {one}", "", two, "", *(line for text in rest for line in (text, "")),
    )  # fmt: skip
    (title, body), (below, _) = read(*page)
    assert (title, below) == (story["title"], other[0])
    assert body == [one, SHORT[language], two, *rest]


@pytest.mark.parametrize(
    "caption",
    ["The horn in its house. Photo: T. Marsh", "The keeper (Photo by Ruth Amsell)",
     "Das Horn am Felsen. Foto: privat", "Le musée rouvert. Crédit photo : P. Vannier",
     "El puerto de noche. Foto: J. Ruiz", "البوق القديم على الصخرة. تصوير: هيثم الموسوي"],
)  # fmt: skip
def test_a_line_with_its_photographer_behind_is_a_caption(caption: str) -> None:
    assert known_kind(caption) is Kind.CAPTION


@pytest.mark.parametrize(
    "text", ["The photo: a keeper, a clock and a cat", "“It was a good photo,” said Ruth Amsell."]
)
def test_a_line_about_a_picture_is_none(text: str) -> None:
    assert known_kind(text) is None


@pytest.mark.parametrize(
    "more", ["Read more", "Read More »", "[Lire la suite]", "Weiterlesen …", "Leer más", "المزيد"]
)
def test_a_sentence_goes_without_the_link_behind_it(more: str) -> None:
    lines = list(lines_of(f"{FOG['body'][0]}\n{FOG['body'][1]} {more}"))
    kept = without_more(lines)
    assert [line.text for line in kept] == [*FOG["body"][:2]]
    assert kept[1].end == lines[1].start + len(FOG["body"][1])


def test_a_sentence_that_asks_to_read_stays() -> None:
    lines = list(lines_of("The teacher asks her pupils to read more"))
    assert without_more(lines) == tuple(lines)
