"""The user's names file (setting `entities`): names, their kind, their aliases.

YAML:

    persons:
      - name: Leila Haddadin
        aliases: [Layla Hadadin, ليلى حدادين]
    organizations:
      - Northern Water Board (NWB)
      - name: Tide Office
        predecessors: [Flood Board]
    places: []

or CSV with the columns name, kind (person, organization, place), aliases and predecessors, both
parted by semicolons. Predecessors are what an organization was called before it was renamed: they
are names of their own, whether the file lists them or not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from indexer.entities.data.known_names import BadLine, KnownName, KnownNames, checked
from search_index.errors import SettingError
from search_index.model.article import NameKind

_KINDS: Mapping[str, NameKind] = {
    "person": "person",
    "persons": "person",
    "organization": "organization",
    "organizations": "organization",
    "place": "place",
    "places": "place",
}
_COLUMNS = ("name", "kind", "aliases", "predecessors")


def read_known_names(path: Path) -> KnownNames:
    """Read a names file. Raises SettingError that names the file, the line and the remedy."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingError(
            f"CLIPPINGS_ENTITIES={path} cannot be read ({error.strerror}): give a YAML or CSV file."
        ) from None
    except UnicodeDecodeError as error:
        raise SettingError(
            f"CLIPPINGS_ENTITIES={path} is not UTF-8 at byte {error.start}: save it as UTF-8."
        ) from None
    reader = {".yaml": _from_yaml, ".yml": _from_yaml, ".csv": _from_csv}.get(path.suffix.lower())
    if reader is None:
        raise SettingError(
            f"CLIPPINGS_ENTITIES={path} ends in neither .yaml, .yml nor .csv: rename the file."
        )
    try:
        return KnownNames(checked(reader(text)))
    except BadLine as bad:
        raise SettingError(f"CLIPPINGS_ENTITIES={path}, line {bad.line}: {bad}") from None


def _from_csv(text: str) -> Iterator[tuple[int, KnownName]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [column.strip().lower() for column in next(rows, [])]
        if not set(header) <= set(_COLUMNS) or not {"name", "kind"} <= set(header):
            raise BadLine(1, "the first line must be: name,kind,aliases,predecessors")
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(header):
                raise BadLine(
                    rows.line_num,
                    f"{len(row)} cells under {len(header)} columns: "
                    "part aliases with semicolons and quote names that hold commas.",
                )
            cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
            kind = _KINDS.get(cells.get("kind", "").lower())
            if kind is None:
                raise BadLine(
                    rows.line_num,
                    f"kind {cells.get('kind', '')!r} is unknown: "
                    "write person, organization or place.",
                )
            if not cells["name"]:
                raise BadLine(rows.line_num, "the name is empty: write one.")
            known = KnownName(
                name=cells["name"],
                kind=kind,
                aliases=_parts(cells.get("aliases", "")),
                predecessors=_parts(cells.get("predecessors", "")),
            )
            yield rows.line_num, known
    except csv.Error as error:
        raise BadLine(rows.line_num, f"{error}: check the quotation marks.") from None


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split(";"))))


def _from_yaml(text: str) -> Iterator[tuple[int, KnownName]]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadLine(mark.line + 1 if mark else 1, f"no YAML: {error.problem}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise BadLine(1, f"no YAML: {error}.") from None
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise BadLine(_line(root), "write persons:, organizations: or places: with a list each.")
    for key, value in root.value:
        kind = _KINDS.get(str(key.value))
        if kind is None:
            raise BadLine(
                _line(key),
                f"{str(key.value)!r} is unknown: write persons, organizations or places.",
            )
        if isinstance(value, yaml.ScalarNode) and not value.value:
            continue
        if not isinstance(value, yaml.SequenceNode):
            raise BadLine(_line(value), f"{key.value} must hold a list: begin each name with - .")
        for item in value.value:
            yield _line(item), _yaml_name(item, kind)


def _yaml_name(item: yaml.Node, kind: NameKind) -> KnownName:
    if isinstance(item, yaml.ScalarNode):
        return KnownName(name=_text(item, "the name"), kind=kind)
    if not isinstance(item, yaml.MappingNode):
        raise BadLine(_line(item), "write a name, or name:, aliases: and predecessors:.")
    name = ""
    lists: dict[str, tuple[str, ...]] = {"aliases": (), "predecessors": ()}
    for key, value in item.value:
        if key.value == "name":
            name = _text(value, "the name")
        elif key.value not in lists:
            raise BadLine(
                _line(key), f"{str(key.value)!r} is unknown: write name, aliases or predecessors."
            )
        elif isinstance(value, yaml.SequenceNode):
            lists[key.value] = tuple(_text(one, f"one of {key.value}") for one in value.value)
        else:
            raise BadLine(_line(value), f"{key.value} must be a list: [one, another].")
    if not name:
        raise BadLine(_line(item), "the name is missing: write name: first.")
    return KnownName(name=name, kind=kind, **lists)


def _text(node: yaml.Node, what: str) -> str:
    text = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
    if not text:
        raise BadLine(_line(node), f"{what} must be text: write it, in quotes if need be.")
    return text


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
