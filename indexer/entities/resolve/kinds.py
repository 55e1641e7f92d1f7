"""Of what kind a lone word is, by all stories of the archive together.

In one story that says little of it the recognizer may take a company for a place. Where the
other stories agree, it is what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import BODY_SUFFIX, latin_senses
from indexer.entities.recognize.decide import RULE
from indexer.entities.records import Mention, Mentions
from indexer.language.normalize import is_arabic
from search_index.model.article import NameKind

_LEAST_STORIES = 3
"""Stories that must take the word for another kind, and that many times as many as for its own."""

Kinds = Mapping[str, tuple[NameKind, frozenset[NameKind]]]
"""By lone word the kind that most stories take it for, and those too rare to be believed."""


def kinds_of(mentions: Mentions) -> set[tuple[str, NameKind]]:
    """The lone words of a story in Latin script, each with what it is taken for.

    A company in full speaks for its name without "Inc".
    """
    found: set[tuple[str, NameKind]] = set()
    for mention in mentions.body:
        first, *more = mention.text.split(" ")
        suffix = mention.kind == "organization" and len(more) == 1 and is_suffix(more[0])
        if (suffix or not more) and not is_arabic(mention.text):
            found.add((first, mention.kind))
    return found


def is_suffix(word: str) -> bool:
    """Is it "SC" or "Ltd", with which a body is still the same?"""
    return bool(latin_senses().get(word.casefold().rstrip("."), 0) & BODY_SUFFIX)


def disputed(votes: Mapping[str, Mapping[NameKind, int]]) -> Kinds:
    """Words that stories disagree on, by how many stories take them for each kind."""
    found: dict[str, tuple[NameKind, frozenset[NameKind]]] = {}
    for word, counts in votes.items():
        kind, most = min(counts.items(), key=lambda vote: (-vote[1], vote[0]))
        rare = frozenset(other for other in counts if counts[other] * _LEAST_STORIES <= most)
        if rare and most >= _LEAST_STORIES:
            found[word] = (kind, rare)
    return found


def agreed(mentions: Mentions, kinds: Kinds) -> Mentions:
    """The story's mentions with lone words of the kind that the archive takes them for.

    What a rule saw stays, and so does the surname of somebody whom the story names in full.
    """
    if not kinds:
        return mentions
    bearers = {
        mention.text.rpartition(" ")[2]
        for mention in mentions.body
        if mention.kind == "person" and " " in mention.text
    }
    return replace(
        mentions,
        body=tuple(
            mention
            if mention.text in bearers or not mention.rule.startswith(RULE)
            else _agreed(mention, kinds)
            for mention in mentions.body
        ),
    )


def _agreed(mention: Mention, kinds: Kinds) -> Mention:
    default: tuple[NameKind, frozenset[NameKind]] = (mention.kind, frozenset())
    kind, rare = kinds.get(mention.text, default)
    if mention.kind not in rare:
        return mention
    canonical = ""
    if kind == "place":
        place = gazetteer().places.get(fold_place(mention.text))
        canonical = place.canonical if place else f"~{mention.text}"
    return replace(mention, kind=kind, canonical=canonical, rule="as in other articles")
