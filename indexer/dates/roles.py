"""What part a date plays in its sentence: what is reported, what is past, what is to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from indexer.dates.fold import fold
from indexer.dates.mentions import Mention


class Role(Enum):
    """What a date in a story tells of."""

    OPENING = "opening"  # "Cairo, 23 October 2019 –": the story says when it was written
    REPORTED = "reported"
    FUTURE = "future"
    HISTORIC = "historic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The role of a mention, and how much speaks for it being the story's day.

    `weight` is a sum of votes: 2 and more is a sure case, below 1 a doubtful one.
    """

    role: Role
    weight: float


_CONTEXT_CHARS = 110
_SENTENCE_END = re.compile(r"(?<![\s.][a-z])(?<!\bno|\bdr|\bmr|\bst)[.!?؟;]\s+")

# a place as it opens a story: up to four words, perhaps its country or agency in brackets
_PLACE = r"[^\W\d_][\w'.-]*(?:,?\s[^\W\d_][\w'.-]*){0,3}"
_BRACKETS = r"\([^)]{1,30}\)"
_OPENING_BEFORE = re.compile(
    rf"(?:(?P<place>{_PLACE})\s*(?:{_BRACKETS}\s*)?[,/:-]?\s*)?(?:{_BRACKETS}\s*[,-]?\s*)?"
    r"[(\[]?\s*(?:on\s+|le\s+|في\s+|يوم\s+|the\s+)?"
)
_OPENING_AFTER = re.compile(
    r"[)\]]?\s*(?:[مه]\s*)?[)\]]?\s*,?\s*"
    r"(?:[(/-]\s*[^()\n]{2,30}\)?\s*[-:]|[-:](?=\s)|-(?=[a-z\"]))"
)
_SMALL_WORDS = frozenset({"de", "du", "des", "el", "al", "of", "le", "la", "les", "and", "et"})

_FUTURE = re.compile(
    r"\b(?:(?:will|shall|would|should|must|may)\s+(?:also\s+|then\s+)?(?:be\s+)?\w+"
    r"|(?:is|are|to)\s+(?:be|take|open|start|begin|host|kick|run)\s+\w+"
    r"|(?:is|are)\s+(?:scheduled|slated|expected|due|planned|set)|scheduled|slated|upcoming"
    r"|forthcoming|next|plans? to|prevue?s?|prochaine?s?|aura|auront|doit se|doivent se)\b"
    r"|\b(?:se |s')?[a-z]{2,}(?:iendra|iendront|[^p]era|eront|vrira|uvriront|aitra)\b"
    r"|(?<!\w)(?:[وف]|ال)?(?:سوف|س[يت](?:عقد|نعقد|نظم|نطلق|قام|كون|شارك|حتضن|فتتح|ستمر|جري|تم|بدا"
    r"|حضر|ستضيف|قدم|شهد|شمل|وقع|زور|جتمع|لتقي|طلق|علن|تواصل|قيم|توج|عرض|صل|ناقش|نتهي)\w*"
    r"|المقرر|المزمع|المقبله?|القادمه?|المرتقب|المنتظر|يعتزم|تعتزم)(?!\w)"
)
_DEADLINE_BEFORE = re.compile(
    r"\b(?:until|till|by|before|no later than|ahead of|prior to|starting|deadline|from now to"
    r"|valid (?:to|until)|closes? on|jusqu'au|avant le|d'ici(?: au| le)?|au plus tard"
    r"|date limite|a (?:partir|compter) du)\s*:?\s*(?:the|le|on|fixee au)?\s*$"
    r"|(?<!\w)(?:قبل|حتي|لغايه|اخر اجل|اقصاه|ابتداء من|اعتبارا من|بحلول)\s*(?:يوم|تاريخ)?\s*$"
)
_FUTURE_AFTER = re.compile(r"\s*(?:prochain|next|المقبل|القادم)")
_HISTORIC_BEFORE = re.compile(
    r"\b(?:since|founded|established|created|born|died|dating|dated|dates|back to|as of"
    r"|anniversary of|after|following|resolution|law|decree|treaty|convention|declaration"
    r"|depuis|fondee?s?|creee?s?|nee?s?|datee?s?|datant|remonte|loi|decret|dahir"
    r"|resolution|apres|suite a|vigueur)"
    r"(?:\s+(?:n[o°]?\.?\s*)?[\d./-]+)?"
    r"\s*,?\s*(?:back\s+to\s+)?(?:in|on|from|of|as of|le|en|du|au|the)*\s*(?:the|le)?\s*$"
    r"|(?<!\w)(?:منذ|تاسست?|انشئت?|ولدت?|توفيت?|المؤرخه?|الصادره?|قرار|قانون|ظهير|بعد|عقب)"
    r"\s*(?:رقم\s*[\d./-]+)?\s*(?:في|سنه|عام|بتاريخ|يوم|من)?\s*$"
)
_EARLIER_BEFORE = re.compile(
    r"\b(?:previous|earlier|preceding|recall(?:ed|ing|s)|precedente?s?|anterieure?s?"
    r"|rappel\w*|had (?:been|already)|avaient|avait)\b"
    r"|(?<!\w)(?:السابقه?|الماضيه|مذكرا|يذكر ان|وكان قد|وكانت قد|سبق)(?!\w)"
)
_ATTRIBUTE_BEFORE = re.compile(r"(?<!\bon the morning) (?:of|of the)\s+$")
_TODAY = re.compile(
    r"\b(?:today|yesterday|this (?:morning|afternoon|evening)|tonight|hier|aujourd'hui"
    r"|ce (?:matin|soir|jour))\b|(?<!\w)(?:اليوم|امس)(?!\w)"
)
_ACTION = re.compile(
    r"\b(?:held|took place|received|met|signed|opened|kicked off|began|started|inaugurated"
    r"|launched|concluded|ended|closed|organi[sz]ed|hosted|visited|elected|participated|presented"
    r"|convened|gathered|attended|celebrated|published|witnessed|adopted|joined|handed)\b"
    r"|(?<!\w)[وف]?(?:عقدت?|انعقدت?|استقبلت?|وقعت?|نظمت?|افتتحت?|شاركت?|التقت?|التقي|انطلقت?"
    r"|اختتمت?|اعلنت?|احتضنت?|زارت?|تراست?|جرت|جري|تم|اصدرت?|اطلقت?|بحثت?|اجرت|اجري|حضرت?"
    r"|شهدت?|اقيمت?|اهدت|اهدي)(?!\w)"
)
# "a reçu" but not "à Rabat": read before accents are taken away
_ACTION_FR = re.compile(r"\b(?:a|ont|s['’]est|se sont)\s+\w+|\b(?:tenue?s?|lors)\b")
_PAST_TENSE = re.compile(r"\b(?:\w{3,}ed|was|were|has|have|won|gave|made|led)\b")


def weigh(text: str, mention: Mention, paragraph: int) -> Part:
    """Judge the part that `mention` plays in `text`, the paragraph of that number.

    Paragraphs count from 0, the title is -1.
    """
    begin = max(0, mention.start - _CONTEXT_CHARS)
    before = fold(text[begin : mention.start])
    after = fold(text[mention.end : mention.end + _CONTEXT_CHARS])
    sentence = _last_end(_SENTENCE_END, before)
    begin, before = begin + sentence, before[sentence:]
    ended = _SENTENCE_END.search(after)
    if ended:
        after = after[: ended.start()]
    if paragraph in (0, 1) and _opens(text, mention, after):
        return Part(role=Role.OPENING, weight=6.0)

    acted = max(_last(_ACTION, before), _last(_ACTION_FR, text[begin : mention.start].lower()))
    weight = {-1: 1.0, 0: 2.0, 1: 1.5, 2: 0.75}.get(paragraph, 0.0)
    if mention.weekday is not None:
        weight += 2.0
    if _TODAY.search(before[-30:]) or _TODAY.match(after.lstrip(" ,(")):
        weight += 1.5
    if acted >= 0 or _PAST_TENSE.search(before):
        weight += 1.0
    if mention.day is None:
        weight -= 1.0
    if _DEADLINE_BEFORE.search(before):
        return Part(role=Role.FUTURE, weight=weight - 4.0)
    if _lies_ahead(before, after, acted):
        return Part(role=Role.FUTURE, weight=weight)
    if mention.weekday is None and _HISTORIC_BEFORE.search(before):
        return Part(role=Role.HISTORIC, weight=weight - 4.0)
    if _EARLIER_BEFORE.search(before):
        return Part(role=Role.HISTORIC, weight=weight - 3.0)
    if mention.weekday is None and _ATTRIBUTE_BEFORE.search(before):
        weight -= 1.5
    return Part(role=Role.REPORTED, weight=weight)


def _opens(text: str, mention: Mention, after: str) -> bool:
    """Whether the paragraph opens as agencies do: place, day, dash."""
    if mention.start > 80:
        return False
    before = text[: mention.start]
    match = _OPENING_BEFORE.fullmatch(fold(before))
    if not match or not _OPENING_AFTER.match(after):
        return False
    words = re.findall(r"[^\W\d_]+", before[: match.end("place")]) if match["place"] else []
    return all(not word[0].islower() or word in _SMALL_WORDS for word in words)


def _lies_ahead(before: str, after: str, acted: int) -> bool:
    """Whether the verb nearest to the date speaks of what is to come."""
    if _FUTURE_AFTER.match(after):
        return True
    # "will be held" holds its own participle: ends are compared with starts
    if ahead := _last_end(_FUTURE, before):
        return acted < ahead
    if acted >= 0:
        return False
    later = _FUTURE.search(after)
    return later is not None and not (
        _ACTION.search(after, 0, later.start()) or _PAST_TENSE.search(after, 0, later.start())
    )


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of `pattern` in `text` ends, 0 without one."""
    end = 0
    for match in pattern.finditer(text):
        end = match.end()
    return end


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of `pattern` in `text` starts, -1 without one."""
    start = -1
    for match in pattern.finditer(text):
        start = match.start()
    return start
