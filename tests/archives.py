"""Small made-up archives for tests."""

from __future__ import annotations

import itertools
from pathlib import Path

_WHO = ("The harbour school", "The weavers’ guild", "The night library", "The seed council")
_DID = (
    "opened its doors to {n} pupils after two years in which nobody had believed in it",
    "signed an agreement with {n} villages along the river, which promise to mend their roofs",
    "sent {n} boats to the islands, each with a chest of tools and a teacher who can use them",
    "counted {n} birds on the salt lake, more than in any winter since the counting began",
    "lent {n} looms to families whose own were lost when the dyke gave way last spring",
)
_THEN = (
    "Its head, Mrs. Ines Calder, said that the next {n} days would show whether it holds.",
    "Nobody in the room could remember a meeting that had ended {n} minutes early.",
    "Those who want to help can come on any of the {n} market days that are left this year.",
)


def story(number: int, *, day: int | None = None, indent: str = "    ") -> str:
    """A story as it stands on a page; different numbers share no sentence."""
    who, did = _WHO[number % 4], _DID[number % 5].format(n=number + 40)
    title = f"{who.removeprefix('The ').title()} {did.split()[0].title()} Item {number + 40}"
    lines = [title]
    if day is not None:
        lines.append(f"{day} May 2021")
    words = " ".join(f"place{number}x{n}" for n in range(25))
    lines.append(f"{who} {did}, near {words}.")
    lines += [then.format(n=number * 7 + n) for n, then in enumerate(_THEN, 3)]
    return "\n\n".join(indent + line for line in lines) + "\n\n"


def write(folder: Path, pages: dict[str, str]) -> Path:
    """Write pages by their names."""
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def framed(number: int, *, above: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> str:
    """A page of one story between lines that are the site's own."""
    return "\n\n".join(itertools.chain(above, [story(number, day=number % 28 + 1)], below)) + "\n"
