"""Corrections from the desk: what a form says, written to the file, shown by the index.

The form and the API write the same records (`corrections/`); this is the one place of the desk
that writes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    reference_of,
)
from corrections.records import FIELDS, LISTS, OF_STRUCTURE
from search_app.desk.showing import Shown, show_corrections
from search_app.desk.users import User
from search_app.errors import InvalidParameters, NotFound
from search_app.service import service
from search_index.model.article import Article

MOST_ACTS: Final = 50
OF_SERVER: Final = ("id", "who", "when")
"""What a browser may not say of a correction."""
NOTHING: Final = Shown()


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
    value = getattr(article, what)
    return value if what in LISTS or what == "title" else value or None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was corrected, what somebody else came before, and whether the index shows it."""

    corrections: tuple[Correction, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    shown: Shown = NOTHING


def write(given: Sequence[Correction], user: User) -> Written:
    """Write corrections of a user, and show them. Raises CorrectionRefused, FileUnusable."""
    file = corrections_file()
    written, conflicts = [], []
    try:
        for one in given:
            try:
                written.append(file.add(replace(one, who=user.name)))
            except Conflict as conflict:
                conflicts.append(conflict)
    finally:
        shown = _shown(written, user) if written else NOTHING
    return Written(corrections=tuple(written), conflicts=tuple(conflicts), shown=shown)


def undo(name: str, user: User) -> Shown:
    """Take a correction back. Raises UnknownCorrection, FileUnusable."""
    file = corrections_file()
    file.undo(name, who=user.name)
    taken = file.read().get(name)
    return _shown([taken] if taken else [], user)


def _shown(changed: Sequence[Correction], user: User) -> Shown:
    reads_pages = any(one.what in OF_STRUCTURE for one in changed)
    return show_corrections(who=user.name, reads_pages=reads_pages)


class Seen:
    """The values that hold as a page is drawn, for its buttons; the file is looked at once.

    So that a second curator's change of one, made meanwhile, is noticed.
    """

    def __init__(self) -> None:
        self._held: Corrections | None = None

    def __call__(self, act: dict[str, Any]) -> dict[str, Any]:
        """What a button says, with the value that it was drawn for."""
        try:
            record = from_json(act)
        except BadLine:
            return act
        if isinstance(record, Undo):
            return act
        if self._held is None:
            self._held = corrections()
        known, value = self._held.value(record.field)
        return {**act, "from": value} if known else act


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
    values = {name: value for name, value in values.items() if name not in OF_SERVER}
    named: dict[str, Any] = {}
    for part in ("article", "other"):
        if values.get(part) is not None:
            named[part] = reference_of(article_of(str(values[part])))
            values[part] = named[part].id
    if article is not None:
        named["article"] = reference_of(article)
        values["article"] = article.id
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
