"""An account's usage read from a desk: as of a day, in figures that add up, and in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.services import desks, imports, usage_view
from tests import folders
from tests.core.services.usage_story import DAY, FELL, LEFT, facts


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("usage")
    clock = Clock(instant=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    desk = Desk.create(
        folder / "usage.healthdesk",
        clock=clock,
        furnish=lambda tx: desks.furnish(tx, "usage", "UTC", "EUR"),
    )
    desk.do(imports.run, [folders.write(folder / "facts", facts())])
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def view(told):
    return told.read(usage_view.view, "a", DAY)


def test_the_metric_of_the_score_is_in_view_with_its_dip(view):
    assert view.metric.key == "active_users"
    assert view.metric.watched
    assert (view.shown.kind, view.shown.last) == ("dip", None)
    assert abs(view.shown.first - FELL) <= 1
    series = view.series
    at = series.place(DAY)
    assert series.values[at] < series.low[at] < series.high[at]
    before = series.place(FELL - 10)
    assert series.low[before] <= series.values[before] <= series.high[before]
    assert series.means[6] == pytest.approx(sum(series.values[:7]) / 7)
    assert series.means[5] is None


def test_the_line_alone_holds_the_same_days(told, view):
    line = told.read(usage_view.line, "a", DAY)
    assert line.series.values == view.series.values
    assert line.events == ()
    assert set(line.series.low) == {None}
    assert "Looking for" in line.finding.title


def test_the_finding_says_how_much_who_and_what(view):
    said = f"{view.finding.title} {view.finding.text}"
    assert "below normal since 5 Nov" in said
    assert "a day where" in said
    assert "weekends moved alike" in said
    assert "Ada Brennick\N{RIGHT SINGLE QUOTATION MARK}s 20 sign-ins a day are gone" in said
    assert "last use 4 Nov" in said
    assert "Not used any more: Reports." in said


def test_weekdays_before_and_since(view):
    pattern = view.weekdays
    assert pattern.weeks == 8
    assert pattern.days == (8,) * 7
    assert all(48 <= value <= 52 for value in pattern.before[:5])
    assert pattern.before[5:] == (10, 10)
    assert all(18 <= value <= 22 for value in pattern.since[:5])
    assert sum(pattern.days_since) == DAY - view.shown.first + 1


def test_features_by_week_with_a_word_each(view):
    states = {row.metric.key: row.state for row in view.features.rows}
    assert states == {"planning": "steady", "reports": "lost", "alerts": "never"}
    assert view.features.rows[-1].state == "never"
    assert (view.features.used, view.features.used_before) == (2, 2)
    assert all(len(row.values) == len(view.features.weeks) for row in view.features.rows)
    assert all((monday - 4) % 7 == 0 for monday in view.features.weeks)


def test_steadiness_compares_windows_of_one_length(view):
    steady = view.steady
    assert len(steady.bars) == 28
    (low, high), (first, last) = steady.windows
    assert high - low == last - first
    assert high == first - 1
    assert last == DAY
    assert steady.of == steady.of_before == last - first + 1
    assert steady.active.now == steady.of
    assert steady.words.startswith("A marathon")
    assert steady.users_metric == "Sign-ins"
    assert steady.top_users.before > steady.top_users.now


def test_seats_and_what_idle_ones_cost(view):
    seats = view.seats
    assert (seats.seats, seats.arr, seats.currency) == (60, 120_000, "EUR")
    days = [value for value in view.series.values[-28:] if value is not None]
    assert seats.used == pytest.approx(sum(days) / 28)
    assert seats.share == pytest.approx(seats.used / 60)
    assert seats.worth == pytest.approx((60 - seats.used) / 60 * 120_000)
    assert len(seats.months) == 12
    assert seats.months[-1].share == pytest.approx(seats.share)
    assert seats.months[0].share is None
    assert seats.rows


def test_the_heaviest_users_before_and_since(view):
    ada, milla = view.people
    assert (ada.name, ada.before, ada.since, ada.last) == ("Ada Brennick", 20, 0, FELL - 1)
    assert (milla.before, milla.since) == (10, 10)
    assert len(ada.rows) < len(milla.rows)


def test_marks_keep_what_was_written_and_leave_notes_out(view):
    touches = [one for one in view.marks if one.kind == "touch"]
    assert [one.text for one in touches] == ["Email from them: Moving on"]
    assert touches[0].words.startswith("My last day is 4 Nov")
    assert touches[0].words.endswith("…")
    assert [one.day for one in view.marks if one.kind == "use"] == [FELL - 1]


def test_nothing_later_than_the_day_is_seen(told):
    early = told.read(usage_view.view, "a", FELL - 1)
    assert early.shown is None
    assert early.series.last == FELL - 1
    assert early.finding.title.startswith("No dip, no rise of active users")
    assert [one.kind for one in early.marks] == ["touch"]
    assert max(one.last or 0 for one in early.metrics) < FELL
    assert early.steady.windows[1] == (FELL - 28, FELL - 1)


def test_metrics_to_choose_from_and_one_chosen(told, view):
    keys = [one.key for one in view.metrics]
    assert keys[0] == "active_users"
    assert keys[-1] == "alerts"
    assert not view.metrics[-1].used
    storage = told.read(usage_view.view, "a", DAY, "storage")
    assert storage.metric.key == "storage"
    assert sum(value is not None for value in storage.series.values) == storage.metric.days
    assert storage.series.implied == frozenset()
    assert told.read(usage_view.view, "a", DAY, "alerts").metric.key == "active_users"


def test_days_without_a_row_of_a_count_are_none_and_said_so(told):
    found = told.read(usage_view.view, "a", DAY, "reports")
    assert set(range(FELL, DAY + 1)) <= found.series.implied
    assert set(found.series.values[-18:]) == {0.0}


def test_an_account_without_usage_says_why(told):
    bare = told.read(usage_view.view, "b", DAY)
    assert bare.series is None
    assert usage_view.nothing(bare).title == "No usage of this account"
    with pytest.raises(NotFound):
        told.read(usage_view.view, "nobody", DAY)


def test_a_churned_account_ends_the_day_before(told):
    gone = told.read(usage_view.view, "c", DAY)
    assert gone.churned == LEFT
    assert gone.series.last == LEFT - 1
    assert gone.finding.text.endswith("It churned on 24 Oct 2026; the days end there.")
    assert gone.seats.why.startswith("No subscription is known")
    assert gone.people == ()
    assert gone.steady.top_users is None
    assert told.read(usage_view.view, "c", LEFT - 1).churned is None


def test_a_young_account_is_not_judged(told):
    young = told.read(usage_view.view, "y", DAY)
    assert len(young.series.values) == 8
    assert "too few days" in young.finding.title
    assert young.steady.words.startswith("Too few days")
    assert young.steady.active.before is None
    assert young.weekdays.weeks == 2


def test_an_event_that_was_asked_for_is_told(told, view):
    again = told.read(usage_view.view, "a", DAY, "active_users", view.shown.first)
    assert again.shown == view.shown
    other = told.read(usage_view.view, "a", DAY, "active_users", 1)
    assert other.shown is None


def test_raw_values_are_as_stored_newest_first(told):
    raw = told.read(usage_view.raw, "a", DAY)
    assert next(one.key for one in raw.metrics) == "active_users"
    assert "alerts" not in [one.key for one in raw.metrics]
    assert raw.days[0] == DAY
    reports = [one.key for one in raw.metrics].index("reports")
    assert raw.values[0][reports] is None
    assert told.read(usage_view.raw, "b", DAY).days == ()
