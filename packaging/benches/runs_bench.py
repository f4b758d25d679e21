"""A large desk at work: 2,000 runs of a playbook started, caught up with after ten days, undone.

2,000 accounts and two years. The playbook waits for a rule, branches, has a condition and five
kinds of steps; the second time a call's guide and a mail are filled for a person of each account.
The floors are what a person waits for at most: three seconds, six where 2,000 messages are
written. Beside them: asking whether anything is due, which every start of the program does, the
list of runs, and what is told of a playbook with 5,000 runs that are done. Bound are the seconds
that the process worked, which other programs leave alone; those that passed stand below where they
are many more.

A desk may be named instead of made: `runs_bench.py FILE` (it is copied).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desk_bench import large
from measure import line

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.op import op
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import FieldTest, ReadingTest
from healthdesk.core.services import facts, playbooks, results, run_reading, runs, settings

RUNS, DAYS, DONE = 2_000, 10, 5_000
FLOOR, MESSAGES, ASKING, TOLD = 3.0, 6.0, 1.0, 0.1
"""Seconds: to start and to catch up, the same with messages, to ask, to tell what came of runs."""
BODY = (
    "Hello {{ first_name }},\n\n{{ account }} used {{ top_feature_1 }} most."
    "{% if open_tickets %} {{ open_tickets }} tickets are open.{% endif %}\n"
    "Your contract is renewed on {{ renewal_on }}."
)
BETTER = FieldTest("score_change", ">=", 10, 28)
POOR = FieldTest("band", "=", "Poor")
SILENT = ReadingTest(ReadingRef(kind="days_since_touch"), ">=", 1)


def playbook(name: str, *, messages: bool) -> Playbook:
    """The playbook, with texts to be filled or without."""
    guide = "Ask {{ account }} about it" if messages else "Ask"
    letter = {"to": "champion", "subject": "For {{ first_name }}", "body": BODY}
    whom = {"to": "champion"} if messages else {}
    second = (
        Step("mail", "message", "Write", When(2), options=letter)
        if messages
        else Step("mail", "task", "Write", When(2))
    )
    more = (
        Step("more", "task", "Do more", When(1)),
        Step("note", "note", "Note it", options={"text": "They are poor"}),
    )
    arms = (Arm("yes", POOR, more), Arm("no", None, (Step("thank", "task", "Thank them"),)))
    wait = {"until": "rule", "days": 5, "working": False, "hold_days": 2}
    return Playbook(
        name,
        steps=(
            Step("call", "call", "Call them", options={"guide": guide, **whom}),
            second,
            Step("wait", "wait", "Until it is better", until=BETTER, options=wait),
            Step("way", "branch", "Are they poor?", arms=arms),
            Step("later", "task", "Later", When(2), only_if=SILENT),
            Step("how", "outcome", "How did it go?", When(3)),
        ),
    )


Took = tuple[float, float]
"""Seconds that the process worked, and seconds that passed."""


def took(act: Callable[[], object]) -> Took:
    """How long one thing takes."""
    began, worked = time.perf_counter(), time.process_time()
    act()
    return time.process_time() - worked, time.perf_counter() - began


class Work:
    """A desk whose day can be moved, and what is done in it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.today = desk.read(settings.today)
        self.accounts = desk.read(accounts)[:RUNS]
        self.ok = True

    def told(self, what: str, ours: Took, floor: float) -> None:
        """Print the work, which is bound, and the time that passed where that is much more."""
        self.ok &= line(what, ours[0], floor, 1.0, "s")
        if ours[1] > 1.2 * ours[0]:
            line("  as it passed", ours[1], floor, None, "s")

    def at(self, day: int) -> None:
        """Go to a day, with its facts read as a window has them by then."""
        self.desk.clock = Clock(pretended=to_date(day))
        self.desk.read(facts.load)

    def run(self, name: str, *, messages: bool) -> None:
        """Start, ask, catch up, list, undo."""
        desk, what = self.desk, f"{RUNS:,} runs" + (", messages" if messages else "")
        floor = MESSAGES if messages else FLOOR
        self.at(self.today - DAYS)
        desk.do(playbooks.add, playbook(name, messages=messages))
        desk.do(playbooks.publish, name)
        self.told(f"start {what}", took(lambda: desk.do(runs.start, name, self.accounts)), FLOOR)
        self.at(self.today)
        self.told(f"ask what is due, {what}", took(lambda: desk.read(runs.due, self.today)), ASKING)
        ticked = took(lambda: desk.do(runs.tick, self.today))
        self.told(f"catch up with {DAYS} days, {what}", ticked, floor)
        desk.read(run_reading.runs, self.today)  # the scores beside them, as Today has read them
        self.told(f"list {what}", took(lambda: desk.read(run_reading.runs, self.today)), ASKING)
        self.told(f"undo it, {what}", took(desk.undo), floor)
        self.told(f"redo it, {what}", took(desk.redo), floor)

    def results(self, name: str) -> None:
        """End runs and tell what came of them: read the first time, and with nothing new."""
        self.desk.do(end, name, self.today)
        self.desk.read(facts.load)
        what = f"results of {DONE:,} done runs"

        def read() -> object:
            return self.desk.read(results.results, name, self.today)

        self.told(f"{what}, first", took(read), FLOOR)
        self.told(f"{what}, again", min(took(read) for _ in range(3)), TOLD)


def accounts(tx: Tx) -> list[str]:
    """The ids of all accounts."""
    found = tx.connection().exec_driver_sql("SELECT account_id FROM account ORDER BY 1")
    return [key for (key,) in found]


@op("End runs")
def end(tx: Tx, name: str, day: int) -> None:
    """Make runs of a playbook done ones, and more of the same by copying them."""
    connection = tx.connection()
    connection.exec_driver_sql(
        "UPDATE run SET status = 'done', ended_on = ? - id % 100, start_day = ? - 100 - id % 100,"
        " outcome = CASE id % 4 WHEN 0 THEN 'worked' WHEN 1 THEN 'no' ELSE '' END WHERE name = ?",
        (day, day, name),
    )
    table = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(run)")]
    steps = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(run_step)")]
    count = "SELECT count(*) FROM run WHERE name = ?"
    first = connection.exec_driver_sql(count, (name,)).scalar_one()
    while (there := connection.exec_driver_sql(count, (name,)).scalar_one()) < DONE:
        most = connection.exec_driver_sql("SELECT max(id) FROM run").scalar_one()
        low = connection.exec_driver_sql(
            "SELECT min(id) FROM run WHERE name = ?", (name,)
        ).scalar_one()
        room = low + min(first, DONE - there)
        copied = ", ".join("id + ?1" if one == "id" else one for one in table)
        names = ", ".join(table)
        connection.exec_driver_sql(
            f"INSERT INTO run ({names}) SELECT {copied} FROM run WHERE id BETWEEN ?2 AND ?3",
            (most + 1 - low, low, room - 1),
        )
        rest = [one for one in steps if one not in ("id", "run_id")]
        names = ", ".join(rest)
        connection.exec_driver_sql(
            f"INSERT INTO run_step (run_id, {names}) SELECT run_id + ?1, {names} FROM run_step"
            " WHERE run_id BETWEEN ?2 AND ?3",
            (most + 1 - low, low, room - 1),
        )


def day_after(desk: Desk) -> int:
    """The day after the last one of which usage is known: today, for all that is measured."""
    newest = "SELECT max(day) FROM usage"
    return int(desk.read(lambda tx: tx.connection().exec_driver_sql(newest).scalar_one())) + 1


def main() -> int:
    """Make the desk or copy it, and work in it."""
    with large() as path:
        desk = Desk.open(path)
        desk.clock = Clock(pretended=to_date(day_after(desk)))
        here = Work(desk)
        here.run("Plain", messages=False)
        here.run("Letters", messages=True)
        here.results("Plain")
        desk.close()
    return 0 if here.ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
