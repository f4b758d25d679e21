"""Scores as services hand them out: full, over time, as reported, and the Accounts table."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import msgspec
import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.new_account import NewAccount
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import parse_profiles
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import (
    accounts,
    accounts_new,
    edits,
    facts,
    imports,
    profiles,
    scoring,
    snapshots,
)
from healthdesk.core.services.health import scored
from tests import make
from tests.core import worked_example

DAY = to_day(date(2026, 3, 14))


def test_contributions_and_costs_add_up(example):
    (view,) = example.read(scoring.scores, DAY)
    assert sum(one.contribution for one in view.dimensions) == pytest.approx(view.score)
    assert sum(one.costs for one in view.dimensions) == pytest.approx(100 - view.score)
    assert sum(one.weight for one in view.dimensions) == pytest.approx(1)
    assert (view.computed, view.uncapped) == (view.score, view.score)


def test_an_account_and_a_segment_narrow_the_list(example):
    assert len(example.read(scoring.scores, DAY, account="a1")) == 1
    assert example.read(scoring.scores, DAY - 90, account="a1") == ()
    assert example.read(scoring.scores, DAY, segment="Strong") == ()
    with pytest.raises(NotFound, match="'zz'"):
        example.read(scoring.scores, DAY, account="zz")


def test_one_account_alone_scores_as_among_all(desk):
    desk.do(make.fill, 5, 30)
    text = json.dumps([worked_example.PROFILE]).replace("active_users", "logins")

    @op("Publish")
    def publish(tx):
        profiles.replace_all(tx, parse_profiles(text, ("logins",), CATALOGUE), DAY)

    desk.do(publish)
    whole = desk.read(scoring.scores, 20_030)
    assert len(whole) == 5
    for view in whole:
        assert desk.read(scoring.scores, 20_030, account=view.account_id) == (view,)


def test_history_tells_each_day_and_what_happened(example):
    view = example.read(scoring.history, "a1", DAY - 30, DAY)
    assert [one.day for one in view.days] == list(range(DAY - 30, DAY + 1))
    assert (view.strong, view.average) == (70, 40)
    assert [(one.day - DAY, one.kind, one.text) for one in view.marks] == [
        (-12, "touch", "Call: Quarterly review"),
        (-11, "survey", "NPS 9"),
        (-2, "survey", "NPS 4"),
        (0, "profile", "v2: imported"),
    ]
    with pytest.raises(UsageError):
        example.read(scoring.history, "a1", 0, DAY)


def test_recording_keeps_a_day_and_only_what_differs(example):
    assert example.do(scoring.record_reported, DAY) == 1
    stamp = example.stamp
    assert example.do(scoring.record_reported, DAY) == 0
    assert example.stamp == stamp
    example.do(imports.take_back, 1)
    assert example.do(scoring.record_reported, DAY) == 0, "the account went, and its record with it"
    assert example.undo_label == "Undo import", "keeping scores is no step of undo"


def test_a_day_is_recorded_anew_for_every_account_that_differs(furnished, tmp_path):
    desk = furnished()
    accounts = "account_id,name,started_on\n" + "".join(f"b{at},B,2026-01-01\n" for at in range(5))
    desk.do(imports.run, [worked_example.write(tmp_path / "facts", accounts=f"{accounts}a1,A,\n")])
    assert desk.do(scoring.record_reported, DAY) == 6
    (publication,) = desk.read(profiles.published)
    desk.do(profiles.publish, replace_weight(publication.profile), "touch counts more", DAY)
    assert desk.do(scoring.record_reported, DAY) == 6
    kept = desk.read(scoring.scores, DAY, as_reported=True)
    assert {one.version for one in kept} == {3}
    assert kept == desk.read(scoring.scores, DAY)


def test_as_reported_outlives_a_change_of_the_model(example):
    example.do(scoring.record_reported, DAY)
    (before,) = example.read(scoring.scores, DAY)
    (publication,) = example.read(profiles.published)
    lighter = replace_weight(publication.profile)
    example.do(profiles.publish, lighter, "touch counts more", DAY + 1)
    (now,) = example.read(scoring.scores, DAY)
    (then,) = example.read(scoring.scores, DAY, as_reported=True)
    assert now.score != before.score
    assert then == before
    assert (then.version, now.version) == (2, 3)
    (restated,) = example.read(scoring.scores, DAY - 1, as_reported=True)
    assert restated.restated
    days = example.read(scoring.history, "a1", DAY - 1, DAY, as_reported=True).days
    assert [(one.version, one.restated) for one in days] == [(3, True), (2, False)]


def replace_weight(profile):
    dimensions = list(profile.dimensions)
    dimensions[2] = msgspec.structs.replace(dimensions[2], weight=50.0)
    return msgspec.structs.replace(profile, dimensions=tuple(dimensions))


def test_the_accounts_table_in_figures_and_words(example):
    view = example.read(scoring.accounts_table, DAY)
    assert (view.day, view.total) == (DAY, 1)
    (row,) = view.rows
    assert (row.account_id, row.name, row.shown, row.band) == ("a1", "Aldermoor", 49, "Average")
    assert len(row.line) == 28
    assert row.line[-8:] == (85, *row.line[-7:-1], 49)
    before = example.read(scoring.scores, DAY - 28)[0].shown
    assert row.change == 49 - before
    assert row.touch_days == 12
    assert (row.renewal_days, row.arr) == (None, None)
    assert row.currency == "EUR"
    assert row.attributes == {"started_on": "2026-01-01"}
    assert view.attributes == (("started_on", "day"),)
    assert example.read(scoring.accounts_table, DAY, "Strong").rows == ()
    assert example.read(scoring.accounts_table, DAY, "Strong").total == 1


def test_the_first_screen_needs_no_engine(example, monkeypatch):
    example.do(scoring.record_reported, DAY)
    view = example.read(scoring.accounts_table, DAY)
    path, clock = example.path, example.clock
    example.close()
    again = Desk.open(path, clock=clock)
    with monkeypatch.context() as patched:
        patched.setattr(accounts, "compute_table", None)
        assert again.read(scoring.accounts_table, DAY) == view
    again.close()


def test_a_kept_table_is_good_only_for_its_day_and_state(example):
    example.do(scoring.record_reported, DAY)
    assert example.read(snapshots.find, "accounts", accounts.AccountsView) is not None
    assert example.read(scoring.accounts_table, DAY - 7).rows[0].shown == 85
    example.do(imports.take_back, 1)
    assert example.read(snapshots.find, "accounts", accounts.AccountsView) is None
    assert example.read(scoring.accounts_table, DAY).rows == ()


def reasons(furnished, folder, **files: str) -> dict[str, str]:
    desk = furnished()
    desk.do(imports.run, [worked_example.write(folder, **files)])
    return {row.account_id: row.reason for row in desk.read(scoring.accounts_table, DAY).rows}


def test_the_main_reason(furnished, tmp_path):
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + at) for at in range(73)]
    usage = "".join(f"{a},active_users,{day},{30 - 20 * (a == 'b' and day.month == 3)}\n"
                    for a in ("a1", "b", "c") for day in days)  # fmt: skip
    touches = "".join(
        f"t{a}{day},{a},call,{day}\n" for a in ("a1", "b") for day in days if day.day % 5 == 0
    )
    found = reasons(
        furnished,
        tmp_path / "facts",
        accounts="account_id,name\na1,A\nb,B\nc,C\nd,D\n",
        contacts="contact_id,account_id\nx,a1\n",
        surveys="response_id,account_id,kind,rating,day\nr1,a1,nps,10,2026-03-01\n"
        "r2,b,nps,10,2026-03-01\nr3,c,nps,10,2026-03-01\n",
        subscriptions="subscription_id,account_id,start\ns,d,2026-01-01\n",
        touchpoints=f"touchpoint_id,account_id,kind,day\n{touches}",
        usage=f"account_id,metric,day,value\n{usage}",
        overrides="account_id,band,reason,from,until\n"
        "d,Poor,Their bank failed,2026-03-01,2026-05-01\n",
    )
    assert found["a1"] == "Steady" or found["a1"].startswith("Active users"), found
    assert found["b"] == "level down from 30 to 10"
    assert found["c"] == "No touch in 72 days"
    assert found["d"] == "Set by hand: Their bank failed"


def test_a_cap_comes_first_among_reasons(furnished, tmp_path):
    desk = furnished()
    capped = {
        **worked_example.PROFILE,
        "caps": [
            {
                "name": "Urgent ticket open",
                "at_most": 39,
                "when": {
                    "reading": {"kind": "open_tickets", "min_priority": "urgent"},
                    "op": ">=",
                    "value": 1,
                },
            }
        ],
    }
    folder = worked_example.write(
        tmp_path / "facts",
        tickets="ticket_id,account_id,opened_on,priority\nk,a1,2026-03-10,urgent\n",
    )
    (folder / "profiles.json").write_text(json.dumps([capped]))
    desk.do(imports.run, [folder])
    (row,) = desk.read(scoring.accounts_table, DAY).rows
    assert row.reason == "Urgent ticket open: capped at 39"
    assert (row.shown, row.capped, row.band) == (39, True, "Poor")
    (view,) = desk.read(scoring.scores, DAY)
    assert view.caps == ("Urgent ticket open",)
    assert view.uncapped == pytest.approx(48.69565217391304)


def test_a_feed_that_stopped_is_said_and_greyed(furnished, tmp_path):
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + at) for at in range(73)]
    usage = "".join(
        f"{a},active_users,{day},5\n"
        for a in ("a1", "b", "c")
        for day in days
        if not (a == "a1" and day > date(2026, 3, 4)) and not (a == "b" and day.weekday() > 4)
        if not (a == "b" and day > date(2026, 3, 4))
    )
    desk = furnished()
    folder = worked_example.write(
        tmp_path / "facts",
        accounts="account_id,name\na1,A\nb,B\nc,C\n",
        usage=f"account_id,metric,day,value\n{usage}",
    )
    desk.do(imports.run, [folder])
    rows = {row.account_id: row for row in desk.read(scoring.accounts_table, DAY).rows}
    assert rows["a1"].stale
    assert rows["a1"].reason == "No usage data for 10 days: the feed stopped"
    assert not rows["b"].stale, "weekends off: no row may well mean no use"
    assert not rows["c"].stale


def test_the_header_of_an_account(furnished, tmp_path):
    desk = furnished()
    folder = worked_example.write(
        tmp_path / "facts",
        accounts="account_id,name,parent_id,owner,stage,tier,currency\n"
        "a1,Aldermoor,g,Nadia,Adopted,Gold,GBP\ng,Group,,,,,\n",
        subscriptions="subscription_id,account_id,start,end,arr\ns,a1,2026-02-01,2027-02-01,1200\n",
        pulses="account_id,day,value,by\na1,2026-03-01,0.5,me\na1,2026-03-10,-0.3,me\n",
        outcomes="account_id,day,kind\na1,2026-03-20,churned\n",
    )
    desk.do(imports.run, [folder])
    head = desk.read(scoring.account_header, "a1", DAY)
    assert (head.tier, head.stage, head.owner, head.currency) == ("Gold", "Adopted", "Nadia", "GBP")
    assert head.pulse == (-0.3, DAY - 4)
    assert (head.arr, head.parent, head.churned) == (1200, "Group", None)
    assert (head.renewal_days, head.renewal_day) == (324, DAY + 324)
    assert (head.touch_days, head.touch_day) == (12, DAY - 12)
    assert head.first_day == to_day(date(2026, 2, 1))
    assert head.score is not None
    gone = desk.read(scoring.account_header, "a1", DAY + 10)
    assert (gone.score, gone.churned) == (None, DAY + 6)


def test_composition_in_words(example):
    view = example.read(scoring.composition, "a1", DAY)
    shown = {
        one.key: (one.shown, one.over)
        for dimension in view.score.dimensions
        for one in dimension.measures
    }
    assert shown == {
        "usage.level": ("10", "7 days"),
        "usage.trend": ("\u221250 %", "to 7 before"),
        "voice.nps": ("0", "2 answers"),
        "touch.touch": ("12 days", "2 Mar"),
    }
    assert view.profile_name == "Worked example, version 2"
    assert {one.key: one.points for one in view.layers} == {
        "usage": pytest.approx(37.5), "said": 50.0, "felt": None,
    }  # fmt: skip
    assert view.sentence == "Two layers agree: usage 38, survey 50."
    (full,) = example.read(scoring.scores, DAY)
    plain = tuple(
        replace(
            d,
            measures=tuple(
                replace(m, over="", shown="", unit="", age=None, aged="", scale="")
                for m in d.measures
            ),
        )
        for d in view.score.dimensions
    )
    assert plain == full.dimensions
    with pytest.raises(NotFound, match="no score on 14 Dec 2025"):
        example.read(scoring.composition, "a1", DAY - 90)


def test_scores_are_computed_once_for_a_state(example):
    assert example.read(scored, [DAY]) is example.read(scored, [DAY])
    first = example.read(scored, [DAY])
    example.do(imports.take_back, 1)
    assert example.read(scored, [DAY]) is not first


def test_recording_scores_makes_nobody_read_the_facts_again(example):
    read = example.read(facts.load)
    example.do(scoring.record_reported, DAY)
    assert example.read(facts.load) is read

    @op("Note")
    def note(tx):
        tx.execute(text("INSERT INTO source (name, kind, body) VALUES ('s', 'folder', '{}')"))

    kept = example.read(snapshots.find, "accounts", accounts.AccountsView)
    assert kept is not None
    example.do(note)
    assert example.read(facts.load) is read
    assert example.read(snapshots.find, "accounts", accounts.AccountsView) == kept
    example.do(edits.set_account, "a1", "name", "Another")
    assert example.read(facts.load) is not read
    assert example.read(snapshots.find, "accounts", accounts.AccountsView) is None


def test_a_desk_without_a_health_profile_has_an_empty_history(furnished):
    desk = furnished()
    desk.do(accounts_new.add, NewAccount("New", account_id="n", started_on=DAY - 9))
    desk.do(op("No profile")(lambda tx: tx.execute(text("DELETE FROM profile"))))
    found = desk.read(scoring.history, "n", DAY - 9, DAY)
    assert (found.strong, found.average) == (70, 40)
    assert all(one.score is None for one in found.days)
