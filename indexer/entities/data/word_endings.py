"""What words end in, English and French, as far as that says what kind of word they are.

Tuples, as `str.endswith` takes them; the words are folded.
"""

from __future__ import annotations


def _endings(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ABSTRACT = _endings("ing ment tion ture ics ence ity ance sion logy")

WORK = (*_ABSTRACT, *_endings("tions ism"))
"""What people work in: "a lecturer in Linguistics"."""

TOPICAL = (*_ABSTRACT, *_endings("al ic ive ary ies ers"))
"""Fields of work, their adjectives, and those who work in them: "Naval", "Weavers"."""

FIELDS = (*TOPICAL, *_endings("acy istry graphy nomy ship"))
""" "Naval Academy of …", "Pharmacy Council of …": names that need the place."""

NO_PLACES = _endings("ism isme ics logy tion ship ness ity")
""" "in Botany", "in Relativity": what one can be in that is not a place."""

TRADES = _endings(
    "ist logist grapher ician maker man woman keeper ator master "
    "iste trice teur logue graphe cien cienne euse ière"
)
""" "the cellist", « la navigatrice »."""

ADJECTIVES = _endings("able ible ous ed ern ant ent ical ular")
"""English adjectives next to the topical ones: "Renewable Energy"."""

_FRENCH = _endings(
    "ais aise ois oise ien ienne ain aine al ale ique if ive é ée el elle aire eux euse ante"
)

LABELLING = (*_FRENCH, *_endings("ant and ande ol ole"))
"""Adjectives between a French label and the name: « la compagnie danoise Zéphyr »."""

NAMING = (
    *_FRENCH,
    *_endings(
        "ide ides vert verte vertes ales aux aises aines ains iques iennes iens elles els ives "
        "ifs aires ées és eure eures euses able ables ane anes enne antes ants arabe arabes "
        "libre libres iste istes propre propres ine ines"
    ),
)
"""Adjectives within a French name: « Ligue des jardins suspendus »."""
