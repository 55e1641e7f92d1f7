"""The pages of the desk over an archive that the indexer has read."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corrections import CorrectionsFile
from indexer.__main__ import main
from indexer.applying import apply
from quality import QualityStore
from search_app import create_app
from search_app.desk import processes
from search_app.desk.helper import helper
from search_app.desk.processes import AT_A_TIME
from search_app.desk.users import Users
from search_app.guard.gate import Gate
from search_app.guard.overload import WAITING_FOR_OTHERS
from search_index.settings import Settings
from tests.app.conftest import settings_for
from tests.archives import framed, story, write
from tests.desk.conftest import PASSWORDS, ROLES, log_in

FORGED = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive: dated pages, an undated one, one told nearly twice, a menu."""
    folder = tmp_path_factory.mktemp("archive")
    told = framed(3)
    pages = {
        **{f"{number}.txt": framed(number) for number in range(3)},
        "undated.txt": story(4),
        "told.txt": told,
        "again.txt": told.replace("Its head", "The head")
        .replace("days", "weeks")
        .replace("4", "5"),
        "menu.txt": "Home\n\nLog in\n\nCookies\n\n<b>Basket</b>\n",
    }
    write(folder / "pages", pages)
    command = [str(folder / "pages"), "--index-dir", str(folder / "index"), "--jobs", "1"]
    assert main([*command, "--quiet"]) == 1
    for name, role in ROLES.items():
        Users(folder / "index").put(name, role=role, password=PASSWORDS[name])
    return folder


class Worker:
    """Somebody at the desk, with the file of corrections of a test."""

    def __init__(self, archive: Path, corrections: Path, name: str) -> None:
        settings = settings_for(
            archive / "index", desk=True, source=archive / "pages", corrections=corrections
        )
        self.client: FlaskClient = create_app(settings).test_client()
        self.token = log_in(self.client, name)
        self.file = CorrectionsFile(corrections)

    def post(self, path: str, **values: object) -> tuple[int, str]:
        """Send a form; status, and where it leads or the text of the page."""
        answer = self.client.post(path, data={"csrf_token": self.token, **values})
        return answer.status_code, answer.location or answer.text

    def found(self, **parameters: str) -> list[str]:
        """What a search finds now."""
        hits = self.client.get("/api/v1/search", query_string=parameters).json["hits"]
        return [hit["id"] for hit in hits]

    def said(self) -> list[tuple[str, object]]:
        """What holds, in short."""
        return [(one.what, one.to) for one in self.file.read().active()]


def apply_here(settings: Settings) -> dict[str, object]:
    """What the process does that the server starts for it, without its start."""
    assert settings.corrections is not None
    return apply(settings, settings.corrections).to_json()


@pytest.fixture(autouse=True)
def _clean(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index as it was read; corrections come into it in this process."""
    settings = settings_for(archive / "index", corrections=tmp_path / "corrections.jsonl")
    apply_here(settings)
    monkeypatch.setattr("search_app.desk.showing.apply_corrections", lambda: apply_here(settings))
    monkeypatch.setattr("search_app.desk.showing._start", lambda who: True)


@pytest.fixture
def nadia(archive: Path, tmp_path: Path) -> Worker:
    return Worker(archive, tmp_path / "corrections.jsonl", "nadia")


def waiting(archive: Path, queue: str) -> list[str]:
    return [one.article for one in QualityStore(archive / "index").queues.doubts(queue)]


def hidden(text: str, name: str) -> str:
    found = re.search(f'name="{re.escape(name)}" value="([^"]*)"', text)
    assert found
    return html.unescape(found[1])


def buttons(text: str) -> list[dict[str, object]]:
    return [
        json.loads(html.unescape(one)) for one in re.findall('name="act" value="([^"]*)"', text)
    ]


def test_the_desk_shows_what_is_least_sure_in_three_languages(nadia: Worker) -> None:
    for lang, words in (("en", "Without a date"), ("fr", "Sans date"), ("ar", "بلا تاريخ")):
        page = nadia.client.get(f"/desk/?lang={lang}").text
        assert words in page
        assert "/desk/queue/undated?" in page
        assert "/desk/queue/alike?" in page
        assert "/desk/rejected" in page


def test_a_date_that_is_corrected_leaves_its_queue_and_is_undone_from_the_next_page(
    archive: Path, nadia: Worker
) -> None:
    (article,) = waiting(archive, "undated")
    page = nadia.client.get("/desk/queue/undated").text
    assert f"/desk/articles/{article}" in page
    given = {"before.date": hidden(page, "before.date"), "to.date": "2021-05-03", "why": "print"}
    status, onward = nadia.post(
        f"/desk/articles/{article}", **given, next="/desk/queue/undated?at=0"
    )
    assert (status, onward) == (303, "/desk/queue/undated?at=0")
    assert nadia.found(date_from="2021-05-03", date_to="2021-05-03", q="place4x1") == [article]
    (one,) = nadia.file.read().active()
    assert (one.what, one.before, one.to, one.who, one.why) == (
        *("date", None, "2021-05-03"),
        *("nadia", "print"),
    )
    assert one.article is not None
    assert (one.article.id, one.article.page) == (article, "undated.txt")
    after = nadia.client.get(onward).text
    assert "1 of 1 decided" in after
    assert "Nothing waits here." in after
    status, _ = nadia.post("/desk/undo", id=hidden(after, "id"))
    assert (status, nadia.said()) == (303, [])
    assert nadia.found(missing="date") == [article]
    assert "0 of 1 decided" in nadia.client.get("/desk/queue/undated").text


def test_the_indexer_shows_what_was_corrected_in_a_process_of_its_own(
    archive: Path, nadia: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    (article,) = waiting(archive, "undated")
    given = {"before.title": '"x"', "to.title": "Lanterns of the quay"}
    assert nadia.post(f"/desk/articles/{article}", **given)[0] == 303
    with nadia.client.application.app_context():
        helper().close()
    assert nadia.found(q="title:lanterns") == [article]


def test_while_the_index_is_written_a_correction_is_kept_and_said_to_show_later(
    archive: Path, nadia: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    (article,) = waiting(archive, "undated")
    error = {"error": "The index is being written by process 7."}
    monkeypatch.setattr("search_app.desk.showing.apply_corrections", lambda: error)
    given = {"before.date": "null", "to.date": "2021"}
    nadia.post(f"/desk/articles/{article}", **given, next="/desk/queue/undated")
    assert nadia.said() == [("date", "2021")]
    assert "It shows after the next run" in nadia.client.get("/desk/queue/undated").text


def test_a_date_starts_no_run_where_the_index_is_of_other_rules(
    archive: Path, nadia: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    (article,) = waiting(archive, "undated")
    started: list[str] = []
    waits = {"articles": 0, "waits_for_a_run": "the index is of other rules than those of today"}
    monkeypatch.setattr("search_app.desk.showing.apply_corrections", lambda: waits)
    monkeypatch.setattr("search_app.desk.showing._start", lambda who: not started.append(who))
    nadia.post(f"/desk/articles/{article}", **{"before.date": "null", "to.date": "2021"})
    assert started == []
    line = {"what": "line", "article": article, "line": "Menu", "to": "removed"}
    nadia.post("/desk/act", act=json.dumps(line), next="/desk/queue/undated")
    assert started == ["nadia"]
    assert "after the run that was started" in nadia.client.get("/desk/queue/undated").text


def test_what_is_no_article_is_found_no_more_until_that_is_undone(
    archive: Path, nadia: Worker
) -> None:
    (article,) = waiting(archive, "undated")
    page = nadia.client.get("/desk/queue/undated").text
    (act,) = buttons(page)
    assert nadia.post("/desk/act", act=json.dumps(act))[0] == 303
    assert nadia.found(q="place4x1") == []
    (one,) = nadia.file.read().active()
    assert nadia.post("/desk/undo", id=one.id)[0] == 303
    assert nadia.found(q="place4x1") == [article]


def test_what_is_right_is_accepted_and_waits_no_longer(archive: Path, nadia: Worker) -> None:
    (article,) = waiting(archive, "undated")
    given = {"before.date": "null", "to.date": "", "accept": "date"}
    assert nadia.post(f"/desk/articles/{article}", **given)[0] == 303
    assert nadia.said() == [("date", None)]
    assert "1 of 1 decided" in nadia.client.get("/desk/queue/undated").text


def test_a_second_curators_change_is_a_409_that_shows_both(archive: Path, nadia: Worker) -> None:
    (article,) = waiting(archive, "undated")
    seen = {"before.date": "null"}
    nadia.post(f"/desk/articles/{article}", **seen, **{"to.date": "2021-05-03"})
    status, page = nadia.post(
        f"/desk/articles/{article}", **seen, **{"to.date": "2020-01-01"}, next="/desk/?lang=fr"
    )
    assert status == 409
    assert "2021-05-03" in page
    assert "2020-01-01" in page
    assert nadia.said() == [("date", "2021-05-03")]
    (act,) = buttons(page)
    assert nadia.post("/desk/act", act=json.dumps(act)) == (303, "/desk/")
    assert nadia.said() == [("date", "2020-01-01")]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"before.date": "null", "to.date": "2021-02-30"}, "a day that does not exist"),
        ({"before.date": "null", "to.date": "yesterday"}, "is not a date"),
        ({"before.date": "{", "to.date": "2021"}, "Not as a page of the desk sends it"),
        ({"before.language": '"en"', "to.language": FORGED}, "is not a language"),
        ({"before.title": '"a"', "to.title": "x" * 2000}, "2,000 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    archive: Path, nadia: Worker, given: dict[str, str], words: str
) -> None:
    (article,) = waiting(archive, "undated")
    status, page = nadia.post(f"/desk/articles/{article}", **given)
    assert status == 400
    assert words in html.unescape(page)
    assert "<script>alert" not in page
    assert nadia.said() == []


def test_every_correction_is_listed_with_what_became_of_it_and_exported(
    archive: Path, nadia: Worker
) -> None:
    (article,) = waiting(archive, "undated")
    nadia.post(f"/desk/articles/{article}", **{"before.tags": "[]", "to.tags": "sea\nsalt"})
    nadia.post(f"/desk/articles/{article}", **{"before.date": "null", "to.date": "2020"})
    last = list(nadia.file.read().active())[-1]
    nadia.post("/desk/undo", id=last.id)
    page = nadia.client.get("/desk/corrections").text
    assert page.index("2020") < page.index("sea, salt")
    assert page.count('class="gone"') == 1
    assert hidden(page, "id") != last.id
    lines = nadia.client.get("/desk/corrections.jsonl").text.splitlines()
    assert [json.loads(line).get("what", "undo") for line in lines] == ["tags", "date", "undo"]
    assert nadia.found(tag="salt") == [article]
    only = nadia.client.get("/desk/corrections?only=orphans").text
    assert "Nothing of this kind was corrected." in only


def test_a_correction_that_finds_its_article_no_more_is_listed_with_the_reason(
    nadia: Worker,
) -> None:
    gone = {"id": "0" * 16, "page": "gone.txt", "title": "Gone", "text": "aa"}
    line = {"id": "o1", "what": "date", "article": gone, "from": None, "to": "2020"}
    nadia.file.add_lines(json.dumps(line).encode())
    merge = {"what": "merge", "kind": "person", "name": "I. Calder", "to": "Ines Calder"}
    assert nadia.post("/desk/name", **merge)[0] == 303
    only = nadia.client.get("/desk/corrections?only=orphans").text
    assert "no article has its text" in only
    assert "Ines Calder" not in only


def test_an_article_is_said_to_tell_what_another_one_tells_by_its_address(
    archive: Path, nadia: Worker
) -> None:
    (article,) = waiting(archive, "undated")
    (other,) = nadia.found(q="place1x1")
    address = f"https://archive.example/articles/{other}?q=x"
    given = {"what": "duplicate", "article": article, "other": address}
    assert nadia.post("/desk/name", **given)[0] == 303
    assert nadia.client.get(f"/api/v1/articles/{article}").json["duplicate_of"] == other
    assert nadia.post("/desk/name", **{**given, "other": "nothing"})[0] == 404


@pytest.mark.parametrize("act", ["", "[]", "7", "[1]", "{}", '{"what": "undo"}', '{"undo": "x"}'])
def test_an_action_that_no_page_sends_is_refused(nadia: Worker, act: str) -> None:
    assert nadia.post("/desk/act", act=act)[0] == 400
    assert nadia.said() == []


def test_a_reader_sees_every_page_and_changes_nothing(archive: Path, tmp_path: Path) -> None:
    omar = Worker(archive, tmp_path / "corrections.jsonl", "omar")
    (article,) = waiting(archive, "undated")
    paths = ("/desk/", "/desk/queue/undated", f"/desk/articles/{article}", "/desk/rejected")
    for path in (*paths, "/desk/names"):
        page = omar.client.get(path)
        assert (path, page.status_code) == (path, 200)
        assert "/desk/act" not in page.text
    given = {"before.date": "null", "to.date": "2021-05-03"}
    act = json.dumps({"what": "is_article", "article": article, "to": False})
    for path, values in (
        (f"/desk/articles/{article}", given),
        ("/desk/act", {"act": act}),
        ("/desk/name", {"what": "name", "kind": "person", "name": "A B", "to": "rejected"}),
        ("/desk/undo", {"id": "x"}),
        ("/desk/apart", {"kind": "person", "one": "A", "other": "B"}),
    ):
        status, page = omar.post(path, **values)
        assert (path, status) == (path, 403)
        assert "Only a curator may do this." in page
    assert omar.said() == []


def test_two_stories_are_shown_side_by_side_and_decided(archive: Path, nadia: Worker) -> None:
    assert len(waiting(archive, "alike")) == 1
    page = nadia.client.get("/desk/queue/alike").text
    same, different = buttons(page)
    assert (same["to"], different["to"]) == (True, False)
    assert page.count('class="told"') == 2
    assert nadia.post("/desk/act", act=json.dumps(different))[0] == 303
    assert nadia.said() == [("duplicate", False)]
    assert "1 of 1 decided" in nadia.client.get("/desk/queue/alike").text


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
