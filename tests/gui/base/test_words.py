"""Figures and days in words: a real minus, short money, no zero for what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from healthdesk.core.domain.facts import to_day
from healthdesk.gui.base.words import (
    DASH,
    LINE_MOST,
    MINUS,
    Words,
    from_qdate,
    one_line,
    to_qdate,
    with_hyphens,
)

UK = Words(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
US = Words(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
DE = Words(QLocale(QLocale.Language.German, QLocale.Country.Germany))
DAY = to_day(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (184_000, "€184k"),
        (999_499, "€999k"),
        (999_600, "€1.00M"),
        (2_370_000, "€2.37M"),
        (950, "€950"),
        (0, "€0"),
        (-12_000, f"{MINUS}€12k"),
        (None, DASH),
    ],
)
def test_short_money(value, text):
    assert UK.money(value, "EUR") == text


def test_whole_money_and_currencies_without_a_sign():
    assert UK.money(1234.5, "EUR", short=False) == "€1,234.50"
    assert UK.money(9000, "CHF") == "CHF\N{NO-BREAK SPACE}9k"
    assert UK.money(9000) == "9k"


@pytest.mark.parametrize(
    ("value", "text"), [(12, "+12"), (-33, f"{MINUS}33"), (0, "0"), (-0.4, "0"), (None, DASH)]
)
def test_signed(value, text):
    assert UK.signed(value) == text


def test_a_half_rounds_away_from_zero_as_scores_do():
    assert [UK.number(v) for v in (0.5, 1.5, 2.5)] == ["1", "2", "3"]


def test_what_is_not_a_number_is_a_dash():
    assert UK.number(float("nan")) == DASH
    assert UK.percent(None) == DASH
    assert UK.day(None) == DASH


def test_days_by_locale():
    assert UK.day(DAY) == "23 Nov 2026"
    assert US.day(DAY) == "Nov 23, 2026"
    assert UK.short_day(DAY) == "23 Nov"
    assert UK.weekday(DAY) == "Mon 23 Nov 2026"
    assert UK.short_day(to_day(date(2026, 9, 12))) == "12 Sep"


def test_numbers_by_locale():
    assert UK.number(1234567.891, 1) == "1,234,567.9"
    assert DE.number(1234567.891, 1) == "1.234.567,9"


def test_counts_have_their_noun():
    assert UK.count(1, "account") == "1 account"
    assert UK.count(2, "account") == "2 accounts"
    assert UK.count(0, "copy", "copies") == "0 copies"


@given(st.integers(-700_000, 2_900_000))
def test_days_go_to_dates_of_the_calendar_and_back(day):
    assert from_qdate(to_qdate(day)) == day


def test_hyphens_within_words_are_hyphens_and_signs_stay():
    assert with_hyphens("Two-way balance -3, 2026-11-23") == (
        "Two\N{HYPHEN}way balance -3, 2026-11-23"
    )


def test_a_day_of_another_year_says_which():
    assert UK.near_day(to_day(date(2026, 11, 20)), DAY) == "20 Nov"
    assert UK.near_day(to_day(date(2024, 12, 31)), DAY) == "31 Dec 2024"


marks = st.sampled_from("\u202e\u202b\u2066\u2069\u2028\t\r\n\x00\x1b\x7f")


@given(st.lists(st.text(max_size=20) | marks, max_size=80).map("".join))
def test_a_painted_line_keeps_letters_and_loses_turns_breaks_and_length(text):
    told = one_line(text)
    assert len(told) <= LINE_MOST + 1
    assert not set(told) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in told)
    assert one_line(told) == told or len(told) > LINE_MOST
    plain = text[:50]
    if plain.isprintable() and plain == plain.strip():
        assert one_line(plain) == plain


def test_an_endless_line_is_cut():
    assert one_line("Wide" * 3000) == "Wide" * (LINE_MOST // 4) + "…"
    assert one_line("\u202eone\ntwo\r\n\tthree\u2028four") == "one two three four"
