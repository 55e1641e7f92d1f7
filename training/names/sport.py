"""Made-up news of sport: results, tables and reports, with their names marked.

Sport pages are full of lines that no running text has. A template is a line with slots; every
slot says which kind of name fills it. Countries that play are places, clubs are organizations
also where they bear the bare name of a city.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.entities.data.gazetteer import gazetteer
from indexer.language.given_names import given_names
from indexer.language.surnames import surnames
from search_index.model.article import NameKind
from training.names.documents import Document

_SLOT = re.compile(r"\{(\w+)\}")

RESULTS = """
{club} {n} {club} {n}
{club} {n} {club} {n}
{city_club} {n} {city_club} {n}
{country} {n} {country} {n}
{club} ({club2}) {n} {club} {n}
Halftime {n}-{n}. Attendance {big}.
Scorers : {surname} ({nn}th minute), {surname} ({nn}th) Attendance: {big}
Scorers: {club} - {surname} {nn}, {surname} {nn} penalty. {club} - {surname} {nn}.
{country} - {surname} ({nn}th).
1. {full} ({country}) {n}:{nn}.{nn}
2. {full} ({country}) {nn}.{nn} seconds
3. {full} ({country}) same time
{n}. {abbreviated} ({country}) {n} hours {nn} minutes {nn} seconds
{n}. {country} {nn}.{nn}
1 - {full} ({country}) beat {full} ({country}) 6-{n} 6-{n}
{n} - {full} ({country}) beat {n} - {full} ({country}) 7-{n} {n}-6 6-{n}
{full} ({country}) bt {full} ({country}) 6-{n} 3-6 6-{n}
{full}, {country}, def. {full}, {country}, 6-{n}, 6-{n}.
{nn} {full} ({country}) {nn} {nn} {nn}
{nnn} {full} {nn} {nn} {nn}; {full} ({country}) {nn} {nn} {nn}
{full} {nn}-{nn}-{nn}--{nnn}
{city_club} {nn} {nn} .{nnn} {n}
{city_club} {nn} {nn} .{nnn} -
{team} {n} {n} {n} {n} {n} {n} {n}
{club} {n} {n} {n} {n} {n} {nn} {nn}
{country} {n} {n} {n} {n} {n} {n} {n}
{city_club} AT {city_club}
{city_team} AT {city_team}
{team} AT {team}
{city_club} {n} {city_club} {n} (in {n} innings)
{city_club} {nnn} {city_club} {nn} (OT)
{abbreviated} c {surname} b {surname} {nn}
{abbreviated} lbw b {surname} {nn}
{abbreviated} not out {nn}
{abbreviated} run out {n}
Extras (b-{n} lb-{n} nb-{n}) {nn}
Fall of wickets: 1-{nn} 2-{nn} 3-{nnn}.
Bowling: {surname} {nn}-{n}-{nn}-{n}, {surname} {nn}-{n}-{nn}-{n}, {surname} {nn}-{n}-{nn}-{n}
Did not bat: {abbreviated}, {abbreviated}.
{nn}. {full} ({country}) {club} {nn}.{nn}
{full} ({club}) {nn} points
Leading goalscorers: {n} - {full} ({club}), {full} ({club})
{n} - {full} ({country}), {full} ({country})
{abbreviated} ({country}) {n}:{nn}.{nn}
At {city}: {country} {n} {country} {n}
In {city}: {club} {n} {club} {n}
Group {letter}: {country}, {country}, {country}, {country}
Standings (tabulate under played, won, drawn, lost, goals for, against, points) :
Results of first division matches on Sunday:
W L PCT GB
EASTERN DIVISION
CENTRAL CONFERENCE
Round of 16
Women's singles, third round
Men's downhill
Pool {letter}
{caps_day}, {caps_month} {n} SCHEDULE
"""

PROSE = """
{full} scored twice as {club} beat {club} {n}-{n} in the first division on {day}.
{club} striker {full} limped off after {nn} minutes and {full} took his place.
{country} coach {full} named {surname} and {surname} to face {country} in {city}.
{full} of {country} won the {nnn} metres in {n}:{nn}.{nn}, ahead of {full} of {country}.
{surname}, who joined {club} from {club} in {month}, put {country} ahead in the {nn}th minute.
{country} beat {country} {n}-{n} (halftime {n}-{n}) in a World Cup qualifying match on {day}.
"We were the better side," {surname} said after the match in {city}.
Second seed {full} of {country} lost 6-{n}, {n}-6, 6-{n} to {full} in the quarter-finals.
In {city}, {full} drove in {n} runs as the {team} defeated the {city_team} {n}-{n}.
The {team} won for the {n}th time in {nn} games since {surname} was traded to {city_club}.
{full} threw for {nnn} yards and {n} touchdowns for {city_club}.
{surname} hit {nn} not out and {surname} took {n} for {nn} as {country} reached {nnn} for {n}.
{club} manager {full} has signed midfielder {full} from {club} for {n} million pounds.
{full} ({country}) set a world record of {n} metres in {city}.
{club}'s {full} and {club}'s {full} were sent off.
{country} captain {full} won the toss and elected to bat against {country}.
Defending champions {club} travel to {city} to meet {club} in the European Cup.
Scottish side {club} lost {full} with a broken leg.
At {city}, {full} had {nn} points and {surname} added {nn} as {city_club} rallied past {city_club}.
{surname} was followed by {full} and {country}'s {full}.
{full}, a {nn}-year-old from {city}, finished {n} seconds behind {surname}.
Playing for {club} against {city_club}, {surname} missed a penalty.
{org} said on {day} that the final will be played in {city}.
{org} fined {club} {big} dollars after crowd trouble during the match with {club}.
"""

HEADS = """
SOCCER - {COUNTRY} BEAT {COUNTRY} IN QUALIFIER .
SOCCER - {CLUB} HOLD {CLUB} TO DRAW .
TENNIS - {SURNAME} CRASHES OUT IN {CITY} .
CRICKET - {COUNTRY} {nnn} FOR {n} AT TEA V {COUNTRY} .
GOLF - {SURNAME} LEADS BY TWO IN {CITY} .
ATHLETICS - {SURNAME} WINS AGAIN .
NBA BASKETBALL - STANDINGS AFTER {caps_day}'S GAMES .
SKIING - {SURNAME} TAKES SLALOM IN {CITY} .
CYCLING - {FULL} WINS THIRD STAGE .
BASEBALL - {CITY_CLUB} SWEEPS {CITY_CLUB} .
RUGBY UNION - {COUNTRY} NAME TEAM TO FACE {COUNTRY} .
{COUNTRY} FIRST DIVISION RESULTS / STANDINGS .
"""

CLUB_ENDS = ["United", "City", "Town", "Rovers", "Wanderers", "Athletic", "County", "Albion"]
TEAMS = [
    "Falcons",
    "Comets",
    "Mariners",
    "Ravens",
    "Giants",
    "Wolves",
    "Bears",
    "Bulls",
    "Hawks",
    "Raiders",
    "Chiefs",
    "Kings",
    "Rockets",
    "Pirates",
    "Cardinals",
    "Angels",
    "Lions",
    "Tigers",
    "Eagles",
    "Dolphins",
    "Sharks",
    "Stars",
    "Blues",
    "Flames",
    "Jets",
    "Rangers",
    "Royals",
    "Saints",
    "Panthers",
    "Broncos",
    "Braves",
    "Reds",
    "Twins",
    "Suns",
    "Warriors",
    "Bruins",
    "Senators",
    "Devils",
]
CLUB_FRONTS = [
    "FC",
    "AC",
    "AS",
    "SC",
    "Real",
    "Sporting",
    "Dynamo",
    "Dinamo",
    "Lokomotiv",
    "Spartak",
    "CSKA",
    "Racing",
    "Deportivo",
    "Olympique",
    "Inter",
    "Borussia",
    "Bayer",
    "Partizan",
    "Hapoel",
    "Maccabi",
]
ORGS = [
    "FIFA",
    "UEFA",
    "IOC",
    "IAAF",
    "FIS",
    "ATP",
    "WTA",
    "FINA",
    "ICC",
    "FIBA",
    "NBA",
    "NFL",
    "NHL",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

_KINDS: Mapping[str, NameKind] = {
    "club": "organization",
    "club2": "organization",
    "city_club": "organization",
    "team": "organization",
    "city_team": "organization",
    "org": "organization",
    "country": "place",
    "city": "place",
    "full": "person",
    "abbreviated": "person",
    "surname": "person",
}


@dataclass
class _Maker:
    """Fills slots with names that come again within one text."""

    random: random.Random
    given: list[str]
    family: list[str]
    cities: list[str]
    countries: list[str]
    people: list[tuple[str, str]] = field(default_factory=list)
    homes: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    clubs: list[str] = field(default_factory=list)

    def text(self, number: int) -> Document:
        """One story: a headline, a line with place and date, reports and results."""
        r = self.random
        self.people = [(r.choice(self.given), r.choice(self.family)) for _ in range(12)]
        self.homes = r.sample(self.countries, 8)
        self.towns = r.sample(self.cities, 10)
        self.clubs = [self._club() for _ in range(10)]
        lines = [r.choice(_lines(HEADS))]
        lines.append(f"{{CITY}} {r.randint(1990, 2020)}-{r.randint(10, 12)}-{r.randint(10, 28)}")
        style = r.random()
        if style < 0.4:
            lines += r.sample(_lines(PROSE), r.randint(4, 9))
        elif style < 0.6:
            lines += r.sample(_lines(PROSE), 4) + r.choices(_lines(RESULTS), k=r.randint(4, 10))
        else:
            for _ in range(r.randint(2, 5)):
                lines += [r.choice(_lines(RESULTS))] * r.randint(1, 6)
        kept: list[str] = []
        spans: list[tuple[NameKind, int, int]] = []
        length = 0
        for line in lines:
            at = 0
            for slot in _SLOT.finditer(line):
                before = line[at : slot.start()]
                kept.append(before)
                length += len(before)
                name, kind = self._fill(slot[1])
                if kind is not None:
                    spans.append((kind, length, length + len(name)))
                kept.append(name)
                length += len(name)
                at = slot.end()
            kept.append(line[at:] + "\n\n")
            length += len(line) - at + 2
        text = "".join(kept)
        return Document(id=f"sport-{number}", language="en", text=text, spans=tuple(spans))

    def _club(self) -> str:
        r = self.random
        town = r.choice(self.cities)
        shape = r.random()
        if shape < 0.45:
            return town
        if shape < 0.75:
            return f"{town} {r.choice(CLUB_ENDS)}"
        return f"{r.choice(CLUB_FRONTS)} {town}"

    def _fill(self, slot: str) -> tuple[str, NameKind | None]:
        name = self._name(slot.lower() if slot.isupper() else slot)
        kind = _KINDS.get(slot.lower())
        return (name.upper() if slot.isupper() else name), kind

    def _initials(self) -> str:
        return ".".join(self.random.sample("ABCDJKMNPRST", self.random.randint(1, 2))) + "."

    def _name(self, slot: str) -> str:
        r = self.random
        makers: Mapping[str, Callable[[], str]] = {
            "n": lambda: str(r.randint(0, 9)),
            "nn": lambda: str(r.randint(10, 90)),
            "nnn": lambda: str(r.randint(100, 480)),
            "big": lambda: f"{r.randint(2, 60)},{r.randint(0, 9)}00",
            "letter": lambda: r.choice("ABCD"),
            "abbreviated": lambda: f"{self._initials()} {r.choice(self.people)[1]}",
            "day": lambda: r.choice(DAYS),
            "month": lambda: r.choice(MONTHS),
            "caps_day": lambda: r.choice(DAYS).upper(),
            "caps_month": lambda: r.choice(MONTHS)[:3].upper(),
            "org": lambda: r.choice(ORGS),
            "team": lambda: r.choice(TEAMS),
            "city_team": lambda: f"{r.choice(self.towns)} {r.choice(TEAMS)}",
            "city_club": lambda: r.choice(self.cities),
            "club": lambda: r.choice(self.clubs),
            "club2": lambda: r.choice(self.clubs),
            "country": lambda: r.choice(self.homes),
            "city": lambda: r.choice(self.towns),
            "full": lambda: " ".join(r.choice(self.people)),
            "surname": lambda: r.choice(self.people)[1],
        }
        return makers[slot]()


def sport_documents(count: int, seed: int = 0) -> Iterator[Document]:
    """Made-up stories, the same ones for the same seed."""
    places = gazetteer().places.values()
    countries = sorted({p.name for p in places if p.rank == "country"})
    cities = sorted({p.name for p in places if p.rank == "city" and p.name.isascii()})
    given = sorted(name.title() for name in given_names()[0] if name.isalpha())
    family = sorted(name.title() for name in surnames() if name[0] < "\u0250")
    maker = _Maker(
        random.Random(seed),  # noqa: S311 - no secret
        given,
        family,
        cities,
        countries,
    )
    for number in range(count):
        yield maker.text(number)


def _lines(block: str) -> list[str]:
    return block.strip().splitlines()
