"""Every number of an account leads to stored rows, each with the file or the hand it came from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.source_ref import RowRef, UsageRef
from healthdesk.core.services import (
    checklist,
    commercial,
    composition,
    desks,
    evidence,
    feedback,
    head_rows,
    milestones,
    people,
    provenance,
    samples,
    timeline,
    timeline_moves,
    trends,
    usage_view,
)

TODAY = to_day(date(2026, 11, 23))
CLOCK = Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC))
STORY = "aldermoor-freight"
OF_NOTHING = frozenset(
    {"open_tickets", "ticket_age", "tickets_opened", "angry_tickets", "overdue_days", "touches"}
)
"""Readings that are 0 because there is no row."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("clicks") / "clicks.healthdesk"
    with Desk.create(
        path, clock=CLOCK, furnish=lambda tx: desks.furnish(tx, "Clicks", "UTC", "EUR")
    ) as made:
        made.do(samples.fill, TODAY, 1, 24, 420)
        yield made


@pytest.fixture(params=[0, 30])
def day(request):
    return TODAY - request.param


def unfounded(desk, told, day):
    """What of these titles and references leads nowhere."""
    wrong = []
    for title, refs in told:
        rows = desk.read(provenance.rows, tuple(refs)[:50], day)
        if not rows or not all(one.origins or one.typed for one in rows):
            wrong.append(title)
    return wrong


def test_measures_and_the_head(desk, day):
    made = desk.read(composition.composition, STORY, day)
    measures = [one for part in made.score.dimensions for one in part.measures]
    told = [
        (one.key, desk.read(evidence.refs, STORY, one.key, day, day))
        for one in measures
        if one.reading is not None and not (one.kind in OF_NOTHING and one.reading == 0)
    ]
    assert len(told) > 5
    told += [
        (one, desk.read(head_rows.rows, STORY, one, day)) for one in ("arr", "renewal", "touch")
    ]
    assert unfounded(desk, told, day) == []


def test_the_story_and_what_moved_the_score(desk, day):
    entries = desk.read(timeline.read, STORY, day).entries
    told = [(one.key, one.refs) for one in entries]
    told += [(one.key, one.refs) for one in desk.read(timeline_moves.usage, STORY, day)]
    scored = desk.read(timeline_moves.scores, STORY, day)
    told += [(one.key, one.refs) for one in scored if not one.span]
    moves = [one for one in scored if one.span]
    assert moves
    told += [(one.key, desk.read(timeline_moves.behind, STORY, *one.span)) for one in moves[-3:]]
    assert unfounded(desk, told, day) == []


def test_a_measure_of_nothing_says_what_was_looked_for(desk, day):
    found = 0
    for account in accounts(desk):
        try:
            made = desk.read(composition.composition, account, day)
        except NotFound:
            continue
        for one in (one for part in made.score.dimensions for one in part.measures):
            view = desk.read(evidence.evidence, account, one.key, day, day)
            rows = desk.read(provenance.rows, view.refs[:20], day)
            assert bool(rows) != bool(view.sought), (account, one.key)
            if view.sought is not None:
                found += 1
                assert view.sought.what.startswith("Looked for ")
                assert ".csv, import " in view.sought.whence
    assert found > 20


def accounts(desk):
    sql = text("SELECT account_id FROM account")
    return desk.read(lambda tx: [account for (account,) in tx.execute(sql)])


def test_what_the_desk_sees_of_every_topic(desk, day):
    seen = desk.read(checklist.look, STORY, day - 28, day)
    assert unfounded(desk, [(one.topic, one.refs) for one in seen if one.refs], day) == []
    assert [one.topic for one in seen if not one.refs and one.sought is None] == []
    by_topic = {one.topic: one for one in seen}
    assert by_topic["data"].refs
    assert by_topic["model"].refs


def test_a_version_tells_what_it_changed_when_and_why(desk):
    sql = "SELECT id FROM profile_version ORDER BY day DESC, id DESC LIMIT 1"
    row = desk.read(lambda tx: tx.execute(text(sql)).scalar())
    found = desk.read(provenance.rows, (RowRef("profile_version", row),))
    (own,) = [one for one in found if one.kind == "Published version"]
    assert dict(own.cells)["reason"]
    assert found[0].kind.endswith(": changed")  # what it did comes first
    changed = [dict(one.cells) for one in found if one.kind.endswith(": changed")]
    assert {"what": "Product usage, Usage trend: weight", "before": "5", "now": "10"} in changed
    assert all(one["before"] != one["now"] for one in changed)
    assert sum(one.kind.endswith(": all of it") for one in found) > 20
    assert own.typed.startswith("Published here on ")


def test_records_lead_to_their_days_and_what_they_were_compared_with(desk):
    found = [
        (account, one)
        for account in accounts(desk)
        for one in desk.read(trends.records, account, TODAY)
    ]
    assert found
    for account, one in found:
        assert one.began < one.first
        assert one.since in (None, one.began)
        ref = UsageRef(account, one.metric, one.first, one.last)
        values = [float(dict(r.cells)["value"]) for r in desk.read(provenance.rows, (ref,))]
        assert sum(values) / (one.last - one.first + 1) == pytest.approx(one.value)


def test_people_usage_contracts_and_stamps(desk, day):
    view = desk.read(people.view, STORY, day)
    touches = [view.in_touch.rows, view.balance_rows, view.last_rows]
    touches += [cell.rows for line in view.lines for cell in line.cells if cell.rows]
    touches += [cell.rows for cell in view.totals if cell.received + cell.sent + cell.unsaid]
    told = [("touches", [RowRef("touchpoint", row) for row in rows]) for rows in touches]
    told += [
        (line.person.name, [RowRef("survey", line.asked.row)]) for line in view.lines if line.asked
    ]
    used = desk.read(usage_view.view, STORY, day)
    told += [
        (one.key, [UsageRef(STORY, one.key, day - 420, day)]) for one in used.metrics if one.used
    ]
    told += [(p.name, [RowRef("contact_usage", r) for r in p.rows]) for p in used.people]
    deal = desk.read(commercial.view, STORY, day)
    rows = [("subscription", one.row) for one in deal.terms]
    rows += [("invoice", one.row) for one in deal.invoices]
    rows += [("outcome", one.row) for one in deal.outcomes]
    rows += [(one.table, one.row) for one in desk.read(feedback.of_account, STORY, day)]
    told += [(table, [RowRef(table, row)]) for table, row in rows]
    told += [
        (one.name, [one.ref])
        for one in desk.read(milestones.of_account, STORY, day)
        if one.due is not None or one.done_on is not None
    ]
    assert len(told) > 20
    assert unfounded(desk, told, day) == []


def test_what_people_write_says_that_it_was_made_here(desk):
    for table in ("task", "plan", "finding", "moment", "forecast", "advocate"):
        row = desk.read(lambda tx, t=table: tx.execute(text(f"SELECT min(id) FROM {t}")).scalar())
        (found,) = desk.read(provenance.rows, (RowRef(table, row),))
        assert found.typed.startswith(("Made here on 20", "Typed here")), table
