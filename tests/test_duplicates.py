"""A copy folds into its original; reports made by one template do not."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.duplicates import groups, signature, unpack

RATES = (
    "The bank of the islands set its rates for {day} May 2021 as follows. One crown buys {a} "
    "shells and {b} pearls at the counter, and the fee for a change is the same as on all other "
    "days. The counter is open from the morning bell to the evening bell, and who comes late may "
    "ask the night porter, who keeps a small purse for the crews of the last ferry."
)
WEATHER = (
    "Il fera {a} degrés à Port Lumen et {b} degrés sur les îles ce {day} mai, avec un vent "
    "faible de secteur ouest et une mer peu agitée. Les pêcheurs sont invités à consulter le "
    "bulletin du soir avant de quitter le port, et les promeneurs à ne pas s'approcher des digues "
    "pendant la marée haute, comme le rappelle chaque jour la capitainerie."
)
OBITUARY = (
    "The people of the islands mourn {name}, who died at home among family and friends. The "
    "service for {name} will be held in the chapel above the old harbour, and all are asked to "
    "bring a flower from their own garden. The family thanks the nurses of the island hospital "
    "and all who rowed across the sound in the last weeks to sit by the bed and sing."
)
DAY = "في يوم {day} مايو بلغ سعر الصرف {a} صدفة للكرونة الواحدة و{b} لؤلؤة في جزر الميناء القديم "
ARABIC = DAY + "وبقيت رسوم التحويل كما هي في سائر الأيام ويفتح الشباك من الصباح إلى المساء"


def grouped(texts: list[str]) -> list[list[int]]:
    return groups(unpack(b"".join(found for text in texts if (found := signature(text)))))


@pytest.mark.parametrize("template", [RATES, WEATHER, ARABIC], ids=["rates", "weather", "arabic"])
def test_twenty_reports_of_twenty_days_are_twenty(template: str) -> None:
    texts = [template.format(day=n + 1, a=40 + n, b=90 + 2 * n) for n in range(20)]
    assert grouped(texts) == []


@pytest.mark.parametrize("template", [RATES, WEATHER, ARABIC], ids=["rates", "weather", "arabic"])
def test_a_copy_that_was_cut_or_signed_folds(template: str) -> None:
    text = template.format(day=4, a=41, b=95)
    assert grouped([text, f"{text} (LPA)", text.removesuffix(text[-12:])]) == [[0, 1, 2]]


def test_obituaries_of_several_people_are_several() -> None:
    names = ("Odo Brandt", "Ines Calder")
    assert grouped([OBITUARY.format(name=f"{name} of Lumen Quay") for name in names]) == []


def test_a_signature_keeps_its_width() -> None:
    assert unpack(signature(RATES) or b"").shape == (1, 128)
    assert np.array_equal(unpack(signature(RATES) or b""), unpack(signature(RATES) or b""))
