"""Articles for reference managers: RIS, and BibTeX.

A date that is known to the year or month alone is exported so; no day is invented.
RIS as Reference Manager and Zotero read it; BibTeX in UTF-8 as biblatex and JabRef do.
"""

from __future__ import annotations

import re
from typing import Final

from search_index.model.article import Article

CITATION_TYPES: Final = {
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
}

_BREAKS = re.compile(r"\s+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]


def ris(article: Article, address: str) -> str:
    """One record of RIS, with the blank line after it."""
    rows = [("TY", "NEWS"), ("ID", article.id), ("TI", article.title or "Untitled")]
    rows += [("AU", name) for name in article.authors]
    if article.outlet:
        rows += [("T2", article.outlet), ("PB", article.outlet)]
    if article.section:
        rows.append(("SE", article.section))
    if article.date:
        parts = article.date.split("-")
        rows += [("PY", parts[0]), ("DA", "/".join([*parts, "", ""][:3]) + "/")]
    if article.language != "und":
        rows.append(("LA", article.language))
    rows += [("KW", name) for name in (*article.persons, *article.organizations, *article.places)]
    rows += [("UR", article.source.web_url or address), ("L1", address)]
    return "".join(f"{tag}  - {_line(text)}\r\n" for tag, text in rows) + "ER  - \r\n\r\n"


def bibtex(article: Article, address: str) -> str:
    """One entry of BibTeX, with the blank line after it."""
    rows = [("title", f"{{{_escaped(article.title or 'Untitled')}}}")]
    if article.authors:
        authors = " and ".join(f"{{{_escaped(name)}}}" for name in article.authors)
        rows.append(("author", authors))
    if article.outlet:
        rows.append(("journal", _escaped(article.outlet)))
    if article.date:
        year, *rest = article.date.split("-")
        rows.append(("year", year))
        if rest:
            rows.append(("month", _MONTHS[int(rest[0]) - 1]))
        if len(rest) > 1:
            rows.append(("day", str(int(rest[1]))))
    if article.language != "und":
        rows.append(("langid", _escaped(article.language)))
    names = (*article.persons, *article.organizations, *article.places)
    if names:
        rows.append(("keywords", ", ".join(_escaped(name.replace(",", " ")) for name in names)))
    rows += [
        ("url", _address(article.source.web_url or address)),
        ("note", rf"Archived at \url{{{_address(address)}}}"),
    ]
    lines = "".join(
        f"  {name} = {value if name == 'month' else '{' + value + '}'},\n" for name, value in rows
    )
    return f"@article{{clippings-{article.id},\n{lines}}}\n\n"


def _line(text: str) -> str:
    return _CONTROL.sub("", _BREAKS.sub(" ", text)).strip()


def _escaped(text: str) -> str:
    return _line(text).translate(_SPECIAL)


def _address(url: str) -> str:
    """An address without what would end a field."""
    return _line(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
