"""What a file of corrections says of an archive, as plainly as it can be said.

It reads the file with the JSON library alone and shares no code with what applies corrections.
Articles are known by how their text begins.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

FIELDS = ("title", "date", "event_date", "outlet", "authors", "section", "tags", "note")
OPENING_CHARS = 70

Values = dict[str, Any]
Name = tuple[str, str]


class Model:
    """The corrections that hold, in the order of the file, and what they make of articles."""

    def __init__(self, data: bytes) -> None:
        lines: list[Values] = []
        for line in data.split(b"\n"):
            try:
                lines.append(json.loads(line))
            except ValueError:
                continue  # cut off by a kill, or empty
        undone = {line["undo"] for line in lines if "undo" in line}
        holding: dict[tuple[str, ...], Values] = {}
        for line in lines:
            if "what" in line and line["id"] not in undone:
                key = self.key(line)
                holding.pop(key, None)
                holding[key] = line
        self.holding = list(holding.values())
        self.shown: dict[Name, Name | None] = {}
        self.parted: dict[tuple[Name, str], Name] = {}
        for line in self.holding:
            if line["what"] in ("name", "kind", "shown", "merge", "part") and "article" not in line:
                self._everywhere(line)

    @staticmethod
    def key(line: Values) -> tuple[str, ...]:
        """What a line corrects."""
        parts = [line["what"], begins(line.get("article")), line.get("page", {}).get("text", "")]
        if line["what"] == "join":
            parts.append(begins(line["other"]))
        return (*parts, *(line.get(name, "") for name in ("kind", "name", "form", "line")))

    def articles(self, read: Mapping[str, Values]) -> dict[str, Values]:
        """Every article as it should be, by its opening; from all as they were read."""
        joined = self._joined(read)
        inner = {part for parts in joined.values() for part in parts}
        found: dict[str, Values] = {}
        for opening, values in read.items():
            if opening in inner or self._said("is_article", opening) is False:
                continue
            first, rest = self._parted(opening, values)
            found[opening] = self._corrected(opening, first, [read[n] for n in joined[opening]])
            if rest:
                found[rest["body"][:OPENING_CHARS]] = {**rest, "names": self._names("", rest)}
        if any(line["what"] == "is_article" and line["to"] is False for line in self.holding):
            for opening, values in read.items():  # what is split off is an article of its own
                _, rest = self._parted(opening, values)
                if rest:
                    part = {**rest, "names": self._names("", rest)}
                    found[rest["body"][:OPENING_CHARS]] = part
        for line in self.holding:
            if line["what"] == "take" and line["to"]:
                found[line["last"]] = {"title": line["line"], "body": line["last"]}
        self._group(found)
        return found

    def _said(self, what: str, opening: str) -> Any:
        said = [line["to"] for line in self.holding if is_of(line, what, opening)]
        return said[-1] if said else None

    def _joined(self, read: Mapping[str, Values]) -> dict[str, list[str]]:
        parts: dict[str, list[str]] = {opening: [] for opening in read}
        whole: dict[str, str] = {}
        for line in self.holding:
            if line["what"] != "join":
                continue
            first, other = begins(line["article"]), begins(line["other"])
            first = whole.get(first, first)
            if other in whole or other == first:
                continue
            added = [other, *parts[other]]
            parts[other] = []
            parts[first] += added
            whole.update(dict.fromkeys(added, first))
        return parts

    def _parted(self, opening: str, values: Values) -> tuple[Values, Values | None]:
        if not self._said("split", opening):
            return values, None
        first, *rest = values["body"].split("\n\n")
        return {**values, "body": first, "read_names": ()}, {
            "title": "",
            "body": "\n\n".join(rest),
            "read_names": values["read_names"],
        }

    def _corrected(self, opening: str, read: Values, parts: list[Values]) -> Values:
        found = dict(read)
        removed = {
            line["line"]
            for line in self.holding
            if is_of(line, "line", opening) and line["to"] == "removed"
        }
        body = [part for part in read["body"].split("\n\n") if part not in removed]
        for part in parts:
            body += [part["title"], *part["body"].split("\n\n")]
            found["read_names"] = (*found["read_names"], *part["read_names"])
        found["body"] = "\n\n".join(body)
        for what in FIELDS:
            for line in self.holding:
                if is_of(line, what, opening):
                    to = line["to"]
                    found[what] = tuple(dict.fromkeys(to)) if isinstance(to, list) else to
        found["names"] = self._names(opening, found)
        return found

    def _names(self, opening: str, read: Values) -> list[Name]:
        names = [to for name in read["read_names"] if (to := self._of(name))]
        for line in self.holding:
            if not opening or begins(line.get("article")) != opening:
                continue
            name = (line.get("kind", ""), line.get("name", ""))
            if line["what"] == "kind":
                names = [(line["to"], one[1]) if one == name else one for one in names]
            elif line["what"] == "name" and line["to"] == "rejected":
                names = [one for one in names if one != name]
            elif line["what"] == "name" and line["to"] == "added":
                names.append(name)
        return sorted(set(names))

    def _of(self, name: Name) -> Name | None:
        shown = self.shown.get(name, name)
        for known in (name, shown):
            if known and (known, name[1]) in self.parted:
                to = self.parted[known, name[1]]
                return self.shown.get(to, to)
        return shown

    def _everywhere(self, line: Values) -> None:
        name = (line["kind"], line["name"])
        to: Name | None = (line["kind"], line["to"])
        if line["what"] == "part":
            self.parted[name, line["form"]] = (line["kind"], line["to"])
            return
        if line["what"] == "kind":
            to = (line["to"], line["name"])
        elif line["what"] == "name":
            to = None
        further = self.shown.get(to, to) if to else None
        if further == name or (to and further is None):
            further = to  # back to what it was once called
        if to and further == to:
            self.shown.pop(to, None)
        for one, known in self.shown.items():
            if known == name:
                self.shown[one] = further
        self.shown[name] = further

    def _group(self, found: dict[str, Values]) -> None:
        """Which article each tells again, by what people said."""
        best: dict[str, str] = {}
        for line in self.holding:
            if line["what"] != "duplicate" or not line["to"]:
                continue
            one, other = begins(line["article"]), begins(line["other"])
            if one not in found or other not in found:
                continue
            first = best.get(other, other)
            if first == one:
                first = other
                del best[other]
            best[one] = first
            best = {name: first if known == one else known for name, known in best.items()}
        for opening, values in found.items():
            values["duplicate_of"] = best.get(opening)


def begins(article: Values | None) -> str:
    """What an article is known by here, of how a line of the file names it."""
    return "*" if article is None else str(article.get("opening", ""))[:OPENING_CHARS]


def is_of(line: Values, what: str, opening: str) -> bool:
    """Whether a line corrects this of this article."""
    return line["what"] == what and begins(line.get("article")) == opening
