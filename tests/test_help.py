"""What `--help` says of each command of `clippings`."""

from __future__ import annotations

import argparse
import re
import shlex

import pytest

from clippings_search.command_line import COMMANDS, main

ALERTS = ("add", "list", "remove", "check", "deliver", "test")
WORDS = [(command.name,) for command in COMMANDS] + [("alerts", name) for name in ALERTS]


class Parsed(Exception):
    """A command line was understood; nothing is executed."""


@pytest.fixture
def parse_only(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = argparse.ArgumentParser.parse_args

    def parse_and_stop(self, arguments=None, namespace=None):  # type: ignore[no-untyped-def]
        parse(self, arguments, namespace)
        raise Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_and_stop)


def help_of(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


def examples_in(text: str) -> list[str]:
    return re.findall(r"^  ((?:[A-Z_]+=\S+ |[A-Z_]+='[^']*' )?clippings .*)$", text, re.MULTILINE)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_help_names_the_command_and_gives_examples_that_it_understands(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], parse_only: None
) -> None:
    text = help_of(words, capsys)
    assert text.startswith(f"usage: clippings {' '.join(words)} ")
    examples = examples_in(text)
    assert any(f"clippings {' '.join(words)}" in example for example in examples)
    for example in examples:
        command = re.sub(r"^[A-Z_]+=(?:'[^']*'|\S+) ", "", example).split(" > ")[0]
        with pytest.raises(Parsed):
            main(shlex.split(command)[1:])


def test_what_a_command_does_not_take_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["verify", "--full"], ["backup"], ["settings", "pages/"], ["open"]):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
        assert f"usage: clippings {words[0]}" in capsys.readouterr().err
