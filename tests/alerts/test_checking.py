"""What is new in the archive is found for a saved search once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alerts.adding import add_search, remove_search
from alerts.checking import check, learn_pages
from alerts.errors import AlertsUnusable, BadAlert
from alerts.ledger import Ledger
from alerts.searches import Searches
from search_index import open_engine
from search_index.settings import Settings
from tests.alerts.conftest import WORDS, Archive, article


def saved(archive: Archive, name: str = "Ferry", **more: Any) -> str:
    query = more.pop("query", {"q": "ferry"})
    given = {"name": name, "query": query, **more}
    return add_search(archive.settings, given, pages=archive.digests).id


def found(archive: Archive, alert: str = "ferry") -> list[str]:
    """The titles that the last checks found for a search, the newest first."""
    with Ledger(archive.settings.index_dir / "alerts") as ledger:
        return [each.item.title for each in ledger.found(alert)]


def run(archive: Archive) -> dict[str, int]:
    return dict(check(archive.settings, pages=archive.digests).found)


def test_a_search_finds_what_is_new_from_then_on_and_each_article_once(archive: Archive) -> None:
    saved(archive)
    assert run(archive) == {}
    archive.put(article(3, "New ferry"), article(4, "New garden", "Roses."))
    assert run(archive) == {"ferry": 1}
    assert found(archive) == ["New ferry"]
    assert run(archive) == {}
    archive.put(article(5, "Garden again", "Tulips."))
    assert run(archive) == {}
    assert found(archive) == ["New ferry"]


def test_a_search_saved_later_does_not_find_what_others_were_told(archive: Archive) -> None:
    saved(archive)
    archive.put(article(3, "New ferry"))
    saved(archive, "Ferry too")
    archive.put(article(4, "Newer ferry", "The ferry is late."))
    assert run(archive) == {"ferry": 1, "ferry-too": 1}
    assert found(archive) == ["Newer ferry", "New ferry"]
    assert found(archive, "ferry-too") == ["Newer ferry"]


def test_a_full_rebuild_finds_nothing_new(archive: Archive) -> None:
    saved(archive)
    archive.put(article(3, "New ferry"))
    assert run(archive) == {"ferry": 1}
    old = (article(1, "Old ferry news"), article(2, "Old garden news"), article(3, "New ferry"))
    archive.put(*old, full=True)
    assert run(archive) == {}
    archive.put(*old, article(4, "Newest ferry", "A ferry for cars."), full=True)
    assert run(archive) == {"ferry": 1}


def test_an_article_whose_page_was_renamed_is_not_new(archive: Archive) -> None:
    saved(archive)
    moved = article(91, "Old ferry news", article(1, "Old ferry news").body, page="moved.txt")
    archive.put(moved, article(2, "Old garden news"), full=True)
    assert run(archive) == {}


def test_an_old_page_that_is_read_otherwise_has_nothing_new(archive: Archive) -> None:
    saved(archive)
    read_again = article(92, "Ferry news", "Now without its first words: the ferry.", page="1.txt")
    archive.put(read_again, article(2, "Old garden news"), full=True)
    assert run(archive) == {}
    archive.pages["1.txt"] = "other bytes"
    archive.put(article(93, "Ferry on a page that changed", "A ferry.", page="1.txt"))
    assert run(archive) == {"ferry": 1}


def test_pages_that_were_there_when_nobody_could_name_them_are_learned(archive: Archive) -> None:
    add_search(archive.settings, {"name": "Ferry", "query": {"q": "ferry"}})
    snapshot = open_engine(archive.settings).committed()
    learn_pages(archive.settings, archive.digests, snapshot=snapshot)
    archive.put(article(92, "Ferry news", "Read otherwise: the ferry.", page="1.txt"), full=True)
    assert run(archive) == {}


def test_what_a_run_left_that_was_killed_before_its_check_is_found_by_the_next(
    archive: Archive,
) -> None:
    add_search(archive.settings, {"name": "Ferry", "query": {"q": "ferry"}})
    archive.put(article(3, "New ferry"))
    snapshot = open_engine(archive.settings).committed()
    learn_pages(archive.settings, archive.digests, snapshot=snapshot)
    assert run(archive) == {"ferry": 1}


def test_a_near_duplicate_of_what_was_there_is_not_new(archive: Archive) -> None:
    saved(archive)
    old = article(1, "Old ferry news")
    archive.put(
        article(3, "Old ferry news", f"{old.body} Reported by others.", duplicate_of=old.id)
    )
    assert run(archive) == {}


def test_nor_is_one_that_tells_it_better(archive: Archive) -> None:
    saved(archive)
    better = article(3, "Old ferry news", article(1, "Old ferry news").body + " And more.")
    archive.put(better, article(1, "Old ferry news", duplicate_of=better.id))
    assert run(archive) == {}


def test_of_near_duplicates_that_come_together_the_best_is_found(archive: Archive) -> None:
    saved(archive)
    best = article(5, "Ferry sinks", f"A ferry sank. {WORDS} and nobody was hurt")
    archive.put(
        article(4, "Ferry sinks, copy", f"A ferry sank. {WORDS}", duplicate_of=best.id), best
    )
    assert run(archive) == {"ferry": 1}
    assert found(archive) == ["Ferry sinks"]
    archive.put(article(6, "Third", f"A ferry sank. {WORDS} and so", duplicate_of=best.id))
    assert run(archive) == {}


PARAMETERS: tuple[tuple[dict[str, Any], int], ...] = (
    ({}, 3),
    ({"q": "ferries"}, 1),
    ({"q": '"new ferry"'}, 1),
    ({"q": "new -garden"}, 2),
    ({"q": "title:garden OR title:ferry"}, 2),
    ({"language": "fr"}, 1),
    ({"language": ["fr", "ar"], "q": "nouveau"}, 1),
    ({"person": "Ann Lee", "date_from": "2024"}, 1),
    ({"person_all": ["Ann Lee", "Bo Chan"]}, 0),
    ({"exclude_language": "fr"}, 2),
    ({"missing": "date"}, 2),
)


def test_its_parameters_mean_what_they_do_in_a_search(archive: Archive) -> None:
    wanted = {
        saved(archive, f"It {place}", query=query): number
        for place, (query, number) in enumerate(PARAMETERS)
    }
    archive.put(
        article(3, "New ferry", "A new one.", persons=("Ann Lee",), date="2024-05-06"),
        article(4, "New garden", "A new one for all."),
        article(5, "Le nouveau bac", "Il est nouveau, new.", language="fr"),
    )
    assert run(archive) == {alert: number for alert, number in wanted.items() if number}


def test_before_there_is_an_index_all_of_the_first_run_counts_as_old(tmp_path: Path) -> None:
    archive = Archive(Settings(index_dir=tmp_path / "none"))
    saved(archive)
    archive.put(article(1, "Ferry"))
    assert run(archive) == {}
    archive.put(article(2, "Second ferry", "It is a ferry."))
    assert run(archive) == {"ferry": 1}


def test_a_search_that_cannot_be_used_is_named_and_the_others_go_on(archive: Archive) -> None:
    saved(archive)
    path = archive.settings.index_dir / "alerts" / "alerts.json"
    file = json.loads(path.read_text())
    file["alerts"] += [
        {"id": "broken", "name": "Broken", "query": {"date_from": "2024-13", "colour": "red"}},
        {"id": "silent", "name": "Silent", "query": {"q": "()"}},
        "nonsense",
    ]
    path.write_text(json.dumps(file))
    archive.put(article(3, "New ferry"))
    checked = check(archive.settings, pages=archive.digests)
    assert checked.found == (("ferry", 1),)
    messages = {problem.alert: problem.message for problem in checked.problems}
    assert set(messages) == {"broken", "silent", "entry 4"}
    assert "date_from" in messages["broken"]
    assert "colour" in messages["broken"]
    assert remove_search(archive.settings, "broken")
    assert len(json.loads(path.read_text())["alerts"]) == 3


def test_a_file_that_is_no_json_is_an_error_that_says_so(archive: Archive) -> None:
    saved(archive)
    (archive.settings.index_dir / "alerts" / "alerts.json").write_text("{")
    with pytest.raises(AlertsUnusable, match=r"alerts\.json is not JSON"):
        check(archive.settings)


def test_what_was_found_is_forgotten_with_its_search(archive: Archive) -> None:
    saved(archive)
    archive.put(article(3, "New ferry"))
    run(archive)
    assert remove_search(archive.settings, "ferry")
    assert found(archive) == []
    assert not remove_search(archive.settings, "ferry")
    assert saved(archive) == "ferry"
    assert run(archive) == {}


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "x", "query": {"q": "a", "seite": "1", "match": "some"}}, {"seite", "match"}),
        ({"name": "x", "query": {"year": 2020}}, {"year"}),
        ({"name": "x", "webhook": {"url": "ftp://a.example/"}}, {"webhook.url"}),
        ({"name": "x", "webhook": {"url": "https://a:b@a.example/"}}, {"webhook.url"}),
        (
            {"name": "x", "webhook": {"url": "https://a.example/", "secret": "x"}},
            {"webhook.secret"},
        ),
        ({"name": "x", "mail": {"to": "ann@example.org\r\nBcc: b@example.org"}}, {"mail.to"}),
        ({"name": "x", "mail": {"to": "ann@example.org", "every": "hour"}}, {"mail.every"}),
        ({"name": "x", "mail": {"to": "ann@example.org"}}, {"mail"}),
        ({"name": "x", "shoe": 1}, {"shoe"}),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_saved(
    archive: Archive, given: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(BadAlert) as error:
        add_search(archive.settings, given)
    assert {field for field, _ in error.value.errors} == fields
    assert not Searches(archive.settings.index_dir).exist()


def test_names_of_all_scripts_get_ids_of_their_own(archive: Archive) -> None:
    names = ("Prix du blé / eau", "مياه", "水", "Prix du blé: eau")
    assert [saved(archive, name) for name in names] == [
        "prix-du-ble-eau",
        "alert",
        "alert-2",
        "prix-du-ble-eau-2",
    ]


def test_only_its_owner_can_read_the_file(archive: Archive) -> None:
    saved(archive)
    folder = archive.settings.index_dir / "alerts"
    Searches(archive.settings.index_dir).key()
    for name in ("alerts.json", "ledger.sqlite", "key"):
        assert (folder / name).stat().st_mode & 0o077 == 0, name
