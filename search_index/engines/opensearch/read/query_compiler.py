"""From a clause tree to a query in OpenSearch's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from search_index.engines.opensearch.store.dsl import EVERYTHING, NOTHING, Dsl, any_of
from search_index.engines.opensearch.store.mapping import (
    ALIAS,
    BOTH,
    FILTER,
    FORM,
    NAMES,
    OTHERS,
    STEMS,
    WITHIN_NAME,
    WORDS,
)
from search_index.engines.opensearch.store.tokens import FORMS, beginning, token
from search_index.model import clauses as ask
from search_index.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FirstDayWithin,
    HasAny,
    HasValue,
    NotMet,
)
from search_index.schema import (
    CREDIT_FIELDS,
    NAME_FIELDS,
    TEXT_FIELDS,
    asked_name,
    first_day,
    last_day,
)
from search_index.search.ranking import BOOSTS, EXACT, NAME, SYNONYM
from search_index.text.analysis import QueryTerms, fold, names_of, phrase_words, query_terms
from search_index.text.function_words import without_stop_words

MAX_SCORED: Final = 16
"""Of a longer phrase so many words count in the score; all of them must match."""
_FEW: Final = 4
_Key: TypeAlias = "str | ask.Phrase"
"""What parts have in common: a field, or a phrase without its last word."""
_USUAL: Final = 2.5
"""About what a word that is neither rare nor frequent scores."""


class Asker:
    """Turns clauses into queries for an archive that holds these languages."""

    def __init__(self, languages: tuple[str, ...], *, exact: float = EXACT) -> None:
        """`exact` is what the exact form of a word is worth besides its stem."""
        self._languages = languages
        self._exact_factor = exact

    def dsl(self, clause: ask.Clause) -> Dsl:
        """The query for a clause, with its score."""
        match clause:
            case ask.Every():
                return EVERYTHING
            case ask.Word(text, field):
                return self._word(query_terms(text, self._languages), _fields(field))
            case ask.Phrase(words, slop, field):
                return self._phrase(phrase_words(words), slop, _fields(field))
            case ask.Prefix(text, field):
                return _expanded("prefix", field, value=beginning(fold(text)))
            case ask.Wildcard(pattern, field):
                return (
                    _expanded("wildcard", field, value=pattern) if "_" not in pattern else NOTHING
                )
            case ask.Fuzzy(text, edits, prefix, field):
                return _expanded(
                    "fuzzy",
                    field,
                    value=token(text),
                    fuzziness=edits,
                    prefix_length=prefix,
                    max_expansions=256,
                    transpositions=True,
                )
            case ask.Value(field, value):
                ways = [*called(field, value), *_having_words(field, value)]
                return {"constant_score": {"filter": any_of(ways)}}
            case ask.DateRange(first, last):
                return {"constant_score": {"filter": _all(in_days(first, last))}}
            case ask.Boost(inner, factor):
                return {"bool": {"must": [self.dsl(inner)], "boost": factor}}
            case ask.Not(inner):
                return {"bool": {"must": [EVERYTHING], "must_not": [self.dsl(inner)], "boost": 0}}
            case ask.And(parts):
                telling = without_stop_words(parts, self._languages)
                wanted = [self.dsl(part) for part in telling if not isinstance(part, ask.Not)]
                unwanted = [self.dsl(part.clause) for part in telling if isinstance(part, ask.Not)]
                return {"bool": {"must": wanted or [EVERYTHING], "must_not": unwanted}}
            case ask.Or(parts):
                telling = without_stop_words(parts, self._languages)
                groups, rest = _grouped(telling)
                return any_of([*self._alike(groups), *map(self.dsl, rest)])
            case ask.Widened(inner, synonyms):
                return any_of([self.dsl(inner), *map(self._synonym, synonyms)])

    def _alike(self, groups: Mapping[_Key, Sequence[str]]) -> list[Dsl]:
        """What differs in the last word of a phrase alone, or in a value, as one query of each.

        The server takes no more than 1,024 clauses.
        """
        found: list[Dsl] = []
        for key, values in groups.items():
            if isinstance(key, str):
                found.append({"constant_score": {"filter": has_value(key, values)}})
            else:
                before = phrase_words(key.words)
                ends = [word for each in values for word in phrase_words((each,))[-1:]]
                found.append(self._phrase(before, key.slop, _fields(key.field), ends))
        return found

    def _synonym(self, synonym: ask.Synonym) -> Dsl:
        spoken = [has_value("language", [synonym.language])] if synonym.language else []
        unspoken = [has_value("language", synonym.not_in)] if synonym.not_in else []
        found: Dsl = {"must": [self.dsl(synonym.clause)], "filter": spoken, "must_not": unspoken}
        return {"bool": {**found, "boost": SYNONYM}}

    def _word(self, terms: QueryTerms, fields: Sequence[str]) -> Dsl:
        ways: list[Dsl] = []
        if terms.stems:
            everywhere = len(fields) > 1
            stems = [
                _term(place, stem, 1.0)
                for place in ((BOTH,) if everywhere else map(STEMS.format, fields))
                for stem in terms.stems
            ]
            exact = [
                _exact(name, word, self._exact_factor) for name in fields for word in terms.exact
            ]
            exact = exact if self._exact_factor else []
            ways.append({"bool": {"must": [any_of(stems)], "should": exact}})
        if terms.parts:
            ways.append(self._phrase(terms.parts, 0, fields))
        return any_of(ways)

    def _phrase(
        self, words: Sequence[str], slop: int, fields: Sequence[str], ends: Sequence[str] = ()
    ) -> Dsl:
        """The words, and behind them one of `ends` where there are any."""
        if not words:
            return NOTHING
        ways = []
        for name in fields:
            scored = [_exact(name, word, BOOSTS[name]) for word in words[:MAX_SCORED]]
            places = _places(name, [*map(token, words)], slop, [*map(token, ends)])
            ways.append({"bool": {"filter": places, "should": scored}})
        return any_of(ways)


def in_days(first: str | None, last: str | None) -> list[Dsl]:
    """Filters for articles surely dated within these days, inclusive."""
    found: list[Dsl] = [{"exists": {"field": "first_day"}}]
    if first is not None:
        found.append({"range": {"first_day": {"gte": first_day(first)}}})
    if last is not None:
        found.append({"range": {"last_day": {"lte": last_day(last)}}})
    return found


def has_value(field: str, values: Iterable[str]) -> Dsl:
    """A filter for articles with one of the values of a facet field, compared folded."""
    return {"terms": {FILTER.format(field): sorted({fold(value) for value in values})}}


def meeting(condition: Condition) -> Dsl:
    """A filter for articles that meet the condition."""
    match condition:
        case HasValue(field, values):
            return has_value(field, values)
        case HasAny(field):
            return {"exists": {"field": FILTER.format(field)}}
        case FirstDayWithin(first, last):
            bounds = {"gte": first, "lte": last}
            limits = {name: day for name, day in bounds.items() if day is not None}
            return (
                {"range": {"first_day": limits}} if limits else {"exists": {"field": "first_day"}}
            )
        case AllOf(conditions):
            return _all([meeting(each) for each in conditions])
        case AnyOf(conditions):
            asked = [meeting(each) for each in conditions]
            return {"bool": {"should": asked, "minimum_should_match": 1}} if asked else NOTHING
        case NotMet(inner):
            return {"bool": {"must_not": [meeting(inner)]}}


def _all(filters: list[Dsl]) -> Dsl:
    return {"bool": {"filter": filters}}


def _fields(field: str | None) -> Sequence[str]:
    return (field,) if field in TEXT_FIELDS else TEXT_FIELDS


def _term(field: str, word: str, boost: float) -> Dsl:
    return {"term": {field: {"value": token(word), "boost": boost}}}


def _exact(name: str, word: str, boost: float) -> Dsl:
    """An exact word. Those that share their place with another have no frequencies of their own."""
    there = _term(WORDS.format(name), word, boost)
    shared = _term(OTHERS.format(name), word, boost * _USUAL)
    return {"dis_max": {"queries": [there, shared]}}


def _expanded(kind: str, field: str | None, **options: Any) -> Dsl:
    """Words that begin so, fit a pattern or are near: each field counts once."""
    ways = []
    for name in _fields(field):
        places = [place.format(name) for place in (WORDS, OTHERS)]
        found = [{kind: {place: {**options, "rewrite": "constant_score"}}} for place in places]
        ways.append({"constant_score": {"filter": any_of(found), "boost": BOOSTS[name]}})
    return any_of(ways)


def _grouped(parts: Sequence[ask.Clause]) -> tuple[dict[_Key, list[str]], list[ask.Clause]]:
    """The values and last words of parts that are equal but for these, where they are many.

    And the other parts.
    """
    ends = [_end_of(part) for part in parts]
    groups: dict[_Key, list[str]] = {}
    for end in ends:
        if end is not None:
            groups.setdefault(end[0], []).append(end[1])
    many = {key: found for key, found in groups.items() if len(found) > _FEW}
    rest = [
        part for part, end in zip(parts, ends, strict=True) if end is None or end[0] not in many
    ]
    return many, rest


def _end_of(part: ask.Clause) -> tuple[_Key, str] | None:
    """A field and a value in it, or a phrase without its last word, and that word."""
    match part:
        case ask.Value(field, value, known=True):
            return field, value
        case ask.Phrase((*before, last), slop, field) if before:
            return ask.Phrase(tuple(before), slop, field), last
    return None


def _places(name: str, words: Sequence[str], slop: int, ends: Sequence[str] = ()) -> Dsl:
    """The words in this order, each at most `slop` further than next to the one before."""
    if len(words) == 1 and not ends:
        ways: list[Dsl] = [{"term": {place.format(name): words[0]}} for place in (WORDS, OTHERS)]
        return any_of(ways)
    sources = [_at_place(name, word) for word in words]
    if ends:
        sources.append(_any_at_place(name, ends))
    if slop == 0 or len(sources) == 2:
        rule = _ordered(sources, slop)
    else:
        rule = {"any_of": {"intervals": [_chained(sources, slop), _chained(sources, slop, -1)]}}
    return {"intervals": {WORDS.format(name): rule}}


def _at_place(name: str, word: str) -> Dsl:
    fields = [FORM.format(name, rank) for rank in range(1, FORMS + 1)]
    ways: list[Dsl] = [{"match": {"query": word}}]
    ways += [{"match": {"query": word, "use_field": field}} for field in fields]
    return {"any_of": {"intervals": ways}}


def _any_at_place(name: str, words: Sequence[str]) -> Dsl:
    fields: tuple[Dsl, ...] = ({}, {"use_field": FORM.format(name, 1)})
    ways = [{"match": {"query": word, **field}} for word in words for field in fields]
    return {"any_of": {"intervals": ways}}


def _ordered(sources: Sequence[Dsl], gaps: int) -> Dsl:
    return {"all_of": {"mode": "ordered", "max_gaps": gaps, "intervals": list(sources)}}


def _chained(sources: Sequence[Dsl], slop: int, end: int = 1) -> Dsl:
    """Pairs within pairs, so that `slop` holds between any two words, from one end on."""
    chain, *rest = sources[::end]
    for source in rest:
        chain = _ordered((chain, source)[::end], slop)
    return chain


def called(field: str, name: str) -> list[Dsl]:
    """Filters for articles with a value of this name, or one that goes by it as well."""
    found: list[Dsl] = [{"term": {FILTER.format(field): fold(name.strip())}}]
    if field in NAME_FIELDS or field in CREDIT_FIELDS:
        found.append({"term": {ALIAS.format(field): asked_name(field, name)}})
    return found


def _having_words(field: str, text: str) -> list[Dsl]:
    """A filter for articles with one value that has all words of `text`, in any order."""
    wanted = names_of(text) if field in NAME_FIELDS or field in CREDIT_FIELDS else []
    if not wanted:
        return []
    words = [
        {
            "any_of": {
                "intervals": [
                    {
                        "all_of": {
                            "max_gaps": WITHIN_NAME,
                            "intervals": [{"match": {"query": token(word)}} for word in way],
                        }
                    }
                    for way in ways
                ]
            }
        }
        for ways in wanted
    ]
    rule = {"all_of": {"max_gaps": WITHIN_NAME, "intervals": words}}
    return [{"intervals": {NAMES.format(field): rule}}]


def name_bonus(text: str) -> list[Dsl]:
    """What adds to the score of articles about what `text` is the name of."""
    return [
        {"constant_score": {"filter": way, "boost": NAME}}
        for field in NAME_FIELDS
        for way in called(field, text)
    ]
