"""Looking for damage in everything that a run has written."""

from __future__ import annotations

from contextlib import ExitStack, suppress

from indexer.kept_files import problems_of_kept, problems_of_reports
from indexer.state_file import StateFile
from search_index import open_engine
from search_index.engines.lock import WriteLock
from search_index.search.semantic.vector_file import problems_of
from search_index.settings import Settings


def verify(settings: Settings) -> list[str]:
    """What is wrong with the index and with what is remembered of the pages.

    Each names its file; empty where all is sound. Raises IndexLocked while an indexer runs.
    """
    folder = settings.index_dir / "pages"
    with ExitStack() as cleanup:
        # Where the lock cannot even be made (a copy on read-only media), nobody can write.
        with suppress(OSError):
            cleanup.enter_context(WriteLock(folder))
        problem = StateFile(folder).problem()
        problems = open_engine(settings).verify() + ([problem] if problem else [])
        problems += problems_of(settings.index_dir, needed=settings.semantic)
        return (
            problems
            + problems_of_reports(settings.index_dir)
            + problems_of_kept(settings.index_dir)
        )
