"""Whatever encoding a dump is in, labelled or not, its letters are those that were written."""

from __future__ import annotations

import re
from functools import cache

import pytest

from corpus import collections, load
from indexer.sources.decode import decode, tidy

GERMAN = """Die Fähre überquerte am Dienstag wieder den Sund, und die Blaskapelle spielte auf.
Die Schüler der Hafenschule hätten die Maschine über den Winter völlig neu aufgebaut, hieß es.
Ab Juni fährt sie täglich viermal, und die Bäckerei muss früher öffnen als vor dem großen Sturm.
„Für uns ist das ein Festtag“, erklärte die Bürgermeisterin, während Möwen über dem Kai kreisten.
Die Straße zum Leuchtturm bleibt gesperrt, weil dort noch Geröll liegt; die Mühle läuft dagegen.
Zwölf Boote lösten sich in der Nacht, wie die Küstenwache gemäß ihrem Bericht später bestätigte."""
SPANISH = """El transbordador cruzó de nuevo la ría el martes, y la música no dejó de tocar.
Según el capitán, los niños de la escuela del puerto reconstruyeron el motor en otoño.
A partir de junio saldrá cuatro veces al día, y la panadería tendrá que abrir más temprano.
«¿Quién lo habría imaginado?», preguntó la alcaldesa; ¡qué alegría para los pueblos pequeños!
La carretera del faro seguirá cerrada porque aún quedan piedras; el molino, en cambio, ya está.
Doce botes se soltaron durante la noche, según confirmó después la guardia de la región."""
MOST = 0.99


@cache
def texts(language: str) -> tuple[str, ...]:
    """Whole pages of the repository, and their paragraphs by themselves."""
    if language in ("de", "es"):
        sentences = (GERMAN if language == "de" else SPANISH).split("\n")
        pages = [
            "\n\n".join(sentences[first:last]) for first in range(6) for last in range(first + 1, 7)
        ]
        return tuple(pages)
    pages = [page for page in _pages() if _language(page) == language]
    paragraphs = (line.strip() for page in pages for line in page.split("\n"))
    return (*pages, *(line for line in paragraphs if len(line) > 60))


def _pages() -> list[str]:
    """The splitter learns from these pages; nothing of the decoder is fitted to them."""
    chosen = [place for place in collections() if place.stem in ("golden", "layouts")]
    return [page.text for place in chosen for page in load(place)]


def _language(page: str) -> str:
    if len(re.findall("[\u0621-\u064a]", page)) * 4 > len(page):
        return "ar"
    return "fr" if len(re.findall("[éèàêçù]", page)) * 60 > len(page) else "en"


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W\d_]", tidy(text)))


def right(dumps: list[tuple[bytes, str]]) -> float:
    """The share of dumps of which every letter is right."""
    assert len(dumps) >= 20
    return sum(letters(decode(data)[0]) == letters(meant) for data, meant in dumps) / len(dumps)


@pytest.mark.parametrize(
    ("encoding", "language"),
    [
        *(("cp1252", language) for language in ("en", "fr", "de", "es")),
        *(("iso8859_15", language) for language in ("fr", "de", "es")),
        *((encoding, "ar") for encoding in ("cp1256", "iso8859_6")),
        *(("utf-16-le", language) for language in ("en", "fr", "ar", "de", "es")),
        *(("utf-16-be", language) for language in ("en", "fr", "ar")),
    ],
)
def test_a_dump_without_a_label_keeps_every_letter(encoding: str, language: str) -> None:
    dumps = []
    for text in texts(language):
        data = text.encode(encoding, "ignore")
        if not data.isascii() or encoding.startswith("utf-16"):
            dumps.append((data, data.decode(encoding)))
    assert right(dumps) >= MOST


@pytest.mark.parametrize("misread_as", ["latin-1", "sloppy-windows-1252", "sloppy-windows-1256"])
@pytest.mark.parametrize("language", ["en", "fr", "ar", "de", "es"])
def test_utf8_that_was_read_as_something_else_is_put_right(misread_as: str, language: str) -> None:
    import ftfy.bad_codecs  # noqa: F401

    dumps = [
        (text.encode().decode(misread_as).encode(), text)
        for text in texts(language)
        if not text.isascii()
    ]
    assert right(dumps) >= MOST


def test_arabic_that_was_read_as_a_western_encoding_is_put_right() -> None:
    dumps = []
    for text in texts("ar"):
        data = text.encode("cp1256", "ignore")
        if _language(text) == "ar" and len(text) > 60:
            dumps.append((data.decode("sloppy-windows-1252").encode(), data.decode("cp1256")))
    assert right(dumps) >= 0.97


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii", "Windows-1252", "ISO8859-1"])
def test_a_western_label_means_windows_1252_as_it_does_to_browsers(label: str) -> None:
    data = "“L’œuvre” – 5 €".encode("cp1252")
    assert decode(data, charset=label, lines=False) == ("“L’œuvre” – 5 €", None)


@pytest.mark.parametrize(
    "words", ["après", "Après l’été", "créée à Nîmes", "où çà ?", "L’œuvre d’André", "« déjà vu »"]
)
def test_a_few_words_of_french_are_no_polish(words: str) -> None:
    assert decode(words.encode("cp1252"))[0] == words


EAST = {
    "ru": ("Паром снова пересёк пролив во вторник, и оркестр играл до утра.", "cp1251 koi8_r"),
    "el": ("Το πλοίο πέρασε ξανά το στενό την Τρίτη και η μπάντα έπαιζε ως το πρωί.", "cp1253"),
    "he": ("המעבורת חצתה שוב את המצר ביום שלישי והתזמורת ניגנה עד הבוקר.", "cp1255"),
    "pl": ("Prom znów przepłynął cieśninę we wtorek, a orkiestra grała aż do świtu, gdyż kapitan "
           "obiecał mieszkańcom wysp wielką zabawę i tańce.", "cp1250 iso8859_2"),
    "cs": ("Přívoz v úterý opět přeplul průliv a dechovka hrála až do rána, protože kapitán slíbil "
           "ostrovanům veliký večer.", "cp1250 iso8859_2"),
    "hu": ("A komp kedden újra átkelt a szoroson, és a zenekar reggelig játszott, mert a kapitány "
           "ünnepet ígért a szigetlakóknak.", "cp1250 iso8859_2"),
    "lt": ("Keltas antradienį vėl perplaukė sąsiaurį, o orkestras grojo iki ryto, nes kapitonas "
           "pažadėjo salos gyventojams šventę.", "cp1257"),
}  # fmt: skip


@pytest.mark.parametrize("language", EAST)
def test_a_short_text_of_the_east_keeps_every_letter(language: str) -> None:
    text, encodings = EAST[language]
    for encoding in encodings.split():
        assert decode(text.encode(encoding))[0] == text


def test_polish_is_polish() -> None:
    words = "Promień słońca padał na łąkę, a żółty liść spływał ścieżką, jeśli wiał wiatr."
    assert decode(words.encode("cp1250"))[0] == words


def test_a_utf8_page_with_a_line_of_windows_1252_keeps_every_letter() -> None:
    page = f"{GERMAN}\nCafé déjà vu, l’été\n".encode().replace(
        "Café déjà vu, l’été".encode(), "Café déjà vu, l’été".encode("cp1252")
    )
    text, notice = decode(page)
    assert text == f"{GERMAN}\nCafé déjà vu, l’été\n"
    assert notice is not None


def test_an_arabic_page_with_a_line_of_windows_1256_keeps_every_letter() -> None:
    pages = [page for page in _pages() if _language(page) == "ar"]
    line = "عادت العبارة إلى الميناء القديم"
    text, _ = decode(f"{pages[0]}\n".encode() + line.encode("cp1256"))
    assert text.endswith(f"\n{line}")


def test_a_text_that_was_cut_within_a_character_loses_that_one_only() -> None:
    assert decode("Das Boot heißt „Möwe“".encode()[:-1])[0] == "Das Boot heißt „Möwe"
    assert decode("قال الوزير".encode()[:-1])[0] == "قال الوزي"


def test_shapes_of_arabic_letters_become_the_letters() -> None:
    assert decode("\ufe8d\ufedf\ufee4\ufeee\ufead\ufeea \ufefb".encode())[0] == "الموره لا"


def test_half_an_arabic_letter_is_no_end_of_a_line() -> None:
    misread = "مدير المعهد مهم".encode().decode("latin-1")
    assert "\x85" in misread
    assert decode(misread.encode())[0] == "مدير المعهد مهم"
