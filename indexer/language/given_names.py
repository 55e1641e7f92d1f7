"""Given names of many languages, from the word lists of Faker."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic

_LOCALES = (
    "ar_AA ar_DZ fr_DZ fr_FR fr_QC en_US en_GB en_IN en_KE en_NG yo_NG ha_NG ig_NG tw_GH sw "
    "zu_ZA tr_TR az_AZ uz_UZ id_ID de_DE es_ES es_MX it_IT pt_BR pt_PT nl_NL pl_PL ro_RO sv_SE "
    "hr_HR cs_CZ hu_HU no_NO fi_FI da_DK"
)


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Folded given names in Latin and in Arabic script."""
    latin: set[str] = set()
    arabic: set[str] = set()
    for name in _names():
        first = name.split()[0]
        if is_arabic(first):
            arabic.add(fold_arabic_word(first))
        else:
            latin.add(fold_case(first))
    return (
        frozenset(name for name in latin if len(name) > 2),
        frozenset(name for name in arabic if len(name) > 2),
    )


def _names() -> Iterable[str]:
    for locale in _LOCALES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            yield from (name for name in getattr(provider, attribute, ()) if name.strip())
