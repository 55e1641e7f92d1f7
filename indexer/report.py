"""What a run did, for people and as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from search_index.model.sentences import NONE, LongSentences

_FEW: Final = 10
_EXAMPLES: Final = 3
_NUMBERS: Final = re.compile(r"\d[\d,.]*")
_QUOTED: Final = re.compile(r"'[^']*'|: .*$")


@dataclass(slots=True, kw_only=True)
class Report:
    """Counts of one run, filled while it goes on.

    Pages: `read` are those whose contents were looked at, of which `changed` had been
    indexed with other contents before; `unchanged` were left alone; `removed` have
    vanished from a SOURCE folder; `resumed` of those read had been read by a run that was
    stopped. `rejected` and `notices` are (page, reason) pairs.
    `articles` counts the articles in the index after the run (with --dry-run: found), of which
    `duplicates` are near-duplicates of another; `boilerplate_lines` were taken from their pages;
    `long_sentences` says what became of the sentences of all pages;
    `alerted` counts what was found for saved searches; `corrected` articles that people
    corrected, and `orphaned` corrections that found their article no more, where the archive
    was settled.
    """

    read: int = 0
    resumed: int = 0
    unchanged: int = 0
    changed: int = 0
    removed: int = 0
    articles: int = 0
    duplicates: int = 0
    boilerplate_lines: int = 0
    long_sentences: LongSentences = NONE
    alerted: int = 0
    corrected: int = 0
    orphaned: int = 0
    seconds: float = 0.0
    rejected: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    def pass_over(self, kind: str) -> None:
        """Count a file of a kind that is not read."""
        self.passed_over[kind] += 1

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `rejected` and `notices` as objects of file and reason."""
        return {
            "read": self.read,
            "unchanged": self.unchanged,
            "changed": self.changed,
            "removed": self.removed,
            "resumed": self.resumed,
            "rejected": [{"file": name, "reason": reason} for name, reason in self.rejected],
            "notices": [{"file": name, "reason": reason} for name, reason in self.notices],
            "passed_over": dict(self.passed_over.most_common()),
            "articles": self.articles,
            "duplicates": self.duplicates,
            "boilerplate_lines": self.boilerplate_lines,
            "long_sentences": self.long_sentences.to_json(),
            "alerted": self.alerted,
            "corrected": self.corrected,
            "orphaned": self.orphaned,
            "seconds": round(self.seconds, 3),
        }

    def __str__(self) -> str:
        rate = (
            f", {(self.read + self.unchanged) / self.seconds:,.0f} pages/s" if self.seconds else ""
        )
        lines = [line.removeprefix("rejected ") for line in _grouped(self.notices)]
        lines += _grouped(self.rejected)
        if self.passed_over:
            kinds = (f"{count:,} {kind}" for kind, count in self.passed_over.most_common())
            lines.append("passed over: " + ", ".join(kinds))
        if self.resumed:
            lines.append(f"went on from {self.resumed:,} pages of a run that was stopped")
        if self.long_sentences.total:
            lines.append(_sentences(self.long_sentences))
        if self.corrected or self.orphaned:
            lines.append(
                f"corrected by people: {self.corrected:,} articles; {self.orphaned:,} corrections "
                "found their article no more"
            )
        if self.alerted:
            lines.append(f"found for saved searches: {self.alerted:,}")
        lines.append(
            f"{self.read:,} pages read, {self.unchanged:,} unchanged, {self.changed:,} changed, "
            f"{self.removed:,} removed, {len(self.rejected):,} rejected; "
            f"{self.articles:,} articles, {self.duplicates:,} of them near-duplicates, "
            f"{self.boilerplate_lines:,} boilerplate lines taken away; "
            f"{self.seconds:.1f} s{rate}"
        )
        return "\n".join(map(_printable, lines))


def _sentences(counts: LongSentences) -> str:
    return (
        f"of {counts.total:,} long sentences {counts.in_no_story:,} "
        f"({counts.share_in_no_story:.1%}) ended in no story, "
        f"and {counts.boilerplate:,} are known boilerplate"
    )


def _grouped(rejected: Sequence[tuple[str, str]]) -> list[str]:
    """A line for each page, or for each reason where it is that of many pages."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, reason in rejected:
        groups.setdefault(reason_kind(reason), []).append((name, reason))
    lines = []
    for pages in groups.values():
        shown = pages if len(pages) <= _FEW else pages[:_EXAMPLES]
        lines += [f"rejected {name}: {reason}" for name, reason in shown]
        if len(pages) > len(shown):
            more = len(pages) - len(shown)
            lines.append(f"rejected {more:,} more for the same reason ({pages[0][1]})")
    return lines


def reason_kind(reason: str) -> str:
    """What reasons have in common that differ in numbers and in what they quote of a page."""
    return _NUMBERS.sub("#", _QUOTED.sub("…", reason))


def _printable(text: str) -> str:
    """The text without what would command the terminal: a file may have any name."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def write_rejected(report: Report, path: Path) -> None:
    """Write every page that was rejected, with its reason, a line each. Raises OSError."""
    lines = (f"{_printable(name)}\t{_printable(reason)}\n" for name, reason in report.rejected)
    path.write_text("".join(lines), "utf-8", "backslashreplace")
