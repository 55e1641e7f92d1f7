"""Articles and hits in answers, as marshmallow schemas over the records of `search_index`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, missing, validate

from search_app.api.answers import Answer, Rounded, Rows, Spans, TextList
from search_app.api.quote_schemas import QuoteSchema
from search_index.model.article import DATE_SOURCES
from search_index.model.hits import Hit, Snippet
from search_index.search.quotations import quotations_of


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"description": text, **more}


class SourceSchema(Answer):
    """Where an article stands."""

    page = fields.String(required=True)
    position = fields.Integer(required=True)
    url = fields.String(required=True, allow_none=True)


class SnippetSchema(Answer):
    """Part of a field, with the words that matched."""

    html = fields.String(
        required=True, metadata=_about("The text, escaped; <mark> is the only tag.")
    )
    text = fields.String(required=True)
    start = fields.Integer(
        required=True, metadata=_about("Where the text begins in the field, in code points.")
    )
    offsets = Spans(
        required=True,
        metadata=_about("Start and end of each mark, in code points of the text."),
    )


class HighlightsSchema(Answer):
    """Marked snippets per field; none where the field did not match."""

    title = Rows(SnippetSchema, required=True)
    body = Rows(SnippetSchema, required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The snippets of a field; none is an empty list."""
        return obj.get(attr, ())


class _ArticleFields(Answer):
    """The fields of an article that hits show too."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    date = fields.String(
        required=True,
        allow_none=True,
        metadata=_about("As precise as is known: YYYY-MM-DD, YYYY-MM or YYYY."),
    )
    date_precision = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["day", "month", "year"])
    )
    date_source = fields.String(
        required=True,
        validate=validate.OneOf(DATE_SOURCES),
        metadata=_about("What the date was read from."),
    )
    date_confidence = Rounded(3, required=True)
    event_date = fields.String(
        required=True,
        allow_none=True,
        metadata=_about("The date that the story itself names, where it differs."),
    )
    language = fields.String(required=True)
    source = fields.Nested(SourceSchema, required=True)
    outlet = fields.String(
        required=True,
        allow_none=True,
        metadata=_about("Who published it: the name of the site, else its host without www."),
    )
    authors = TextList(required=True, metadata=_about("The names of the byline."))
    section = fields.String(
        required=True, allow_none=True, metadata=_about("Where in the outlet it stood.")
    )
    tags = TextList(required=True, metadata=_about("Tags that people of the archive gave it."))
    persons = TextList(required=True)
    organizations = TextList(required=True)
    places = TextList(required=True)
    duplicate_of = fields.String(
        required=True,
        allow_none=True,
        metadata=_about("The id of the article that tells the same story better."),
    )


_OF_HIT = frozenset({"score", "similar", "highlights", "explanation", "found_by"})


class HitSchema(_ArticleFields):
    """An article that matched."""

    score = Rounded(4, required=True)
    similar = fields.Integer(
        required=True, metadata=_about("Near-duplicates folded into this hit.")
    )
    highlights = fields.Nested(HighlightsSchema, required=True)
    explanation = fields.Dict(
        keys=fields.String(), metadata=_about("The parts of the score, where asked for.")
    )
    found_by = fields.String(
        validate=validate.OneOf(["words", "meaning", "both"]),
        metadata=_about("What found it, where meaning is searched as well."),
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value of a field; an explanation that was not asked for is left out."""
        if attr not in _OF_HIT:
            return getattr(obj.article, attr)
        value = getattr(obj, attr)
        return missing if value is None else value


class FormSchema(Answer):
    """One form in which a name occurs in the article."""

    kind = fields.String(
        required=True, validate=validate.OneOf(["person", "organization", "place"])
    )
    name = fields.String(required=True, metadata=_about("The canonical name."))
    form = fields.String(required=True, metadata=_about("The words of the article."))
    offsets = Spans(
        required=True,
        metadata=_about("Where the form is in the body, in code points."),
    )


class ProvenanceSchema(Answer):
    """Why a field has its value."""

    field = fields.String(required=True)
    value = fields.String(required=True)
    rule = fields.String(required=True)
    words = fields.String(required=True, metadata=_about("The words of the page."))
    start = fields.Integer(
        required=True, allow_none=True, metadata=_about("In code points of the page.")
    )
    end = fields.Integer(required=True, allow_none=True)


class ArticleSchema(_ArticleFields):
    """An article, whole. `highlights` mark the whole fields."""

    body = fields.String(required=True)
    quotes = fields.List(
        fields.Nested(QuoteSchema), required=True, metadata=_about("Who says what, in order.")
    )
    forms = Rows(FormSchema, required=True)
    note = fields.String(
        required=True, allow_none=True, metadata=_about("A note by people of the archive.")
    )
    removed = TextList(
        required=True,
        metadata=_about("Lines of the page near this article that are of no article."),
    )
    removed_reasons = TextList(
        required=True,
        metadata=_about("Why, for each of `removed`, in plain words."),
    )
    removed_places = fields.List(
        fields.Integer(),
        required=True,
        metadata=_about(
            "For each of `removed`: how many paragraphs of the body are above it on the page; "
            "-1 where the headline is below it."
        ),
    )
    provenance = Rows(ProvenanceSchema, required=True)
    highlights = fields.Nested(HighlightsSchema, required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value of a field of a hit's article."""
        if attr == "quotes":
            return quotations_of(obj.article)
        return getattr(obj if attr == "highlights" else obj.article, attr)


class ExportedArticleSchema(_ArticleFields):
    """An article as the export writes it, one a line."""

    body = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    quotes = fields.List(fields.Nested(QuoteSchema), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value of a field of an article."""
        return quotations_of(obj) if attr == "quotes" else getattr(obj, attr)


class HitRows(fields.List[Any]):
    """Hits, written as their schema writes them, without asking it for each member of each."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.Nested(HitSchema), **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return None if value is None else hit_rows(value)


def hit_rows(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Hits as `HitSchema` writes them."""
    return [_written(hit) for hit in hits]


def _written(hit: Hit) -> dict[str, Any]:
    article, highlights = hit.article, hit.highlights
    source = article.source
    values: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "date_precision": article.date_precision,
        "date_source": article.date_source,
        "date_confidence": round(float(article.date_confidence), 3),
        "event_date": article.event_date,
        "language": article.language,
        "source": {"page": source.page, "position": source.position, "url": source.url},
        "outlet": article.outlet,
        "authors": article.authors,
        "section": article.section,
        "tags": article.tags,
        "persons": article.persons,
        "organizations": article.organizations,
        "places": article.places,
        "duplicate_of": article.duplicate_of,
        "score": round(float(hit.score), 4),
        "similar": hit.similar,
        "highlights": {
            "title": _snippets(highlights.get("title", ())),
            "body": _snippets(highlights.get("body", ())),
        },
    }
    if hit.explanation is not None:
        values["explanation"] = dict(hit.explanation)
    if hit.found_by is not None:
        values["found_by"] = hit.found_by
    return values


def _snippets(pieces: Iterable[Snippet]) -> list[dict[str, Any]]:
    return [
        {"html": each.html, "text": each.text, "start": each.start, "offsets": each.offsets}
        for each in pieces
    ]
