"""People of an account read from a desk: as of a day, one account as all of them, in words."""

from __future__ import annotations

import pytest

from healthdesk.core.services import edits, imports, people
from tests import folders
from tests.core.services.people_story import DAY, FACTS


@pytest.fixture
def told(furnished, tmp_path):
    desk = furnished("people")
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def test_the_tab_tells_who_was_in_touch(told):
    view = told.read(people.view, "a", DAY)
    assert [one.person.name for one in view.lines] == ["Ada", "Tom", "Milla", "joe@x.test"]
    assert (view.in_touch.now, view.in_touch.of, view.in_touch.before) == (2, 4, 1)
    assert (view.balance.received, view.balance.sent) == (1, 3)
    assert [(one.name, DAY - one.day) for one in view.waiting] == [
        ("Ada", 30),
        ("Milla", 14),
    ]
    assert view.last_touch == DAY - 14
    assert (view.cadence, view.cadence_said) == (21, "tier")
    assert [one.count for one in view.totals] == [0] * 7 + [1, 1, 1, 2, 0]
    assert view.never_asked == ("Ada", "Tom", "Milla", "joe@x.test")
    assert view.renewal == DAY + 60
    assert [[one.person.name for one in step.people] for step in view.path] == [
        ["Milla"],
        ["Tom"],
        [],
    ]


def test_notes_are_no_touches_and_later_ones_are_not_known(told):
    early = told.read(people.view, "a", DAY - 15)
    assert early.last_touch == DAY - 30
    assert (
        told.read(people.touch_rows, "a", DAY - 15)
        == tuple(reversed(told.read(people.touch_rows, "a", DAY)))[:-1][::-1]
    )
    none = told.read(people.view, "a", DAY - 1000)
    assert none.last_touch is None
    assert none.alerts == ()
    assert none.balance.share is None


def test_one_account_is_told_as_all_of_them_are(told):
    for day in (DAY - 200, DAY - 15, DAY):
        everyone = told.read(people.alerts_all, day)
        for account in ("a", "b", "c"):
            assert told.read(people.alerts, account, day) == everyone.get(account, ())


def test_what_deserves_care_is_a_sentence(told):
    (alert,) = told.read(people.alerts, "a", DAY)
    assert (alert.kind, alert.contacts) == ("unknown", ("tom",))
    assert alert.text == "Tom has never been touched."
    (other,) = told.read(people.alerts, "b", DAY)
    assert (other.kind, other.title) == ("one_sided", "Only we speak")
    assert other.text == "4 sent in 90 days, nothing received. Nothing was heard in a year."


def test_alerts_are_kept_until_the_desk_changes(told):
    first = told.read(people.alerts_all, DAY)
    assert told.read(people.alerts_all, DAY) is first
    told.do(edits.set_value, "contacts", ["tom"], "role", "user")
    assert "a" not in told.read(people.alerts_all, DAY)


def test_overdue_knows_the_cadence_of_each_account(told):
    found = told.read(people.overdue, DAY)
    assert "a" not in found
    assert (found["b"].days, found["b"].cadence) == (60, 30)
    assert (found["c"].days, found["c"].cadence) == (None, 7)


def test_names_are_there_for_forms_even_where_nobody_has_one(told):
    assert told.read(people.names, "a") == (
        ("ada", "Ada"),
        ("joe", "joe@x.test"),
        ("milla", "Milla"),
        ("tom", "Tom"),
    )
    assert told.read(people.names, "nowhere") == ()
    assert told.read(people.alerts, "nowhere", DAY) == ()
