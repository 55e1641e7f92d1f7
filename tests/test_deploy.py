"""What stands under deploy/, as far as it can be tried without a host of its own."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("python", "gunicorn"):
        (programs / name).touch(0o755)
    units = [
        tmp_path / unit.name
        for pattern in ("*.service", "*.socket", "*.timer")
        for unit in DEPLOY.glob(pattern)
    ]
    for unit in units:
        text = (DEPLOY / unit.name).read_text()
        unit.write_text(text.replace("/opt/clippings/.venv/bin", str(programs)))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("file", ["compose.yaml", "cluster/compose.yaml"])
def test_what_a_compose_file_builds_is_there_and_serves_all_that_name_its_image(file: str) -> None:
    services = yaml.safe_load((DEPLOY / file).read_text())["services"]
    built = {}
    for service in services.values():
        if "build" in service:
            context = (DEPLOY / file).parent / service["build"]["context"]
            assert context.resolve() == ROOT  # what the Dockerfile copies lies there
            assert (context / service["build"]["dockerfile"]).is_file()
            built[service["image"]] = service["build"]
    assert services["app"]["image"] in built
    assert services["indexer"]["image"] in built


def test_the_image_is_built_from_every_package_that_is_installed() -> None:
    """A package that the Dockerfile does not copy is missing in the image only."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    packages = setup["options.packages.find"]["include"].replace("*", "").split()
    assert len(packages) > 5
    copied = (DEPLOY / "Dockerfile").read_text().splitlines()
    let_in = (ROOT / ".dockerignore").read_text().splitlines()
    assert [name for name in packages if f"COPY {name} {name}" not in copied] == []
    assert [name for name in packages if f"!{name}" not in let_in] == []


def test_a_container_without_pages_serves_and_one_with_pages_indexes_them(tmp_path: Path) -> None:
    """The script of the image, with programs that say how they were called."""
    for name in ("gunicorn", "python", "nice"):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho {name} "$@"\n')
        program.chmod(0o755)
    pages = tmp_path / "pages"
    script = (DEPLOY / "start.sh").read_text()
    assert " /pages " in script
    script = script.replace("/pages", str(pages))
    said = {}
    for state in ("none", "empty", "full"):
        if state == "empty":
            pages.mkdir()
        if state == "full":
            (pages / "a.txt").touch()
        said[state] = subprocess.run(
            ["sh", "-c", script + "\nwait"],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    assert "indexer" not in said["none"] + said["empty"]
    assert "nice python -m indexer" in said["full"]
    assert all("gunicorn -c gunicorn.conf.py" in each for each in said.values())


def test_the_image_holds_the_client_of_a_cluster() -> None:
    assert "ARG LOCK=locks/image.lock\n" in (DEPLOY / "Dockerfile").read_text()
    assert "\nopensearch-py==" in (ROOT / "locks/image.lock").read_text()
