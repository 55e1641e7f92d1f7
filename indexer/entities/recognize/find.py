"""Story → Mentions: what is on this page alone, before the archive is known.

Rules read first. What they saw is evidence to the learned recognizer, which decides.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import arabic_senses, latin_senses
from indexer.entities.recognize.arabic_organizations import find_arabic_bodies
from indexer.entities.recognize.arabic_places import find_arabic_places
from indexer.entities.recognize.decide import decide
from indexer.entities.recognize.definitions import find_definitions
from indexer.entities.recognize.organizations import find_bodies, find_known_bodies
from indexer.entities.recognize.places import find_blocks, find_places
from indexer.entities.recognize.scan import Scan
from indexer.entities.recognize.spacy_model import model_mentions
from indexer.entities.recognize.tagger import LANGUAGES, OTHER, model_for, tagger
from indexer.entities.recognize.word_classes import word_classes
from indexer.entities.records import Mention, Mentions
from indexer.page import Line, Page, Story

_GAP = "\n\n"


def find_mentions(story: Story, *, model: str | None = None) -> Mentions:
    """Find what can be found in the story itself; the result is plain data.

    `model` names an installed spaCy model that looks where no rule found a name; a model
    that is not there raises SettingError. Title and body are read together, so that the one
    explains the other.
    """
    offset = 0
    paragraphs: list[tuple[int, int]] = []
    for line in story.paragraphs:
        paragraphs.append((offset, line.start))
        offset += len(line.text) + 2
    head = story.title_text
    text = f"{head}{_GAP}{story.body}" if head else story.body
    found = _find(text, story.language, model)
    cut = len(head) + len(_GAP) if head else 0
    return Mentions(
        page=story.page.name,
        language=story.language,
        title_start=story.title.start if story.title else None,
        paragraphs=tuple(paragraphs),
        title=tuple(one for one in found if one.end <= len(head)),
        body=tuple(one.moved(-cut) for one in found if one.start >= cut),
    )


def mentions_in(title: str, body: str, language: str, *, model: str | None = None) -> Mentions:
    """The same in a title and a body alone, of which no page is known."""
    lines = []
    start = 0
    for text in body.split("\n\n"):
        lines.append(Line(text, start, start + len(text)))
        start += len(text) + 2
    story = Story(
        page=Page(name="", text=body, digest=""),
        position=0,
        title=Line(title, 0, len(title)) if title else None,
        dateline=None,
        paragraphs=tuple(lines),
        language=language,
    )
    return replace(find_mentions(story, model=model), title_start=None)


def load_tables() -> None:
    """Build the tables that the first story would build, a quarter of a second of work.

    A process that is to be forked calls this, so that its children need not.
    """
    gazetteer()
    latin_senses()
    arabic_senses()
    for language in (*LANGUAGES, OTHER):
        tagger(language)
    for language in ("en", "ar"):
        word_classes(language)


def _find(text: str, language: str, model: str | None) -> list[Mention]:
    scan = read_rules(text, language)
    decide(scan, tagger(model_for(language, scan.tokens)))
    if model:
        taken = [(mention.start, mention.end) for mention in scan.found]
        scan.found += model_mentions(model, text, taken)
    return sorted(scan.found, key=lambda mention: (mention.start, mention.end))


def read_rules(text: str, language: str) -> Scan:
    """What the precise rules see in a text, by the cues of its language."""
    scan = Scan(text, language)
    if scan.latin:
        _find_latin(scan)
    if scan.arabic:
        find_arabic_bodies(scan)
        find_arabic_places(scan)
    return scan


def _find_latin(scan: Scan) -> None:
    find_blocks(scan)
    find_definitions(scan)
    find_bodies(scan)
    find_known_bodies(scan)
    find_places(scan)
