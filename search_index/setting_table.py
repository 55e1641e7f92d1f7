"""The table of settings: name, default, unit, help, and how a value is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search_index import setting_values as values


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
        values.optional_path,
        "a path",
    ),
    Setting(
        "corrections",
        "",
        "path",
        "File of corrections; empty: corrections.jsonl in the folder of the pages.",
        values.optional_path,
        "a path",
    ),
    Setting(
        "spacy_models",
        "",
        "language:name",
        "Installed spaCy models as a further source of names, each for stories of its language "
        "only, as in en:en_core_web_sm,fr:fr_core_news_sm; empty: none.",
        values.models,
        "languages and names of installed models, as in en:en_core_web_sm,fr:fr_core_news_sm",
    ),
    Setting(
        "cors_origins",
        "",
        "origins",
        "Origins that may call the API, comma-separated; * for all; empty: none.",
        values.names,
        "a comma-separated list",
    ),
    Setting(
        "api_key",
        "",
        "text",
        "Key that /api asks for; empty: open to all.",
        values.optional,
        "text",
    ),
    Setting(
        "rate_limit",
        "",
        "rate",
        "Requests per client, as 100/minute; empty: unlimited.",
        values.optional,
        "a rate such as 100/minute",
    ),
    Setting(
        "max_per_page",
        "100",
        "hits",
        "Largest per_page and facet_size.",
        values.positive,
        "a whole number from 1",
    ),
    Setting(
        "query_timeout_ms",
        "2000",
        "ms",
        "A query that takes longer is stopped.",
        values.positive,
        "a whole number from 1",
    ),
    Setting(
        "max_searches",
        "4",
        "requests",
        "What one worker answers at a time.",
        values.positive,
        "a whole number from 1",
    ),
    Setting(
        "max_waiting",
        "24",
        "requests",
        "What may wait for that in one worker; the rest gets 503 at once.",
        values.count,
        "a whole number from 0",
    ),
    Setting(
        "max_wait_ms",
        "750",
        "ms",
        "A request that waits longer gets 503.",
        values.count,
        "a whole number from 0",
    ),
    Setting(
        "max_exports",
        "4",
        "exports",
        "What one worker streams at a time; a slow reader can hold one for long.",
        values.positive,
        "a whole number from 1",
    ),
    Setting(
        "trusted_proxies",
        "0",
        "proxies",
        "Reverse proxies in front, whose X-Forwarded-* headers are believed.",
        values.count,
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
    Setting("opensearch_user", "", "text", "Login to it; empty: none.", values.optional, "text"),
    Setting("opensearch_password", "", "text", "Its password.", values.optional, "text"),
    Setting(
        "opensearch_ca",
        "",
        "path",
        "Certificates to trust for https; empty: those of the system.",
        values.optional_path,
        "a path",
    ),
    Setting(
        "opensearch_index",
        "clippings",
        "name",
        "Its name there; several archives on one cluster need several.",
        values.index_name,
        "lower-case letters, digits, - and _, beginning with a letter",
    ),
    Setting(
        "opensearch_part",
        "",
        "name",
        "The part of the archive that this indexer writes, next to others; empty: all of it.",
        values.part_name,
        "lower-case letters, digits and _, beginning with a letter",
    ),
    Setting(
        "opensearch_shards",
        "1",
        "shards",
        "Parts into which a full run spreads it.",
        values.positive,
        "a whole number from 1",
    ),
    Setting(
        "opensearch_replicas",
        "0",
        "copies",
        "Further copies of each part, on other nodes.",
        values.count,
        "a whole number from 0",
    ),
    Setting(
        "title",
        "Clippings",
        "text",
        "Name of the archive, on pages and in feeds.",
        values.name,
        "text",
    ),
    Setting(
        "tagline", "", "text", "A line about it, for search engines and browsers.", str, "text"
    ),
    Setting(
        "logo",
        "",
        "path",
        "Picture shown for the archive's scissors: SVG, PNG, JPEG, WebP or GIF.",
        values.optional_path,
        "a path",
    ),
    Setting(
        "color", "", "color", "Accent of the pages, as #1d3fa8.", values.color, "a color as #1d3fa8"
    ),
    Setting(
        "home_url",
        "",
        "URL",
        "Where the footer leads for the site it belongs to.",
        values.url,
        "a URL",
    ),
    Setting("footer", "", "text", "A line of text for the footer of the pages.", str, "text"),
    Setting(
        "frame_ancestors",
        "",
        "origins",
        "Sites that may show the pages in a frame, comma-separated; empty: none.",
        values.origins,
        "origins as https://www.example.org",
    ),
    Setting(
        "site_url",
        "",
        "URL",
        "Address of the search page as readers see it, for links in feeds, exports and alerts.",
        values.url,
        "a URL",
    ),
    Setting(
        "webhook_networks",
        "",
        "networks",
        "Networks inside yours that webhooks of alerts may reach, as 10.1.0.0/16; empty: none.",
        values.networks,
        "a comma-separated list of networks as 10.1.0.0/16",
    ),
    Setting(
        "robots",
        "index",
        "name",
        "What search engines may do: index; noindex (read, but list nothing); none (read nothing).",
        values.robots,
        "index, noindex or none",
    ),
    Setting("smtp_host", "", "name", "Server that alerts are mailed by; empty: none.", str, "text"),
    Setting("smtp_port", "587", "port", "Its port.", values.port, "a number from 1 to 65535"),
    Setting(
        "smtp_security",
        "starttls",
        "name",
        "How the connection to it is encrypted: starttls, tls, or none.",
        values.security,
        "starttls, tls or none",
    ),
    Setting("smtp_user", "", "text", "Login to it; empty: none.", values.optional, "text"),
    Setting("smtp_password", "", "text", "Its password.", values.optional, "text"),
    Setting(
        "smtp_from", "", "address", "Sender of alerts.", values.mailbox, "an address as a@b.org"
    ),
    Setting(
        "meilisearch_path",
        "",
        "path",
        "Path under which searches are answered as Meilisearch does, as /meilisearch; empty: off.",
        values.address_path,
        "a path of letters, digits, /, - and _ that begins with /",
    ),
    Setting(
        "meilisearch_index",
        "articles",
        "name",
        "The name of the index there.",
        values.index_uid,
        "letters, digits, - and _",
    ),
    Setting(
        "synonyms",
        "",
        "path",
        "File of synonyms that widen what is searched for, as Solr's; empty: none.",
        values.optional_path,
        "a path",
    ),
    Setting(
        "semantic",
        "off",
        "switch",
        "Search by meaning as well; needs the extra semantic.",
        values.switch,
        "on or off",
    ),
    Setting(
        "desk",
        "off",
        "switch",
        "The desk at /desk, where people who log in correct what was read.",
        values.switch,
        "on or off",
    ),
    Setting(
        "max_upload_mb",
        "100",
        "MB",
        "Files that the desk takes at a time.",
        values.positive,
        "a whole number from 1",
    ),
    Setting(
        "log_queries",
        "false",
        "switch",
        "Write query text to the log.",
        values.switch,
        "true or false",
    ),
)
