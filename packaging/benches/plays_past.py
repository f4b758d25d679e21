"""A year of one play on a large desk, and what 500 of its firings did; part of plays_bench.py.

The first rehearsal works out the scores of a year, which are then at hand: the second is of a play
with another condition, as somebody has it who is at work on one. A play on every ticket there is
comes last: thousands wait for their turn each day.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from runs_bench import Took, took

from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Cause, Goal, Play
from healthdesk.core.domain.rule import AllOf, FieldTest
from healthdesk.core.services import facts, play_effect, play_rehearsal, plays

YEAR, FLOOR = 365, 2.0
"""Days that are rehearsed; seconds that a rehearsal of them may take."""
FIRINGS = 500
Tell = Callable[[str, Took, float], None]
FELL = FieldTest("score_change", "<=", -10.0, 28)
POOR = FieldTest("band", "=", "Poor")
GOAL = Goal("Better", FieldTest("score_change", ">=", 10.0, 28))
ASKED = (
    ("a year of a play, first", Cause("condition", rule=FELL)),
    ("a year of a play, another condition", Cause("condition", rule=AllOf((FELL, POOR)), days=3)),
    ("a year of silence", Cause("silence", {"days": 30})),
    ("a year of every ticket", Cause("ticket")),
)
NAME = "Did it help?"


def measure(desk: Desk, today: int, tell: Tell) -> None:
    """Rehearse plays with the facts at hand, and tell what firings did."""
    desk.read(facts.load)
    first, last = today - YEAR, today - 1
    for what, cause in ASKED:
        play = Play("Any", cause=cause, goal=GOAL)
        past = took(partial(desk.read, play_rehearsal.rehearse, play, first, last))
        tell(what, past, FLOOR)
    desk.do(fire, last)
    desk.read(facts.load)
    did = partial(desk.read, play_effect.read, NAME, last)
    tell(f"what {FIRINGS} firings did, first", took(did), FLOOR)


@op("Fire for the bench")
def fire(tx: Tx, last: int) -> None:
    """Firings that led to work, on accounts by turns over a year."""
    plays.add(tx, Play(NAME, cause=Cause("by_hand")))
    tx.flush()
    connection = tx.connection()
    connection.exec_driver_sql(
        "INSERT INTO run (name, version, template, account_id, status, start_day, seen_day, moved,"
        " pauses, made_on) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
        " WHERE i < ?1 - 1) SELECT 'Bench', 1, '{}', 1 + (i * 7) % (SELECT count(*) FROM account),"
        " 'done', ?2 - i * 13 % 365, ?2, '{}', '[]', ?2 FROM n",
        (FIRINGS, last),
    )
    connection.exec_driver_sql(
        "INSERT INTO firing (play_id, play, version, account_id, day, known_on, cause_day,"
        " because, state, run_id) SELECT p.id, p.name, 1, r.account_id, r.start_day, r.start_day,"
        " r.start_day, '[]', 'started', r.id FROM run r, play p WHERE r.name = 'Bench'"
        " AND p.name = ?",
        (NAME,),
    )
