"""Function words of the languages that have a stemmer, folded.

Articles, prepositions, pronouns, conjunctions and auxiliaries only. The lists of the
usual packages also hold content words ("computer", "effects", "état", "visite"), which
readers of news search for; hence these short ones.
"""

_WORDS = {
    "en": """
        a about after all also am an and any are as at be because been before being between
        both but by can could did do does doing during each for from had has have having he
        her here him his how i if in into is it its itself me might more most my no nor not
        of on or other our ours out over own same she should so some such than that the
        their theirs them then there these they this those through to too under until up
        upon us very was we were what when where whether which while who whom whose why will
        with within without would you your yours
        """,
    "fr": """
        a afin ai ainsi alors apres au aucun aussi autre autres aux avait avant avec avoir
        ayant c car ce ceci cela celle celles celui ces cet cette ceux chez comme d dans de
        depuis des donc dont du elle elles en encore entre est et etaient etait etant ete
        etre eu eux fait il ils j je l la le les leur leurs lors lui m ma mais me meme mes
        mon n ne ni nos notre nous on ont ou par parmi pas pendant peu plus pour qu quand
        que quel quelle quelles quels qui quoi s sa sans se selon sera seront ses si son
        sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers vos
        votre vous y
        """,
    "ar": """
        في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين اللذين اللتين ان انه انها كان
        كانت يكون تكون قد لقد لم لن لا ما كما او ام ثم حتي اذا اذ كل بعض غير بين عند عندما
        منذ خلال بعد قبل حول ضد نحو لدي له لها لهم به بها بهم فيه فيها عليه عليها منه منها
        هو هي هم هن نحن انا انت و وفي ومن وان وقد وهو وهي ولا ولم وكان وكانت ايضا حيث لكن
        ولكن بل اي ايه هناك هنا
        """,
}

STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _WORDS.items()
}

WITH_MEANING: dict[str, frozenset[str]] = {"en": frozenset(("car", "son", "ton"))}
"""Function words of another language that are what people look for in this one."""
