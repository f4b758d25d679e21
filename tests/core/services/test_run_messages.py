"""What a tick reads for its messages: each text once, the people of an account once for a day."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.services import imports, merge_sandbox, messages, people_reading, runs
from tests import folders
from tests.core.services.run_story import DAY, FACTS, go_to, publish

COUNT = 12
BODY = "Dear {{ first_name }}, {{ champion }} of {{ account }} is in stage {{ stage }}"


def mail(step, body=BODY):
    options = {"to": "champion", "subject": "For {{ account }}", "body": body}
    return Step(step, "message", "Write", options=options)


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    many = "".join(f"n{at},Number {at},live,2025-01-01\n" for at in range(COUNT))
    people = "".join(f"p{at},n{at},Pat {at},p{at}@n.example,champion\n" for at in range(COUNT))
    told = {**FACTS, "accounts": FACTS["accounts"] + many, "contacts": FACTS["contacts"] + people}
    desk.do(imports.run, [folders.write(tmp_path / "facts", told)])
    return desk


def bodies(desk):
    found = "SELECT a.account_id, m.subject, m.body FROM message m JOIN account a"
    return desk.read(
        lambda tx: tx.execute(text(f"{found} ON a.id = m.account_id ORDER BY m.id")).all()
    )


def test_a_text_is_compiled_once_and_people_are_read_once_for_each_account(full, monkeypatch):
    publish(full, Playbook("Letter", steps=(mail("mail"),)))
    read, asked = [], []
    once = merge_sandbox.Template._read

    def counted(self, attributes):
        read.append(self.source)
        once(self, attributes)

    def people(tx, account, day):
        asked.append(account)
        return known(tx, account, day)

    known = people_reading.people_of
    monkeypatch.setattr(merge_sandbox.Template, "_read", counted)
    monkeypatch.setattr(people_reading, "people_of", people)
    accounts = [f"n{at}" for at in range(COUNT)]
    full.do(runs.start, "Letter", accounts)
    assert sorted(read) == sorted(["For {{ account }}", BODY])
    assert len(asked) == len(set(asked)) == COUNT
    assert [tuple(one) for one in bodies(full)] == [
        (f"n{at}", f"For Number {at}", f"Dear Pat, Pat {at} of Number {at} is in stage live")
        for at in range(COUNT)
    ]


def test_messages_of_many_runs_take_one_statement(full):
    publish(full, Playbook("Letter", steps=(mail("mail"),)))
    written = []

    def note(_connection, _cursor, statement, _parameters, _context, many):
        if statement.startswith("INSERT INTO message"):
            written.append(many)

    event.listen(full._writer, "before_cursor_execute", note)
    full.do(runs.start, "Letter", [f"n{at}" for at in range(COUNT)])
    assert written == [True]


def test_a_text_sees_what_a_step_before_it_set_on_the_same_day(full):
    steps = (
        mail("first", "{{ stage }}"),
        Step("set", "set_field", "Set", options={"field": "stage", "value": "trained"}),
        mail("second", "{{ stage }}"),
    )
    publish(full, Playbook("Both", steps=steps))
    full.do(runs.start, "Both", ["a", "b"])
    assert [(who, body) for who, _, body in bodies(full)] == [
        ("a", "live"),
        ("a", "trained"),
        ("b", "live"),
        ("b", "trained"),
    ]


def test_drafted_together_is_the_same_as_one_by_one(full):
    publish(full, Playbook("Letter", steps=(mail("mail"),)))
    accounts = ["a", "b", "c", "n3"]
    full.do(runs.start, "Letter", accounts)
    together = bodies(full)
    states = [one.state for one in full.read(messages.drafts, DAY)]
    full.undo()
    for one in accounts:
        full.do(runs.start, "Letter", [one])
    assert bodies(full) == together
    assert [one.state for one in full.read(messages.drafts, DAY)] == states
