"""Corrected names: of the whole archive, and of one article.

A name is a kind with a text. Corrections of the whole archive are composed into one map, in
the order of the file, each about the names as they were shown when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from corrections.records import OF_NAMES, Correction
from corrections.reference import RULE
from search_index.model.article import Article, NameForm, NameKind, Provenance

Name = tuple[NameKind, str]
_LISTS: Final[Mapping[NameKind, str]] = {
    "person": "persons",
    "organization": "organizations",
    "place": "places",
}


@dataclass(slots=True)
class ArchiveNames:
    """What was corrected of names everywhere.

    `shown` gives for a name as it is read the one that is shown, None where it is not one;
    `parted` the same for one form of a name; `added` are names to look for everywhere; `given`
    are all that are shown because of a correction.
    """

    shown: dict[Name, Name | None] = field(default_factory=dict)
    parted: dict[tuple[Name, str], Name] = field(default_factory=dict)
    added: dict[Name, None] = field(default_factory=dict)
    given: frozenset[Name] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.shown or self.parted or self.added)

    def of(self, name: Name) -> Name | None:
        """What a name is shown as."""
        return self.shown.get(name, name)

    def of_form(self, name: Name, form: str) -> Name | None:
        """What a name is shown as where it is in one of its forms."""
        shown = self.of(name)
        for known in (name, shown):
            if known and (parted := self.parted.get((known, form))):
                return self.of(parted)
        return shown

    def aliases(self) -> Iterator[tuple[Name, tuple[str, ...]]]:
        """Names that are shown, each with those of its kind that were merged into it.

        Only names of several words: a single word stands for many in an archive.
        """
        found: dict[Name, list[str]] = {}
        for (kind, text), to in self.shown.items():
            if to and to[0] == kind and " " in text and " " in to[1]:
                found.setdefault(to, []).append(text)
        for (kind, text), others in sorted(found.items()):
            if self.of((kind, text)) == (kind, text):
                yield (kind, text), tuple(sorted(others))

    def rows(self) -> list[list[str | None]]:
        """Plain values that say all of it, to distinguish two states and to keep one."""
        found: list[list[str | None]] = [
            ["shown", *name, *(to or (None, None))] for name, to in self.shown.items()
        ]
        found += [["part", *name, form, *to] for (name, form), to in self.parted.items()]
        return sorted(found + [["add", *name] for name in self.added], key=repr)

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]]) -> ArchiveNames:
        """Read what `rows` gave, also after a trip through JSON text."""
        found = cls()
        for what, kind, text, *rest in rows:
            name: Name = (kind, text)
            if what == "shown":
                found.shown[name] = (rest[0], rest[1]) if rest[0] else None
            elif what == "part":
                found.parted[name, rest[0]] = (rest[1], rest[2])
            else:
                found.added[name] = None
        return found


def changed_names(before: ArchiveNames, after: ArchiveNames) -> frozenset[Name]:
    """The names that articles may have of which these two say different things."""
    found: set[Name] = set()
    for name in before.shown.keys() | after.shown.keys():
        if before.of(name) != after.of(name):
            found.update(one for one in (name, before.of(name)) if one)
    for part in before.parted.items() ^ after.parted.items():
        (name, _), to = part
        found |= {name, to}
    found |= before.added.keys() ^ after.added.keys()
    return frozenset(found)


def archive_names(corrections: Iterable[Correction]) -> ArchiveNames:
    """What corrections without an article say of names, composed in their order."""
    found = ArchiveNames()
    shown = _Shown()
    for correction in corrections:
        if correction.what not in OF_NAMES or correction.article is not None:
            continue
        kind, text = name = _name(correction)
        match correction.what:
            case "merge" | "shown":
                shown.move(name, (kind, str(correction.to)))
            case "kind":
                shown.move(name, (cast(NameKind, correction.to), text))
            case "part":
                found.parted[name, correction.form or ""] = (kind, str(correction.to))
            case "name" if correction.to == "rejected":
                shown.move(name, None)
            case "name" if correction.to == "added":
                found.added[name] = None
    found.shown = shown.all()
    given = (to for to in (*found.shown.values(), *found.parted.values()) if to)
    found.given = frozenset((*given, *found.added))
    return found


def names_of(article: Article) -> frozenset[Name]:
    """Every name of an article."""
    return frozenset(
        (kind, name) for kind, attribute in _LISTS.items() for name in getattr(article, attribute)
    )


def _name(correction: Correction) -> Name:
    """The name that a correction of a name speaks of; a line without one is not read."""
    if correction.kind is None or correction.name is None:
        raise ValueError(f"correction {correction.id} names no name")
    return correction.kind, correction.name


class _Shown:
    """What each name is shown as, while corrections are composed.

    Names that are shown as the same one are a group, which moves as a whole, the smaller into
    the larger: ten thousand corrections would otherwise look at all before them, each.
    """

    def __init__(self) -> None:
        self._group: dict[Name, int] = {}
        self._names: list[set[Name]] = []
        self._label: list[Name | None] = []
        self._of_label: dict[Name | None, int] = {}

    def all(self) -> dict[Name, Name | None]:
        """What each name that was corrected is shown as."""
        return {name: self._label[group] for name, group in self._group.items()}

    def move(self, name: Name, to: Name | None) -> None:
        """Show a name, and all that are shown as it, as another one."""
        further = self._of(to) if to else None
        if further == name or (to and further is None):  # back to what it was once called
            further = to
        if to and further == to:
            self._leave(to)
        self._relabel(name, further)
        self._leave(name, keep=True)
        group = self._of_label.get(further)
        if group is None:
            group = self._new(further)
        self._names[group].add(name)
        self._group[name] = group

    def _of(self, name: Name) -> Name | None:
        group = self._group.get(name)
        return name if group is None else self._label[group]

    def _new(self, label: Name | None) -> int:
        self._names.append(set())
        self._label.append(label)
        self._of_label[label] = len(self._label) - 1
        return self._of_label[label]

    def _leave(self, name: Name, *, keep: bool = False) -> None:
        group = self._group.get(name)
        if group is not None:
            self._names[group].discard(name)
            if not keep:
                del self._group[name]

    def _relabel(self, old: Name, new: Name | None) -> None:
        group = self._of_label.get(old)
        if group is None or old == new:
            return
        del self._of_label[old]
        other = self._of_label.get(new)
        if other is None:
            self._label[group] = new
            self._of_label[new] = group
            return
        few, many = sorted((group, other), key=lambda one: len(self._names[one]))
        for name in self._names[few]:
            self._group[name] = many
        self._names[many] |= self._names[few]
        self._names[few] = set()
        self._label[many] = new
        self._of_label[new] = many


def with_names(
    article: Article, names: ArchiveNames, corrections: Iterable[Correction] = ()
) -> Article:
    """The article with the names as people corrected them, everywhere and in it."""
    own = [correction for correction in corrections if correction.what in OF_NAMES]
    if not own and not names:
        return article
    table = _Table(article)
    if names:
        table.move(names)
        for name in names.added:
            table.add(name, only_if_there=True)
    for correction in own:
        name = _name(correction)
        if correction.what == "kind":
            to: Name = (cast(NameKind, correction.to), name[1])
            table.move(ArchiveNames(shown={name: to}))
        elif correction.to == "rejected":
            table.move(ArchiveNames(shown={name: None}))
        elif correction.to == "added":
            table.add(name)
    return table.article()


class _Table:
    """The names of one article while they are corrected."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._listed: dict[Name, None] = {
            (kind, name): None for kind, attribute in _LISTS.items()
            for name in getattr(article, attribute)
        }  # fmt: skip
        self._forms = list(article.forms)
        self._reasons = list(article.provenance)
        self._changed = False

    def move(self, names: ArchiveNames) -> None:
        """Show every name as it was corrected; one whose forms all are another's is that one."""
        formed: dict[Name, list[Name | None]] = {}
        forms = []
        for form in self._forms:
            name: Name = (form.kind, form.name)
            to = names.of_form(name, form.form)
            formed.setdefault(name, []).append(to)
            if to != name:
                self._changed = True
            if to:
                forms.append(replace(form, kind=to[0], name=to[1]))
        self._forms = forms
        listed: dict[Name, None] = {}
        for name in self._listed:
            shown = names.of(name)
            found = formed.get(name, [shown])
            for to in found:
                if to:
                    listed.setdefault(to)
            if found != [name] * len(found):
                self._changed = True
                self._explain(name, tuple(dict.fromkeys(to for to in found if to)))
        self._listed = listed
        self._credit(names.given)

    def _credit(self, given: frozenset[Name]) -> None:
        """Say of names that stand because of a correction that a person gave them."""
        wanted = {(_LISTS[name[0]], name[1]) for name in given & self._listed.keys()}
        for at, reason in enumerate(self._reasons):
            if (reason.field, reason.value) in wanted and reason.rule != RULE:
                self._reasons[at] = replace(reason, rule=RULE)
                self._changed = True

    def add(self, name: Name, *, only_if_there: bool = False) -> None:
        """Add a name with the places where it is in the body."""
        kind, text = name
        if name in self._listed:
            return
        pattern = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        offsets = tuple(match.span() for match in pattern.finditer(self._article.body))
        if only_if_there and not offsets and not pattern.search(self._article.title):
            return
        self._changed = True
        self._listed[name] = None
        if offsets:
            self._forms.append(NameForm(kind=kind, name=text, form=text, offsets=offsets))
        self._reasons.append(Provenance(field=_LISTS[kind], value=text, rule=RULE))

    def _explain(self, name: Name, shown: tuple[Name, ...]) -> None:
        """Let the reasons of a name be those of what it is shown as, each once."""
        known = {(reason.field, reason.value) for reason in self._reasons}
        found: list[Provenance] = []
        for reason in self._reasons:
            if (reason.field, reason.value) != (_LISTS[name[0]], name[1]):
                found.append(reason)
                continue
            for to in shown:
                if to == name or (_LISTS[to[0]], to[1]) not in known:
                    more = replace(reason, field=_LISTS[to[0]], value=to[1], rule=RULE)
                    found.append(reason if to == name else more)
        self._reasons = found

    def article(self) -> Article:
        if not self._changed:
            return self._article
        lists = {
            attribute: tuple(name for of, name in self._listed if of == kind)
            for kind, attribute in _LISTS.items()
        }
        merged: dict[tuple[NameKind, str, str], list[tuple[int, int]]] = {}
        for form in self._forms:
            merged.setdefault((form.kind, form.name, form.form), []).extend(form.offsets)
        forms = tuple(
            NameForm(kind=kind, name=name, form=form, offsets=tuple(sorted(set(offsets))))
            for (kind, name, form), offsets in merged.items()
        )
        return replace(
            self._article,
            persons=lists["persons"],
            organizations=lists["organizations"],
            places=lists["places"],
            forms=forms,
            provenance=tuple(self._reasons),
        )
