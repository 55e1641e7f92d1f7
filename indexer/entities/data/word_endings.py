"""What words end in, English and French, as far as that says what kind of word they are.

Tuples, as `str.endswith` takes them; the words are folded.
"""

from __future__ import annotations


def _endings(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ABSTRACT = _endings("ing ment tion ture ics ence ity ance sion logy")

TOPICAL = (*_ABSTRACT, *_endings("al ic ive ary ies ers"))
"""Fields of work, their adjectives, and those who work in them: "Naval", "Weavers"."""

FIELDS = (*TOPICAL, *_endings("acy istry graphy nomy ship"))
""" "Naval Academy of …", "Pharmacy Council of …": names that need the place."""

NO_PLACES = _endings("ism isme ics logy tion ship ness ity")
""" "in Botany", "in Relativity": what one can be in that is not a place."""
