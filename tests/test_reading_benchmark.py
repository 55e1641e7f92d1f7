"""`python -m benchmarks.speed.reading`: what it writes is read, what it tells is whole."""

from pathlib import Path

from benchmarks.results import machine
from benchmarks.speed.reading import made_up_pages, measure, run_indexer, write_pages, write_section


def test_each_made_up_page_holds_one_story_with_its_names(tmp_path: Path) -> None:
    number = write_pages(made_up_pages(30, 80), tmp_path / "pages")
    run = run_indexer(tmp_path / "pages", tmp_path / "index", jobs=1)
    assert (number, run.articles) == (30, 30)
    assert run.cpu_s > 0
    assert run.memory_mb > 10
    assert run.parent_mb > 10


def test_the_same_seed_gives_the_same_pages() -> None:
    assert list(made_up_pages(5, 60)) == list(made_up_pages(5, 60))


def test_a_row_has_a_figure_for_every_column() -> None:
    cells = measure("tiny", made_up_pages(3, 60), 1).strip("| ").split(" | ")
    assert cells[:2] == ["tiny", "3"]
    assert len(cells) == 9
    assert [cells[4].count(sign) for sign in "(,)"] == [1, 1, 1]
    # A rate of three pages may round to 0 on a busy machine; times and memory do not.
    figures = [float(cell.split(" (")[0].replace(",", "")) for cell in cells[2:]]
    assert sum(figure > 0 for figure in figures) >= len(figures) - 1


def test_a_table_takes_the_place_of_the_one_before_it(tmp_path: Path, monkeypatch) -> None:
    results = tmp_path / "results.md"
    results.write_text("# Results\n\n## Reading pages\n\n| old |\n\n## Searching\n\n| kept |\n")
    monkeypatch.setattr("benchmarks.speed.reading.RESULTS", results)
    monkeypatch.setattr("os.getloadavg", lambda: (0.0, 0.0, 0.0))
    write_section("| new |")
    assert results.read_text() == (
        f"# Results\n\n## Reading pages\n\n{machine()}\n\n| new |\n\n## Searching\n\n| kept |\n"
    )
