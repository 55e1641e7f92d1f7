"""Of what kind a lone word is, by all stories of the archive together.

In one story that says little of it the recognizer may take a company for a place. Where the
other stories agree, it is what they say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
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


class KindVotes:
    """Counts, for each lone word in Latin script, of the stories that take it for each kind."""

    def __init__(self) -> None:
        self._votes: dict[str, Counter[NameKind]] = defaultdict(Counter)

    def add(self, mentions: Mentions, *, times: int = 1) -> None:
        """Count the words of one story; a company in full speaks for its name without "Inc"."""
        for word, kind in {vote for mention in mentions.body for vote in _votes(mention)}:
            self._votes[word][kind] += times

    def counters(self) -> dict[str, Counter[NameKind]]:
        """By word how many stories take it for each kind."""
        return self._votes

    def add_counts(self, counts: Mapping[str, Mapping[NameKind, int]]) -> None:
        """Count what was counted before."""
        for word, votes in counts.items():
            self._votes[word].update(votes)

    def decided(self) -> Kinds:
        """Words that stories disagree on → the kind of most, and those too rare to be believed."""
        found: dict[str, tuple[NameKind, frozenset[NameKind]]] = {}
        for word, votes in self._votes.items():
            if len(votes) > 1:
                kind, most = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
                rare = frozenset(other for other in votes if votes[other] * _LEAST_STORIES <= most)
                if rare and most >= _LEAST_STORIES:
                    found[word] = (kind, rare)
        return found


def _votes(mention: Mention) -> Iterable[tuple[str, NameKind]]:
    words = mention.text.split(" ")
    if is_arabic(mention.text):
        return
    if len(words) == 1:
        yield mention.text, mention.kind
    elif len(words) == 2 and mention.kind == "organization" and _is_suffix(words[1]):
        yield words[0], "organization"


def _is_suffix(word: str) -> bool:
    return bool(latin_senses().get(word.casefold().rstrip("."), 0) & BODY_SUFFIX)


def agreed(mentions: Mentions, decided: Kinds) -> Mentions:
    """The story's mentions with lone words of the kind that the archive takes them for.

    What a rule saw stays, and so does the surname of somebody whom the story names in full.
    """
    if not decided:
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
            else _agreed(mention, decided)
            for mention in mentions.body
        ),
    )


def _agreed(mention: Mention, decided: Kinds) -> Mention:
    kind, rare = decided.get(mention.text, (mention.kind, frozenset()))
    if mention.kind not in rare:
        return mention
    canonical = ""
    if kind == "place":
        place = gazetteer().places.get(fold_place(mention.text))
        canonical = place.canonical if place else f"~{mention.text}"
    return replace(mention, kind=kind, canonical=canonical, rule="as in other articles")
