"""An index of ours, opened by a program that knows nothing but Whoosh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.index import exists_in, open_dir
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.searching import Searcher

from search_index.engines.whoosh.engine import WhooshEngine
from search_index.model.article import Article, Source

ARTICLES = {
    "harbour": ("Harbour Opens", "The old harbour of Sfax opens its gates to small ships.", "en"),
    "ships": ("Shipping Lines", "Two shipping lines share one small harbour.", "en"),
    "port": ("Le port rouvre", "Le vieux port rouvre ses portes aux navires.", "fr"),
    "mina": ("الميناء", "افتتح الميناء القديم أبوابه.", "ar"),
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder: Path = tmp_path_factory.mktemp("index")
    with WhooshEngine(folder).writer() as writer:
        for position, (id, (title, body, language)) in enumerate(ARTICLES.items()):
            writer.add(
                Article(
                    id=id,
                    source=Source(page="p.txt", position=position),
                    title=title,
                    body=body,
                    language=language,
                    date="2021-05-06",
                    places=("Sfax",) if "Sfax" in body else (),
                )
            )
    assert exists_in(str(folder))
    with open_dir(str(folder)).searcher() as opened:
        yield opened


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("body", "harbour", {"harbour", "ships"}),
        ("body", "harbour AND gates", {"harbour"}),
        ("body", "harbour NOT gates", {"ships"}),
        ("body", '"small harbour"', {"ships"}),
        ("body", "ship*", {"harbour", "ships"}),
        ("body", "harbor~1", {"harbour", "ships"}),
        ("body", "title:opens", {"harbour"}),
        ("body", "language:fr", {"port"}),
        ("body", "الميناء", {"mina"}),
        ("title", "port OR lines", {"port", "ships"}),
        ("body_stem", "harbours", {"harbour", "ships"}),
        ("place", "sfax", {"harbour"}),
    ],
)
def test_whooshs_query_parser_finds_what_is_asked_for(
    field: str, text: str, found: set[str], searcher: Searcher
) -> None:
    """The parser hands options of its own to an analyzer; ours broke on one of them."""
    from whoosh.qparser import FuzzyTermPlugin

    parser = QueryParser(field, searcher.ixreader.schema)
    parser.add_plugin(FuzzyTermPlugin())
    assert {hit["id"] for hit in searcher.search(parser.parse(text), limit=None)} == found


def test_a_hit_has_the_fields_of_the_article(searcher: Searcher) -> None:
    parser = MultifieldParser(["title", "body"], searcher.ixreader.schema)
    [hit] = searcher.search(parser.parse("vieux"), limit=None)
    assert (hit["id"], hit["title"], hit["language"]) == ("port", "Le port rouvre", "fr")
