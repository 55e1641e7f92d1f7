"""Who says what in French stories."""

from __future__ import annotations

import pytest

from tests.quotes.stories import said


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "« Le four est en panne », a expliqué lundi Rose Avril, boulangère à Dole.",
            [("Rose Avril", "Le four est en panne")],
        ),
        (
            "«Le puits est sec», affirme le chef du village. «Il faut creuser.»",
            [
                ("le chef du village", "Le puits est sec"),
                ("le chef du village", "Il faut creuser."),
            ],
        ),
        (
            "« Nous partirons demain, dit-elle. Le vent sera bon. »",
            [("dit-elle", "Nous partirons demain"), ("dit-elle", "Le vent sera bon.")],
        ),
        (
            "« Absurde. Ce toit est neuf, répond Paul Astier, couvreur, ancien du port. "
            "Il tiendra. »",
            [("Paul Astier", "Absurde. Ce toit est neuf"), ("Paul Astier", "Il tiendra.")],
        ),
        (
            "La présidente déclare : « Ce prix est une fierté pour toute la vallée. »",
            [("La présidente", "Ce prix est une fierté pour toute la vallée.")],
        ),
        (
            "La jeune femme s'inquiète des retards : « Les trains ne passent plus le soir. »",
            [("La jeune femme", "Les trains ne passent plus le soir.")],
        ),
        (
            "« On nous a oubliés ici », s'emporte Karim Belaïd.",
            [("Karim Belaïd", "On nous a oubliés ici")],
        ),
        (
            "« Vous verrez bien ! », s'est écriée la gardienne du phare.",
            [("la gardienne du phare", "Vous verrez bien !")],
        ),
        (
            "« Venez demain », nous dit-il. Et d'ajouter : « Le vin sera tiré. »",
            [("dit-il", "Venez demain"), ("dit-il", "Le vin sera tiré.")],
        ),
        (
            "Pour la biologiste, « fermer un lac revient à fermer la mer ».",
            [("la biologiste", "fermer un lac revient à fermer la mer")],
        ),
        (
            "Il estime qu’« il faut repeindre la digue avant l’hiver ».",
            [("Il", "il faut repeindre la digue avant l’hiver")],
        ),
        (
            "Et Rose Avril de conclure : « Le four est froid. »",
            [("Rose Avril", "Le four est froid.")],
        ),
        (
            "Elle s'est dite « prête à reprendre la barre du navire ».",
            [("Elle", "prête à reprendre la barre du navire")],
        ),
        (
            "« Ce port revit, s'enthousiasme la patronne du café. Il était temps. »",
            [("la patronne du café", "Ce port revit"), ("la patronne du café", "Il était temps.")],
        ),
        (
            "Comme l'explique Jules Renaud, meunier, « le blé a manqué d'eau en mai ».",
            [("Jules Renaud", "le blé a manqué d'eau en mai")],
        ),
    ],
)
def test_words_between_marks_belong_to_who_stands_next_to_them(
    body: str, expected: list[tuple[str, str]]
) -> None:
    assert said(body, "fr") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Le maire a assuré mardi sur France 3 que le pont serait réparé.",
            [("Le maire", "le pont serait réparé")],
        ),
        (
            "Le barrage sera rouvert en mai, a indiqué jeudi le préfet de la Drôme.",
            [("le préfet de la Drôme", "Le barrage sera rouvert en mai")],
        ),
        (
            "Les ventes progressent de 3 %, se félicite le groupe.",
            [("le groupe", "Les ventes progressent de 3 %")],
        ),
        (
            "Le Sénat vote la loi mardi, a fait savoir son président.",
            [("son président", "Le Sénat vote la loi mardi")],
        ),
        (
            "La vente de ces deux ponts représente dix millions d'euros, indique le ministère.",
            [
                (
                    "le ministère",
                    "La vente de ces deux ponts représente dix millions d'euros",
                )
            ],
        ),
        (
            "La commune va acheter douze autobus, confirme la mairie.",
            [("la mairie", "La commune va acheter douze autobus")],
        ),
        (
            "Selon l'Insee, le chômage a reculé de 0,2 point.",
            [("l'Insee", "le chômage a reculé de 0,2 point")],
        ),
        (
            "Le vaccin n'est pas prêt, selon une source proche du laboratoire.",
            [("une source proche du laboratoire", "Le vaccin n'est pas prêt")],
        ),
        (
            "D'après elle, la récolte sera bonne cette année.",
            [("elle", "la récolte sera bonne cette année")],
        ),
        (
            "Le rapport, explique le professeur Simon, ne dit rien des causes.",
            [
                (
                    "le professeur Simon",
                    "Le rapport, explique le professeur Simon, ne dit rien des causes",
                )
            ],
        ),
        (
            "Le groupe a fait savoir mardi qu'il fermerait trois sites.",
            [("Le groupe", "il fermerait trois sites")],
        ),
        (
            "La mairie a fait savoir, dans un message publié lundi soir, que le bac était à quai.",
            [("La mairie", "le bac était à quai")],
        ),
        (
            "Son voisin, Jean Morin, soutient, lui, que la haie a été taillée.",
            [("Son voisin", "la haie a été taillée")],
        ),
        (
            "Selon Rose Avril, directrice de la station de Dole, le gel durera jusqu'à mardi.",
            [("Rose Avril", "le gel durera jusqu'à mardi")],
        ),
        (
            "La neige tombera plus tôt, comme le rappelle Rose Avril.",
            [("Rose Avril", "La neige tombera plus tôt")],
        ),
        (
            "La ministre a quitté la salle, ajoutant que le débat était clos.",
            [("La ministre", "le débat était clos")],
        ),
        (
            "Le juge Armand Colas a retenu que la dette était éteinte et a ajouté qu'un appel "
            "restait possible.",
            [("Le juge Armand Colas", "un appel restait possible")],
        ),
    ],
)
def test_a_clause_is_what_its_speaker_says(body: str, expected: list[tuple[str, str]]) -> None:
    assert said(body, "fr") == expected


@pytest.mark.parametrize(
    "body",
    [
        "Le groupe jouera « Sel et neige » et « Le dernier bac » samedi.",
        "Le prétendu « miracle » a coûté cher à la région.",
        "Son roman « La Maison des sources » paraît en mars.",
        "Le directeur n'a pas précisé si le site fermerait.",
        "La ministre a refusé de dire que le budget serait voté.",
        "Selon les cas, le délai est de deux mois.",
        "Le juge Éric Vial instruit l'affaire depuis un an.",
        "Il est dit que la source guérit.",
        "Comme le dit le proverbe, tout vient à point.",
        "Comme l'indique son nom, la place est ronde.",
        "Il se dit prêt à partir.",
        "Le fait que la route soit fermée gêne tout le monde.",
        "Marie Dupont, maire de Dole, annonce la fermeture du site.",
        "Elle écrit ses mémoires, qu'elle destine à ses filles.",
    ],
)
def test_titles_nouns_and_what_was_not_said_are_no_quotations(body: str) -> None:
    assert said(body, "fr") == []
