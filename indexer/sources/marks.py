"""What dump tools add to a page: marks of links, pictures and fields, lists of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.sources.pictures import without_pictures

_FEW = 3
_BRACKET = re.compile(r"\\.|!?\[|\]", re.DOTALL)
_TARGET = re.compile(
    r"\(\s*(?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\s*\)"
)
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[\d+\]")
_NUMBERED = re.compile(r"\[(\d{1,4})\]")
_MOST_LEFT_OUT = 40
"""So many links in a row lynx may have numbered for which no mark is in the text."""
_ADDRESS = re.compile(r"\s*\d{1,4}\.\s+[a-z][a-z+.-]{1,20}:\S*\s*")
_LIST_HEAD = re.compile(r"\s*(?:references|(?:visible|hidden) links:?)\s*", re.IGNORECASE)
_EMBEDDED = re.compile(r"\s*(?:IFRAME|OBJECT):\s*\S*\s*")
_FIELD = re.compile(
    r"\(BUTTON\)|\[(?:INLINE|IMG|EMBED|LINK|image|SUBMIT|RESET)\]|(?<!\w)_{5,}(?!\w)|\[[ _]{2,}\]"
    r"|\[[^\[\]\s]{1,120}\.(?:png|jpe?g|gif|svg|webp)[^\[\]\s]{0,120}\]"
    r"|^\s*\([ _*]\)(?=\s)|\[[_X ]\](?=\s)",
    re.IGNORECASE | re.MULTILINE,
)
_OF_FIELDS = ("[", "_____", "( )", "(_)", "(*)")
_NOTHING = re.compile(r"[\s\[\]•▪‣◦·●■○□*+|<>_=~#\\-]*|\[\d{1,4}\](?:\s*\[\d{1,4}\])*")
_RULE = re.compile(r"\s*[-*_=~·•—–#](?:\s*[-*_=~·•—–#]){2,}\s*")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*|\s*---\|\s*")
_CELL = re.compile(r"\s*(?<!\\)\|\s+")
_EMPHASIS = re.compile(
    r"(?<![\w*_\\])(\*\*|__|\*|_)(?=[^\s*_])([^*_\n]{1,600})(?<=[^\s*_])\1(?!\w)"
)
_LISTED = re.compile(r"^(\W{0,8}\d{1,4})\\([.)])(?=\s)", re.MULTILINE)
"""How html2text writes a number that is no list's, on pages without links too."""
_ESCAPE = re.compile(r"\\([-.+#*_()\[\]!`>|~{}])")
_OUTER = re.compile(r"(\s*(?:[*+-]\s+)*(?:#{1,6}\s+)?)(\*\*|__|\*|_)(?=\S)(.*?\S)\s?\2\s*")
"""A line that is emphasized as a whole is set like a heading, which the splitter wants to see."""


def without_marks(text: str) -> str:
    """A page's text without what the tool that made it has added."""
    markdown = "](" in text
    if markdown:
        text = _without_links(text)
    if "][" in text:
        text = _REFERENCE.sub(r"\1", text)
    if not markdown and "\\" in text:
        text = _LISTED.sub(r"\1\2", text)
    lines = _without_addresses(text.split("\n"))
    text = "\n".join(lines)
    if len(_NUMBERED.findall(text)) >= _FEW:
        text = _without_numbers(text)
    if markdown:
        text = "\n".join(_without_markdown(text.split("\n")))
    if "[" in text or "(" in text or "_____" in text:
        text = text if markdown else without_pictures(text)
        if _may_have_fields(text):
            text = _FIELD.sub(" ", text)
    return "\n".join(["" if _is_nothing(line) else line for line in text.split("\n")])


def _may_have_fields(text: str) -> bool:
    """Whether there is anything without which `_FIELD` finds nothing; most brackets are round."""
    return any(map(text.__contains__, _OF_FIELDS)) or "(button)" in text.lower()


def _is_nothing(line: str) -> bool:
    if line[:1].isalnum():
        return False
    return _NOTHING.fullmatch(line) is not None and not _RULE.fullmatch(line)


def _without_links(text: str) -> str:
    """Links as their text, pictures as nothing; a link may hold pictures and line breaks."""
    out: list[str] = []
    opened: list[tuple[int, bool]] = []
    """Where in `out` the text of each open bracket begins, and whether it is a picture's."""
    at = 0
    while bracket := _BRACKET.search(text, at):
        out.append(text[at : bracket.start()])
        mark = bracket.group()
        at = bracket.end()
        if mark[0] == "\\":
            out.append(mark)
        elif mark != "]":
            opened.append((len(out), mark == "!["))
            out.append(mark)
        elif opened:
            begin, picture = opened.pop()
            target = _TARGET.match(text, at)
            if target is None:
                out.append(mark)
                continue
            at = target.end()
            inner = "" if picture else " ".join("".join(out[begin + 1 :]).split())
            del out[begin:]
            if inner and out and _is_counter(out[-1][-1:], inner[0]):
                out.append(" ")
            out.append(inner)
        else:
            out.append(mark)
    out.append(text[at:])
    return "".join(out)


def _without_addresses(lines: Sequence[str]) -> list[str]:
    """The lines without the lists of addresses that lynx puts below a page."""
    kept: list[str] = []
    run: list[str] = []
    for line in [*lines, "."]:
        if ":" not in line:  # as most, it has neither an address nor a frame
            if not run:
                kept.append(line)
                continue
        elif _ADDRESS.fullmatch(line):
            run.append(line)
            continue
        if len(run) >= _FEW - 1 or (run and kept and _LIST_HEAD.fullmatch(kept[-1] or " ")):
            while kept and (not kept[-1].strip() or _LIST_HEAD.fullmatch(kept[-1])):
                kept.pop()
            kept.append("")
        elif run and not line.strip() and kept and _headed(kept):
            continue
        else:
            kept += run
        run = []
        if not _EMBEDDED.fullmatch(line):
            kept.append(line)
    return kept[:-1]


def _is_counter(before: str, inside: str) -> bool:
    """Whether a link's text is a number of its own, as of comments right behind a day."""
    return before.isdigit() and inside.isdigit()


def _headed(kept: Sequence[str]) -> bool:
    last = next((line for line in reversed(kept) if line.strip()), "")
    return _LIST_HEAD.fullmatch(last) is not None


def _without_numbers(text: str) -> str:
    """The text without the numbers that lynx gives to links: they count up over the page."""
    out: list[str] = []
    at = last = taken = 0
    for mark in _NUMBERED.finditer(text):
        number = int(mark[1])
        if not last < number <= last + _MOST_LEFT_OUT:
            continue
        last = number
        taken += 1
        out.append(text[at : mark.start()])
        at = mark.end()
        if _is_counter(text[mark.start() - 1 : mark.start()], text[at : at + 1]):
            out.append(" ")
    return "".join([*out, text[at:]]) if taken >= _FEW else text


def _without_markdown(lines: Sequence[str]) -> Iterator[str]:
    tabled = any(_TABLE_RULE.fullmatch(line) for line in lines)
    for line in lines:
        if _TABLE_RULE.fullmatch(line):
            yield ""
            continue
        whole = _OUTER.fullmatch(line)
        if whole and not set(whole[3]) & set("*_"):
            text = f"{whole[1]}{whole[2]}{whole[3]}{whole[2]}"
        else:
            text = _EMPHASIS.sub(r"\2", line)
        if "\\" in text:
            text = _ESCAPE.sub(r"\1", text)
        yield from _CELL.split(text) if tabled else (text,)
