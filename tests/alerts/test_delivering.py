"""What was found arrives: signed by webhook, by mail, and after everything that goes wrong."""

from __future__ import annotations

import base64
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from standardwebhooks import Webhook, WebhookVerificationError

from alerts import delivering, webhook
from alerts.adding import add_search, remove_search
from alerts.addresses import resolve
from alerts.checking import check
from alerts.delivering import deliver
from alerts.errors import BadAlert, NotDelivered
from alerts.ledger import Ledger
from alerts.model import SavedSearch
from alerts.searches import Searches
from alerts.unsubscribe import read_token, token_of
from search_index.settings import Settings
from tests.alerts.conftest import Archive, Mailbox, Receiver, article

SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def waiting(archive: Archive) -> int:
    with Ledger(archive.settings.index_dir / "alerts") as ledger:
        return len(ledger.waiting())


@pytest.fixture
def hooked(archive: Archive, receiver: Receiver) -> SavedSearch:
    archive.settings = replace(archive.settings, webhook_networks=("127.0.0.0/8",))
    given = {
        "name": "Ferry",
        "query": {"q": "ferry"},
        "webhook": {"url": receiver.url, "secret": SECRET},
    }
    search = add_search(archive.settings, given, pages=archive.digests)
    archive.put(article(3, "New ferry", persons=("Ann Lee",), url="https://paper.example/3"))
    check(archive.settings, pages=archive.digests)
    return search


@pytest.mark.usefixtures("hooked")
def test_a_post_is_signed_as_the_standard_says(archive: Archive, receiver: Receiver) -> None:
    assert deliver(archive.settings).sent == 1
    [(headers, body)] = receiver.got
    payload: Any = Webhook(SECRET).verify(body, headers)
    assert payload["type"] == "alert.matched"
    assert payload["data"]["alert"] == {"id": "ferry", "name": "Ferry"}
    [found] = payload["data"]["articles"]
    assert found["title"] == "New ferry"
    assert found["url"] == f"https://archive.example.org/articles/{3:016x}"
    assert found["source_url"] == "https://paper.example/3"
    assert found["persons"] == ["Ann Lee"]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + b" ", headers)
    assert deliver(archive.settings).sent == 0
    assert len(receiver.got) == 1


@pytest.mark.usefixtures("hooked")
def test_what_did_not_arrive_is_tried_again_later_and_later_under_the_same_id(
    archive: Archive, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.status = 500
    now = time.time()
    ids = set()
    with caplog.at_level(logging.DEBUG):
        for attempt, wait in enumerate(delivering.WAITS_S, 1):
            delivered = deliver(archive.settings, clock=lambda at=now: at)
            assert delivered.waiting == 1
            assert "answers 500" in delivered.problems[0].message
            assert len(receiver.got) == attempt
            deliver(archive.settings, clock=lambda at=now + wait - 1: at)
            assert len(receiver.got) == attempt
            ids.add(receiver.got[-1][0]["webhook-id"])
            now += wait
    assert len(ids) == 1
    assert list(delivering.WAITS_S) == sorted(delivering.WAITS_S)
    receiver.status = 200
    assert deliver(archive.settings, clock=lambda: now).sent == 1
    assert waiting(archive) == 0
    assert SECRET not in caplog.text
    assert "New ferry" not in caplog.text


@pytest.mark.usefixtures("hooked")
def test_after_the_last_attempt_a_message_is_given_up_and_shown(
    archive: Archive, receiver: Receiver
) -> None:
    receiver.status = 404
    now = time.time()
    for wait in (*delivering.WAITS_S, 0):
        deliver(archive.settings, clock=lambda at=now: at)
        now += wait
    assert waiting(archive) == 0
    with Ledger(archive.settings.index_dir / "alerts") as ledger:
        [lost] = ledger.given_up()
    assert lost.error == "127.0.0.1 answers 404."


@pytest.mark.usefixtures("hooked")
def test_redirects_are_not_followed(archive: Archive, receiver: Receiver) -> None:
    receiver.status = 307
    receiver.location = receiver.url
    assert "redirects are not followed" in deliver(archive.settings).problems[0].message
    assert len(receiver.got) == 1


@pytest.mark.usefixtures("hooked")
def test_inside_the_network_nothing_is_posted_unless_it_is_allowed(
    archive: Archive, receiver: Receiver
) -> None:
    closed = replace(archive.settings, webhook_networks=())
    [problem] = deliver(closed).problems
    assert "CLIPPINGS_WEBHOOK_NETWORKS" in problem.message
    assert receiver.got == []
    with pytest.raises(BadAlert, match="inside the network"):
        add_search(closed, {"name": "x", "webhook": {"url": receiver.url}})


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.8",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2130706433",
        "0x7f.1",
        "017700000001",
    ],
)
def test_every_way_to_write_an_address_inside_is_known(host: str) -> None:
    with pytest.raises(NotDelivered):
        resolve(host, 80, allowed=())


def test_a_name_with_one_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(NotDelivered, match=r"10\.0\.0\.1"):
        resolve("trap.example", 80, allowed=())
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows[:1])
    assert resolve("fine.example", 80, allowed=()) == ["93.184.216.34"]


def test_the_connection_is_made_to_the_address_that_was_looked_at(
    archive: Archive, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(receiver.url.split(":")[2].split("/")[0])
    asked: list[str] = []
    look_up = socket.getaddrinfo

    def answer(host: str, *more: Any, **options: Any) -> list[Any]:
        if host != "hook.example":
            return look_up(host, *more, **options)
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    archive.settings = replace(archive.settings, webhook_networks=("127.0.0.1/32",))
    given = {"name": "Ferry", "webhook": {"url": f"http://hook.example:{port}/"}}
    add_search(archive.settings, given, pages=archive.digests)
    asked.clear()
    archive.put(article(3, "New ferry"))
    check(archive.settings, pages=archive.digests)
    assert deliver(archive.settings).sent == 1
    assert asked == ["hook.example"]
    assert receiver.got[0][0]["Host"] == f"hook.example:{port}"


def test_who_answers_too_slowly_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "WHOLE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        hook = webhook.Webhook(url=url, secret=SECRET)
        began = time.monotonic()
        with pytest.raises(NotDelivered, match="cannot be reached"):
            webhook.post(hook, id="msg_1", body=b"{}", now=0, allowed=LOOPBACK)
        assert time.monotonic() - began < 5


def test_a_search_that_is_gone_gets_no_more_posts(
    archive: Archive, receiver: Receiver, hooked: SavedSearch
) -> None:
    remove_search(archive.settings, hooked.id)
    assert deliver(archive.settings).sent == 0
    assert receiver.got == []


KILLED = """
import os, signal, sys
from pathlib import Path
from alerts import delivering
from search_index.settings import Settings

settings = Settings(index_dir=Path(sys.argv[1]), webhook_networks=("127.0.0.0/8",))
when, sent = sys.argv[2], delivering.send

def killed(*arguments, **options):
    if when == "after":
        sent(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)

delivering.send = killed
delivering.deliver(settings)
"""


@pytest.mark.usefixtures("hooked")
@pytest.mark.parametrize(("when", "posts"), [("before", 1), ("after", 2)])
def test_a_process_that_is_killed_while_it_sends_loses_nothing(
    archive: Archive, receiver: Receiver, when: str, posts: int
) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(archive.settings.index_dir), when],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert deliver(archive.settings).sent == 1
    assert len(receiver.got) == posts
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert deliver(archive.settings).sent == 0


@pytest.fixture
def mailed(archive: Archive, mailbox: Mailbox) -> Callable[..., SavedSearch]:
    archive.settings = replace(
        archive.settings,
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_security="none",
        smtp_from="archive@example.org",
    )

    def save(*to: str, every: str = "run") -> SavedSearch:
        mail = {"to": list(to), "every": every}
        given = {"name": "Ferry <b>", "query": {"q": "ferry"}, "mail": mail}
        return add_search(archive.settings, given, pages=archive.digests)

    return save


def test_a_mail_has_text_and_html_and_a_signed_way_out(
    archive: Archive, mailbox: Mailbox, mailed: Callable[..., SavedSearch]
) -> None:
    mailed("ann@example.org", "bo@example.org")
    archive.put(
        article(3, "New <script>ferry</script>\r\nBcc: x", "A ferry & more. " * 90, date="2024-05"),
        article(4, "عبارة جديدة", "A ferry in Arabic.", language="ar", outlet="The Bay"),
    )
    check(archive.settings, pages=archive.digests)
    assert deliver(archive.settings).sent == 2
    assert {str(mail["To"]) for mail in mailbox.mails} == {"ann@example.org", "bo@example.org"}
    mail = mailbox.mails[0]
    assert mail["Subject"] == "Ferry <b>: 2 new"
    assert mail["From"].addresses[0].addr_spec == "archive@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert f"https://archive.example.org/articles/{3:016x}" in text.get_content()
    assert "<script>" not in html.get_content()
    assert "New &lt;script&gt;ferry&lt;/script&gt;" in html.get_content()
    assert 'dir="rtl" lang="ar"' in html.get_content()
    link = str(mail["List-Unsubscribe"]).strip("<>")
    assert link in text.get_content()
    key = Searches(archive.settings.index_dir).key()
    token = link.partition("token=")[2]
    assert read_token(token, key=key) == ("ferry-b", str(mail["To"]))
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(("every", "days"), [("day", 1), ("week", 7)])
def test_a_digest_is_one_mail_for_all_that_came_in_its_time(
    archive: Archive,
    mailbox: Mailbox,
    mailed: Callable[..., SavedSearch],
    every: str,
    days: int,
) -> None:
    mailed("ann@example.org", every=every)
    for number in (3, 4):
        archive.put(article(number, f"Ferry {number}", f"Ferry number {number}."))
        check(archive.settings, pages=archive.digests)
        assert deliver(archive.settings).sent == 0
    assert mailbox.mails == []
    later = time.time() + days * 86_400
    assert deliver(archive.settings, clock=lambda: later).sent == 1
    [mail] = mailbox.mails
    assert mail["Subject"] == "Ferry <b>: 2 new"


def test_where_the_mail_server_is_down_mails_wait(
    archive: Archive, mailed: Callable[..., SavedSearch]
) -> None:
    mailed("ann@example.org", "bo@example.org")
    archive.put(article(3, "New ferry"))
    check(archive.settings, pages=archive.digests)
    down = replace(archive.settings, smtp_port=1, smtp_password="hush-hush")
    delivered = deliver(down)
    assert (delivered.sent, delivered.waiting) == (0, 2)
    assert "127.0.0.1:1 cannot be used" in delivered.problems[0].message
    assert "hush-hush" not in repr(down)
    assert deliver(archive.settings, clock=lambda: time.time() + 61).sent == 2


def test_an_address_that_is_refused_does_not_hold_up_the_others(
    archive: Archive, mailbox: Mailbox, mailed: Callable[..., SavedSearch]
) -> None:
    mailed("ann@example.org", "bo@example.org")
    mailbox.refused = {"ann@example.org"}
    archive.put(article(3, "New ferry"))
    check(archive.settings, pages=archive.digests)
    delivered = deliver(archive.settings)
    assert (delivered.sent, delivered.waiting) == (1, 1)
    assert [str(mail["To"]) for mail in mailbox.mails] == ["bo@example.org"]


def test_who_has_unsubscribed_gets_not_even_what_waited(
    archive: Archive, mailbox: Mailbox, mailed: Callable[..., SavedSearch]
) -> None:
    search = mailed("ann@example.org", "bo@example.org")
    archive.put(article(3, "New ferry"))
    check(archive.settings, pages=archive.digests)
    searches = Searches(archive.settings.index_dir)
    assert searches.unsubscribe(search.id, "ann@example.org")
    assert not searches.unsubscribe(search.id, "ann@example.org")
    assert deliver(archive.settings).sent == 1
    assert [str(mail["To"]) for mail in mailbox.mails] == ["bo@example.org"]
    assert searches.unsubscribe(search.id, "bo@example.org")
    [left] = searches.load().searches
    assert left.mail is None


def test_a_token_that_was_not_signed_here_is_worth_nothing() -> None:
    token = token_of("ferry", "ann@example.org", key=b"k" * 32)
    assert read_token(token, key=b"k" * 32) == ("ferry", "ann@example.org")
    for wrong in ("", "x", "é", "====", token[:-4], token + "AAAA", token[::-1], "A" * 10_000):
        assert read_token(wrong, key=b"k" * 32) is None
    assert read_token(token, key=b"j" * 32) is None


@pytest.mark.usefixtures("hooked")
def test_nothing_is_sent_by_two_processes_at_once(archive: Archive) -> None:
    with FileLock(archive.settings.index_dir / "alerts" / "deliver.lock"):
        assert deliver(archive.settings).sent == 0
    assert deliver(archive.settings).sent == 1


def test_without_saved_searches_nothing_is_written(tmp_path: Path) -> None:
    assert deliver(Settings(index_dir=tmp_path / "none")).sent == 0
    assert not (tmp_path / "none").exists()
