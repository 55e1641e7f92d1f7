"""A small archive that people correct, and what its index says then."""

from __future__ import annotations

from pathlib import Path

from corrections import Correction, CorrectionsFile, reference_of
from indexer import pipeline
from indexer.report import Report
from search_index import open_engine
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings
from tests.archives import write

FERRY = (
    "    Ferry to the Salt Islands Sails Again\n\n    4 March 2020\n\n"
    "    The ferry Petrel sailed again on Tuesday after a winter in dry dock, with 40 passengers "
    "and a cargo of seed potatoes for the growers of the outer islands.\n\n"
    "    Its captain, Mr. Tomas Brill, said that the engine had been rebuilt by apprentices of "
    "the yard at Port Lumen.\n"
)
LOOMS = (
    "    Weavers Lend Looms to Flooded Villages\n\n    11 June 2021\n\n"
    "    The weavers of Quill Street have lent nine looms to families whose own were lost when "
    "the dyke gave way in the spring.\n\n"
    "    Mrs. Ines Calder, who teaches at the harbour school, will show how they are strung.\n"
)
BIRDS = (
    "    Seventy Thousand Birds Counted on the Lake\n\n    2 January 2022\n\n"
    "    Volunteers counted seventy thousand birds on the lake this winter, more than in any year "
    "since the counting began behind the old pumping station.\n\n"
    "    Dr. Ines Calder and Mr. Tomas Brill led the two boats from which they were counted.\n"
)


class Archive:
    """Pages in a folder, their corrections and their index."""

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self.pages = folder / "pages"
        self.settings = settings or Settings.from_environment({}, index_dir=folder / "index")
        self.file = CorrectionsFile(self.pages / "corrections.jsonl")
        write(self.pages, {"ferry.txt": FERRY, "looms.txt": LOOMS, "birds.txt": BIRDS})

    def run(self, *, full: bool = False) -> Report:
        """One run over the pages."""
        return pipeline.index([self.pages], self.settings, full=full, jobs=1)

    def articles(self) -> dict[str, Article]:
        """Every article of the index by its id."""
        engine = open_engine(self.settings)
        searcher = engine.searcher()
        try:
            found = (searcher.article(one) for one, _ in engine.article_ids())
            return {article.id: article for article in found if article}
        finally:
            searcher.close()

    def of(self, page: str) -> Article:
        """The article of a page."""
        [found] = [each for each in self.articles().values() if each.source.page == page]
        return found

    def find(self, query: Query) -> list[str]:
        """The pages of the hits of a query."""
        searcher = open_engine(self.settings).searcher()
        try:
            return sorted(hit.article.source.page for hit in searcher.search(query).hits)
        finally:
            searcher.close()

    def correct(self, page: str, what: str, to: object, **more: object) -> Correction:
        """Correct a field of the article of a page, whatever was said before."""
        article = reference_of(self.of(page))
        return self.file.add(
            Correction(what=what, article=article, to=to, who="ann", **more),  # type: ignore[arg-type]
            force=True,
        )

    def everywhere(self, what: str, kind: str, name: str, to: object, **more: object) -> Correction:
        """Correct a name of the whole archive."""
        return self.file.add(
            Correction(what=what, kind=kind, name=name, to=to, **more),  # type: ignore[arg-type]
            force=True,
        )
