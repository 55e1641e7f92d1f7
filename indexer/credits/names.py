"""Bylines as names: what pages and exports write of authors, and the names that are in it."""

from __future__ import annotations

import re
from functools import cache

from indexer.credits.words import lines_of_file, words

MAX_CHARS = 400
MAX_AUTHORS = 12
_MAX_NAME_CHARS = 60
_MAX_WORDS = 6
_FEWEST_WORDS = 2

_BREAK = re.compile(
    r"\s*(?:[;；|/•·،、\n]|,(?!\s*(?:jr|sr|phd|md|mba|ii|iii)\b)|&amp;|&|\+)\s*"
    r"|\s+(?:and|et|und|y|e|ed|og|och|ve|dan|en|with|avec|mit|con|и|та)\s+"
    r"|\s+و\s+|\s+و(?=ال[\u0621-\u064a]|[\u0621-\u064a]{3,}\s)",
    re.IGNORECASE,
)
# "post@tarn.example (Ann Lee)", as feeds write an author
_OF_MAIL = re.compile(r"[^\s<>;,()]+@[^\s<>;,()]+\s*\(([^()@]{2,60})\)")
_PICTURES = re.compile(
    r"(?:photos?|pictures?|videos?|images?|fotos?|photographies?|bilder?|صور|تصوير)"
    r"\s*(?:(?:by|par|de|von)\b)?\s*[:：]",
    re.IGNORECASE,
)
_ROLE_WORD = re.compile(
    r"(?:[\w&'’-]+\s){1,3}(?:correspondents?|editors?|reporters?|writers?|columnists?|critics?"
    r"|producers?|journalists?|bureau chiefs?|analysts?)",
    re.IGNORECASE,
)
# "em Vila Seca", behind the name of who writes from there
_PLACE = re.compile(r"(?:in|at|[àa]|aux?|aus|en|em|da|de|dal|din|te|i)\s+(?=[A-ZÀ-ÞА-Я])")
_ADDRESS = re.compile(r"[^\s<>;,]+@[^\s<>;,]+|(?:https?://|www\.)\S+|(?<!\w)@\w+")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|<[^<>]{0,80}>")
_TAIL = re.compile(
    r"\s+(?:[-–—|]\s.*|(?:in|at|for|from|on|à|au|aux|pour|chez|aus|für|en|desde|via|في|من|لـ)\s+.*"
    r"|(?:is|est|ist|es)\s+(?:an?|une?|eine?|una?)\s.*)$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_TITLE_BEFORE = re.compile(
    r"(?:story|text|words|reporting|posted|written|interview|photos?|video|editing)\s*(?:by\b)?"
    r"\s*[:：]?\s*(?=\S)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.'’`ʼ-]*\.?")
_NO_CASE = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ’'.-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ’'.-]+)+")


def names_of(text: str, *, outlet: str | None = None) -> tuple[str, ...]:
    """The authors that a byline or an author field names, each once, as they are shown.

    Openings ("By", « Par », بقلم), roles, addresses, places and what names nobody ("admin",
    the outlet itself) are left out. Empty where there is no name in it.
    """
    text = _ADDRESS.sub(" ", _OF_MAIL.sub(r"\1", text[:MAX_CHARS]))
    text = _BRACKETS.sub(" ", text)
    if not text.strip():
        return ()
    opening = _opening().match(text)
    if opening:
        text = text[opening.end() :]
    found: list[str] = []
    for part in _turned(_BREAK.split(" ".join(text.split(" ")))):
        if _PICTURES.match(part.strip()) or (found and _ROLE_WORD.fullmatch(part.strip())):
            continue
        if found and (_PLACE.match(part.strip()) or _is_place(text, part, found)):
            continue
        name = _name(part)
        if name and not _same(name, outlet):
            found.append(name)
    unique = {name.casefold(): name for name in reversed(found)}
    return tuple(reversed(unique.values()))[:MAX_AUTHORS]


def _is_place(text: str, part: str, found: list[str]) -> bool:
    """Whether a single word behind a comma is where the author of full name writes from."""
    word = part.strip()
    return (
        len(found) == 1
        and len(found[0].split()) > 1
        and len(word.split()) == 1
        and word[:1].isupper()
        and text.rstrip(" .").endswith(word)
        and re.search(rf",\s*{re.escape(word)}\W*$", text) is not None
        and not agency_of(word)
    )


def byline_of(text: str) -> str | None:
    """What follows the opening of a byline ("By", « Par », بقلم), None where it has none."""
    opening = _opening().match(text)
    return text[opening.end() :] if opening else None


def agency_of(text: str) -> str | None:
    """The news agency that `text` is the name of."""
    return _agencies().get(_key(text))


def is_name(text: str) -> bool:
    """Whether the words can be a name of a person: capitals where the script has them."""
    words = text.split()
    if not 2 <= len(words) <= _MAX_WORDS or _DIGITS.search(text) or len(text) > _MAX_NAME_CHARS:
        return False
    if _NO_CASE.search(text):
        return True
    return all(
        _WORD.fullmatch(word)
        and (
            word[0].isupper()
            or word.casefold() in _particles()
            or word[:2].casefold() in ("d'", "d’", "l’")
        )
        for word in words
    )


def without_titles(text: str) -> str:
    """A name without "Dr.", د. or "Prof." before it and degrees behind it.

    A title that is all there is stays, and so does one before a single word.
    """
    short = _titles().sub("", text)
    short = _degrees().sub("", short)
    return short if len(short.split()) >= _FEWEST_WORDS else text


def _name(part: str) -> str | None:
    text = " ".join(part.split()).strip(" .,:;-–—_*\"'“”«»،")
    opening = _opening().match(text) or _TITLE_BEFORE.match(text)
    if opening and len(text) - opening.end() > 3:
        text = text[opening.end() :]
    text = without_titles(text)
    agency = agency_of(text)
    if agency:
        return agency
    text = _TAIL.sub("", text).strip(" .,:;-–—_*\"'“”«»،")
    if not 2 <= len(text) <= _MAX_NAME_CHARS or len(text.split()) > _MAX_WORDS:
        return None
    if _DIGITS.search(text) or _role().fullmatch(text) or _nobody().fullmatch(text):
        return None
    if not any(map(str.isalpha, text)) or (text.islower() and " " not in text and text.isascii()):
        return None
    if _CAPITALS.fullmatch(text):
        return " ".join(map(_capitalized, text.split()))
    return agency_of(text) or text


def _capitalized(word: str) -> str:
    if word.casefold() in _particles() and len(word) < 4:
        return word.lower() if word not in ("AL", "EL") else word.capitalize()
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


def _turned(parts: list[str]) -> list[str]:
    """`Lee, Ann` is one name, where both halves are single words."""
    if len(parts) == 2 and all(len(part.split()) == 1 for part in parts):
        last, first = parts
        if (
            last[:1].isupper()
            and first[:1].isupper()
            and not agency_of(last)
            and not agency_of(first)
        ):
            return [f"{first} {last}"]
    return parts


def _same(name: str, outlet: str | None) -> bool:
    return outlet is not None and _key(name) == _key(outlet)


def _key(text: str) -> str:
    return re.sub(r"^(?:the|la|le|les|el|وكالة)\s+|[\W_]+", "", text.casefold())


@cache
def _agencies() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines_of_file("agencies.txt"):
        forms = line.split("|")
        found.update((_key(form), forms[0]) for form in forms)
    return found


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{words('opening')})(?=[\s:：/ـ–—-])\s*[:：/–—ـ-]*\s*(?=\S)", re.IGNORECASE
    )


@cache
def _titles() -> re.Pattern[str]:
    title = rf"(?:(?:le|la|el|der|die) )?(?:{words('title')})"
    return re.compile(rf"^(?:{title}(?:[\s./]+|(?<=\.)))+(?=\S)", re.IGNORECASE)


@cache
def _degrees() -> re.Pattern[str]:
    return re.compile(rf"(?:,?\s+(?:{words('degree')}))+$", re.IGNORECASE)


@cache
def _role() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{words('desk')})\s+)*(?:{words('role')})|{words('role_alone')}", re.IGNORECASE
    )


@cache
def _nobody() -> re.Pattern[str]:
    return re.compile(words("nobody"), re.IGNORECASE)


@cache
def _particles() -> frozenset[str]:
    return frozenset(words("particle").split("|"))
