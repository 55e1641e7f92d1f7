"""The project's own annotated pages as training texts.

`expected.json` lists the names of each story once; where they are is found here: every place
of a full name, of a name of the gazetteer that means the wanted place, and of the surname of a
wanted person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.pages import words
from corpus import load
from indexer.entities.data.arabic_words import stems
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.known_names import KnownName, KnownNames
from indexer.entities.records import Mention, Mentions
from indexer.entities.resolve.name_book import NameBook
from indexer.language.tokens import ARABIC, BREAK, CODE, LOWER, STOP, Tokens
from indexer.page import Page, Story
from indexer.study import stories_of
from search_index.model.article import NameKind
from training.names.documents import Document

_FIELDS: Mapping[NameKind, str] = {
    "person": "persons",
    "organization": "organizations",
    "place": "places",
}
_DEFINED = re.compile(r"(.+?) \(([^()]+)\)")


def page_documents(collection: Path) -> Iterator[Document]:
    """The annotated stories of a collection of pages."""
    for annotated_page in load(collection):
        page = Page(name=f"{annotated_page.name}.txt", text=annotated_page.text, digest="")
        left = stories_of(page)
        for wanted in annotated_page.articles:
            story = next((one for one in left if _same(one, wanted)), None)
            if story is not None and "persons" in wanted:
                left.remove(story)
                where = f"{annotated_page.name}#{wanted['position']}"
                yield annotated(where, story.language, story.title_text, story.body, wanted)


def _same(story: Story, wanted: Mapping[str, Any]) -> bool:
    """Whether a story begins and ends as the wanted one does."""
    body = words(story.body)
    return body.startswith(words(wanted["first_words"])) and body.endswith(
        words(wanted["last_words"])
    )


def annotated(
    where: str, language: str, title: str, body: str, wanted: Mapping[str, Any]
) -> Document:
    """A text in which these names stand, each at all its places."""
    text = f"{title}\n\n{body}" if title else body
    known = []
    mentions = []
    for kind, field in _FIELDS.items():
        for name in wanted[field]:
            forms = _forms(kind, name)
            known.append(KnownName(name=name, kind=kind, aliases=tuple(dict.fromkeys(forms))))
            for form in forms if kind == "person" else ():
                for match in re.finditer(re.escape(form), text):
                    start, end = match.span()
                    mentions.append(Mention(kind, form, start, end, "title", start, end))
    found = Mentions(
        page=where,
        language=language,
        title_start=None,
        paragraphs=((0, 0),),
        title=(),
        body=tuple(sorted(mentions, key=lambda one: one.start)),
    )
    book = NameBook(KnownNames(tuple(known)))
    book.add(found)
    book.close()
    names = book.resolve("", text, found)
    spans = [
        (form.kind, start, end)
        for form in names.forms
        if form.name in wanted[_FIELDS[form.kind]]
        for start, end in form.offsets
    ]
    spans += _places(text, wanted["places"])
    return Document(id=where, language=language, text=text, spans=_longest(spans))


def _longest(
    spans: Sequence[tuple[NameKind, int, int]],
) -> tuple[tuple[NameKind, int, int], ...]:
    """Spans of which none overlaps another; the longer wins."""
    kept: list[tuple[NameKind, int, int]] = []
    for span in sorted(spans, key=lambda one: (one[1] - one[2], one[1])):
        if all(span[2] <= other[1] or other[2] <= span[1] for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda one: one[1]))


def _forms(kind: NameKind, name: str) -> list[str]:
    if kind == "organization" and (match := _DEFINED.fullmatch(name)):
        return [match[1], match[2]]
    return [name]


def _places(text: str, wanted: Sequence[str]) -> Iterator[tuple[NameKind, int, int]]:
    """Where the gazetteer reads one of the wanted places."""
    tokens = Tokens(text)
    book = gazetteer()
    for at, kind in enumerate(tokens.kind):
        if kind in (LOWER, STOP, BREAK, CODE):
            continue
        keys = [(0, fold_place(tokens.words[at]))]
        if kind == ARABIC:
            keys = list(stems(keys[0][1]))
        for cut, key in keys:
            longest = min(book.longest.get(key.split(" ")[0], 1), 5, len(tokens) - at)
            for size in range(longest, 0, -1):
                rest = (fold_place(word) for word in tokens.words[at + 1 : at + size])
                place = book.places.get(" ".join((key, *rest)))
                if place is not None and place.name in wanted:
                    yield "place", tokens.start[at] + cut, tokens.end[at + size - 1]
                    break


_BLOCK = re.compile(r"\n\s*\n")


def sentence_documents(folder: Path) -> Iterator[Document]:
    """The annotated sentences of tests/entities/sentences."""
    for path in sorted(folder.glob("*.txt")):
        for number, block in enumerate(_BLOCK.split(path.read_text("utf-8"))):
            lines = block.strip().splitlines()
            lists = {line.strip().partition(":")[0]: line.partition(":")[2] for line in lines[1:]}
            if not {"persons", "organizations", "places"} <= lists.keys():
                continue
            wanted = {
                field: [name.strip() for name in lists[field].split(";") if name.strip()]
                for field in ("persons", "organizations", "places")
            }
            yield annotated(f"{path.stem}-{number}", path.stem, "", lines[0].strip(), wanted)
