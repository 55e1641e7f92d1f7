"""The day on which JSON-LD says that the article of a page was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.sources.markup.linked_data import is_article, linked_objects, linked_scripts

_PUBLISHED = ("datePublished", "datepublished", "dateCreated", "uploadDate")
_PAGE = re.compile(r"(?:https?://schema\.org/|schema:)?\w*(?:WebPage|Article|Posting|NewsItem)")
_BROKEN = re.compile(r"\"datePublished\"\s*:\s*\"(?P<stamp>[^\"]{6,60})\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedDate:
    """A stamp, and the headline and address of what it is of; `listed` where a list holds that."""

    stamp: str
    headline: str = ""
    url: str = ""
    of_article: bool = False
    listed: bool = False


def linked_dates(tree: Any) -> list[LinkedDate]:
    """What JSON-LD dates: articles first, then pages; of broken JSON the one stamp it has."""
    found = list(_dates(linked_objects(tree)))
    found.sort(key=lambda one: not one.of_article)
    if found:
        return found
    stamps = {match["stamp"] for text in linked_scripts(tree) for match in _BROKEN.finditer(text)}
    return [LinkedDate(stamp=stamps.pop())] if len(stamps) == 1 else []


def _dates(objects: list[Mapping[str, Any]]) -> Iterator[LinkedDate]:
    listed = {id(item) for one in objects for item in _items(one)}
    for one in objects:
        kinds = one.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(kind, str) and _PAGE.fullmatch(kind) for kind in kinds):
            continue
        names = _PUBLISHED if is_article(one) else _PUBLISHED[:1]
        stamp = next((one[name] for name in names if one.get(name)), None)
        if isinstance(stamp, list):
            stamp = next(iter(stamp), None)
        if not isinstance(stamp, str | int | float):
            continue
        main = one.get("mainEntityOfPage")
        address = one.get("url") or (main.get("@id") if isinstance(main, dict) else main)
        yield LinkedDate(
            stamp=str(stamp),
            headline=str(one.get("headline") or one.get("name") or ""),
            url=address if isinstance(address, str) else "",
            of_article=is_article(one),
            listed=id(one) in listed,
        )


def _items(value: Mapping[str, Any]) -> Iterator[object]:
    """What a list of other stories holds, as objects of its own or in its members."""
    members = value.get("itemListElement")
    for member in members if isinstance(members, list) else [members]:
        yield member
        if isinstance(member, dict):
            yield member.get("item")
