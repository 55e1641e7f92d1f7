"""Every setting of the table as a typed value. Read once, at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search_index.errors import SettingError
from search_index.setting_table import TABLE, Setting


def _parsed(row: Setting, text: str, *, shown: str) -> Any:
    try:
        return row.parse(text)
    except ValueError:
        raise SettingError(f"{shown}={text!r} cannot be used: give {row.wanted}.") from None


_ROWS: dict[str, Setting] = {row.name: row for row in TABLE}


def _default(name: str, *, shown: bool = True) -> Any:
    """A field whose default is that of the table. With `shown` false its value is not in repr()."""
    row = _ROWS[name]
    return field(default_factory=lambda: row.parse(row.default), repr=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The values in force; one attribute per row of TABLE, each with the default of its row.

    A value may be given as the text that its environment variable would hold. Raises
    SettingError for a value that is not usable, and TypeError for an unknown name.
    """

    index_dir: Path = _default("index_dir")
    source: Path = _default("source")
    engine: str = _default("engine")
    entities: Path | None = _default("entities")
    corrections: Path | None = _default("corrections")
    spacy_models: tuple[tuple[str, str], ...] = _default("spacy_models")
    cors_origins: tuple[str, ...] = _default("cors_origins")
    api_key: str | None = _default("api_key", shown=False)
    rate_limit: str | None = _default("rate_limit")
    max_per_page: int = _default("max_per_page")
    query_timeout_ms: int = _default("query_timeout_ms")
    max_searches: int = _default("max_searches")
    max_waiting: int = _default("max_waiting")
    max_wait_ms: int = _default("max_wait_ms")
    max_exports: int = _default("max_exports")
    trusted_proxies: int = _default("trusted_proxies")
    opensearch_url: str = _default("opensearch_url", shown=False)
    opensearch_user: str | None = _default("opensearch_user")
    opensearch_password: str | None = _default("opensearch_password", shown=False)
    opensearch_ca: Path | None = _default("opensearch_ca")
    opensearch_index: str = _default("opensearch_index")
    opensearch_part: str = _default("opensearch_part")
    opensearch_shards: int = _default("opensearch_shards")
    opensearch_replicas: int = _default("opensearch_replicas")
    title: str = _default("title")
    tagline: str = _default("tagline")
    logo: Path | None = _default("logo")
    color: str = _default("color")
    home_url: str = _default("home_url")
    footer: str = _default("footer")
    frame_ancestors: tuple[str, ...] = _default("frame_ancestors")
    site_url: str = _default("site_url")
    webhook_networks: tuple[str, ...] = _default("webhook_networks")
    robots: str = _default("robots")
    smtp_host: str = _default("smtp_host")
    smtp_port: int = _default("smtp_port")
    smtp_security: str = _default("smtp_security")
    smtp_user: str | None = _default("smtp_user")
    smtp_password: str | None = _default("smtp_password", shown=False)
    smtp_from: str = _default("smtp_from")
    meilisearch_path: str = _default("meilisearch_path")
    meilisearch_index: str = _default("meilisearch_index")
    synonyms: Path | None = _default("synonyms")
    semantic: bool = _default("semantic")
    desk: bool = _default("desk")
    max_upload_mb: int = _default("max_upload_mb")
    log_queries: bool = _default("log_queries")

    def __post_init__(self) -> None:
        for row in TABLE:
            given = getattr(self, row.name)
            text = str(given) if isinstance(given, str | int) else None
            if text is not None and not (isinstance(given, str) and row.parse is str):
                object.__setattr__(self, row.name, _parsed(row, text, shown=row.name))

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, **overrides: Any
    ) -> Settings:
        """Read CLIPPINGS_* variables; `overrides` win. Raises SettingError."""
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for row in TABLE:
            text = environment.get(row.variable, row.default)
            values[row.name] = _parsed(row, text, shown=row.variable)
        values.update(overrides)
        return cls(**values)


def table_text() -> str:
    """The table as text, for people."""
    rows = [("setting", "default", "unit", "meaning")] + [
        (row.variable, row.default or "(none)", row.unit, row.help) for row in TABLE
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]))
        for row in rows
    )
