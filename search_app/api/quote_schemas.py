"""Quotations, as a part of an article and as an answer of their own."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from search_app.api.answers import Answer, Rounded, Spans
from search_index.model.quote import QUOTE_KINDS


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"description": text, **more}


class QuoteSchema(Answer):
    """Somebody's words in an article."""

    kind = fields.String(
        required=True,
        attribute="quote.kind",
        validate=validate.OneOf(QUOTE_KINDS),
        metadata=_about("direct: between marks; indirect: in the article's own; mixed: both."),
    )
    text = fields.String(required=True, metadata=_about("The words, as they stand in the body."))
    start = fields.Integer(
        required=True,
        attribute="quote.start",
        metadata=_about("Where they stand in the body, in code points."),
    )
    end = fields.Integer(required=True, attribute="quote.end")
    speaker = fields.String(
        required=True,
        attribute="quote.speaker",
        metadata=_about("Who says it, in the words of the article: a name, a role, a pronoun."),
    )
    speaker_start = fields.Integer(required=True, attribute="quote.speaker_start")
    speaker_end = fields.Integer(required=True, attribute="quote.speaker_end")
    person = fields.String(
        required=True,
        allow_none=True,
        attribute="quote.person",
        metadata=_about("Who that is, as in `persons`; null for others and where it is not sure."),
    )
    cue = fields.String(
        required=True,
        attribute="quote.cue",
        metadata=_about("The word that attributes it; empty where one quotation follows another."),
    )


class QuotedInSchema(Answer):
    """The article that a quotation is in."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    date = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    outlet = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True, attribute="source.web_url")


class FoundQuoteSchema(QuoteSchema):
    """A quotation that was found, with its article and the words that matched."""

    html = fields.String(
        required=True,
        attribute="marked.html",
        metadata=_about("The text, escaped; <mark> is the only tag."),
    )
    offsets = Spans(
        required=True,
        attribute="marked.offsets",
        metadata=_about("Start and end of each mark, in code points of the text."),
    )
    article = fields.Nested(QuotedInSchema, required=True)


class QuoteLinksSchema(Answer):
    """Addresses of this page of quotations and its neighbours."""

    self = fields.String(required=True)
    next = fields.String(required=True, allow_none=True)
    prev = fields.String(required=True, allow_none=True)


class QuotesSchema(Answer):
    """A page of quotations."""

    total = fields.Integer(required=True, metadata=_about("Quotations on all pages."))
    total_is_exact = fields.Boolean(
        required=True,
        metadata=_about("False where there are more, in articles that were not read any more."),
    )
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)
    total_pages = fields.Integer(required=True)
    took_ms = Rounded(2, required=True)
    quotes = fields.List(fields.Nested(FoundQuoteSchema), required=True)
    links = fields.Nested(QuoteLinksSchema, required=True)
