"""Saved searches at the desk."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from alerts.ledger import Item, Ledger, Message
from alerts.searches import Searches
from search_app.desk.users import Users
from tests.app.conftest import ARTICLES, write
from tests.desk.conftest import PASSWORDS, ROLES, MakeDesk, log_in

SMTP = {
    "smtp_host": "mail.example",
    "smtp_from": "a@b.example",
    "site_url": "https://archive.example",
}


class Worker:
    """Somebody at the desk over an index of their own."""

    def __init__(self, folder: Path, make: MakeDesk, name: str) -> None:
        write(folder, ARTICLES[:1])
        for user, role in ROLES.items():
            Users(folder).put(user, role=role, password=PASSWORDS[user])
        self.folder = folder
        self.client: FlaskClient = make(folder, **SMTP).test_client()
        self.token = log_in(self.client, name)

    def save(self, **given: str) -> tuple[int, str]:
        """Send the form; status and text."""
        answer = self.client.post("/desk/alerts", data={"csrf_token": self.token, **given})
        return answer.status_code, html.unescape(answer.text)

    def saved(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The names of what is saved, and what is searched for."""
        return {one.name: dict(one.parameters) for one in Searches(self.folder).load().searches}


@pytest.fixture
def nadia(tmp_path: Path, make_desk: MakeDesk) -> Worker:
    return Worker(tmp_path, make_desk, "nadia")


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("harbour museum", {"q": ("harbour museum",)}),
        ("https://archive.example/?q=oasis&place=Tunis", {"q": ("oasis",), "place": ("Tunis",)}),
        ("language=fr&place=Tunis", {"language": ("fr",), "place": ("Tunis",)}),
        ("", {}),
    ],
)
def test_words_or_the_address_of_a_search_are_saved(
    nadia: Worker, query: str, parameters: dict[str, tuple[str, ...]]
) -> None:
    assert nadia.save(name="Watch", query=query)[0] == 303
    assert nadia.saved() == {"Watch": parameters}
    assert "Watch" in nadia.client.get("/desk/alerts?lang=ar").text


def test_mail_goes_to_each_line_and_the_secret_of_a_webhook_is_shown_once(nadia: Worker) -> None:
    given = {"name": "<b>", "mail": "ann@example.org\r\nbo@example.org\r\n", "every": "day"}
    assert nadia.save(**given)[0] == 303
    (search,) = Searches(nadia.folder).load().searches
    assert search.mail is not None
    assert (search.mail.to, search.mail.every) == (("ann@example.org", "bo@example.org"), "day")
    status, text = nadia.save(name="Hook", webhook="https://hooks.example/news")
    (secret,) = re.findall(r"whsec_[\w+/=]+", text)
    assert status == 201
    page = nadia.client.get("/desk/alerts").text
    assert secret not in page
    assert "&lt;b&gt;" in page
    assert "https://hooks.example/news" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "name"),
        ({"name": "x", "query": "date_from=never"}, "date_from"),
        ({"name": "x", "webhook": "http://127.0.0.1/"}, "webhook"),
        ({"name": "x", "mail": "nobody"}, "mail"),
    ],
)
def test_what_cannot_be_saved_is_said_and_the_form_keeps_what_was_typed(
    nadia: Worker, given: dict[str, str], words: str
) -> None:
    status, text = nadia.save(**given)
    assert status == 400
    assert words in text.split('role="alert"')[1]
    for value in given.values():
        assert value in text
    assert nadia.saved() == {}


def test_the_outbox_says_what_waits_and_what_did_not_arrive(nadia: Worker) -> None:
    nadia.save(name="Drought")
    item = Item(id="a1", title="Wells run dry", excerpt="…", language="en")
    with Ledger(nadia.folder / "alerts") as ledger, ledger.changing():
        ledger.put_found("drought", "s", item, at=1_700_000_000)
        ledger.post(
            Message(
                id="m1",
                alert="drought",
                channel="mail",
                target="ann@example.org",
                items=(item,),
                created=1_700_000_000,
                due=1_700_000_060,
                attempts=2,
                error="450 try later",
            )
        )
    page = nadia.client.get("/desk/alerts").text
    for words in ("Wells run dry", "ann@example.org", "450 try later", "2023-11-14 22:14"):
        assert words in page


def test_a_search_is_removed_with_what_waits_for_it(nadia: Worker) -> None:
    nadia.save(name="Drought")
    forged = nadia.client.post("/desk/alerts/drought/remove")
    assert (forged.status_code, list(nadia.saved())) == (403, ["Drought"])
    given = {"csrf_token": nadia.token}
    assert nadia.client.post("/desk/alerts/drought/remove", data=given).status_code == 303
    assert nadia.saved() == {}
    assert nadia.client.post("/desk/alerts/drought/remove", data=given).status_code == 404


def test_a_reader_sees_no_addresses_and_saves_nothing(tmp_path: Path, make_desk: MakeDesk) -> None:
    omar = Worker(tmp_path, make_desk, "omar")
    assert "/desk/alerts" not in omar.client.get("/desk/").text
    assert omar.client.get("/desk/alerts").status_code == 403
    assert omar.save(name="x")[0] == 403
    assert omar.saved() == {}
