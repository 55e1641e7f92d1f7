"""Styles and scripts at addresses that change with their content, so that browsers keep them.

The tag is in the path, so scripts that import each other by relative address stay
within one version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory

from search_app.links import kept_url_for

_KEY = "clippings-assets"
_IMPORT = re.compile(r'from "\./([\w.]+)"')
YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Assets:
    """The static folder as it was at start: its tag, and what each script imports."""

    tag: str
    imports: Mapping[str, tuple[str, ...]]

    def reached_from(self, entry: str) -> list[str]:
        """The scripts that one needs, directly or through others, in the order of need."""
        reached: list[str] = []
        waiting = [entry]
        while waiting:
            for name in self.imports[waiting.pop(0)]:
                if name not in reached:
                    reached.append(name)
                    waiting.append(name)
        return reached


def install(app: Flask) -> None:
    """Read the static folder of `app` once."""
    folder = Path(str(app.static_folder))
    digest = hashlib.sha256()
    imports = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + content)
            if path.suffix == ".js":
                imports[path.name] = tuple(_IMPORT.findall(content.decode()))
    app.extensions[_KEY] = Assets(digest.hexdigest()[:12], imports)


def asset_url(name: str) -> str:
    """The address of a file of the static folder."""
    return kept_url_for("pages.asset", tag=_assets().tag, name=name)


def modules(entry: str) -> list[str]:
    """The addresses of the scripts that a script needs, to be fetched together with it."""
    return [asset_url(f"js/{name}") for name in _assets().reached_from(entry)]


def send_asset(tag: str, name: str) -> Response:
    """The file; kept for a year under the tag of this content, else asked for again."""
    current = tag == _assets().tag
    response = send_from_directory(
        str(current_app.static_folder), name, max_age=YEAR_S if current else None
    )
    if current:
        response.cache_control.public = True
        response.cache_control.immutable = True
    return response


def _assets() -> Assets:
    assets: Assets = current_app.extensions[_KEY]
    return assets
