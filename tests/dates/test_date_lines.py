"""Which lines are date lines, and which day they name."""

import pytest

from indexer.dates import read_dateline

DATE_LINES = [
    # English
    ("16 July 2024", (2024, 7, 16)),
    ("16th July, 2024", (2024, 7, 16)),
    ("July 16, 2024", (2024, 7, 16)),
    ("Jul 16, 2024", (2024, 7, 16)),
    ("Sept. 5, 2020", (2020, 9, 5)),
    ("16 JULY 2024", (2024, 7, 16)),
    ("16 may 2024", (2024, 5, 16)),
    ("April 2, 2020 0", (2020, 4, 2)),
    ("April 2, 2020 | 0 Comments", (2020, 4, 2)),
    ("April 2, 2020 · 3 min read", (2020, 4, 2)),
    ("Published on: 16 July 2024", (2024, 7, 16)),
    (
        "Published on Wednesday, 9 November 2022 | Updated on Friday, 11 November 2022",
        (2022, 11, 9),
    ),
    ("Updated 11 November 2022 – Published 9 November 2022", (2022, 11, 9)),
    ("Posted: Tuesday, 2 April 2019, 10:15", (2019, 4, 2)),
    ("Posted by admin on April 2, 2020 in News", (2020, 4, 2)),
    ("By Web Desk | April 2, 2020", (2020, 4, 2)),
    ("By Nadia Castellan – 16 July 2024", (2024, 7, 16)),
    ("Date: 16/07/2024", (2024, 7, 16)),
    ("Tuesday 16 July 2024 10:22 GMT+1", (2024, 7, 16)),
    ("16 July 2024, 10:22 am", (2024, 7, 16)),
    ("16-Jul-2024", (2024, 7, 16)),
    ("16-Jul-24", (2024, 7, 16)),
    ("16 Jul 24", (2024, 7, 16)),
    ("By Nadia Castellan · 16 Jul 24 · 4 min read", (2024, 7, 16)),
    ("July 16, 24 | Harbour", (2024, 7, 16)),
    ("16 Jul 24:10", (None, 7, 16)),  # the hour
    ("16/07/24", (2024, 7, 16)),
    ("16.07.2024", (2024, 7, 16)),
    ("2024-07-16", (2024, 7, 16)),
    ("2024/07/16 10:22:05", (2024, 7, 16)),
    ("2021-05-04T10:22", (2021, 5, 4)),
    ("2021-05-04T10:22:00+01:00", (2021, 5, 4)),
    ("Rabat, 12/03/2021", (2021, 3, 12)),
    ("Kuala Lumpur – 12 March 2021", (2021, 3, 12)),
    ("News | 16 July 2024", (2024, 7, 16)),
    ("Press release – 16 July 2024", (2024, 7, 16)),
    ("16 July 2024 | Oran", (2024, 7, 16)),
    ("(16 July 2024)", (2024, 7, 16)),
    ("[16 July 2024]", (2024, 7, 16)),
    ("📅 16 July 2024", (2024, 7, 16)),
    ("16 July 2024 Views: 1,318", (2024, 7, 16)),
    ("16 July 2024.", (2024, 7, 16)),
    ("July 2018", (2018, 7, None)),
    ("18-19 June 2019", (2019, 6, 18)),
    ("Cairo, October 23", (None, 10, 23)),
    ("Tuesday, 16 July", (None, 7, 16)),
    # French
    ("12 mars 2021", (2021, 3, 12)),
    ("1er mars 2021", (2021, 3, 1)),
    ("Par Odile Ferrand | 12 mars 21", (2021, 3, 12)),
    ("lundi 3 février 2020", (2020, 2, 3)),
    ("Le 12 août 2021", (2021, 8, 12)),
    ("Publié le 12 mars 2021 à 14h30", (2021, 3, 12)),
    ("Publié le 14/05/2018 à 09h30 - Mis à jour le 15/05/2018 à 11h02", (2018, 5, 14)),
    ("Mis en ligne le mardi 2 déc. 2014", (2014, 12, 2)),
    ("Rabat, le 12 mars 2021", (2021, 3, 12)),
    ("Saint-Louis (Sénégal), le 12 mars 2021", (2021, 3, 12)),
    ("avril 2, 2020", (2020, 4, 2)),
    ("12 mars 2021 · 2 commentaires", (2021, 3, 12)),
    ("Par la rédaction, le 12 mars 2021", (2021, 3, 12)),
    ("Par Awa Sarr-Niang | 12 mars 2021", (2021, 3, 12)),
    ("Actualités – 12 mars 2021", (2021, 3, 12)),
    ("Mon 21 Oct 2019 07.00 BST", (2019, 10, 21)),
    ("Rédaction web • Publié le 30 mai 2023 à 07h15, mis à jour le 31 mai 2023", (2023, 5, 30)),
    ("Aujourd'hui : lundi 20 juin 2016", (2016, 6, 20)),
    # Arabic
    ("الثلاثاء, 01 تشرين2/نوفمبر 2016 09:12", (2016, 11, 1)),
    ("اليوم: الأربعاء 17 أبريل 2019", (2019, 4, 17)),
    ("٢٦ نوفمبر ٢٠٢٢", (2022, 11, 26)),
    ("۲۶ نوفمبر ۲۰۲۲", (2022, 11, 26)),
    ("5 مايو، 2014", (2014, 5, 5)),
    ("24 كانون الثاني/يناير 2017", (2017, 1, 24)),
    ("3 تشرين الأول 2017", (2017, 10, 3)),
    ("17 غشت 2021", (2021, 8, 17)),
    ("6 شتنبر 2019", (2019, 9, 6)),
    ("23 دجنبر 2018", (2018, 12, 23)),
    ("8 جويلية 2016", (2016, 7, 8)),
    ("9 جانفي 2017", (2017, 1, 9)),
    ("11 أفريل 2017", (2017, 4, 11)),
    ("14 شتمبر 2020", (2020, 9, 14)),
    ("30 يونيه 2013", (2013, 6, 30)),
    ("الثلاثاء 16 يوليو 2024 - 10:30", (2024, 7, 16)),
    ("الإثنين، 14 نونبر 2022", (2022, 11, 14)),
    ("الخميس 20 محرّم 1446هـ الموافق 25 يوليو 2024م", (2024, 7, 25)),
    ("17 مارس 2019م - 10 رجب 1440هـ", (2019, 3, 17)),
    ("15 رمضان 1442هـ", (2021, 4, 27)),
    ("1442/07/12هـ", (2021, 2, 24)),
    ("نشر في: 12 مارس 2021 م", (2021, 3, 12)),
    ("تاريخ النشر: 2021/03/12", (2021, 3, 12)),
    ("الرباط في 12 مارس 2021", (2021, 3, 12)),
    ("الدار البيضاء، 12 مارس 2021", (2021, 3, 12)),
    ("كتب بواسطة: المحرر | 12 مارس 2021", (2021, 3, 12)),
    ("أخبار - 12 مارس 2021", (2021, 3, 12)),
    ("آخر تحديث: 13 مارس 2021 - نشر: 12 مارس 2021", (2021, 3, 12)),
    ("12 مارس 2021 | لا توجد تعليقات", (2021, 3, 12)),
    ("الرياض 12 رجب 1442 هـ الموافق 24 فبراير 2021 م واس", (2021, 2, 24)),
    ("Fait à Rabat, le 12 mars 2021", (2021, 3, 12)),
    ("فاتح ماي 2021", (2021, 5, 1)),
    ("غرة جوان 2016", (2016, 6, 1)),
    ("2021年5月4日", (2021, 5, 4)),
    ("2021년 5월 4일", (2021, 5, 4)),
]


@pytest.mark.parametrize(("line", "day"), DATE_LINES)
def test_a_date_line_gives_its_day(line: str, day: tuple[int | None, int, int | None]):
    read = read_dateline(line)
    assert read is not None
    assert (read.mention.year, read.mention.month, read.mention.day) == day
    assert not read.modified


@pytest.mark.parametrize(
    "line",
    [
        "World Book Day, 23 April 2021",
        "Statement of 12 March 2021",
        "Ministers meet on 12 March 2021",
        "The congress will open on 12 May 2023 in Kuala Lumpur",
        "Two Villages, One Well: 2021 in Pictures",
        "Annual Report 2021",
        "Programme of Wednesday, 3 May 2017",
        "Forum of Deltas, Saint-Louis, 18-19 June 2019",
        "Next",
        "",
        "1 2 3 Next »",
        "10,000 visitors",
        "© 2023 Eastern Highlands Arts Council",
        "Tel. 05 37 71 23 45",
        "Journée mondiale du livre, 23 avril 2021",
        "Communiqué du 12 mars 2021",
        "Il a reçu le 12 mars 2021 une délégation.",
        "Réunion de Tozeur, 3 mai 2017",
        "Retour sur le 12 mars 2021",
        "اليوم العالمي للكتاب، 23 أبريل 2021",
        "بيان 12 مارس 2021",
        "استقبل رئيس الجامعة يوم 27 مارس 2023 وفدا من أسوان",
        "اجتماع مجلس الأمناء، 9 يناير 2018",
        "جميع الحقوق محفوظة © 2023",
        "in February 2016.",
        "on March 12",
        "Registration ends on March 30.",
        "March 30.",
        "* الثلاثاء 9 ماي :",
        "الدورة الثانية إيابا: 21 أفريل.",
        "أهم أنباء يوم السبت 11 فيفري 2017",
    ],
)
def test_a_headline_or_a_sentence_is_no_date_line(line: str):
    assert read_dateline(line) is None


@pytest.mark.parametrize("line", ["32 March 2021", "Published on 30 February 2020", "31/04/2021"])
def test_an_impossible_day_is_still_a_date_line_but_gives_no_day(line: str):
    read = read_dateline(line)
    assert read is not None
    assert read.mention.full is None


@pytest.mark.parametrize(
    "line",
    [
        "Last updated on 11 November 2022",
        "Last modified: 1 January 1970",
        "Mis à jour le 15/05/2018",
        "آخر تحديث: 13 مارس 2021",
    ],
)
def test_a_line_that_only_tells_when_the_page_was_changed_says_so(line: str):
    read = read_dateline(line)
    assert read is not None
    assert read.modified
