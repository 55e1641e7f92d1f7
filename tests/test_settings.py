"""Settings as a Python program makes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_index.errors import SettingError
from search_index.settings import Settings


def test_settings_need_no_argument_and_then_have_the_defaults_of_the_table() -> None:
    assert Settings() == Settings.from_environment({})


def test_a_value_may_be_given_as_text() -> None:
    settings = Settings(
        index_dir="somewhere",  # type: ignore[arg-type]
        max_per_page="7",  # type: ignore[arg-type]
        log_queries="on",  # type: ignore[arg-type]
    )
    assert settings.index_dir == Path("somewhere")
    assert (settings.max_per_page, settings.log_queries) == (7, True)


@pytest.mark.parametrize(
    ("name", "value"), [("max_per_page", 0), ("max_waiting", -1), ("log_queries", "perhaps")]
)
def test_a_value_that_cannot_be_used_is_named_at_once(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=f"{name}={str(value)!r} cannot be used: give "):
        Settings(**{name: value})  # type: ignore[arg-type]


def test_an_unknown_name_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="max_pages"):
        Settings(max_pages=3)  # type: ignore[call-arg]


def test_secrets_are_not_in_the_representation() -> None:
    shown = repr(Settings(api_key="s3cr3t", opensearch_password="s3cr3t"))
    assert "s3cr3t" not in shown
