"""What people corrected is in the index after every run, and is undone with its correction."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corrections import read_orphans, reference_of, to_json
from search_index import open_engine
from search_index.model.query import Query
from tests.archives import write
from tests.corrections.archive import BIRDS, FERRY, LOOMS, Archive
from tests.engines.opensearch import settings_for


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.run()
    return archive


def why(article, field):
    return [(p.rule, p.value, p.words) for p in article.provenance if p.field == field]


FIELDS = {
    "title": "The Petrel is back",
    "event_date": "2020-03-03",
    "language": "fr",
    "outlet": "The Salt Islander",
    "authors": ("Ada Quay", "Jo Pier"),
    "section": "Shipping",
    "tags": ("ferries", "to check"),
    "note": "The printed page has a picture.\nBox 12.",
}


def test_corrected_fields_are_in_the_index_with_their_provenance_and_can_be_undone(archive):
    before = archive.of("ferry.txt")
    done = [archive.correct("ferry.txt", what, to) for what, to in FIELDS.items()]
    report = archive.run()
    after = archive.of("ferry.txt")
    assert (report.read, report.corrected, after.id) == (0, 1, before.id)
    assert {what: getattr(after, what) for what in FIELDS} == FIELDS
    for what in FIELDS:
        read = getattr(before, what) or ""
        assert [(rule, words) for rule, _, words in why(after, what)] == [
            ("corrected by a person", read)
        ]
    for correction in done:
        archive.file.undo(correction.id)
    archive.run()
    assert archive.of("ferry.txt") == before


def test_a_corrected_date_is_searched_with_its_precision(archive):
    archive.correct("ferry.txt", "date", "1999-12")
    archive.run()
    article = archive.of("ferry.txt")
    found = (article.date, article.date_precision, article.date_source, article.date_confidence)
    assert found == ("1999-12", "month", "corrected", 1.0)
    assert archive.find(Query(date_to="2000")) == ["ferry.txt"]
    assert archive.find(Query(include={"year": ("1999",)})) == ["ferry.txt"]
    archive.correct("ferry.txt", "date", None)
    archive.run()
    assert archive.find(Query(missing_date=True)) == ["ferry.txt"]


def test_a_corrected_title_is_searched_and_its_names_are_found(archive):
    archive.correct("looms.txt", "title", "Looms of Dr. Edda Quillfeather")
    archive.run()
    assert archive.find(Query(text="title:quillfeather")) == ["looms.txt"]
    assert archive.find(Query(text="title:flooded")) == []
    assert "Edda Quillfeather" in archive.of("looms.txt").persons


def test_tags_are_facets_to_filter_by(archive):
    archive.correct("ferry.txt", "tags", ("Sea", "to check"))
    archive.correct("birds.txt", "tags", ("Sea",))
    archive.run()
    assert archive.find(Query(include={"tag": ("sea",)})) == ["birds.txt", "ferry.txt"]
    assert archive.find(Query(text='tag:"to check"')) == ["ferry.txt"]
    assert archive.find(Query(exclude={"tag": ("to check",)})) == ["birds.txt", "looms.txt"]


def test_what_is_no_article_is_found_no_more_and_comes_back_when_that_is_undone(archive):
    before = archive.articles()
    done = archive.correct("looms.txt", "is_article", False)
    report = archive.run()
    assert report.articles == 2
    assert archive.find(Query()) == ["birds.txt", "ferry.txt"]
    assert archive.run(full=True).articles == 2
    archive.file.undo(done.id)
    archive.run()
    assert archive.articles() == before


def test_a_run_notices_corrections_reads_no_page_for_them_and_writes_nothing_twice(archive):
    archive.correct("looms.txt", "section", "Crafts")
    engine = open_engine(archive.settings)
    before = engine.committed()
    assert archive.run().read == 0
    assert engine.committed() != before
    before = engine.committed()
    archive.run()
    assert engine.committed() == before


def test_a_full_run_an_incremental_one_and_another_machine_give_the_same(archive, tmp_path):
    archive.correct("looms.txt", "title", "Looms")
    archive.correct("birds.txt", "date", "2022")
    archive.everywhere("merge", "person", "Ines Calder", "Agnes Calder")
    archive.correct("ferry.txt", "is_article", False)
    archive.run()
    found = archive.articles()
    archive.run(full=True)
    assert archive.articles() == found
    elsewhere = Archive(tmp_path / "elsewhere")
    elsewhere.file.add_lines(archive.file.path.read_bytes())
    elsewhere.run()
    assert elsewhere.articles() == found


def test_the_same_is_in_an_index_of_opensearch(archive, tmp_path):
    archive.correct("looms.txt", "title", "Looms")
    archive.correct("birds.txt", "date", "2022")
    archive.correct("ferry.txt", "tags", ("Sea", "to check"))
    archive.everywhere("merge", "person", "Ines Calder", "Agnes Calder")
    archive.run()
    other = Archive(tmp_path / "other", settings_for("opensearch", tmp_path / "cluster"))
    other.run()
    other.file.add_lines(archive.file.path.read_bytes())
    other.run()
    assert other.articles() == archive.articles()
    assert other.find(Query(include={"tag": ("to check",)})) == ["ferry.txt"]
    assert other.find(Query(text="tag:sea title:ferry")) == ["ferry.txt"]


def test_duplicates_are_what_people_say(archive):
    done = archive.correct(
        "looms.txt", "duplicate", True, other=reference_of(archive.of("birds.txt"))
    )
    archive.run()
    assert archive.of("looms.txt").duplicate_of == archive.of("birds.txt").id
    assert archive.find(Query()) == ["birds.txt", "ferry.txt"]
    archive.file.undo(done.id)
    archive.run()
    assert archive.of("looms.txt").duplicate_of is None
    (archive.pages / "copy.txt").write_text(FERRY, "utf-8")
    archive.run()
    assert archive.of("ferry.txt").duplicate_of == archive.of("copy.txt").id
    archive.correct("ferry.txt", "duplicate", False)
    archive.run()
    assert archive.of("ferry.txt").duplicate_of is None
    assert archive.of("copy.txt").duplicate_of is None


def test_of_duplicates_the_one_that_a_person_dated_survives(archive):
    (archive.pages / "copy.txt").write_text(FERRY, "utf-8")
    archive.run()
    assert archive.of("ferry.txt").duplicate_of == archive.of("copy.txt").id
    archive.correct("ferry.txt", "date", "2020-03-05")
    archive.run()
    assert archive.of("copy.txt").duplicate_of == archive.of("ferry.txt").id


def test_a_name_is_added_rejected_and_of_another_kind_in_one_article(archive):
    name = {"kind": "person", "name": "Ines Calder"}
    archive.correct("looms.txt", "name", "rejected", **name)
    archive.correct("birds.txt", "kind", "organization", **name)
    archive.correct("looms.txt", "name", "added", kind="organization", name="Quill Street")
    archive.run()
    looms, birds = archive.of("looms.txt"), archive.of("birds.txt")
    assert "Ines Calder" not in looms.persons
    assert "Ines Calder" in birds.organizations
    assert "Ines Calder" not in birds.persons
    assert "Quill Street" in looms.organizations
    [form] = [form for form in looms.forms if form.kind == "organization"]
    assert [looms.body[a:b] for a, b in form.offsets] == ["Quill Street"]
    assert archive.find(Query(include={"organization": ("Quill Street",)})) == ["looms.txt"]
    assert ("corrected by a person", "Quill Street", "") in why(looms, "organizations")


def test_a_name_is_merged_shown_and_rejected_everywhere(archive):
    archive.everywhere("merge", "person", "Ines Calder", "Agnes Calder")
    archive.everywhere("shown", "person", "Agnes Calder", "Agnes I. Calder")
    archive.everywhere("name", "person", "Tomas Brill", "rejected")
    archive.run()
    for page in ("looms.txt", "birds.txt"):
        assert "Agnes I. Calder" in archive.of(page).persons
    pages = archive.find(Query(include={"person": ("Agnes I. Calder",)}))
    assert pages == ["birds.txt", "looms.txt"]
    for gone in ("Ines Calder", "Agnes Calder", "Tomas Brill"):
        assert archive.find(Query(include={"person": (gone,)})) == []
    reasons = why(archive.of("looms.txt"), "persons")
    assert any(rule == "corrected by a person" for rule, _, _ in reasons)


def test_a_person_whose_two_forms_are_two_persons_is_parted(archive):
    text = (
        LOOMS.replace("Ines Calder", "I. Calder").replace("nine", "eleven").replace("June", "July")
    )
    (archive.pages / "other.txt").write_text(text, "utf-8")
    archive.run()
    [name] = {n for n in archive.of("other.txt").persons if "Calder" in n}
    archive.everywhere("part", "person", name, "Ivo Calder", form="I. Calder")
    archive.run()
    assert "Ivo Calder" in archive.of("other.txt").persons
    assert name not in archive.of("other.txt").persons
    assert "Ines Calder" in archive.of("looms.txt").persons


def test_a_name_is_added_everywhere_it_stands(archive):
    archive.everywhere("name", "organization", "Quill Street", "added")
    (archive.pages / "more.txt").write_text(
        BIRDS.replace("old pumping station", "house of Quill Street").replace("Seventy", "Sixty"),
        "utf-8",
    )
    archive.run()
    for page in ("looms.txt", "more.txt"):
        assert "Quill Street" in archive.of(page).organizations
    assert "Quill Street" not in archive.of("ferry.txt").organizations


def test_a_correction_finds_its_article_in_a_renamed_dump_that_gained_a_story(archive):
    archive.correct("ferry.txt", "section", "Shipping")
    archive.correct("looms.txt", "section", "Crafts")
    before = archive.of("ferry.txt").id
    newer = LOOMS.replace("Weavers Lend", "Potters Lend").replace("looms", "wheels")
    (archive.pages / "ferry.txt").unlink()
    (archive.pages / "2020-ferry.txt").write_text(newer + "\n" + FERRY, "utf-8")
    for full in (False, True):
        archive.run(full=full)
        found = {a.title: (a.section, a.id) for a in archive.articles().values()}
        assert found["Ferry to the Salt Islands Sails Again"] == ("Shipping", before)
        assert [title for title, (section, _) in found.items() if section == "Crafts"] == [
            "Weavers Lend Looms to Flooded Villages"
        ]
    assert read_orphans(archive.settings.index_dir) == ()


def test_a_correction_whose_article_is_gone_is_orphaned_until_it_is_back(archive):
    done = archive.correct("ferry.txt", "section", "Shipping")
    title, _, body = FERRY.partition("4 March 2020")
    (archive.pages / "ferry.txt").write_text(
        f"{title}5 April 2021{body.replace(body.strip(), BIRDS.partition('2022')[2].strip())}",
        "utf-8",
    )
    assert archive.run().orphaned == 1
    [orphan] = read_orphans(archive.settings.index_dir)
    assert orphan.id == done.id
    assert all(article.section is None for article in archive.articles().values())
    (archive.pages / "back.txt").write_text(FERRY, "utf-8")
    archive.run()
    assert read_orphans(archive.settings.index_dir) == ()
    assert archive.of("back.txt").section == "Shipping"


def test_a_line_by_hand_may_name_its_article_by_title_and_page_alone(archive):
    title = "Ferry to the Salt Islands Sails Again"
    with archive.file.path.open("w") as file:
        for article in ({"title": title}, {"title": "No such title", "page": "ferry.txt"}):
            line = {"what": "section", "article": article, "to": "Shipping"}
            file.write(json.dumps(line) + "\n")
    assert archive.run().orphaned == 1
    assert archive.of("ferry.txt").section == "Shipping"


def test_of_two_copies_only_the_one_that_was_meant_is_corrected(archive):
    (archive.pages / "copy.txt").write_text(FERRY, "utf-8")
    archive.run()
    archive.correct("copy.txt", "section", "Shipping")
    archive.run()
    assert (archive.of("copy.txt").section, archive.of("ferry.txt").section) == ("Shipping", None)


def test_lines_that_are_wrong_are_named_in_the_summary_and_the_rest_is_applied(archive):
    archive.correct("ferry.txt", "section", "Shipping")
    with archive.file.path.open("a") as file:
        file.write(json.dumps({"what": "date", "article": "abc", "to": "2020-02-30"}) + "\n")
    report = archive.run()
    assert archive.of("ferry.txt").section == "Shipping"
    assert [(name, reason[:7]) for name, reason in report.notices] == [
        (str(archive.file.path), "line 2:")
    ]


def test_the_file_of_corrections_is_no_page(archive):
    archive.correct("ferry.txt", "section", "Shipping")
    report = archive.run()
    assert (report.rejected, report.read, report.articles) == ([], 0, 3)


def test_corrections_of_another_archive_among_the_pages_are_passed_over_and_named(archive):
    done = archive.correct("ferry.txt", "section", "Shipping")
    line = f"# exported\n{json.dumps(to_json(done))}\n"
    page = {"title": "Corrections of last week", "text": LOOMS.replace("Quill", "Cedar")}
    write(
        archive.pages,
        {
            "other/corrections.jsonl": line,
            "column/corrections.jsonl": json.dumps(page) + "\n",
        },
    )
    report = archive.run()
    notices = dict(report.notices)
    assert [*notices] == ["other/corrections.jsonl"]
    assert "holds corrections and no pages" in notices["other/corrections.jsonl"]
    assert report.rejected == []
    assert sorted(one.source.page.partition("#")[0] for one in archive.articles().values()) == [
        "birds.txt",
        "column/corrections.jsonl",
        "ferry.txt",
        "looms.txt",
    ]
