"""English figures are English, and a rare language is found where the text really is in it."""

from __future__ import annotations

import pytest

from indexer.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "Shr 41 cts vs 29 cts. Net 3.2 mln vs 2.1 mln. Revs 80.5 mln vs 77 mln",
        "Qtrly div 12 cts vs 12 cts prior. Pay June 4. Record May 20",
        "FERRY RETURNS AFTER NINE WINTERS",
        "BAKERY PRICES RISE",
        "Council cuts harbour rates",
        "Loss 6 dlrs vs profit 23 cts, sales 40 mln",
    ],
)
def test_short_and_shouted_english_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Wetin dey happen for market be say people no fit buy bread as e don cost.",
            "pcm",
        ),
        ("Wananchi walisema kwamba feri itarudi bandarini mwezi ujao baada ya miaka tisa.", "sw"),
        ("Die veerboot het ná nege winters weer oor die baai gevaar, en almal het gesing.", "af"),
        ("El transbordador cruzó de nuevo la ría el martes con doscientos pasajeros.", "es"),
        ("A balsa voltou a atravessar a baía na terça-feira com duzentos passageiros.", "pt"),
        ("Die Fähre überquerte am Dienstag wieder den Sund.", "de"),
        ("LE BAC REVIENT AU PORT APRÈS NEUF HIVERS", "fr"),
        ("عادت العبارة إلى الميناء القديم", "ar"),
        ("کشتی پس از نه زمستان به بندر بازگشت و مردم شادی کردند", "fa"),
    ],
)
def test_a_language_is_found_where_the_text_is_in_it(text: str, language: str) -> None:
    assert language_of(text) == language


def test_what_the_page_declares_decides_between_near_languages() -> None:
    text = "Mali trg je bio pun ljudi."
    assert language_of(text, "hr") == "hr"
    assert language_of(text, "sr-Latn") == "sr"
