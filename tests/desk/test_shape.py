"""Lines, and pages that are taken, from the desk to the index: a run that is started reads them."""

from __future__ import annotations

import html
import json
import re
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from indexer.__main__ import main
from indexer.applying import apply
from indexer.dumped import dumped
from indexer.job import Job, run
from search_app import create_app
from search_app.desk.dumps import as_dump
from search_app.desk.users import Users
from search_app.searchers import CHECK_EVERY_S
from tests.app.conftest import settings_for
from tests.archives import framed, write
from tests.desk.conftest import PASSWORDS, log_in

MENU = "Harbour notes\n\nLog in\n\nThe tug was painted green on Friday, and nobody has said why.\n"


def test_a_line_taken_out_and_a_page_taken_as_an_article_show_after_the_run_that_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, index = write(tmp_path / "pages", {"a.txt": framed(1), "menu.txt": MENU}), tmp_path / "i"
    main([str(pages), "--index-dir", str(index), "--jobs", "1", "--quiet"])
    Users(index).put("nadia", role="curator", password=PASSWORDS["nadia"])
    settings = settings_for(index, desk=True, source=pages)
    client = create_app(settings).test_client()
    token = log_in(client, "nadia")

    # What the server does in processes of their own, here without their start.
    def read_now(who: str) -> bool:
        return run(settings, Job(tmp_path), full=False) < 2

    def apply_now() -> dict[str, object]:
        return apply(settings, pages / "corrections.jsonl").to_json()

    def dump_now(**which: str) -> object:
        return as_dump(json.loads(json.dumps(asdict(dumped(settings, **which)))))

    monkeypatch.setattr("search_app.desk.showing._start", read_now)
    monkeypatch.setattr("search_app.desk.showing.apply_corrections", apply_now)
    monkeypatch.setattr("search_app.desk.work.dump_of", dump_now)

    def acts(path: str) -> list[dict[str, object]]:
        found = re.findall('name="act" value="([^"]*)"', client.get(path).text)
        return [json.loads(html.unescape(one)) for one in found]

    def send(act: dict[str, object]) -> None:
        given = {"csrf_token": token, "act": json.dumps(act), "next": "/desk/files"}
        assert client.post("/desk/act", data=given).status_code == 303
        time.sleep(CHECK_EVERY_S)

    [take] = [act for act in acts("/desk/page?name=menu.txt") if act["what"] == "take"]
    send(take)
    assert client.get("/api/v1/search?q=tug").json["total"] == 1
    article = client.get("/api/v1/search?q=place1x1").json["hits"][0]["id"]
    path = f"/desk/page?article={article}"
    [out] = [
        a for a in acts(path) if a["to"] == "removed" and "Nobody in the room" in str(a["line"])
    ]
    send(out)
    assert "Nobody in the room" not in client.get(f"/api/v1/articles/{article}").json["body"]
    [back] = [a for a in acts(path) if a["line"] == out["line"] and a["to"] == "kept"]
    assert back["from"] == "removed"
