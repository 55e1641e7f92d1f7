"""The day that a page's heading gives to all its stories: an issue's, a live page's, a month's."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.dates.dateline import read_dateline
from indexer.dates.dating import Dating, believable, by_words
from indexer.dates.mentions import Mention, find_mentions
from indexer.dates.page_dates import PageDates
from indexer.dates.reading import StoryDates
from indexer.dates.roles import Role
from indexer.language.folding import fold
from indexer.page import Line

_MAX_CHARS = 120
_MOST_NAME_CHARS, _MOST_NAME_WORDS = 40, 6
_SEVERAL = 3
_MARKS = " \t*•·-–|"
"""What may be before and behind a time of day on its line."""
_HEAD_LINES = 4
"""In so many lines above its day the name of an issue may be."""
_SURE, _SAID = 0.9, 0.7
# folded words of the heading of an issue
_ISSUE = re.compile(
    r"\b(?:issue|edition|bulletin|newsletter|digest|gazette|week (?:of|ending|beginning)|weekly"
    r"|monthly|vol(?:ume)?|no|numero|n[°o]|archives?|semaine du|hebdo(?:madaire)?|mensuel"
    r"|lettre d'information|infolettre|parution|rundbrief|(?:amts|mitteilungs|gemeinde)blatt"
    r"|ausgabe|nr|boletin|gaceta|num|semanario|mensual|week in review|bollettino|notiziario"
    r"|nieuwsbrief|brief(?:s|ing)?|breves|en bref|kurz(?:meldungen|nachrichten)|round-?up"
    r"|(?:morning|evening|daily|news|night) (?:file|wires?|report|mail|call|summary|post|news)"
    r"|dispatches|news (?:of|for|from) (?:the day|\w+day)|(?:nouvelles|actualites?|infos) du"
    r"|depeches (?:du|de la)|journal du (?:jour|matin|soir)|(?:meldungen|nachrichten) vom"
    r"|tagesmeldungen|noticias del?|boletim|noticiario|resum(?:en|o) d[aeo]l?|informativo"
    r"|quarterly|fortnightly|trimestriel|trimestral|bimestral|mensal|semanal|trimestrale|mensile"
    r"|broadcast|transcript|parish (?:news|notes|paper|sheet)|feuillet?e? paroissiale?"
    r"|(?:pfarr|gemeinde)brief|hoja (?:parroquial|dominical)|foglietto"
    r"|бюллетень|вестник|выпуск|сводка|новости (?:за|дня)|дайджест|хроника)(?!\w)"
    r"|(?<!\w)(?:العدد|نشره|النشره|اسبوع|الاسبوعيه|الشهريه|ارشيف|الصادره?|برقيات|حصاد|موجز|حصيله"
    r"|اخبار يوم|انباء يوم)(?!\w)"
)
_SENT = re.compile(
    r"(?:date|sent|gesendet|datum|envoye|enviado(?: el)?|fecha|data|inviato|дата|отправлено"
    r"|التاريخ|تاريخ الارسال|ارسلت)\s*:"
)
"""How the line of a mail begins that says when it was sent."""
_NUMBER = re.compile(
    r"(?<!\w)(?:no|n[°o]|nr|num|numero|issue|bulletin|boletin|newsletter|digest|العدد)\W{0,3}$"
)
"""What is said before the number of an issue, which is no day of the month behind it."""
_SPAN = re.compile(r"(\d{1,2})\.?\s?[-–]\s?(\d{1,2})(?!\d)")
_MINUTES = re.compile(
    r"\b(?:minutes|record|proces-verbal|compte-?\s?rendu|releve|niederschrift|protokoll|actas?|ata"
    r"|verbale|notulen|protocolo|resolutions?|decisions?|motions?)(?!\w)|محضر|محاضر|قرارات|протокол"
)
"""Folded words of the title of what tells of a meeting that was held on the day it names."""
_UPDATED = re.compile(r"updated|modified|mise? a jour|modifie|actualiz|aktualis|تحديث")
_NO_DAY = re.compile(r"copyright|©|since|depuis|منذ")
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])\s?[:h.]\s?[0-5]\d(?:\s?[ap]\.?m\.?)?(?: (?:gmt|utc|bst|cet))?"
)


def date_by_heading(known: PageDates) -> None:
    """Date the stories without a date of their own by the heading of their page.

    Such is the one day or month above the first story that comes with the words of an issue
    ("Weekly Bulletin – No. 12 – 3 May 2018", "June 2016 | Vol. 12") or on which a mail was sent, or
    the one day above entries that only have a time of day, be it that of the last change.
    A month in a heading also has the year of the days that are below it without one.
    """
    if all(dating.source not in ("none", "text") for dating in known.datings):
        return
    clocks = _has_clocks(known)
    found = list(_headings(known, clocks=clocks))
    _complete_days(known, found)
    named = {(at.year, at.month, at.day) for _, at, _ in found}
    if len(named) != 1 or not _alone(known):
        return
    line, mention, issue = found[0]
    own = known.readings[0].dateline_at
    if own is not None and not (issue and own.start == line.start):
        return
    if not issue and not (mention.day and clocks):
        return
    for position, reading, dating in known.stories():
        if reading.dateline is None and reading.age is None and _open(reading, dating):
            known.datings[position] = by_words(known.setting.page, line, mention, "dateline", _SURE)


def date_by_meeting(known: PageDates) -> None:
    """Date minutes without a day of their own by that of the meeting in their title."""
    for position, reading, dating in known.stories():
        title = reading.story.title
        if (
            title is None
            or reading.dateline is not None
            or not _open(reading, dating)
            or not _MINUTES.search(fold(title.text))
        ):
            continue
        days = [day for day in find_mentions(title.text) if day.day and day.full]
        if len(days) == 1 and believable(days[0], known.setting.today):
            known.datings[position] = by_words(known.setting.page, title, days[0], "text", _SAID)


def _alone(known: PageDates) -> bool:
    """Whether no story has a date line of its own, but for the first the day above it."""
    return all(reading.dateline is None for reading in known.readings[1:])


def _open(reading: StoryDates, dating: Dating) -> bool:
    """Whether a story has no date but that of what it reports."""
    told = reading.reported
    opens = told is not None and told.part.role is Role.OPENING
    return dating.source in ("none", "text") and not opens


def _headings(known: PageDates, *, clocks: bool) -> Iterator[tuple[Line, Mention, bool]]:
    """The days and months with their year above the first story, and whether of an issue.

    The day of a change is one where `clocks` are alone in the heads of all stories.
    """
    setting = known.setting
    first = known.readings[0].story.paragraphs[0].start
    taken = {reading.dateline_at.start for reading in known.readings[1:] if reading.dateline_at}
    at = 0
    told: deque[str] = deque(maxlen=_HEAD_LINES + 1)
    for raw in setting.page.text[:first].split("\n"):
        text, start = raw.strip(), at + len(raw) - len(raw.lstrip())
        at += len(raw) + 1
        if text:
            told.append(text)
        if not 6 <= len(text) <= _MAX_CHARS or start in taken or not re.search(r"\d", text):
            continue
        folded = fold(text)
        named = any(map(_is_name_of_issue, list(told)[:-1]))
        updated = _UPDATED.search(folded) is not None and not named
        if _NO_DAY.search(folded) or (updated and not clocks):
            continue
        issue = named or _ISSUE.search(folded) is not None or _SENT.match(folded) is not None
        some = issue or len(known.readings) >= _SEVERAL or read_dateline(text)
        mentions = find_mentions(text) if some else []
        if len(mentions) == 1 and _is_no_day(folded, mentions[0], issue=issue):
            mentions = [replace(mentions[0], day=None)]
        if len(mentions) == 1 and believable(mentions[0], setting.today):
            line = Line(text, start, start + len(text))
            edition = _is_edition(known, line, mentions[0]) or _is_titled(known, text, mentions[0])
            yield line, mentions[0], issue or edition


def _is_edition(known: PageDates, line: Line, day: Mention) -> bool:
    """Whether a day with its weekday is above the first headline, and no other story has one."""
    story, own = known.readings[0].story, known.readings[0].dateline_at
    return (
        len(known.readings) >= _SEVERAL
        and day.weekday is not None
        and own is not None
        and story.title is not None
        and own.start == line.start < story.title.start
    )


def _is_titled(known: PageDates, text: str, day: Mention) -> bool:
    """Whether a day or month of a year ends a few words above three stories or more, as it does
    the name of a paper ("The Parish Pump, June 2014")."""
    words = text[: day.start].split()
    return (
        len(known.readings) >= _SEVERAL
        and not text[day.end :].strip(_MARKS + ".)]")
        and 0 < len(words) <= _MOST_NAME_WORDS
        and words[0][0].isalpha()
        and not words[0][0].islower()
    )


def _is_no_day(folded: str, mention: Mention, *, issue: bool) -> bool:
    """Whether what was read as a day is the number of an issue, or the first day of a week."""
    if _NUMBER.search(folded[: mention.start]):
        return True
    span = _SPAN.search(folded) if issue else None
    return (
        span is not None
        and int(span[1]) < int(span[2])
        and not _NUMBER.search(folded[: span.start()])
    )


def _is_name_of_issue(text: str) -> bool:
    """Whether a line is but the name or number of an issue, as "Issue 23" or "Evening brief"."""
    return len(text) <= _MOST_NAME_CHARS and _ISSUE.search(fold(text)) is not None


def _complete_days(known: PageDates, found: Sequence[tuple[Line, Mention, bool]]) -> None:
    """Give date lines without a year that of a heading with their month."""
    years = {(at.month, at.year) for _, at, _ in found if at.day is None}
    for position, reading, dating in known.stories():
        day, line = reading.dateline, reading.dateline_at
        if not (day and line) or day.mention.year is not None or not _open(reading, dating):
            continue
        fitting = [year for month, year in years if month == day.mention.month]
        if len(fitting) == 1:
            mention = replace(day.mention, year=fitting[0])
            if mention.day and mention.full and believable(mention, known.setting.today):
                known.datings[position] = by_words(
                    known.setting.page, line, mention, "dateline", _SURE
                )


def _has_clocks(known: PageDates) -> bool:
    """Whether a time of day is alone in the head of each story."""
    end = 0
    for reading in known.readings:
        head = known.setting.page.text[end : reading.story.paragraphs[0].start]
        end = reading.end
        if not any(_CLOCK.fullmatch(fold(line.strip(_MARKS))) for line in head.split("\n")):
            return False
    return True
