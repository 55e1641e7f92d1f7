"""Pages of the site that are not files in docs/: a hook of MkDocs (mkdocs.yml).

The pages above docs/ (README.md and its neighbours), and the reference, made from the code: the
HTTP API from its OpenAPI document, the commands from their `--help`, Python from docstrings.
Links between files of the repository become links between pages; what has no page is linked to in
the repository where `REPOSITORY_URL` names one, and is plain text where not.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT: Final = Path(__file__).parents[1]
ABOVE: Final = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "RELEASE.md": "release.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
"""Pages above docs/, and their addresses on the site."""
_LINK: Final = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_CODE: Final = re.compile(r"(^```.*?^```|`[^`\n]*`)", re.DOTALL | re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the decisions into the navigation, in order."""
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    titles = [re.sub(r"^# ", "", record.read_text("utf-8").split("\n")[0]) for record in records]
    pages = [{title: f"adr/{record.name}"} for title, record in zip(titles, records, strict=True)]
    for part in config.nav or ():
        for entry in part.get("Explanation", ()):
            if entry == {"Decisions": "DECISIONS"}:
                entry["Decisions"] = pages
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made here."""
    made = {
        address: linked((ROOT / name).read_text("utf-8"), name, address)
        for name, address in ABOVE.items()
    }
    made["reference/http.md"] = http_reference()
    made["reference/commands.md"] = command_reference()
    made["reference/python.md"] = PYTHON
    for address, text in made.items():
        files.append(File.generated(config, address, content=text))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Lead links of a page in docs/ to pages of the site."""
    address = page.file.src_uri
    if page.file.generated_by:
        return markdown
    return linked(markdown, f"docs/{address}", address)


def linked(text: str, name: str, address: str) -> str:
    """A page with its links as the site needs them; `name` is its file in the repository."""
    pieces = _CODE.split(text)
    pieces[::2] = [_LINK.sub(lambda m: _link(m, name, address), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _link(match: re.Match[str], name: str, address: str) -> str:
    picture, label, target = match.groups()
    if re.match(r"[a-z]+:|#", target):
        return match[0]
    path, hash_, anchor = target.partition("#")
    file = os.path.normpath(PurePosixPath(name).parent / path)
    place = ABOVE.get(file) or (
        file.removeprefix("docs/")
        if file.startswith("docs/") and (ROOT / file).is_file() and not file.endswith(".py")
        else None
    )
    if place is not None:
        start = os.path.dirname(address) or "."  # noqa: PTH120 (of the site, not of a disk)
        return f"{picture}[{label}]({os.path.relpath(place, start)}{hash_}{anchor})"
    repository = os.environ.get("REPOSITORY_URL", "").rstrip("/")
    return f"[{label}]({repository}/blob/main/{file})" if repository else label


def http_reference() -> str:
    """Every route with its parameters and answers, from the OpenAPI document."""
    document = openapi()
    lines = [
        "# HTTP API, every route",
        "",
        "Made from the OpenAPI document, which a server gives at `/api/v1/openapi.json` and shows "
        "at `/api/docs`. [Examples](../api.md) with real answers are on a page of their own.",
    ]
    for path, methods in document["paths"].items():
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method == "parameters":
                continue
            lines += ["", f"## {method.upper()} `{path}`", "", operation.get("summary", "")]
            if operation.get("description"):
                lines += ["", operation["description"]]
            lines += _parameters([*shared, *operation.get("parameters", [])], document)
            lines += ["", "| status | answer |", "|---|---|"]
            for status, answer in operation["responses"].items():
                said = _resolved(answer, document).get("description", "")
                lines.append(f"| {status} | {_cell(said)} |")
    return "\n".join(lines) + "\n"


def _parameters(given: list[dict[str, Any]], document: dict[str, Any]) -> list[str]:
    if not given:
        return []
    lines = ["", "| parameter | in | values | meaning |", "|---|---|---|---|"]
    for parameter in (_resolved(each, document) for each in given):
        schema = _resolved(parameter.get("schema", {}), document)
        inner = _resolved(schema.get("items", {}), document)
        values = ", ".join(f"`{value}`" for value in schema.get("enum") or inner.get("enum") or ())
        kind = values or str(inner.get("type") or schema.get("type") or "")
        several = " (repeatable)" if schema.get("type") == "array" else ""
        said = parameter.get("description") or schema.get("description") or ""
        need = " **required**" if parameter.get("required") else ""
        lines.append(
            f"| `{parameter['name']}`{need} | {parameter['in']} | {_cell(kind)}{several} "
            f"| {_cell(said)} |"
        )
    return lines


def _resolved(value: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        found: Any = document
        for key in value["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        value = found
    return value


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def openapi() -> dict[str, Any]:
    """The document as a server gives it."""
    from search_app.application import create_app
    from search_index.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(index_dir=Path(folder)))
        answer = app.test_client().get("/api/v1/openapi.json")
        document: dict[str, Any] = json.loads(answer.get_data())
    return document


def command_reference() -> str:
    """What each command of `clippings` says of itself."""
    from clippings_search.command_line import COMMANDS, help_text, main

    lines = ["# Commands", "", "```text", help_text(), "```"]
    for command in COMMANDS:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            main([command.name, "--help"])
        text = printed.getvalue().rstrip()
        lines += ["", f"## clippings {command.name}", "", "```text", text, "```"]
    return "\n".join(lines) + "\n"


PYTHON: Final = """# Python, every name

What `search_index` offers to other programs; made from its docstrings.

::: search_index
    options:
      members: true
      show_root_heading: false
"""
