"""Contracts, forecasts and feedback read from a desk as of a day, written and exactly undone."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from sqlalchemy import text

from healthdesk.core.domain.commercial import total
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.feedback import FeedbackDraft
from healthdesk.core.domain.forecast import ForecastDraft
from healthdesk.core.services import (
    account_badges,
    commercial,
    feedback,
    forecasts,
    imports,
    moments,
)
from tests import folders, make

DAY = to_day(make.NOW.date())


def on(back: int) -> str:
    """A day before the tests' day, in ISO."""
    return to_date(DAY - back).isoformat()


FACTS = {
    "accounts": (
        "account_id,name,arr,currency\na,One,1000,EUR\nb,Two,500,USD\nc,Three,,\nd,Four,700,\n"
    ),
    "contacts": "contact_id,account_id,name\nc1,a,Ada\nc2,a,Bo\n",
    "subscriptions": (
        "subscription_id,account_id,product,seats,arr,start,end\n"
        f"S0,a,Desk,8,600,{on(700)},{on(330)}\n"
        f"S1,a,Desk,10,700,{on(330)},{on(-35)}\n"
        f"S2,a,Flow,,200,{on(100)},\n"
        f"S3,a,Desk,12,900,{on(-35)},{on(-400)}\n"
        f"S4,b,Desk,5,,{on(50)},{on(-35)}\n"
        f"S5,c,Desk,5,300,{on(800)},{on(100)}\n"
    ),
    "invoices": (
        "invoice_id,account_id,issued_on,due_on,paid_on,amount\n"
        f"I1,a,{on(100)},{on(70)},{on(60)},250\n"
        f"I2,a,{on(40)},{on(10)},,250\n"
        f"I3,a,{on(5)},{on(-25)},,\n"
    ),
    "outcomes": f"account_id,day,kind,arr_change,reason\na,{on(330)},renewed,100,More seats\n",
    "surveys": (
        "response_id,account_id,contact_id,kind,rating,day,comment\n"
        f"R1,a,c1,nps,3,{on(20)},Invoices wrong\nR2,a,c1,nps,9,{on(400)},Fine\n"
        f"R3,a,c2,csat,4,{on(8)},\nR4,b,,nps,2,{on(3)},=cmd()\n"
    ),
    "mentions": f"mention_id,account_id,day,channel,author,text\nM1,a,{on(2)},review,x,Slow\n",
    "tickets": f"ticket_id,account_id,opened_on,priority,subject\nT1,a,{on(9)},high,Login\n",
    "touchpoints": (
        "touchpoint_id,account_id,contact_ids,kind,direction,day,subject,body\n"
        f"P1,a,c2;c1,email,inbound,{on(7)},Idea,Export to customs\n"
    ),
}
SAID = ForecastDraft("a", DAY + 35, "likely", 800.0, "Two depots join", "Call Ada", "Ada")


@pytest.fixture
def told(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def row_of(desk, table, key, value):
    sql = text(f"SELECT id FROM {table} WHERE {key} = :value")
    return desk.read(lambda tx: tx.execute(sql, {"value": value}).scalar_one())


def test_an_account_as_of_a_day(told):
    view = told.read(commercial.view, "a", DAY)
    assert [one.subscription_id for one in view.terms] == ["S1", "S2", "S3", "S0"]
    assert (view.now.arr, view.now.seats, view.now.no_seats) == (900.0, 10.0, 1)
    assert (view.arr, view.apart, view.currency) == (900.0, 100.0, "EUR")
    (renewal,) = view.renewals
    assert (renewal.days, renewal.arr, renewal.followed) == (35, 700.0, True)
    assert renewal.share == pytest.approx(7 / 9)
    assert [one.invoice_id for one in view.payments.overdue] == ["I2"]
    assert [(one.kind, one.reason) for one in view.outcomes] == [("renewed", "More seats")]
    assert [one.arr for one in view.steps] == [600.0, 700.0, 900.0, 1100.0]


def test_an_earlier_day_knows_nothing_of_what_came_later(told):
    early = told.read(commercial.view, "a", DAY - 340)
    assert [one.subscription_id for one in early.terms] == ["S0"]
    assert (early.now.arr, early.outcomes, early.invoices) == (600.0, (), ())
    assert [one.days for one in early.renewals] == [10]
    before = told.read(commercial.view, "a", DAY - 65)
    assert [one.invoice_id for one in before.payments.overdue] == ["I1"]
    assert told.read(commercial.overdue, "a", DAY - 65) == 1
    assert told.read(commercial.overdue, "a", DAY) == 1
    assert told.read(commercial.overdue, "a", DAY - 20) == 0


def test_what_is_not_known_is_no_zero(told):
    b = told.read(commercial.view, "b", DAY)
    assert (b.arr, b.apart, b.now.no_arr) == (None, None, 1)
    assert b.renewals[0].share is None
    c = told.read(commercial.view, "c", DAY)
    assert (c.arr, c.now.terms, c.renewals, c.attribute) == (None, 0, (), None)
    d = told.read(commercial.view, "d", DAY)
    assert (d.terms, d.arr, d.from_attribute) == ((), 700.0, True)
    assert told.read(commercial.seats, "d", DAY).why
    with pytest.raises(NotFound):
        told.read(commercial.view, "nobody", DAY)


def test_a_churn_under_running_contracts_is_told(told, tmp_path):
    assert told.read(commercial.view, "a", DAY).churned is None
    gone = {"outcomes": f"account_id,day,kind\na,{on(4)},churned\nc,{on(90)},churned\n"}
    told.do(imports.run, [folders.write(tmp_path / "gone", gone)])
    found = told.read(commercial.view, "a", DAY).churned
    assert found is not None
    assert found.day == DAY - 4
    assert told.read(commercial.view, "a", DAY - 5).churned is None
    assert told.read(commercial.view, "c", DAY).churned is None


def test_the_tab_carries_what_is_overdue(told):
    found = {one.key: one for one in told.read(account_badges.badges, "a", DAY)}
    assert found["commercial"].text == "1 invoice overdue"
    assert found["commercial"].notice
    assert "commercial" not in {one.key for one in told.read(account_badges.badges, "b", DAY)}


def test_a_forecast_is_kept_with_its_day_and_undone(told):
    before = make.dump(told)
    told.do(forecasts.say, SAID)
    assert told.undo_label == "Say renewal forecast"
    (found,) = told.read(forecasts.of_account, "a", DAY)
    assert found.now is not None
    assert (found.now.made_on, found.now.draft) == (DAY, SAID)
    assert told.read(forecasts.of_account, "a", DAY - 1) == ()
    told.undo()
    assert make.dump(told) == before


def test_said_twice_on_a_day_the_second_counts(told):
    first = told.do(forecasts.say, SAID)
    once = make.dump(told)
    second = told.do(forecasts.say, replace(SAID, category="lost", amount=None, reason="Gone"))
    assert second == first
    (found,) = told.read(forecasts.of_account, "a", DAY)
    assert [(one.category, one.amount) for one in found.said] == [("lost", 0.0)]
    told.undo()
    assert make.dump(told) == once
    told.do(forecasts.forget, first)
    assert told.read(forecasts.of_account, "a", DAY) == ()
    told.undo()
    assert make.dump(told) == once


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "  "},
        {"category": "sure"},
        {"amount": -1.0},
        {"amount": float("nan")},
        {"category": "lost", "amount": 5.0},
        {"reason": "x" * 301},
    ],
)
def test_a_forecast_that_cannot_be_changes_nothing(told, change):
    before = make.dump(told)
    with pytest.raises(UsageError):
        told.do(forecasts.say, replace(SAID, **change))
    with pytest.raises(NotFound):
        told.do(forecasts.say, replace(SAID, account_id="nobody"))
    assert make.dump(told) == before


def test_the_portfolio_is_the_sum_of_its_rows(told):
    told.do(forecasts.say, SAID)
    found = told.read(forecasts.all, DAY)
    assert [(one.account_id, one.category, one.days) for one in found.rows] == [
        ("a", "likely", 35),
        ("b", "", 35),
    ]
    assert [(one.category, one.currency, one.arr, one.amount) for one in found.sums] == [
        ("likely", "EUR", 700.0, 800.0),
        ("", "USD", None, None),
    ]
    assert total(one.amount for one in found.sums) == total(one.amount for one in found.rows)
    assert told.read(forecasts.all, DAY, 34).rows == ()
    assert told.read(forecasts.all, DAY - 1).sums[0].category == ""


def test_a_priority_has_its_factors(told):
    found = told.read(forecasts.priority_of, "a", 700.0, 35, DAY)
    assert [one.name for one in found.factors] == ["ARR", "Days", "Health"]
    assert found.value > 1


def voices(desk, account="a", day=DAY):
    return desk.read(feedback.of_account, account, day)


def test_answers_with_words_and_mentions_are_feedback_by_themselves(told):
    assert [(one.table, one.kind, one.text) for one in voices(told)] == [
        ("mention", "review", "Slow"),
        ("survey", "nps", "Invoices wrong"),
        ("survey", "nps", "Fine"),
    ]
    found = told.read(feedback.listened, "a", DAY, voices(told))
    assert (found.contacts, found.people, found.answers, found.voices) == (2, 2, 2, 2)
    assert [one.day for one in voices(told, day=DAY - 3)] == [DAY - 20, DAY - 400]
    assert [one.account_id for one in told.read(feedback.open_all, DAY)] == ["a", "a", "b", "a"]


def test_a_mail_or_a_ticket_is_feedback_once_it_is_marked(told):
    mail = row_of(told, "touchpoint", "touchpoint_id", "P1")
    ticket = row_of(told, "ticket", "ticket_id", "T1")
    told.do(feedback.mark, "touchpoint", mail, "heard")
    told.do(feedback.set_themes, "ticket", ticket, (), "Login")
    found = {one.table: one for one in voices(told)}
    assert found["touchpoint"].text == "Idea\nExport to customs"
    assert (found["touchpoint"].who, found["touchpoint"].heard_on) == ("Bo", DAY)
    assert [name for _, name in found["ticket"].themes] == ["Login"]


def test_steps_are_marked_and_taken_back_one_by_one(told):
    start = make.dump(told)
    row = row_of(told, "survey", "response_id", "R1")
    states = []
    for step, back in (("heard", 15), ("acted", 10), ("told", 0)):
        states.append(make.dump(told))
        told.do(feedback.mark, "survey", row, step, DAY - back)
    voice = told.read(feedback.one, "survey", row, DAY)
    assert (voice.heard_on, voice.acted_on, voice.told_on) == (DAY - 15, DAY - 10, DAY)
    assert not voice.is_open
    early = next(one for one in voices(told, day=DAY - 12) if one.row == row)
    assert (early.last_step, early.is_open) == ("heard", True)
    for state in reversed(states):
        told.undo()
        assert make.dump(told) == state
    assert states[0] == start
    told.do(feedback.mark, "survey", row, "acted")
    assert told.read(feedback.one, "survey", row, DAY).heard_on == DAY
    told.do(feedback.step_back, "survey", row)
    told.do(feedback.step_back, "survey", row)
    assert make.dump(told)["feedback"] == []
    with pytest.raises(UsageError):
        told.do(feedback.step_back, "survey", row)


@pytest.mark.parametrize(("step", "day"), [("heard", DAY - 21), ("heard", DAY + 1), ("x", DAY)])
def test_a_step_cannot_be_before_the_words_or_to_come(told, step, day):
    row = row_of(told, "survey", "response_id", "R1")
    before = make.dump(told)
    with pytest.raises(UsageError):
        told.do(feedback.mark, "survey", row, step, day)
    with pytest.raises(NotFound):
        told.do(feedback.mark, "survey", 999, "heard")
    with pytest.raises(UsageError):
        told.do(feedback.mark, "invoice", row, "heard")
    assert make.dump(told) == before


def test_all_of_it_at_once(told):
    row = row_of(told, "survey", "response_id", "R1")
    before = make.dump(told)
    draft = FeedbackDraft(None, DAY - 3, DAY, "Price list mended", (), "Invoice errors")
    told.do(feedback.set_all, "survey", row, draft)
    voice = told.read(feedback.one, "survey", row, DAY)
    assert (voice.heard_on, voice.note) == (DAY - 3, "Price list mended")
    assert [name for _, name in voice.themes] == ["Invoice errors"]
    told.undo()
    assert make.dump(told) == before
    with pytest.raises(UsageError):
        told.do(feedback.set_all, "survey", row, replace(draft, told=DAY - 4))
    told.do(feedback.set_all, "survey", row, FeedbackDraft())
    assert make.dump(told) == before


def themed(desk):
    """Two answers under two themes that mean the same."""
    first = row_of(desk, "survey", "response_id", "R1")
    second = row_of(desk, "survey", "response_id", "R4")
    desk.do(feedback.set_themes, "survey", first, (), "Invoice errors")
    desk.do(feedback.set_themes, "survey", second, (), "Wrong bills")
    (keep, _), (other, _) = desk.read(feedback.names)
    return keep, other


def test_themes_are_renamed_merged_removed_and_undone(told):
    keep, other = themed(told)
    before = make.dump(told)
    told.do(feedback.merge_themes, other, keep)
    (theme,) = told.read(feedback.themes, DAY)
    assert (theme.name, theme.accounts, theme.open) == ("Invoice errors", ("b", "a"), 2)
    assert theme.arr == (("EUR", 900.0),), "of subscriptions in force, as everywhere"
    told.undo()
    assert make.dump(told) == before
    told.do(feedback.rename_theme, other, "Billing")
    assert dict(told.read(feedback.names))[other] == "Billing"
    with pytest.raises(UsageError):
        told.do(feedback.rename_theme, other, "invoice ERRORS")
    told.undo()
    told.do(feedback.remove_theme, keep)
    assert [one.name for one in told.read(feedback.themes, DAY)] == ["Wrong bills"]
    told.undo()
    assert make.dump(told) == before
    with pytest.raises(UsageError):
        told.do(feedback.merge_themes, keep, keep)


def test_a_theme_on_both_is_there_once_after_a_merge(told):
    keep, other = themed(told)
    row = row_of(told, "survey", "response_id", "R1")
    told.do(feedback.set_themes, "survey", row, (keep, other))
    told.do(feedback.merge_themes, other, keep)
    assert len(make.dump(told)["feedback_theme"]) == 2
    assert told.do(feedback.add_theme, "INVOICE errors") == keep


def test_a_theme_as_csv_runs_nothing(told):
    _, other = themed(told)
    lines = list(csv.DictReader(io.StringIO(told.read(feedback.theme_csv, other, DAY))))
    assert [(one["account"], one["arr"], one["currency"], one["text"]) for one in lines] == [
        ("Two", "", "", "'=cmd()")
    ]
    with pytest.raises(NotFound):
        told.read(feedback.theme_csv, 99, DAY)


def test_a_quote_is_pinned_with_who_said_it(told):
    row = row_of(told, "survey", "response_id", "R1")
    told.do(feedback.pin_quote, "survey", row)
    (found,) = told.read(moments.of_account, "a", DAY)
    assert (found.kind, found.text, found.contact_id, found.pinned) == (
        "quote",
        "Invoices wrong",
        "c1",
        True,
    )
    assert found.day == DAY - 20
