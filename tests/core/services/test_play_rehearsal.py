"""A rehearsal says what ticking day by day does, knows nothing of later, and tells how it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import Cancelled, NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Brakes, Cause, Goal, Play
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import play_rehearsal, play_ticks, plays
from tests import as_of, ready
from tests.core.services.run_story import publish

TODAY = date(2026, 11, 23)
DAY = to_day(TODAY)
FIRST = DAY - 20
CLOCK = Clock(pretended=TODAY)
NOTE = {"text": "Noted"}
FREE = Brakes(often="always", running="again", a_day=0, seasons=False)
FELL = FieldTest("score_change", "<", 0.0, 7)
ROSE = FieldTest("score_change", ">", 1.0, 7)
BETTER = Goal("Better", FieldTest("score_change", ">", 0.5, 2), 9)
PLAYS = (
    Play("Fell", cause=Cause("condition", rule=FELL, days=2), mode="run", brakes=FREE),
    Play(
        "Small",
        audience=FieldTest("age_days", ">", 30.0),
        cause=Cause("condition", rule=FELL),
        mode="run",
        brakes=Brakes(often="spaced", days=9, running="note", a_day=2, weekends=True, ends=False),
    ),
    Play("Band", segment="Average", cause=Cause("band", {"way": "falls"}), mode="run", brakes=FREE),
    Play(
        "Quiet",
        cause=Cause("silence", {"days": 6}),
        mode="run",
        brakes=Brakes(often="always", running="leave", a_day=1, ends=False),
        goal=BETTER,
    ),
    Play(
        "Ticket",
        cause=Cause("ticket"),
        mode="run",
        brakes=Brakes(often="always", running="leave", a_day=0, seasons=False),
        stop=ROSE,
    ),
    Play("All", cause=Cause("condition", rule=FELL), brakes=FREE, existing=True),
)


def book(name):
    """A playbook that goes on by itself for some days."""
    return Playbook(
        name,
        steps=(
            Step("one", "note", "One", options=NOTE),
            Step("two", "note", "Two", When(5), options=NOTE),
        ),
    )


def document(play):
    return Play(**{key: getattr(play, key) for key in play.__struct_fields__} | {
        "playbook": f"Book {play.name}"
    })  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("rehearsal") / "sample.healthdesk"
    with ready.sample(path, DAY, 20, 150, name="Rehearsal", clock=CLOCK) as made:
        publish(made, *(book(f"Book {one.name}") for one in PLAYS))
        for one in PLAYS:
            made.do(plays.add, document(one))
        yield made


def fired(desk, name):
    """What really fired: account, day, day of its cause, whether it was only noted."""
    sql = (
        "SELECT a.account_id, f.day, f.cause_day, f.state = 'noted' FROM firing f"
        " JOIN account a ON a.id = f.account_id WHERE f.play = :name AND f.state <> 'passed'"
    )
    return sorted(map(tuple, desk.read(lambda tx: tx.execute(text(sql), {"name": name}).all())))


def rehearsed(desk, name, first=FIRST, last=DAY):
    found = desk.read(play_rehearsal.rehearse, desk.read(plays.document, name), first, last)
    return [(one.account_id, one.day, one.cause_day, one.noted)
            for strip in found.strips for one in (*strip.fired, *strip.noted)]  # fmt: skip


def test_it_is_what_ticking_day_by_day_does(desk, tmp_path):
    """All plays are switched on the day before; each day is ticked by itself."""
    with Desk.open(as_of.copy(desk, tmp_path / "ticked.healthdesk"), clock=CLOCK) as ticked:
        ticked.clock = Clock(pretended=TODAY - timedelta(days=DAY - FIRST + 1))
        for one in PLAYS:
            ticked.do(plays.publish, one.name, "first")
            if not one.existing:
                ticked.do(plays.switch_on, one.name)
        for day in range(FIRST, DAY + 1):
            ticked.clock = Clock(pretended=TODAY - timedelta(days=DAY - day))
            if day == FIRST:
                ticked.do(plays.switch_on, "All")
            ticked.do(play_ticks.tick, day)
        for one in PLAYS:
            assert sorted(rehearsed(desk, one.name)) == fired(ticked, one.name), one.name
        counts = {one.name: len(fired(ticked, one.name)) for one in PLAYS}
    assert all(counts.values()), counts
    assert any(noted for *_, noted in rehearsed(desk, "Small"))


def test_nothing_that_was_known_later_counts(desk, tmp_path):
    """To an earlier day: what a desk says that knows of nothing later, and the rest is the same."""
    day = DAY - 12
    with Desk.open(as_of.copy(desk, tmp_path / "cut.healthdesk"), clock=CLOCK) as then:
        then.do(as_of.cut, day)
        for one in PLAYS:
            whole = rehearsed(desk, one.name)
            early = [told for told in whole if told[1] <= day]
            assert rehearsed(then, one.name, last=day) == early, one.name
            assert rehearsed(desk, one.name, last=day) == early, one.name
            assert early or one.name == "Band"
            assert early != whole or one.name == "Band"


def test_what_is_beside_it_is_told(desk, tmp_path):
    with Desk.open(as_of.copy(desk, tmp_path / "beside.healthdesk"), clock=CLOCK) as made:
        play = made.read(plays.document, "Ticket")
        told = [one for one in rehearsed(made, "Ticket") if one[1] < DAY - 3]
        gone, fired_on = told[0][:2]
        other, then = next(one[:2] for one in told if one[0] != gone)
        made.do(lose, gone, fired_on + 3)
        made.do(touch, other, {then - 4: "outbound", then: "inbound"})
        found = made.read(play_rehearsal.rehearse, play, FIRST, DAY, reasons=True)
        (strip,) = found.of("caught")
        assert (strip.account_id, strip.lost, strip.lead) == (gone, fired_on + 3, 3)
        assert {one.day for one in found.rows if one.account_id == gone} == {fired_on}
        one = next(one for one in found.rows if one.account_id == other)
        assert (one.day, one.touched) == (then, then - 4)  # who writes to us was not touched
        assert all("ticket" in one.words.casefold() for one in found.rows)
        assert (found.members, found.minutes, found.data_from) == (19, 0, None)
        assert 19 < found.members_mean < 20
        names = [name for _, name in found.who]
        assert len(found.who) == 19
        assert gone not in dict(found.who)
        assert names == sorted(names, key=str.casefold)
        assert (found.kept, found.touches_known, found.elsewhere) == (19, True, 0)
        early = made.read(play_rehearsal.rehearse, play, DAY - 300, DAY)
        assert DAY - 160 < early.data_from < DAY - 140


@op("Lose")
def lose(tx, account, day):
    """This account alone is lost."""
    row = "(SELECT id FROM account WHERE account_id = :account)"
    made = f"INSERT INTO outcome (account_id, day, kind) VALUES ({row}, :day, 'churned')"
    tx.execute(text("DELETE FROM outcome WHERE kind = 'churned'"))
    tx.execute(text(made), {"account": account, "day": day})


@op("Touch")
def touch(tx, account, days):
    """These are all touches of an account."""
    row = "(SELECT id FROM account WHERE account_id = :account)"
    made = (
        "INSERT INTO touchpoint (touchpoint_id, account_id, kind, direction, day)"
        f" VALUES (:key, {row}, 'call', :way, :day)"
    )
    tx.execute(text(f"DELETE FROM touchpoint WHERE account_id = {row}"), {"account": account})
    for day, way in days.items():
        asked = {"key": f"made {day}", "account": account, "way": way, "day": day}
        tx.execute(text(made), asked)


def test_days_that_cannot_be_gone_through_are_refused(desk):
    play = desk.read(plays.document, "All")
    for first, last in ((DAY, DAY - 1), (DAY, DAY + 1), (DAY - 5000, DAY)):
        with pytest.raises(UsageError):
            desk.read(play_rehearsal.rehearse, play, first, last)

    class Stopping:
        def step(self, done, total, words):
            raise Cancelled

    with pytest.raises(Cancelled):
        desk.read(play_rehearsal.rehearse, play, FIRST, DAY - 1, Stopping())


def test_a_rehearsal_is_noted_without_a_step_of_undo(desk, tmp_path):
    with Desk.open(as_of.copy(desk, tmp_path / "noted.healthdesk"), clock=CLOCK) as made:
        before = made.undo_label
        made.do(play_rehearsal.note, "fell")
        sql = "SELECT rehearsed_on FROM play WHERE name = 'Fell'"
        assert made.read(lambda tx: tx.execute(text(sql)).scalar()) == DAY
        assert made.undo_label == before
        with pytest.raises(NotFound):
            made.do(play_rehearsal.note, "nobody")


def test_work_is_what_steps_say_or_the_play():
    call = Step("call", "call", "Call", options={"minutes": 45})
    task, note = Step("task", "task", "Do"), Step("note", "note", "Note", options=NOTE)
    ways = Step("way", "branch", "Which", arms=(Arm("a", None, (task, task)), Arm("b", None, ())))
    assert play_rehearsal.work(Playbook("Any", steps=(call, note, ways, task)), 20) == 45 + 60
