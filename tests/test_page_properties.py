"""Whatever a page holds, reading it never fails and never makes anything up."""

from __future__ import annotations

import contextlib
import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources.decode import decode
from indexer.sources.plain import plain
from indexer.study import study

TODAY = datetime.date(2024, 6, 1)

SENTENCES = [
    "The harbour school opened its doors to forty pupils after two years on a ferry.",
    "Its head said that the first lesson would be about knots, and the second about ropes.",
    "Le conseil a adopté la charte des puits lors de sa réunion annuelle, tenue à Kairouan.",
    "افتتحت المكتبة أبوابها لأسر البحارة بعد أعمال ترميم استمرت عامين وشملت السقف الخشبي.",
    "It rained.",
]
SHORT = [
    "Harbour School Opens Its Doors to Forty Pupils",
    "Une charte pour les puits du Sahel",
    "المكتبة تفتح أبوابها لأسر البحارة",
    "3 May 2021",
    "٢٣ أكتوبر ٢٠١٨",
    "Latest articles",
    "Read also: the well",
    "Home / News",
    "About the Harbour School",
    "Ama on January 6, 2017 at 8:11 am",
    "Photo: the school",
    "- a rope",
    "# Heading",
    "He added:",
    "By Ines Calder",
    "Tags: schools",
    "•",
    "**",
]
lines = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES).map(lambda text: f"{text} {text.upper()}"),
    st.sampled_from(SHORT),
    st.text(max_size=60),
)
pages = st.lists(st.tuples(st.sampled_from(["", "    ", "\t"]), lines, st.sampled_from([1, 2, 3])))


def page_of(parts):
    return "".join(indent + line + "\n" * ends for indent, line, ends in parts)


def studied(text, learned=()):
    return study(Page(name="page.txt", text=text, digest=""), learned, today=TODAY)


@given(pages)
@settings(max_examples=150, deadline=None)
def test_every_paragraph_of_a_body_is_a_line_of_its_page_in_its_order(parts):
    text = plain(page_of(parts))
    at = 0
    for draft in studied(text).drafts:
        for paragraph in draft.article.body.split("\n\n"):
            at = text.index(paragraph, at) + len(paragraph)


@given(pages)
@settings(max_examples=150, deadline=None)
def test_the_articles_of_a_page_never_overlap_and_have_keys_of_their_own(parts):
    drafts = studied(plain(page_of(parts))).drafts
    spans = []
    for draft in drafts:
        [body] = [p for p in draft.article.provenance if p.field == "body"]
        spans.append((body.start, body.end))
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    assert len({draft.key for draft in drafts}) == len(drafts)


@given(pages)
@settings(max_examples=100, deadline=None)
def test_provenance_points_at_the_very_words_of_the_page(parts):
    text = plain(page_of(parts))
    for draft in studied(text).drafts:
        for reason in draft.article.provenance:
            if reason.start is not None and reason.field in {"title", "language"}:
                assert text[reason.start : reason.end] == reason.words


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_bytes_are_text_or_a_rejection_with_its_reason(data):
    with contextlib.suppress(PageRejected):
        text, _ = decode(data)
        studied(plain(text))


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_the_reader_raise(text):
    result = studied(plain(text))
    assert result.drafts or result.reason


BARE = SENTENCES[0] + " " + SENTENCES[1]


@pytest.mark.parametrize(
    ("text", "title", "date"),
    [
        (f"{SHORT[0]}\n\n{BARE}", SHORT[0], None),
        (f"{SHORT[0]}\n3 May 2021\n{BARE}\n\n{BARE}", SHORT[0], "2021-05-03"),
        (f"{SHORT[2]}\n\n٢٣ أكتوبر ٢٠١٨\n\n{BARE}".rstrip("."), SHORT[2], "2018-10-23"),
        (f"{BARE}", "", None),
        (f"{BARE}\n\n{BARE}", "", None),
    ],
    ids=["one-paragraph", "dated", "without-a-full-stop", "untitled", "untitled-two-paragraphs"],
)
def test_a_page_with_nothing_around_its_story_gives_it(text, title, date):
    [draft] = studied(plain(text)).drafts
    assert (draft.article.title, draft.article.date) == (title, date)
    assert draft.article.body.startswith(BARE.rstrip("."))
