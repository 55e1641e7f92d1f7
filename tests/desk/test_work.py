"""The pages of the desk over an archive that the indexer has read."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

from search_app.desk.helper import helper
from tests.desk.working import Worker, buttons, hidden, waiting

FORGED = '"><script>alert(1)</script>'
pytestmark = pytest.mark.usefixtures("applied_here")


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
