"""Trains the recognizer of names and writes its weights.

    python -m training.names.train [--shared ../shared] [--only en]

Reads the annotated collections of `shared/data/names`, the project's own annotated pages and
sentences, and made-up news; docs/licences.md says what each file of weights was made from and
under which licence it stands. About five minutes on one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from corpus import TRAIN
from indexer.entities.recognize.find import read_rules
from indexer.entities.recognize.tagger import LABELS, Tagger, sequences
from indexer.entities.recognize.word_classes import word_kinds
from indexer.tagging.crf import Weights, save
from training.crf import Sequenced, Vocabulary, train
from training.names.brown import english_classes
from training.names.clusters import clusters, save_classes
from training.names.documents import Document, labels_of, read_collection
from training.names.kinds import kinds_in_news
from training.names.markets import market_documents
from training.names.news import news_documents
from training.names.pages import page_documents, sentence_documents
from training.names.reading import features_of
from training.names.sport import sport_documents
from training.names.stories import NEWSROOM, NEWSWIRE, written_documents

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "indexer" / "entities" / "recognize" / "weights"
PAGES = tuple(TRAIN / f"{name}.jsonl" for name in ("golden", "sites", "manners", "composed"))
SENTENCES = ROOT / "tests" / "entities" / "sentences"

OWN = {"ar": 2.0, "fr": 2.0}
"""How much the own pages count."""

WRITTEN = {"en": 2.0, "fr": 1.5, "ar": 1.0}
"""How much the stories count that were written for this, by hand, in the manner of papers."""

NEWS = {"en": 1.0, "fr": 1.0, "ar": 2.0}
"""The same for those of the newsroom."""

WIRE = {"en": 2.0, "fr": 2.0, "ar": 1.0}
"""And for those that were written last, harder ones."""

Part = tuple[Sequence[Document], float, str]
"""Documents, how much each counts, and the language they are read as."""


@cache
def own_documents() -> tuple[Document, ...]:
    """The project's own annotated stories; those held out are not among them."""
    return tuple(document for folder in PAGES for document in page_documents(folder))


ABROAD = 0.2
"""How much a document counts for the other language in Latin script, English or French."""


def _of_neighbors(language: str, names: Path) -> Iterator[Sequence[Document]]:
    """Documents in French for English, in English for French: names are much the same.

    None of a collection whose licence the weights do not have already.
    """
    other = {"en": "fr", "fr": "en"}.get(language)
    if other is None:
        return
    yield [document for document in own_documents() if document.language == other]
    yield list(written_documents(other))
    yield list(written_documents(other, NEWSROOM))
    yield list(written_documents(other, NEWSWIRE))
    if language == "fr":
        yield read_collection(names / "wikigold_en.jsonl")


def parts(language: str, shared: Path, *, abroad: bool = True) -> list[Part]:
    """What a model is made from; `abroad` adds what is in the other language."""
    names = shared / "data" / "names"
    own = [document for document in own_documents() if document.language == language]
    sentences = [one for one in sentence_documents(SENTENCES) if one.language == language]
    made: list[Part] = [
        (own, OWN.get(language, 1.0), language),
        (sentences, 6.0, language),
    ]
    if language != "latin":
        made.append((list(written_documents(language)), WRITTEN[language], language))
        made.append((list(written_documents(language, NEWSROOM)), NEWS[language], language))
        made.append((list(written_documents(language, NEWSWIRE)), WIRE[language], language))
    if abroad:
        made += [(documents, ABROAD, language) for documents in _of_neighbors(language, names)]
    if language == "en":
        made.append((read_collection(names / "wikigold_en.jsonl"), 1.0, "en"))
        made.append((list(sport_documents(300)), 0.3, "en"))
        made.append((list(market_documents(60)), 0.3, "en"))
        made.append((list(news_documents("en", 300)), 0.1, "en"))
    elif language == "fr":
        made.append((read_collection(names / "sequoia_europarl_fr.jsonl"), 1.0, "fr"))
        made.append((read_collection(names / "sequoia_frwiki_fr.jsonl"), 1.0, "fr"))
        made.append((list(news_documents("fr", 400)), 0.3, "fr"))
    elif language == "ar":
        made.append((read_collection(names / "newsfane_ar.jsonl"), 1.0, "ar"))
        made.append((list(news_documents("ar", 400)), 0.2, "ar"))
    else:
        for other in ("en", "fr"):
            some = parts(other, shared, abroad=False)
            made += [(documents, share, "latin") for documents, share, _ in some]
    return made


def fit(
    made: Sequence[Part], *, words: bool = True, strength: float = 2.0, iterations: int = 80
) -> Weights:
    """Weights for some documents; without `words`, no word is known by itself."""
    vocabulary = Vocabulary()
    sequenced = [
        one
        for documents, share, language in made
        for document in documents
        for one in items(document, language, vocabulary, share=share, words=words)
    ]
    return train(sequenced, LABELS, vocabulary, strength=strength, iterations=iterations)


def items(
    document: Document, language: str, vocabulary: Vocabulary, *, share: float, words: bool = True
) -> Iterator[Sequenced]:
    """The sentences of a document, ready for training."""
    scan = read_rules(document.text, language)
    tokens = scan.tokens
    seen = [
        vocabulary.of(sorted({name for name in names if words or ":w=" not in name}))
        for names in features_of(tokens, language, scan.found)
    ]
    labels = labels_of(tokens, document.spans)
    for first, after in sequences(tokens):
        yield Sequenced(seen[first:after], labels[first:after], share)


def biased(weights: Weights, bias: float) -> Weights:
    """Weights that find more names: "no name" counts less by `bias`."""
    steps, start = weights.steps.copy(), weights.start.copy()
    steps[:, 0] -= bias
    start[0] -= bias
    return replace(weights, steps=steps, start=start)


def _arabic_news(shared: Path) -> Iterator[str]:
    with gzip.open(shared / "data" / "ant_arabic.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield f"{row['title']}\n\n{row['text']}"


BIAS = {"ar": 0.25}


def trained(language: str, made: Sequence[Part]) -> Weights:
    """The weights of a language from these parts."""
    return biased(fit(made, words=language != "latin"), BIAS.get(language, 0.0))


def never_seen(documents: Sequence[Document]) -> Sequence[Document]:
    """Those of NewsFANE that the benchmark reads with weights that never saw them."""
    return documents[1::2]


def save_kinds(shared: Path) -> None:
    """Make the table of what names Arabic words are part of, with weights that have none.

    Nor have they seen what the benchmark reads of the collection.
    """
    file = WEIGHTS / "kinds-ar.npz"
    file.unlink(missing_ok=True)
    word_kinds.cache_clear()
    names = read_collection(shared / "data" / "names" / "newsfane_ar.jsonl")
    held_out = {document.id for document in never_seen(names)}
    made: list[Part] = [
        ([one for one in some if one.id not in held_out], share, read_as)
        for some, share, read_as in parts("ar", shared)
    ]
    reader = Tagger(trained("ar", made), "ar")
    save_classes(file, kinds_in_news(reader, _arabic_news(shared)))
    word_kinds.cache_clear()


def main(arguments: Sequence[str] | None = None) -> None:
    """Train every model again, or one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--only", choices=("en", "fr", "ar", "latin"))
    parser.add_argument("--classes", action="store_true", help="make the classes of words too")
    options = parser.parse_args(arguments)
    WEIGHTS.mkdir(exist_ok=True)
    if options.classes:
        save_classes(WEIGHTS / "classes-en.npz", english_classes())
        save_classes(WEIGHTS / "classes-ar.npz", clusters(_arabic_news(options.shared)))
        save_kinds(options.shared)
    for language in (options.only,) if options.only else ("en", "fr", "ar", "latin"):
        weights = trained(language, parts(language, options.shared))
        save(WEIGHTS / f"{language}.npz", weights)
        print(f"{language}: {len(weights.numbers)} features")


if __name__ == "__main__":
    main()
