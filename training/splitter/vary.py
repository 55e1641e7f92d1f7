"""Pages as other sites might have them, made of the annotated ones."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from indexer.clean import Kind, by_neighbours, known_kinds
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.observe import observe
from training.splitter.labels import Labelled

_FEW = 4
_Row = tuple[Line, Kind | None, str]

_SITES = ("Daily Post", "Le Courrier", "بوابة الخبر", "NCRA", "News Portal of the Region")
_POINTERS = {
    "latin": ("ALSO READ: {}", "Read also: {}", "READ MORE: {}", "See also: {}", "Related: {}",
              "Lire aussi : {}", "A lire aussi >> {}", "À LIRE AUSSI | {}",
              "Sur le même sujet : {}", "Don't miss: {}", "[READ] {}", "Advertisement",
              "ADVERTISEMENT", "Publicité",
              "Story continues below", "Watch: {}"),
    "arabic": ("اقرأ أيضا: {}", "اقرأ أيضًا | {}", "شاهد أيضا: {}", "إقرأ المزيد: {}", "إعلان",
               "طالع أيضا.. {}", "موضوع ذو صلة: {}"),
}  # fmt: skip
_LEADS = {
    "latin": ("The following were chosen:", "Results:", "The programme is as follows:",
              "Sont nommés :", "Les lauréats sont :", "It has three aims:", "Programme :"),
    "arabic": ("وجاءت النتائج كما يلي:", "وضمت اللجنة كلا من:", "وهي:", "وتشمل المحاور ما يلي:"),
}  # fmt: skip
_DATES = {
    "latin": ("{d} {m} {y}", "{m} {d}, {y}", "{d:02}/{n:02}/{y}", "Posted on {m} {d}, {y}",
              "Published: {d} {m} {y}", "{d:02}.{n:02}.{y}", "Publié le {d} {f} {y}", "{d} {f} {y}",
              "{m} {d}, {y} by admin", "Date: {d:02}-{n:02}-{y}", "{y}-{n:02}-{d:02}"),
    "arabic": ("{d} {a} {y}", "{d:02}/{n:02}/{y}", "{d} {a}، {y}", "نشر في {d} {a} {y}",
               "التاريخ: {y}-{n:02}-{d:02}", "بتاريخ {d:02}/{n:02}/{y}"),
}  # fmt: skip
_MONTHS = ("January", "March", "May", "June", "October", "December")
_MOIS = ("janvier", "mars", "mai", "juin", "octobre", "décembre")
_SHUHUR = ("يناير", "مارس", "ماي", "يونيو", "أكتوبر", "ديسمبر")
_NUMBERS = (1, 3, 5, 6, 10, 12)
_FEET = {
    "latin": ("Read more", "Posted in News", "0 Comments", "Leave a comment", "Details", "More",
              "Share", "Lire la suite", "En savoir plus", "Continue reading",
              "Laisser un commentaire", "Category: News", "Filed under: Events", "12 views"),
    "arabic": ("التفاصيل", "اقرأ المزيد", "المزيد", "اترك تعليقا", "مشاركة",
               "أخبار / بواسطة admin"),
}  # fmt: skip


def vary(page: Labelled, others: Sequence[Labelled], random: Random) -> Labelled:
    """The page as another site might have it.

    Often what is above or below its stories is that of another page; now and then it is
    missing, or the stories are, or they are those of several pages, all set alike, or only a
    formula says where the next one begins. Bodies are cut short or have lists, headings and
    pointers to other stories in them. Boilerplate that the table knows is unknown here and
    there, some is learned (as now and then a line of a story is), blank lines are missing or
    everywhere.
    """
    rows = _rows(page)
    chance = random.random()
    if chance < 0.1:
        rows = [(line, kind, "J") for line, kind, part in rows if part in "JZ"] or rows
    elif chance < 0.16:
        rows = [row for row in rows if row[2] not in "JZ"] or rows
    elif chance < 0.55:
        rows = _swap(rows, random.choice(others), random.choice(others))
    elif chance < 0.7:
        rows = _compose(page, others, random)
    if random.random() < 0.15:
        rows = _untitled(rows, random)
    if random.random() < 0.5:
        rows = _enrich(rows, others, random)
    if random.random() < 0.12 and sum(part == "F" for _, _, part in rows) == 1:
        rows = _furnish(rows, others, random)
    if random.random() < 0.3:
        rows = _shorten(rows, random)
    if random.random() < 0.4:
        rows = _summed_up(rows, random)
    room = random.choice(["as it is", "as it is", "none", "even"])
    forget = random.choice([0.0, 0.3, 0.6])
    learn = random.choice([0.0, 0.0, 0.6])
    lines: list[Line] = []
    kinds: list[Kind | None] = []
    for line, known, part in rows:
        kind = None if known is not None and random.random() < forget else known
        if kind is None and random.random() < (learn if part in "JMIZ" else learn / 30):
            kind = Kind.LEARNED
        kinds.append(kind)
        if room != "as it is":
            line = replace(line, blank_before=0 if room == "none" else 1)
        lines.append(line)
    names = observe(lines, kinds)
    parts = [part for _, _, part in rows]
    return replace(page, lines=lines, kinds=kinds, names=names, parts=parts)


def _rows(page: Labelled) -> list[_Row]:
    return list(zip(page.lines, page.kinds, page.parts, strict=True))


def _script(text: str) -> str:
    return "arabic" if any("\u0621" <= char <= "\u064a" for char in text) else "latin"


def _line(like: Line, text: str, part: str) -> _Row:
    line = replace(like, text=text, marker="")
    dated = [is_date_line(text)]
    kind = by_neighbours([line], known_kinds([line], dated), dated)[0]
    return line, kind, part


_DATELINES = (
    *("Nairobi, 4 March 2019 –", "Amman, March 3 (JNA) --", "Dakar, le 2 mars 2019 -", "Lima:"),
    *("الرباط 5 مارس 2019 (وكالة) -", "Geneva —", "تونس، 6 مارس 2019 –"),
)


def _untitled(rows: list[_Row], random: Random) -> list[_Row]:
    """The stories without titles and dates; all open alike, with the same words or a dateline."""
    firsts = [line.text for line, _, part in rows if part == "F"]
    if len(firsts) < 2:
        return rows
    formula = " ".join(firsts[0].split()[: 2 * _FEW])
    opens = itertools.cycle([formula]) if random.random() < 0.5 else itertools.cycle(_DATELINES)
    return [
        (replace(line, text=f"{next(opens)} {line.text}") if part == "F" else line, kind, part)
        for line, kind, part in rows
        if part in "JFBZ"
    ]


def _compose(page: Labelled, others: Sequence[Labelled], random: Random) -> list[_Row]:
    """Stories of several pages of one script, set alike, between top and bottom of this one."""
    rows = _rows(page)
    script = _script(" ".join(line.text for line in page.lines))
    wanted, stories = random.randint(2, 7), list[list[_Row]]()
    for _ in range(20 * wanted):
        other = random.choice(others)
        found = [story for story in _stories(other) if story[0][2] == "T"]
        if found and _script(found[0][0][0].text) == script:
            stories.append(random.choice(found))
        if len(stories) == wanted:
            break
    if not stories:
        return rows
    form = random.choice(_DATES[script])
    where = random.choice(["A", "D", "D", "D", ""])
    feet = random.sample(_FEET[script], random.choice([0, 0, 1, 1, 2]))
    most = random.choice([1, 2, 3, 9])
    year = random.randint(2005, 2025)
    inside: list[_Row] = []
    for story in stories:
        month = random.randrange(len(_NUMBERS))
        names = {"m": _MONTHS[month], "f": _MOIS[month], "a": _SHUHUR[month]}
        day = form.format(d=random.randint(2, 28), n=_NUMBERS[month], y=year, **names)
        title = replace(story[0][0], blank_before=1, marker="")
        date = _line(replace(title, blank_before=random.choice([0, 1])), day, where or "D")
        body = [row for row in story if row[2] in "FB"][: random.randint(1, most)]
        if where == "A":
            inside.append(date)
        inside.append((title, None, "T"))
        if where == "D":
            inside.append(date)
        inside += body
        inside += [_line(replace(title, blank_before=0), foot, "J") for foot in feet]
    while inside[-1][2] == "J":
        line, kind, _ = inside.pop()
        rows = [*rows, (line, kind, "Z")]
    top = list(itertools.takewhile(lambda row: row[2] == "J", rows))
    return [*top, *inside, *(row for row in rows if row[2] == "Z")]


def _stories(page: Labelled) -> list[list[_Row]]:
    """The rows of each story of a page, from its title on."""
    stories: list[list[_Row]] = []
    open_ = False
    for row in _rows(page):
        if row[2] == "T" or (row[2] == "F" and not open_):
            stories.append([])
            open_ = True
        elif row[2] in "JAZ":
            open_ = False
        if open_:
            stories[-1].append(row)
    return [story for story in stories if any(part == "F" for _, _, part in story)]


def _shorten(rows: list[_Row], random: Random) -> list[_Row]:
    """Every other story with its first paragraph only, as in briefs and on lists of teasers."""
    kept: list[_Row] = []
    short = False
    for row in rows:
        if row[2] == "F":
            short = random.random() < 0.5
        if not (short and row[2] in "BI"):
            kept.append(row)
    return kept


def _summed_up(rows: list[_Row], random: Random) -> list[_Row]:
    """Stories with a standfirst: a sentence under the title, before or after date and byline."""
    varied: list[_Row] = []
    below_title = False
    early = random.random() < 0.6
    for n, (line, kind, part) in enumerate(rows):
        if part == "T":
            varied.append((line, kind, part))
            head = list(itertools.takewhile(lambda row: row[2] in "DM", rows[n + 1 :]))
            body = rows[n + 1 + len(head) :]
            told = list(itertools.takewhile(lambda row: row[2] in "FBI", body))
            sums = [_sentence(row[0].text) for row in told[1:] if row[2] == "B"]
            sums = [each for each in sums if 40 <= len(each) <= 200]
            below_title = bool(sums) and random.random() < 0.6
            if below_title and early:
                varied.append(_standfirst(line, random.choice(sums), random))
            if below_title and not early:
                varied += [*head, _standfirst(line, random.choice(sums), random)]
            continue
        if below_title and part in "DM":
            if early:
                varied.append((line, kind, "I"))
            continue
        if below_title and part == "F":
            part, below_title = "B", False
        varied.append((line, kind, part))
    return varied


def _standfirst(title: Line, text: str, random: Random) -> _Row:
    return replace(title, text=text if random.random() < 0.4 else text[:-1]), None, "F"


def _sentence(text: str) -> str:
    """The first sentence of a paragraph."""
    return re.split(r"(?<=[.!?؟])\s", text, maxsplit=1)[0]


def _enrich(rows: list[_Row], others: Sequence[Labelled], random: Random) -> list[_Row]:
    """What is between title and body or between paragraphs on other pages, put in here."""
    enriched: list[_Row] = []
    for n, row in enumerate(rows):
        line, _, part = row
        above, below = (rows[n - 1][2] if n else ""), (rows[n + 1][2] if n + 1 < len(rows) else "")
        if part == "T" and random.random() < 0.2:
            end = random.choice(["", f" - {random.choice(_SITES)}", f" | {random.choice(_SITES)}"])
            echo = (replace(line, text=line.text + end), None, "J")
            enriched.insert(len(enriched) if random.random() < 0.5 else 0, echo)
        if part == "B" and above in "FB":
            if random.random() < 0.06:
                enriched += _run(random.choice(others), "I", random)
            if random.random() < 0.08:
                enriched.append(_pointer(line, others, random))
        enriched.append(row)
        if part in "TD" and below == "F" and random.random() < 0.4:
            enriched += _run(random.choice(others), "M", random)
    return enriched


def _pointer(like: Line, others: Sequence[Labelled], random: Random) -> _Row:
    script = _script(like.text)
    titles = [line.text for line, _, part in _rows(random.choice(others)) if part == "T"]
    title = titles[0] if titles and _script(titles[0]) == script else random.choice(_SITES)
    return _line(like, random.choice(_POINTERS[script]).format(title), "I")


def _furnish(rows: list[_Row], others: Sequence[Labelled], random: Random) -> list[_Row]:
    """A list, or headings, within the body of a page's only story."""
    body = [n for n, (_, _, part) in enumerate(rows) if part == "B"]
    if not body:
        return rows
    script = _script(rows[body[0]][0].text)
    texts = [
        line.text
        for other in random.sample(list(others), 12)
        for line, _, part in _rows(other)
        if part in "FBT" and _script(line.text) == script
    ]
    pieces = [" ".join(text.split()[: random.randint(2, 8)]).rstrip(".,;:،") for text in texts]
    pieces = [piece[0].upper() + piece[1:] for piece in pieces if len(piece) > 8]
    if len(pieces) < 2 * _FEW:
        return rows
    if random.random() < 0.4:
        heads = set(random.sample(body, min(len(body), random.randint(1, 3))))
        furnished = list[_Row]()
        for n, row in enumerate(rows):
            if n in heads:
                furnished.append(
                    (replace(row[0], text=random.choice(pieces), marker=""), None, "B")
                )
            furnished.append(row)
        return furnished
    at = random.choice([*body, body[-1] + 1])
    like = replace(rows[body[0]][0], marker="")
    form = random.choice(["{t}", "{t}", "{n}. {t}", "- {t}", "• {t}", "{n}) {t}", "{t};"])
    end = random.choice(["", "", " ({y})", " {d}:{y}", ": {d}"])
    items = random.sample(pieces, min(len(pieces), random.randint(2, 7)))
    lists = [_line(like, random.choice(_LEADS[script]), "B")] if random.random() < 0.7 else []
    for number, item in enumerate(items, 1):
        tail = end.format(y=random.randint(10, 59), d=random.randint(1, 30))
        lists.append((replace(like, text=form.format(n=number, t=item) + tail), None, "B"))
    return [*rows[:at], *lists, *rows[at:]]


def _run(page: Labelled, part: str, random: Random) -> list[_Row]:
    """One run of lines of a part on a page, if it has any."""
    runs = [
        list(run)
        for own, run in itertools.groupby(_rows(page), key=lambda row: row[2])
        if own == part
    ]
    return random.choice(runs) if runs else []


def _swap(rows: list[_Row], top: Labelled, bottom: Labelled) -> list[_Row]:
    """The stories between what is above those of one page and below those of another."""
    inside = [n for n, (_, _, part) in enumerate(rows) if part not in "JZ"]
    if not inside:
        return rows
    tops = _rows(top)
    above = list(itertools.takewhile(lambda row: row[2] == "J", tops))
    below = [row for row in _rows(bottom) if row[2] == "Z"]
    if len(above) == len(tops) or not below:
        return rows
    return [*above, *rows[inside[0] : inside[-1] + 1], *below]
