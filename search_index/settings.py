"""Every setting, in one table: name, default, unit, help. Read once, at start."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search_index.errors import SettingError


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError
    return value


def _index_name(text: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9_-]{0,99}", text):
        raise ValueError
    return text


def _part_name(text: str) -> str:
    if not re.fullmatch("|[a-z][a-z0-9_]{0,49}", text):
        raise ValueError
    return text


def _address_path(text: str) -> str:
    if not re.fullmatch(r"|(/[A-Za-z0-9_-]+)+/?|/", text) or re.match("/(api|static)(/|$)", text):
        raise ValueError
    return text


def _index_uid(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9_-]{1,400}", text):
        raise ValueError
    return text


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _name(text: str) -> str:
    if not text.strip() or len(text) > 200:
        raise ValueError
    return text.strip()


def _color(text: str) -> str:
    if not re.fullmatch("|#(?:[0-9a-fA-F]{3}){1,2}", text):
        raise ValueError
    return text


def _url(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s\"'<>]+", text):
        raise ValueError
    return text


def _origins(text: str) -> tuple[str, ...]:
    names = _names(text)
    if not all(re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?", n) for n in names):
        raise ValueError
    return names


def _optional(text: str) -> str | None:
    return text or None


def _switch(text: str) -> bool:
    if text.lower() in {"1", "true", "on", "yes"}:
        return True
    if text.lower() in {"", "0", "false", "off", "no"}:
        return False
    raise ValueError


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `wanted` says in words which values are good."""

    name: str
    default: str
    unit: str
    help: str
    parse: Callable[[str], Any]
    wanted: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"CLIPPINGS_{self.name.upper()}"


TABLE: tuple[Setting, ...] = (
    Setting("index_dir", "index_dir", "path", "Folder of the index.", Path, "a path"),
    Setting("source", "samples", "path", "Pages to index when none is named.", Path, "a path"),
    Setting("engine", "whoosh", "name", "Search engine.", str, "whoosh or opensearch"),
    Setting(
        "entities",
        "",
        "path",
        "YAML or CSV file of names and aliases; empty: none.",
        lambda text: Path(text) if text else None,
        "a path",
    ),
    Setting(
        "spacy_model",
        "",
        "name",
        "Installed spaCy model as a further source of names; empty: none.",
        _optional,
        "the name of an installed model",
    ),
    Setting(
        "cors_origins",
        "",
        "origins",
        "Origins that may call the API, comma-separated; * for all; empty: none.",
        _names,
        "a comma-separated list",
    ),
    Setting(
        "api_key", "", "text", "Key that /api asks for; empty: open to all.", _optional, "text"
    ),
    Setting(
        "rate_limit",
        "",
        "rate",
        "Requests per client, as 100/minute; empty: unlimited.",
        _optional,
        "a rate such as 100/minute",
    ),
    Setting(
        "max_per_page",
        "100",
        "hits",
        "Largest per_page and facet_size.",
        _positive,
        "a whole number from 1",
    ),
    Setting(
        "query_timeout_ms",
        "2000",
        "ms",
        "A query that takes longer is stopped.",
        _positive,
        "a whole number from 1",
    ),
    Setting(
        "max_searches",
        "4",
        "requests",
        "What one worker answers at a time.",
        _positive,
        "a whole number from 1",
    ),
    Setting(
        "max_waiting",
        "24",
        "requests",
        "What may wait for that in one worker; the rest is told 503 at once.",
        _count,
        "a whole number from 0",
    ),
    Setting(
        "max_wait_ms",
        "1000",
        "ms",
        "A request that waits longer is told 503.",
        _count,
        "a whole number from 0",
    ),
    Setting(
        "max_exports",
        "4",
        "exports",
        "What one worker streams at a time; a slow reader can hold one for long.",
        _positive,
        "a whole number from 1",
    ),
    Setting(
        "trusted_proxies",
        "0",
        "proxies",
        "Reverse proxies in front, whose X-Forwarded-* headers are believed.",
        _count,
        "a whole number from 0",
    ),
    Setting(
        "opensearch_url",
        "http://127.0.0.1:9200",
        "URLs",
        "Nodes of the OpenSearch cluster, comma-separated.",
        str,
        "URLs",
    ),
    Setting("opensearch_user", "", "text", "Login to it; empty: none.", _optional, "text"),
    Setting("opensearch_password", "", "text", "Its password.", _optional, "text"),
    Setting(
        "opensearch_ca",
        "",
        "path",
        "Certificates to trust for https; empty: those of the system.",
        lambda text: Path(text) if text else None,
        "a path",
    ),
    Setting(
        "opensearch_index",
        "clippings",
        "name",
        "Its name there; several archives on one cluster need several.",
        _index_name,
        "lower-case letters, digits, - and _, beginning with a letter",
    ),
    Setting(
        "opensearch_part",
        "",
        "name",
        "The part of the archive that this indexer writes, beside others; empty: all of it.",
        _part_name,
        "lower-case letters, digits and _, beginning with a letter",
    ),
    Setting(
        "opensearch_shards",
        "1",
        "shards",
        "Parts into which a full run spreads it.",
        _positive,
        "a whole number from 1",
    ),
    Setting(
        "opensearch_replicas",
        "0",
        "copies",
        "Further copies of each part, on other nodes.",
        _count,
        "a whole number from 0",
    ),
    Setting(
        "title", "Clippings", "text", "Name of the archive, on pages and in feeds.", _name, "text"
    ),
    Setting(
        "tagline", "", "text", "A line about it, for search engines and browsers.", str, "text"
    ),
    Setting(
        "logo",
        "",
        "path",
        "Picture shown for the archive's scissors: SVG, PNG, JPEG, WebP or GIF.",
        lambda text: Path(text) if text else None,
        "a path",
    ),
    Setting("color", "", "color", "Accent of the pages, as #1d3fa8.", _color, "a color as #1d3fa8"),
    Setting(
        "home_url", "", "URL", "Where the footer leads for the site it belongs to.", _url, "a URL"
    ),
    Setting("footer", "", "text", "A line of text for the footer of the pages.", str, "text"),
    Setting(
        "frame_ancestors",
        "",
        "origins",
        "Sites that may show the pages in a frame, comma-separated; empty: none.",
        _origins,
        "origins as https://www.example.org",
    ),
    Setting(
        "meilisearch_path",
        "",
        "path",
        "Path under which searches are answered as Meilisearch does, as /meilisearch; empty: off.",
        _address_path,
        "a path of letters, digits, /, - and _ that begins with /",
    ),
    Setting(
        "meilisearch_index",
        "articles",
        "name",
        "The name of the index there.",
        _index_uid,
        "letters, digits, - and _",
    ),
    Setting(
        "synonyms",
        "",
        "path",
        "File of synonyms that widen what is searched for, as Solr's; empty: none.",
        lambda text: Path(text) if text else None,
        "a path",
    ),
    Setting(
        "semantic",
        "off",
        "switch",
        "Search by meaning as well; needs the extra semantic.",
        _switch,
        "on or off",
    ),
    Setting(
        "log_queries", "false", "switch", "Write query text to the log.", _switch, "true or false"
    ),
)


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
    spacy_model: str | None = _default("spacy_model")
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
    meilisearch_path: str = _default("meilisearch_path")
    meilisearch_index: str = _default("meilisearch_index")
    synonyms: Path | None = _default("synonyms")
    semantic: bool = _default("semantic")
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
