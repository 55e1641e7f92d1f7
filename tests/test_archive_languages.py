"""Short and shouted texts are in a language of their archive, whenever its pages came."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.language import detect
from indexer.report import Report
from search_index import open_engine
from search_index.settings import Settings

GERMAN = (
    "Die Fähre überquerte am Dienstag wieder den Sund, und die Blaskapelle spielte bis zum Abend "
    "auf. Die Schüler der Hafenschule hätten die Maschine über den Winter neu aufgebaut, hieß es. "
    "Ab Juni fährt sie täglich viermal, und die Bäckerei in der Gasse {n} muss früher öffnen als "
    "vor dem Sturm. Zwölf Boote lösten sich in der Nacht, wie die Küstenwache später bestätigte."
)
DUTCH = (
    "De veerboot voer dinsdag weer over de zee-engte en de kapel speelde tot in de avond. De "
    "leerlingen van de havenschool zouden de machine in de winter opnieuw hebben opgebouwd. Vanaf "
    "juni vaart zij vier keer per dag en moet de bakkerij in steeg {n} eerder openen dan voor de "
    "storm. Twaalf boten raakten 's nachts los, zoals de kustwacht later bevestigde."
)
SHORT = {"title": "BUNDESBANK SENKT ZINSEN", "text": "DAX 2 PCT"}


def write(folder: Path, text: str, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    for number in range(count):
        title = f"{number}. {text.split('.')[0][:40]}"
        (folder / f"{number}.txt").write_text(f"{title}\n\n{text.format(n=number)}\n", "utf-8")
    (folder / "short.jsonl").write_text(json.dumps(SHORT) + "\n")


def languages(folder: Path, settings: Settings, *, full: bool) -> dict[str, str]:
    pipeline.index([folder], settings, full=full, jobs=1)
    searcher = open_engine(settings).searcher()
    articles = (searcher.article(one) for one, _ in open_engine(settings).article_ids())
    return {one.source.page: one.language for one in articles if one}


@pytest.mark.parametrize(("usual", "code"), [(("de",), "de"), (("nl",), "nl"), ((), "de")])
def test_a_doubtful_text_is_in_a_language_of_the_archive(usual: tuple[str, ...], code: str) -> None:
    found = detect(SHORT["title"], None, usual)
    assert (found.code, found.doubtful) == (code, True)


def test_a_text_that_is_long_or_plain_is_in_its_own_language() -> None:
    assert detect(GERMAN, None, ("nl",)).code == "de"
    assert not detect(GERMAN, None, ("nl",)).doubtful
    assert detect("أسعار النفط ترتفع في الأسواق", None, ("fa",)).code == "ar"
    assert detect("بازار طلا امروز", None, ("fa",)).code == "fa"


def test_an_archive_that_turns_to_another_language_turns_its_short_texts(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    settings = Settings.from_environment({}, index_dir=tmp_path / "index")
    write(folder, GERMAN, 5)
    assert languages(folder, settings, full=False)["short.jsonl#1"] == "de"
    write(folder, DUTCH, 5)
    grown = languages(folder, settings, full=False)
    assert grown["short.jsonl#1"] == "nl"
    clean = Settings.from_environment({}, index_dir=tmp_path / "clean")
    assert grown == languages(folder, clean, full=True)


def test_a_few_pages_do_not_speak_for_an_archive(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, index_dir=tmp_path / "index")
    write(tmp_path / "pages", GERMAN, 4)
    assert languages(tmp_path / "pages", settings, full=True)["short.jsonl#1"] == "nl"


DENSE = {
    "zh": "新渡轮春天启航\n\n港务局宣布，连接两岸的新渡轮将于春天启航。"
    "居民们等待这条航线已有多年，从此上班只需一半时间。\n",
    "ja": "新しい渡し船が春に就航\n\n港湾局は新しい渡し船を春に就航させると発表した。"
    "住民は長い間この航路を待ち望んでいた。\n",
    "am": "አዲስ ጀልባ በጸደይ ይጀምራል\n\nየወደቡ ባለሥልጣን አዲሱ ጀልባ በጸደይ ሥራ እንደሚጀምር አስታወቀ። ነዋሪዎቹ ለብዙ ዓመታት "
    "ይህን መስመር ሲጠብቁ ቆይተዋል።\n",
}


@pytest.mark.parametrize("code", DENSE)
def test_a_short_story_in_a_dense_script_is_a_story(tmp_path: Path, code: str) -> None:
    (tmp_path / "page.txt").write_text(DENSE[code], "utf-8")
    settings = Settings.from_environment({})
    [article] = pipeline.dry_run([tmp_path], settings, report=Report(), jobs=1)
    assert (article.language, article.title) == (code, DENSE[code].split("\n")[0])
