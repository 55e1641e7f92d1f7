"""Articles as an index gives them back: the same as they were, however they are used."""

from __future__ import annotations

import copy
import pickle
from dataclasses import asdict, replace

import pytest

from search_index.engines.whoosh.store.stored import decode, encode, parts_of
from search_index.model.article import Article, NameForm, Provenance, Source
from search_index.model.quote import Quote

WRITTEN = Article(
    id="0123456789abcdef",
    source=Source(page="quay.txt", position=2),
    title="The quay is mended",
    body="“It was time,” said Ada Roe. Ms Roe owns the quay.",
    persons=("Ada Roe",),
    forms=(
        NameForm(kind="person", name="Ada Roe", form="Ada Roe", offsets=((20, 27),)),
        NameForm(kind="person", name="Ada Roe", form="Ms Roe", offsets=((29, 35),)),
    ),
    quotes=(
        Quote(
            start=0,
            end=14,
            kind="direct",
            speaker="Ada Roe",
            speaker_start=20,
            speaker_end=27,
            cue="said",
            person="Ada Roe",
        ),
    ),
    provenance=(Provenance(field="persons", value="Ada Roe", rule="name", words="Ada Roe"),),
)


@pytest.fixture
def read() -> Article:
    return decode(encode(WRITTEN))


def test_an_article_that_was_read_equals_the_one_that_was_written(read: Article) -> None:
    assert read == WRITTEN
    assert decode(encode(WRITTEN)) == WRITTEN == decode(encode(WRITTEN))
    assert replace(WRITTEN, forms=()) != decode(encode(WRITTEN))
    assert hash(read) == hash(WRITTEN)


def test_forms_reasons_and_quotations_are_there_when_somebody_asks(read: Article) -> None:
    assert parts_of(read) == 3
    assert read.forms == WRITTEN.forms
    assert read.provenance == WRITTEN.provenance
    assert read.quotes == WRITTEN.quotes
    assert read.forms is read.forms
    assert read.speakers == ("Ada Roe",)
    assert parts_of(read) == parts_of(WRITTEN) == 3


def test_it_can_be_copied_changed_sent_and_taken_apart(read: Article) -> None:
    changed = replace(decode(encode(WRITTEN)), title="Mended")
    assert (changed.title, changed.forms, changed.quotes) == ("Mended", read.forms, read.quotes)
    assert pickle.loads(pickle.dumps(decode(encode(WRITTEN)))) == WRITTEN
    assert copy.deepcopy(decode(encode(WRITTEN))) == WRITTEN
    assert asdict(decode(encode(WRITTEN))) == asdict(WRITTEN)
    assert decode(encode(WRITTEN)).to_json() == WRITTEN.to_json()
    assert encode(decode(encode(WRITTEN))) == encode(WRITTEN)
