from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.exchange import Cell, Column
from healthdesk.core.domain.facts import to_date
from healthdesk.core.importers.exchange import cells
from healthdesk.core.importers.exchange.cells import CellError

BERLIN = ZoneInfo("Europe/Berlin")


@given(st.integers(-700_000, 2_900_000))
def test_every_day_of_the_calendar_is_read(day):
    assert cells.day(to_date(day).isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "14.03.2026",
        "20260314",
        "2026-W10-1",
        "٢٠٢٦-٠٣-١٤",
        "0000-01-01",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(CellError, match="is"):
        cells.day_or_instant(text, BERLIN)


@pytest.mark.parametrize(
    ("text", "day", "kept"),
    [
        ("2026-03-28T23:30:00Z", "2026-03-29", "2026-03-28T23:30:00+00:00"),
        ("2026-03-29 00:30:00+02:00", "2026-03-28", "2026-03-28T22:30:00+00:00"),
        ("2026-07-01T00:30+0330", "2026-06-30", "2026-06-30T21:00:00+00:00"),
        ("2026-07-01T12:00:00,5-07", "2026-07-01", "2026-07-01T19:00:00.500000+00:00"),
        ("2026-07-01", "2026-07-01", None),
    ],
)
def test_an_instant_is_turned_into_a_day_of_the_zone_and_kept_in_utc(text, day, kept):
    assert cells.day_or_instant(text, BERLIN) == (cells.day(day), kept)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14T10:00:00",
        "2026-03-14T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-03-14Tx",
        "2026-03-14T10:00+99:00",
    ],
)
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(CellError):
        cells.day_or_instant(text, BERLIN)


@given(st.floats(-1e100, 1e100))
def test_every_number_is_read_exactly(value):
    assert cells.number(repr(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "1e400",
        "1.1e100",
        "-1e308",
        "-1e999",
        "nan",
        "inf",
        "1_000",
        "1,5",
        "0x10",
        "",
        "--1",
        "\u0661",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(CellError):
        cells.number(text)


def test_booleans_are_read_in_their_spellings():
    assert [cells.flag(text) for text in ("true", "YES", "1", "False", "no", "0")] == [
        1,
        1,
        1,
        0,
        0,
        0,
    ]
    with pytest.raises(CellError, match="neither true nor false"):
        cells.flag("y")


def test_ids_lose_the_blanks_around_them_and_have_a_limit():
    assert cells.identity(" a b ") == "a b"
    with pytest.raises(CellError, match="10,000 characters"):
        cells.identity("x" * 10_000)
    with pytest.raises(CellError, match="NUL"):
        cells.identity("x\0")


def test_choices_are_read_without_case_and_kept_as_they_are_written():
    read = cells.reader(Column("band", Cell.CHOICE, choices=("Strong", "Poor")))
    assert read(" strong ") == "Strong"
    with pytest.raises(CellError, match="none of Strong, Poor"):
        read("Weak")


def test_lists_of_ids_keep_their_order_and_lose_repeats():
    assert cells.reader(Column("contact_ids", Cell.CONTACTS))(" b ;a;;b") == "b;a"


def test_a_shown_value_is_short_and_on_one_line():
    assert cells.shorten("a\nb\0c") == "a b c"
    assert len(cells.shorten("x" * 500)) == cells.SHOWN


def test_days_are_remembered_and_bad_ones_are_not():
    days = cells.DayReader(BERLIN)
    assert days["2026-01-01"] == (20_454, None)
    for _ in range(2):
        with pytest.raises(CellError):
            days["soon"]
    assert list(days) == ["2026-01-01"]
