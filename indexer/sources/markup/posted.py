"""The sentence below a post that says when it was posted, as blogs write it."""

from __future__ import annotations

import re

from indexer.dates.mentions import Mention, find_mentions
from indexer.language.folding import fold
from indexer.language.words import has_digit

_MOST_CHARS = 500
_NEAR_CHARS = 60

# folded; behind each of these the day comes
_BEFORE = re.compile(
    r"(?<!\w)(?:(?:this |the )?(?:entry|post|article|story|item|page|piece)?\s?"
    r"(?:was|were) (?:first |originally )?(?:posted|published|written|filed|created|added"
    r"|submitted)"
    r"|(?:wurde|ist|war)(?: (?:zuerst|erstmals))?(?= am\b)|verfasst am|geschrieben am"
    r"|(?:a ete|est|fut) (?:publiee?|postee?|ecrite?|mise? en ligne|redigee?|ajoutee?)"
    r"|(?:e stat[ao]|e) (?:pubblicat|scritt|postat|inserit)[ao]"
    r"|(?:fue|ha sido|foi) (?:publicad|escrit|postead|postad|enviad)[ao]"
    r"|(?:werd|is) (?:geplaatst|gepubliceerd|geschreven)(?= op\b)|geplaatst op|gepost op"
    r"|(?:zostal|zostala)?\s?(?:opublikowan|zamieszczon|napisan|dodan)[yao]"
    r"|byl[ao]? (?:publikovan|zverejnen|pridan)[ao]?"
    r"|(?:опубликован|размещен|добавлен|написан)[ао]?|(?:опубл[іи]кован|розм[іi]щен)[оаий]?"
    r"|(?:publicerades|postades|skrevs|ble (?:publisert|skrevet|lagt ut)"
    r"|blev (?:publiceret|skrevet))"
    r"|تم (?:نشر|اضافه|كتابه)[^.،,]{0,30}|نشر(?:ت)? (?:هذه?|هذا) [^.،,]{0,30})",
)
# folded; "wurde am 4. Mai 2021 um 10:00 Uhr gepostet", which it takes to be a day of posting
_BEHIND = re.compile(
    r"[^.!?]{0,60}?\b(?:gepostet|veroffentlicht|publiziert|erstellt|verfasst|geschrieben|eingestellt"
    r"|hochgeladen|abgelegt|gebloggt|online gestellt|geplaatst|gepubliceerd"
    r"|tarihinde (?:yay[ıi]n|ekle)"
    r"|julkaistu)"
)
_VERB_LATER = re.compile(r"(?:wurde|ist|war)(?: (?:zuerst|erstmals))?$")
# what a story tells of others is not when it was posted
_OWN = re.compile(
    r"\b(?:filed under|tagged|categor|permalink|responses?|rss|feed|trackback|comments?|bookmark"
    r"|follow|kategorie|abgelegt|kommentar|lesezeichen|antworten|schlagw|categori[ea]s?|commentaires?"
    r"|etiquet|comentari|kategori|komentar|рубрик|категор|метк|taggat|tagged|reacties|تصنيف|تعليق|قسم"
    r"|this (?:entry|post|article|story|item|page)|dieser (?:beitrag|eintrag|artikel)|cet article"
    r"|ce billet|cette (?:entree|note)|quest[oa] (?:articolo|post|voce)"
    r"|est[ae] (?:entrada|articulo|post|artigo)"
    r"|dit (?:bericht|artikel)|ten (?:wpis|artykul)|tento (?:clanek|prispevek)"
    r"|эт[аои]т? (?:запись|статья|пост)"
    r"|هذ[اه] (?:المقال|المقاله|الموضوع|الخبر|التدوينه|المشاركه))"
)


def posting_day(text: str) -> Mention | None:
    """The day that a line names as that on which the post was posted, None in any other line.

    Such as "This entry was posted on Tuesday, May 4th, 2021 at 10:00 am and is filed under News."
    """
    if len(text) > _MOST_CHARS or not has_digit(text):
        return None
    folded = fold(text)
    if not _OWN.search(folded):
        return None
    days = [one for one in find_mentions(text) if one.full and not one.last]
    if not days:
        return None
    first = days[0]
    for said in _BEFORE.finditer(folded, 0, first.start):
        if first.start - said.end() > _NEAR_CHARS:
            continue
        if not _VERB_LATER.search(said[0]) or _BEHIND.match(folded, first.end):
            return first
    return None
