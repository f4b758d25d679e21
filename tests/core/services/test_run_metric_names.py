"""Waits and branches that look at a metric call it by its name, in a run and in a trial."""

from __future__ import annotations

from healthdesk.core.domain.playbook import Arm, Playbook, Step
from healthdesk.core.domain.reading import parse_ref
from healthdesk.core.domain.rule import ReadingTest
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import imports, run_reading, runs
from healthdesk.core.services.trial import trial
from tests import folders
from tests.core.services.run_story import DAY, FACTS, go_to, publish

NAMED = {
    "metrics": "metric,name,unit,fill\nlogins_raw,Logins a day,,zero\n",
    "usage": "account_id,day,metric,value\na,2026-11-20,logins_raw,4\n",
}


def test_metrics_are_called_by_name(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", {**FACTS, **NAMED})])
    ref = {"kind": "usage_level", "metric": "logins_raw", "days": 7}
    rule = ReadingTest(parse_ref(ref, ["logins_raw"], CATALOGUE, "rule"), ">=", 3)
    wait = Step("wait", "wait", "Wait", until=rule, options={"until": "rule", "days": 9})
    way = Step("way", "branch", "Which?", arms=(Arm("yes", rule, ()), Arm("no", None, ())))
    document = Playbook("Named", steps=(wait, way))
    publish(desk, document)
    (run,) = desk.do(runs.start, "Named", ["a"])
    (first, *_) = desk.read(run_reading.one, run, DAY).steps
    assert "Logins a day" in first.text
    assert "logins_raw" not in first.text
    rows = desk.read(trial, document, "a", DAY, {}).rows
    told = " ".join(one.detail + one.notice for one in rows)
    assert told.count("Logins a day") == 2
    assert "logins_raw" not in told
