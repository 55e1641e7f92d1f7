"""A changed page is settled where it reaches; the index is that of a run over everything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import pipeline, tasks
from indexer.report import Report
from quality.store import QualityStore
from search_index.settings import Settings
from tests.archives import story, write
from tests.test_incremental import contents, without_ids

NOWHERE = Settings.from_environment({})
FUND = """The Quay Gets a New Roof

3 May 2021

Dr. Amina Quistrell, Director of the Harbour Heritage Fund (HHF), said in Rabat on Monday that the
roof of the old quay would be mended before the rain, and thanked all who had given their time.

She had asked the town of Vellimoor for timber, and it sent more than she had asked for.
"""
LATER = """Carpenters Are Thanked

9 June 2021

The roof is done, and Quistrell has kept her word. The HHF paid for the nails, and nobody remembers
a spring in which so many of the quay had worked together on one roof for so little money.

Those of Vellimoor came by boat, with bread.
"""
ARABIC = """سقف الرصيف القديم

10 يونيو 2021

قالت الدكتورة أمينة كويستريل، مديرة صندوق تراث الميناء، إن سقف الرصيف القديم أصلح قبل المطر، وشكرت
النجارين الذين عملوا طوال الربيع من غير أجر، ووعدت بأن يفتح الرصيف للزوار في الصيف.
"""
OTHER = """A School of Boats

12 July 2021

Mr. Omar Quistrell, a teacher, opened a school in which children learn to build boats, and said that
the first would be on the water in autumn. The Harbour Heritage Foundation (HHF) lends its hall.
"""
ARABIC_OTHER = """مدرسة القوارب

13 يوليوز 2021

افتتح السيد عمر كويستريل مدرسة يتعلم فيها الأطفال بناء القوارب، وقال إن صندوق تراث الميناء أعارها
قاعته طوال الشتاء، وإن أول القوارب ينزل إلى الماء في الخريف القادم.
"""
PAGES = {
    "arabic.txt": ARABIC,
    "fund.txt": FUND,
    "later.txt": LATER,
    **{f"{number}.txt": story(number, day=number + 1) for number in range(3)},
}
STEPS: dict[str, tuple[str, str | None]] = {
    "a page that names nobody": ("0.txt", story(7, day=4)),
    "another of the same surname and acronym": ("other.txt", OTHER),
    "the same in Arabic": ("another.txt", ARABIC_OTHER),
    "a copy of another page": ("copy.txt", LATER),
    "the page that defines them is gone": ("fund.txt", None),
}


@pytest.fixture
def resolved(monkeypatch):
    """The numbers of pages that were resolved."""
    runs = []
    resolve = tasks.resolve_pages

    def counted(archive, batch):
        runs.append(len(batch))
        return resolve(archive, batch)

    monkeypatch.setattr(tasks, "resolve_pages", counted)
    return runs


def indexed(archive, folder):
    settings = Settings.from_environment({}, index_dir=folder, engine="plain")
    pipeline.index([archive], settings, jobs=1)
    return settings


def report_of(settings):
    report = QualityStore(settings.index_dir).report()
    assert report is not None
    return replace(report, at="", snapshot="")


def test_one_changed_page_after_the_other_ends_in_the_index_and_report_of_a_run_over_all(
    tmp_path, resolved
):
    archive = write(tmp_path / "archive", PAGES)
    before = without_ids(contents(indexed(archive, tmp_path / "steps")))
    changed = {}
    for step, (name, text) in STEPS.items():
        if text is None:
            (archive / name).unlink()
        else:
            write(archive, {name: text})
        resolved.clear()
        after = without_ids(contents(indexed(archive, tmp_path / "steps")))
        assert sum(resolved) <= 4 < len(after), step
        fresh = pipeline.dry_run([archive], NOWHERE, report=Report(), jobs=1)
        assert after == without_ids({one.id: one for one in fresh}), step
        changed[step] = {place[0] for place, one in before.items() if after.get(place, one) != one}
        before = after
    assert changed["a page that names nobody"] == {"0.txt"}
    assert "later.txt" in changed["another of the same surname and acronym"]
    steps, once = (tmp_path / name for name in ("steps", "once"))
    assert report_of(indexed(archive, steps)) == report_of(indexed(archive, once))
