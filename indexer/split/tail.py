"""What stands below the end of a page's one story and was taken for it: the comments of readers.

The reader of one story (single.py) looks at each line with what is around it. To end a story where
other stories, a legal notice or twenty lines of none follow was tried and given up: the body lost
.010 with inscriptis on sites that the trees know, and gained next to nothing on others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.page import Line

_SOME: Final = 0.4
"""Such a share of the letters stands above where a story may end."""
_ADDRESS: Final = re.compile(
    r"\W*(?:\d+\.\s)?(?:https?://|www\.)\S+(?:\s\S+)?|<\w+\s[^>]*>?|</\w+>"
)
_FORM: Final = re.compile(
    r"\W*(?:(?:(?:deine|ihre|meine) e-?mail-?adresse wird nicht|your e-?mail address will not"
    r"|votre (?:adresse (?:e-?mail|de messagerie) |e-?mail )ne sera pas"
    r"|tu (?:direcci[óo]n de )?(?:correo|e-?mail)(?: electr[óo]nico)? no ser[áa]"
    r"|لن يتم نشر عنوان بريدك|erforderliche felder sind|required fields are marked"
    r"|los campos obligatorios est[áa]n|les champs obligatoires sont|الحقول الإلزامية مشار"
    r"|(?:diese (?:web)?(?:site|seite) verwendet|este sitio (?:usa|utiliza)|ce site utilise"
    r"|this site uses|هذا الموقع يستخدم) akismet).{0,220}"
    r"|(?:schreiben? (?:sie )?(?:einen|ihren) kommentar|leave a reply|laisser un commentaire"
    r"|deja una respuesta|اترك (?:تعليق|رد)\w{0,2})"
    r"(?: .{0,20}(?:abbrechen|reply|r[ée]ponse|respuesta))?"
    r"|antworte?n? abbrechen|cancel reply|annuler la r[ée]ponse|cancelar la respuesta"
    r"|إلغاء الرد)\W*"
    r"|[^.!?]{2,40} (?:sagt|says|dit|dice|يقول) ?:\s.{0,16}\d{4}.{0,20}",
    re.IGNORECASE,
)
"""The form for comments of readers, or the head of one."""
_INVITED: Final = re.compile(
    r"(?:[^.!?؟]{0,70}[?؟]\s*)?(?:"
    r"(?:please |so )?(?:tell|let) us\b.{0,50}\bcomments?\b|(?:share|leave|post|join|have)\b.{0,50}"
    r"\bcomments\b|(?:dites|donnez|partagez|laissez|r[ée]agissez)\b.{0,50}\bcommentaires?\b"
    r"|(?:schreib|sag|teil|diskutier)\w*\b.{0,50}\bkommentare?n?\b"
    r"|(?:d[ée]ja\w*|cu[ée]nta\w*|comparte|opina|d[ií]nos)\b.{0,50}\bcomentarios?\b"
    r"|(?:شارك|اترك|أخبر|اكتب|ناقش)\w*\s.{0,50}\b(?:ال)?تعليق(?:ات)?(?:كم|ك)?\b).{0,20}",
    re.IGNORECASE,
)
"""What asks readers for comments, perhaps below a question."""


def is_invitation(text: str) -> bool:
    """Whether a line asks readers for their comments."""
    return _INVITED.fullmatch(text) is not None


def without_tail(lines: Sequence[Line], body: Sequence[int]) -> list[int]:
    """The lines of a story by their numbers, up to the comments of readers, no bare addresses."""
    left = [n for n in body if not _ADDRESS.fullmatch(lines[n].text)] or list(body)
    whole = sum([len(lines[n].text) for n in left])
    return _above_comments(lines, left, least=_SOME * whole)


def _above_comments(lines: Sequence[Line], body: Sequence[int], *, least: float) -> list[int]:
    """So much of a body as stands above the comments of readers or the form for them."""
    read, above = 0.0, body[0] + 1
    for place, number in enumerate(body):
        if read >= least and any(_FORM.fullmatch(lines[n].text) for n in range(above, number + 1)):
            return list(body[:place])
        above = number + 1
        read += len(lines[number].text)
    return list(body)
