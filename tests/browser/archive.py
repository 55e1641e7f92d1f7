"""The archive that the browser sees: the samples, a hostile story, and a story told twice."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from search_index import open_engine
from search_index.article import Article, NameForm, NameKind
from search_index.query import Query
from search_index.settings import Settings

ROOT = Path(__file__).parents[2]

HOSTILE = """<script>window.owned = 1</script> & a "title"

3 May 2021

A story with <script>window.owned = 1</script> and <img src=x onerror="window.owned = 1"> in \
it, about palimpsests that are older than the archive which keeps them.
"""

NAMES: tuple[tuple[NameKind, str, tuple[str, ...]], ...] = (
    ("person", "Tayeb Al-Zouaghi", ("Tayeb Al-Zouaghi", "Al-Zouaghi")),
    ("person", "الطيب الزواغي", ("الطيب الزواغي",)),
    (
        "organization",
        "Regional Council for Aquifers and Oases (RECAO)",
        ("Regional Council for Aquifers and Oases", "RECAO"),
    ),
    *(
        ("place", name, (name,))
        for name in (
            *("Gabès", "Tozeur", "Chad", "Niger", "Mauritania", "Oman", "Tunisia", "Egypt"),
            *("Algeria", "Morocco", "Nizwa", "تونس"),
        )
    ),
)
"""Names put in by hand, so that these tests do not hang on how well names are found."""


def build(index: Path, extra: Path) -> None:
    """Index the samples by the command that users have, then add what they lack."""
    extra.mkdir()
    (extra / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    command = [sys.executable, "-m", "indexer", "samples", str(extra), "--index-dir", str(index)]
    subprocess.run([*command, "--quiet"], cwd=ROOT, check=True, timeout=120)
    settings = replace(Settings.from_environment({}), index_dir=index)
    engine = open_engine(settings)
    searcher = engine.searcher()
    articles = [_named(article) for article in searcher.export(Query())]
    searcher.close()
    original = next(one for one in articles if one.title.startswith("RECAO Opens Its Library"))
    copy = replace(
        original,
        id="0123456789abcdef",
        source=replace(original.source, page="copy.txt"),
        duplicate_of=original.id,
    )
    with engine.writer() as writer:
        for article in (*articles, copy):
            writer.add(article)


def _named(article: Article) -> Article:
    forms = [
        NameForm(kind=kind, name=name, form=form, offsets=offsets)
        for kind, name, written in NAMES
        for form in written
        if (offsets := tuple(m.span() for m in re.finditer(re.escape(form), article.body)))
    ]

    def names(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(form.name for form in forms if form.kind == kind))

    return replace(
        article,
        persons=names("person"),
        organizations=names("organization"),
        places=names("place"),
        forms=tuple(forms),
    )
