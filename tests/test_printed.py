"""Text that was set for paper: what belongs to the sheet is not in the article."""

from __future__ import annotations

import io
import time

import pytest

from indexer.sources.decode import tidy
from indexer.sources.plain import plain

_WORDS = ("salt", "timber", "quarry", "bell", "meadow", "ferry", "lantern", "copper", "orchard")


def _sentence(number: int) -> str:
    one, two = _WORDS[number % 9], _WORDS[(number * 5 + 3) % 9]
    return f"the {one} of row {number} was moved to the {two} before the council met again"


def _sheet(number: int, *, head: str, foot: str) -> str:
    lines = [
        f"In week {number} {_sentence(number * 10)}",
        *map(_sentence, range(number, number + 5)),
    ]
    return "\n".join([head, "", *(f"{line}," for line in lines), "", foot])


def _read(text: str) -> str:
    return plain(tidy(text))


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("THE LINDMAR GAZETTE", "Page {n} of 4"),
        ("Gazette de Lindmar   N° 12", "{n}"),
        ("Annual report", "– {n} –"),
        ("{n}   The Lindmar Gazette", ""),
        ("صحيفة ليندمار", "صفحة {n}"),
        ("The Lindmar Gazette", "iv"),
    ],
)
def test_running_heads_and_page_numbers_are_not_in_the_text(head: str, foot: str):
    sheets = (_sheet(n, head=head.format(n=n), foot=foot.format(n=n)) for n in range(1, 5))
    text = _read("\f".join(sheets) + "\f")
    assert "azette" not in text
    assert "report" not in text
    assert "صحيفة" not in text
    assert "Page" not in text
    assert "\f" not in text
    for number in range(1, 5):
        assert f"In week {number} " in text


def test_the_day_in_a_running_head_is_kept_once_for_it_dates_the_paper():
    head = "THE LINDMAR GAZETTE          Saturday, 8 May 2021"
    text = _read("\f".join(_sheet(n, head=head, foot=str(n)) for n in range(1, 5)))
    assert text.count("Saturday, 8 May 2021") == 1


def test_a_sentence_that_goes_on_over_a_page_is_whole():
    first = "The council has voted to repair the quay before the winter and to close the old"
    second = "ferry landing, its chairman said in the evening.\nThe work costs nine million."
    text = _read(f"Gazette\n\n{first}\n\n1\fGazette\n\n{second}\n\n2\f")
    assert "close the old ferry landing" in " ".join(text.split())
    assert "old\n\nferry" not in text


def test_columns_come_one_after_the_other():
    left = [f"left column {number} has its own words" for number in range(12)]
    right = [f"right column {number} has its own words" for number in range(12)]
    rows = [f"{a:<44}{b}" for a, b in zip(left, right, strict=True)]
    lines = _read("A headline over both\n\n" + "\n".join(rows) + "\f").split("\n")
    text = " ".join(" ".join(lines).split())
    assert text.index("left column 11") < text.index("right column 0")
    assert "left column 3 has its own words left column 4" in text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The members of the govern-\nment met in the old town hall again.", "government"),
        ("Le conseil a examiné la pro-\nposition du maire pendant la soirée.", "proposition"),
        ("Der Rat hat über die Verord-\nnung der Stadt beraten und sie geändert.", "Verordnung"),
        ("The members of the govern\u00ad\nment met in the old town hall again.", "government"),
        ("A vice-president spoke. Then the vice-\npresident left the hall.", "the vice-president"),
        ("The pact of Rome and Non-\nAligned states was signed in the hall.", "Non-"),
    ],
)
def test_a_word_that_is_divided_at_the_end_of_a_line_is_whole(text: str, word: str):
    assert word in _read(text)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("T\n\nhe council met in the hall.", "The council"),
        ("T   he council met in the hall.", "The council"),
        ("L\nes membres du conseil se sont réunis.", "Les membres"),
        ("A\nnother council met in the hall.", "Another council"),
        ("A\nnew quay was built. The new quay is long.", "A new quay"),
    ],
)
def test_a_drop_cap_stands_with_its_word(text: str, opening: str):
    assert opening in _read(f"{text}\nIt was late.\f")


def test_justified_lines_are_not_taken_for_tables():
    text = _read("the     council     met    in     the    old    hall    of     the    town\n\f")
    assert "the council met in the old hall of the town" in text


def test_a_text_without_form_feeds_keeps_its_lines():
    text = "Page 1 of 4\n\nT\n\nhe end"
    assert tidy(text) == text


def test_time_grows_with_the_length_of_a_printed_text_only():
    """Many rows of one sheet, and many sheets, end within the test's time."""
    assert _read("a b  " * 20 + "\n" + "x   y\n" * 20_000 + "\f")
    assert _read("a line of words\f" * 4_000)


@pytest.mark.parametrize(
    "text",
    [
        "gov-\nern-\n" * 5_000,  # a word that is divided at the end of every line
        "ab,cd-\n" * 5_000,  # a line that grows by the next
        "a" * 100_000 + "-\nword",
        "." + " " * 100_000 + "x",  # might be a page number, until its last character
    ],
)
def test_a_printed_text_of_endless_words_is_read_in_a_moment(text: str):
    started = time.process_time()
    assert _read(f"The council met in the hall.\n{text}\f")
    assert time.process_time() - started < 5, "it takes hours where time grows with the square"


def _pdf(lines: list[str]) -> bytes:
    """A PDF of one sheet, each line of which is set by itself."""
    shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in lines)
    stream = f"BT /F1 11 Tf 60 780 Td\n{shown}ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(
        b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    )
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def test_a_pdf_is_read_like_its_text(tmp_path):
    pytest.importorskip("pypdf", reason="the extra [pdf] is not installed")
    from indexer.sources import SourceFile, read, units

    lines = [
        "New breakwater for the harbour of Lindmar",
        "8 May 2021",
        "The harbour board has approved the plan for a new break-",
        "water after two years of argument over what it costs the town.",
    ]
    (tmp_path / "paper.pdf").write_bytes(_pdf(lines))
    [unit] = units(SourceFile(root=str(tmp_path), name="paper.pdf"))
    page = read(unit).page
    assert page is not None
    assert "a new breakwater after two years" in " ".join(page.text.split())


def test_the_title_of_the_first_sheet_is_no_line_of_the_text_on_the_second():
    first = [
        "نشرة وادي الحجر",
        "العدد الثاني - حزيران 2018",
        "",
        "افتتاح السوق الجديد في القرية",
        "",
    ]
    first += ["افتتح رئيس البلدية السوق الجديد في الطرف الجنوبي من القرية، وانتقل إليه"]
    second = ["نشرة وادي الحجر          العدد 2          حزيران 2018", "", "كل الباعة في يوم واحد."]
    text = _read("\n".join([*first, "", "    1", "\f" + "\n".join(second), ""]))
    assert "وانتقل إليه\nكل الباعة في يوم واحد." in text
