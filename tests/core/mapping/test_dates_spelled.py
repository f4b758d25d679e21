"""Days and instants in every spelling that exports come in."""

# ruff: noqa: RUF001 digits of other scripts are what is tested

from __future__ import annotations

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.mapping import DateOrder
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.dates import ORDERS, fits, parse_day

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
DAYS = st.dates(date(1971, 1, 1), date(2068, 12, 31))

FIFTH = [
    ("2024-03-05", ""), ("2024-03-05", "ymd"), ("2024-03-05", "dmy"), ("2024-03-05", "mdy"),
    ("2024/3/5", "ymd"), ("2024.03.05", "ymd"), ("20240305", "ymd"), ("2024年3月5日", "ymd"),
    ("2024. 3. 5.", "ymd"), ("2024-Mar-05", "ymd"), ("２０２４/０３/０５", "ymd"),
    ("05/03/2024", "dmy"), ("5.3.2024", "dmy"), ("5.3.24", "dmy"), ("05-03-2024", "dmy"),
    ("5 3 2024", "dmy"), ("٥/٣/٢٠٢٤", "dmy"), ("5. März 2024", "dmy"), ("5 mars 2024", "dmy"),
    ("5 de marzo de 2024", "dmy"), ("05-Mar-24", "dmy"), ("5 March 2024", "dmy"),
    ("5th of March, 2024", "dmy"), ("Tue, 5 Mar 2024", "dmy"), ("mar. 5 mars 2024", "dmy"),
    ("Dienstag, 5. März 2024", "dmy"), ("martes, 5 de marzo de 2024", "dmy"),
    ("5 marzo 2024", "dmy"), ("5 maart 2024", "dmy"), ("5 de março de 2024", "dmy"),
    ("03/05/2024", "mdy"), ("3-5-24", "mdy"), ("Mar 5, 2024", "mdy"), ("March 5th, 2024", "mdy"),
    ("Tuesday, March 5, 2024", "mdy"), ("45356", "excel"), ("45356.0", "excel"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "order"), FIFTH)
def test_the_same_day_in_many_spellings(text: str, order: DateOrder) -> None:
    assert parse_day(text, order, BERLIN) == (to_day(date(2024, 3, 5)), None)
    assert order in fits(text) or text == "2024-03-05"


MONTHS = ["2024-03", "03/2024", "3.2024", "Mar 2024", "März 2024", "mars 2024", "Mar-24", "202403",
          "2024年3月", "marzo de 2024"]  # fmt: skip


@pytest.mark.parametrize("text", MONTHS)
def test_a_month_is_its_first_day(text: str) -> None:
    assert parse_day(text, "month", UTC) == (to_day(date(2024, 3, 1)), None)
    assert fits(text) == {"month"}


INSTANTS = [
    ("2020-12-30 3:15:52", "", "2020-12-30T03:15:52"),
    ("2023-06-08 23:22:50.048000", "", "2023-06-08T23:22:50.048000"),
    ("2026-03-09T08:15:00.000+0000", "", "2026-03-09T08:15:00"),
    ("2009-07-14T22:14:45+0800", "", "2009-07-14T14:14:45"),
    ("07/15/2009 02:14:45+0800", "mdy", "2009-07-14T18:14:45"),
    ("07/15/2009T02:14:45+0800", "mdy", "2009-07-14T18:14:45"),
    ("2009-07-14 22:14:45+0800", "mdy", "2009-07-14T14:14:45"),
    ("07/15/2009 02:14:45 PST", "mdy", "2009-07-15T10:14:45"),
    ("09-07-2024 03:00", "dmy", "2024-07-09T03:00:00"),
    ("09-07-2024 03:00", "mdy", "2024-09-07T03:00:00"),
    ("3/5/2024 3:04 PM", "mdy", "2024-03-05T15:04:00"),
    ("3/5/2024, 12:04:11 a.m.", "mdy", "2024-03-05T00:04:11"),
    ("05.03.2024 14:05 Uhr", "dmy", "2024-03-05T14:05:00"),
    ("Tuesday, March 5, 2024 at 3:04 PM", "mdy", "2024-03-05T15:04:00"),
    ("Tue Mar 5 03:15:52 2024", "mdy", "2024-03-05T03:15:52"),
    ("Tue Mar 05 2024 03:15:52 GMT+0100 (Central European Standard Time)", "mdy",
     "2024-03-05T02:15:52"),
    ("20240305T101112Z", "ymd", "2024-03-05T10:11:12"),
    ("2024年3月5日 14時05分", "ymd", "2024-03-05T14:05:00"),
    ("1741500000", "epoch s", "2025-03-09T06:00:00"),
    ("1741500000.25", "epoch s", "2025-03-09T06:00:00.250000"),
    ("1741500000123", "epoch ms", "2025-03-09T06:00:00.123000"),
    ("45356.5", "excel", "2024-03-05T12:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "order", "instant"), INSTANTS)
def test_instants(text: str, order: DateOrder, instant: str) -> None:
    day, told = parse_day(text, order, UTC)
    assert told == f"{instant}+00:00"
    assert to_date(day).isoformat() == instant[:10]


BAD = [
    ("banana", "dmy", "day first"), ("13/13/2024", "dmy", "day first"),
    ("31/02/2024", "dmy", "calendar"), ("2024-02-30", "", "calendar"),
    ("1/2/2024", "", "2026-03-14"), ("2024-03-05 25:00", "", "clock"),
    ("3/5/2024 13:00 PM", "mdy", "clock"), ("3/5/2024 10:00 CST", "mdy", "CST"),
    ("2024-03-05 10:00 +77:00", "", "offset"), ("2024-03-05", "epoch s", "seconds"),
    ("2009-07/14 02:14:45-0800", "mdy", "month first"), ("12", "excel", "spreadsheet"),
    ("2024-03-05", "month", "month"), ("9" * 200, "dmy", "no day"), ("10:30", "dmy", "day first"),
    ("Foo 5, 2024", "mdy", "month first"), ("5 jui 2024", "dmy", "day first"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "order", "reason"), BAD)
def test_what_is_no_day_says_why(text: str, order: DateOrder, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        parse_day(text, order, UTC)
    assert order not in fits(text) or order == "mdy"


def test_what_leaves_the_order_open_fits_both() -> None:
    assert fits("2/3/24") == {"dmy", "mdy"}
    assert fits("31/3/24") == {"dmy"}
    assert fits("3/31/24") == {"mdy"}
    assert fits("2024-03-05") == {"", "ymd"}
    assert fits("1741500000") == {"epoch s"}
    assert fits("n/a") == set()


def test_years_of_two_digits_are_from_1970_to_2069() -> None:
    assert to_date(parse_day("1/1/69", "dmy", UTC)[0]).year == 2069
    assert to_date(parse_day("1/1/70", "dmy", UTC)[0]).year == 1970


def test_the_day_is_counted_where_the_desk_is() -> None:
    late = "2024-03-05 23:30"
    assert parse_day(late, "", BERLIN)[0] == to_day(date(2024, 3, 5))
    day, instant = parse_day(late, "", NEW_YORK, desk=BERLIN)
    assert (to_date(day), instant) == (date(2024, 3, 6), "2024-03-06T04:30:00+00:00")
    assert parse_day("2024-03-05T23:30Z", "", BERLIN)[0] == to_day(date(2024, 3, 6))


def test_midnight_is_a_day_unless_its_zone_is_another() -> None:
    day = to_day(date(2024, 3, 5))
    assert parse_day("2024-03-05 00:00:00", "", BERLIN) == (day, None)
    assert parse_day("2024-03-05 00:00:00", "", UTC, desk=NEW_YORK)[0] == day - 1
    assert parse_day("2024-03-05 00:00:00", "", UTC, desk=NEW_YORK, whole=True) == (day, None)
    assert parse_day("1709596800000", "epoch ms", NEW_YORK, whole=True) == (day, None)


def test_an_hour_that_the_clock_skips_is_read_all_the_same() -> None:
    assert parse_day("2024-03-31 02:30", "", BERLIN)[1] == "2024-03-31T01:30:00+00:00"
    assert parse_day("2024-10-27 02:30", "", BERLIN)[1] == "2024-10-27T00:30:00+00:00"


FORMS = {
    "": "%Y-%m-%d", "ymd": "%Y/%m/%d", "dmy": "%d.%m.%Y", "mdy": "%m/%d/%y", "month": "%Y-%m",
}  # fmt: skip


@given(DAYS, st.sampled_from(sorted(FORMS)))
def test_what_is_written_in_an_order_is_read_in_it(day: date, order: DateOrder) -> None:
    text = day.strftime(FORMS[order])
    expected = day.replace(day=1) if order == "month" else day
    assert parse_day(text, order, UTC) == (to_day(expected), None)
    assert order in fits(text)


@given(st.datetimes(timezones=st.sampled_from((UTC, BERLIN, NEW_YORK))))
def test_isoformat_of_any_instant_is_read(moment: object) -> None:
    text = moment.isoformat()  # type: ignore[attr-defined]
    try:
        utc = moment.astimezone(UTC)  # type: ignore[attr-defined]
    except OverflowError:
        return
    if moment.utcoffset() % timedelta(minutes=1):  # type: ignore[attr-defined]
        return
    day, instant = parse_day(text, "", UTC)
    assert instant == utc.isoformat()
    assert to_date(day) == utc.date()


SPELLED = st.one_of(
    st.text("0123456789-/. :TZ+", max_size=22),
    st.text(max_size=30),
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}( [0-9]{1,2}:[0-9]{2})?( [AP]M)?"),
)


@given(SPELLED)
def test_a_text_is_read_in_the_orders_it_fits_and_never_fails_otherwise(text: str) -> None:
    found = fits(text)
    for order in ORDERS:
        try:
            parse_day(text, order, UTC)
        except CellError:
            assert order not in found
