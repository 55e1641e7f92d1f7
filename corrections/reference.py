"""How a correction names an article, and how it is found again.

By its text, its title, its id and its page, in this order: what does not change when a dump
is renamed or gains a story.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corrections.records import ArticleRef, PageRef
from search_index.model.article import Article

RULE: Final = "corrected by a person"
"""The rule in the provenance of every corrected field; its words are the value as it was read."""

_WORD: Final = re.compile(r"\w+")
_BLANKS: Final = bytes(
    code if code < 128 and _WORD.match(chr(code)) else ord(" ") for code in range(256)
)
"""What is between the words of plain text, which is so split in a fourth of the time."""
_PARAGRAPHS: Final = 16
_OPENING_CHARS: Final = 120
_SHARE: Final = 0.5
"""The part of the paragraphs that an article of the same title must still have."""
_SURE_SHARE: Final = 0.75
"""The same where the title is another one, too."""
_ALIKE: Final = 80
"""Of 100: how alike the openings of an article must be of which no paragraph is unchanged."""


@lru_cache(maxsize=64)
def text_digest(text: str) -> str:
    """What texts of the same words share, whatever is between the words."""
    return _digest(text, 8)


def reference_of(article: Article) -> ArticleRef:
    """How a correction names an article of the index."""
    read_title = next(
        (p.words for p in article.provenance if p.field == "title" and p.rule == RULE),
        article.title,
    )
    return reference(id=article.id, page=article.source.page, title=read_title, body=article.body)


def reference(*, id: str, page: str, title: str, body: str) -> ArticleRef:
    """How a correction names an article by what was read of it."""
    return ArticleRef(
        id=id,
        page=page,
        title=_clean(title),
        opening=_clean(body[:_OPENING_CHARS]),
        text=text_digest(body),
        paragraphs=paragraph_digests(body)[:_PARAGRAPHS],
    )


def page_reference(name: str, text: str) -> PageRef:
    """How a correction names a page of which nothing was read."""
    return PageRef(name=name, text=text_digest(text))


def paragraph_digests(body: str) -> tuple[str, ...]:
    """A digest of each paragraph."""
    return tuple(_digest(part, 4) for part in body.split("\n\n") if part.strip())


def fold(text: str) -> str:
    """The words of a text without letter case and what is between them."""
    folded = text.casefold()
    if folded.isascii():
        return b" ".join(folded.encode("ascii").translate(_BLANKS).split()).decode("ascii")
    return " ".join(_WORD.findall(folded))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article as it was read, of which a correction may speak.

    `title` is folded, `text` the digest of the body as it is on its page, `whole` of the body with
    what it goes on in, where it does; `body` gives that body where it is needed.
    """

    id: str
    page: str
    title: str
    text: str
    body: Callable[[], str]
    whole: str = ""


class Finder:
    """Finds the article of each reference: `see` all articles, then `find`."""

    def __init__(self, wanted: Iterable[ArticleRef]) -> None:
        self._wanted = {ref.key: ref for ref in wanted}
        self._ids = {ref.id for ref in self._wanted.values() if ref.id}
        self._texts = {ref.text for ref in self._wanted.values() if ref.text}
        self._titles = {fold(ref.title) for ref in self._wanted.values()} - {""}
        self._pages = {ref.page for ref in self._wanted.values()} - {""}
        self._by_id: dict[str, Candidate] = {}
        self._by_text: dict[str, list[Candidate]] = defaultdict(list)
        self._by_title: dict[str, list[Candidate]] = defaultdict(list)
        self._by_page: dict[str, list[Candidate]] = defaultdict(list)

    def see(self, candidate: Candidate) -> None:
        """Note an article where a reference may mean it."""
        if not self._wanted:
            return
        for text in {candidate.text, candidate.whole} & self._texts:
            self._by_text[text].append(candidate)
        if candidate.id in self._ids:
            self._by_id[candidate.id] = candidate
        if candidate.title in self._titles:
            self._by_title[candidate.title].append(candidate)
        if candidate.page in self._pages:
            self._by_page[candidate.page].append(candidate)

    def find(self, ref: ArticleRef) -> str | None:
        """The id of the article, None where there is none or more than one."""
        if ref.id and not ref.text:
            return ref.id if ref.id in self._by_id else None
        if not ref.text:  # by hand: a title, and perhaps the page
            named = self._by_title.get(fold(ref.title), [])
            named = [other for other in named if ref.page in ("", other.page)]
            return named[0].id if len(named) == 1 else None
        same = self._by_text.get(ref.text, [])
        for narrower in (
            [other for other in same if other.id == ref.id],
            [other for other in same if other.page == ref.page and _same_title(other, ref)],
            [other for other in same if _same_title(other, ref)],
            same,
        ):
            if narrower:
                return narrower[0].id if len(narrower) == 1 else None
        own = self._by_id.get(ref.id)
        if own and (_share(own, ref) >= _SHARE or _opens_alike(own, ref)):
            return own.id
        title = self._by_title.get(fold(ref.title), []) if ref.title else []
        near = [other for other in title if _share(other, ref) >= _SHARE]
        near = [other for other in near if other.page == ref.page] or near
        if not near:
            near = [
                other
                for other in self._by_page.get(ref.page, [])
                if min(_share(other, ref), _share_of(other, ref)) >= _SURE_SHARE
            ]
        return near[0].id if len(near) == 1 else None


def _same_title(candidate: Candidate, ref: ArticleRef) -> bool:
    return candidate.title == fold(ref.title)


def _share(candidate: Candidate, ref: ArticleRef) -> float:
    """The part of the paragraphs of a reference that an article has."""
    if not ref.paragraphs:
        return 0.0
    own = frozenset(paragraph_digests(candidate.body()))
    return sum(digest in own for digest in ref.paragraphs) / len(ref.paragraphs)


def _share_of(candidate: Candidate, ref: ArticleRef) -> float:
    """The part of the paragraphs of an article that its reference has."""
    own = paragraph_digests(candidate.body())[:_PARAGRAPHS]
    return sum(digest in ref.paragraphs for digest in own) / len(own) if own else 0.0


def _opens_alike(candidate: Candidate, ref: ArticleRef) -> bool:
    from rapidfuzz import fuzz  # who only searches does not need it

    opening = fold(candidate.body()[:_OPENING_CHARS])
    return fuzz.ratio(opening, fold(ref.opening), score_cutoff=_ALIKE) > 0


def _digest(text: str, size: int) -> str:
    data = fold(text).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=size).hexdigest()


def _clean(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
