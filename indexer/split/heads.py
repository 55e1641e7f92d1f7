"""How a story opens and closes: who is addressed and thanked, who signed it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.dates import is_date_line
from indexer.dates.mentions import find_mentions
from indexer.language.words import has_digit
from indexer.page import Line
from indexer.split.gathered import Gathered, number_of
from indexer.split.label import LineRole
from indexer.split.prepare import dated_part

_MOST_CHARS: Final = 120
_SALUTATION: Final = re.compile(
    r"(?:(?:my |your )?(?:dear|excellenc(?:y|ies)|fellow|distinguished|honou?rable|colleagues)"
    r"|(?:my )?friends"
    r"|ladies and gentlemen|madam|sir|mr|mrs|ms|your (?:majest|royal|highness|eminence)"
    r"|mesdames|messieurs|mesdemoiselles|madame|monsieur|ch[eè]re?s?|excellences?"
    r"|sehr geehrte|(?:sehr )?verehrte|hochverehrte|liebe|meine (?:sehr |lieben|damen)|exzellenz"
    r"|señor(?:a|as|es)?|estimad[oa]s?|querid[oa]s?|amig[oa]s|excelent[ií]sim[oa]s?"
    r"|signor[aei]|gentil[ei]|car[eio]|senhor(?:a|as|es)?|prezad[oa]s?"
    r"|(?:ال)?(?:سيدات|سيد|سيدة|سادة|إخوة|أخوات|حضور|زملاء)|أيها|أيتها|أصحاب|صاحبة?|معالي|سعادة"
    r"|حضرات|فخامة|دولة|سيادة|أعزائي|عزيز(?:ي|تي)|سيدي|سيدتي)(?!\w)"
    r"(?:[^.!?؟:;]|(?<=\bmr)\.|(?<=\bmrs)\.|(?<=\bms)\.|(?<=\bdr)\.|(?<=\bprof)\.)*[,،!:]",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"(?:(?:and |so )?(?:i |we )?(?:thank you|thanks)|(?:(?:je|nous) vous )?(?:en )?remercie|merci"
    r"|(?:vielen|herzlichen|besten) dank|(?:ich )?danke|(?:muchas )?gracias|(?:molte )?grazie"
    r"|(?:muito )?obrigad[oa]|و?شكرا|و?السلام عليكم|و?فقكم الله)(?!\w)[^.!?؟]{0,60}[.!]?",
    re.IGNORECASE,
)
_SAID: Final = (
    r"(?:(?:posted|published|updated|written|mis(?:e)? en ligne|publi[ée]e?|post[ée]|modifi[ée]"
    r"|ver[öo]ffentlicht|erstellt|publicad[oa]|pubblicato|نشر|نشرت|كتب)\s?(?:on|le|am|el|il|em|في|يوم)?\s?:?)?"
)
_BEFORE: Final = re.compile(rf"\W*{_SAID}\W*", re.IGNORECASE)
_LABELLED: Final = re.compile(
    r"(?:(?:[A-ZÀ-Þ][^\W\d_]*\.?|(?i:by|par|von|por|de|der|di|da|et|and|und|y|e))[\s,|·•’'–—/-]+){0,9}"
    r"(?i:posted|published|mise? en ligne|publi[ée]e?|ver[öo]ffentlicht|erstellt|publicad[oa]"
    r"|pubblicato|نشرت?)(?i:\s(?:on|le|am|el|il|em|في|يوم))?\s?:?\W*"
)
_SENTENCE: Final = re.compile(r"[.!?؟]\s+[^\W\d_]+\s|[.!?؟]$")
_BEHIND: Final = re.compile(
    r"(?:[\s,|·•–—-]*(?:at |à |um )?\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|uhr))?)?"
    r"[\s,|·•–—/-]*(?:posted |written |publi[ée] )?(?:by|par|por|von|di|door|بقلم|بواسطة|كتب)"
    r"(?:\s?:\s?|\s+)\S.{1,60}",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(r"[(\[][^()\[\]]{3,90}[)\]]")
_CONTACT: Final = re.compile(
    r"\b(?:b\.?p\.?|p\.?\s?o\.?\s?box|postfach|apartado|ص\.?\s?ب\.?)\s?\d"
    r"|\S@\S+\.\w|\b(?:tel|t[ée]l|phone|telefon|tel[ée]fono|t[ée]l[ée]phone|هاتف)\b\.?\s?:?\s?[\d(+]",
    re.IGNORECASE,
)
_MOST_CONTACT: Final = 200
_LEAST_OTHERS: Final = 2
_PARAGRAPH_CHARS: Final = 60
_MOST_GREETING: Final = 60


def is_salutation(text: str) -> bool:
    """Whether a line does nothing but address those to whom a speech or letter is said."""
    return len(text) <= _MOST_CHARS and _SALUTATION.fullmatch(text) is not None


def greets(text: str) -> bool:
    """Whether a paragraph begins as a letter does: "Dear friends, …"."""
    return _SALUTATION.match(text, 0, _MOST_GREETING) is not None


def is_signature(text: str) -> bool:
    """Whether a line says when a story was published, and by whom before or behind it."""
    if len(text) > _MOST_CHARS or not has_digit(text):
        return False
    days = [day for day in find_mentions(text) if day.full and not day.last]
    if days and _LABELLED.fullmatch(text, 0, days[0].start):
        return not _SENTENCE.search(text, days[0].end)
    return (
        len(days) == 1
        and _BEFORE.fullmatch(text, 0, days[0].start) is not None
        and _BEHIND.fullmatch(text, days[0].end) is not None
    )


def with_salutations(lines: Sequence[Line], parts: Sequence[LineRole]) -> list[LineRole]:
    """The parts of lines, where a salutation right above the first paragraph is the first."""
    result = list(parts)
    for number, part in enumerate(parts):
        if (
            part is LineRole.FIRST
            and number
            and parts[number - 1] is LineRole.HEAD
            and is_salutation(lines[number - 1].text)
        ):
            result[number - 1 : number + 1] = LineRole.FIRST, LineRole.BODY
    return result


def open_and_close(found: Sequence[Gathered], lines: Sequence[Line]) -> None:
    """Open and close stories where they do: no signature nor the name of a paper in brackets
    opens one; who is addressed does, and thanks close what began so."""
    for story in found:
        body = story.paragraphs
        while len(body) > 1 and (
            is_signature(body[0].text)
            or (_SOURCE.fullmatch(body[0].text) and len(body[1].text) >= _PARAGRAPH_CHARS)
        ):
            day = dated_part(body.pop(0))
            story.dateline = story.dateline or day
        above = number_of(lines, body[0]) - 1
        if above >= 0 and is_salutation(lines[above].text) and lines[above] != story.title:
            body.insert(0, lines[above])
        below = number_of(lines, body[-1]) + 1
        if (
            is_salutation(body[0].text)
            and below < len(lines)
            and _THANKS.fullmatch(lines[below].text)
            and not is_date_line(lines[below].text)
        ):
            body.append(lines[below])


def without_contacts(found: Sequence[Gathered]) -> list[Gathered]:
    """The stories without a last one that is but the address of those who run the site.

    It has one short paragraph and no day below the story above.
    """
    if len(found) <= _LEAST_OTHERS:
        return list(found)
    *others, last = found
    text, day = last.paragraphs[0].text, last.dateline
    if (
        len(last.paragraphs) == 1
        and len(text) <= _MOST_CONTACT
        and (day is None or day.start < others[-1].paragraphs[-1].start)
        and _CONTACT.search(text)
    ):
        return others
    return list(found)
