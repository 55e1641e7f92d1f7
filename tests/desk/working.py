"""Somebody at the desk over a small archive that the indexer has read."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from flask.testing import FlaskClient

from corrections import CorrectionsFile
from indexer.__main__ import main
from indexer.applying import apply
from quality import QualityStore
from search_app import create_app
from search_app.desk.users import Users
from search_index.settings import Settings
from tests.app.conftest import settings_for
from tests.archives import framed, story, write
from tests.desk.conftest import PASSWORDS, ROLES, log_in


def made_archive(folder: Path) -> Path:
    """The folder of an archive: dated pages, an undated one, one told nearly twice, a menu."""
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
