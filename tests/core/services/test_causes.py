"""Signs of a cause: unhappy answers, urgent tickets; what they suggest.

That of a champion who left is told by the sample (test_sample_plays.py).
"""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.services import causes, imports, run_choice
from tests import folders, make
from tests.core.services.run_story import DAY, FACTS, go_to, publish

SURVEYS = """response_id,account_id,kind,rating,day
r1,a,nps,3,2026-11-20
r2,a,nps,6,2026-11-10
r3,b,nps,9,2026-11-20
r4,b,nps,2,2026-01-20
r5,c,csat,2,2026-11-19
"""
TICKETS = """ticket_id,account_id,opened_on,closed_on,priority,status
t1,b,2026-11-19,,urgent,open
t2,c,2026-11-18,2026-11-19,urgent,closed
t3,a,2026-11-18,,low,open
"""
DO = (Step("do", "task", "Do it"),)


@pytest.fixture
def desk(tmp_path):
    with make.desk(tmp_path) as made:
        go_to(made, 0)
        facts = {**FACTS, "surveys": SURVEYS, "tickets": TICKETS}
        made.do(imports.run, [folders.write(tmp_path / "facts", facts)])
        publish(made, Playbook("Mend", cause="Unhappy", steps=DO), Playbook("Other", steps=DO))
        yield made


def test_the_newest_unhappy_answer_is_a_sign_for_a_month(desk):
    assert desk.read(causes.signs, "unhappy", DAY) == {
        "a": "NPS 3 on 20 Nov 2026",
        "c": "CSAT 2 on 19 Nov 2026",
    }
    assert desk.read(causes.signs, "unhappy", DAY + causes.LATELY) == {}


def test_an_urgent_ticket_is_one_while_it_is_open(desk):
    assert set(desk.read(causes.signs, "support", DAY)) == {"b"}


def test_a_cause_nobody_looks_for_has_no_signs(desk):
    assert desk.read(causes.signs, "review", DAY) == {}
    assert desk.read(causes.signs, "", DAY) == {}


def test_a_sign_suggests_the_playbook_of_its_cause(desk):
    found = desk.read(run_choice.suggested, ("a",), DAY)
    assert (found.playbook, found.why) == ("Mend", "NPS 3 on 20 Nov 2026")
    both = desk.read(run_choice.choices, ("a", "b", "c"), DAY)
    mend = next(one for one in both.playbooks if one.name == "Mend")
    assert (mend.fits, mend.why) == (2, "NPS 3 on 20 Nov 2026, 2 accounts alike")
    assert desk.read(run_choice.suggested, ("b",), DAY) is None
