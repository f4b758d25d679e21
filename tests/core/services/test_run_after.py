"""Some time after a run: score and answers beside those of its beginning; ask again where none."""

from __future__ import annotations

from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.services import imports, run_after, run_reading, runs
from tests import folders
from tests.core.services.run_story import DAY, FACTS, TELL, go_to, publish

SAID = "response_id,account_id,kind,rating,day\nr1,a,nps,3,2026-11-20\n"


def looked(desk, on, day):
    return desk.read(run_after.looked_again, "a", DAY, DAY + on, DAY + day)


def test_what_came_after_is_told_on_the_day_and_not_before(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", {**FACTS, "surveys": SAID})])
    assert looked(desk, 60, 59) == ""
    told = looked(desk, 60, 60)
    assert told.startswith("Looked at again: score ")
    assert "on 22 Jan 2027" in told
    assert told.endswith("; no answer since NPS 3 on 20 Nov 2026: ask again.")
    later = SAID.splitlines()[0] + "\nr2,a,nps,8,2026-12-20\n"
    desk.do(imports.run, [folders.write(tmp_path / "later", {"surveys": later})])
    assert looked(desk, 60, 60).endswith("; NPS 8 on 20 Dec 2026, before NPS 3 on 20 Nov 2026.")


def test_a_run_says_so_once_it_has_ended(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    go_to(desk, 0)
    publish(desk, Playbook("Short", steps=(TELL,)))
    (run,) = desk.do(runs.start, "Short", ["a"])
    assert desk.read(run_reading.one, run, DAY).row.status == "done"
    assert desk.read(run_reading.one, run, DAY).after == ""
    desk.do(runs.record_outcome, run, "worked", "")
    day = go_to(desk, 70)
    after = desk.read(run_reading.one, run, day).after
    assert after.endswith("; no answer since: ask again.")
