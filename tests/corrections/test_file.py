"""The file of corrections: what is written stays, and what is wrong in it is named by its line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corrections import (
    ArticleRef,
    Conflict,
    Correction,
    CorrectionRefused,
    CorrectionsFile,
    UnknownCorrection,
    corrections_path,
)
from corrections.file import parse, read_line
from search_index.engines.checks import without_check
from search_index.settings import Settings

HARBOUR = ArticleRef(id="00ff00ff00ff00ff", page="a.txt", title="Harbour reopens", text="aa11")


def title(to: str, before: str = "Harbour reopens", **more: str) -> Correction:
    return Correction(what="title", article=HARBOUR, before=before, to=to, **more)


def merge(name: str, to: str) -> Correction:
    return Correction(what="merge", kind="person", name=name, to=to)


@pytest.fixture
def file(tmp_path: Path) -> CorrectionsFile:
    return CorrectionsFile(tmp_path / "corrections.jsonl")


def test_where_nothing_was_corrected_nothing_holds_and_no_file_is_made(file):
    assert not file.read()
    assert not file.path.exists()


def test_a_correction_is_one_line_that_a_person_can_read(file):
    file.add(title("The harbour reopens", who="ann", why="the page says so"))
    [line] = file.path.read_text("utf-8").splitlines()
    values = json.loads(line)
    wanted = ["id", "what", "article", "from", "to", "who", "when", "why", "check"]
    assert list(values) == wanted
    assert (values["from"], values["to"]) == ("Harbour reopens", "The harbour reopens")
    assert values["article"]["title"] == "Harbour reopens"


def test_the_last_correction_of_a_field_holds_and_undoing_it_gives_the_one_before(file):
    first = file.add(title("Port reopens"))
    second = file.add(title("The port reopens", "Port reopens"))
    assert [c.to for c in file.read().active()] == ["The port reopens"]
    file.undo(second.id, who="ben")
    assert [c.to for c in file.read().active()] == ["Port reopens"]
    file.undo(first.id)
    assert not file.read()
    assert len(file.path.read_text("utf-8").splitlines()) == 4


def test_a_change_to_what_another_curator_has_changed_is_refused_and_shows_both(file):
    file.add(title("Port reopens", who="ann"))
    with pytest.raises(Conflict) as caught:
        file.add(title("Harbour opens", who="ben"))
    assert (caught.value.current, caught.value.given.to) == ("Port reopens", "Harbour opens")
    assert caught.value.holds is not None
    assert caught.value.holds.who == "ann"
    assert len(file.path.read_text("utf-8").splitlines()) == 1
    file.add(title("Harbour opens", "Port reopens", who="ben"))


def test_what_was_undone_since_is_a_conflict_too(file):
    done = file.add(title("Port reopens"))
    file.undo(done.id)
    with pytest.raises(Conflict) as caught:
        file.add(title("Quay reopens", "Port reopens"))
    assert (caught.value.current, caught.value.holds) == ("Harbour reopens", None)


def test_a_line_by_hand_without_a_from_does_not_say_what_was_read(file):
    article = {"id": HARBOUR.id, "text": HARBOUR.text}
    line = {"id": "1", "what": "title", "article": article, "to": "Port reopens"}
    file.path.write_text(json.dumps(line) + "\n", "utf-8")
    [exported] = file.export()
    assert without_check(json.loads(exported)) == line
    with pytest.raises(Conflict):
        file.add(title("Quay reopens"))
    file.undo("1")
    file.add(title("Quay reopens"))


def test_none_and_an_empty_list_are_the_same_to_who_saw_nothing(file):
    tags = Correction(what="tags", article=HARBOUR, before=None, to=("Sea",))
    file.undo(file.add(tags).id)
    file.add(Correction(what="tags", article=HARBOUR, before=(), to=("Port",)))


def test_of_two_curators_at_the_same_instant_one_is_refused(file):
    refused = []

    def correct(to: str) -> None:
        try:
            CorrectionsFile(file.path).add(title(to))
        except Conflict as conflict:
            refused.append(conflict)

    threads = [threading.Thread(target=correct, args=(f"Title {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert len(file.path.read_bytes().splitlines()) == 1


def test_undoing_what_is_not_there_or_was_undone_is_refused(file):
    done = file.add(title("Port reopens"))
    file.undo(done.id)
    with pytest.raises(UnknownCorrection, match="undone already"):
        file.undo(done.id)
    with pytest.raises(UnknownCorrection, match="no correction"):
        file.undo("feed")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"what": "titel", "to": "x"}, 'what "titel" is unknown'),
        ({"colour": "red"}, '"colour" is unknown'),
        ({"what": "date", "to": "2023-02-29"}, "is a day that does not exist"),
        ({"what": "date", "to": "1 May 2023"}, "is not a date"),
        ({"what": "event_date", "to": 20230501}, "is not a date"),
        ({"what": "language", "to": "English"}, "is not a language"),
        ({"what": "authors", "to": "Ann Lee"}, "is not a list"),
        ({"what": "tags", "to": ["ok", ""]}, "is empty"),
        ({"what": "is_article", "to": "no"}, "is not true or false"),
        ({"what": "duplicate", "to": True}, "other is missing"),
        ({"what": "title", "to": "a\u001bb"}, "control character"),
        ({"what": "title", "to": None}, "to is null"),
        ({"what": "title", "article": None, "to": "x"}, "article is missing"),
        ({"what": "title", "article": {"page": "a"}, "to": "x"}, "neither id nor text nor title"),
        ({"what": "title"}, "to is missing"),
        ({"what": "line", "to": "kept"}, "line is missing"),
        ({"what": "title", "to": "x", "kind": "person"}, "kind does not fit title"),
        ({"undo": "none"}, "no correction of that id above"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_rest_is_applied(values, message):
    article = {} if "undo" in values else {"article": {"id": "ab", "text": "cd"}}
    if "colour" in values:
        values = {**values, "what": "title", "to": "x"}
    good = {"id": "1", "what": "title", "article": {"id": "ab"}, "to": "Good"}
    lines = ["# by hand", json.dumps(good), json.dumps(article | values), "", "{half", "[1]"]
    found = parse("\n".join(lines).encode())
    assert [correction.to for correction in found.active()] == ["Good"]
    assert [problem.line for problem in found.problems] == [3, 5, 6]
    assert message in found.problems[0].message


def test_a_merge_that_would_go_round_in_a_circle_is_named_and_the_rest_is_applied(file):
    lines = [
        {"what": "merge", "kind": "person", "name": name, "to": to}
        for name, to in (("Ana", "Anna"), ("Anna", "Hanna"), ("Hanna", "Ana"), ("Jo", "Joe"))
    ]
    found = parse("\n".join(map(json.dumps, lines)).encode())
    assert [problem.line for problem in found.problems] == [3]
    assert "Hanna > Ana > Anna > Hanna" in found.problems[0].message
    assert [correction.name for correction in found.active()] == ["Ana", "Anna", "Jo"]
    file.add(merge("Ana", "Anna"))
    with pytest.raises(CorrectionRefused, match="circle"):
        file.add(merge("Anna", "Ana"))


def test_a_correction_that_the_file_could_not_hold_is_refused_before_it_is_written(file):
    with pytest.raises(CorrectionRefused, match="does not exist"):
        file.add(Correction(what="date", article=HARBOUR, to="2023-02-30"))
    assert not file.read()


def test_a_line_that_a_killed_writer_has_cut_off_is_kept_as_a_comment(file):
    file.add(title("Port reopens"))
    whole = file.path.read_bytes()
    file.path.write_bytes(whole + whole[:40])
    assert [problem.line for problem in file.read().problems] == [2]
    file.add(title("The port reopens", "Port reopens"))
    found = file.read()
    assert ([c.to for c in found.active()], found.problems) == (["The port reopens"], ())
    assert b"# cut off: " in file.path.read_bytes()


def test_a_last_line_without_a_line_end_stays_whole(file):
    file.add(title("Port reopens"))
    file.path.write_bytes(file.path.read_bytes().rstrip(b"\n"))
    done = file.add(title("The port reopens", "Port reopens"))
    assert done.number == 2
    assert [line.number for line in file.read().lines] == [1, 2]


def test_what_was_acknowledged_outlives_a_writer_that_is_killed(file):
    code = (
        "import sys\nfrom pathlib import Path\nfrom corrections import *\n"
        "file = CorrectionsFile(Path(sys.argv[1]))\n"
        "for n in range(100000):\n"
        "    article = ArticleRef(id=f'{n:x}', text='ab', title='t' * 900)\n"
        "    note = Correction(what='note', article=article, to='n' * 9000)\n"
        "    print(file.add(note).id, flush=True)\n"
    )
    command = [sys.executable, "-c", code, str(file.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip().decode() for _ in range(8)]
        os.kill(writer.pid, signal.SIGKILL)
        said += [line.decode() for line in writer.stdout.read().split()]
    file.add(title("Port reopens"))
    found = file.read()
    assert found.problems == ()
    assert {*said} <= {line.id for line in found.lines}


def test_lines_of_another_file_are_added_once_and_wrong_ones_are_named(file, tmp_path):
    file.add(title("Port reopens"))
    other = CorrectionsFile(tmp_path / "other.jsonl")
    done = other.add(merge("Ana", "Anna"))
    other.undo(done.id)
    other.add(merge("Jo", "Joe"))
    data = other.path.read_bytes() + b'{"what": "merge"}\n'
    first, second = file.add_lines(data), file.add_lines(data)
    assert (len(first.added), first.known, [p.line for p in first.problems]) == (3, 0, [4])
    assert (len(second.added), second.known) == (0, 3)
    assert [c.to for c in file.read().active()] == ["Port reopens", "Joe"]
    assert b"".join(file.export()) == file.path.read_bytes()


def test_the_file_stands_next_to_the_pages_unless_the_setting_names_another(tmp_path):
    settings = Settings(source=tmp_path)
    assert corrections_path(settings) == tmp_path / "corrections.jsonl"
    assert corrections_path(settings, [Path("x.txt")]) == Path("corrections.jsonl")
    named = Settings(source=tmp_path, corrections="/srv/c.jsonl")
    assert corrections_path(named) == Path("/srv/c.jsonl")


def test_a_file_that_grew_is_as_if_it_were_read_from_the_beginning(file, tmp_path, monkeypatch):
    article = {"id": "a1", "text": "ab12", "title": "Le bac est rouvert"}
    rows = [
        {"id": "1", "what": "section", "article": article, "to": "الموانئ"},
        {"id": "2", "what": "date", "article": article, "to": "2021-02-30"},
        {"id": "3", "what": "merge", "kind": "person", "name": "Inès Brel", "to": "I. Brel"},
        {"id": "4", "what": "merge", "kind": "person", "name": "I. Brel", "to": "Inès Brel"},
        {"id": "5", "undo": "1"},
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    read = []
    monkeypatch.setattr(
        "corrections.file.read_line",
        lambda text, **more: read.append(text) or read_line(text, **more),
    )
    for number in range(1, len(lines) + 1):
        file.path.write_text("\n".join(lines[:number]) + "\n", "utf-8")
        found = file.read()
        assert found == parse(file.path.read_bytes())
    assert [problem.line for problem in found.problems] == [2, 4]
    read.clear()
    with file.path.open("a") as more:
        more.write(lines[0].replace('"1"', '"6"') + "\n")
    assert len(file.read().lines) == len(found.lines) + 1
    assert len([text for text in read if text]) == 1
    file.path.write_text("\n".join(lines[3:]) + "\n", "utf-8")
    assert file.read() == parse(file.path.read_bytes())
