"""The story of an account: what happened until a day and nothing later, told from the rows."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.score_moves import score_moves
from healthdesk.core.domain.timeline import Entry, Filter, counts, haystack, nearest, passing
from healthdesk.core.domain.views import DayScore
from healthdesk.core.services import profiles, scoring, timeline, timeline_moves
from healthdesk.core.store import tables
from tests import make

TODAY = to_day(make.NOW.date())


@op("Story")
def story(tx):
    row = make.account(tx, "a")
    person = make.contact(tx, row, "c1", name="Ada")
    elsewhere = make.contact(tx, make.account(tx, "b"), "c9", name="Bo of b")
    made = [
        tables.Touchpoint(
            touchpoint_id="T",
            account_id=row,
            contacts=f"{person};{elsewhere}",
            kind="call",
            direction="inbound",
            day=TODAY - 9,
            subject="Hello",
        ),
        tables.Touchpoint(touchpoint_id="N", account_id=row, kind="note", day=TODAY - 8, body="Hm"),
        tables.Survey(
            response_id="R", account_id=row, kind="ces", rating=6.0, day=TODAY - 7, comment="Fine"
        ),
        tables.Ticket(
            ticket_id="K",
            account_id=row,
            opened_on=TODAY - 6,
            closed_on=TODAY - 2,
            priority="urgent",
        ),
        tables.Mention(mention_id="M", account_id=row, day=TODAY - 5, channel="forum", text="x"),
        tables.Pulse(account_id=row, day=TODAY - 5, by="", value=-1.0),
        tables.Milestone(account_id=row, milestone="Go live", due_on=TODAY - 20, done_on=TODAY - 4),
        tables.Outcome(account_id=row, day=TODAY - 4, kind="expanded", arr_change=500.0),
        tables.Subscription(
            subscription_id="S",
            account_id=row,
            product="Gold",
            seats=5.0,
            start=TODAY - 30,
            end=TODAY - 3,
        ),
        tables.Invoice(
            invoice_id="I",
            account_id=row,
            issued_on=TODAY - 40,
            due_on=TODAY - 12,
            paid_on=TODAY - 10,
            amount=90.0,
        ),
        tables.Invoice(
            invoice_id="ok", account_id=row, issued_on=0, due_on=TODAY - 9, paid_on=TODAY - 9
        ),
        tables.ScoreOverride(
            account_id=row,
            band="Poor",
            reason="I know",
            first_day=TODAY - 15,
            until_day=TODAY - 3,
            by="Me",
        ),
        tables.Task(
            account_id=row, title="Call", checklist=[], made_on=TODAY - 3, done_on=TODAY - 1
        ),
        tables.Plan(
            account_id=row, problem="Silent", made_on=TODAY - 3, closed_on=TODAY, closed_how="met"
        ),
        tables.Finding(
            account_id=row,
            first_day=TODAY - 30,
            last_day=TODAY - 3,
            made_on=TODAY - 2,
            hypothesis="Prices",
            checks={},
            lines=[],
        ),
        tables.Moment(account_id=row, kind="promise", day=TODAY - 2, text="Demo", done_on=TODAY),
        tables.Attachment(
            account_id=row, name="a.pdf", made_on=TODAY - 1, size=12_000, content=b"x"
        ),
    ]
    tx.add_all(made)
    tx.flush()


TITLES = """
Plan reached its goal: Silent
Promise of ours kept
File added: a.pdf, 12 kB
Task done: Call
Finding on the score, 12 Feb 2026 to 11 Mar 2026
Promise of ours
Score set by hand ended: Poor
Ticket closed after 4 days
Gold ended
Plan begun: Silent
Task made: Call
Expanded, +500 a year
Milestone reached, 16 days late: Go live
Mentioned in forum
Pulse: very bad
Urgent ticket opened
CES answer: 6 of 7
Internal note
Call from them: Hello
Invoice I over 90 not paid in time
Score set by hand by Me: Poor, until 11 Mar 2026
Milestone not reached in time: Go live
Gold began
""".strip().splitlines()


@pytest.fixture
def full(desk):
    desk.do(story)
    return desk


def test_everything_is_told_newest_first(full):
    told = full.read(timeline.read, "a", TODAY)
    assert sorted(one.title for one in told.entries) == sorted(TITLES)
    days = [one.day for one in told.entries]
    assert days == sorted(days, reverse=True)
    assert len({one.key for one in told.entries}) == len(told.entries)
    call = next(one for one in told.entries if one.title.startswith("Call"))
    assert call.people == (("c1", "Ada"), ("c9", "Bo of b"))
    assert told.contacts == (("c1", "Ada"),)


def test_only_the_note_is_internal(full):
    entries = full.read(timeline.read, "a", TODAY).entries
    assert [one.title for one in entries if one.internal] == ["Internal note"]


@pytest.mark.parametrize("back", range(0, 42, 3))
def test_an_earlier_day_shows_what_was_there_then(full, back):
    then = full.read(timeline.read, "a", TODAY - back).entries
    now = {one.key for one in full.read(timeline.read, "a", TODAY).entries}
    assert {one.key for one in then} <= now
    assert all(one.day <= TODAY - back for one in then)


def test_a_late_payment_is_not_known_before_it_came(full):
    (then,) = (
        one for one in full.read(timeline.read, "a", TODAY - 11).entries if "Invoice" in one.title
    )
    assert then.words == "1 day overdue and not paid"


def test_an_unknown_account_is_said(full):
    with pytest.raises(NotFound):
        full.read(timeline.read, "nobody", TODAY)
    assert full.read(timeline_moves.scores, "a", TODAY) == ()
    assert full.read(timeline.read, "b", TODAY).entries == ()


@op("Furnish")
def furnish(tx):
    make.fill(tx, 1, 30)
    profiles.ensure_default(tx)


def test_moves_of_a_scored_account_have_reasons(desk):
    desk.do(furnish)
    found = desk.read(timeline_moves.scores, "a0", TODAY)
    assert all(one.day <= TODAY for one in found)
    history = desk.read(scoring.history, "a0", TODAY - 729, TODAY).days
    assert history
    spans = [(f"m{at}", (history[0].day, one.day)) for at, one in enumerate(history[1:3])]
    told = desk.read(timeline_moves.reasons, "a0", spans)
    assert all(told[key] for key, _ in spans)
    assert isinstance(desk.read(timeline_moves.usage, "a0", TODAY), tuple)


def days(*shown, band=None):
    return [
        DayScore(at, float(one), one, (band or _band)(one), "p", 1) for at, one in enumerate(shown)
    ]


def _band(score):
    return "Strong" if score >= 70 else "Average" if score >= 40 else "Poor"


@pytest.mark.parametrize(
    ("shown", "ends"),
    [
        ([60] * 20, []),
        ([75] * 10 + [65] * 10, [10]),
        ([75] * 10 + [65] + [75] * 9, []),  # came and went at once
        ([75] * 10 + [65], [10]),  # lasts to the end
        ([60] * 10 + [49] * 20, [10]),
        ([60] * 10 + [51] * 20, []),
        ([90 - at for at in range(20)], []),
        ([69, 70] * 10, []),
        ([90] * 8 + [30] * 8 + [90] * 8, [8, 16]),
        ([], []),
    ],
)
def test_moves_that_are_told(shown, ends):
    assert [move.last for move in score_moves(days(*shown))] == ends


def test_filters_are_pure():
    entries = [
        Entry("1", "touch", "", 9, "Call", "About Prices", (("c1", "Ada"),)),
        Entry("2", "note", "", 8, "Note", "straße"),
    ]
    texts = [haystack(one) for one in entries]
    assert passing(entries, texts, Filter()) == [0, 1]
    assert passing(entries, texts, Filter(text="prices ADA")) == [0]
    assert passing(entries, texts, Filter(text="STRASSE")) == [1]
    assert passing(entries, texts, Filter(frozenset({"note"}))) == [1]
    assert passing(entries, texts, Filter(person="c1")) == [0]
    assert counts(entries) == {"touch": 1, "note": 1}
    assert nearest([9, 8], 8) == 1
