"""Articles that go on on another page are one, until that is undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corrections import Correction, read_orphans, reference_of
from indexer.applying import apply
from search_index import open_engine
from search_index.model.query import Query
from tests.corrections.archive import Archive

FIRST = (
    "    Le bac de Saint-Aubin reprend la mer\n\n    4 mars 2020\n\n"
    "    Le bac a repris la mer mardi après un hiver en cale sèche, avec quarante passagers et une "
    "cargaison de pommes de terre pour les cultivateurs des îles.\n\n"
    "    Mme Inès Brel, qui le commande, a remercié les apprentis du chantier naval.\n"
)
SECOND = (
    "    Les apprentis du chantier\n\n"
    "    Les apprentis ont refait le moteur pièce par pièce pendant tout un hiver, sous la "
    "conduite de M. Tomas Carrel, et le conseil du port leur a remis une médaille.\n\n"
    "    Le bac partira désormais deux fois par jour, et trois fois le dimanche.\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    (archive.pages / "un.txt").write_text(FIRST, "utf-8")
    (archive.pages / "deux.txt").write_text(SECOND, "utf-8")
    archive.run()
    return archive


def join(archive: Archive, first: str, other: str) -> Correction:
    return archive.file.add(
        Correction(
            what="join",
            article=reference_of(archive.of(first)),
            other=reference_of(archive.of(other)),
            to=True,
        )
    )


def orphans(archive: Archive) -> list[str]:
    return [one.id for one in read_orphans(archive.settings.index_dir)]


def test_the_text_goes_on_with_its_names_and_is_found_as_one_at_once_and_by_runs(archive):
    before = archive.articles()
    first, second = archive.of("un.txt"), archive.of("deux.txt")
    done = join(archive, "un.txt", "deux.txt")
    assert apply(archive.settings, archive.file.path).waits is None
    joined = archive.of("un.txt")
    assert joined.id == first.id
    assert joined.body == f"{first.body}\n\n{second.title}\n\n{second.body}"
    assert set(joined.persons) == {*first.persons, *second.persons} > set(first.persons)
    assert archive.find(Query(text="médaille cargaison", match="all")) == ["un.txt"]
    assert second.id not in archive.articles()
    assert "goes on in deux.txt" in [reason.words for reason in joined.provenance]
    found, snapshot = archive.articles(), open_engine(archive.settings).committed()
    assert (archive.run().read, orphans(archive)) == (0, [])
    assert open_engine(archive.settings).committed() == snapshot
    archive.run(full=True)
    assert archive.articles() == found
    archive.file.undo(done.id)
    apply(archive.settings, archive.file.path)
    assert archive.articles() == before
    archive.run()
    assert archive.articles() == before


def test_what_is_joined_is_corrected_as_one_and_outlives_the_renaming_of_its_dumps(archive):
    join(archive, "un.txt", "deux.txt")
    archive.run()
    archive.correct("un.txt", "section", "Ports")
    archive.correct("un.txt", "name", "rejected", kind="person", name="Tomas Carrel")
    apply(archive.settings, archive.file.path)
    for name in ("un.txt", "deux.txt"):
        (archive.pages / name).rename(archive.pages / f"renamed-{name}")
    for full in (False, True):
        archive.run(full=full)
        joined = archive.of("renamed-un.txt")
        assert joined.section == "Ports"
        assert "Tomas Carrel" not in joined.persons
        assert joined.body.endswith("le dimanche.")
        assert orphans(archive) == []


def test_a_chain_is_one_article_and_a_circle_is_named_and_changes_nothing(archive):
    first, second = archive.of("un.txt"), archive.of("deux.txt")
    looms = archive.of("looms.txt")
    join(archive, "deux.txt", "looms.txt")
    join(archive, "un.txt", "deux.txt")
    circle = archive.file.add(
        Correction(what="join", article=reference_of(looms), other=reference_of(first), to=True)
    )
    for full in (False, True):
        archive.run(full=full)
        joined = archive.of("un.txt")
        assert joined.body.startswith(first.body)
        assert joined.body.index(second.body) < joined.body.index(looms.body)
        assert orphans(archive) == [circle.id]
    archive.file.undo(circle.id)
    (archive.pages / "deux.txt").unlink()
    archive.run()
    assert archive.of("un.txt").body == first.body
    assert archive.of("looms.txt").body == looms.body


def test_a_join_that_is_said_to_be_none_is_none(archive):
    before = archive.articles()
    done = join(archive, "un.txt", "deux.txt")
    archive.run()
    archive.file.add(
        Correction(what="join", article=done.article, other=done.other, before=True, to=False)
    )
    archive.run()
    assert archive.articles() == before
