"""What can be seen of the lines of a page before it is known what they are.

Every observation has a name ("ends=.", "prose in<=1"); the splitter learned what each says of a
line and of those around it (network.py).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.language.words import long_words_of, unspaced_of, words_of
from indexer.page import Line
from indexer.split.look import Seen, bucket, look
from indexer.split.openings import note_openings

_SAME_CHARS = 28
_KEY_CHARS = 1000
_CUT_CHARS = 4
_SET_ALIKE = frozenset({"headline", "label", "sentence", "date", "by", "lead-in"})
_TELLING = ("cue=finis", "cue=comment", "cue=about", "cue=account")
_ARABIC_PREFIX = re.compile(r"^[وفبلك]?(?:ال|لل)(?=\w{3})|^[وب](?=\w{4})")


def observe(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
) -> list[list[str]]:
    """The names of all that can be seen of each line.

    `kinds` says of each line whether it is boilerplate as a whole.
    """
    seen = [
        look(line.text, line.marker, kind, is_date_line(line.text))
        for line, kind in zip(lines, kinds, strict=True)
    ]
    result = [list(line.names) for line in seen]
    _note_neighbours(seen, result)
    _note_distances(seen, result)
    _note_since(seen, kinds, result)
    _note_room(lines, seen, result)
    _note_repeats(lines, seen, result)
    _note_topic(lines, seen, result)
    note_openings(lines, seen, result)
    _note_page(seen, result)
    return result


def _note_neighbours(seen: Sequence[Seen], result: Sequence[list[str]]) -> None:
    shapes = ["start", "start", *(line.shape for line in seen), "end", "end"]
    for number, names in enumerate(result):
        before2, before, own, after, after2 = shapes[number : number + 5]
        names.append(f"above={before}")
        names.append(f"below={after}")
        names.append(f"above2={before2}")
        names.append(f"below2={after2}")
        names.append(f"{own} between {before} and {after}")
        names.append(f"{own} above {after}, {after2}")
    _note_alike(shapes, result)


def _note_alike(shapes: Sequence[str], result: Sequence[list[str]]) -> None:
    """How many lines of the page have such a line below them or above them.

    `shapes` has two more at either end.
    """
    below = Counter(itertools.pairwise(shapes))
    below2 = Counter(zip(shapes, shapes[1:], shapes[2:], strict=False))
    for number, names in enumerate(result):
        before2, before, own, after, after2 = shapes[number : number + 5]
        if own not in _SET_ALIKE:
            continue
        names.append(f"{own}: {before2} two above, {after2} two below")
        many = bucket(below[own, after], (1, 2))
        names.append(f"{own} above {after}: {many} such")
        names.append(f"{own} below {before}: {bucket(below[before, own], (1, 2))} such")
        if "date" in (own, before, after):
            many = bucket(below2[own, after, after2], (1, 2))
            names.append(f"{own} above {after}, {after2}: {many} such")


def _note_distances(seen: Sequence[Seen], result: Sequence[list[str]]) -> None:
    """How far prose is, how long the run of short lines is, how much prose the page has."""
    count = len(seen)
    prose = [line.prose >= 0.9 and line.shape != "known" for line in seen]
    some = [line.prose >= 0.4 and line.shape not in ("known", "date") for line in seen]
    total = sum(prose)
    page = f"page has {min(total, 4)} prose"
    limits = (1, 2, 3, 5, 9)
    last = None
    above = 0
    since = []
    for number in range(count):
        since.append("never" if last is None else bucket(number - last, limits))
        if some[number]:
            last = number
    nearest = None
    until: list[str] = [""] * count
    for number in range(count - 1, -1, -1):
        until[number] = "never" if nearest is None else bucket(nearest - number, limits)
        if some[number]:
            nearest = number
    _note_between(seen, some, result)
    begin = 0
    while begin < count:
        end = begin
        while end < count and some[end] == some[begin]:
            end += 1
        if not some[begin]:
            run = "run" + bucket(end - begin, (1, 2, 3, 5, 9))
            where = "top " if begin == 0 else "bottom " if end == count else ""
            for number in range(begin, end):
                result[number].append(where + run)
        begin = end
    for number in range(count):
        names = result[number]
        own = seen[number].shape
        names.append(f"prose in {until[number]}")
        names.append(f"prose since {since[number]}")
        names.append(f"{own}: prose in {until[number]}")
        names.append(f"{own}: prose since {since[number]}")
        below = total - above - prose[number]
        names.append(f"prose above {min(above, 3)}")
        names.append(f"prose below {min(below, 3)}")
        if own in ("prose", "sentence"):
            names.append(f"{own}, {page}")
        above += prose[number]


def _note_between(seen: Sequence[Seen], some: Sequence[bool], result: Sequence[list[str]]) -> None:
    """What is between each short line and the prose below it."""
    headlines = 0
    shapes: set[str] = set()
    below = False
    for number in range(len(seen) - 1, -1, -1):
        if some[number]:
            headlines, shapes, below = 0, set(), True
            continue
        if not below:
            continue
        own = seen[number].shape
        names = result[number]
        if own in ("headline", "label", "lead-in", "sentence"):
            names.append(f"{headlines if headlines < 4 else 4} headlines before prose")
            names += [f"{own}: {shape} before prose" for shape in sorted(shapes)]
            if not shapes:
                names.append(f"{own}: nothing else before prose")
        if own == "headline":
            headlines += 1
        elif own in ("date", "by", "picture"):
            shapes.add(own)


def _note_since(
    seen: Sequence[Seen], kinds: Sequence[Kind | None], result: Sequence[list[str]]
) -> None:
    """What boilerplate is between a line and the prose above it, and anywhere above it."""
    since: set[str] = set()
    above: set[str] = set()
    begun = False
    for own, kind, names in zip(seen, kinds, result, strict=True):
        if own.prose >= 0.4 or own.shape in ("headline", "date"):
            names += [f"{own.shape}: {each} since prose" for each in sorted(since)]
            names += [f"{own.shape}: {each} on the page above" for each in sorted(above)]
        if own.prose >= 0.4 and kind is None and own.shape != "date":
            begun = True
            since = set()
        elif begun:
            told = [kind.value] if kind else []
            told += [cue for cue in _TELLING if cue in own.names]
            since.update(told)
            above.update(told)


def _note_room(lines: Sequence[Line], seen: Sequence[Seen], result: Sequence[list[str]]) -> None:
    """Blank lines around and indent, against what is usual between paragraphs."""
    pairs = Counter(
        below.blank_before
        for below, a, b in zip(lines[1:], seen, seen[1:], strict=False)
        if a.prose >= 0.9 and b.prose >= 0.9
    )
    gap = max(pairs, key=lambda blank: (pairs[blank], blank)) if pairs else None
    indents = Counter(
        line.indent for line, own in zip(lines, seen, strict=True) if own.prose >= 0.9
    )
    usual = max(indents, key=lambda indent: (indents[indent], indent)) if indents else 0
    count = len(lines)
    for number, names in enumerate(result):
        above = lines[number].blank_before
        below = lines[number + 1].blank_before if number + 1 < count else 2
        if gap is None:
            names.append(f"blank above {min(above, 1)}, below {min(below, 1)}, no gap")
        else:
            names.append(f"room {_against(above, gap)} above")
            names.append(f"room {_against(below, gap)} below")
            names.append(f"room {_against(above, gap)} above, {_against(below, gap)} below")
            names.append(f"blank above {min(above, 1)}, below {min(below, 1)}")
        names.append(f"indent {_against(lines[number].indent, usual)}")
        if number:
            step = _against(lines[number].indent, lines[number - 1].indent)
            if step != "=":
                names.append(f"indent step {step}")


def _against(value: int, usual: int) -> str:
    return "=" if value == usual else "more" if value > usual else "less"


_ALIKE = 20
"""With so many that begin like it a line is compared; all lines of a long list might."""
_SEARCHED_CHARS = 20_000
"""Of so much prose of a page every line's words are looked for in it."""


def _note_repeats(lines: Sequence[Line], seen: Sequence[Seen], result: Sequence[list[str]]) -> None:
    keys = [key_of(line.text) for line in lines]
    counts = Counter(keys)
    headlines = [
        (number, key)
        for number, (key, own) in enumerate(zip(keys, seen, strict=True))
        if len(key) > 14 and own.words >= 3 and own.chars < 260
    ]
    prose = (key for key, own in zip(keys, seen, strict=True) if own.prose >= 0.4)
    words = "\n".join(prose)[:_SEARCHED_CHARS]
    last = {key: number for number, key in enumerate(keys)}
    first: dict[str, int] = {}
    for number, key in enumerate(keys):
        first.setdefault(key, number)
    for number, names in enumerate(result):
        key = keys[number]
        if counts[key] > 2:
            names.append("stands often")
        if len(key) > 14:
            if last[key] > number:
                names.append("stands again below")
            if first[key] < number:
                names.append("stood above")
            elif words.count(key) > (seen[number].prose >= 0.4):
                names.append("words of another line")
    _note_beginnings(headlines, result)


def _note_beginnings(headlines: list[tuple[int, str]], result: Sequence[list[str]]) -> None:
    """Which lines begin others: `headlines` are numbers and keys."""
    headlines.sort(key=lambda item: item[1])
    notes: dict[int, set[str]] = {}
    for at, (number, key) in enumerate(headlines):
        for other, longer in headlines[at + 1 : at + 1 + _ALIKE]:
            if not longer.startswith(key[:_SAME_CHARS]):
                break
            if longer.startswith(key):
                below = other > number
                if longer != key:
                    notes.setdefault(number, set()).add(
                        f"begins a line {'below' if below else 'above'}"
                    )
                    notes.setdefault(other, set()).add(
                        f"goes on from a line {'above' if below else 'below'}"
                    )
            elif abs(len(key) - len(longer)) > _CUT_CHARS:
                short = number if len(key) < len(longer) else other
                notes.setdefault(short, set()).add("nearly begins another line")
    for number, names in notes.items():
        result[number] += sorted(names)


def _note_topic(lines: Sequence[Line], seen: Sequence[Seen], result: Sequence[list[str]]) -> None:
    """How many words of a line the prose next below and above it has."""
    stems = [stems_of(line.text) for line in lines]
    prose = [
        number
        for number, own in enumerate(seen)
        if own.prose >= 0.4 and own.shape not in ("date", "known")
    ]
    shares: dict[int, float] = {}
    known: dict[tuple[int, ...], frozenset[str]] = {}

    def of(numbers: list[int]) -> frozenset[str]:
        key = tuple(numbers)
        if key not in known:
            known[key] = frozenset().union(*[stems[n] for n in numbers])
        return known[key]

    for number, names in enumerate(result):
        own = stems[number]
        if seen[number].shape == "date":
            continue
        if len(own) < 2:
            names.append("topic: too few words")
            continue
        at = bisect_left(prose, number)
        below = [n for n in prose[at : at + 5] if n != number][:4]
        above = prose[max(0, at - 4) : at]
        for label, numbers in (("below", below), ("above", above)):
            if not numbers:
                names.append(f"topic {label}: none")
                continue
            shared = len(own & of(numbers))
            share = shared / min(len(own), 8)
            if label == "below" and seen[number].prose < 0.4:
                shares[number] = shared + share
            short = "" if seen[number].prose < 0.4 else "prose "
            names.append(f"{short}topic {label}" + bucket(share, (0, 0.2, 0.4, 0.6)))
    _note_rank(seen, shares, result)


def _note_rank(seen: Sequence[Seen], shares: dict[int, float], result: Sequence[list[str]]) -> None:
    """Which line of a run of short ones is nearest in topic to the prose below, which longest."""
    begin, count = 0, len(seen)
    while begin < count:
        end = begin
        while end < count and seen[end].prose < 0.4:
            end += 1
        run = [n for n in range(begin, end) if seen[n].shape in ("headline", "label", "lead-in")]
        if len(run) > 1 and end < count:
            topical = [n for n in run if shares.get(n, 0)]
            if topical:
                best = max(shares[n] for n in topical)
                top = [n for n in topical if shares[n] == best]
                result[top[0]].append("nearest in topic of its run")
                if len(top) > 1:
                    result[top[-1]].append("nearest in topic of its run, again")
                for n in run:
                    if n not in top:
                        result[n].append("another of its run is nearer in topic")
                    if n > top[0]:
                        result[n].append("below the nearest in topic of its run")
            longest = max(run, key=lambda n: seen[n].chars)
            result[longest].append("longest of its run")
            result[run[-1]].append("last of its run")
        elif len(run) == 1 and end < count:
            result[run[0]].append("alone in its run")
        begin = max(end, begin + 1)


def _note_page(seen: Sequence[Seen], result: Sequence[list[str]]) -> None:
    """What the page as a whole is like."""
    chars = sum(line.chars for line in seen if line.prose >= 0.4)
    notes = ["page prose" + bucket(chars, (0, 120, 250, 500))]
    for cue, least in (("cue=error", 1), ("cue=form", 3)):
        if sum(cue in line.names for line in seen) >= least:
            notes.append(f"page: {cue}")
    for line, names in zip(seen, result, strict=True):
        if line.prose >= 0.4 or line.shape == "headline":
            names += [f"{line.shape}, {note}" for note in notes]


def stems_of(text: str) -> frozenset[str]:
    """The words of a line by which its topic is told, without their endings."""
    return _key_and_stems(text)[1]


def key_of(text: str) -> str:
    """The words of a line, or of the head of a long one, without case and marks."""
    return _key_and_stems(text)[0]


@lru_cache(maxsize=4096)
def _key_and_stems(text: str) -> tuple[str, frozenset[str]]:
    folded = text[:_KEY_CHARS].casefold()
    words = words_of(folded)
    key = " ".join(words)
    if folded.isascii() and key.replace(" ", "").isalpha():
        return key, frozenset([word[:5] for word in words if len(word) > 3])
    long = long_words_of(folded)
    if pairs := unspaced_of(folded):
        long = [*pairs, *(word for word in long if word.isascii())]
    elif not text.isascii():
        long = [_ARABIC_PREFIX.sub("", word) for word in long]
    return key, frozenset([word[:5] for word in long])
