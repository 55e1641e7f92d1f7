"""The report as text, for a terminal: what is worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quality.history import Moment
from quality.report import ArchiveReport

_MOST_ROWS = 15


def report_text(report: ArchiveReport, moments: Sequence[Moment] = ()) -> str:
    """The report in lines; `moments` are the archive over time."""
    return "\n".join(map(_printable, _lines(report, moments))) + "\n"


def _lines(report: ArchiveReport, moments: Sequence[Moment]) -> Iterator[str]:
    yield f"Archive of {report.at}, snapshot {report.snapshot}"
    yield f"{report.pages:,} pages, {report.rejected:,} rejected; {report.articles:,} articles"
    for label, count in (
        ("undated", report.undated),
        ("date of low confidence", report.low_confidence),
        ("dates that disagree", report.disagreeing),
        ("without a title", report.untitled),
        ("very short", report.short),
        ("very long", report.long),
        ("near-duplicates", report.near_duplicates),
    ):
        yield f"  {label:24} {count:>9,}  {report.share(count):6.1%}"
    sentences = report.long_sentences
    yield f"{report.removed_lines:,} lines taken away; of {sentences.total:,} long sentences "
    yield f"  {sentences.in_no_story:,} ({sentences.share_in_no_story:.1%}) ended in no story"
    yield from _table("rejected", [(row.reason, row.pages) for row in report.rejected_reasons])
    yield from _table("pages by kind", list(report.kinds.items()))
    yield from _table("articles by language", list(report.languages.items()))
    yield from _table("dates by source", list(report.date_sources.items()))
    yield from _table("lines taken away", list(report.removed_reasons.items()))
    if report.outlets:
        yield "by outlet:       articles     pages   undated   low conf."
        for row in report.outlets[:_MOST_ROWS]:
            undated = row.undated / row.articles if row.articles else 0
            low = row.low_confidence / row.articles if row.articles else 0
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in row.kinds.items())
            yield (
                f"  {row.articles:>22,} {row.pages:>9,} {undated:>9.1%} {low:>11.1%}  "
                f"{row.outlet or '(not known)'} ({kinds})"
            )
    days = report.days
    if days.first:
        yield (
            f"days: {days.with_articles:,} with articles and {days.without_articles:,} without, "
            f"from {days.first} to {days.last}"
        )
        yield from (
            f"  {gap.days:>9,}  {gap.first} to {gap.last}" for gap in days.gaps[:_MOST_ROWS]
        )
    if len(moments) > 1:
        yield "over time:          pages  rejected  articles   undated  low conf."
        for moment in moments[-_MOST_ROWS:]:
            yield (
                f"  {moment.at[:16]} {moment.pages:>7,} {moment.rejected:>9,} "
                f"{moment.articles:>9,} {moment.undated:>9,} {moment.low_confidence:>10,}"
            )


def _table(title: str, rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    if rows:
        yield f"{title}:"
        yield from (f"  {count:>9,}  {name}" for name, count in rows[:_MOST_ROWS])
        if len(rows) > _MOST_ROWS:
            yield f"  and {len(rows) - _MOST_ROWS:,} more"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
