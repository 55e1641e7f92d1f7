"""The page of trends: a chart and a table of up to five questions over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for

from search_app.api.fields import clean
from search_app.pages.messages import Messages
from search_app.pages.routes import blueprint, draw, messages_for
from search_app.pages.state import PageState, read_state
from search_app.service import service
from search_app.trends import MOST_QUERIES, Trend, Trends, Unit, trends
from search_index.model.query import Query

WIDTH, HEIGHT = 900, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 14, 34
_LABELS = 10
DASHES = ("", "9 4", "2 4", "12 4 2 4", "5 5")
"""Lines differ in their dashes, too, for who cannot distinguish colours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A drawn question: its line, and its points with what they say."""

    number: int
    trend: Trend
    line: str
    points: tuple[tuple[float, float, str], ...]
    dashes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything that the picture has, in its units; (place, words) for both axes."""

    series: tuple[Series, ...]
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]
    left: int
    right: int
    bottom: int


@blueprint.get("/trends")
def trend_page() -> Response:
    """Up to five questions over time; `format=svg` gives the chart alone."""
    state, messages = _asked()
    texts = [clean(text).strip() for text in request.args.getlist("q")]
    texts = list(dict.fromkeys(text for text in texts if text))[:MOST_QUERIES]
    unit: Unit = "month" if request.args.get("unit") == "month" else "year"
    share = request.args.get("measure") == "share"
    found = None
    if texts:
        shared = service()
        with shared.searchers.borrow() as searcher:
            found = trends(searcher, texts, state.query, unit, shared.settings.query_timeout_ms)
    picture = chart(found, messages, share=share) if found and found.buckets else None
    if picture and request.args.get("format") == "svg":
        svg = render_template(
            "parts/trend_chart.html", chart=picture, alone=True, share=share,
            m=messages, t=messages.text, width=WIDTH, height=HEIGHT,
        )  # fmt: skip
        response = Response(svg, content_type="image/svg+xml; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="trends.svg"'
        return response
    pairs = [("q", text) for text in texts]
    pairs += [
        (name, value) for name in ("date_from", "date_to") if (value := getattr(state.query, name))
    ]
    table = [*pairs, ("unit", unit), ("format", "csv")]
    return draw(
        "trends.html",
        messages,
        PageState(query=Query(), lang=state.lang),
        found=found,
        chart=picture,
        texts=[*texts, *[""] * (MOST_QUERIES - len(texts))],
        unit=unit,
        share=share,
        spans=state.query,
        alone=False,
        dashes=DASHES,
        width=WIDTH,
        height=HEIGHT,
        address=_address(pairs, state.lang),
        csv=url_for("pages.home") + "api/v1/trends?" + urlencode(table),
    )


def _asked() -> tuple[PageState, Messages]:
    plain = request.args.copy()
    plain.poplist("q")
    state = read_state(plain)
    return state, messages_for(state.lang)


def _address(pairs: list[tuple[str, str]], lang: str | None) -> Any:
    def address(**changes: str) -> str:
        own = [*pairs, *changes.items()] + ([("lang", lang)] if lang else [])
        return url_for("pages.trend_page") + "?" + urlencode(own)

    return address


def chart(found: Trends, messages: Messages, *, share: bool) -> Chart:
    """The picture; time runs in the direction of the page."""
    last = len(found.buckets) - 1
    inner = WIDTH - _LEFT - _RIGHT
    left, right = _LEFT, WIDTH - _RIGHT
    if messages.direction == "rtl":
        left, right = _RIGHT, WIDTH - _LEFT
    bottom = HEIGHT - _BOTTOM

    def values(trend: Trend) -> list[float]:
        if share:
            return [found.share(trend, place) for place in range(len(found.buckets))]
        return [float(count) for count in trend.counts]

    top = _nice(max((max(values(one), default=0) for one in found.series), default=0), share=share)

    def x(place: int) -> float:
        part = place / last if last else 0.5
        return round(
            right - part * inner if messages.direction == "rtl" else left + part * inner, 1
        )

    def y(value: float) -> float:
        return round(bottom - value / top * (bottom - _TOP), 1)

    def written(value: float) -> str:
        return f"{messages.number(value * 100)} %" if share else messages.number(value)

    series = []
    for number, one in enumerate(found.series):
        places = [(x(place), y(value), value) for place, value in enumerate(values(one))]
        points = tuple(
            (across, up, f"{one.text}, {messages.date(bucket)}: {written(value)}")
            for (across, up, value), bucket in zip(places, found.buckets, strict=True)
        )
        series.append(
            Series(
                number=number,
                trend=one,
                line=" ".join(f"{across:g},{up:g}" for across, up, _ in places),
                points=points,
                dashes=DASHES[number],
            )
        )
    step = -(-len(found.buckets) // _LABELS)
    return Chart(
        series=tuple(series),
        rows=tuple((y(top * part / 4), written(top * part / 4)) for part in range(5)),
        columns=tuple((x(at), found.buckets[at]) for at in range(0, len(found.buckets), step)),
        left=left,
        right=right,
        bottom=bottom,
    )


def _nice(peak: float, *, share: bool) -> float:
    """The value at the top of the axis: its quarters are plain numbers."""
    least = 0.0004 if share else 4
    scale = least
    while scale < peak:
        for factor in (1, 2, 2.5, 5):
            if scale * factor >= peak and (share or scale * factor % 4 == 0):
                return scale * factor
        scale *= 10
    return scale
