"""Two stories, and pages as they were dumped, as the desk shows them."""

from __future__ import annotations

import html
import json
import re
import subprocess
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer.dumped import dumped
from search_app import create_app
from search_app.desk import processes, sides
from search_app.desk.dumps import Dump, Line
from search_app.desk.processes import AT_A_TIME
from search_app.guard.gate import Gate
from search_app.guard.overload import WAITING_FOR_OTHERS
from tests.app.conftest import ARTICLES, settings_for
from tests.desk.conftest import log_in
from tests.desk.working import Worker, buttons, hidden, waiting

FORGED = '"><script>alert(1)</script>'
pytestmark = pytest.mark.usefixtures("applied_here")


def test_two_stories_are_shown_side_by_side_and_decided(archive: Path, nadia: Worker) -> None:
    assert len(waiting(archive, "alike")) == 1
    page = nadia.client.get("/desk/queue/alike").text
    same, different = buttons(page)
    assert (same["to"], different["to"]) == (True, False)
    assert page.count('class="told"') == 2
    assert nadia.post("/desk/act", act=json.dumps(different))[0] == 303
    assert nadia.said() == [("duplicate", False)]
    assert "1 of 1 decided" in nadia.client.get("/desk/queue/alike").text


def test_both_pages_of_two_stories_are_on_one_screen_with_what_only_one_has_marked(
    archive: Path, nadia: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(archive / "index", source=archive / "pages")

    def read_here(_: str, *which: str) -> subprocess.CompletedProcess[bytes]:
        ids = [one.removeprefix("--article=") for one in which]
        pages = [asdict(dumped(settings, article=one)) for one in ids]
        return subprocess.CompletedProcess([], 0, json.dumps(pages).encode(), b"")

    monkeypatch.setattr("search_app.desk.dumps.run_module", read_here)
    page = nadia.client.get("/desk/queue/alike?dumps=on").text
    assert page.count('class="dumped"') == 2
    marked = re.findall("<mark>(.*?)</mark>", page)
    assert any(line.startswith("Its head") for line in marked)
    assert any(line.startswith("The head") for line in marked)
    same, different = buttons(page)
    assert (same["to"], different["to"]) == (True, False)
    assert "dumps=on" in hidden(page, "next")


def test_lines_that_have_the_name_are_marked_in_any_script_and_a_page_that_is_gone_is_none(
    archive: Path, nadia: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("قالت الدكتورة ليلى حداد، مديرة المرفأ.", "Mme Léa d’Aubigné a parlé.", "Aubignéa")
    lines = tuple(Line(text=text, part="body", article="a", reason="", nth=1) for text in texts)
    dump = Dump(name="a.txt", url=None, reason=None, lines=lines, more=0, text="")
    monkeypatch.setattr(sides, "dumps_of", lambda ids: [dump, dump, None])
    article = ARTICLES[0]
    named = [("ليلى حداد", article), ("Aubigné", article), ("Bo", article)]
    assert [one.marked for one in sides.names(named)] == [{0}, {1}, set()]


def test_a_page_is_shown_as_it_was_dumped_next_to_what_was_read_of_it(
    archive: Path, nadia: Worker
) -> None:
    (article,) = waiting(archive, "undated")
    page = nadia.client.get(f"/desk/page?article={article}").text
    assert 'class="title"' in page
    acts = buttons(page)
    remove = next(act for act in acts if act["to"] == "removed")
    assert remove["article"] == article
    assert str(remove["line"]) in html.unescape(page)
    assert nadia.post("/desk/act", act=json.dumps(remove))[0] == 303
    assert nadia.said() == [("line", "removed")]


def test_a_rejected_page_is_listed_with_its_reason_and_taken_as_an_article(nadia: Worker) -> None:
    listed = nadia.client.get("/desk/rejected").text
    assert "menu.txt" in listed
    page = nadia.client.get("/desk/page?name=menu.txt").text
    assert "&lt;b&gt;Basket&lt;/b&gt;" in page
    (act,) = [one for one in buttons(page) if one["what"] == "take"]
    assert nadia.post("/desk/act", act=json.dumps(act))[0] == 303
    assert nadia.said() == [("take", True)]
    assert "taken" in nadia.client.get("/desk/rejected").text


def test_what_waits_for_the_indexer_takes_no_place_of_a_search(
    archive: Path, tmp_path: Path
) -> None:
    gate = Gate(running=1)
    settings = settings_for(archive / "index", desk=True, corrections=tmp_path / "c.jsonl")
    app = create_app(settings, gate=gate)
    rules = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert rules >= WAITING_FOR_OTHERS
    client = app.test_client()
    token = log_in(client, "nadia")
    assert gate.enter()
    assert client.get("/desk/names").status_code == 503
    assert client.post("/desk/act", data={"csrf_token": token, "act": "[]"}).status_code == 400


def test_only_a_few_wait_for_the_indexer_at_a_time(
    nadia: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_app.desk.processes.MOST_SECONDS", 0.01)
    for _ in range(AT_A_TIME):
        processes.places.acquire()
    try:
        answer = nadia.client.get("/desk/page?name=menu.txt")
    finally:
        for _ in range(AT_A_TIME):
            processes.places.release()
    assert (answer.status_code, answer.json["type"]) == (503, "urn:clippings:problem:desk-busy")


@pytest.mark.parametrize("name", ["--help", FORGED])
def test_a_page_that_nobody_read_is_not_found(nadia: Worker, name: str) -> None:
    answer = nadia.client.get(f"/desk/page?name={quote(name)}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "root:" not in answer.text


def test_a_name_is_merged_added_and_kept_apart(archive: Path, nadia: Worker) -> None:
    (article,) = waiting(archive, "undated")
    merge = {"what": "merge", "kind": "person", "name": "I. Calder", "to": "Ines Calder"}
    assert nadia.post("/desk/name", **merge)[0] == 303
    add = {"what": "name", "article": article, "kind": "place", "name": "Elm Quay", "to": "added"}
    assert nadia.post("/desk/name", **add)[0] == 303
    assert nadia.said() == [("merge", "Ines Calder"), ("name", "added")]
    circle = {**merge, "name": "Ines Calder", "to": "I. Calder"}
    status, page = nadia.post("/desk/name", **circle)
    assert (status, "circle" in page) == (400, True)
    apart = {"kind": "person", "one": "Bo Ek", "other": "Bo Eck"}
    assert nadia.post("/desk/apart", **apart)[0] == 303
    assert nadia.post("/desk/apart", kind="ship", one="a", other="b")[0] == 400


def test_an_article_goes_on_in_one_of_another_page(archive: Path, nadia: Worker) -> None:
    first, other = (nadia.found(q=f"place{number}x3")[0] for number in (1, 2))
    address = f"https://archive.example.org/articles/{other}"
    given = {"what": "join", "article": first, "other": address}
    assert nadia.post("/desk/name", **given)[0] == 303
    assert nadia.found(q="place1x3 place2x3") == [first]
    assert "goes on in" in nadia.client.get(f"/api/v1/articles/{first}").text
    # It is none of its own now, so that nothing can be decided of its lines.
    assert buttons(nadia.client.get(f"/desk/page?article={other}").text) == []
