"""Stories for the tests: cut out of a page by their titles and the ends of their bodies."""

import datetime
from collections.abc import Sequence

from indexer.dates import Dating, date_stories, is_date_line, read_dateline
from indexer.page import Line, Page, Story

TODAY = datetime.date(2026, 6, 30)


def lines_of(text: str) -> list[Line]:
    lines, at = [], 0
    for raw in text.split("\n"):
        if raw.strip():
            indent = len(raw) - len(raw.lstrip())
            start = at + indent
            lines.append(Line(raw.strip(), start, start + len(raw.strip()), indent))
        at += len(raw) + 1
    return lines


def page_of(text: str, **facts: str) -> Page:
    return Page(name=facts.pop("name", "page.txt"), text=text, digest="0", **facts)


def stories_on(page: Page) -> list[Story]:
    """The stories of a page written with a blank line between paragraphs.

    A line that starts with `# ` is a title; it may be followed by a date line. Addresses
    and lines of copyright belong to no story.
    """
    stories: list[Story] = []
    title: Line | None = None
    dateline: Line | None = None
    body: list[Line] = []

    def close() -> None:
        nonlocal title, dateline, body
        if body:
            stories.append(
                Story(
                    page=page,
                    position=len(stories),
                    title=title,
                    dateline=dateline,
                    paragraphs=tuple(body),
                )
            )
        title, dateline, body = None, None, []

    for line in lines_of(page.text):
        if line.text.startswith("# "):
            close()
            title = Line(line.text[2:], line.start + 2, line.end)
        elif line.text.startswith(("http:", "https:", "©")):
            continue
        elif not body and dateline is None and is_date_line(line.text):
            dateline = line
        else:
            body.append(line)
    close()
    return stories


def date_page(text: str, today: datetime.date = TODAY, **facts: str) -> tuple[Dating, ...]:
    page = page_of(text, **facts)
    return date_stories(page, stories_on(page), today=today)


def story_between(page: Page, lines: Sequence[Line], title: str, first: str, last: str) -> Story:
    """The story whose body starts with the words `first` and ends with the words `last`."""
    begin = next(i for i, line in enumerate(lines) if line.text.startswith(first))
    end = next(i for i in range(begin, len(lines)) if lines[i].text.endswith(last))
    above = lines[max(0, begin - 3) : begin]
    return Story(
        page=page,
        position=0,
        title=next((line for line in reversed(above) if line.text == title), None),
        dateline=next((line for line in reversed(above) if read_dateline(line.text)), None),
        paragraphs=tuple(lines[begin : end + 1]),
    )
