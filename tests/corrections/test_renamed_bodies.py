"""Corrected names of organizations that were renamed."""

from __future__ import annotations

from corrections.names import ArchiveNames, Name
from indexer.amending import corrected
from search_index.model.article import Article, Source

OLD, NEW = "Flood Board", "Tide Office"
ARTICLE = Article(
    id="0" * 16,
    source=Source(page="dike.txt", position=0),
    title="Dike",
    body="The Flood Board built a dike.",
    organizations=(OLD,),
    renamings=((OLD, NEW),),
)


def _renamings(shown: dict[Name, Name | None]) -> tuple[tuple[str, str], ...]:
    names = ArchiveNames(shown=shown)
    return corrected(ARTICLE, (), names, copy_of=None).renamings


def test_a_renamed_body_leads_to_the_name_that_a_correction_shows() -> None:
    assert _renamings({}) == ((OLD, NEW),)
    assert _renamings({("organization", NEW): ("organization", "TO")}) == ((OLD, "TO"),)


def test_a_body_that_is_merged_with_its_predecessor_or_rejected_leads_nowhere() -> None:
    assert _renamings({("organization", OLD): ("organization", NEW)}) == ()
    assert _renamings({("organization", NEW): None}) == ()
