"""Which days, months and ranges a text names, and with which of its words."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates.mentions import find_mentions
from indexer.language.folding import fold

# the text, the words of the date in it, and the date as YYYY-MM-DD (…) with ? for what is left out
NAMED = [
    ("signed on Monday, 4 June 2018, by both", "Monday, 4 June 2018", "2018-06-04"),
    ("today, Thursday, March 9, 2017, at noon", "Thursday, March 9, 2017", "2017-03-09"),
    ("on the 3rd of May, 2021 in Oran", "3rd of May, 2021", "2021-05-03"),
    ("on May 3rd, 2021", "May 3rd, 2021", "2021-05-03"),
    ("on 3 May '21", "3 May '21", "2021-05-03"),
    ("In 2019, May 3 was", "2019, May 3", "2019-05-03"),
    ("the first of May 2021", "first of May 2021", "2021-05-01"),
    ("yesterday, September 10, the", "September 10", "?-09-10"),
    ("on Sept. 10 the", "Sept. 10", "?-09-10"),
    ("on 9 September, cooperation", "9 September", "?-09-09"),
    ("held in July 2020 in", "July 2020", "2020-07"),
    ("held on 18-19 June 2019 by", "18-19 June 2019", "2019-06-18..06-19"),
    ("June 18–19, 2019", "June 18–19, 2019", "2019-06-18..06-19"),
    ("on 18, 19 and 20 June 2019", "18, 19 and 20 June 2019", "2019-06-18..06-20"),
    ("from 30 May to 2 June 2022, as", "30 May to 2 June 2022", "2022-05-30..06-02"),
    ("between 28 February and 2 March 2020", "28 February and 2 March 2020", "2020-02-28..03-02"),
    ("Dec. 28, 2021 – Jan. 3, 2022", "Dec. 28, 2021 – Jan. 3, 2022", "2021-12-28..01-03"),
    ("December 30 to January 2, 2022", "December 30 to January 2, 2022", "2021-12-30..01-02"),
    ("on Monday 3 and Tuesday 4 May", "Monday 3 and Tuesday 4 May", "?-05-03..05-04"),
    ("Session 12 March 5, 2021", "March 5, 2021", "2021-03-05"),
    ("le 12 mars 2021, à Fès", "12 mars 2021", "2021-03-12"),
    ("le lundi 1er mars 2021", "lundi 1er mars 2021", "2021-03-01"),
    ("le premier mars 2021", "premier mars 2021", "2021-03-01"),
    ("mercredi 3 mai les jardins", "mercredi 3 mai", "?-05-03"),
    ("du 3 au 5 mai 2021", "3 au 5 mai 2021", "2021-05-03..05-05"),
    ("entre le 3 et le 5 mai 2021", "3 et le 5 mai 2021", "2021-05-03..05-05"),
    ("du 30 mai au 2 juin 2022", "30 mai au 2 juin 2022", "2022-05-30..06-02"),
    ("les 18 et 19 juin 2019", "18 et 19 juin 2019", "2019-06-18..06-19"),
    ("en août 2020", "août 2020", "2020-08"),
    ("le 5 FÉVRIER 2020", "5 FÉVRIER 2020", "2020-02-05"),
    ("le 2 févr. 2020", "2 févr. 2020", "2020-02-02"),
    ("يوم الثلاثاء 11 أبريل 2023، في", "الثلاثاء 11 أبريل 2023", "2023-04-11"),
    ("يوم الإثنين ١٤ نونبر ٢٠٢٢", "الإثنين ١٤ نونبر ٢٠٢٢", "2022-11-14"),
    ("من 30 ماي إلى 2 يونيو 2022، مخيما", "30 ماي إلى 2 يونيو 2022", "2022-05-30..06-02"),
    ("يومي 3 و4 ماي 2021", "3 و4 ماي 2021", "2021-05-03..05-04"),
    ("أيام 3 و4 و5 ماي 2021", "3 و4 و5 ماي 2021", "2021-05-03..05-05"),
    ("من 3 إلى غاية 5 ماي 2021", "3 إلى غاية 5 ماي 2021", "2021-05-03..05-05"),
    ("في 28 أيار/مايو 2024", "28 أيار/مايو 2024", "2024-05-28"),
    ("في 28 مايو (أيار) 2024", "28 مايو (أيار) 2024", "2024-05-28"),
    ("الخامس والعشرين من مايو 2021", "الخامس والعشرين من مايو 2021", "2021-05-25"),
    ("28 من شهر مارس من عام 2021", "28 من شهر مارس من عام 2021", "2021-03-28"),
    ("في شهر يوليوز 2019", "يوليوز 2019", "2019-07"),
    ("12 كانون الأول 2018", "12 كانون الأول 2018", "2018-12-12"),
    ("12 تشرين ثاني 2018", "12 تشرين ثاني 2018", "2018-11-12"),
    ("يوم الثُّلاثاء 5 مايُو 2020 في", "الثُّلاثاء 5 مايُو 2020", "2020-05-05"),
    (
        "12 رجب 1442 هـ الموافق 24 فبراير 2021",
        "12 رجب 1442 هـ الموافق 24 فبراير 2021",
        "2021-02-24",
    ),
    ("الموافق 24 فبراير 2021م", "24 فبراير 2021", "2021-02-24"),
    ("في 15 رمضان 1442", "15 رمضان 1442", "2021-04-27"),
    ("02/03/2019", "02/03/2019", "2019-03-02"),
    ("23/10/2019", "23/10/2019", "2019-10-23"),
    ("10/23/2019", "10/23/2019", "2019-10-23"),
    ("2019-10-23T08:00", "2019-10-23T08:00", "2019-10-23"),
    ("2019/10/23", "2019/10/23", "2019-10-23"),
    ("lundi 12/03/2021", "lundi 12/03/2021", "2021-03-12"),
    ("23.10.2019", "23.10.2019", "2019-10-23"),
    ("٢٣/١٠/٢٠١٩", "٢٣/١٠/٢٠١٩", "2019-10-23"),
]

NOT_NAMED = [
    "which may 12 times a day",
    "they march 5 miles",
    "en mars 12 participants",
    "May and June",
    "on Friday",
    "1.2.3",
    "call 05.37.71.23.45 now",
    "version 10.12.13",
    "resolution 2231",
    "a ratio of 3/5/8 parts",
    "the years 1998-2004",
    "مارس 5 لاعبين هوايتهم",
    "",
]


def _shown(mention) -> str:
    shown = f"{mention.year or '?'}-{mention.month:02}"
    if mention.day is not None:
        shown += f"-{mention.day:02}"
    if mention.last:
        shown += "..{:02}-{:02}".format(*mention.last)
    return shown


@pytest.mark.parametrize(("text", "words", "day"), NAMED)
def test_a_date_is_read_from_its_words(text: str, words: str, day: str):
    (mention,) = find_mentions(text)
    assert (text[mention.start : mention.end], _shown(mention)) == (words, day)


@pytest.mark.parametrize("text", NOT_NAMED)
def test_words_and_numbers_that_only_look_like_a_date_are_none(text: str):
    assert find_mentions(text) == []


def test_two_dates_joined_by_and_are_two():
    found = find_mentions("on 12 March 2019 and 5 May 2021")
    assert [_shown(mention) for mention in found] == ["2019-03-12", "2021-05-05"]


def test_a_weekday_beside_its_date_is_kept_and_checked():
    right, wrong = find_mentions("Tuesday, 28 May 2024 … Monday, 5 March 2019")
    assert (right.weekday, right.contradicted) == (1, False)
    assert (wrong.weekday, wrong.contradicted) == (0, True)


@pytest.mark.parametrize(
    "text", ["32 March 2021", "29 February 2021", "31 avril 2020", "0 May 2020"]
)
def test_a_day_that_no_calendar_has_is_impossible(text: str):
    (mention,) = find_mentions(text)
    assert mention.impossible
    assert mention.full is None


WORDS = (
    "12 3 31 32 2024 1442 May mars août مايو رجب يوم الثلاثاء Tuesday / - , to et و ٣ 2021-05-04"
)
PIECES = st.sampled_from([*WORDS.split(), "\u064f", "İ", "\n"])


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_no_text_breaks_the_reading_and_words_stand_where_the_mention_says(text: str):
    end = 0
    for mention in find_mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert any(char.isdigit() for char in text[mention.start : mention.end])
        assert (mention.full is None) == (
            mention.impossible or mention.year is None or mention.day is None
        )


@given(st.text())
def test_folding_keeps_every_place(text: str):
    assert len(fold(text)) == len(text)


@given(st.dates(datetime.date(1971, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_written_out_is_read_back(day: datetime.date):
    for text in (f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:%A, %d %b %Y}", f"{day:%Y-%m-%d}"):
        (mention,) = find_mentions(f"held on {text} in Oran")
        assert mention.full == day
