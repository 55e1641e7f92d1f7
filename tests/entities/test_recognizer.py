"""Names that no rule sees are found by what was learned."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from indexer.entities import find_mentions
from indexer.entities.recognize.decide import RULE
from indexer.entities.recognize.features import Context
from indexer.entities.recognize.spans import spans
from indexer.entities.recognize.tagger import Tagger, sequences, tagger
from indexer.entities.recognize.topic import is_of_sport
from indexer.language.tokens import Tokens
from indexer.tagging.crf import NEVER, Weights, best_labels, load, save
from tests.entities.archive import names_in, story
from training.names.reading import features_of

LABELS = ("O", "B-person", "I-person")


def _weights() -> Weights:
    """Steps of a model in which a name's inside follows its beginning only."""
    steps = np.zeros((3, 3), np.float32)
    steps[0, 2] = NEVER
    return Weights(
        labels=LABELS,
        numbers={"a\n": 0, "b": 1},
        rows=np.array([[1, 0, 0], [0, 2, 0.5], [0, 0, 0]], np.float32),
        steps=steps,
        start=np.array([0, 0, NEVER], np.float32),
        end=np.zeros(3, np.float32),
    )


def test_the_best_labels_are_those_of_the_sequence_as_a_whole() -> None:
    scores = np.array([[1, 0, 0], [0, 0.5, 1], [0, 0, 2], [0, 0, 3]], np.float32)
    # alone the second would be an inside, but none may follow what is no name
    assert best_labels(scores, [(0, 3), (3, 4)], _weights()) == [0, 1, 2, 0]


def test_sequences_of_unlike_length_are_read_side_by_side_as_if_alone() -> None:
    random = np.random.default_rng(1)
    scores = random.normal(size=(12, 3)).astype(np.float32)
    bounds = [(0, 1), (1, 8), (8, 8), (8, 12)]
    alone = [
        label
        for first, after in bounds
        for label in best_labels(scores[first:after], [(0, after - first)], _weights())
    ]
    assert best_labels(scores, bounds, _weights()) == alone


def test_no_sequence_of_labels_fits_better_than_the_one_that_is_chosen() -> None:
    random = np.random.default_rng(2)
    scores = random.normal(size=(6, 3)).astype(np.float32)
    weights = replace(_weights(), end=np.array([0, 0.5, -1], np.float32))

    def fit(labels: tuple[int, ...]) -> float:
        steps = sum(weights.steps[pair] for pair in pairwise(labels))
        own = sum(scores[at, label] for at, label in enumerate(labels))
        return weights.start[labels[0]] + own + steps + weights.end[labels[-1]]

    best = max(product(range(3), repeat=6), key=fit)
    assert best_labels(scores, [(0, 6)], weights) == list(best)


def test_a_word_is_read_the_same_whether_it_was_met_before_or_not() -> None:
    text = "Verhagen told the Bank of Tallinn: Mulder, who lost in Rabat, owes 3,000 euros."
    tokens = Tokens(text)
    reader = Tagger(tagger("en").weights, "en")
    whole = reader.weights.sums(features_of(tokens, "en", []))
    for _ in range(2):
        scores = reader.read(tokens, []).scores
        assert np.allclose([scores[at] for at in range(len(tokens))], whole, atol=1e-4)


def test_a_sequence_ends_with_its_sentence_and_a_long_one_is_cut() -> None:
    tokens = Tokens("Ada came. “She” left? no\n" + "a b " * 110 + ". Late")
    ends = [after for _, after in sequences(tokens)]
    assert [first for first, _ in sequences(tokens)] == [0, *ends[:-1]]
    assert [tokens.words[after - 1] for after in ends[:3]] == [".", "\n", "b"]
    assert [after - first for first, after in sequences(tokens)][2:] == [100, 100, 21, 1]


def test_names_begin_and_end_where_labels_say() -> None:
    labels = [0, 1, 2, 1, 3, 4, 2, 0, 0, 6, 5, 6]
    assert list(spans(labels)) == [
        *(("person", 1, 3), ("person", 3, 4), ("organization", 4, 6), ("person", 6, 7)),
        *(("place", 9, 10), ("place", 10, 12)),
    ]


def test_a_word_is_explained_by_its_other_places_not_by_its_own() -> None:
    text = "Minister Anna Verhagen came. Verhagen said so. In Tallinn she met Mulder."
    tokens = Tokens(text)
    seen: dict[str, list[set[str]]] = {}
    found = Context(tokens, "en").features()
    for at, word in enumerate(tokens.words):
        places = {name for name in found.get(at, ()) if name.startswith("elsewhere ")}
        seen.setdefault(word, []).append(places - {"elsewhere capital - "})
    first, second = seen["Verhagen"]
    assert {"elsewhere only", "elsewhere only before: ."} <= first
    assert {"elsewhere last", "elsewhere last before: \n"} <= second
    assert "elsewhere last" not in first
    assert seen["Mulder"] == [set()]


def test_weights_are_read_back_as_they_were_saved(tmp_path: Path) -> None:
    save(tmp_path / "w.npz", _weights())
    with (tmp_path / "w.npz").open("rb") as stream:
        kept = load(stream)
    assert kept.numbers == {"a\n": 0, "b": 1}
    assert kept.labels == LABELS
    assert np.allclose(kept.rows, _weights().rows, atol=0.03)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "LONDON, March 3 - Second seed Tomas Verhagen lost to Yannick Dubrule.", "Dubrule"),
        ("fr", "Avec Thierry Vauquelin, Marthe Lesage et Paul Brissaud, on a ri hier.", "Brissaud"),
    ],
)
def test_persons_without_title_or_role_are_found(language: str, text: str, name: str) -> None:
    found = names_in(text, language=language)
    assert any(name in person for person in found.persons)


def test_a_learned_name_says_so() -> None:
    text = "Verhagen said after the match that Mulder had played well."
    rules = {mention.text: mention.rule for mention in find_mentions(story(text)).body}
    assert rules["Mulder"].startswith(f"{RULE}: ")


def test_a_text_without_end_is_read_in_time_that_grows_with_it() -> None:
    assert find_mentions(story("Ay Be Ce De " * 20_000)).body is not None


def test_a_word_of_a_company_is_no_person_in_the_next_sentence() -> None:
    found = names_in(
        "Minvareco Corp opened a plant in Ghent on Tuesday. Minvareco said that sales would rise. "
        "Analysts say Minvareco is late."
    )
    assert found.persons == ()
    assert set(found.organizations) == {"Minvareco Corp", "Minvareco"}


def test_acronyms_in_use_need_no_definition() -> None:
    found = names_in("The FBI and the EPA searched offices in Denver, an FBI spokesman said.")
    assert set(found.organizations) == {"FBI", "EPA"}


def test_an_acronym_of_a_list_is_no_organization() -> None:
    text = "The works stand on the Northern Heritage List (NHL). The NHL grows every year."
    assert names_in(text).organizations == ()


def test_companies_in_a_row_are_one_each() -> None:
    found = names_in("Investors sold shares of Ondacor, Trelleva Inc and Basker & Sons on Friday.")
    assert set(found.organizations) == {"Ondacor", "Trelleva Inc", "Basker & Sons"}


def test_cues_belong_to_a_language() -> None:
    """A dean and a major are titles in English, and a given and a stage name in French."""
    assert names_in("Dean Roussel a signé le contrat.", language="fr").persons == ("Dean Roussel",)
    assert names_in("Dean Harriet Roussel signed the contract.").persons == ("Harriet Roussel",)
    assert "Miss" not in str(names_in("Miss Piggott sang, and a miss is a miss.").persons)


def test_a_learned_name_tells_the_words_around_it_and_what_weighed_most() -> None:
    found = names_in("Verhagen said after the match that Mulder had played well.")
    (why,) = [reason for reason in found.provenance if reason.value == "Mulder"]
    assert why.words == "the match that Mulder had played well"
    assert why.rule.partition(": ")[2]


def test_a_surname_in_arabic_is_found_again_where_no_cue_stands() -> None:
    text = "قال الوزير سمير الكيلاني ان الفريق فاز. وفي المساء غادر الكيلاني الملعب."
    found = names_in(text, language="ar")
    assert found.persons == ("سمير الكيلاني",)
    assert "الكيلاني" in [form.form for form in found.forms]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Trade Secretary Walter Baker said no. Mr. Baker left.", {"Walter Baker"}),
        ("Former senator Edith Judge was named to the board.", {"Edith Judge"}),
        ("Donna Bishop, director of the fair, agreed.", {"Donna Bishop"}),
        ("Roger Haldane of Whitcombe Brothers said prices rose.", {"Roger Haldane"}),
        ("Mr. Ludwig van den Boom said prices rose.", {"Ludwig van den Boom"}),
    ],
)
def test_a_person_ends_with_the_surname_though_it_is_a_trade(text: str, persons: set[str]) -> None:
    assert persons == {name for name in names_in(text).persons if name.split()[0] != "Whitcombe"}


def test_numbers_of_a_table_are_in_no_name_of_a_person() -> None:
    found = names_in("Arkwell 475 450 433 Rdg\n\nPrev Wk 4/2/87 Prev Wk Jones-A 8.8 10.4\n")
    assert not any(char.isdigit() for name in found.persons for char in name)


def test_where_a_company_is_based_is_no_part_of_its_name() -> None:
    found = names_in("Toronto-based Norvanda said it would appeal.")
    assert "Toronto-based" not in " ".join((*found.persons, *found.organizations))


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        (
            "وصل تيم فون غان أمس. تيم فون غان ينحني للجمهور. وغنى تيم فون غان للأطفال.",
            {"تيم فون غان"},
        ),
        ("تحدثت الكاتبة رقية يوسف عن عملها. وأولت رقية يوسف الترجمان أهمية.", {"رقية يوسف"}),
        (
            "قال رسول الله صلى الله عليه وسلم ذلك. وقال سعيد نصر الله إن الطقس جميل.",
            {"سعيد نصر الله"},
        ),
    ],
)
def test_a_person_in_arabic_swallows_no_word_and_a_formula_is_nobody(
    text: str, persons: set[str]
) -> None:
    found = set(names_in(text, language="ar").persons)
    assert found <= {*persons, "تيم فون"}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("وصل الشاعر ماجد الزعتري مساء. ثم زار الزعتري المتحف.", {"ماجد الزعتري"}),
        ("قال بلال الشامي إن الطريق كريم.", {"بلال الشامي"}),
        ("حضر الحفل سعادة فرانسوا لومبارد أمس.", {"فرانسوا لومبارد"}),
    ],
)
def test_nouns_predicates_and_titles_of_address_in_arabic_are_in_no_name(
    text: str, persons: set[str]
) -> None:
    assert set(names_in(text, language="ar").persons) == persons


def test_a_surname_in_arabic_takes_its_given_name_along_where_no_cue_stands() -> None:
    text = "صرح محمود البارودي للصحيفة.\n\nمحمود البارودي يدعو لفتح الملفات."
    found = names_in(text, language="ar")
    forms = {form.form: len(form.offsets) for form in found.forms if form.kind == "person"}
    assert forms == {"محمود البارودي": 2}


@pytest.mark.parametrize("between", ["\n", " "])
@pytest.mark.parametrize("signature", ["Reuter", "REUTER", "(APS)", "- Xinhua", "Petra.", "رويترز"])
def test_the_agency_that_signs_a_story_is_no_name_of_it(signature: str, between: str) -> None:
    text = "Six ministers will meet in Manama today, the Omani minister Salim Karwan said."
    found = names_in(f"{text}{between}{signature}", title="Ministers meet")
    assert (found.persons, found.organizations, found.places) == (
        ("Salim Karwan",),
        (),
        ("Manama",),
    )


def test_the_last_of_a_list_of_names_is_a_name() -> None:
    assert "Tunisia" in names_in("These countries took part:\nJordan\nLebanon\nTunisia").places


@pytest.mark.parametrize(
    ("language", "text", "teams"),
    [
        (
            "en",
            "BASEBALL - RESULTS.\nDetroit beat Oakland 6-5 in the ninth inning on Sunday. "
            "Oakland lost for the third time, and the coach of Detroit praised his pitcher.",
            {"Detroit", "Oakland"},
        ),
        (
            "fr",
            "Rugby : résultats\nDax a battu Tarbes 9-6 samedi. L'arbitre a sifflé deux essais. "
            "Tarbes reçoit Dax dimanche, et l'entraîneur de Tarbes attend la victoire.",
            {"Dax", "Tarbes"},
        ),
    ],
)
def test_a_town_that_plays_is_a_team(language: str, text: str, teams: set[str]) -> None:
    assert is_of_sport(Tokens(text), language)
    found = names_in(text, language=language)
    assert teams <= set(found.organizations)
    assert found.persons == ()


def test_a_text_with_one_goal_and_a_range_of_numbers_tells_of_no_match() -> None:
    text = "The goal of the fund is clear, its head said: 3-4 wells a year in Mali. "
    text += "Farmers praised the plan, which the bank pays for. " * 9
    assert not is_of_sport(Tokens(text), "en")
