"""A desk whose facts lie ahead of its first day, with plays of both shapes and both modes."""

from __future__ import annotations

from datetime import timedelta

from healthdesk.core.domain.play import Brakes, Cause, Goal, Play
from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import FieldTest, ReadingTest
from healthdesk.core.services import imports, plays
from tests import folders
from tests.core.services.run_story import DAY, FIRST, STORY, dump, go_to, publish

IDS = ("a", "b", "c", "d")
TABLES = ("firing", "play_seen", "play", "run", "run_step", "task", "message", "attribute_value")


def on(days):
    """A day of the story as facts spell it."""
    return (FIRST + timedelta(days=days)).isoformat()


def answers(*told):
    """Survey answers: id, account, rating, day of the story."""
    rows = (f"{key},{account},nps,{rating},{on(day)}\n" for key, account, rating, day in told)
    return "response_id,account_id,kind,rating,day\n" + "".join(rows)


def touched(*told):
    """Touchpoints: id, account, day of the story."""
    rows = (f"{key},{account},call,inbound,{on(day)}\n" for key, account, day in told)
    return "touchpoint_id,account_id,kind,direction,day\n" + "".join(rows)


FACTS = {
    "accounts": "account_id,name,stage,arr,started_on\n"
    "a,Aldermoor,live,9000,2025-01-01\nb,Birkdale,live,5000,2025-01-01\n"
    "c,Cedar,trial,7000,2025-01-01\nd,Dell,live,,2025-01-01\n",
    "contacts": "contact_id,account_id,name,email,role\n"
    "c1,a,Ada Brennick,ada@aldermoor.example,champion\nc2,b,Bo,bo@birkdale.example,champion\n",
    "subscriptions": "subscription_id,account_id,product,arr,start,end\n"
    "s1,a,Route planning,9000,2026-01-01,2027-01-31\n",
    "surveys": answers(
        ("r1", "a", 3, 2), ("r2", "a", 2, 5), ("r3", "b", 1, 3), ("r4", "c", 0, 3),
        ("r5", "d", 4, 3), ("r6", "b", 9, 9), ("r7", "a", 6, 20), ("r8", "c", 9, 12),
    ),
    "touchpoints": touched(
        ("t1", "a", -3), ("t2", "b", -8), ("t3", "c", -1), ("t4", "a", 12), ("t5", "b", 6),
        ("t6", "c", 18), ("t7", "d", 1), ("t8", "d", 13),
    ),
}  # fmt: skip
CALL = Playbook("Call", measure="they answer", steps=(
    Step("ring", "call", "Ring them", When(2), options={"to": "champion"}, required=True),
    Step("mark", "tag", "Mark them", options={"tag": "called"}),
    Step("rest", "wait", "Rest", options={"days": 4}),
    Step("note", "note", "Note it", options={"text": "Rang {{ account }}"}),
))  # fmt: skip
ANSWERED = ReadingTest(ReadingRef(kind="nps", options={"days": 10}), ">=", 7.0)
DETRACTOR = Play(
    "Detractor",
    "to hear what went wrong",
    cause=Cause("survey"),
    playbook="Call",
    mode="run",
    brakes=Brakes(days=60, a_day=2),
    goal=Goal("A better answer", ANSWERED, 20),
)
SILENT = Play(
    "Silent",
    audience=FieldTest("stage", "=", "live"),
    cause=Cause("silence", {"days": 10}, days=2),
    playbook="Story",
    mode="suggest",
    brakes=Brakes(often="always", running="again", a_day=1, weekends=True),
)
FADING = Play(
    "Fading",
    cause=Cause("silence", {"days": 9}),
    playbook="Story",
    mode="run",
    brakes=Brakes(often="always", a_day=0, ends=True),
)
CALLED = Play(
    "Called",
    cause=Cause("condition", rule=FieldTest("tag", "=", "called")),
    playbook="Story",
    mode="suggest",
    brakes=Brakes(often="once", a_day=0),
)
PLAYS = (DETRACTOR, SILENT, FADING, CALLED)


def begin(desk, tmp_path, facts=FACTS, documents=PLAYS, existing=None):
    """A desk on its first day, its plays switched on."""
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", facts)])
    publish(desk, STORY, CALL)
    switch_on(desk, *documents, existing=existing)
    return desk


def switch_on(desk, *documents, existing=None):
    for one in documents:
        desk.do(plays.add, one)
        desk.do(plays.publish, one.name, "first")
        desk.do(plays.switch_on, one.name, existing)


def told(desk, play=None):
    """What fired: play, account, day of the story, state."""
    rows = desk.read(plays.firings, play=play)
    return [(one.play, one.account_id, one.day - DAY, one.state) for one in reversed(rows)]


def rows(desk, *tables):
    """Rows of tables without when the desk got to them; of some without what they are numbered."""

    def read(tx):
        return {table: _rows(tx, table) for table in tables or TABLES}

    return desk.read(read)


def _rows(tx, table):
    without = {"known_on", "made_on", *(["id"] if table in {"play_seen", "run_step"} else [])}
    found = tx.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1").mappings()
    told = [{key: value for key, value in row.items() if key not in without} for row in found]
    return told if "id" not in without else sorted(told, key=lambda row: [*map(str, row.values())])


__all__ = ["DAY", "begin", "dump", "go_to", "told"]
