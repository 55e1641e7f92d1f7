"""The route of trends: questions over time, as JSON, CSV or SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, g
from marshmallow import fields, post_load, validate

from search_app.api.answers import Answer, Rounded
from search_app.api.csv_text import csv_row
from search_app.api.fields import Choice, Text, Values
from search_app.api.parameters import Filters, to_query
from search_app.api.routes import blueprint
from search_app.caching import current_searcher
from search_app.service import service
from search_app.trends import MOST_QUERIES, Trends, Unit, trends
from search_index.model.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRequest:
    """The questions, the filters of all of them, and the form of the answer."""

    texts: tuple[str, ...]
    common: Query
    unit: Unit
    format: str


class TrendParameters(Filters):
    """Up to five questions and the filters that hold for all."""

    q = Values(  # type: ignore[assignment]
        Text(empty=False),
        required=True,
        validate=validate.Length(1, MOST_QUERIES, error=f"Give one to {MOST_QUERIES} questions."),
        metadata={"description": "A question, in the language of a search; up to five."},
    )
    unit = Choice(
        ("year", "month"), load_default="year", metadata={"description": "Years, or months."}
    )
    format = Choice(
        ("json", "csv"),
        load_default="json",
        metadata={"description": "JSON, or CSV with a line for each bucket."},
    )

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> TrendRequest:
        g.asked_language = data.get("lang")
        return TrendRequest(
            texts=tuple(data["q"]),
            common=to_query(data | {"q": ""}),
            unit=data["unit"],
            format=data["format"],
        )


class TrendSchema(Answer):
    """One question: in each bucket its articles, and their share of the bucket's articles."""

    q = fields.String(required=True)
    counts = fields.List(fields.Integer(), required=True)
    shares = fields.List(Rounded(6), required=True)
    undated = fields.Integer(required=True)
    undated_share = Rounded(6, required=True)
    total = fields.Integer(required=True)


class TrendsSchema(Answer):
    """Questions over time. `buckets` has the empty ones too."""

    unit = fields.String(required=True)
    buckets = fields.List(fields.String(), required=True)
    totals = fields.List(fields.Integer(), required=True)
    undated = fields.Integer(required=True)
    series = fields.List(fields.Nested(TrendSchema), required=True)


@blueprint.route("/trends")
@blueprint.arguments(TrendParameters(), location="query")
@blueprint.response(200, TrendsSchema())
@blueprint.also_answers(200, {"type": "string"}, "text/csv; charset=utf-8")
def trend(asked: TrendRequest) -> Response | dict[str, Any]:
    """Up to five questions over time: counts, and shares of each bucket's articles."""
    timeout_ms = service().settings.query_timeout_ms
    with current_searcher() as searcher:
        found = trends(searcher, asked.texts, asked.common, asked.unit, timeout_ms)
    if asked.format == "csv":
        response = Response(csv_of(found), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="trends.csv"'
        return response
    return {
        "unit": found.unit,
        "buckets": found.buckets,
        "totals": found.totals,
        "undated": found.undated,
        "series": [
            {
                "q": one.text,
                "counts": one.counts,
                "shares": [found.share(one, place) for place in range(len(found.buckets))],
                "undated": one.undated,
                "undated_share": found.undated_share(one),
                "total": one.total,
            }
            for one in found.series
        ],
    }


def csv_of(found: Trends) -> str:
    """A line for each bucket, the undated last; for each question its count and its share."""
    head: list[str] = [found.unit, "articles"]
    for one in found.series:
        head += [one.text, f"{one.text} (share)"]
    lines = [csv_row(head)]
    for place, bucket in enumerate(found.buckets):
        cells: list[str | int | float | None] = [bucket, found.totals[place]]
        for one in found.series:
            cells += [one.counts[place], round(found.share(one, place), 6)]
        lines.append(csv_row(cells))
    last: list[str | int | float | None] = ["undated", found.undated]
    for one in found.series:
        last += [one.undated, round(found.undated_share(one), 6)]
    return "".join([*lines, csv_row(last)])
