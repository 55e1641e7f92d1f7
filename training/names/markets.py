"""Made-up tables of crops, trade and prices, whose rows are words with capitals and no persons.

Next to tables of sport they show which runs of capitals between numbers are nobody's name.
Countries and companies among the rows are marked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from indexer.entities.data.gazetteer import gazetteer
from search_index.model.article import NameKind
from training.names.documents import Document


def _listed(text: str) -> tuple[str, ...]:
    """The words of a line, in their order."""
    return tuple(text.split())


_FIRST = _listed(
    "Opening Closing Begin Final Total Gross Net Home Farm Foreign Weekly Prior Carry Mean "
    "Planted Free Loan Feed Seed Food Spot Forward High Low Bid Asked Actual Est Prev Adj Oper"
)
_SECOND = _listed(
    "Stocks Supply Use Area Yield Crop Output Exports Imports Shipments Sales Price Prices Demand "
    "Balance Usage Residual Reserve Volume Change Margin Receipts Loans Turnover Deliveries "
    "Holdings Acreage Assets Revenue Income Orders Costs Cash Debt Loss Profit"
)
_GOODS = _listed(
    "Wheat Corn Barley Oats Rye Rice Soybeans Cotton Sugar Cocoa Coffee Copper Lead Zinc Tin "
    "Nickel Rubber Wool Cattle Hogs Crude Naphtha Diesel Plywood Gold Silver Platinum Tea Pepper"
)
_HEADS = (
    "{goods} balance, in mln tonnes:",
    "{goods} market report",
    "U.S. {goods} supply and use",
    "Prices in cts per lb",
    "Figures in thousands, prior year behind",
    "{goods} {second} by month -",
    "Closing levels",
)
_NOTES = (
    "N.A. - not available.",
    "Note - {first} {second} rounded. {goods} season begins in June.",
    "Traders said {goods} demand was thin.",
    "{first} {second} exclude {goods}.",
    "Source: Trade.",
)
_VOWELS = frozenset("aeiou")

_Row = tuple[str, NameKind | None, str]
"""A label, what kind of name it is, and the numbers behind it."""


def market_documents(count: int, seed: int = 0) -> Iterator[Document]:
    """Made-up tables, the same ones for the same seed."""
    places = gazetteer().places.values()
    countries = sorted({place.name for place in places if place.rank == "country"})
    r = random.Random(seed)  # noqa: S311 - no secret
    for number in range(count):
        yield _document(f"market-{number}", countries, r)


def _document(name: str, countries: Sequence[str], r: random.Random) -> Document:
    parts: list[str] = []
    spans: list[tuple[NameKind, int, int]] = []
    length = 0
    for _ in range(r.randint(1, 4)):
        columns, glued = r.randint(2, 6), r.random() < 0.4
        lines: list[_Row] = [("", None, _filled(r.choice(_HEADS), r))]
        lines += [_row(countries, columns, r) for _ in range(r.randint(3, 9))]
        lines.append(("", None, _filled(r.choice(_NOTES), r)))
        for label, kind, rest in lines:
            if kind is not None:
                spans.append((kind, length, length + len(label)))
            text = f"{label}{rest}{' ' if glued else chr(10)}"
            parts.append(text)
            length += len(text)
        parts.append("\n")
        length += 1
    return Document(id=name, language="en", text="".join(parts), spans=tuple(spans))


def _row(
    countries: Sequence[str], columns: int, r: random.Random
) -> tuple[str, NameKind | None, str]:
    style = r.random()
    numbers = "".join(f" {_number(style, r)}" for _ in range(columns))
    if r.random() < 0.15:
        return r.choice(countries), "place", numbers
    return _label(r), None, numbers


def _label(r: random.Random) -> str:
    words = [r.choice(_GOODS)] if r.random() < 0.25 else [r.choice(_FIRST), r.choice(_SECOND)]
    if r.random() < 0.2:
        words = words[-1:]
    words = [_short(word, r) if r.random() < 0.35 else word for word in words]
    mark = r.choice(["", "", "", "", "-X", " (bu)", ":", " --"])
    return " ".join(words) + mark


def _short(word: str, r: random.Random) -> str:
    """A word as tables cut it: "Stcks", "Dom", "Adj.", "Ttl"."""
    if len(word) < 5:
        return word
    if r.random() < 0.5:
        inner = "".join(c for c in word[1:] if c not in _VOWELS)
        return word[0] + inner
    return word[: r.randint(3, 5)] + r.choice(["", "."])


def _number(style: float, r: random.Random) -> str:
    if r.random() < 0.05:
        return r.choice(["N.A.", "nil", "unq", "-", "NIL"])
    if style < 0.35:
        return f"{r.randint(1, 9)},{r.randint(100, 999)}"
    if style < 0.7:
        return f"{r.randint(1, 140)}.{r.randint(0, 99):02d}"
    if style < 0.8:
        return f"{r.randint(1, 9)}.{r.randint(10, 99)}-{r.randint(10, 99)}"
    return str(r.randint(2, 900))


def _filled(line: str, r: random.Random) -> str:
    return line.format(first=r.choice(_FIRST), second=r.choice(_SECOND), goods=r.choice(_GOODS))
