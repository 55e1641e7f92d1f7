"""Which of the days that a story names is the day it tells of."""

import pytest

from tests.dates.pages import date_page

# paragraphs, date, source, event: pages of one story without a date line
TOLD = [
    # agency openings
    ("CAIRO, 23 October 2019 (Nile Wire) – Weavers opened a fair.", "2019-10-23", "text"),
    ("Cairo, October 23, 2019 – Weavers opened a fair.", "2019-10-23", "text"),
    ("TUNIS (Carthage Press), 12 March 2020 - A bridge was opened.", "2020-03-12", "text"),
    ("Nairobi, Kenya – 12 March 2020 – A bridge was opened.", "2020-03-12", "text"),
    ("Dakar, le 12 mars 2020 – Un pont a été ouvert.", "2020-03-12", "text"),
    ("الرباط، 12 مارس 2020 – افتتح جسر جديد.", "2020-03-12", "text"),
    ("عمان (12 آذار 2020) - افتتح جسر جديد.", "2020-03-12", "text"),
    ("Dakar, 12 March 2020. A bridge was opened.", "2020-03-12", "text"),
    ("(12 March 2020) A bridge was opened.", "2020-03-12", "text"),
    ("12 March 2020: A bridge was opened.", "2020-03-12", "text"),
    ("12.03.2020 „Die Brücke ist offen“, sagte der Meister.", "2020-03-12", "text"),
    ("SFAX, June 12, 1937 -- The guild welcomed an envoy of Kenya.", "1937-06-12", "text"),
    ("Sfax (4 May 2021). The guild welcomed an envoy of Kenya.", "2021-05-04", "text"),
    # what was done on the day
    ("The guild received on Sunday, 19 February 2023, an envoy of Kenya.", "2023-02-19", "text"),
    ("The guild published, on 1 February 2023, a glossary.", "2023-02-01", "text"),
    ("The two sides talked here today, Thursday, March 9, 2017, in Oran.", "2017-03-09", "text"),
    ("A fair was held in Baku from 30 May to 2 June 2022.", "2022-05-30", "text"),
    ("A fair took place in Baku on 18-19 June 2019.", "2019-06-18", "text"),
    ("The guild’s new seat was inaugurated on 4 May 2021 in Sfax.", "2021-05-04", "text"),
    ("Le recteur a reçu le mardi 8 octobre 2013 une délégation.", "2013-10-08", "text"),
    ("Un colloque s’est tenu à Cotonou du 18 au 20 novembre 2019.", "2019-11-18", "text"),
    ("La guilde a publié, le 1er février 2023, un glossaire.", "2023-02-01", "text"),
    ("Réunis le 4 mai 2021 à Sfax, les maires ont adopté une charte.", "2021-05-04", "text"),
    ("استقبل رئيس الجامعة يوم الثلاثاء 11 أبريل 2023 وفدا.", "2023-04-11", "text"),
    ("نظمت الجمعية من 30 ماي إلى 2 يونيو 2022 مخيما.", "2022-05-30", "text"),
    ("وقعت الجامعتان بتاريخ 4 ماي 2021 اتفاقية تعاون.", "2021-05-04", "text"),
    ("انطلقت اليوم الاثنين 3 أيار 2021 أعمال الندوة.", "2021-05-03", "text"),
    ("أهدت الجامعة يوم 27 مارس 2023 كتبا إلى المدارس.", "2023-03-27", "text"),
    ("عقد المجلس دورته في 10 رجب 1440هـ الموافق 17 مارس 2019م.", "2019-03-17", "text"),
    ("The council, meeting from 3 to 5 May 2021 in Sfax, adopted a plan.", "2021-05-03", "text"),
    ("Two mayors met on the sidelines of a fair (10-11 May 2022).", "2022-05-10", "text"),
    ("Il a été procédé, mardi 5 avril 2022 à Fès, à la signature.", "2022-04-05", "text"),
    ("احتضنت القاعة، يوم أمس الثلاثاء 3 ماي 2022، أشغال الندوة.", "2022-05-03", "text"),
    # past and report stand together
    (
        "The guild, founded on 3 May 1982, received on Monday, 4 October 2021, an envoy.",
        "2021-10-04",
        "text",
    ),
    (
        "Under a treaty of 16 November 1972 the two sides met on 4 October 2021 in Oran.",
        "2021-10-04",
        "text",
    ),
    (
        "The two sides met on 4 October 2021. The first meeting had been held on 5 May 2019.",
        "2021-10-04",
        "text",
    ),
    (
        "La guilde, fondée le 3 mai 1982, a reçu le 4 octobre 2021 un envoyé.",
        "2021-10-04",
        "text",
    ),
    (
        "استقبلت الجمعية التي تأسست في 3 ماي 1982 يوم الاثنين 4 أكتوبر 2021 وفدا.",
        "2021-10-04",
        "text",
    ),
    # what is to come stands behind the report
    (
        "The guild signed an accord on 4 October 2021. It will take effect on 1 January 2022.",
        "2021-10-04",
        "text",
    ),
    (
        "The jury met on 4 October 2021 and will announce its choice on 12 November 2021.",
        "2021-10-04",
        "text",
    ),
    (
        "Le jury s’est réuni le 4 octobre 2021. Le prix sera remis le 12 novembre 2021.",
        "2021-10-04",
        "text",
    ),
    (
        "اجتمعت اللجنة يوم 4 أكتوبر 2021. وستسلم الجائزة يوم 12 نونبر 2021.",
        "2021-10-04",
        "text",
    ),
]


@pytest.mark.parametrize(("text", "day", "source"), TOLD)
def test_a_story_is_dated_by_the_day_it_tells_of(text: str, day: str, source: str):
    (dating,) = date_page(text)
    assert (dating.date, dating.precision, dating.source) == (day, "day", source)
    assert dating.event_date == day


@pytest.mark.parametrize(
    "title",
    [
        "Statement of the Council – 12 March 2021",
        "Statement of 12 March 2021",
        "Communiqué du 12 mars 2021",
        "بيان المجلس، 12 مارس 2021",
    ],
)
def test_a_headline_that_ends_with_its_day_dates_a_story_that_has_no_other(title: str):
    (dating,) = date_page(f"# {title}\nThe roof is new.")
    assert (dating.date, dating.source) == ("2021-03-12", "text")


UNDATED = [
    # what is due, in other languages
    "Die Stadt legt eine Anleihe auf, die am 15. November 2032 fällig ist.",
    "Die Stadtwerke haben die Brücke begonnen, die bis zum 12. März 2014 fertig sein soll.",
    "El bono que emite la ciudad vence el 15 de noviembre de 2012.",
    "El puente estará terminado antes del 12 de marzo de 2014, informó el ayuntamiento.",
    "Il titolo emesso dalla città scade il 15 novembre 2012.",
    "O título emitido pela cidade vence em 15 de novembro de 2012.",
    "De lening van de stad vervalt op 15 november 2012.",
    # what is looked back upon
    "Der Verein, der am 3. Mai 1998 gegründet wurde, zählt zweihundert Mitglieder.",
    "La asociación, fundada el 3 de mayo de 1998, reúne a doscientos socios.",
    "The mill earned less than it did in the quarter ended 31 March 1998, its owner said.",
    "Sales rose to nine million, compared with 31 March 1998, the mill said.",
    # the rest of a wrapped line is no date line
    "The mill issued notes, all of them\ndue March 1, 2012,\nits owner said.",
    # founded, born, since
    "The house, founded on 3 May 1982, has never owned a computer.",
    "The poet, born on 3 May 1932 in Fez, is read in every school.",
    "The mill has stood still since 12 August 2003.",
    "Under the convention of 16 November 1972 the site is protected.",
    "L’atelier, fondé le 3 mai 1982, n’a jamais eu d’ordinateur.",
    "Le moulin est à l’arrêt depuis le 12 août 2003.",
    "Le site est protégé par le dahir du 25 décembre 1980.",
    "تأسست الورشة في 3 ماي 1982 ولم تعرف الحاسوب.",
    "الشاعر من مواليد 3 ماي 1932 بفاس.",
    "المصنع متوقف منذ 12 غشت 2003.",
    "Since its launch on 12 March 2018 the net has grown.",
    "Following the accord signed on 3 May 2019, envoys came to Oran this week.",
    "The guild helps to mend houses damaged in August 2020.",
    "The prize, announced in September 2019, is dear to weavers.",
    "The guild condemned the attack of 1 February 2020 in strong words.",
    "L’accord du 3 mai 2021 entre en vigueur.",
    "بموجب الاتفاقية الموقعة في 3 ماي 2019 زار وفد المدينة.",
    # still to come
    "The deadline for entries is 31 March 2021.",
    "The fair runs from 3 to 15 May 2021 at the old harbour.",
    "The congress will open on 12 May 2023 in Oran.",
    "The prize is to be handed over on 12 May 2023.",
    "Entries are welcome until 12 May 2023.",
    "Le congrès s’ouvrira le 12 mai 2023 à Oran.",
    "La cérémonie aura lieu le 12 mai 2023.",
    "Les dossiers sont reçus jusqu’au 12 mai 2023.",
    "سينعقد المؤتمر يوم 12 ماي 2023 بوهران.",
    "من المقرر أن ينطلق المهرجان يوم 12 ماي 2023.",
    "تقبل الملفات إلى غاية 12 ماي 2023.",
    # a year or less than a year
    "The house opened in 1982 and was rebuilt in 2010.",
    "On October 23 eleven stations agreed on one warning.",
    "On Thursday eleven stations agreed on one warning.",
    "Yesterday eleven stations agreed on one warning.",
    "Le jeudi 10 septembre, onze radios se sont accordées.",
    "اتفقت أمس إحدى عشرة إذاعة على نشرة واحدة.",
    "Eleven stations agreed on one warning.",
    # impossible
    "The guild received on 32 March 2021 an envoy.",
    "The guild received on 4 October 2093 an envoy.",
    "The guild received on 1 January 1970 an envoy.",
]


@pytest.mark.parametrize("text", UNDATED)
def test_a_story_whose_day_cannot_be_known_stays_undated(text: str):
    (dating,) = date_page(text)
    assert (dating.date, dating.precision, dating.source) == (None, None, "none")
    assert dating.confidence == 0.0


# a date line, the text below it, and the day of what the text tells
EVENTS = [
    ("20 April 2023", "The congress will open on 12 May 2023 in Oran.", "2023-05-12"),
    ("20 April 2023", "The congress will open on 12 May in Oran.", "2023-05-12"),
    ("7 septembre 2016", "Le festival s’ouvrira le 21 octobre 2016.", "2016-10-21"),
    ("7 شتنبر 2016", "سينطلق المهرجان يوم 21 أكتوبر 2016.", "2016-10-21"),
    ("23 November 2016", "Envoys were received on Tuesday, November 22, 2016.", "2016-11-22"),
    ("23 November 2016", "Envoys were received on November 22.", "2016-11-22"),
    ("2 January 2017", "Envoys were received on December 30 in Oran.", "2016-12-30"),
    ("23 November 2016", "Envoys were received yesterday in Oran.", "2016-11-22"),
    ("8 July 2018", "A hydrologist was elected head in Oran on Saturday.", "2018-07-07"),
    ("1er mars 2021", "Les deux villes ont lancé vendredi une caravane.", "2021-02-26"),
    ("14/05/2018", "Douze griots ont ouvert hier soir la rencontre.", "2018-05-13"),
    ("20 يونيو 2016", "أقر المجلس ميزانيته في اجتماع الخميس بمسقط.", "2016-06-16"),
    ("20 يونيو 2016", "أقر المجلس ميزانيته أمس بمسقط.", "2016-06-19"),
    ("20 يونيو 2016", "افتتح رئيس البلدية اليوم رصيف الميناء.", "2016-06-20"),
    ("20 يونيو 2016", "كانت تبيع السمك. اليوم تدير متجرا في الميناء.", None),
    ("20 يونيو 2016", "يستقبل المتجر مئة زائر في اليوم وأكثر.", None),
    ("5 mars 2019", "Les pêcheurs ont ouvert, lundi, une boutique au port.", "2019-03-04"),
    ("5 mars 2019", "La barque est montrée au public depuis samedi.", "2019-03-02"),
    ("5 mars 2019", "Le quai sera fermé à compter du 18 mars.", "2019-03-18"),
    ("5 March 2019", "The pier is closed with effect from 2 March 2018.", None),
    ("2 May 2018", "Port Amber, 2 May 2018 – The mayor opened the pier on Monday.", "2018-04-30"),
    ("5 March 2019", "The museum is open every day except Friday.", None),
    ("5 March 2019", "The market is held every Monday.", None),
    ("5 mars 2019", "Le musée ouvre le lundi et le jeudi.", None),
    ("5 March 2019", "The hospital, founded on 3 May 1904, has a new roof.", None),
    ("5 March 2019", "The roof is new.", None),
]


@pytest.mark.parametrize(("line", "text", "event"), EVENTS)
def test_the_day_of_what_is_told_stands_beside_the_day_of_publication(
    line: str, text: str, event: str | None
):
    (dating,) = date_page(f"# A headline\n{line}\n\n{text}")
    assert dating.source == "dateline"
    assert dating.event_date == event


def test_the_words_that_gave_a_date_are_told_with_their_place():
    page = "# A headline\n16 July 2024\n\nThe fair was opened on Monday, 15 July 2024, in Oran."
    (dating,) = date_page(page)
    shown = [(why.field, why.value, why.rule, why.words) for why in dating.provenance]
    assert shown == [
        ("date", "2024-07-16", "dateline", "16 July 2024"),
        ("event_date", "2024-07-15", "event", "Monday, 15 July 2024"),
    ]
    for why in dating.provenance:
        assert page[why.start : why.end] == why.words


def test_a_weekday_that_contradicts_its_day_lowers_the_confidence_only():
    (right,) = date_page("# A headline\nTuesday, 5 March 2019\n\nThe roof is new.")
    (wrong,) = date_page("# A headline\nMonday, 5 March 2019\n\nThe roof is new.")
    assert right.date == wrong.date == "2019-03-05"
    assert wrong.confidence < right.confidence - 0.2


def test_an_impossible_date_line_leaves_the_word_to_the_text():
    (dating,) = date_page("# A headline\n32 March 2021\n\nThe guild met on 30 March 2021 in Oran.")
    assert (dating.date, dating.source) == ("2021-03-30", "text")
