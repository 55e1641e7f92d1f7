"""The page of the report: how well the archive was read, now and over time."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from quality.report import ArchiveReport
from search_app.api.quality import last_report, store
from search_app.desk.words import desk_messages
from search_app.pages.routes import blueprint, draw
from search_app.pages.state import PageState, read_state
from search_index.model.query import Query

MOST_RUNS: Final = 30
MOST_ROWS: Final = 50


@blueprint.get("/quality")
def quality_page() -> Response:
    """What was read, how surely, and what was not."""
    lang = read_state(request.args).lang
    messages = desk_messages(lang)
    report = last_report()
    response = draw(
        "quality.html",
        messages,
        PageState(query=Query(), lang=lang),
        200 if report else 404,
        report=report,
        measures=_measures(report) if report else (),
        runs_over_time=store().history()[-MOST_RUNS:] if report else (),
        most=MOST_ROWS,
    )
    response.headers["Cache-Control"] = "no-cache" if report else "no-store"
    return response


def _measures(report: ArchiveReport) -> tuple[tuple[str, int, float], ...]:
    """(words, articles, their share) of what people look at first, in the order of the page."""
    return tuple(
        (f"quality_{name}", count, report.share(count))
        for name, count in (
            ("undated", report.undated),
            ("low_confidence", report.low_confidence),
            ("disagreeing", report.disagreeing),
            ("untitled", report.untitled),
            ("short", report.short),
            ("long", report.long),
            ("near_duplicates", report.near_duplicates),
        )
    )
