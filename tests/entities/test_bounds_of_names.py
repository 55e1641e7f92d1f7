"""Names end where they end: no title, office, verb or common noun belongs to them."""

from __future__ import annotations

import pytest

from indexer.entities.recognize.find import mentions_in
from tests.entities.archive import names_in, names_of, story


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        (
            "وقعت هيئة الخليج القديم للصيد والملاحة (مرساف) اتفاقا. وقالت مرساف إنها ستبدأ.",
            "هيئة الخليج القديم للصيد والملاحة (مرساف)",
        ),
        (
            "نظم اتحاد العالم الجديد للنسيج (نولات) معرضا، وستواصل نولات دعم الحرفيين.",
            "اتحاد العالم الجديد للنسيج (نولات)",
        ),
    ],
)
def test_an_arabic_acronym_that_is_defined_is_the_body_and_nobody(
    text: str, organization: str
) -> None:
    found = names_in(text, language="ar")
    assert found.organizations == (organization,)
    assert found.persons == ()


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("د. الخولي يفتتح ورشة جديدة للحرفيين في المدينة.", "الخولي"),
        ("سلم فخامة الرئيس داميرخان تولبايف الجوائز للفائزين.", "داميرخان تولبايف"),
        ("حضر الأمير فيصل بن راشد كبير مستشاري الملك حفل الختام.", "فيصل بن راشد"),
        ("زار جلالة الملك محمود الثالث سوق النسيج والتقى الحرفيين.", "محمود الثالث"),
        ("وأقامت يوكو تاناكا هيراي، وزيرة البيئة، مأدبة عشاء.", "يوكو تاناكا هيراي"),
        ("أ.د. المنصوري يشرف على الندوة العلمية.", "المنصوري"),
        ("زار البطريرك غريغوريوس الثالث المدينة القديمة.", "غريغوريوس الثالث"),
        ("اطلع الملك حسين الثاني بن طلال على المشروع.", "حسين الثاني بن طلال"),
        ("شرح اللواء مدير أمن الجيزة هشام العراقي الخطة.", "هشام العراقي"),
    ],
)
def test_a_person_in_arabic_is_whole_and_without_a_role(text: str, person: str) -> None:
    assert names_in(text, language="ar").persons == (person,)


def test_a_king_with_a_number_is_not_the_sheikh_whose_family_sounds_like_it() -> None:
    king = story("زار جلالة الملك عبدالله الثاني، أمس، سوق الفخار في عمان.", language="ar")
    sheikh = story("Sheikh Abdullah Al-Thani met the potters of the old market in Doha.")
    found = [*names_of(king, sheikh)]
    assert [one.persons for one in found] == [("عبدالله الثاني",), ("Abdullah Al-Thani",)]
    assert found[0].places == ("Amman",)


@pytest.mark.parametrize(
    "text",
    [
        "تقع المدرسة في قرية كبيرة قرب النهر.",
        "انتقل السكان إلى بلدة مجاورة هربا من الفيضان.",
        "وصلت السفينة إلى مدينة ساحلية صغيرة.",
        "نشرت الشركة تقارير مالية جديدة.",
    ],
)
def test_an_arabic_adjective_or_common_noun_is_no_place(text: str) -> None:
    assert names_in(text, language="ar").places == ()


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        (
            "Un accord avec l’Agence universitaire de la poterie (AUP) est signé. L’AUP s’étend.",
            ("Agence universitaire de la poterie (AUP)",),
        ),
        ("Le bilan de l’Organisation pour la journée du 12 mai est bon.", ()),
        (
            "La Commission nationale pour l’UNESCO en sera.",
            ("Commission nationale pour l’UNESCO",),
        ),
    ],
)
def test_a_french_body_is_whole_and_ends_before_what_it_is_for(
    text: str, organizations: tuple[str, ...]
) -> None:
    assert names_in(text, language="fr").organizations == organizations


@pytest.mark.parametrize("verb", ["décide d’accorder", "approuve de verser", "refuse de rendre"])
def test_a_french_council_does_not_swallow_its_verb(verb: str) -> None:
    found = names_in(f"Le Conseil Municipal {verb} une aide de 900 €.", language="fr")
    assert not any(verb[:5] in name for name in found.organizations)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Chancellor of the Exchequer Norman Tilbury spoke in Leeds.", "Norman Tilbury"),
        ("Secretary of State George Halloran left for Oslo.", "George Halloran"),
        ("Ambassador Sheikh Nasser bin Khalid Al-Kuwari came.", "Nasser bin Khalid Al-Kuwari"),
    ],
)
def test_an_office_or_a_title_is_no_part_of_the_name_behind_it(text: str, person: str) -> None:
    assert names_in(text).persons == (person,)


def test_the_agency_of_a_dateline_is_no_organization_and_a_shouted_town_is_a_place() -> None:
    long = "(Quay News - 3rd May, 2021) OSLO, 3rd May 2021 (QWN) - The guild met."
    assert names_in(long).organizations == ()
    found = names_in("CAIRO, May 3 (WHN) - The minister left for KHARTOUM on Monday.")
    assert found.organizations == ()
    assert found.places == ("Cairo", "Khartoum")


def test_the_number_of_a_king_is_nobody() -> None:
    assert names_in("King Philip the Sixth visited Dublin.").persons == ("Philip",)


def test_a_sum_of_money_is_nobody() -> None:
    found = names_in("The firm will pay 39.3 mln N.Z. Dlrs for the shares, Jeremy Coates said.")
    assert found.persons == ("Jeremy Coates",)


def test_a_chamber_is_no_organization_with_the_name_of_its_speaker() -> None:
    found = names_in("Speaker of the House Tom Bradwell left. A statement followed.")
    assert not any("Bradwell" in name for name in found.organizations)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("وصل إلى المدينة معالي شونيتشي ناكاموتو وزير التجارة.", "شونيتشي ناكاموتو"),
        ("استقبل المحافظ سعادة كارلوس ميندوزا سفير بلاده.", "كارلوس ميندوزا"),
    ],
)
def test_an_honorific_in_arabic_is_no_part_of_the_name(text: str, person: str) -> None:
    assert names_in(text, language="ar").persons == (person,)


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        (
            "The loan was led by the Regional Bank of Canada.\n Staff left.",
            "Regional Bank of Canada",
        ),
        ("It was signed by the Northern Guild of Peru.\nWinter came.", "Northern Guild of Peru"),
    ],
)
def test_a_name_does_not_go_on_behind_the_end_of_its_sentence_or_line(
    text: str, organization: str
) -> None:
    assert [one.text for one in mentions_in("", text, "en").body] == [organization]


def test_a_ruler_in_arabic_keeps_the_whole_of_his_number() -> None:
    found = names_in("زار الملك ألفونسو الثالث عشر المدينة القديمة.", language="ar")
    assert found.persons == ("ألفونسو الثالث عشر",)


@pytest.mark.parametrize("year", ["1640 م.", "900 ق. م."])
def test_the_letter_behind_a_year_in_arabic_is_no_title_of_whom_it_is_said(year: str) -> None:
    text = f"بنى الأهالي السد عام {year} نزح فلاحو الوادي بعد ذلك. وقال د. الخولي إن السد قديم."
    assert names_in(text, language="ar").persons == ("الخولي",)


def test_a_name_that_begins_with_the_letter_of_a_rare_prefix_is_whole() -> None:
    text = "قالت وكالة فرانس برس إن الحاكم وصل إلى كاليفورنيا قادما من كالاماتا."
    found = names_in(text, language="ar")
    assert found.organizations == ("فرانس برس",)
    assert set(found.places) == {"كاليفورنيا", "كالاماتا"}
