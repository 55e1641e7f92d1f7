"""Prometheus metrics, summed over all workers where PROMETHEUS_MULTIPROC_DIR is set."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from search_app.searchers import Searchers
from search_app.service import service
from search_index.errors import IndexUnusable
from search_index.model.hits import Hits

LATENCY_BUCKETS_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)

_KEY = "clippings-metrics"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

blueprint = Blueprint("metrics", __name__)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._counters: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.seconds = Histogram(
            "clippings_request_seconds",
            "Time until the answer begins, per route.",
            ("route", "method"),
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self.requests = Counter(
            "clippings_requests",
            "Requests per route and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.searches = Counter(
            "clippings_searches",
            "Searches by what they found: hits, hits of any word only, or nothing.",
            ("outcome",),
            registry=self.registry,
        )

    def observe(self, response: Response) -> Response:
        """Count a request and its answer."""
        route = request.url_rule.rule if request.url_rule else "unmatched"
        method = request.method if request.method in _METHODS else "other"
        key = (route, method, response.status_code)
        counters = self._counters.get(key)
        if counters is None:
            requests = self.requests.labels(route, method, str(response.status_code))
            counters = self._counters[key] = (requests, self.seconds.labels(route, method))
        counters[0].inc()
        counters[1].observe(time.perf_counter() - g.started)
        hits: Hits | None = g.get("hits")
        if hits is not None:
            outcome = "nothing" if not hits.total else "relaxed" if hits.relaxed else "hits"
            self.searches.labels(outcome).inc()
        return response

    def text(self, searchers: Searchers) -> bytes:
        """Everything, in the text format of Prometheus."""
        registry = self.registry
        if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            Path(folder).mkdir(parents=True, exist_ok=True)  # something may clean /tmp
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        of_index = CollectorRegistry()
        of_index.register(_IndexCollector(searchers))
        return generate_latest(registry) + generate_latest(of_index)


class _IndexCollector(Collector):
    """What there is to say about the index, read when asked."""

    def __init__(self, searchers: Searchers) -> None:
        self._searchers = searchers

    def collect(self) -> Iterator[Metric]:
        """The index as gauges; only `clippings_index_up` where it cannot be searched."""
        try:
            with self._searchers.borrow() as searcher:
                stats = searcher.stats()
        except IndexUnusable:
            stats = None
        up = stats is not None and self._searchers.trouble is None
        yield GaugeMetricFamily(
            "clippings_index_up", "Whether the newest index can be searched.", float(up)
        )
        if stats is None:
            return
        yield GaugeMetricFamily(
            "clippings_index_articles", "Articles in the index.", stats.articles
        )
        yield GaugeMetricFamily("clippings_index_bytes", "Size of the index.", stats.index_bytes)
        if stats.built:
            built = datetime.fromisoformat(stats.built).timestamp()
            yield GaugeMetricFamily(
                "clippings_index_built_timestamp_seconds", "When the index was built.", built
            )
            yield GaugeMetricFamily(
                "clippings_index_age_seconds", "Time since then.", max(0.0, time.time() - built)
            )


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text."""
    found: Metrics = current_app.extensions[_KEY]
    response = Response(found.text(service().searchers), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    """Count the requests of `app`."""
    found = Metrics()
    app.extensions[_KEY] = found
    app.after_request(found.observe)
    app.register_blueprint(blueprint)
