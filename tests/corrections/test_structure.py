"""Lines, joins, splits and taken pages: the page is studied anew as people say it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from corrections import Correction, PageRef, read_orphans, reference_of
from search_index.model.query import Query
from tests.corrections.archive import FERRY, LOOMS, Archive

ENGINE = (
    "Its captain, Mr. Tomas Brill, said that the engine had been rebuilt by apprentices of "
    "the yard at Port Lumen."
)
LOOMS_TITLE = "Weavers Lend Looms to Flooded Villages"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.run()
    return archive


def test_a_line_that_a_person_took_out_is_in_the_body_no_more_and_comes_back(archive):
    before = archive.articles()
    done = archive.correct("ferry.txt", "line", "removed", line=ENGINE)
    report = archive.run()
    ferry = archive.of("ferry.txt")
    assert (report.read, report.orphaned) == (0, 0)
    assert "apprentices" not in ferry.body
    assert dict(zip(ferry.removed, ferry.removed_reasons, strict=True))[ENGINE] == (
        "taken out by a person"
    )
    assert "Tomas Brill" not in ferry.persons
    assert [p.rule for p in ferry.provenance if p.field == "body"] == ["corrected by a person"]
    assert archive.find(Query(text="apprentices")) == []
    archive.run(full=True)
    assert archive.of("ferry.txt") == ferry
    archive.file.undo(done.id)
    archive.run()
    assert archive.articles() == before


def test_a_lost_line_is_put_back_where_it_stood(archive):
    link = "    Read also: Ferry prices for islanders\n\n"
    text = FERRY.replace("    Its captain", f"{link}    Its captain")
    (archive.pages / "ferry.txt").write_text(text, "utf-8")
    archive.run()
    assert "Ferry prices" not in archive.of("ferry.txt").body
    archive.correct("ferry.txt", "line", "kept", line="Read also: Ferry prices for islanders")
    archive.run()
    assert archive.of("ferry.txt").body.split("\n\n")[1:] == [
        "Read also: Ferry prices for islanders",
        ENGINE,
    ]


def test_two_articles_of_a_page_are_joined_and_one_is_parted(archive):
    (archive.pages / "looms.txt").unlink()
    (archive.pages / "ferry.txt").write_text(FERRY + "\n" + LOOMS, "utf-8")
    archive.run()
    ferry, looms = (
        next(a for a in archive.articles().values() if a.title.startswith(word))
        for word in ("Ferry", "Weavers")
    )
    join = Correction(what="join", article=reference_of(ferry), other=reference_of(looms), to=True)
    done = archive.file.add(join)
    archive.run()
    joined = archive.of("ferry.txt")
    assert (joined.id, joined.title, joined.date) == (ferry.id, ferry.title, ferry.date)
    assert joined.body == f"{ferry.body}\n\n{LOOMS_TITLE}\n\n{looms.body}"
    split = archive.correct("ferry.txt", "split", True, line=LOOMS_TITLE)
    archive.run()
    titles = {a.title: a.body for a in archive.articles().values() if a.source.page == "ferry.txt"}
    assert titles == {ferry.title: ferry.body, LOOMS_TITLE: looms.body}
    archive.file.undo(split.id)
    archive.file.undo(done.id)
    archive.run()
    assert {a.id for a in archive.articles().values()} >= {ferry.id, looms.id}


def test_a_part_that_was_split_off_is_corrected_until_the_split_is_undone(archive):
    done = archive.correct("ferry.txt", "split", True, line=ENGINE)
    archive.run()
    [part] = [a for a in archive.articles().values() if a.body == ENGINE]
    section = archive.file.add(Correction(what="section", article=reference_of(part), to="Yards"))
    archive.run()
    [part] = [a for a in archive.articles().values() if a.body == ENGINE]
    assert part.section == "Yards"
    archive.file.undo(done.id)
    assert archive.run().orphaned == 1
    assert [one.id for one in read_orphans(archive.settings.index_dir)] == [section.id]


def test_a_rejected_page_is_taken_as_an_article(archive):
    lines = ["Home", "Latest articles", "Share this article on all networks", "Contact us"]
    (archive.pages / "menu.txt").write_text("\n\n".join(lines), "utf-8")
    assert [name for name, _ in archive.run().rejected] == ["menu.txt"]
    done = archive.file.add(Correction(what="take", page=PageRef(name="menu.txt"), to=True))
    report = archive.run()
    assert (report.rejected, report.articles) == ([], 4)
    assert "Share this article" in archive.of("menu.txt").body
    archive.file.undo(done.id)
    assert [name for name, _ in archive.run().rejected] == ["menu.txt"]
    part = Correction(
        what="take", page=PageRef(name="menu.txt"), to=True, line=lines[1], last=lines[2]
    )
    archive.file.add(part, force=True)
    archive.run()
    menu = archive.of("menu.txt")
    assert (menu.title, menu.body) == (lines[1], lines[2])


def test_lines_and_splits_outlive_the_renaming_of_their_dump(archive):
    archive.correct("ferry.txt", "line", "removed", line=ENGINE)
    archive.correct("looms.txt", "section", "Crafts")
    archive.run()
    (archive.pages / "ferry.txt").rename(archive.pages / "again.txt")
    for full in (False, True):
        assert archive.run(full=full).orphaned == 0
        assert "apprentices" not in archive.of("again.txt").body


def test_a_line_that_is_there_no_more_is_orphaned_and_nothing_else_is_taken_out(archive):
    before = archive.articles()
    done = archive.correct("ferry.txt", "line", "removed", line="No line of this page.")
    assert archive.run().orphaned == 1
    assert [one.id for one in read_orphans(archive.settings.index_dir)] == [done.id]
    assert archive.articles() == before
