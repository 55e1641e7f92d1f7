"""Corrections from the desk: what a form says, written to the file, shown by the index.

The form and the API write the same records (`corrections/`); this is the one place of the desk
that writes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from corrections import (
    BadLine,
    Conflict,
    Correction,
    Corrections,
    CorrectionsFile,
    Undo,
    corrections_path,
    from_json,
    page_reference,
    reference_of,
)
from search_app.desk.users import User
from search_app.errors import InvalidParameters, NotFound
from search_app.service import service
from search_index.model.article import Article

FIELDS: Final = (
    "title",
    "date",
    "event_date",
    "language",
    "outlet",
    "authors",
    "section",
    "tags",
    "note",
)
"""Fields of an article that the form of the desk shows."""

LISTS: Final = ("authors", "tags")
MOST_ACTS: Final = 50


def corrections_file() -> CorrectionsFile:
    """The file of this archive."""
    return CorrectionsFile(corrections_path(service().settings))


def corrections() -> Corrections:
    """What holds now. Raises FileUnusable."""
    return corrections_file().read()


def article_of(article_id: str) -> Article:
    """An article as the index has it now. Raises NotFound."""
    with service().searchers.borrow() as searcher:
        found = searcher.article(article_id)
    if found is None:
        raise NotFound("There is no article with this id.")
    return found


def value_of(article: Article, what: str) -> Any:
    """The value of a field, as a correction has it."""
    if what == "note":
        held = corrections().holds(("note", article.id))
        return held.to if held else None
    value = getattr(article, what, () if what in LISTS else None)
    if what == "title":
        return value
    return value if what in LISTS else value or None


def from_fields(form: MultiDict[str, str], article: Article) -> list[Correction]:
    """What a form changes, and what it accepts. Raises InvalidParameters naming all of it."""
    given: list[dict[str, Any]] = []
    accepted = set(form.getlist("accept"))
    for what in FIELDS:
        if f"to.{what}" not in form:
            continue
        before = _loaded(form.get(f"before.{what}", "null"), what)
        to = _typed(what, form[f"to.{what}"])
        if to != (tuple(before) if isinstance(before, list) else before) or what in accepted:
            given.append({"what": what, "from": before, "to": to})
    return _corrections(given, form.get("why", ""), article=article)


def from_act(form: MultiDict[str, str]) -> list[Correction]:
    """What a button says: one correction or several, as in the file. Raises InvalidParameters."""
    acts = _loaded(form.get("act", ""), "act")
    acts = acts if isinstance(acts, list) else [acts]
    if not acts or len(acts) > MOST_ACTS or not all(isinstance(act, dict) for act in acts):
        raise InvalidParameters([("act", "Not an action of a page of the desk.")])
    return _corrections(acts, form.get("why", ""))


def write(given: Sequence[Correction], user: User) -> tuple[list[Correction], list[Conflict]]:
    """Write corrections of a user; those that somebody else came before, apart.

    Raises CorrectionRefused, FileUnusable.
    """
    file = corrections_file()
    written, conflicts = [], []
    for one in given:
        try:
            written.append(file.add(replace(one, who=user.name)))
        except Conflict as conflict:
            conflicts.append(conflict)
    if written:
        show(written)
    return written, conflicts


def undo(name: str, user: User) -> Undo:
    """Take a correction back. Raises UnknownCorrection, FileUnusable."""
    file = corrections_file()
    done = file.undo(name, who=user.name)
    taken = file.read().get(name)
    show([taken] if taken else [])
    return done


def show(changed: Sequence[Correction]) -> None:
    """Make the index show what was corrected."""


def _corrections(
    given: Sequence[Mapping[str, Any]], why: str, *, article: Article | None = None
) -> list[Correction]:
    found, errors = [], []
    for values in given:
        try:
            found.append(_correction({**values, **({"why": why} if why else {})}, article))
        except BadLine as error:
            errors.append((str(values.get("what", "act")), str(error)))
    if errors:
        raise InvalidParameters(errors)
    return found


def _correction(values: dict[str, Any], article: Article | None) -> Correction:
    """The record, its articles named by the index rather than by the browser. Raises BadLine."""
    named: dict[str, Any] = {}
    for part in ("article", "other"):
        if values.get(part) is not None:
            named[part] = reference_of(article_of(str(values[part])))
            values[part] = named[part].id
    if article is not None:
        named["article"] = reference_of(article)
        values["article"] = article.id
    page = values.get("page")
    if isinstance(page, dict):
        named["page"] = page_reference(str(page.get("name", "")), str(page.get("text", "")))
        values["page"] = str(page.get("name", ""))
    nulls = ("to", "from")
    record = from_json({key: own for key, own in values.items() if own is not None or key in nulls})
    if isinstance(record, Undo):
        raise BadLine("undo has a button of its own")
    return replace(record, **named)


def _typed(what: str, text: str) -> Any:
    text = text.strip() if what != "note" else text.replace("\r\n", "\n").strip()
    if what in LISTS:
        return tuple(part.strip() for part in text.splitlines() if part.strip())
    return text if text or what == "title" else None


def _loaded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidParameters([(name, "Not as a page of the desk sends it.")]) from None
