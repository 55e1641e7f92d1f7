"""The words that the rules lean on, read once from the data files next to this module.

Every word has its senses as bits of one number, so a token is looked up once and each
rule asks with `&`. English and French share one table, for a page may mix both; Arabic
has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import repeat

from babel import Locale

from indexer.language.given_names import given_names
from indexer.language.normalize import fold_arabic, fold_arabic_word, fold_case, word_set

LATIN = ("en", "fr")

_SECTIONS: list[str] = []
"""The sections of the files, and what else is known of words; each has a bit."""


def _bits(names: str) -> Iterator[int]:
    for name in names.split():
        _SECTIONS.append(name)
        yield 1 << len(_SECTIONS) - 1


TITLE, HONORIFIC, ROLE, ROLE_WORD = _bits("titles honorifics role_heads role_words")
OFFICE, ROYAL, _, SPEECH, PERSON_LINK = _bits("offices royals role_links speech person_links")
BODY, WEAK_BODY, NOT_BODY = _bits("org_heads org_heads_weak not_org")
BODY_LABEL, BODY_SUFFIX, _, FACILITY = _bits("org_labels org_suffixes org_prefixes facilities")
PORTFOLIO, TOPIC, ORGAN = _bits("portfolio topics organ_words")
PLACE_WORD, PLACE_AFFIX, PLACE_PREFIX = _bits("place_words place_affixes place_prefixes")
PREPOSITION, SURE_PREPOSITION, REGION = _bits("place_prepositions sure_prepositions regions")
FUNCTION, COMMON, DEMONYM, NOT_ACRONYM = _bits(
    "function common demonyms acronyms_not_organizations"
)
GIVEN_NAME, NAME_WORD, PARTICLE = _bits("given_names name_words name_particles")
NOUN, CALENDAR, LANGUAGE, ROLE_PLURAL = _bits("nouns calendar language role_plural")
_BITS = {section: 1 << bit for bit, section in enumerate(_SECTIONS)}


def mask(sections: str) -> int:
    """The bits of several sections."""
    return sum(_BITS[section] for section in sections.split())


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The sections of one data file, each with its entries as they are written."""
    return sections_of(resources.files(__package__).joinpath(f"{name}.txt").read_text("utf-8"))


def sections_of(text: str) -> Mapping[str, tuple[str, ...]]:
    """The sections of a file of such form."""
    found: dict[str, str] = {}
    current = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            current = line.strip("[]")
        elif line and not line.startswith("#"):
            found[current] = f"{found.get(current, '')} {line}"
    return {
        section: tuple(entry for entry in map(str.strip, joined.split(",")) if entry)
        for section, joined in found.items()
    }


@cache
def phrases(section: str) -> frozenset[str]:
    """The entries of one section in the English and French files, folded, "'s" as a word."""
    return frozenset(
        fold_case(entry).replace("'s", " 's")
        for name in LATIN
        for entry in sections(name).get(section, ())
    )


@cache
def phrase_starts(section: str) -> frozenset[str]:
    """The first words of these."""
    return frozenset(entry.partition(" ")[0] for entry in phrases(section))


@cache
def words_of(section: str) -> frozenset[str]:
    """The words of one rule."""
    return frozenset(sections("rules")[section])


@cache
def endings_of(*sections_of_rules: str) -> tuple[str, ...]:
    """What words of some kinds end in, as `str.endswith` takes it."""
    return tuple(ending for name in sections_of_rules for ending in sections("rules")[name])


SENSE_NAMES = tuple((bit, section.replace("_", " ")) for section, bit in _BITS.items())
"""What each sense is called where it is shown."""


@cache
def latin_senses() -> Mapping[str, int]:
    """Folded English and French words → their senses."""
    return _senses(LATIN)


@cache
def language_senses(language: str) -> Mapping[str, int]:
    """Folded words → their senses in one language; in both, where it is neither of them.

    Titles of address go with a person across languages ("Mme Diallo" in English), unless they
    are short or a word of the language itself.
    """
    if language not in LATIN:
        return latin_senses()
    senses = _senses((language,))
    for word, bits in latin_senses().items():
        if bits & TITLE and len(word) > 2 and word not in senses and word in _ABROAD:
            senses[word] = bits & (TITLE | HONORIFIC)
    return senses


def senses_of(folded: Iterable[str], language: str) -> list[int]:
    """The senses of each of the folded words of a text in that language."""
    return list(map(language_senses(language).get, folded, repeat(0)))


_ABROAD = word_set("mme mlle mgr mr mrs ms dr prof cheikh sheikh sheikha cheikha emir émir")


def _senses(languages: Sequence[str]) -> dict[str, int]:
    senses: dict[str, int] = {}
    for name in languages:
        for section, entries in sections(name).items():
            bit = _BITS.get(section, 0)
            for entry in entries if bit else ():
                word = fold_case(entry)
                senses[word] = senses.get(word, 0) | bit
    for word in [word for word, bits in senses.items() if bits & ROLE and word[-1] not in "sx"]:
        senses[word + "s"] = senses.get(word + "s", 0) | ROLE_PLURAL
    for words, bit in ((_calendar(languages), CALENDAR), (_languages(languages), LANGUAGE)):
        for word in words:
            senses[word] = senses.get(word, 0) | bit
    # made or foreign lists say nothing of words that the files know better
    for word in _demonyms():
        senses.setdefault(word, DEMONYM)
    for word in given_names()[0]:
        senses.setdefault(word, GIVEN_NAME)
    return senses


@cache
def arabic_senses() -> Mapping[str, int]:
    """Folded Arabic words → their senses."""
    senses: dict[str, int] = {}
    for section, entries in sections("ar").items():
        bit = _BITS.get(section, 0)
        for entry in entries if bit else ():
            word = fold_arabic_word(entry)
            senses[word] = senses.get(word, 0) | bit
    for word in [word for word, bits in senses.items() if bits & ROLE and word[:2] != "ال"]:
        senses.setdefault("ال" + word, ROLE)
    for word in _arabic_demonyms():
        senses[word] = senses.get(word, 0) | DEMONYM
    for word in given_names()[1]:
        senses.setdefault(word, GIVEN_NAME)
    return senses


def _calendar(languages: Sequence[str]) -> set[str]:
    """Months and weekdays, in full and shortened, from CLDR."""
    words: set[str] = set()
    for language in languages:
        locale = Locale(language)
        for table in (locale.months, locale.days):
            for context in table.values():
                for width in ("wide", "abbreviated"):
                    words.update(fold_case(str(v)).rstrip(".") for v in context[width].values())
    return {word for word in words if len(word) > 2}


def _languages(languages: Sequence[str]) -> set[str]:
    """Languages whose names are one word, from CLDR."""
    names = {fold_case(str(v)) for code in languages for v in Locale(code).languages.values()}
    return {name for name in names if name.isalpha() and len(name) > 3}


_STEM_ENDS = ("", "a", "e", "i", "o", "y", "ia", "ie", "land", "lande", "es", "s")
_DEMONYM_ENDS = word_set(
    "an ian n ean ese i ish ans ians eans is ien ienne iens iennes éen éenne ais aise ain aine "
    "ains aines ois oise and ande ique"
)


def _demonyms() -> set[str]:
    """Adjectives of countries by their usual endings: more than exist, none that is a name."""
    countries = {
        fold_case(str(name))
        for code in LATIN
        for key, name in Locale(code).territories.items()
        if len(key) == 2 and str(name).isalpha()
    }
    made: set[str] = set()
    for country in countries:
        for cut in _STEM_ENDS:
            stem = country.removesuffix(cut)
            if len(stem) >= 3 and (not cut or stem != country):
                made.update(stem + end for end in _DEMONYM_ENDS)
    return made - countries


def _arabic_demonyms() -> set[str]:
    made: set[str] = set()
    for key, name in Locale("ar").territories.items():
        word = fold_arabic(str(name))
        if len(key) != 2 or " " in word:
            continue
        stem = word.removeprefix("ال").removesuffix("ه").removesuffix("يا").removesuffix("ا")
        if len(stem) >= 3:
            for form in (stem + "ي", stem + "يه", stem + "يين", stem + "يون"):
                made.update((form, "ال" + form))
    return made
