"""Days worked out by the hour against each text by itself, in zones that jump."""

# ruff: noqa: DTZ001 times as files write them know no zone

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping import day_cells
from healthdesk.core.mapping.day_cells import DayCells
from healthdesk.core.mapping.joins import Joined
from healthdesk.core.mapping.styles import cells, zone_of

DAY = next(one for one in BY_NAME["usage"].columns if one.name == "day")
ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia")
WRITTEN = {
    "": ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M+02:00"],
    "dmy": ["%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p"],
    "mdy": ["%m/%d/%Y %I:%M %p", "%m-%d-%Y %H:%M:%S"],
}
ODD = [
    "",
    "2025-02-31 10:00",
    "13:00",
    "2025-01-01",
    "01.01.2025 25:00",
    "n/a",
    "2025-01-01T24:00Z",
]
MOMENTS = st.one_of(
    st.datetimes(datetime(2006, 1, 1), datetime(2012, 1, 1)),
    # the night in which St. John's went back a minute after midnight; Samoa skipped a day
    st.integers(0, 300).map(lambda n: datetime(2006, 10, 29, 1) + timedelta(minutes=n)),
    st.integers(0, 300).map(lambda n: datetime(2011, 12, 30, 8) + timedelta(minutes=n)),
    st.just(datetime(2007, 5, 5)),
)


def both(order, zone, desk):
    mapping = ColumnMap("When", date=order, zone=zone)
    plain = cells(DAY, mapping, Joined(), ZoneInfo(desk), required=True)
    quick = DayCells(plain.convert, order, zone_of(zone), ZoneInfo(desk))
    return plain, quick


def agree(texts, order, zone, desk):
    plain, quick = both(order, zone, desk)
    assert quick.all(texts) == plain.all(texts)
    assert quick.bad == plain.bad


@pytest.fixture(autouse=True)
def always(monkeypatch):
    monkeypatch.setattr(day_cells, "_MANY", 1)


@settings(max_examples=150)
@given(
    st.lists(MOMENTS, min_size=1, max_size=40),
    st.sampled_from(["", "dmy", "mdy"]),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.data(),
)
def test_times_after_days_say_the_same_by_the_hour(moments, order, zone, desk, data):
    shapes = st.sampled_from(WRITTEN[order])
    texts = [moment.strftime(data.draw(shapes)) for moment in moments]
    agree([*texts, data.draw(st.sampled_from(ODD))], order, zone, desk)


@settings(max_examples=100)
@given(st.lists(MOMENTS, min_size=1, max_size=40), st.sampled_from(ZONES))
def test_counts_of_seconds_say_the_same_by_the_hundred(moments, desk):
    seconds = [int(moment.replace(tzinfo=UTC).timestamp()) for moment in moments]
    agree([str(one) for one in seconds], "epoch s", "UTC", desk)
    agree([str(one * 1000 + 7) for one in seconds] + ["12"], "epoch ms", "UTC", desk)
