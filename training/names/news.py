"""Made-up news in the manner of agencies and papers, with their names marked.

`templates/` has sentences for each language; a slot says which name fills it, and names come
again within a story as they do in news: a company in full, then short, a person by the surname.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.world_organizations import world_organizations
from indexer.language.given_names import given_names
from indexer.language.normalize import is_arabic
from indexer.language.surnames import surnames
from search_index.model.article import NameKind
from training.names.arabic_letters import in_arabic
from training.names.documents import Document

TEMPLATES = Path(__file__).parent / "templates"
_WORDS = re.compile(r"([a-z_0-9]+) = (.+)")
_SLOT = re.compile(r"\{([a-z]+)(\d?)\}")
_FRENCH = re.compile(r"\b(?:des|de|du|la)\b")
_LETTERS = "ABCDEFGHJKLMPRST"
_PERSONS = frozenset({"p", "s", "given"})
_PLACES = frozenset({"c", "t", "state"})
_PLAIN = frozenset({"n", "nn", "yyyy", "day", "month", "nat"})

_FOREIGN = 0.4
"""How many of the people in Arabic news have a foreign name, which no list has in Arabic."""

_SHORT_AGAIN = 0.7
"""How often a person or a company that was met already has the short name."""


@dataclass(slots=True)
class _Cast:
    """Who and what a story is of: the same slot is the same name throughout."""

    language: str
    random: random.Random
    names: dict[str, str] = field(default_factory=dict)

    def fill(self, slot: str, number: str) -> tuple[str, NameKind | None]:
        """What is in a slot, and what kind of name that is."""
        if slot in _PLAIN:
            return _plain(self.random, self.language, slot), None
        kind: NameKind = "organization"
        if slot in _PERSONS:
            kind = "person"
        elif slot in _PLACES:
            kind = "place"
        short = {"p": "s", "o": "os"}.get(slot, "")
        if short + number in self.names and short and self.random.random() < _SHORT_AGAIN:
            slot = short
        return self._name(slot, number), kind

    def _name(self, slot: str, number: str) -> str:
        key = slot + number
        if key not in self.names:
            self._make(slot, number)
        return self.names[key]

    def _make(self, slot: str, number: str) -> None:
        r = self.random
        if slot in ("p", "s"):
            first, last = _person(r, self.language)
            self.names["p" + number], self.names["s" + number] = f"{first} {last}", last
        elif slot in ("o", "os"):
            full, short = _company(r, self.language)
            self.names["o" + number], self.names["os" + number] = full, short
        elif slot == "given":
            self.names[slot + number] = _person(r, self.language)[0]
        elif slot in ("c", "t"):
            self.names[slot + number] = r.choice(_places(self.language)[slot == "t"])
        elif slot in ("org", "orgv"):
            self.names[slot + number] = _world(r, self.language, slot)
        else:
            self.names[slot + number] = self._of_words(slot)

    def _of_words(self, slot: str) -> str:
        r = self.random
        made = r.choice(_words(self.language)[slot])
        for inner, maker in (
            ("@surname", lambda: _person(r, self.language)[1]),
            ("@city", lambda: r.choice(_places(self.language)[1])),
            ("@country", lambda: r.choice(_places(self.language)[0])),
            ("@letters", lambda: "".join(r.sample("ABCDEFGILMNOPRSTU", r.randint(3, 4)))),
        ):
            while inner in made:
                made = made.replace(inner, maker(), 1)
        return made


def _plain(r: random.Random, language: str, slot: str) -> str:
    if slot == "n":
        return r.choice([str(r.randint(2, 900)), f"{r.randint(1, 90)}.{r.randint(1, 9)}"])
    if slot == "nn":
        return str(r.randint(18, 90))
    if slot == "yyyy":
        return str(r.randint(1930, 2022))
    return r.choice(_words(language)[slot])


@cache
def _words(language: str) -> Mapping[str, Sequence[str]]:
    """What the slots of a language may hold."""
    lines = (TEMPLATES / f"{language}.txt").read_text("utf-8").splitlines()
    rows = [match for line in lines if (match := _WORDS.fullmatch(line))]
    return {match[1]: match[2].split(", ") for match in rows}


@cache
def _sentences(language: str) -> Sequence[str]:
    lines = (TEMPLATES / f"{language}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and line[0] != "#" and not _WORDS.fullmatch(line)]


@cache
def _person_names(arabic: bool) -> tuple[Sequence[str], Sequence[str]]:
    given = sorted(name for name in given_names()[arabic] if name.isalpha())
    return given, sorted(name for name in surnames() if is_arabic(name) == arabic)


def _person(r: random.Random, language: str) -> tuple[str, str]:
    given, family = _person_names(language == "ar")
    first, last = r.choice(given), r.choice(family)
    if language == "ar" and r.random() < _FOREIGN:
        latin = _person(r, "en")
        return in_arabic(latin[0]), in_arabic(latin[1])
    if language == "ar":
        return first, last if r.random() < 0.5 else r.choice(given)
    first, last = first.title(), last.title()
    shape = r.random()
    if shape < 0.08:
        first = f"{first} {r.choice(_LETTERS)}."
    elif shape < 0.12:
        first = f"{r.choice(_LETTERS)}.{r.choice(_LETTERS)}."
    elif shape < 0.16:
        last = f"{r.choice(['de', 'van', 'von', 'al', 'de la', 'bin', 'da', 'El'])} {last}"
    elif shape < 0.2:
        last = f"{last}-{r.choice(family).title()}"
    return first, last


@cache
def _places(language: str) -> tuple[Sequence[str], Sequence[str]]:
    """Countries and cities as the language names them."""
    every = gazetteer().places
    if language == "ar":
        arabic = {key: place for key, place in every.items() if is_arabic(key)}
        return (
            sorted(key for key, place in arabic.items() if place.rank == "country"),
            sorted(key for key, place in arabic.items() if place.rank == "city"),
        )
    cities = {p.name: p.country for p in every.values() if p.rank == "city" and p.name.isascii()}
    if language == "fr":
        french = sorted(name for name, country in cities.items() if country == "FR")
        return _words("fr")["country"], [*french, *_words("fr")["city"]]
    return sorted({p.name for p in every.values() if p.rank == "country"}), sorted(cities)


def _company(r: random.Random, language: str) -> tuple[str, str]:
    """A company in full and as it is called afterwards."""
    words = _words(language)
    shape = r.random()
    if shape < 0.3:
        short = "".join(r.choice(words[f"syllable_{part}"]) for part in range(3)).title()
    elif shape < 0.5:
        short = _person(r, "en")[1].split(" ")[-1]
        if r.random() < 0.3:
            short += f" {r.choice(['&', 'and'])} {r.choice(['Sons', 'Co', _person(r, 'en')[1]])}"
    elif shape < 0.57 and language == "en":
        return _house(r)
    elif shape < 0.62:
        short = "".join(r.sample("ABCDEFGHIKLMNOPRSTVX", r.randint(2, 4)))
    elif shape < 0.82:
        short = f"{r.choice(words['company_front'])} {r.choice(words['company_end'])}"
    else:
        town = r.choice(_places(language)[r.random() < 0.6])
        full = r.choice(words["of_town"]).format(town)
        return full, full
    tail = [r.choice(words["sector"])] if r.random() < 0.35 else []
    if r.random() < 0.6 or not tail:
        tail.append(r.choice(words["legal_form"]))
    full = " ".join([short, *tail])
    return short if language == "fr" and r.random() < 0.5 else full, short


def _house(r: random.Random) -> tuple[str, str]:
    """A house of brokers, lawyers or grocers that bears the names of its founders."""
    names = [_person(r, "en")[1].split(" ")[-1] for _ in range(4)]
    shape = r.random()
    if shape < 0.3:
        short = f"{names[0]}'s"
        return f"{short} {r.choice(_words('en')['legal_form'])}", short
    if shape < 0.7:
        short = f"{names[0]} {names[1]}"
        return (f"{short} {names[2]} Inc" if r.random() < 0.3 else short), short
    tail = r.choice(["", " Inc", " and Co", " Ltd"])
    return f"{', '.join(names[1 : r.randint(2, 4)])} and {names[0]}{tail}", names[1]


def _world(r: random.Random, language: str, slot: str) -> str:
    if slot in _words(language):
        return r.choice(_words(language)[slot])
    forms = [form for body in world_organizations() for form in body]
    if language == "ar":
        return r.choice([form for form in forms if is_arabic(form)])
    return r.choice([form for form in forms if form.isascii() and not _FRENCH.search(form)])


def news_documents(language: str, count: int, seed: int = 0) -> Iterator[Document]:
    """Made-up stories, the same ones for the same seed."""
    templates = _sentences(language)
    r = random.Random(seed)  # noqa: S311 - no secret
    for number in range(count):
        yield _story(f"news-{language}-{number}", language, templates, r)


def _story(name: str, language: str, templates: Sequence[str], r: random.Random) -> Document:
    cast = _Cast(language, r)
    lines = r.sample(templates, min(len(templates), r.randint(4, 10)))
    parts: list[str] = []
    spans: list[tuple[NameKind, int, int]] = []
    length = 0
    if language != "ar" and r.random() < 0.3:  # a shouted headline
        lines.insert(0, "\1" + r.choice(lines))
    if r.random() < 0.4:
        lines[-1] = _DATELINES[language] + lines[-1]
        lines.insert(0, lines.pop())
    for line in lines:
        shouted = line.startswith("\1")
        line = line.removeprefix("\1")
        at = 0
        for slot in (*_SLOT.finditer(line), None):
            plain = line[at : slot.start() if slot else len(line)]
            at = slot.end() if slot else len(line)
            filled, kind = cast.fill(slot[1], slot[2]) if slot else ("", None)
            for piece, of in ((plain, None), (filled, kind)):
                piece = piece.upper() if shouted else piece
                if of is not None and piece:
                    spans.append((of, length, length + len(piece)))
                parts.append(piece)
                length += len(piece)
        gap = " " if r.random() < 0.3 and not shouted else "\n\n"
        parts.append(gap)
        length += len(gap)
    return Document(id=name, language=language, text="".join(parts), spans=tuple(spans))


_DATELINES: Mapping[str, str] = {
    "en": "{t}, {month} {nn} - ",
    "fr": "{t}, le {nn} {month} - ",
    "ar": "{t} - ",
}
