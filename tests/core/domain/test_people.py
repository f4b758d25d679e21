"""Touches by person and month, balance, what waits for an answer: cases and laws."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain import people
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.people import Asked, Cell, Known, Person, Touch

DAY = 20_780  # 23 Nov 2026
ADA = Person(1, "ada", "Ada", "sponsor")
MILLA = Person(2, "milla", "Milla", "user")
RAFAL = Person(3, "rafal", "Rafal", part="signs")


@st.composite
def touch_lists(draw):
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(DAY - 500, DAY),
                st.sampled_from(("inbound", "outbound", "")),
                st.sampled_from(("email", "call", "message", "meeting")),
                st.sets(st.integers(1, 3), max_size=3),
            ),
            max_size=25,
        )
    )
    ordered = sorted(rows, key=lambda one: one[0])
    return tuple(Touch(at, d, w, k, tuple(c)) for at, (d, w, k, c) in enumerate(ordered, 1))


def mail(row, day, way, *contacts):
    return Touch(row, day, way, "email", contacts)


def test_months_are_calendar_months_up_to_the_day():
    months = people.month_starts(DAY)
    assert len(months) == 12
    assert [to_date(one).day for one in months] == [1] * 12
    assert to_date(months[0]).isoformat() == "2025-12-01"
    assert to_date(months[-1]).isoformat() == "2026-11-01"


@given(st.integers(0, 40_000), st.integers(1, 30))
def test_months_follow_each_other_and_hold_the_day(day, count):
    months = people.month_starts(day, count)
    assert len(months) == count
    assert months[-1] <= day < months[-1] + 31
    assert all(28 <= b - a <= 31 for a, b in pairwise(months))


@given(touch_lists())
@settings(max_examples=60)
def test_every_touch_of_the_months_is_counted_once(touches):
    months = people.month_starts(DAY)
    cells = people.by_month(touches, months)
    inside = [one for one in touches if one.day >= months[0]]
    assert sum(cell.count for cell in cells) == len(inside)
    assert sorted(row for cell in cells for row in cell.rows) == [one.row for one in inside]
    assert all(cell.count == len(cell.rows) for cell in cells)


@given(touch_lists(), st.integers(DAY - 400, DAY))
@settings(max_examples=60)
def test_the_balance_counts_each_direction_in_the_window(touches, day):
    found = people.balance(touches, day)
    inside = [one for one in touches if day - 90 < one.day <= day]
    assert found.received + found.sent + found.unsaid == len(inside)
    assert (found.share is None) == (found.received + found.sent == 0)
    assert found.share is None or 0 <= found.share <= 1


@given(touch_lists())
@settings(max_examples=60)
def test_who_waits_was_written_to_last_and_heard_of_never_since(touches):
    for one in people.waiting(touches):
        at = next(i for i, touch in enumerate(touches) if touch.row == one.row)
        assert touches[at].direction == "outbound"
        since = [touch for touch in touches[at + 1 :] if one.contact in touch.contacts]
        assert not any(people.hears(touch) for touch in since)
        assert not any(touch.direction == "outbound" for touch in since)


@given(touch_lists())
@settings(max_examples=60)
def test_what_comes_later_changes_nothing_of_an_earlier_day(touches):
    day = DAY - 60
    then = tuple(one for one in touches if one.day <= day)
    assert people.balance(touches, day) == people.balance(then, day)
    months = people.month_starts(day)
    known = Known(day, (ADA, MILLA, RAFAL), then)
    for person in known.people:
        gone_later = replace(known, people=tuple(_left(one, DAY) for one in known.people))
        assert people.line(known, person, months) == people.line(
            gone_later, _left(person, DAY), months
        )


def _left(person, day):
    return Person(
        person.row, person.contact_id, person.name, person.role, part=person.part, left_on=day
    )


def test_mails_wait_until_the_same_person_speaks():
    touches = (
        mail(1, DAY - 97, "outbound", 2),
        mail(2, DAY - 82, "outbound", 1),
        mail(3, DAY - 47, "outbound", 1),
        mail(4, DAY - 34, "inbound", 3),
        mail(5, DAY - 34, "outbound", 3),
        Touch(6, DAY - 20, "outbound", "call", (2,)),
    )
    assert [(one.contact, DAY - one.day) for one in people.waiting(touches)] == [(1, 47), (3, 34)]


def test_answers_count_for_who_gave_them_and_soon():
    touches = (
        mail(1, DAY - 80, "outbound", 1),
        mail(2, DAY - 78, "inbound", 2),  # another one answered
        mail(3, DAY - 70, "outbound", 1),
        mail(4, DAY - 60, "inbound", 1),  # ten days later; of the first mail it is twenty
        mail(5, DAY - 5, "outbound", 1),  # may still be answered
    )
    assert people.replies(touches, DAY) == people.Replies(answered=1, sent=2)


def test_holes_are_months_that_a_key_person_was_missed():
    months = people.month_starts(DAY)
    first = mail(1, months[0] + 3, "outbound", 1)
    known = Known(DAY, (ADA, MILLA), (first,), cadence=21, first_day=months[0])
    assert [one.state for one in people.line(known, ADA, months)] == ["", *["hole"] * 11]
    assert [one.state for one in people.line(known, MILLA, months)] == [""] * 12
    assert people.line(known, ADA, months)[0] == Cell(months[0], sent=1, rows=(1,))


def test_the_running_month_is_missed_only_beyond_the_cadence():
    months = people.month_starts(DAY)
    known = Known(DAY, (ADA,), (mail(1, months[-1] - 2, "inbound", 1),), cadence=30)
    assert people.line(known, ADA, months)[-1].state == ""
    late = replace(known, cadence=20)
    assert people.line(late, ADA, months)[-1].state == "hole"


def test_months_before_the_account_and_after_leaving_are_no_holes():
    months = people.month_starts(DAY)
    gone = Person(1, "ada", "Ada", "sponsor", left_on=months[10] + 3)
    known = Known(DAY, (gone,), (), first_day=months[2] + 5)
    states = [one.state for one in people.line(known, gone, months)]
    assert states == ["before", "before", *["hole"] * 8, "left", "left"]


def test_months_without_any_touch_are_told_apart():
    months = people.month_starts(DAY)
    known = Known(DAY, (), (mail(1, months[3] + 2, "inbound"),), 30, months[2] + 4)
    states = [one.state for one in people.totals(known, months)]
    assert states == ["before", "before", "hole", "", *["hole"] * 8]
    fresh = replace(known, touches=(mail(1, months[-1] - 5, "", 1),), cadence=40)
    assert people.totals(fresh, months)[-1].state == ""
    assert people.totals(fresh, months)[-2].unsaid == 1


def test_only_who_is_here_and_may_be_asked_counts_as_never_asked():
    people_here = (
        ADA,
        MILLA,
        RAFAL,
        Person(4, "d", "D", do_not_contact=True),
        Person(5, "e", "E", left_on=DAY),
    )
    asked = {1: Asked(DAY - 181, "nps", 9.0, 7), 2: Asked(DAY - 180, "nps", 9.0, 8)}
    known = Known(DAY, people_here, (), asked=asked)
    assert people.never_asked(known) == ((3,), (1,))


def test_the_last_day_of_each_way_is_kept_apart():
    touches = (
        mail(1, DAY - 50, "inbound", 1),
        Touch(2, DAY - 40, "outbound", "meeting", (1, 2)),
        mail(3, DAY - 10, "outbound", 1),
    )
    last = people.last_touches(touches)
    assert last[1] == people.Last(DAY - 10, DAY - 50, DAY - 10, DAY - 40)
    assert last[2] == people.Last(DAY - 40, None, DAY - 40, DAY - 40)
    assert 3 not in last
    assert people.share_of(touches, 2, DAY - 60, DAY) == (1, 3)
    assert people.in_touch(touches, DAY - 45, DAY - 40) == {1, 2}
