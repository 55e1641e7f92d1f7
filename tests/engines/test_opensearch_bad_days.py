"""What people are told when the cluster is away, slow, red, full, or not the right one."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from search_app import create_app
from search_index import open_engine
from search_index.engines.base import Engine
from search_index.errors import (
    IndexMissing,
    IndexOutdated,
    IndexUnreachable,
    SettingError,
)
from search_index.model.query import Query
from search_index.settings import Settings, table_text
from tests.engines.opensearch import ask, live_index, opensearch_server, opensearch_url
from tests.engines.proxy import Gate, Proxy
from tests.engines.small_archive import ARCHIVE, article, fill, titles

LIMIT_MS = 1500
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    return replace(
        Settings.from_environment({}),
        engine="opensearch",
        index_dir=tmp_path / "index",
        query_timeout_ms=LIMIT_MS,
        opensearch_url=opensearch_url(),
        opensearch_index=f"bad-days-{abs(hash(request.node.name))}",
    )


@pytest.fixture
def engine(settings: Settings) -> Engine:
    engine = open_engine(settings)
    fill(engine, *ARCHIVE)
    return engine


def assert_unavailable(settings: Settings, reason: str) -> None:
    """Searches and probes answer 503 with the reason, within the time limit of a query."""
    client = create_app(settings).test_client()
    for path in ("/readyz", "/api/v1/search?q=harbour"):
        began = time.monotonic()
        answer = client.get(path)
        assert time.monotonic() - began < 2 * LIMIT_MS / 1000
        assert answer.status_code == 503
        assert answer.content_type == "application/problem+json"
        assert reason in answer.get_json()["detail"]


def run_indexer(
    settings: Settings, source: Path, *options: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "indexer", str(source), "--quiet"),
            *("--index-dir", str(settings.index_dir), *options),
        ],
        env={
            "PATH": "/usr/bin:/bin",
            "CLIPPINGS_ENGINE": "opensearch",
            "CLIPPINGS_OPENSEARCH_URL": settings.opensearch_url,
            "CLIPPINGS_OPENSEARCH_INDEX": settings.opensearch_index,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one page of one story, that of the Library of Waters."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (page,) = SAMPLES.glob("000_*.txt")
    shutil.copy(page, folder)
    return folder


def test_a_cluster_that_is_away_is_named_and_the_indexer_can_run_again_later(
    settings: Settings, source: Path
) -> None:
    with Proxy(settings.opensearch_url) as proxy:
        there = settings
        settings = replace(settings, opensearch_url=proxy.url)
        proxy.refuse()
        assert_unavailable(settings, f"OpenSearch at {proxy.url} cannot be reached")
        failed = run_indexer(settings, source)
        assert failed.returncode == 2
        assert f"OpenSearch at {proxy.url} cannot be reached" in failed.stderr
        assert "Traceback" not in failed.stderr
    assert run_indexer(there, source).returncode == 0
    assert open_engine(there).searcher().search(Query(text="library")).total == 1


def test_a_node_that_is_gone_fails_nobody_where_another_is_named(
    engine: Engine, settings: Settings, source: Path
) -> None:
    with Proxy(settings.opensearch_url) as proxy:
        both = replace(settings, opensearch_url=f"{proxy.url},{settings.opensearch_url}")
        client = create_app(both).test_client()
        assert client.get("/api/v1/search?q=harbour").get_json()["total"] == 3
        proxy.refuse()
        for _ in range(10):
            assert client.get("/api/v1/search?q=harbour").get_json()["total"] == 3
        assert client.get("/readyz").status_code == 200
        assert run_indexer(both, source).returncode == 0


def test_a_cluster_that_goes_away_and_comes_back_is_searched_again_without_a_restart(
    engine: Engine, settings: Settings
) -> None:
    with Proxy(settings.opensearch_url) as proxy:
        client = create_app(replace(settings, opensearch_url=proxy.url)).test_client()
        assert client.get("/readyz").status_code == 200
        proxy.stall()
        began = time.monotonic()
        answers = [client.get("/api/v1/search?q=harbour") for _ in range(3)]
        assert time.monotonic() - began < 3 * 2 * LIMIT_MS / 1000
        assert {answer.status_code for answer in answers} == {503}
        assert {answer.content_type for answer in answers} == {"application/problem+json"}
        proxy.resume()
        until = time.monotonic() + 20
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert client.get("/api/v1/search?q=harbour").get_json()["total"] == 3


@pytest.mark.parametrize("path", ["/readyz", "/api/v1/search?q=harbour"])
def test_a_cluster_that_hangs_from_the_start_keeps_nobody_waiting(
    engine: Engine, settings: Settings, path: str
) -> None:
    with Proxy(settings.opensearch_url) as proxy:
        proxy.stall()
        client = create_app(replace(settings, opensearch_url=proxy.url)).test_client()
        began = time.monotonic()
        answer = client.get(path)
        assert time.monotonic() - began < 2 * LIMIT_MS / 1000
        assert answer.status_code == 503
        assert answer.content_type == "application/problem+json"
        assert "did not answer within" in answer.get_json()["detail"]


def test_an_index_that_lost_its_files_is_red_until_it_is_built_anew(
    engine: Engine, settings: Settings, source: Path
) -> None:
    index = live_index(settings)
    uuid = ask("GET", f"/{index}/_settings")[index]["settings"]["index"]["uuid"]
    ask("POST", f"/{index}/_close")
    for files in opensearch_server().folder.rglob(f"indices/{uuid}/0"):
        shutil.rmtree(files)
    ask("POST", f"/{index}/_open?wait_for_active_shards=0")
    ask("GET", f"/_cluster/health/{index}?wait_for_no_initializing_shards=true&timeout=30s")
    assert_unavailable(settings, f"{index} is red: 1 of its shards are on no node")
    assert "red" in engine.verify()[0]
    with pytest.raises(IndexUnreachable, match="--full"):
        fill(engine, article("Next", "x"))
    failed = run_indexer(settings, source)
    assert failed.returncode == 2
    assert "is red" in failed.stderr
    assert run_indexer(settings, source, "--full").returncode == 0
    assert engine.searcher().search(Query()).total == 1


def test_an_index_of_another_version_is_refused_until_it_is_built_anew(
    engine: Engine, settings: Settings, source: Path
) -> None:
    index = live_index(settings)
    meta = ask("GET", f"/{index}/_mapping")[index]["mappings"]["_meta"]
    ask("PUT", f"/{index}/_mapping", {"_meta": {**meta, "files": {**meta["files"], "layout": 0}}})
    assert_unavailable(settings, "has layout 0")
    ask("PUT", f"/{index}/_mapping", {"_meta": {**meta, "analysis_version": 0}})
    with pytest.raises(IndexOutdated, match="analysis version 0"):
        engine.searcher()
    with pytest.raises(IndexOutdated, match="python -m indexer --full"):
        engine.writer()
    assert_unavailable(settings, "analysis version 0")
    assert run_indexer(settings, source).returncode == 0
    assert engine.searcher().search(Query()).total == 1


def test_an_alias_that_something_else_made_is_not_taken_for_an_index(settings: Settings) -> None:
    index = f"{settings.opensearch_index}-other"
    ask("PUT", f"/{index}", {"aliases": {settings.opensearch_index: {}}})
    assert "not stand for one index that Clippings wrote" in open_engine(settings).verify()[0]
    ask("DELETE", f"/{index}")


def test_a_full_disk_stops_the_indexer_and_leaves_the_index_as_it_was(
    engine: Engine, settings: Settings, source: Path
) -> None:
    index = live_index(settings)
    ask("PUT", f"/{index}/_settings", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(IndexUnreachable, match="flood-stage watermark"):
        fill(engine, article("Too much", "x"))
    assert titles(engine, Query()) == [a.title for a in ARCHIVE]
    ask("PUT", f"/{index}/_settings", {"index.blocks.read_only_allow_delete": None})
    fill(engine, article("Fits again", "x"))
    assert engine.searcher().search(Query()).total == 5


def test_the_indexer_exits_with_2_on_a_full_disk(
    engine: Engine, settings: Settings, source: Path
) -> None:
    meta = f"{settings.opensearch_index}-meta"
    ask("PUT", f"/{meta}/_settings", {"index.blocks.read_only_allow_delete": True})
    failed = run_indexer(settings, source)
    assert failed.returncode == 2
    assert "flood-stage watermark" in failed.stderr
    ask("PUT", f"/{meta}/_settings", {"index.blocks.read_only_allow_delete": None})
    assert run_indexer(settings, source).returncode == 0


def _serve_version(version: dict[str, str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"version": version}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ({"number": "1.3.20", "distribution": "opensearch"}, "version 1.3.20; 2.19 or newer"),
        ({"number": "8.11.0"}, "is not OpenSearch (it says it is 8.11.0)"),
    ],
)
def test_a_server_that_is_too_old_or_something_else_is_refused(
    settings: Settings, version: dict[str, str], reason: str
) -> None:
    for url in _serve_version(version):
        assert_unavailable(replace(settings, opensearch_url=url), reason)


def test_a_password_is_in_no_message_and_in_no_log(
    settings: Settings, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with Proxy(settings.opensearch_url) as proxy:
        proxy.refuse()
        secret = replace(
            settings,
            opensearch_url=proxy.url.replace("://", "://reader:s%40cret@"),
            opensearch_password="hidden",
        )
        with caplog.at_level("DEBUG"), pytest.raises(IndexUnreachable) as raised:
            open_engine(secret).searcher()
    told = f"{raised.value} {secret} {caplog.text} {table_text()}"
    assert "s%40cret" not in told
    assert "s@cret" not in told
    assert "hidden" not in told
    assert proxy.url in str(raised.value)


def test_a_login_is_given_by_settings_and_a_wrong_one_is_named_but_not_told(
    engine: Engine, settings: Settings, source: Path
) -> None:
    with Gate(settings.opensearch_url, "reader", "s@cret/") as gate:
        there = replace(settings, opensearch_url=gate.url)
        for login in ({}, {"opensearch_user": "reader", "opensearch_password": "gue$$ed"}):
            wrong = replace(there, **login)
            assert_unavailable(wrong, "does not accept the login; check CLIPPINGS_OPENSEARCH_USER")
        right = replace(there, opensearch_user="reader", opensearch_password="s@cret/")
        in_url = replace(there, opensearch_url=gate.url.replace("//", "//reader:s%40cret%2F@"))
        for login in (right, in_url):
            assert open_engine(login).searcher().search(Query()).total == 4
        user = {"CLIPPINGS_OPENSEARCH_USER": "reader"}
        failed = run_indexer(there, source, **user, CLIPPINGS_OPENSEARCH_PASSWORD="gue$$ed")
        assert failed.returncode == 2
        assert "does not accept the login" in failed.stderr
        assert "gue$$ed" not in failed.stderr + failed.stdout
        done = run_indexer(there, source, **user, CLIPPINGS_OPENSEARCH_PASSWORD="s@cret/")
        assert done.returncode == 0
        assert "s@cret" not in done.stderr + done.stdout


def test_the_words_of_a_query_are_in_no_log(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        engine.searcher().search(Query(text="harbour"))
    assert "harbour" not in caplog.text


def test_a_url_that_is_none_is_a_clear_error(settings: Settings) -> None:
    for url in ("", "localhost:9200", "ftp://host"):
        with pytest.raises(SettingError, match="CLIPPINGS_OPENSEARCH_URL"):
            open_engine(replace(settings, opensearch_url=url))


def test_a_certificate_is_trusted_only_when_it_is_named(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-keyout", key, "-out", certificate, "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with Proxy(settings.opensearch_url, tls=tls) as proxy:
        unknown = replace(settings, opensearch_url=proxy.url)
        with pytest.raises(IndexUnreachable, match="CLIPPINGS_OPENSEARCH_CA"):
            open_engine(unknown).searcher()
        trusted = open_engine(replace(unknown, opensearch_ca=certificate))
        assert trusted.searcher().search(Query()).total == 4


def test_an_engine_without_index_has_nothing_to_verify(settings: Settings) -> None:
    engine = open_engine(settings)
    with pytest.raises(IndexMissing):
        engine.searcher()
    assert "There is no index" in engine.verify()[0]
