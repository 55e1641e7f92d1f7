"""Whether a whole line is a date line, such as "Posted: Tuesday, 2 April 2020, 10:15 | 0"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.dates import cues
from indexer.dates.mentions import Mention, find_mentions
from indexer.language import calendar
from indexer.language.folding import fold
from indexer.language.words import has_digit

_MAX_CHARS = 160

# what is next to the date on date lines; folded
_LABEL = re.compile(
    r"""published|posted|updated|modified|released|created|issued|added|dated|date|last|first
    |on|at|by|the|of|in|time|gmt|utc|bst|am|pm|e[sd]t|cest|cet|wat|min|minutes?|read|views?|comments?|reply
    |replies|shares?|likes?|no|item|article|story|admin|administrator|webmaster|editor|staff|news|press|release
    |publiee?|publication|de|du|le|a|mise?|en|ligne|ajoutee?|jour|derniere|modifiee?|modification
    |par|et|heures?|h|lecture|vues?|commentaires?|aucun
    |administrateur|redaction|web|la|dans|actualites?|presse|breve
    |نشرت?|النشر|بتاريخ|تاريخ|التاريخ|في|اضيفت?|حرر|كتب|يوم|الساعه|اخر|تحديث|التحديث|تم
    |الموافق|مشاهدات?|مشاهده|تعليقا?|تعليقات|لا|توجد|صباحا|مساء|م|ص|هـ|ه|بتوقيت|غرينتش|قراءه
    |p?m?est|edt|pst|pdt|mst|mdt|cst|cdt|hkt|ist|jst|aest|mesz|mez|z|et|pt
    |veroffentlicht|publiziert|erstellt|erschienen|aktualisiert|aktualisierung|geandert|zuletzt
    |stand|datum|am|um|uhr|vom|von|der|den|lesezeit|lesedauer|minuten|kommentare?|keine|geteilt
    |teilen|beitrag|artikel|redaktion|autor|online|seit|im|in|und|ab|druckausgabe|ausgabe|gepostet
    |publicado|publicada|publicación|publicacion|actualizado|actualizada|fecha|el|las|los|hs|hrs
    |hora|horas|lectura|por|comentarios?|minutos|a|del|autora?|redaccion|creado
    |publicato|aggiornato|pubblicato|il|alle|ore|di|gepubliceerd|bijgewerkt|op|om|uur|door|as
    |atualizado|em|min\.?|leitura|comentarios
    |ساعت|انتشار|منتشر|شده|در|کد|خبر|به|روزرساني
    |قراءات|الزيارات|المحرر|بواسطه|الاداره|اخبار|الاخبار
    |опубликовано?|публикации|дата|обновлено?|создано|добавлено|года?|г|от|автор|новости
    |опубл[іи]ковано?|публ[іи]кац[іи]я|публ[іи]кац[іи]ї|оновлено|року|р
    |opublikowano|publikacji|data|dodano?|aktualizacja|utworzono|godz|r|przez|autor
    |publikovano|vydano|zverejneno|aktualizovano|hod|dne|v
    |publicerad|uppdaterad|publicerat|udgivet|opdateret|publiceret|publisert|oppdatert|skrevet|skriven
    |kl|av|af|julkaistu|paivitetty|klo|yay[ıi]nlanma|yay[ıi]n|tarihi?|guncelleme|guncellendi|saat
    |eklenme|giris|δημοσ[ιί]ευση|δημοσιε[υύ]τηκε|ενημ[εέ]ρωση|[ωώ]ρα|publicat[ae]?|actualizat[ae]?|ora|pe
    |kozzeteve|megjelent|frissitve|dipublikasikan|diperbarui|pada|tanggal|wib|pukul|actualitzat
    |ngay|nam|thu|hai|ba|tu|sau|bay|chu|nhat|[dđ]ang|cap|luc|d|objavljeno|datumas|paskelbta|pub(?:lic|lis)[ae]ts""",
    re.VERBOSE,
)
# news agencies sign without a comma: "الرياض 12 رجب 1442 هـ الموافق 24 فبراير 2021 م واس"
_AGENCY = re.compile(
    r"(?<!\w)(?:واس|وام|قنا|بنا|كونا|بترا|سونا|وات|واج|spa|wam|map|qna|bna|kuna)(?!\w)"
)
_MODIFIED = re.compile(
    r"updated|modified|mis(?:e)? a jour|modifie|تحديث|aktualisi|geandert|bearbeitet"
    r"|actualizad|aggiornat|atualizad|bijgewerkt|letzte anderung|обновл|оновлен|aktualizac"
    r"|aktualizovan|uppdaterad|opdateret|oppdatert|paivitetty|guncelle|ενημ[εέ]ρωση|frissitve"
    r"|diperbarui|actualizat|actualitzat|cap nhat"
    r"|अपडेट|अद्यतन|সর্বশেষ আপডেট|হালনাগাদ|புதுப்பிக்க|อัปเดต|แก้ไข"
)
_PUBLISHED = re.compile(
    r"published|posted|released|publie|en ligne|نشر|(?<!up)dated?\b|veroffentlicht"
    r"|erstellt|erschienen|publiziert|datum|publicad|fecha|pubblicat|gepubliceerd|gepostet"
    r"|опубл|publikacj|opublik|publikovan|zverejneno|publicera|publisert|julkaistu|yay[ıi]n"
    r"|δημοσ[ιί]ε[υύ]|publicat|kozzeteve|megjelent|dipublikasi"
    r"|प्रकाशित|প্রকাশ|வெளியிடப்பட்ட|เผยแพร่|objavljeno|paskelbta"
)
TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?(?::|h)\s?\d{0,2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?"
    r"|(?<!\d)\d{4}(?=\s(?:gmt|hkt|et|utc)\b)"
    r"|(?<!\d)\d{1,2}\.\d\d(?=\s(?:uhr|[ap]\.?m|bst|gmt|utc|ce?st|cet|e[sd]t)\b)"
    r"|(?:^|(?<=\s))(?:[ap]\.m\.|gmt|utc)(?:[+-]\d{1,2}(?::?\d\d)?)?"
)
# how long ago that was, the name of an account, a counter and what only a label is; folded
_BESIDES = re.compile(
    r"(?<=[|/•·(–—-]\s)(?:(?:\d+|an?|one) \w+ ago|il y a \d+ \w+|vor \d+ \w+|hace \d+ \w+"
    r"|\d+ \w+ fa|ha \d+ \w+|منذ (?:\d+ )?\w+)(?=\W*$)"
    r"|(?<=\s)@\w+"
    r"|\b(?:hits|visits|reads|zugriffe|aufrufe|affichages|visites|visitas|lecturas|visite|letture|acessos"
    r"|просмотр\w*|odslon\w*|الزيارات|عدد الزيارات|عدد المشاهدات)\s*:?\s*\d[\d.,]*(?=\W*$)"
    r"|\b(?:published|posted|issued|released|created|updated)\s*:"
)
# the rest of a broken sentence, or a heading in a list of days
_FRAGMENT = re.compile(
    r"^(?:in|of|to|at|en|du|au|and|et)\s|[:;,،]$|^(?:article|og|dc|dcterms)[:.]|\w_\w"
)
# so also opens the rest of a sentence, and an item of a list, unless a whole day follows
_PERHAPS = re.compile(r"^(?:on\s|\*)")
# what comes before the day of a page's header
_TODAY = re.compile(r"\W*(?:(?:تاريخ )?اليوم|today(?: is)?|aujourd'hui|nous sommes)\b[\s:,-]*")
# labels in scripts whose words have signs that are no letters; folded
_SIGNED_LABEL = re.compile(
    r"(?:अंतिम |पर )?(?:प्रकाशित|प्रकाशन(?: तिथि)?|पब्लिश|अपडेटेड|अपडेट|अद्यतन|तारीख|दिनांक|पर)(?!\w)"
    r"|(?:সর্বশেষ )?(?:প্রকাশিত|প্রকাশ|আপডেট|হালনাগাদ)(?:ের সময়)?|তারিখ|வெளியிடப்பட்டது|பதிவு செய்த நாள்"
    r"|เผยแพร่(?:เมื่อ)?|อัปเดต(?:เมื่อ|ล่าสุด)?|แก้ไข(?:เมื่อ|ล่าสุด)?|วันที่|เวลา|น\."
)
# vowel marks and the stroke that lengthens Arabic words
_MARKS = re.compile("[\u064b-\u0652\u0640]")
# a time that a hyphen ties to the day, as in "17:20-12 January 2021"
_TIME_FIRST = re.compile(r"(?<!\d)(\d{1,2}:\d{2})-(?=\d{1,2}\s)")
# and one that a hyphen ties to its end, as in "04.05.2021-12:30"
_TIME_LAST = re.compile(r"((?<!\d)\d{1,2}\.\d{1,2}\.(?:\d\d)?\d\d)-(?=\d{1,2}:\d{2}(?!\d))")
# a year of two digits after the day and its month, where a mark or nothing follows
_SHORT_YEAR = re.compile(r"[.,]?(?P<space>\s)\d\d(?=\s*(?:$|[|•·–—])|\s-\s)")
# the section, with its label behind the day
_LABELLED = re.compile(
    rf"[\s|•·,;]+(?:{cues.SECTION_LABELS})\s*[:：]\s*[^.!?:]{{2,50}}$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d[\d.,]*k?")
# a line of a wrapped sentence or a list of loans: what is due, ends or began on the day; folded
NO_LABEL = re.compile(
    r"(?<!\w)(?:due|matur(?:es?|ed|ing|ity)|expir(?:es?|ed|ing|y)|payable|redeemable|callable|ended"
    r"|ending|until|through|since|effective|echeance|echeant|jusqu'au|clos le|depuis|fallig|vence"
    r"|vencimiento|scadenza|scade|vencimento|vervalt|[يت]ستحق|استحقاق|منذ)(?!\w)"
)
# words of headlines: with one of them next to the date the line is a title; folded
HEADLINE = re.compile(
    r"""day|week|month|year|meeting|conference|summit|session|report|statement|newsletter
    |forum|festival|bulletin|agenda|program(?:me)?|calendar|workshop|anniversary|edition
    |journee|semaine|mois|annee|reunion|sommet|rapport|communique|lettre|declaration
    |اليوم|اسبوع|مؤتمر|اجتماع|قمه|تقرير|بيان|نشره|منتدي|مهرجان|برنامج|دوره""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A line that is a date line.

    `mention` is the date it names, with offsets into the line; it may lack the year or
    be impossible. `modified` says that the line only says when the page was changed.
    """

    mention: Mention
    modified: bool = False


@lru_cache(maxsize=4096)
def read_dateline(text: str) -> DateLine | None:
    """The date that the line `text` consists of, None where the line is anything else.

    Next to the date there may be its weekday and time, words such as "Published on" or
    « Publié le », counters of comments and views, a section, and a place or author of a
    few words before or after it. A line of which the date is only a part of a sentence
    or of a headline is not a date line.
    """
    if not 6 <= len(text) <= _MAX_CHARS or not has_digit(text):
        return None
    if _FRAGMENT.search(text):
        return None
    text = _LABELLED.sub("", text)
    text = _TIME_LAST.sub(r"\1 ", _TIME_FIRST.sub(r"\1 ", text))
    mentions = find_mentions(text)
    if not mentions:
        return None
    if any(mention.year is None for mention in mentions):
        text, mentions = _with_short_years(text, mentions)
    folded = fold(text)
    chosen, modified = _published(folded, mentions)
    if chosen.year is None and (text.endswith(".") or _PERHAPS.match(text)):
        return None
    if NO_LABEL.search(folded[: chosen.start]):
        return None
    rest = list(folded.replace("\u0640", " "))
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    if _TODAY.fullmatch(folded, 0, mentions[0].start):
        rest[: mentions[0].start] = " " * mentions[0].start
    rest_text = _BESIDES.sub(_blank, TIME.sub(_blank, "".join(rest)))
    if not rest_text.isascii():
        rest_text = _SIGNED_LABEL.sub(_blank, rest_text)
    if not _is_furniture(text, rest_text, chosen) and not _is_signed(text, folded, chosen):
        return None
    return DateLine(mention=chosen, modified=modified)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _with_short_years(text: str, mentions: list[Mention]) -> tuple[str, list[Mention]]:
    """Read "9 Mar 21" as "9 Mar '21" where nothing but a mark or the end of the line follows."""
    for mention in mentions:
        short = _SHORT_YEAR.match(text, mention.end)
        if short and mention.year is None and mention.day is not None and mention.form == "words":
            at = short.start("space")
            text = f"{text[:at]}'{text[at + 1 :]}"
    return text, find_mentions(text)


def _published(folded: str, mentions: list[Mention]) -> tuple[Mention, bool]:
    """The mention that tells the day of publication, and whether it is a change only."""
    changes = []
    at = 0
    for mention in mentions:
        label = folded[at : mention.start]
        at = mention.end
        changed = _MODIFIED.search(label) is not None
        if _PUBLISHED.search(label) and not changed:
            return mention, False
        changes.append(changed)
    chosen = mentions[0]
    for mention, changed in zip(mentions, changes, strict=True):
        if not changed:
            chosen = mention
            break
    return chosen, all(changes)


def _is_furniture(text: str, rest: str, mention: Mention) -> bool:
    """Whether what is next to the date is labels, counters, a place or an author."""
    foreign = 0
    for part in re.split(r"[|•·»>/()\[\]–—]|\s-\s", rest):
        strange = foreign_words(_MARKS.sub("", part))
        label = len(strange) == 1 and _BARS.search(text) and _SECTION.fullmatch(part)
        if not label and any(HEADLINE.fullmatch(match[0]) for match in strange):
            return False
        foreign += len(strange)
        if len(strange) > 3 or len(_NUMBER.findall(part)) > 2:
            return False
    if foreign == 0:
        return True
    if mention.day is None:
        return _stands_alone(text, mention)
    if mention.last or foreign > 4 or text.endswith((".", "!", "?", "؟")):
        return False
    if _POSTED_BY.match(rest):
        return True
    if cues.ACTION.search(rest):
        return False
    return _set_apart(text, rest, mention)


_SIGNED = re.compile(
    r"(?:(?:[Bb]y|[Pp]ar|[Vv]on|[Pp]or)\s)?(?P<persons>[^,|]+)"
    r"(?:, (?P<outlet>[^,|]+?)\W*|\s*[|•·]\s*)"
)
_SMALL_NAMES = frozenset(
    {"&", "and", "et", "und", "y", "e", "of", "de", "van", "von", "dpa", "afp", "apa", "ntb", "efe"}
)
_BEFORE_DAY = re.compile(rf"(?:{TIME.pattern})\s?(?:[a-z]{{1,4}}\s)?\W*\Z")
_BEHIND_DAY = re.compile(
    rf"[\s,|-]*(?:(?:at|um|a|alle)\s)?(?:{TIME.pattern})(?:\s?[a-z.]{{1,5}}){{0,2}}"
)
_MOST_NAMES, _MOST_PERSONS = 4, 9


def _is_signed(text: str, folded: str, mention: Mention) -> bool:
    """Whether a person, an outlet and a time of day or a bar are all that is next to the day, as
    in "Anna Moor, THE HERALD 3:53 p.m. EST October 3, 2014"."""
    if mention.full is None:
        return False
    before = _BEFORE_DAY.search(folded, 0, mention.start)
    barred = _BAR.search(text[: mention.start]) and mention.end == len(text)
    if before is None and not barred and not _BEHIND_DAY.fullmatch(folded, mention.end):
        return False
    if before and folded[mention.end :].strip(" .,|"):
        return False
    signed = _SIGNED.fullmatch(text, 0, before.start() if before else mention.start)
    return signed is not None and all(
        least <= len(words) <= most
        and all(word[0].isupper() or word in _SMALL_NAMES for word in words)
        for words, least, most in (
            (signed["persons"].split(), 2, _MOST_PERSONS),
            ((signed["outlet"] or "").split(), 0, _MOST_NAMES),
        )
    )


def foreign_words(rest: str) -> list[re.Match[str]]:
    """The words that are neither labels nor weekdays, nor of a day that is given twice."""
    weekdays, hijri = calendar.weekdays(), calendar.hijri_months()
    return [
        match
        for match in _WORD.finditer(rest)
        if not _LABEL.fullmatch(match[0]) and match[0] not in weekdays and match[0] not in hijri
    ]


# "Posted on … by press office": here names may be written small
_POSTED_BY = re.compile(
    r"\W*(?:posted|published|submitted|added|veroffentlicht|publie\w*|poste|ajoute|نشرت?|اضيف)\b"
    r".*\b(?:by|par|von|بواسطه|من طرف|من قبل)\b[\w .,'-]{2,60}$"
)
_BARS = re.compile(r"[|•·]")
_BY = re.compile(r"\W*(?:by|par|von|por|di|door|بقلم)\s")
_SECTION = re.compile(r"\s*(?:\w+|communique de presse)\s*")
_BAR = re.compile(r"^\s*[|•·]|[|•·]\s*$")


def _stands_alone(text: str, mention: Mention) -> bool:
    """Whether bars part a month from all that is next to it."""
    before, behind = text[: mention.start], text[mention.end :]
    return mention.year is not None and all(
        not part.strip() or _BAR.search(part) for part in (before, behind)
    )


_OPENS = re.compile(r"(?:[,،:|•·/–—»>-]|\b(?:on|le|am|vom|el|في|بتاريخ))$")
_CLOSES = re.compile(r"[,،|•·/–—(\[-]|(?:by|par|von|por|in|à|[ap]m|uhr)\b|\d", re.IGNORECASE)


def _set_apart(text: str, rest: str, mention: Mention) -> bool:
    """Whether the foreign words are names, and set apart from the date by punctuation."""
    strange = foreign_words(rest)
    if any(text[match.start()].islower() for match in strange):
        return False
    if _AGENCY.search(rest, mention.end):
        return True
    before = [match for match in strange if match.start() < mention.start]
    if before and not _OPENS.search(text[: mention.start].rstrip()):
        signed = _BY.match(rest) or TIME.match(fold(text[mention.end :]).lstrip(" ,|-"))
        if not signed or len(before) > 3 or mention.full is None:
            return False
    return all(match.start() < mention.end for match in strange) or bool(
        _CLOSES.match(text[mention.end :].lstrip())
    )
