"""Which places the tables know, by which names, and where they are on the map."""

from __future__ import annotations

from importlib import resources

import pytest

from indexer.entities.data.gazetteer import fold_place, gazetteer
from scripts import gazetteer as made


@pytest.mark.parametrize(
    ("forms", "name", "country", "latitude", "longitude"),
    [
        (("Egypt", "Égypte", "مصر"), "Egypt", "EG", 30, 31),
        (("Oran", "وهران"), "Oran", "DZ", 35.7, -0.6),
        (("Gulf of Mexico", "golfe du Mexique", "خليج المكسيك"), "Gulf of Mexico", "", 25, -90),
        (("Northern Ireland", "Irlande du Nord"), "Northern Ireland", "GB", 54.6, -6.7),
        (("Red Sea", "mer Rouge", "البحر الأحمر"), "Red Sea", "", 20, 38.5),
        (("Africa", "Afrique", "أفريقيا", "إفريقيا"), "Africa", "", 2, 20),
        (("Latin America", "Amérique latine"), "Latin America", "", -10, -65),
        (("Bavaria", "Bavière"), "Bavaria", "DE", 48.7, 11.3),
        (("Hokkaido",), "Hokkaido", "JP", 43, 141.5),
        (("Alabama",), "Alabama", "US", 33, -86.7),
    ],
)
def test_a_place_has_one_name_and_a_point_on_the_map_in_every_language(
    forms: tuple[str, ...], name: str, country: str, latitude: float, longitude: float
) -> None:
    for form in forms:
        assert gazetteer().places[fold_place(form)].name == name
        place = made.gazetteer().places[fold_place(form)]
        assert (place.name, place.country) == (name, country)
        assert place.latitude == pytest.approx(latitude, abs=1)
        assert place.longitude == pytest.approx(longitude, abs=1)


def test_the_table_is_what_its_command_makes_of_today_s_words_and_places() -> None:
    assert made.TABLE.read_text("utf-8") == made.table(), "run python -m scripts.gazetteer"


def test_nearly_every_place_that_the_tables_name_is_located() -> None:
    places = made.gazetteer().named.values()
    located = sum(place.latitude is not None for place in places)
    assert located > 0.99 * len(places)


def test_a_region_named_by_ordinary_words_is_no_place() -> None:
    assert fold_place("Western") not in gazetteer().places
    assert fold_place("Southeast") not in gazetteer().places


@pytest.mark.parametrize(
    ("package", "table", "licence"),
    [
        ("indexer.entities.data", "gazetteer.txt", "https://www.geonames.org, CC BY 4.0"),
        ("indexer.entities.data", "gazetteer.txt", "Unicode licence"),
        ("indexer.language", "given_names.txt", "MIT licence"),
    ],
)
def test_a_table_made_from_others_data_says_whose_and_under_which_licence(
    package: str, table: str, licence: str
) -> None:
    text = resources.files(package).joinpath(table).read_text("utf-8")
    head = " ".join(line.strip("# ") for line in text.splitlines()[:5] if line.startswith("#"))
    assert licence in head
