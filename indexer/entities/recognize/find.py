"""Story → Mentions: what stands on this page alone, before the archive is known."""

from __future__ import annotations

from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import arabic_senses, latin_senses
from indexer.entities.recognize.arabic_organizations import find_arabic_bodies
from indexer.entities.recognize.arabic_persons import find_arabic_persons
from indexer.entities.recognize.arabic_places import find_arabic_blocks, find_arabic_places
from indexer.entities.recognize.definitions import find_definitions
from indexer.entities.recognize.known_organizations import find_known_bodies
from indexer.entities.recognize.organizations import find_bodies
from indexer.entities.recognize.organizations_by_context import find_named_bodies
from indexer.entities.recognize.persons import find_persons
from indexer.entities.recognize.places import find_blocks, find_places
from indexer.entities.recognize.scan import Scan
from indexer.entities.recognize.spacy_model import model_mentions
from indexer.entities.records import Mention, Mentions
from indexer.page import Story


def find_mentions(story: Story, *, model: str | None = None) -> Mentions:
    """Find what can be found in the story itself; the result is plain data.

    `model` names an installed spaCy model that looks where no rule found a name; a model
    that is not there raises SettingError.
    """
    offset = 0
    paragraphs: list[tuple[int, int]] = []
    for line in story.paragraphs:
        paragraphs.append((offset, line.start))
        offset += len(line.text) + 2
    return Mentions(
        page=story.page.name,
        language=story.language,
        title_start=story.title.start if story.title else None,
        paragraphs=tuple(paragraphs),
        title=_find(story.title_text, None),
        body=_find(story.body, model),
    )


def load_tables() -> None:
    """Build the tables that the first story would build, about a third of a second's work.

    A process that is to be forked calls this, so that its children need not.
    """
    gazetteer()
    latin_senses()
    arabic_senses()


def _find(text: str, model: str | None) -> tuple[Mention, ...]:
    scan = Scan(text)
    if scan.latin:
        _find_latin(scan)
    if scan.arabic:
        find_arabic_bodies(scan)
        find_arabic_blocks(scan)
        find_arabic_persons(scan)
        find_arabic_places(scan)
    if model:
        taken = [(mention.start, mention.end) for mention in scan.found]
        scan.found += model_mentions(model, text, taken)
    return tuple(sorted(scan.found, key=lambda mention: (mention.start, mention.end)))


def _find_latin(scan: Scan) -> None:
    find_blocks(scan)
    find_definitions(scan)
    find_bodies(scan)
    find_named_bodies(scan)
    find_persons(scan)
    find_known_bodies(scan)
    find_places(scan)
