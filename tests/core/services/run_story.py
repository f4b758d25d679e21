"""A desk whose days can be moved on, with a playbook of every kind of step."""

from __future__ import annotations

from datetime import date, timedelta

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import playbooks

FIRST = date(2026, 11, 23)
"""A Monday."""
DAY = to_day(FIRST)
FACTS = {
    "accounts": "account_id,name,stage,started_on\n"
    "a,Aldermoor,live,2025-01-01\nb,Birkdale,live,2025-01-01\nc,Cedar,trial,2025-01-01\n",
    "contacts": "contact_id,account_id,name,email,role\n"
    "c1,a,Ada Brennick,ada@aldermoor.example,champion\nc2,b,Bo,bo@birkdale.example,champion\n",
    "subscriptions": "subscription_id,account_id,product,start,end\n"
    "s1,a,Route planning,2026-01-01,2027-01-31\n",
}
LIVE = FieldTest("stage", "=", "live")
TELL = Step("tell", "notify", "Tell", options={"text": "{{ account }} is not live"})
STORY = Playbook(
    "Story",
    "to try all there is",
    measure="they stay",
    steps=(
        Step("call", "call", "Call them", options={"to": "champion", "guide": "Hi {{ account }}"}),
        Step(
            "mail",
            "message",
            "Write to them",
            When(1),
            options={"to": "champion", "subject": "For {{ first_name }}", "body": "Hello"},
            hold=True,
        ),
        Step("wait", "wait", "Wait", options={"days": 5}),
        Step(
            "way",
            "branch",
            "Are they live?",
            arms=(
                Arm(
                    "yes",
                    LIVE,
                    (
                        Step("tag", "tag", "Mark them", options={"tag": "seen"}),
                        Step(
                            "plan", "task", "Plan training", When(2, working=True), required=True
                        ),
                    ),
                ),
                Arm("no", None, (TELL,)),
            ),
        ),
        Step("set", "set_field", "Set", options={"field": "stage", "value": "trained"}),
        Step("note", "note", "Note it", options={"text": "Done for {{ account }}"}),
        Step(
            "ask",
            "ask",
            "Ask",
            options={"questions": ("Who decides?", "How many?"), "fields": ("-", "people")},
        ),
        Step("how", "outcome", "How did it go?", When(3)),
    ),
)  # fmt: skip


def go_to(desk, days):
    """Let the desk's day be so many days after the first."""
    desk.clock = Clock(pretended=FIRST + timedelta(days=days))
    return DAY + days


def publish(desk, *documents):
    for one in documents:
        desk.do(playbooks.add, one)
        desk.do(playbooks.publish, one.name, "first")


def dump(desk, *tables):
    """Rows of tables, without what a row is numbered."""

    def rows(tx):
        connection = tx.connection()
        return {
            table: connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in tables
        }

    return desk.read(rows)


__all__ = ["DAY", "FACTS", "FIRST", "STORY", "dump", "go_to", "publish"]
