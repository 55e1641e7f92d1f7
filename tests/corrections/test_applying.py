"""A correction is in the index right away, and the run that follows finds it as it should be."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from clippings_search.command_line import main as clippings
from corrections import Correction, PageRef, read_orphans, reference_of
from indexer.__main__ import main
from indexer.applying import apply
from search_index import open_engine
from search_index.engines.lock import WriteLock
from search_index.errors import IndexLocked
from search_index.model.query import Query
from tests.corrections.archive import FERRY, LOOMS, Archive
from tests.engines.opensearch import settings_for


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.run()
    return archive


def applied(archive: Archive) -> int:
    return apply(archive.settings, archive.file.path).articles


def test_what_is_applied_is_what_the_next_run_would_give_and_so_is_what_is_undone(archive):
    before = archive.articles()
    done = [
        archive.correct("ferry.txt", "section", "Shipping"),
        archive.correct("ferry.txt", "date", "1999"),
        archive.correct("looms.txt", "tags", ("crafts",)),
        archive.correct("looms.txt", "name", "rejected", kind="person", name="Ines Calder"),
        archive.everywhere("merge", "person", "Tomas Brill", "Thomas Brill"),
        archive.correct("birds.txt", "note", "Box 12"),
    ]
    assert applied(archive) == 3
    found = archive.articles()
    assert archive.find(Query(include={"tag": ("crafts",)})) == ["looms.txt"]
    assert archive.find(Query(include={"person": ("Thomas Brill",)})) == ["birds.txt", "ferry.txt"]
    report = archive.run()
    assert (report.read, archive.articles()) == (0, found)
    for correction in done:
        archive.file.undo(correction.id)
    assert applied(archive) == 3
    assert archive.articles() == before
    archive.run()
    assert archive.articles() == before


def test_what_is_no_article_goes_at_once_and_comes_back_at_once(archive):
    before = archive.articles()
    done = archive.correct("ferry.txt", "is_article", False)
    assert applied(archive) == 1
    assert archive.find(Query()) == ["birds.txt", "looms.txt"]
    archive.run(full=True)
    archive.file.undo(done.id)
    assert applied(archive) == 1
    assert archive.articles() == before


def test_nothing_is_written_where_nothing_changed(archive):
    archive.correct("ferry.txt", "section", "Shipping")
    assert applied(archive) == 1
    snapshot = open_engine(archive.settings).committed()
    assert applied(archive) == 0
    archive.run()
    assert applied(archive) == 0
    assert open_engine(archive.settings).committed() == snapshot


def test_what_finds_no_article_is_orphaned_at_once(archive):
    archive.correct("ferry.txt", "section", "Shipping")
    text = archive.file.path.read_text("utf-8").replace('"text": "', '"text": "0')
    text = text.replace('"id": "', '"id": "0').replace('"page": "', '"page": "0')
    text = re.sub(', "check": "[0-9a-f]*"', "", text)
    archive.file.path.write_text(text.replace('"title": "', '"title": "0'), "utf-8")
    done = apply(archive.settings, archive.file.path)
    assert (done.articles, len(done.orphans)) == (0, 1)
    assert read_orphans(archive.settings.index_dir) == done.orphans


def test_it_waits_for_nobody_who_writes(archive):
    archive.correct("ferry.txt", "section", "Shipping")
    lock = WriteLock(archive.settings.index_dir / "pages")
    try:
        with pytest.raises(IndexLocked):
            applied(archive)
    finally:
        lock.release()
    assert applied(archive) == 1


def test_after_a_run_that_stopped_in_between_it_leaves_the_index_alone(archive):
    archive.correct("ferry.txt", "section", "Shipping")
    with open_engine(archive.settings).writer() as writer:
        writer.delete("0")
        writer.add(archive.of("looms.txt"))
    done = apply(archive.settings, archive.file.path)
    assert (done.articles, done.waits) == (0, "the index is of other rules than those of today")


def test_it_is_applied_on_opensearch_too(tmp_path):
    archive = Archive(tmp_path, settings_for("opensearch", tmp_path / "cluster"))
    archive.run()
    archive.correct("ferry.txt", "tags", ("crafts",))
    archive.everywhere("merge", "person", "Tomas Brill", "Thomas Brill")
    assert applied(archive) == 2
    assert archive.find(Query(include={"tag": ("crafts",)})) == ["ferry.txt"]
    assert archive.find(Query(include={"person": ("Thomas Brill",)})) == ["birds.txt", "ferry.txt"]
    found = archive.articles()
    assert archive.run().read == 0
    assert archive.articles() == found


def test_the_command_line_does_all_that_can_be_done_with_the_file(archive, capsys, tmp_path):
    def call(action: str) -> tuple[int, str, str]:
        place = [str(archive.pages), "--index-dir", str(archive.settings.index_dir)]
        status = main([*place, "--corrections", action])
        said = capsys.readouterr()
        return status, said.out, said.err

    done = archive.correct("ferry.txt", "section", "Shipping", why="printed edition")
    assert call("apply")[0] == 0
    assert archive.of("ferry.txt").section == "Shipping"
    status, out, _ = call("list")
    assert (status, out.split("  ")[2:]) == (
        0,
        ["section", "Ferry to the Salt Islands Sails Again", "(none) → Shipping\n"],
    )
    assert call(f"export={tmp_path / 'all.jsonl'}")[0] == 0
    assert (tmp_path / "all.jsonl").read_bytes() == archive.file.path.read_bytes()
    assert call("export")[1].encode() == archive.file.path.read_bytes()
    more = {"what": "note", "article": json.loads(out_of(archive))["article"], "to": "Box 12"}
    lines = [json.dumps(more), json.dumps({**more, "what": "date"})]
    (tmp_path / "more.jsonl").write_text("\n".join(lines), "utf-8")
    status, _, said = call(f"import={tmp_path / 'more.jsonl'}")
    assert status == 1
    assert 'more.jsonl, line 2: to "Box 12" is not a date' in said
    assert call("check")[0] == 0
    with archive.file.path.open("a") as file:
        file.write("{}\n")
    status, _, said = call("check")
    assert status == 1
    assert "corrections.jsonl, line 3: what null is unknown" in said
    assert call(f"undo={done.id}")[0] == 0
    assert call(f"undo={done.id}")[0] == 2
    assert call("sing")[0] == 2
    assert call("import")[0] == 2


def test_a_line_that_is_taken_out_is_gone_when_the_command_has_ended(archive):
    line = archive.of("ferry.txt").body.split("\n\n")[1]
    archive.correct("ferry.txt", "line", "removed", line=line)
    place = [str(archive.pages), "--index-dir", str(archive.settings.index_dir)]
    assert main([*place, "--quiet", "--corrections", "apply"]) == 0
    assert line not in archive.of("ferry.txt").body


def same_by_runs(archive: Archive) -> bool:
    """Whether a run, and one over everything, leave the index as it was applied."""
    found = archive.articles()
    snapshot = open_engine(archive.settings).committed()
    assert archive.run().read == 0
    assert open_engine(archive.settings).committed() == snapshot
    archive.run(full=True)
    return archive.articles() == found


def test_lines_and_stories_are_as_corrected_at_once_without_a_run(archive):
    menu = "Home\n\nLatest articles\n\nShare this article on all networks\n\nContact us\n"
    (archive.pages / "menu.txt").write_text(menu, "utf-8")
    two = FERRY + "\n" + LOOMS.replace("Weavers", "Spinners").replace("nine looms", "ten wheels")
    (archive.pages / "two.txt").write_text(two, "utf-8")
    archive.run()
    before = archive.articles()
    ferry, spinners = (
        next(a for a in before.values() if a.source.page == "two.txt" and a.title.startswith(word))
        for word in ("Ferry", "Spinners")
    )
    line = archive.of("looms.txt").body.split("\n\n")[1]
    half = archive.of("birds.txt").body.split("\n\n")[1]
    join = Correction(
        what="join", article=reference_of(ferry), other=reference_of(spinners), to=True
    )
    done = [
        archive.correct("looms.txt", "line", "removed", line=line),
        archive.correct("birds.txt", "split", True, line=half),
        archive.correct("birds.txt", "section", "Nature"),
        archive.file.add(Correction(what="take", page=PageRef(name="menu.txt"), to=True)),
        archive.file.add(join),
    ]
    assert apply(archive.settings, archive.file.path).waits is None
    found = archive.articles()
    assert archive.find(Query(text='"Share this article"')) == ["menu.txt"]
    assert line not in archive.of("looms.txt").body
    assert sorted(a.body for a in found.values() if a.source.page == "birds.txt")[0] == half
    assert found[ferry.id].body.endswith(spinners.body)
    assert spinners.id not in found
    assert same_by_runs(archive)
    for correction in done:
        archive.file.undo(correction.id)
    assert apply(archive.settings, archive.file.path).waits is None
    assert archive.articles() == before
    assert same_by_runs(archive)


def test_the_group_of_what_is_no_article_any_more_is_right_at_once(archive):
    (archive.pages / "again.txt").write_text(FERRY, "utf-8")
    archive.run()
    [copy] = [a for a in archive.articles().values() if a.duplicate_of]
    [best] = [a for a in archive.articles().values() if a.id == copy.duplicate_of]
    done = archive.correct(best.source.page, "is_article", False)
    assert applied(archive) == 2
    assert archive.of(copy.source.page).duplicate_of is None
    assert same_by_runs(archive)
    archive.file.undo(done.id)
    archive.correct(copy.source.page, "date", "2020-03-05")
    applied(archive)
    assert archive.of(best.source.page).duplicate_of == copy.id
    assert same_by_runs(archive)


def test_the_names_of_a_corrected_title_are_found_at_once(archive):
    before = archive.articles()
    done = archive.correct("looms.txt", "title", "Looms of Dr. Agnes Torvald")
    applied(archive)
    assert archive.find(Query(include={"person": ("Agnes Torvald",)})) == ["looms.txt"]
    assert same_by_runs(archive)
    archive.file.undo(done.id)
    applied(archive)
    assert archive.articles() == before


def test_a_page_that_has_changed_since_is_left_to_a_run(archive):
    line = archive.of("ferry.txt").body.split("\n\n")[1]
    archive.correct("ferry.txt", "line", "removed", line=line)
    path = archive.pages / "ferry.txt"
    path.write_text(path.read_text("utf-8").replace("Tuesday", "Monday"), "utf-8")
    assert apply(archive.settings, archive.file.path).waits is not None
    assert "Tuesday" in archive.of("ferry.txt").body
    archive.run()
    assert "Monday" in archive.of("ferry.txt").body
    assert line not in archive.of("ferry.txt").body


def test_the_command_clippings_says_what_found_its_article_no_more(archive, capsys):
    place = ["--source", str(archive.pages), "--index-dir", str(archive.settings.index_dir)]
    done = archive.correct("ferry.txt", "section", "الملاحة")
    (archive.pages / "ferry.txt").unlink()
    archive.run()
    assert clippings(["corrections", "orphaned", *place]) == 0
    said = capsys.readouterr().out
    assert said.startswith(done.id)
    assert "no article has its text" in said
    assert clippings(["corrections", "orphaned", "--json", *place]) == 0
    assert json.loads(capsys.readouterr().out)["to"] == "الملاحة"
    assert clippings(["corrections", "undo", done.id, *place, "--quiet"]) == 0
    assert clippings(["corrections", "check", *place]) == 0
    assert "0 corrections hold" in capsys.readouterr().err
    assert clippings(["corrections", "export", *place]) == 0
    assert capsys.readouterr().out.encode() == archive.file.path.read_bytes()


def out_of(archive: Archive) -> str:
    return archive.file.path.read_text("utf-8").splitlines()[0]
