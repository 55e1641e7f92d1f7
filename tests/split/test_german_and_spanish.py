"""A German or Spanish page gives its story without what such pages set around it."""

from __future__ import annotations

import pytest

from indexer.clean import Kind, known_kinds
from indexer.lines import lines_of
from indexer.split.cues import cues_of
from tests.split.test_tool_dumps import studied

DE = (
    "Ein Leuchtturm für die Schafe von Norderhall",
    "In der alten Scheune von Norderhall riecht es nach Wolle und Lack. Seit dem Frühjahr bauen "
    "dort elf Schüler an einem Turm, der den Hirten bei Nebel den Weg zum Stall zeigen soll.",
    "Die Idee kam von einer Lehrerin, deren Großvater im Nebel zwei Tage nach seiner Herde "
    "gesucht hatte. Die Gemeinde gab das Holz, ein Elektriker aus dem Nachbardorf die Lampe.",
    "Im Herbst soll das Licht zum ersten Mal brennen. Wer es bedienen darf, wird unter den "
    "Kindern ausgelost, wie die Lehrerin am Donnerstag sagte.",
)
ES = (
    "Un faro para las ovejas de Peñalara de Arriba",
    "En el viejo pajar del pueblo huele a lana y a barniz. Once alumnos construyen allí desde la "
    "primavera una torre que guiará a los pastores hasta el establo cuando baje la niebla.",
    "La idea fue de una maestra cuyo abuelo pasó dos días buscando su rebaño. El ayuntamiento dio "
    "la madera y un electricista del pueblo vecino regaló la lámpara.",
    "La luz se encenderá por primera vez en otoño. Quién podrá manejarla se decidirá por sorteo "
    "entre los niños, dijo la maestra el jueves.",
)
AROUND = {
    "de": (
        ("Zum Inhalt springen", "Startseite", "Anmelden", "Abo"),
        ("Von Wiebke Sandmann", "Veröffentlicht am 21.09.2021"),
        ("Foto: Archiv", "Anzeige"),
        ("Mehr zum Thema", "Deich wird im Juli gesperrt", "Kommentare (2)", "Impressum"),
    ),
    "es": (
        ("Ir al contenido", "Inicio", "Iniciar sesión", "Suscríbete"),
        ("Por Remedios Alcaide", "21 de septiembre de 2021"),
        ("Foto: archivo municipal", "Publicidad"),
        ("Te puede interesar", "La feria cambia de fecha", "2 comentarios", "Aviso legal"),
    ),
}


@pytest.mark.parametrize(("language", "story"), [("de", DE), ("es", ES)])
def test_the_story_is_read_whole_and_nothing_else(language: str, story: tuple[str, ...]) -> None:
    top, head, within, below = AROUND[language]
    title, first, second, third = story
    page = "\n\n".join([*top, title, *head, first, second, *within, third, *below])
    [draft] = studied(page).drafts
    assert draft.article.title == title
    assert draft.article.date == "2021-09-21"
    assert draft.article.body.split("\n\n") == [first, second, third]


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("Von Wiebke Sandmann", "by"),
        ("Por Remedios Alcaide", "by"),
        ("Bildunterschrift: Der Turm im Bau", "picture"),
        ("Lesen Sie auch: Deich gesperrt", "pointer"),
        ("Lea también: Cortes de agua", "pointer"),
        ("Über die Autorin", "about"),
        ("Sobre el autor", "about"),
        ("Alle Rechte vorbehalten", "legal"),
    ],
)
def test_a_line_says_what_it_is_by_its_words(line: str, cue: str) -> None:
    assert cue in cues_of(line)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Anzeige", Kind.INLINE),
        ("Publicidad", Kind.INLINE),
        ("Lo más leído", Kind.SECTION),
        ("Ähnliche Artikel", Kind.SECTION),
        ("Artikel drucken", Kind.END),
        ("Compartir en Facebook", Kind.END),
        ("Bildquelle: Stadtarchiv", Kind.CAPTION),
        ("Anzeige gegen Unbekannt", None),
        ("Publicidad engañosa", None),
        ("Die Quelle der Hall ist versiegt", None),
    ],
)
def test_what_is_a_line_of_every_page_is_known(line: str, kind: Kind | None) -> None:
    assert known_kinds(list(lines_of(line)), [False]) == [kind]
