"""What stands below the end of a page's one story and was taken for it, such as other stories.

The reader of one story (single.py) looks at each line with what is around it; where below most of
a story a whole part of the frame begins, what follows is of the page and none of the story's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from indexer.clean import Kind
from indexer.page import Line
from indexer.split.pointers import is_lead_in

_BEGINS_ANOTHER: Final = frozenset({Kind.SECTION, Kind.ASIDE})
_FEW_LINES: Final = 4
_MANY_LINES: Final = 20
_SOME: Final = 0.4
"""Such a share of the letters stands above where a section of other stories begins."""
_MOST: Final = 0.6
"""The same where a story's end is known by less: a legal notice, or many lines of none."""
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


def without_tail(
    lines: Sequence[Line], kinds: Sequence[Kind | None], body: Sequence[int]
) -> list[int]:
    """The lines of a story by their numbers, up to where it ends, without bare addresses."""
    left = [n for n in body if not _ADDRESS.fullmatch(lines[n].text)] or list(body)
    whole = sum([len(lines[n].text) for n in left])
    left = _above_comments(lines, left, least=_SOME * whole)
    read = 0
    for place, (above, below) in enumerate(itertools.pairwise(left), 1):
        read += len(lines[above].text)
        if below - above > _FEW_LINES and read >= _SOME * whole:
            between = range(above + 1, below)
            if _ends(lines, kinds, between, most=read >= _MOST * whole):
                return left[:place]
    return left


def _ends(
    lines: Sequence[Line], kinds: Sequence[Kind | None], between: range, *, most: bool
) -> bool:
    """Whether a story ends where so many lines of none follow; `most` of it stands above."""
    of_frame = {kinds[n] for n in between}
    if of_frame & _BEGINS_ANOTHER or any(is_lead_in(lines[n].text) for n in between):
        return True
    return most and (Kind.END in of_frame or len(between) >= _MANY_LINES)


def _above_comments(lines: Sequence[Line], body: Sequence[int], *, least: float) -> list[int]:
    """So much of a body as stands above the comments of readers or the form for them."""
    read, above = 0.0, body[0] + 1
    for place, number in enumerate(body):
        if read >= least and any(_FORM.fullmatch(lines[n].text) for n in range(above, number + 1)):
            return list(body[:place])
        above = number + 1
        read += len(lines[number].text)
    return list(body)
