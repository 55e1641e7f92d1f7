"""Function words of the languages that have a stemmer, folded.

Articles, prepositions, pronouns, conjunctions and auxiliaries only. The lists of the
usual packages also hold content words ("computer", "effects", "état", "visite"), which
readers of news search for; hence these short ones.
"""

from __future__ import annotations

from functools import lru_cache

_WORDS = {
    "en": """
        a about after all also am an and any are as at be because been before being between
        both but by can could did do does doing during each for from had has have having he
        her here him his how hows i if in into is it its itself me might more most my no nor not
        of on or other our ours out over own same she should so some such than that thats the
        their theirs them then there theres these they this those through to too under until up
        upon us very was we were what whats when where wheres whether which while who whom whos
        whose why will with within without would you your yours
        """,
    "fr": """
        a afin ai ainsi alors apres au aucun aussi autre autres aux avait avant avec avoir
        ayant c car ce ceci cela celle celles celui ces cet cette ceux chez ci comme d dans de
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
    "de": """
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim
        bin bis da dabei dafur damit dann das dass dem den denn der deren des dessen die dies
        diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er
        es fur gegen habe haben hat hatte hatten hier ich ihm ihn ihnen ihr ihre ihrem ihren
        ihrer im in ins ist jede jedem jeden jeder jedes kann kein keine keinem keinen keiner
        konnen man mehr mein meine mich mir mit muss nach nicht noch nun nur ob oder ohne schon
        sehr sein seine seinem seinen seiner seit sich sie sind so soll sondern uber um und uns
        unser unsere unter vom von vor war waren warum was wegen weil welche welchem welchen
        welcher welches wenn wer werden wie wieder wir wird wo wurde wurden zu zum zur zwischen
        """,
    "es": """
        a al algun alguna algunas algunos ante aquel aquella asi aun aunque cada como con contra
        cual cuales cuando de del desde donde durante e el ella ellas ellos en entre era eran es
        esa esas ese eso esos esta estaba estaban estan estar estas este esto estos fue fueron ha
        habia habian han hasta hay la las le les lo los mas me mi mis muy ni no nos nosotros
        nuestra nuestro o otra otras otro otros para pero por porque que quien quienes se sea ser
        si sido sin sino sobre son su sus tambien tan te tiene tienen toda todas todo todos tu
        tus un una unas uno unos y ya yo
        """,
    "it": """
        a ad agli ai al alla alle allo anche aveva avevano che chi ci come con contro cui da
        dagli dai dal dalla dalle dallo degli dei del della delle dello di dopo dove durante e ed
        era erano essere fra gli ha hanno ho i il in io la le lei li lo loro lui ma me mi mia mio
        ne negli nei nel nella nelle nello no noi non nostra nostro o ogni per perche piu qual
        quale quali quando quella quelle quelli quello questa queste questi questo se senza si
        sia sono sta stata state stati stato su sua sue sugli sui sul sulla sulle suo suoi te ti
        tra tu tua tuo tutta tutte tutti tutto un una uno vi voi
        """,
    "nl": """
        aan al alle alles als andere bij daar dan dat de der deze die dit door dus een en er haar
        had hadden heb hebben heeft hem hen het hier hij hoe hun ik in is je kan kunnen maar me
        meer men met mij mijn moet na naar niet nog nu of om omdat onder ons onze ook op over te
        tegen ten ter tot u uit van voor waar waarom wanneer want waren was wat we wel welk welke
        werd werden wie wij worden wordt zal ze zich zij zijn zo zonder zou
        """,
    "pt": """
        a ainda ao aos aquela aquele aquilo as ate com como contra da das de dela dele deles
        depois desde dessa desse desta deste do dos e ela elas ele eles em entre era eram essa
        essas esse esses esta estao estava estavam estas este estes eu foi foram ha isso isto ja
        lhe lhes mais mas me mesmo meu minha muito na nao nas nem no nos nossa nosso num numa o
        onde os ou para pela pelas pelo pelos por porque qual quais quando que quem sao se seja
        sem ser sera seu seus sido sob sobre sua suas tambem te tem tinha toda todas todos tudo
        um uma umas uns voce
        """,
    "ru": """
        а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да
        даже для до его ее если есть еще же за здесь и из или им их к как какая какои какие ко
        когда кто ли мне мы на над нам нас не него нее нет ни них но о об он она они оно от перед
        по под после при про с со так также там те тем то тои того тоже только том ты у уже чего
        чем что чтобы эта эти это этого этои этом этот я
        """,
}

STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _WORDS.items()
}

WITH_MEANING: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """
            ad ai ate ben bin car chi come con dan den die dies door dove ed era eu hat hay hem
            hen li man men sea sin sob son state tan ten ton van want war
            """,
        "fr": "an car dos foi mas os sobre son ton van",
        "de": "die las los ton",
        "es": "con dos mes sur tres",
        "it": "come sera",
        "nl": "die van",
        "pt": "mes",
    }.items()
}
"""Function words of another language that are what people look for in this one.

Also those of the language itself that are too frequent in it to be looked up in others only.
"""

SHOUTED = frozenset(
    """
    the of is are was were for with from what how where when why which that this
    de le les du dans pour avec que qui quel quelle une
    der das und ist von fur
    el los del para por della che com uma het een
    """.split()  # noqa: SIM905
)
"""Function words that are no acronyms: where they are in capitals, all of the line is shouted."""


@lru_cache(maxsize=64)
def stop_words(languages: tuple[str, ...]) -> frozenset[str]:
    """The function words of languages, without those that mean something in another of them."""
    spoken = [(STOP_WORDS[name], name) for name in languages if name in STOP_WORDS]
    found = frozenset[str]().union(*(words for words, _ in spoken))
    return found - {
        word for words, name in spoken for word in WITH_MEANING.get(name, ()) if word not in words
    }
