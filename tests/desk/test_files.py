"""Files that are uploaded at the desk, and the run that reads them."""

from __future__ import annotations

import fcntl
import io
import json
import os
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from indexer.job import Job, main, run
from indexer.vectors import VectorsUnfinished
from search_app import create_app
from search_app.desk.jobs import Jobs, JobState
from search_app.desk.uploads import keep, safe_name
from search_app.desk.users import Users
from search_index.settings import Settings
from tests.app.conftest import settings_for
from tests.archives import framed, write
from tests.desk.conftest import PASSWORDS, ROLES, log_in

MENU = "Home\n\nLog in\n\nCookies\n"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("page.txt", "page.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\pages\\report 7.html", "report_7.html"),
        (".htaccess", "htaccess"),
        ("..", "page"),
        ("\u0000\r\n", "page"),
        ("صفحة أولى.txt", "صفحة_أولى.txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ('<b>&".txt', "b_.txt"),
        ("a" * 300 + ".html", "a" * 145 + ".html"),
        ("ب" * 300 + ".jsonl", "ب" * 72 + ".jsonl"),
        ("CON", "CON"),
    ],
)
def test_a_file_gets_a_name_that_leads_nowhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(safe_name(given).encode()) <= 150


def upload(name: str, text: str) -> FileStorage:
    return FileStorage(io.BytesIO(text.encode()), filename=name)


def test_no_upload_takes_the_place_of_another_file(tmp_path: Path) -> None:
    assert keep([upload("a.txt", "one"), upload("b/a.txt", "two")], tmp_path) == [
        "uploads/a.txt",
        "uploads/a-2.txt",
    ]
    assert keep([upload("a.txt", "two"), upload("", "no name")], tmp_path) == ["uploads/a-2.txt"]
    found = {path.name: path.read_text() for path in (tmp_path / "uploads").iterdir()}
    assert found == {"a.txt": "one", "a-2.txt": "two"}


class Desk:
    """A desk over an archive that is empty so far."""

    def __init__(self, folder: Path, *, name: str = "nadia", **overrides: object) -> None:
        self.pages, self.index = folder / "pages", folder / "index"
        self.pages.mkdir(exist_ok=True)
        self.index.mkdir(exist_ok=True)
        for user, role in ROLES.items():
            Users(self.index).put(user, role=role, password=PASSWORDS[user])
        settings = {"desk": True, "source": self.pages, "corrections": folder / "c.jsonl"}
        app = create_app(settings_for(self.index, **{**settings, **overrides}))
        self.client: FlaskClient = app.test_client()
        self.token = log_in(self.client, name)

    def send(self, files: dict[str, str], **values: str) -> tuple[int, str]:
        """Upload files; status, and where it leads or the text of the page."""
        given = [(io.BytesIO(text.encode()), name) for name, text in files.items()]
        answer = self.client.post(
            "/desk/files",
            data={"csrf_token": self.token, "files": given, **values},
            content_type="multipart/form-data",
        )
        return answer.status_code, answer.location or answer.text

    def wait(self) -> JobState:
        """Until the job has ended."""
        last = time.monotonic() + 60
        while Jobs(self.index).is_running():
            assert time.monotonic() < last
            time.sleep(0.05)
        return Jobs(self.index).state()


def test_files_are_read_and_what_was_rejected_is_shown(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    files = {f"{number}.txt": framed(number) for number in range(2)}
    assert desk.send({**files, "menu.txt": MENU, "photo.bin": "x"}) == (303, "/desk/files")
    assert desk.client.get("/desk/job").json["state"] in {"running", "done"}
    state = desk.wait()
    assert (state.state, state.who, state.report["articles"]) == ("done", "nadia", 2)
    page = desk.client.get("/desk/files").text
    assert "uploads/menu.txt" in page
    assert "4 files were stored." in page
    assert desk.client.get("/api/v1/search").json["total"] == 2


@pytest.fixture
def held(tmp_path: Path) -> Desk:
    """A desk at which a job goes on, which is only a lock."""
    desk = Desk(tmp_path)
    folder = desk.index / "desk" / "job"
    folder.mkdir()
    (folder / "started.json").write_text('{"who": "ines", "when": "2026-01-02T03:04:05"}')
    (folder / "progress.json").write_text('{"step": "study", "done": 30, "total": 40}')
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    desk.handle = handle  # type: ignore[attr-defined]
    return desk


def test_one_job_goes_on_at_a_time_and_its_progress_is_shown(held: Desk) -> None:
    assert held.client.get("/desk/job").json == {"state": "running", "step": "study", "percent": 75}
    page = held.client.get("/desk/files").text
    assert 'value="75"' in page
    assert "studying pages" in page
    assert "ines" in page
    status, text = held.send({"a.txt": "text"})
    assert (status, "wait" in text) == (409, True)
    assert list(held.pages.iterdir()) == []
    answer = held.client.post("/desk/run", data={"csrf_token": held.token})
    assert answer.status_code == 409
    os.close(held.handle)  # type: ignore[attr-defined]
    ended = held.client.get("/desk/files").text
    assert "The run ended before it was done" in ended


def test_a_run_of_the_command_line_keeps_the_job_out_and_is_named(tmp_path: Path) -> None:
    from search_index.engines.lock import WriteLock

    (tmp_path / "index" / "pages").mkdir(parents=True)
    (tmp_path / "pages").mkdir()
    settings = Settings.from_environment(
        {}, index_dir=tmp_path / "index", source=tmp_path / "pages"
    )
    lock = WriteLock(tmp_path / "index" / "pages")
    try:
        assert run(settings, Job(tmp_path), full=False) == 2
    finally:
        lock.release()
    error = json.loads((tmp_path / "result.json").read_text())["error"]
    assert f"process {os.getpid()}" in error


def test_a_second_job_in_one_folder_ends_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("indexer.job.time.monotonic", iter(range(0, 1000, 3)).__next__)
    with (tmp_path / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert main([str(tmp_path), "--index-dir", "none", "--source", "none"]) == 2
    assert "another one goes on" in capsys.readouterr().err


def test_a_run_whose_vectors_are_unfinished_has_not_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfinished(*_: object, **__: object) -> int:
        raise VectorsUnfinished("Interrupted.")

    monkeypatch.setattr("indexer.job.make_vectors", unfinished)
    monkeypatch.setattr("indexer.job.encoders", lambda: ["a model"])
    pages = write(tmp_path / "pages", {"a.txt": framed(1)})
    settings = settings_for(tmp_path / "index", source=pages, semantic=True)
    assert run(settings, Job(tmp_path), full=False) == 0
    result = json.loads((tmp_path / "result.json").read_bytes())
    assert result["report"]["articles"] == 1
    assert "its vectors are not yet" in str(result["report"]["notices"])


def test_too_much_or_nothing_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, max_upload_mb=1)
    status, text = desk.send({})
    assert (status, "No file was chosen." in text) == (400, True)
    form = {"data": b"x" * (1024 * 1024 + 1), "content_type": "multipart/form-data; boundary=x"}
    assert desk.client.post("/desk/files", **form).status_code == 413
    assert desk.client.post("/desk/act", **form).status_code == 413
    assert list(desk.pages.iterdir()) == []


def test_a_reader_uploads_nothing_and_a_forged_form_neither(tmp_path: Path) -> None:
    omar = Desk(tmp_path, name="omar")
    assert omar.send({"a.txt": "text"})[0] == 403
    assert "multipart" not in omar.client.get("/desk/files").text
    nadia = Desk(tmp_path)
    assert nadia.send({"a.txt": "text"}, csrf_token="forged")[0] == 403
    assert list(omar.pages.iterdir()) == []


def test_without_a_folder_of_pages_nothing_is_taken(tmp_path: Path) -> None:
    desk = Desk(tmp_path, source=tmp_path / "none")
    assert "CLIPPINGS_SOURCE" in desk.client.get("/desk/files").text
    assert desk.send({"a.txt": "text"})[0] == 503
