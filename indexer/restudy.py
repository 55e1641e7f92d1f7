"""Pages that are studied again for corrections of their lines and stories, without a run."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from corrections.records import Correction
from indexer.archive_languages import kept_languages
from indexer.page import PageKey
from indexer.sources import SourceFile, is_container, units
from indexer.state import State
from search_index.settings import Settings

MOST_PAGES: Final = 24
"""More are read by a run, which shows how far it is."""
MOST_BYTES: Final = 32 * 1024 * 1024
"""A file with more pages in it is read by a run, too."""


@dataclass(slots=True, kw_only=True)
class Restudied:
    """The pages, the ids that their articles had, and the drafts that they had."""

    places: list[PageKey] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    before: list[bytes] = field(default_factory=list)


class ReadByRun(Exception):
    """These pages are for a run: they are many, or their files have changed."""


def study_again(
    state: State, settings: Settings, pages: Iterable[PageKey], corrections: Sequence[Correction]
) -> Restudied:
    """Study pages again by what is remembered of the archive, and remember what is on them.

    Raises ReadByRun, before anything has changed.
    """
    from indexer.tasks import Learned, study_pages

    wanted = sorted(pages)
    if len(wanted) > MOST_PAGES:
        raise ReadByRun
    packed = list(_packed(wanted, state))
    lines = np.frombuffer(state.fact("learned"), dtype=np.uint64)
    context = Learned(
        lines=frozenset(lines.tolist()),
        today=datetime.date.today(),
        models=settings.spacy_models,
        corrections=tuple(corrections),
        languages=kept_languages(state),
    )
    done = Restudied()
    for page in study_pages(context, packed):
        done.before += [stored.draft for stored in state.drafts_of(page.key)]
        done.gone.update(state.forget_drafts(page.key))
        done.gone.difference_update(state.put_studied(page))
        done.places.append(page.key)
    return done


def _packed(pages: Sequence[PageKey], state: State) -> Iterator[tuple[PageKey, bytes]]:
    """The pages as they are read, where they are as they were. Raises ReadByRun."""
    from indexer.tasks import read_units

    numbers: dict[tuple[str, str], set[int]] = {}
    for key in pages:
        numbers.setdefault((key.root, key.file), set()).add(key.number)
    for (root, name), wanted in numbers.items():
        file = SourceFile(root=root, name=name)
        known = state.page_digests(root, name)
        try:
            if is_container(file) and file.path.stat().st_size > MOST_BYTES:
                raise ReadByRun
        except OSError:
            raise ReadByRun from None
        for number, unit in enumerate(units(file)):
            if number not in wanted:
                continue
            [read] = read_units(None, [unit])
            if read.reading.digest != known.get(number) or not read.page:
                raise ReadByRun
            wanted.discard(number)
            yield PageKey(root=root, file=name, number=number), read.page
            if not wanted:
                break
        if wanted:
            raise ReadByRun
