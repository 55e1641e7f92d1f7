"""The table of organizations for the pages: what readers of three languages call each.

    python -m scripts.organization_labels

writes `search_app/data/organizations.txt` from the bodies of the world that the indexer knows
(`indexer/entities/data/world_organizations.txt`). The same list gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.entities.data.world_organizations import world_organizations
from indexer.language.normalize import is_arabic

TABLE = Path(__file__).parents[1] / "search_app" / "data" / "organizations.txt"
_HEAD = (
    "# What readers of English, French and Arabic call the bodies of the world, and every form",
    "# of each. Written by scripts/organization_labels.py from this project's own list.",
)
_FRENCH = re.compile(
    r"\b(?:des|de|du|d|la|le|les|l|et|pour|aux|au|en|sans|internationale|mondiale?|africaine?|"
    r"arabe|islamique|européenne?|nations unies|cour|ligue|banque|fonds)\b|[éèêàçôœ]",
    re.IGNORECASE,
)


def rows() -> Iterator[str]:
    """One line a body: the three labels, then all forms."""
    for forms in world_organizations():
        yield "\t".join((*labels(forms), "|".join(forms)))


def labels(forms: Sequence[str]) -> tuple[str, str, str]:
    """Full names with their acronyms in English and French, and the Arabic name.

    The list has the English forms first, then the French ones; an acronym is behind its name.
    """
    latin = [form for form in forms if not is_arabic(form)]
    french = next((at for at, form in enumerate(latin) if at and _is_french(form)), len(latin))
    arabic = next((form for form in forms if is_arabic(form) and " " in form), "")
    arabic = arabic or next(filter(is_arabic, forms), "")
    return _defined(latin[:french]), _defined(latin[french:], _acronym(latin)), arabic


def _is_french(form: str) -> bool:
    return " " in form and bool(_FRENCH.search(form)) and not re.search(r"\b(?:of|the)\b", form)


def _acronym(forms: Sequence[str]) -> str:
    return next((form for form in forms[1:] if " " not in form and form.isupper()), "")


def _defined(forms: Sequence[str], otherwise: str = "") -> str:
    if not forms:
        return ""
    acronym = _acronym(forms) or otherwise
    return f"{forms[0]} ({acronym})" if acronym and " " in forms[0] else forms[0]


def main() -> None:
    """Write the table."""
    TABLE.write_text("\n".join((*_HEAD, *rows())) + "\n", "utf-8")


if __name__ == "__main__":
    main()
