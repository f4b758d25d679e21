"""What plays look at on a desk, and why one fires or not, against looking day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import numpy as np
import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.column import alive
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Brakes, Cause, Play
from healthdesk.core.domain.rule import FieldTest, NotOf
from healthdesk.core.services import play_why
from healthdesk.core.services.play_looking import look, options_of
from healthdesk.core.triggers import CATALOGUE
from tests import ready
from tests.core.triggers.trigger_case import random_options

DAY = to_day(date(2026, 11, 23))
WEAK = NotOf(FieldTest("band", "=", "Strong"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("looking") / "looking.healthdesk"
    clock = Clock(pretended=date(2026, 11, 23))
    ready.sample(path, DAY, 24, 140, name="Looking", clock=clock).close()
    opened = Desk.open(path, clock=clock)
    yield opened
    opened.close()


def play_of(rng: Random, kind: str) -> Play:
    spec = CATALOGUE[kind].SPEC
    options = random_options(rng, kind)
    options |= {one.key: "active_users" for one in spec.options if one.kind == "metric"}
    options |= {one.key: "Poor" for one in spec.options if one.kind == "segment"}
    days = rng.choice((1, 4)) if spec.shape == "state" else 1
    cause = Cause(kind, options, WEAK if spec.ruled else None, days)
    return Play(
        kind,
        segment=rng.choice(("", "Average", "Gone")),
        audience=rng.choice((None, WEAK)),
        cause=cause,
        brakes=Brakes(a_day=0, seasons=False),
    )


@pytest.mark.parametrize("kind", CATALOGUE)
def test_ripe_is_who_it_is_for_and_where_its_trigger_held_long_enough(desk: Desk, kind: str):
    rng = Random(kind)
    play = play_of(rng, kind)

    def check(tx):
        looked = look(tx, [play], range(DAY - 30, DAY + 1))
        whole = looked.ripe(play)
        other = look(tx, [])
        module, options = CATALOGUE[kind], other._options(play.cause)
        for day in (DAY, rng.choice(range(DAY - 30, DAY))):
            held = np.ones(looked.facts.count, bool)
            for back in range(play.cause.days):
                on = np.array([day - back], np.int32)
                seen = other.seen(on)
                held &= np.broadcast_to(
                    module.holds(seen, options, play.cause.rule), seen.context.shape
                )[:, 0]
            on = np.array([day], np.int32)
            held &= looked.audience(play, on)[:, 0]
            assert whole.ripe[:, day - DAY + 30].tolist() == held.tolist()
            assert looked.ripe(play, [day]).ripe[:, 0].tolist() == held.tolist()
            first = day - (play.cause.days - 1 if whole.shape == "state" else 0)
            wanted = np.where(held, first, -1)
            assert whole.cause[:, day - DAY + 30].tolist() == wanted.tolist()
            if play.segment == "Gone":
                assert not held.any()
            assert (looked.audience(play, on) <= alive(looked.facts, on)).all() or kind == "created"

    desk.read(check)


@pytest.mark.parametrize("kind", [one for one in CATALOGUE if one != "by_hand"])
def test_lines_and_why_agree_with_what_is_ripe(desk: Desk, kind: str):
    rng = Random(kind)
    play = play_of(rng, kind)

    def check(tx):
        looked = look(tx, [play])
        ripe = looked.ripe(play, range(DAY - 1, DAY + 1))
        for account in rng.sample(range(looked.facts.count), 5):
            lines = looked.because(play, account, DAY)
            if kind not in ("survey",):
                # Of several answers of a day one is enough.
                assert all(one.held for one in lines) == bool(ripe.ripe[account, -1]), lines
            found = play_why.why(tx, play, looked.account_ids[account], DAY)
            assert found.last is None
            assert found.sentence.endswith(".")
            if ripe.shape == "state":
                assert found.fires == bool(ripe.ripe[account, -1] and not ripe.ripe[account, -2])
            if not ripe.ripe[account].any() and ripe.shape == "state":
                assert found.sentence.startswith("It does not fire.")
                assert not all(one.held for one in found.lines)

    desk.read(check)


@op("Give a stage")
def give(tx, account: str, day: int) -> list[bool]:
    """Change an attribute after plays looked at the desk; what they see before and after."""
    play = Play("p", cause=Cause("condition", rule=FieldTest("stage", "=", "Odd")))
    looked = look(tx, [play])
    place = looked.place(account)
    before = looked.ripe(play, [day - 1, day]).ripe[place].tolist()
    tx.execute(
        text(
            "INSERT OR REPLACE INTO attribute_value (account_id, attribute_id, day, value)"
            " SELECT a.id, b.id, :day, 'Odd' FROM account a, attribute b"
            " WHERE a.account_id = :account AND b.key = 'stage'"
        ),
        {"account": account, "day": day},
    )
    looked.changed(day)
    return [*before, *looked.ripe(play, [day - 1, day]).ripe[place].tolist()]


def test_what_an_operation_changes_is_seen_from_that_day_on_and_by_nobody_else(desk: Desk):
    play = Play("p", cause=Cause("condition", rule=FieldTest("stage", "=", "Odd")))
    account = desk.read(lambda tx: look(tx, [play]).account_ids[0])
    assert desk.do(give, account, DAY) == [False, False, False, True]
    assert desk.read(lambda tx: look(tx, [play]).ripe(play, [DAY]).ripe[0, 0])
    desk.undo()
    assert not desk.read(lambda tx: look(tx, [play]).ripe(play, [DAY]).ripe[0, 0])


def test_who_pays_most_comes_first_and_each_place_is_taken_once(desk: Desk):
    def check(tx):
        looked = look(tx, [Play("p")])
        ripe = looked.ripe(Play("p"), [DAY])
        assert sorted(ripe.rank[:, 0].tolist()) == list(range(looked.facts.count))
        assert ((ripe.renewal > DAY) | (ripe.renewal == -1)).all()

    desk.read(check)


def test_options_that_were_left_out_are_as_they_are_by_themselves():
    assert options_of(Cause("silence", {"days": 9})) == {"days": 9, "direction": "any"}
