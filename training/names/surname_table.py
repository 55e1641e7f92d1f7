"""Builds indexer/language/surnames.txt from the word lists of Faker (MIT).

python -m training.names.surname_table
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import faker.providers.person as person

from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic

TABLE = Path(__file__).parents[2] / "indexer" / "language" / "surnames.txt"
HEAD = "# Surnames of many languages, folded, from the word lists of Faker (MIT licence).\n"


def main() -> None:
    """Write the table again."""
    found = set()
    for name in _surnames():
        folded = fold_arabic_word(name) if is_arabic(name) else fold_case(name)
        if len(folded) > 2 and (is_arabic(folded) or folded[0] < "\u0250"):
            found.add(folded)
    TABLE.write_text(HEAD + "".join(f"{name}\n" for name in sorted(found)), "utf-8")


def _surnames() -> Iterator[str]:
    for module in pkgutil.iter_modules(person.__path__):
        provider = import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            if "last_name" in attribute and not callable(names):
                yield from (name for name in names if isinstance(name, str) and " " not in name)


if __name__ == "__main__":
    main()
