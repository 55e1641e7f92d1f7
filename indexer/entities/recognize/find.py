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
from indexer.entities.records import Mentions
from indexer.page import Story

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
    return replace(
        mentions_in(story.title_text, story.body, story.language, model=model),
        page=story.page.name,
        title_start=story.title.start if story.title else None,
        paragraphs=tuple(paragraphs),
    )


def mentions_in(title: str, body: str, language: str, *, model: str | None = None) -> Mentions:
    """The same in a title and a body alone, of which no page is known."""
    text = f"{title}{_GAP}{body}" if title else body
    scan = read_rules(text, language)
    decide(scan, tagger(model_for(language, scan.tokens)))
    if model:
        scan.found += model_mentions(model, text, [(one.start, one.end) for one in scan.found])
    found = sorted(scan.found, key=lambda mention: (mention.start, mention.end))
    cut = len(title) + len(_GAP) if title else 0
    return Mentions(
        page="",
        language=language,
        title_start=None,
        paragraphs=(),
        title=tuple(one for one in found if one.end <= len(title)),
        body=tuple(one.moved(-cut) for one in found if one.start >= cut),
    )


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


def read_rules(text: str, language: str) -> Scan:
    """What the precise rules see in a text, by the cues of its language."""
    scan = Scan(text, language)
    if scan.latin:
        find_blocks(scan)
        find_definitions(scan)
        find_bodies(scan)
        find_known_bodies(scan)
        find_places(scan)
    if scan.arabic:
        find_arabic_bodies(scan)
        find_arabic_places(scan)
    return scan
