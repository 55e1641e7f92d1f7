"""Words next to a date that tell what it is the date of.

They are complete for English, French and Arabic; German, Spanish, Italian, Portuguese and Dutch
have those by which a day is due or past (`more`).

All patterns read folded text, save those that say otherwise. A pattern whose name ends in
`_BEFORE` is for the words that come directly before the date.
"""

from __future__ import annotations

import re


def _cue(*, en: str, fr: str, ar: str, more: str = "", then: str = "") -> re.Pattern[str]:
    """Any of the words, as whole words, and `then` after them."""
    words = "|".join(filter(None, (en, fr, f"[وف]?(?:{ar})", more)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w){then}")


# before the section of a paper, in text that is not folded
SECTION_LABELS = (
    "categor(?:y|ies)|section|rubrique|cat[ée]gorie|القسم|التصنيف|kategorie|ressort|rubrik"
    "|categor[íi]a|secci[óo]n"
)

SENTENCE_END = re.compile(r"(?<![\s.][a-z])(?<!\bno|\bdr|\bmr|\bst)[.!?؟;]\s+")

# a place as it opens a story: up to four words, perhaps its country or agency in brackets
_PLACE = r"[^\W\d_][\w'.-]*(?:,?\s[^\W\d_][\w'.-]*){0,3}"
_BRACKETS = r"\([^)]{1,30}\)"
OPENING_BEFORE = re.compile(
    rf"(?:(?P<place>{_PLACE})\s*(?:{_BRACKETS}\s*)?[,/:-]?\s*)?(?:{_BRACKETS}\s*[,-]?\s*)?"
    r"[(\[]?\s*(?:on\s+|le\s+|في\s+|يوم\s+|the\s+)?"
)
OPENING_AFTER = re.compile(
    r"[)\]]?\s*(?:[مه]\s*)?[)\]]?\s*,?\s*"
    r"(?:[(/-]\s*[^()\n]{2,30}\)?\s*\.?[-:]|\.?[-:]{1,2}(?=\s)|\.?-(?=[a-z\"])|\.(?=\s)"
    r"|(?=\s[\"„“]))|[)\]]\s"
)
SMALL_WORDS = frozenset({"de", "du", "des", "el", "al", "of", "le", "la", "les", "and", "et"})

TODAY = _cue(
    en="today|yesterday|this (?:morning|afternoon|evening)|tonight|last night",
    fr="hier|avant-hier|aujourd'hui|ce (?:matin|soir|jour)|cet apres-midi",
    ar="اليوم|لليوم|امس|ليله امس",
    more="heute|gestern|hoy|ayer|anoche|oggi|ieri|hoje|ontem|vandaag|gisteren",
)

# what was done: the verbs with which news tell of a meeting, a visit, a signature
ACTION = _cue(
    en=(
        "held|took place|received|met|signed|opened|kicked off|began|started|inaugurated"
        "|launched|concluded|ended|closed|organi[sz]ed|hosted|visited|elected|participated"
        "|presented|convened|gathered|attended|celebrated|published|witnessed|adopted|joined"
        "|handed|issued|released|announced|arrived|chaired|unveiled|awarded|appointed|discussed"
        "|agreed|completed|marked|paid|welcomed|addressed|delivered|commemorated|reopened"
    ),
    fr="tenue?s?|lors|reunie?s?|organisee?s?|signee?s?|inauguree?s?|lancee?s?|ouverte?s?",
    ar=(
        "عقدت?|انعقدت?|استقبلت?|وقعت?|نظمت?|افتتحت?|شاركت?|التقت?|التقي|انطلقت?|اختتمت?"
        "|اعلنت?|احتضنت?|زارت?|تراست?|ترا[سء]ت?|جرت|جري|تم|تمت|اصدرت?|اطلقت?|بحثت?|اجرت|اجري"
        "|حضرت?|شهدت?|اقيمت?|اهدت|اهدي|دشنت?|وصلت?|كرمت?|احتفلت?|سلمت?|تسلمت?|عينت?|انتخبت?"
        "|قدمت?|القت|القي|احتفت|احتفي|عرضت?|ناقشت?|توجت?|فازت?|نشرت?|اكدت?|قام|قامت|اجتمعت?"
        "|حلت?|استضافت?|ادت|ادي|اشرفت?|صادقت?|ابرمت?|وضعت?|باشرت?|بداث?ت?|انهت|انهي"
    ),
)
# "a reçu" but not "à Rabat": for text that is in lower case, not folded
ACTION_FR = re.compile(
    r"(?<!\w)(?:a|ont|est|sont|s['’]est|se sont|avoir|été)\s+(?:\w+ment\s+)?(?:été\s+)?"
    r"\w+(?:é|ée|és|ées|i|is|it|ie|ies|u|us|ue|ues|ert|erte|ertes)(?!\w)"
)
PAST_TENSE = re.compile(r"(?<!\w)(?:\w{3,}ed|was|were|has|have|won|gave|made|led)(?!\w)")

_AR_WILL = (
    r"س(?:ي(?!د|ا|نم|نا|طر|ما|ول|ره|لف|ئ)|ت(?!ين|ون|ه|يف|ار|ان))\w{2,}"
    r"|[يت](?:دور|نتظم|نعقد|عقد|قام|تواصل|متد|ستمر|نطلق|حتضنها?|جري)"
)
FUTURE = _cue(
    en=(
        r"(?:will|shall|would|should|must|may)\s+(?:also\s+|then\s+)?(?:be\s+)?\w+"
        r"|(?:is|are|to)\s+(?:be|take|open|start|begin|host|kick|run)\s+\w+"
        r"|(?:is|are)\s+(?:scheduled|slated|expected|due|planned|set)|scheduled|slated|upcoming"
        r"|forthcoming|next|plans? to|tomorrow|deadline|closing date"
    ),
    fr=(
        "prevue?s?|prochaine?s?|doit se|doivent se|demain|date limite|delai"
        r"|devrai(?:t|ent)|pourrai(?:t|ent)|doi(?:t|vent) \w+(?:er|ir|re)|va \w+(?:er|ir|re)"
        r"|vont \w+(?:er|ir|re)"
    ),
    ar=(
        rf"سوف|{_AR_WILL}|ال?مقرره?|المزمع|ال?مقبله?|القادمه?|المرتقب|المنتظر|يعتزم|تعتزم|غدا?"
        "|استعدادا|تحضيرا|موعد|تاريخا?|برنامج"
    ),
    more=(
        r"soll(?:en)?|wird \w+ \w+|werden \w+ \w+|geplant|voraussichtlich|kommenden?|nachsten?"
        r"|morgen|tendra|se celebrara|sera|seran|serao|saranno|verra|verranno|se prevea?"
        r"|preve[ -]se|devera|deverao|dovrebbe(?:ro)?|deberia|\w{2,}(?:acak|ecek)(?:t[ıi]r)?"
        r"|قرار است|خواه[ن]?د|откро[ею]т(?:ся)?|начн[её]тся|пройд[её]т|состоится|завершится"
        r"|планиру[ею]тся|будет|будут|ожидается|намечен[аоы]?|"
        r"previst[oa]s?|programad[oa]s?|proxim[oa]s?|prossim[oa]"
        r"|manana|amanha|domani|si terra|gepland|volgende|zal|zullen"
    ),
)
# "se tiendra", "ouvrira", "auront": for text in its own case, as names end like this, too
FUTURE_FR = re.compile(
    r"(?<!\w)(?!op[eé]ra|cam[eé]ra|chol[eé]ra|hydra)"
    r"[a-zàâçéèêîôû]{1,}(?:[eéiu]ra|[nmv]dra|[eéiu]ront|[nm]dront)(?!\w)"
    # "se inaugurará", "abrirão", "aprirà"
    r"|(?<!\w)[a-zß-ÿ]\w+(?:[aei]r(?:á|án|ão)|[aei]?r(?:à|anno))(?!\w)"
)
FUTURE_AFTER = re.compile(r"\s*(?:prochain|next|المقبل|القادم)")
# an hour after the day is given for what one may still go to
HOUR_AFTER = re.compile(
    r"\s*,?\s*(?:(?:من|على|في)\s+)?(?:الساعه|علي الساعه|بدايه من|انطلاقا من|ابتداء من"
    r"|at \d{1,2}(?:[:.]\d\d|\s?[ap]\.?m)|from \d{1,2}(?:[:.]\d\d|\s?[ap]\.?m)|a \d{1,2}\s?h"
    r"|a partir de \d)"
)

DEADLINE_BEFORE = _cue(
    en=(
        "until|till|by|before|no later than|ahead of|prior to|starting|deadline|valid to"
        "|closes|from now to|(?:valid|good|open|runs?|lasts?|extended) (?:through|to)"
        "|due|matur(?:es?|ed|ing|ity)|expir(?:es?|ed|ing|y)|payable|redeemable"
        "|callable|maturity date[^.]{0,30} is|targett?ed for[^.]{0,30}|effective"
        "|(?:planned|scheduled|slated|set) for"
    ),
    fr=(
        "jusqu'au|avant|d'ici(?: au)?|au plus tard|date limite|a (?:partir|compter) du|avant le"
        "|fixee? au|prend fin|s'acheve|se termine|court jusqu'au|echeance|echeant"
        "|expirant|expire(?:ra)?|prevue?s? (?:pour|le)"
    ),
    ar=(
        "قبل|حتي|لغايه|الي غايه|الي حدود|الي|اخر اجل|اقصاه|ابتداء من|انطلاقا من|بدايه من"
        "|اعتبارا من|بحلول|[يت]ستحق|استحقاق(?:ها|ه)?|[يت]نتهي"
    ),
    more=(
        "bis(?: spatestens)?(?: zum)?|spatestens|vor dem|ab(?: dem)?|fallig|lauft|gultig bis|frist"
        "|endet|enden"
        "|concluyen?|encerram?(?:-se)?|conclui|eindigt|истека[ею]т|заканчива[ею]тся|до"
        "|ablaufend|hasta|antes del?|a partir del?|a mas tardar|venc(?:e|en|era|imiento)|caduca"
        "|expira|finaliza|termina|acaba|finda|fino al?|entro(?: il)?|prima del|dal"
        "|scad(?:e|ono|ra|enza)|ate(?: o)?|antes de|a partir de|vencimento"
        "|tot(?: en met)?|voor|uiterlijk|vanaf|vervalt"
    ),
    then=r"\s*:?\s*(?:(?:the|le|on|el|il|em|am|op|den|dem|o|a|يوم|تاريخ|ايام)\s*)?$",
)
# "am 15. November 2012 fällig", "the 15 November maturity"
DEADLINE_AFTER = re.compile(
    r"\s*(?:fallig|ablaufen|auslaufen|enden|fertig(?:gestellt)?|maturity|maturities|expiry|due date"
    r"|deadline|به پايان|منقضي|options?\b|futures?\b|notes?\b|bonds?\b)(?!\w)"
)
HISTORIC_AFTER = re.compile(r"\s*(?:gegrundet|geboren|gestorben|verstorben|in kraft)(?!\w)")
# "Statement of the Council – 12 March 2021": a headline that ends with its day
TITLE_END = re.compile(r"(?:[-:,|(]|\b(?:of|du)|(?<!\w)(?:بيان|بتاريخ|يوم))\s*$")
HISTORIC_BEFORE = _cue(
    en=(
        "since|founded|established|created|born|died|dating|dated|dates|back to|as of"
        "|anniversary of|after|following|resolution|law|decree|treaty|convention|declaration"
        "|events of|earthquake of|attacks? of|inventories|outstanding|compared (?:with|to)|invested"
        "|(?:quarter|(?:half-)?year|months?|weeks?|period|half|interest)"
        "(?: end(?:ed|ing)| to| from)?"
        "|formed|introduction|subsequent to|highest|lowest|level"
    ),
    fr=(
        "depuis|fondee?s?|creee?s?|nee?s?|datee?s?|datant|remonte|loi|decret|dahir"
        "|resolution|apres|suite a|vigueur|seisme"
    ),
    ar=(
        "منذ|تاسست?|انشئت?|ولدت?|مولود|مواليد|توفيت?|ال?مؤرخه?|الصادره?|قرار|قانون|ظهير|بعد|عقب"
        "|احداث|ذكري|ثوره|زلزال|اعتداءات?|مباراه"
    ),
    more=(
        "seit|gegrundet|geboren|gestorben|nach|vom|gesetz|verordnung|jahrestag(?: des)?"
        "|desde|fundad[oa]s?|nacid[oa]s?|fallecid[oa]s?|tras|despues del?|ley|decreto|fechad[oa]"
        "|dopo|fondat[oa]|nat[oa]|mort[oa]|legge|sinds|opgericht|geboren|na|wet"
        "|fundad[oa]|nascid[oa]|apos|depois de|lei"
    ),
    then=(
        r"(?:\s+(?:n[o°]?\.?\s*|رقم\s*|عدد\s*)?[\d./-]+)?\s*,?\s*(?:back\s+to\s+)?"
        r"(?:(?:in|on|at|from|of|as of|le|en|du|au|the|el|il|em|am|im|op|den|dem|del"
        r"|في|سنه|عام|بتاريخ|يوم|من)\s*)*$"
    ),
)
EARLIER = _cue(
    en="previous|earlier|preceding|recall(?:ed|ing|s)|had (?:been|already)",
    fr=r"precedente?s?|anterieure?s?|rappel\w*|avaient|avait",
    ar="السابقه?|الماضيه|مذكرا|يذكر ان|وكان قد|وكانت قد|سبق|كان قد|كانت قد",
    more="zuvor|bereits|hatten?|vorherigen?|anterior(?:es)?|habian?|precedent[ei]|avevano|eerder",
)
# "under the accord signed on …": the date of what the news rests on
BASIS = _cue(
    en=(
        r"following|pursuant to|in (?:application|implementation|execution|pursuance) of"
        r"|in accordance with|under the (?:\w+ )?(?:agreement|accord|convention|memorandum|treaty)"
        r"|since (?:its|the|their|his|her)"
    ),
    fr=(
        "depuis (?:sa|son|la|le|leur)|suite a|en application|en vertu|conformement"
        "|dans le prolongement|aux termes"
    ),
    ar="تفعيلا?|تنفيذا|بموجب|وفقا|طبقا|بناء علي|استنادا",
    then=r"[^,.;:]*$",
)
# "the prize, announced in …": says which prize is meant
ASIDE_BEFORE = re.compile(
    r",\s+(?:first\s+|itself\s+)?\w{3,}(?:ed|e|ee|es|ees|i|ie|u|ue)\s+(?:in|on|en|le)\s*$"
)
ATTRIBUTE_BEFORE = re.compile(r"(?<!\w)(?:of (?:the )?|du )$|(?<!\w)في\s*$")
LISTED_BEFORE = re.compile(r"^[\s*•·–-]*$")
