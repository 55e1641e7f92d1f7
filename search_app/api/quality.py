"""The route /api/v1/quality: the report of the archive, and the archive over time."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from quality import QualityStore
from quality.report import ArchiveReport
from search_app.api.answers import Answer, Rows
from search_app.api.openapi import Blueprint
from search_app.api.parameters import Arguments
from search_app.api.schemas import LongSentencesSchema
from search_app.caching import mark_answer
from search_app.errors import NotFound
from search_app.service import service


def _about(text: str) -> dict[str, Any]:
    return {"description": text}


def _counts(text: str) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata=_about(text)
    )


class RejectedKindSchema(Answer):
    """Pages that were rejected for one reason."""

    reason = fields.String(required=True)
    pages = fields.Integer(required=True)


class OutletCountsSchema(Answer):
    """What comes from one outlet."""

    outlet = fields.String(
        required=True, allow_none=True, metadata=_about("null: no page says of which outlet it is.")
    )
    pages = fields.Integer(required=True)
    kinds = _counts("Its pages by the kind of their file.")
    articles = fields.Integer(required=True)
    undated = fields.Integer(required=True)
    low_confidence = fields.Integer(required=True)
    first_date = fields.String(required=True, allow_none=True)
    last_date = fields.String(required=True, allow_none=True)


class GapSchema(Answer):
    """Days without an article, both ends included."""

    first = fields.String(required=True)
    last = fields.String(required=True)
    days = fields.Integer(required=True)


class DaysSchema(Answer):
    """The days from the first to the last that an article is known to be of."""

    first = fields.String(required=True, allow_none=True)
    last = fields.String(required=True, allow_none=True)
    with_articles = fields.Integer(required=True)
    without_articles = fields.Integer(required=True)
    gaps = fields.List(
        fields.Nested(GapSchema), required=True, metadata=_about("The longest, those first.")
    )


class ReportSchema(Answer):
    """Counts of the archive as the last run of the indexer left it."""

    at = fields.String(required=True, metadata=_about("When, in UTC (ISO 8601)."))
    snapshot = fields.String(required=True, metadata=_about("State of the index."))
    pages = fields.Integer(required=True)
    rejected = fields.Integer(required=True, metadata=_about("Pages that gave nothing."))
    kinds = _counts("Pages by the kind of their file.")
    rejected_reasons = fields.List(fields.Nested(RejectedKindSchema), required=True)
    articles = fields.Integer(required=True)
    undated = fields.Integer(required=True)
    undated_share = fields.Float(required=True)
    low_confidence = fields.Integer(
        required=True, metadata=_about("Dates of a confidence below 0.7.")
    )
    low_confidence_share = fields.Float(required=True)
    disagreeing = fields.Integer(
        required=True,
        metadata=_about("Dates that the address, the event told, or a copy of the story denies."),
    )
    disagreeing_share = fields.Float(required=True)
    untitled = fields.Integer(required=True)
    untitled_share = fields.Float(required=True)
    short = fields.Integer(required=True, metadata=_about("Below 250 characters."))
    long = fields.Integer(required=True, metadata=_about("Above 25,000 characters."))
    near_duplicates = fields.Integer(required=True)
    languages = _counts("Articles by language.")
    date_sources = _counts("Articles by where their date comes from.")
    removed_lines = fields.Integer(required=True, metadata=_about("Taken from all pages."))
    removed_reasons = _counts("Lines taken from around stories, by reason.")
    long_sentences = fields.Nested(LongSentencesSchema, required=True)
    outlets = fields.List(fields.Nested(OutletCountsSchema), required=True)
    more_outlets = fields.Integer(required=True, metadata=_about("Outlets that are not listed."))
    days = fields.Nested(DaysSchema, required=True)


class MomentSchema(Answer):
    """The archive after one run that changed something."""

    at = fields.String(required=True)
    pages = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    articles = fields.Integer(required=True)
    undated = fields.Integer(required=True)
    low_confidence = fields.Integer(required=True)
    disagreeing = fields.Integer(required=True)
    untitled = fields.Integer(required=True)
    removed_lines = fields.Integer(required=True)
    lost_sentences = fields.Integer(
        required=True, metadata=_about("Long sentences that ended in no story.")
    )


class QualitySchema(Answer):
    """How well the archive was read, now and over time."""

    report = fields.Nested(ReportSchema, required=True)
    history = Rows(MomentSchema, required=True, metadata=_about("Oldest first."))


def install(blueprint: Blueprint) -> None:
    """Add the route."""

    @blueprint.route("/quality")
    @blueprint.arguments(Arguments(), location="query")
    @blueprint.response(200, QualitySchema())
    def quality(_: dict[str, Any]) -> dict[str, Any]:
        """How well the archive was read: pages, dates, rejected pages, days without articles."""
        report = last_report()
        if report is None:
            raise NotFound("There is no report yet: the next run of the indexer writes one.")
        mark_answer(f"{report.snapshot} {report.at}")
        return {"report": report.to_json(), "history": store().history()}


def store() -> QualityStore:
    """Where the reports of this archive are."""
    return QualityStore(service().settings.index_dir)


def last_report() -> ArchiveReport | None:
    """The report of the last run, None where there was none. Raises QualityUnusable."""
    return store().report()
