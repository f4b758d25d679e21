"""Styles of numbers and days: what they write, and that it does not depend on the system."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.number_style import NONE, STYLES, USUAL

DAY = to_day(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("en", ("1,234.5", "41%", "€1,200", "2 Mar 2026", "2 Mar")),
        ("us", ("1,234.5", "41%", "€1,200", "Mar 2, 2026", "Mar 2")),
        ("de", ("1.234,5", "41\u00a0%", "1.200\u00a0€", "2. März 2026", "2. März")),
        ("fr", ("1\u202f234,5", "41\u202f%", "1\u202f200\u00a0€", "2 mars 2026", "2 mars")),
        ("ch", ("1\u2019234.5", "41%", "1\u2019200\u00a0€", "02.03.2026", "02.03")),
        ("iso", ("1\u202f234.5", "41%", "1\u202f200\u00a0€", "2026-03-02", "03-02")),
    ],
)
def test_each_style_writes_its_way(style, told):
    way, (number, share, money, day, short) = STYLES[style], told
    assert way.number(1234.5, 1) == number
    assert way.share(0.41) == share
    assert way.money(1200, "EUR") == money
    assert way.date(DAY) == day
    assert way.date(DAY, year=False) == short


def test_what_is_not_known_is_a_dash_never_a_zero():
    way = STYLES[USUAL]
    told = {way.number(None), way.signed(None), way.share(None), way.money(None, "EUR")}
    assert told | {way.date(None)} == {NONE}


def test_signs_stand_before_the_currency_and_only_where_something_moved():
    way = STYLES["en"]
    assert way.money(-1200, "EUR") == "\u2212€1,200"
    assert way.money(-1200, "CHF") == "\u22121,200\u00a0CHF"
    assert (way.signed(3), way.signed(-3), way.signed(0.2), way.signed(-0.2)) == (
        "+3",
        "\u22123",
        "0",
        "0",
    )
    assert way.money(5) == "5"


@given(st.sampled_from(sorted(STYLES)), st.integers(-(10**12), 10**12))
def test_a_number_keeps_its_digits_in_every_style(style, value):
    told = STYLES[style].number(value)
    digits = "".join(one for one in told if one.isdigit())
    assert int(digits) == abs(value)
    assert told.startswith("\u2212") == (value < 0)
