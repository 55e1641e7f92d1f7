"""Write a few articles into an index, and search it: `python examples/index_and_search.py`."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from search_index import Article, Query, Settings, Source, ask, open_engine

ARTICLES = (
    Article(
        id="bridge",
        source=Source(page="notices.txt", position=0),
        title="The old bridge is closed",
        body="The bridge over the Lenne is closed until May. Ferries cross every hour.",
        language="en",
        date="2024-03-02",
        date_precision="day",
        places=("Lenne",),
    ),
    Article(
        id="ferry",
        source=Source(page="notices.txt", position=1),
        title="More ferries in summer",
        body="From June on, ferries cross the Lenne every half hour.",
        language="en",
        date="2024-05-20",
        date_precision="day",
        places=("Lenne",),
    ),
)


def main() -> None:
    """Index and search in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Settings(index_dir=Path(folder)))
        with engine.writer() as writer:  # all or nothing, seen by others when the block ends
            for article in ARTICLES:
                writer.add(article)
        with contextlib.closing(engine.searcher()) as searcher:  # a snapshot; it never changes
            hits = ask(searcher, Query(text="ferries Lenne", facets=("place",)))
            print(f"{hits.total} found")
            for hit in hits.hits:
                print(f"{hit.article.date}  {hit.highlights['title'][0].html}")
            for value in hits.facets["place"]:
                print(f"{value.value}: {value.count}")
            print(f"Did you mean: {ask(searcher, Query(text='brigde')).did_you_mean}")


if __name__ == "__main__":
    main()
