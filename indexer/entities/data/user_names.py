"""The user's names file (setting `entities`): names, their kind, their aliases.

YAML:

    persons:
      - name: Leila Haddadin
        aliases: [Layla Hadadin, ليلى حدادين]
    organizations:
      - Northern Water Board (NWB)
    places: []

or CSV with the columns name, kind (person, organization, place) and aliases, the aliases
parted by semicolons.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

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
_COLUMNS = ("name", "kind", "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """One name of the user's file."""

    name: str
    kind: NameKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownNames:
    """All names of the user's file."""

    names: tuple[KnownName, ...] = ()

    def of(self, kind: NameKind) -> Mapping[str, tuple[str, ...]]:
        """Names of one kind with their aliases."""
        return {known.name: known.aliases for known in self.names if known.kind == kind}


class _BadLine(Exception):
    """What is wrong in a line of the file, and what to write instead."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


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
        return KnownNames(tuple(_checked(reader(text))))
    except _BadLine as bad:
        raise SettingError(f"CLIPPINGS_ENTITIES={path}, line {bad.line}: {bad}") from None


def _checked(found: Iterable[tuple[int, KnownName]]) -> Iterator[KnownName]:
    """Each name once, and no form that would mean two names of one kind."""
    owners: dict[tuple[NameKind, str], tuple[int, str]] = {}
    for line, known in found:
        for form in (known.name, *known.aliases):
            at, owner = owners.setdefault((known.kind, form), (line, known.name))
            if at != line:
                raise _BadLine(
                    line,
                    f"{form!r} already stands for {owner!r} in line {at}: keep one of the two.",
                )
        yield known


def _from_csv(text: str) -> Iterator[tuple[int, KnownName]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [column.strip().lower() for column in next(rows, [])]
        if not set(header) <= set(_COLUMNS) or not {"name", "kind"} <= set(header):
            raise _BadLine(1, "the first line must be: name,kind,aliases")
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(header):
                raise _BadLine(
                    rows.line_num,
                    f"{len(row)} cells under {len(header)} columns: "
                    "part aliases with semicolons and quote names that hold commas.",
                )
            cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
            kind = _KINDS.get(cells.get("kind", "").lower())
            if kind is None:
                raise _BadLine(
                    rows.line_num,
                    f"kind {cells.get('kind', '')!r} is unknown: "
                    "write person, organization or place.",
                )
            if not cells["name"]:
                raise _BadLine(rows.line_num, "the name is empty: write one.")
            aliases = (alias.strip() for alias in cells.get("aliases", "").split(";"))
            yield (
                rows.line_num,
                KnownName(name=cells["name"], kind=kind, aliases=tuple(filter(None, aliases))),
            )
    except csv.Error as error:
        raise _BadLine(rows.line_num, f"{error}: check the quotation marks.") from None


def _from_yaml(text: str) -> Iterator[tuple[int, KnownName]]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _BadLine(mark.line + 1 if mark else 1, f"no YAML: {error.problem}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise _BadLine(1, f"no YAML: {error}.") from None
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _BadLine(_line(root), "write persons:, organizations: or places: with a list each.")
    for key, value in root.value:
        kind = _KINDS.get(str(key.value))
        if kind is None:
            raise _BadLine(
                _line(key),
                f"{str(key.value)!r} is unknown: write persons, organizations or places.",
            )
        if isinstance(value, yaml.ScalarNode) and not value.value:
            continue
        if not isinstance(value, yaml.SequenceNode):
            raise _BadLine(_line(value), f"{key.value} must hold a list: begin each name with - .")
        for item in value.value:
            yield _line(item), _yaml_name(item, kind)


def _yaml_name(item: yaml.Node, kind: NameKind) -> KnownName:
    if isinstance(item, yaml.ScalarNode):
        return KnownName(name=_text(item, "the name"), kind=kind)
    if not isinstance(item, yaml.MappingNode):
        raise _BadLine(_line(item), "write a name, or name: and aliases:.")
    name = ""
    aliases: tuple[str, ...] = ()
    for key, value in item.value:
        if key.value == "name":
            name = _text(value, "the name")
        elif key.value == "aliases" and isinstance(value, yaml.SequenceNode):
            aliases = tuple(_text(alias, "an alias") for alias in value.value)
        elif key.value == "aliases":
            raise _BadLine(_line(value), "aliases must be a list: [one, another].")
        else:
            raise _BadLine(_line(key), f"{str(key.value)!r} is unknown: write name or aliases.")
    if not name:
        raise _BadLine(_line(item), "the name is missing: write name: first.")
    return KnownName(name=name, kind=kind, aliases=aliases)


def _text(node: yaml.Node, what: str) -> str:
    text = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
    if not text:
        raise _BadLine(_line(node), f"{what} must be text: write it, in quotes if need be.")
    return text


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
