"""Texts of a table on a screen as days and numbers, in the habits of the person."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from healthdesk.gui.base.words import DASH, MINUS, Words
from healthdesk.gui.parts.card_values import typed

UK = Words(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
GERMAN = Words(QLocale(QLocale.Language.German, QLocale.Country.Germany))


@pytest.mark.parametrize("words", [UK, GERMAN])
def test_days_and_numbers_are_read_as_they_are_written(words):
    rows = [
        ("1", words.day(20_000), words.number(1234.5, 1), "+3", "usage fell", DASH),
        ("2", DASH, words.number(-7, 0), f"{MINUS}2", "3 of 4", DASH),
    ]
    kinds, values = typed(rows, words)
    assert kinds == ("text", "day", "number", "change", "text", "text")
    assert values == (
        (None, 20_000, 1234.5, 3, None, None),
        (None, None, -7, -2, None, None),
    )


def test_nothing_is_of_no_kind():
    assert typed((), UK) == ((), ())
    assert typed([("a",), ("b", "2")], UK) == (("text", "number"), ((None, None), (None, 2.0)))
