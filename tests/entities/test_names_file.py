"""The user's names file."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import pipeline
from indexer.entities import KnownNames, read_known_names
from indexer.report import Report
from search_index.errors import SettingError
from search_index.settings import Settings
from tests.entities.archive import names_of, story

YAML = """
persons:
  - name: Leila Haddadin
    aliases: [Captain L, ليلى حدادين]
organizations:
  - name: Northern Water Board (NWB)
    aliases: [the Board]
places:
  - Upper Quay
"""
CSV = """name,kind,aliases
Leila Haddadin,person,Captain L; ليلى حدادين
Northern Water Board (NWB),organization,the Board
Upper Quay,place,
"""
TEXT = "Captain L told the Board on Upper Quay that NWB boats leak."


def _read(tmp_path: Path, name: str, text: str | bytes) -> KnownNames:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_known_names(path)


@pytest.mark.parametrize(("name", "text"), [("names.yaml", YAML), ("names.csv", CSV)])
def test_names_and_aliases_of_the_file_win_over_all_rules(
    tmp_path: Path, name: str, text: str
) -> None:
    (found,) = names_of(story(TEXT), known=_read(tmp_path, name, text))
    assert found.persons == ("Leila Haddadin",)
    assert found.organizations == ("Northern Water Board (NWB)",)
    assert found.places == ("Upper Quay",)
    assert {reason.rule for reason in found.provenance} == {"names file"}


def test_an_alias_in_arabic_script_gives_the_canonical_name(tmp_path: Path) -> None:
    arabic = story("وصلت ليلى حدادين أمس.", language="ar")
    (found,) = names_of(arabic, known=_read(tmp_path, "names.yaml", YAML))
    assert found.persons == ("Leila Haddadin",)


RENAMED = {
    "names.yaml": """
organizations:
  - name: Tide Office (TO)
    predecessors: [FB, Quay Wardens]
  - name: Flood Board (FB)
""",
    "names.csv": """name,kind,predecessors
Tide Office (TO),organization,FB; Quay Wardens
Flood Board (FB),organization,
""",
}


@pytest.mark.parametrize("name", sorted(RENAMED))
def test_a_renamed_body_of_the_file_is_two_values_of_which_each_article_knows_the_other(
    tmp_path: Path, name: str
) -> None:
    known = _read(tmp_path, name, RENAMED[name])
    old = story("Boats of the Flood Board leak.")
    new = story("The Tide Office bought boats.")
    oldest = story("The Quay Wardens had none.")
    other = story("A guild met in Oslo.")
    found = [*names_of(old, new, oldest, other, known=known)]
    before = ("Flood Board (FB)", "Tide Office (TO)")
    long_before = ("Quay Wardens", "Tide Office (TO)")
    assert [one.organizations for one in found[:3]] == [
        (before[0],),
        (before[1],),
        ("Quay Wardens",),
    ]
    assert [one.renamings for one in found] == [
        (before,),
        (before, long_before),
        (long_before,),
        (),
    ]


def test_a_form_that_rules_find_joins_the_name_of_the_file(tmp_path: Path) -> None:
    (found,) = names_of(
        story("Dr. Layla Haddadin came. Dr. Haddadin left."),
        known=_read(tmp_path, "names.yaml", YAML),
    )
    assert found.persons == ("Leila Haddadin",)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "persons:\n"])
def test_an_empty_file_adds_no_names(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, "names.yml", text) == KnownNames()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("n.yaml", "persons:\n  - name: [a]\n", "line 2: the name must be text"),
        ("n.yaml", "persons:\n  - aliases: [a]\n", "line 2: the name is missing"),
        ("n.yaml", "people:\n  - A B\n", "line 1: 'people' is unknown"),
        ("n.yaml", "- A B\n", "line 1: write persons"),
        ("n.yaml", "persons: A B\n", "line 1: persons must hold a list"),
        ("n.yaml", "persons:\n  - name: A\n    alias: [B]\n", "line 3: 'alias' is unknown"),
        ("n.yaml", "persons:\n  - name: A\n    aliases: B\n", "line 3: aliases must be a list"),
        ("n.yaml", "persons:\n  - name: A\n    predecessors: [B]\n", "line 2: 'A' is no organiz"),
        (
            "n.yaml",
            "organizations:\n  - {name: A, predecessors: [B]}\n  - {name: B, predecessors: [A]}\n",
            "line 2: 'A' would come before itself",
        ),
        ("n.csv", "name,kind,predecessors\nA,organization,A\n", "line 2: 'A' would come before"),
        ("n.yaml", "persons: [A B\n", "no YAML"),
        ("n.yaml", "persons:\n  - A B\n  - A B\n", "line 3: 'A B' already stands for 'A B'"),
        ("n.csv", "who,what\n", "line 1: the first line must be"),
        ("n.csv", "name,kind\nA B,ship\n", "line 2: kind 'ship' is unknown"),
        ("n.csv", "name,kind\n,person\n", "line 2: the name is empty"),
        ("n.csv", "name,kind,aliases\nA,person,B,C\n", "line 2: 4 cells under 3 columns"),
        ("n.csv", 'name,kind\n"A"x,person\n', "line 2: .*quotation marks"),
        ("n.txt", "A B\n", "ends in neither"),
        ("n.yaml", b"persons:\n  - \xff\xfe\n", "not UTF-8 at byte 13"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_the_remedy(
    tmp_path: Path, name: str, text: str | bytes, message: str
) -> None:
    with pytest.raises(SettingError, match=message):
        _read(tmp_path, name, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"gone\.yaml cannot be read"):
        read_known_names(tmp_path / "gone.yaml")


def test_a_bad_file_stops_the_indexer_before_it_reads_a_page(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("people: []")
    (tmp_path / "page.txt").write_text("A story.\n\nMr. Omar Sabbagh came home.")
    settings = Settings.from_environment({}, entities=tmp_path / "names.yaml")
    report = Report()
    with pytest.raises(SettingError, match="line 1"):
        list(pipeline.dry_run([tmp_path / "page.txt"], settings, report=report))
    assert report.read == 0
