from __future__ import annotations

import threading
from pathlib import Path

from flask import request

from search_app import create_app
from search_app.guard.gate import Gate
from tests.app.conftest import MakeApp, settings_for


def test_a_gate_lets_so_many_in_and_so_many_wait() -> None:
    gate = Gate(running=1, waiting=1, wait_s=30)
    assert gate.enter()
    entered = []
    waiter = threading.Thread(target=lambda: entered.append(gate.enter()))
    waiter.start()
    while not gate.waiting:
        pass
    assert not gate.enter()
    gate.leave()
    waiter.join()
    assert entered == [True]


def test_waiting_at_a_gate_ends() -> None:
    gate = Gate(running=1, waiting=1, wait_s=0.01)
    assert gate.enter()
    assert not gate.enter()
    assert gate.waiting == 0


def test_a_server_with_too_much_to_do_says_so_but_stays_alive(index_dir: Path) -> None:
    gate = Gate(running=1, waiting=0)
    client = create_app(settings_for(index_dir), gate=gate).test_client()
    assert gate.enter()
    for url in ("/api/v1/search", "/"):
        answer = client.get(url)
        assert answer.status_code == 503
        assert answer.content_type == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/readyz").status_code == 200
    gate.leave()
    for _ in range(3):
        assert client.get("/api/v1/search").status_code == 200
        assert client.get("/api/v1/search?page=0").status_code == 400


def test_the_settings_say_how_many_may_wait_and_how_long(make_app: MakeApp) -> None:
    app = make_app(max_searches=1, max_waiting=0)
    statuses: list[int] = []

    @app.before_request
    def meanwhile() -> None:
        if request.headers.get("X-First"):
            statuses.append(app.test_client().get("/api/v1/search").status_code)

    first = app.test_client().get("/api/v1/search", headers={"X-First": "yes"})
    assert (first.status_code, statuses) == (200, [503])
