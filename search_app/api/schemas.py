"""The responses, as marshmallow schemas over the records of `search_index`."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, missing, validate

from search_app.api.answers import Answer, Rounded, Rows, Spans, TextList
from search_app.api.quote_schemas import QuoteSchema
from search_index.model.article import DATE_SOURCES
from search_index.model.query import FACET_FIELDS
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


_WHERE_THERE = frozenset({"other_languages", "by_meaning", "labels"})
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
    hits = fields.List(fields.Nested(HitSchema), required=True)
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
    other_languages = fields.List(
        fields.Nested(HitSchema),
        metadata=_about(
            "The best articles in other languages than the question's, found by meaning alone, "
            "where that is searched; not in `total`."
        ),
    )
    by_meaning = fields.List(
        fields.Nested(HitSchema),
        metadata=_about(
            "Where words find fewer than ten articles: the best in the question's language that "
            "only meaning found, where that is searched; not in `total`."
        ),
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value of a field; what was not asked for is left out."""
        value = getattr(obj, attr)
        return missing if attr in _WHERE_THERE and value is None else value


class FacetSchema(Answer):
    """The values of one facet, most frequent first."""

    field = fields.String(required=True, validate=validate.OneOf(FACET_FIELDS))
    values = Rows(FacetValueSchema, required=True)
    labels = _labels()


class RelatedSchema(Answer):
    """The articles most similar to one, best first."""

    id = fields.String(required=True)
    hits = fields.List(fields.Nested(HitSchema), required=True)
    similar_stories = fields.List(
        fields.Nested(HitSchema),
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
