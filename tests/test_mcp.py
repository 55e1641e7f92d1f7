"""An assistant that asks an archive, with the official client over both transports."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from benchmarks.live import ROOT, free_port
from search_index.model.quote import Quote
from tests.app.conftest import ARTICLES, write

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES
BODIES = {article.id: article.body for article in ARTICLES}


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    said = Quote(
        start=0,
        end=43,
        kind="indirect",
        speaker="Omar Said",
        speaker_start=57,
        speaker_end=66,
        person="Omar Said",
    )
    write(folder, (MUSEUM, replace(FERRY, quotes=(said,)), ATELIER, GARDEN))
    return folder


def command(*options: object) -> list[str]:
    return ["-m", "clippings_search", "mcp", *map(str, options)]


def environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CLIPPINGS_")}
    return {**kept, "PYTHONPATH": str(ROOT)}


Calls = list[tuple[str, dict[str, Any]]]


def over_stdio(index_dir: Path, calls: Calls) -> list[Any]:
    """What a client gets that starts the server itself."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=command("--index-dir", index_dir, "--site", "https://archive.example/"),
        env=environment(),
    )

    async def ask() -> list[Any]:
        async with Client(stdio_client(parameters)) as client:
            return [await client.call_tool(name, given) for name, given in calls]

    return anyio.run(ask)


def test_an_assistant_finds_the_tools_and_that_they_only_read(index_dir: Path) -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=command("--index-dir", index_dir), env=environment()
    )

    async def ask() -> tuple[Any, Any]:
        async with Client(stdio_client(parameters)) as client:
            return await client.list_tools(), await client.read_resource(
                f"clippings://articles/{FERRY.id}"
            )

    listed, resource = anyio.run(ask)
    tools = {tool.name: tool for tool in listed.tools}
    assert set(tools) == {"search", "article", "entity", "quotes", "timeline", "trends"}
    assert all(tool.annotations.read_only_hint for tool in tools.values())
    assert json.loads(resource.contents[0].text)["title"] == FERRY.title


def test_answers_can_be_cited_word_for_word(index_dir: Path) -> None:
    found, read, long, person, said, years, compared, his = over_stdio(
        index_dir,
        [
            ("search", {"query": "harbour", "date_from": "2020"}),
            ("article", {"id": FERRY.id}),
            ("article", {"id": FERRY.id, "start": 4, "max_chars": 5}),
            ("entity", {"name": "Ilse Brandt"}),
            ("quotes", {"query": "harbour", "person": ["Omar Said"]}),
            ("timeline", {"query": "harbour"}),
            ("trends", {"queries": ["harbour", "ferry"]}),
            ("quotes", {"person": "Omar Said"}),
        ],
    )
    answer = found.structured_content
    assert answer["total"] == 2
    for article in answer["articles"]:
        assert article["permalink"] == f"https://archive.example/articles/{article['id']}"
        assert article["date_confidence"] > 0
        assert article["excerpts"]
        for excerpt in article["excerpts"]:
            body = BODIES[article["id"]]
            assert body[excerpt["start"] : excerpt["end"]] == excerpt["text"]
    assert read.structured_content["text"] == FERRY.body
    assert read.structured_content["places"] == ["Lund", "Malmo"]
    assert long.structured_content["text"] == FERRY.body[4:9]
    assert person.structured_content["articles"] == 1
    assert person.structured_content["named_with"]["place"] == [{"value": "Lund", "count": 1}]
    assert person.structured_content["named_with"]["person"] == []
    (quote,) = said.structured_content["quotes"]
    assert (quote["person"], quote["article"]["id"]) == ("Omar Said", FERRY.id)
    assert FERRY.body[quote["start"] : quote["end"]] == quote["text"]
    assert his.structured_content["quotes"] == [quote]
    assert years.structured_content["buckets"] == [
        {"value": "2020", "count": 1},
        {"value": "2024", "count": 1},
    ]
    assert years.structured_content["undated"] == 1
    (harbour, ferry) = compared.structured_content["series"]
    assert harbour["buckets"][0] == {"value": "2020", "count": 1, "share": 0.5}
    assert [bucket["count"] for bucket in ferry["buckets"]] == [1, 0]


@pytest.mark.parametrize(
    ("tool", "given", "part"),
    [
        ("search", {"query": "x", "date_from": "soon"}, "date_from: give YYYY"),
        ("search", {"query": "x", "limit": 500}, "limit: give a whole number"),
        ("search", {"query": "x" * 2000}, "1000"),
        ("article", {"id": "none"}, "No article has the id"),
        ("article", {"id": FERRY.id, "max_chars": 10**9}, "max_chars"),
        ("entity", {"name": "Ilse"}, "Like it: Ilse Brandt"),
        ("trends", {"queries": []}, "give 1 to 5"),
    ],
)
def test_what_cannot_be_used_is_said_so_that_the_assistant_can_mend_it(
    index_dir: Path, tool: str, given: dict[str, Any], part: str
) -> None:
    (answer,) = over_stdio(index_dir, [(tool, given)])
    assert answer.is_error
    assert part in answer.content[0].text


def test_an_archive_without_an_index_says_so(tmp_path: Path) -> None:
    (answer,) = over_stdio(tmp_path, [("search", {"query": "x"})])
    assert answer.is_error
    assert "python -m indexer" in answer.content[0].text


@pytest.fixture
def address(index_dir: Path, tmp_path: Path) -> Iterator[str]:
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *command("--http", "--port", port, "--index-dir", index_dir)],
            env=environment(),
            stdout=log,
            stderr=log,
        )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/mcp"
    server.terminate()
    server.wait(20)


def test_it_is_served_over_http_too(address: str) -> None:
    async def ask() -> Any:
        async with Client(address) as client:
            return await client.call_tool("search", {"query": "manuscrits"})

    answer = anyio.run(ask).structured_content
    assert [article["id"] for article in answer["articles"]] == [ATELIER.id]
    assert answer["articles"][0]["permalink"] == f"clippings://articles/{ATELIER.id}"
