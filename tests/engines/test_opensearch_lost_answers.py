"""A cluster that does what it was asked, but whose answer is lost on the way."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from search_index import open_engine
from search_index.engines.base import Engine
from search_index.engines.opensearch.bridge import connection, retry
from search_index.errors import ClippingsError, IndexUnreachable
from search_index.model.query import Query
from search_index.settings import Settings
from tests.engines.opensearch import opensearch_url
from tests.engines.small_archive import ARCHIVE, HARBOUR, STORM, article, fill, titles
from tests.thorough import THOROUGH

OLD = sorted(each.title for each in ARCHIVE)
NEW = {
    False: ["Harbour closes", "New", "New school", "Recipes"],
    True: ["Harbour closes", "New"],
}


@pytest.fixture
def open_again(request: pytest.FixtureRequest) -> Any:
    settings = replace(
        Settings.from_environment({}),
        engine="opensearch",
        opensearch_url=opensearch_url(),
        opensearch_index=f"lost-{abs(hash(request.node.name))}",
    )
    return lambda: open_engine(settings)


def change(engine: Engine, *, full: bool) -> None:
    with engine.writer(full=full) as writer:
        writer.delete_page(STORM.source.page)
        writer.add(replace(HARBOUR, title="Harbour closes"))
        writer.add(article("New", "x"))


@pytest.mark.parametrize("full", [False, True])
def test_a_writer_asks_again_for_every_answer_that_is_lost_and_does_nothing_twice(
    open_again: Any, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    send, asked = connection.Connection._send, Counter[str]()

    def lose_each_once(here: connection.Connection, *arguments: Any) -> Any:
        answer = send(here, *arguments)
        asked[str(arguments[1:])] += 1
        if asked[str(arguments[1:])] == 1 and len(asked) > 3:  # it answered once
            raise IndexUnreachable("lost")
        return answer

    fill(open_again(), *ARCHIVE)
    with monkeypatch.context() as patched:
        patched.setattr(connection.Connection, "_send", lose_each_once)
        patched.setattr(retry, "_AT_FIRST_S", 0.0)
        change(open_again(), full=full)
    assert len(asked) > 15
    assert sorted(titles(open_again(), Query())) == NEW[full]
    assert open_again().verify() == []
    fill(open_again(), article("Next", "x"))
    assert sorted(titles(open_again(), Query())) == sorted([*NEW[full], "Next"])


@pytest.mark.parametrize("full", [False, True])
def test_a_writer_that_gives_up_leaves_the_old_state_or_the_new_one(
    open_again: Any, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    monkeypatch.setattr(retry, "PATIENCE_S", 0.0)
    context = multiprocessing.get_context("fork")
    sent = context.Value("i")
    send = connection.Connection._send

    def write(number: int) -> None:
        def lose_one(here: connection.Connection, *arguments: Any) -> Any:
            answer = send(here, *arguments)
            sent.value += 1
            if sent.value - 1 == number:
                raise IndexUnreachable("lost")
            return answer

        monkeypatch.setattr(connection.Connection, "_send", lose_one)
        try:
            change(open_again(), full=full)
        except ClippingsError:
            os._exit(1)

    states = []
    for number in range(0, 200, 1 if THOROUGH else 4):
        fill(open_again(), *ARCHIVE, full=True)
        sent.value = 0
        process = context.Process(target=write, args=(number,))  # as an indexer is
        process.start()
        process.join()
        assert process.exitcode in (0, 1)
        found = sorted(titles(open_again(), Query()))
        assert found in ([OLD, NEW[full]] if process.exitcode else [NEW[full]])
        assert open_again().searcher().stats().articles == len(found)
        states.append(found)
        fill(open_again(), article("Next", "x"))
        assert sorted(titles(open_again(), Query())) == sorted([*found, "Next"])
        if sent.value <= number:
            break
    assert sent.value <= number
    assert len(states) > (16 if THOROUGH else 4)
    assert OLD in states
