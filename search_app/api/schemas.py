"""The responses, as marshmallow schemas over the records of `search_index`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields, missing, validate

from search_app.api.answers import Answer, Rounded, Rows
from search_app.api.article_schemas import HitRows, hit_rows
from search_index.model.query import FACET_FIELDS

if TYPE_CHECKING:
    from search_app.api.presentation import SearchAnswer


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"description": text, **more}


_WHERE_THERE = frozenset({"other_languages", "by_meaning", "labels"})


class FacetValueSchema(Answer):
    """A value of a facet; null counts the articles without one."""

    value = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
    active = fields.Boolean(required=True, metadata=_about("Whether the query filters by it."))


FacetsSchema = Answer.from_dict(
    {name: Rows(FacetValueSchema) for name in FACET_FIELDS},
    name="FacetsSchema",
)


class QueryEchoSchema(Answer):
    """The query as it was understood."""

    q = fields.String(required=True)
    match = fields.String(
        required=True,
        validate=validate.OneOf(["all", "any"]),
        metadata=_about("Which words the hits have: all or any."),
    )
    relaxed = fields.Boolean(
        required=True,
        metadata=_about("Whether few hits have all words, so those with most of them follow."),
    )
    corrected = fields.String(
        required=True, allow_none=True, metadata=_about("The query that was run instead.")
    )


class DiagnosisSchema(Answer):
    """Which part of the query emptied it."""

    part = fields.String(
        required=True, validate=validate.OneOf(["word", "phrase", "filter", "combination"])
    )
    name = fields.String(required=True)
    message = fields.String(required=True)
    loosened_total = fields.Integer(
        required=True, metadata=_about("What the query would find without this part.")
    )


class LinksSchema(Answer):
    """Addresses of this page of hits and its neighbours."""

    self = fields.String(required=True)
    next = fields.String(required=True, allow_none=True)
    prev = fields.String(required=True, allow_none=True)


class IgnoredSchema(Answer):
    """A part of the query that could not be used."""

    part = fields.String(required=True, metadata=_about("As it was typed."))
    reason = fields.String(required=True, metadata=_about("Why, for people."))


class WideningSchema(Answer):
    """A word that was searched for with its synonyms."""

    word = fields.String(required=True, metadata=_about("As it was typed; may be several words."))
    synonyms = fields.List(
        fields.String(),
        required=True,
        data_key="with",
        metadata=_about("What finds articles in its place."),
    )


def _labels() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.String()),
        metadata=_about(
            "Only with `lang`: what its readers call the persons, organizations, places and "
            "languages here, where that differs from the value."
        ),
    )


class SearchSchema(Answer):
    """A page of hits with facets."""

    query = fields.Nested(QueryEchoSchema, required=True)
    did_you_mean = fields.String(
        required=True,
        allow_none=True,
        metadata=_about("The query with words that no article has spelt as one that some have."),
    )
    ignored = Rows(
        IgnoredSchema,
        required=True,
        metadata=_about("What of `q` could not be used: no date, no such field, no word."),
    )
    widened = fields.List(
        fields.Nested(WideningSchema),
        required=True,
        metadata=_about("Words that were searched for with their synonyms, and these."),
    )
    total = fields.Integer(required=True, metadata=_about("Hits on all pages; exact."))
    total_all_words = fields.Integer(
        required=True,
        allow_none=True,
        metadata=_about(
            "How many of them have all words; those come first, unless more than three words are"
            " asked for. Null with match=any."
        ),
    )
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)
    total_pages = fields.Integer(required=True)
    took_ms = Rounded(2, required=True)
    hits = HitRows(required=True)
    labels = _labels()
    facets = fields.Nested(
        FacetsSchema,
        required=True,
        metadata=_about("Counts over all hits; those of a field ignore the filter on that field."),
    )
    links = fields.Nested(LinksSchema, required=True)
    diagnosis = Rows(
        DiagnosisSchema,
        required=True,
        metadata=_about("Why nothing was found; empty where something was."),
    )
    cursor = fields.String(
        required=True,
        metadata=_about("The state of the index; pass it on to page through that state."),
    )
    other_languages = HitRows(
        metadata=_about(
            "The best articles in other languages than the question's, found by meaning alone, "
            "where that is searched; not in `total`."
        ),
    )
    by_meaning = HitRows(
        metadata=_about(
            "Where words find fewer than ten articles: the best in the question's language that "
            "only meaning found, where that is searched; not in `total`."
        ),
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value of a field; what was not asked for is left out."""
        value = getattr(obj, attr)
        return missing if attr in _WHERE_THERE and value is None else value

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """What marshmallow would write, without asking each field of each record for it."""
        return super().dump(obj, many=many) if many else _search_answer(obj)


def _search_answer(answer: SearchAnswer) -> dict[str, Any]:
    query, links, facets = answer.query, answer.links, answer.facets
    found: dict[str, Any] = {
        "query": {
            "q": query.q,
            "match": query.match,
            "relaxed": query.relaxed,
            "corrected": query.corrected,
        },
        "did_you_mean": answer.did_you_mean,
        "ignored": [{"part": each.part, "reason": each.reason} for each in answer.ignored],
        "widened": [{"word": each.word, "with": list(each.synonyms)} for each in answer.widened],
        "total": answer.total,
        "total_all_words": answer.total_all_words,
        "page": answer.page,
        "per_page": answer.per_page,
        "total_pages": answer.total_pages,
        "took_ms": round(answer.took_ms, 2),
        "hits": hit_rows(answer.hits),
    }
    if answer.labels is not None:
        found["labels"] = answer.labels
    found["facets"] = {
        name: [
            {"value": each.value, "count": each.count, "active": each.active}
            for each in facets[name]
        ]
        for name in FACET_FIELDS
        if name in facets
    }
    found["links"] = {"self": links.self, "next": links.next, "prev": links.prev}
    found["diagnosis"] = [
        {
            "part": each.part,
            "name": each.name,
            "message": each.message,
            "loosened_total": each.loosened_total,
        }
        for each in answer.diagnosis
    ]
    found["cursor"] = answer.cursor
    if answer.other_languages is not None:
        found["other_languages"] = hit_rows(answer.other_languages)
    if answer.by_meaning is not None:
        found["by_meaning"] = hit_rows(answer.by_meaning)
    return found


class FacetSchema(Answer):
    """The values of one facet, most frequent first."""

    field = fields.String(required=True, validate=validate.OneOf(FACET_FIELDS))
    values = Rows(FacetValueSchema, required=True)
    labels = _labels()


class RelatedSchema(Answer):
    """The articles most similar to one, best first."""

    id = fields.String(required=True)
    hits = HitRows(required=True)
    similar_stories = HitRows(
        metadata=_about(
            "Articles that tell the same story in other words, in any language, where meaning is "
            "searched; copies are not among them."
        ),
    )


class SuggestionSchema(Answer):
    """A completion."""

    text = fields.String(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(["word", "person", "organization", "place", "title"]),
    )
    count = fields.Integer(required=True, metadata=_about("Articles that have it."))
    article_id = fields.String(
        required=True, allow_none=True, metadata=_about("The article, where it is a title.")
    )


class SuggestSchema(Answer):
    """Completions of what was typed, best first."""

    q = fields.String(required=True)
    suggestions = Rows(SuggestionSchema, required=True)


class LongSentencesSchema(Answer):
    """What became of the long sentences of the pages, rejected pages included."""

    total = fields.Integer(required=True)
    boilerplate = fields.Integer(
        required=True, metadata=_about("Of lines that are known as boilerplate.")
    )
    in_no_story = fields.Integer(
        required=True, metadata=_about("Of other lines that no article took.")
    )
    share_in_no_story = fields.Float(required=True, metadata=_about("in_no_story / total."))


class StatsSchema(Answer):
    """What the index holds."""

    articles = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    first_date = fields.String(required=True, allow_none=True)
    last_date = fields.String(required=True, allow_none=True)
    languages = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata=_about("Articles per language."),
    )
    engine = fields.String(required=True)
    schema_version = fields.Integer(required=True)
    analysis_version = fields.Integer(required=True)
    snapshot = fields.String(required=True, metadata=_about("Name of this state of the index."))
    built = fields.String(
        required=True, allow_none=True, metadata=_about("When, in UTC (ISO 8601).")
    )
    index_bytes = fields.Integer(required=True)
    long_sentences = fields.Nested(LongSentencesSchema, required=True)
    version = fields.String(required=True, metadata=_about("Version of the API."))


class ProblemErrorSchema(Answer):
    """What is wrong with one parameter."""

    field = fields.String(required=True)
    message = fields.String(required=True)


class ProblemSchema(Answer):
    """An RFC 9457 problem."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemErrorSchema), required=True)


class HealthSchema(Answer):
    """Whether the server can do its work."""

    status = fields.String(required=True)
    snapshot = fields.String()
    articles = fields.Integer()
