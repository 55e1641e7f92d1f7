"""A page's lines to its stories."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from indexer.clean import Kind, known_kinds
from indexer.dates import is_date_line
from indexer.page import Line, Page, Story
from indexer.split.author_box import without_author
from indexer.split.bare import bare_story, said_in
from indexer.split.ends import (
    go_on_below,
    mend_end,
    with_last_sentences,
    with_short_sentence,
)
from indexer.split.entries import with_entries
from indexer.split.gather import Cleaned, find_several, of_found
from indexer.split.gathered import Gathered, number_of, numbers_of
from indexer.split.heads import open_and_close
from indexer.split.looks import look_twice
from indexer.split.measures import look_at
from indexer.split.observe import observe, stems_of
from indexer.split.pointers import is_lead_in, without_more, without_pointers, without_teasers
from indexer.split.removed import Removed, removed_of
from indexer.split.run_together import is_run_together, line_of_most
from indexer.split.several import decide, is_short, is_teaser, measure_page, surely_one
from indexer.split.single import SingleStory, is_standfirst, opening_of, single_story, standfirst_of
from indexer.split.tables import without_tables
from indexer.split.tail import is_invitation, without_tail


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The stories of a page in their order, the lines that are of none, and why none is."""

    stories: tuple[Story, ...]
    removed: tuple[Removed, ...]
    reason: str | None = None


def split(page: Page, lines: Sequence[Cleaned]) -> Split:
    """Find the stories of a page. `reason` says why, where there are none."""
    if not lines:
        return _split_of((), lines)
    text, kinds = [item.line for item in lines], [item.kind for item in lines]
    longest = line_of_most(text)
    if longest and is_run_together(longest.text):
        return _split_of((), lines)
    observations = observe(text, kinds)
    looked = look_twice(text, kinds, look_at(text, kinds), observations)
    single = single_story(text, looked)
    found: list[Gathered] = []
    decision = row = None
    if single:
        numbers = numbers_of(text, single.paragraphs)
        row = measure_page(text, kinds, looked.chances, numbers, ())
        decision = surely_one(row)
    if not decision:
        found = find_several(lines, observations)
        if row is not None:
            several = [of_found(text, story) for story in found]
            decision = decide(text, kinds, looked.chances, numbers, several, row)
    why_title = None
    if single and decision and decision.joined:
        found = [_joined(found)]
    elif single and decision and decision.one:
        of_story = [text[n] for n in with_entries(text, kinds, without_tail(text, numbers))]
        found = [Gathered(single.title, single.dateline, of_story)]
        why_title = single.why_title
    elif found and not _tells(found, lines):
        return _split_of((), lines)
    elif decision and (main := _among_teasers(found, lines)):
        found = [main]
        decision = replace(decision, why=f"{decision.why}; all but the longest are teasers")
    elif single and single.title and len(found) == 1:
        why_title = _take_title(found[0], single, single.title, text)
    if len(found) == 1 and not (single and decision and decision.one and not decision.joined):
        mend_end(found[0], text, kinds, looked.by_trees)
    if len(found) > 1:
        for story in found:
            with_short_sentence(story, text, kinds)
        with_last_sentences(found[-1], text, kinds, looked.by_trees, least=_SURELY_OF_IT)
    if len(found) == 1:
        go_on_below(found[0], text, kinds, looked.by_trees)
    if len(found) == 1 and decision and not decision.joined:
        _take_headline_above(found[0], text, kinds)
    if len(found) == 1 and (above := found[0].title):
        first = found[0].paragraphs[0]
        standfirst = standfirst_of(text, looked, above, first)
        opening = [standfirst] if standfirst else opening_of(text, looked, above, first)
        found[0].paragraphs[:0] = opening
    if not found:
        kept = [item.line for item in lines if item.kind is None]
        bare = bare_story(kept, len(lines) - len(kept))
        found = [Gathered(bare.title, bare.dateline, list(bare.paragraphs))] if bare else []
    no_first = {item.line.end for item in lines if item.kind in _NO_FIRST}
    for story in found:
        while len(story.paragraphs) > 1 and story.paragraphs[0].end in no_first:
            del story.paragraphs[0]
        if len(found) > 1:
            _drop_caption(story, text, kinds)
    open_and_close(found, text)
    of_pages = {item.line.end for item in lines if item.kind in _NO_END}
    stories = tuple(
        Story(
            page=page,
            position=position,
            title=story.title,
            dateline=story.dateline,
            paragraphs=without_more(
                without_author(
                    _closed(without_tables(without_pointers(story.paragraphs, text)), of_pages),
                    text,
                    story.title,
                )
            ),
            why=decision.why if decision else None,
            why_title=why_title,
        )
        for position, story in enumerate(found)
    )
    return _split_of(stories, lines)


def _take_title(
    story: Gathered, single: SingleStory, title: Line, lines: Sequence[Line]
) -> str | None:
    """Give the only story of a page the headline that the reader of one story sees above it.

    Where it has one already that stands right below that, it has a standfirst, if the story has
    more of the words of what is above: the name of a section or an office has fewer.
    """
    if not story.title:
        if title.end > story.paragraphs[0].start:
            return None
    elif title.start < story.title.start and is_standfirst(story.title.text):
        between = [line for line in lines if title.end <= line.start < story.title.start]
        body = [line.text for line in story.paragraphs]
        if not all(is_date_line(line.text) for line in between) or (
            _share_in(body, title.text) <= _share_in(body, story.title.text)
        ):
            return None
        story.paragraphs.insert(0, story.title)
    else:
        return None
    story.title = title
    return single.why_title


def _drop_caption(story: Gathered, lines: Sequence[Line], kinds: Sequence[Kind | None]) -> None:
    """Take off the few words at an end that stand above "Click to enlarge" or another caption."""
    last = story.paragraphs[-1]
    below = number_of(lines, last) + 1
    if (
        len(story.paragraphs) > 1
        and is_short(last.text)
        and below < len(lines)
        and kinds[below] in (Kind.CAPTION, Kind.FURNITURE)
    ):
        story.paragraphs.pop()


def _take_headline_above(
    story: Gathered, lines: Sequence[Line], kinds: Sequence[Kind | None]
) -> None:
    """Give the only story the line right above what was taken for its headline, where that is a
    sentence of many words above who wrote it and when, and the line has most of its words in the
    story: the sentence is a standfirst."""
    title = story.title
    if title is None or len(title.text.split()) < _STANDFIRST_WORDS:
        return
    number = number_of(lines, title)
    head = range(number + 1, number_of(lines, story.paragraphs[0]))
    if not 0 < number < len(lines) - 1 or not any(
        kinds[n] is Kind.BYLINE or is_date_line(lines[n].text) for n in head
    ):
        return
    above = lines[number - 1]
    body = [line.text for line in story.paragraphs]
    if (
        kinds[number - 1] is None
        and _FEW_WORDS < len(above.text.split()) < len(title.text.split())
        and title.blank_before <= above.blank_before
        and not is_date_line(above.text)
        and _share_in(body, above.text) >= max(_MOST_WORDS, _share_in(body, title.text))
    ):
        story.paragraphs.insert(0, title)
        story.title = above


_SURELY_OF_IT = 0.85
"""So sure the reader of one story has to be of a sentence right below the last of several."""
_STANDFIRST_WORDS, _MOST_WORDS = 10, 0.5
_CORRECTED = re.compile(
    r"\W*(?:(?:corrections?|clarifications?|amendments?|erratum|rectificatif|mise au point"
    r"|korrektur(?:hinweis)?|berichtigung|fe de errores|rectificaci[óo]n|تصويب|تصحيح)"
    r"\s*[:：(–—-]"
    r"|(?:this|an earlier version of this) (?:article|story|piece|report)"
    r" (?:misstated|(?:was|has been) (?:amended|corrected|updated))\b"
    r"|(?:cet|une version pr[ée]c[ée]dente de cet) article a [ée]t[ée]"
    r" (?:modifi[ée]|corrig[ée]|mis [àa] jour))",
    re.IGNORECASE,
)
"""What says below a story that it was changed."""
_BULLET = re.compile(r"^[*•▪·-]\s+")
_NO_FIRST = (Kind.CAPTION, Kind.FURNITURE, Kind.BYLINE)
"""What a line may be that opens no story: buttons for readers are above one."""
_NO_END = (Kind.FURNITURE, Kind.SECTION, Kind.END, Kind.ASIDE)
"""What a line of a page may be that may well be a sub-heading within a story, but ends none."""


def _closed(paragraphs: Sequence[Line], of_pages: Set[int]) -> tuple[Line, ...]:
    """A body without what every page has at its end, such as "About us"."""
    last = len(paragraphs)
    while last > 1 and (
        paragraphs[last - 1].end in of_pages
        or _is_item_of_pages(paragraphs[last - 1])
        or _CORRECTED.match(paragraphs[last - 1].text)
        or is_invitation(paragraphs[last - 1].text)
    ):
        last -= 1
    return tuple(paragraphs[:last])


def _is_item_of_pages(line: Line) -> bool:
    """Whether a bulleted line says what menus do."""
    item = _BULLET.sub("", line.text, count=1)
    if item == line.text or not item:
        return False
    return known_kinds([replace(line, text=item)], [False])[0] in _NO_END


_FULL_CHARS = 300
_FULL_PARAGRAPHS = 3
_TEASER_CHARS = 200
_LONGER = 2.5
_FEW_WORDS, _HEADING_WORDS = 4, 6


def _among_teasers(found: Sequence[Gathered], lines: Sequence[Cleaned]) -> Gathered | None:
    """The one whole story of a page, where all others it has are teasers: a headline of some
    words and a paragraph, undated and much shorter than the story, unless that has a day and three
    paragraphs. Below the head of a list of others they may be dated."""
    if len(found) < 2:
        return None
    parts = [(story, _sections(story, found[at + 1 :])) for at, story in enumerate(found)]
    main, sections = max(parts, key=lambda part: _size_of(part[0], *part[1]))
    longest = _size_of(main, *sections)
    if len(main.paragraphs) < 2 or longest < _FULL_CHARS:
        return None
    listed = _list_below((sections or [main])[-1].bottom, lines)
    full = main.dateline is not None and len(main.paragraphs) >= _FULL_PARAGRAPHS
    for story in found:
        if story is main or story in sections:
            continue
        size = _size_of(story)
        words = len(story.title.text.split()) if story.title else 0
        if not is_teaser(words, 0, len(story.paragraphs)):
            return None
        if story.dateline and (story.top or 0) < listed:
            return None
        if size >= _TEASER_CHARS or (_LONGER * size > longest and not full):
            return None
    for section in sections:
        main.paragraphs += [*([section.title] if section.title else []), *section.paragraphs]
    if main is not found[-1] and not sections:
        main.paragraphs = without_teasers(main.paragraphs)
    return main


def _list_below(bottom: int, lines: Sequence[Cleaned]) -> int:
    """The number of the first line below one that says that other stories follow."""
    for number, item in enumerate(lines[bottom + 1 :], bottom + 1):
        if item.kind is Kind.SECTION or is_lead_in(item.line.text):
            return number
    return len(lines)


def _size_of(*stories: Gathered) -> int:
    return sum([len(line.text) for story in stories for line in story.paragraphs])


def _sections(main: Gathered, below: Sequence[Gathered]) -> list[Gathered]:
    """Those of the stories below one that go on with it: with no line between, undated, and
    below a heading that is marked a level or more below its headline or, where that has a day,
    has few words, fewer still where there is but one paragraph, as a teaser has."""
    sections: list[Gathered] = []
    bottom, level = main.bottom, main.title.marker if main.title else ""
    long = main.dateline is not None and main.title is not None and not is_short(main.title.text)
    for story in below:
        text, marker = (story.title.text, story.title.marker) if story.title else ("", "")
        deeper = level.startswith("#") and marker.startswith(f"{level}#")
        most = _FEW_WORDS if len(story.paragraphs) == 1 else _HEADING_WORDS
        few = long and is_short(text, most=most) and not story.dateline
        if story.top != bottom + 1 or not (deeper or few):
            break
        sections.append(story)
        bottom = story.bottom
    return sections


def _share_in(body: Sequence[str], text: str) -> float:
    """The share of the words of a line that a body has."""
    own = stems_of(text)
    return len(own & frozenset[str]().union(*map(stems_of, body))) / (len(own) or 1)


def _joined(found: Sequence[Gathered]) -> Gathered:
    """Stories that are parts of one: titles of all but the first are sub-headings.

    A headline with one sentence below a story is a teaser, and no part of it.
    """
    whole, *parts = found
    for part in parts:
        chars = sum(len(line.text) for line in part.paragraphs)
        words = len(part.title.text.split()) if part.title else 0
        if not is_teaser(words, chars, len(part.paragraphs)):
            whole.paragraphs += [*([part.title] if part.title else []), *part.paragraphs]
    return whole


_MIN_PAGE_CHARS = 100
_MIN_BESIDE_FORM_CHARS = 450


def _tells(found: Sequence[Gathered], lines: Sequence[Cleaned]) -> bool:
    """Whether a page says enough for a page of news.

    A sentence or two without a date, or little text next to an error message or the fields of
    a form, are what pages say that hold no story.
    """
    if any(story.dateline for story in found):
        return True
    chars = sum(said_in(line.text) for story in found for line in story.paragraphs)
    if chars < _MIN_PAGE_CHARS:
        return False
    return chars >= _MIN_BESIDE_FORM_CHARS or not (_is_error(lines) or _is_form(lines))


def take_whole(page: Page, lines: Sequence[Cleaned]) -> Split:
    """The one story of a page that is known to be one article."""
    kept = [item.line for item in lines if item.kind is None]
    title = None
    if page.title and lines and lines[0].line.text == page.title:
        title = lines[0].line
        kept = [line for line in kept if line.start != title.start]
    dateline = kept[0] if kept and is_date_line(kept[0].text) else None
    paragraphs = tuple(kept[1:] if dateline else kept)
    if not paragraphs:
        return _split_of((), lines)
    story = Story(page=page, position=0, title=title, dateline=dateline, paragraphs=paragraphs)
    return _split_of((story,), lines)


def _split_of(stories: tuple[Story, ...], lines: Sequence[Cleaned]) -> Split:
    removed = removed_of(stories, [item.line for item in lines], [item.kind for item in lines])
    return Split(stories=stories, removed=removed, reason=None if stories else _reason(lines))


_FORM = re.compile(
    r"(?:submit|captcha|select|required|field|choose file|upload|password|envoyer|obligatoire|"
    r"choisir|إرسال|اختر|مطلوب)",
    re.IGNORECASE,
)
_ERROR = re.compile(r"\b(?:404|not found|introuvable|error|erreur|غير موجودة)\b", re.IGNORECASE)
_SHORT_CHARS = 60
_FORM_FIELDS = 4


def _reason(lines: Sequence[Cleaned]) -> str:
    if not lines:
        return "no text"
    if longest := line_of_most([item.line for item in lines]):
        size, whole = len(longest.text), sum(len(item.line.text) for item in lines)
        return (
            f"no story found: {size:,} of the page's {whole:,} letters are one line, as "
            "the tool that dumped it ran its blocks together; dump it with line breaks"
        )
    if all(item.kind for item in lines):
        return "only boilerplate"
    if _is_error(lines):
        return "error page, no story"
    return "form page, no story" if _is_form(lines) else "landing page, no story"


def _short(lines: Sequence[Cleaned]) -> list[str]:
    return [item.line.text for item in lines if len(item.line.text) < _SHORT_CHARS]


def _is_error(lines: Sequence[Cleaned]) -> bool:
    return any(_ERROR.search(text) for text in _short(lines))


def _is_form(lines: Sequence[Cleaned]) -> bool:
    fields = sum(1 for text in _short(lines) if text.endswith("*") or _FORM.search(text))
    return fields >= _FORM_FIELDS
