"""Pulse and score before outcomes, counted by other means: one outcome at a time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.services import imports, judgement, scoring
from healthdesk.core.store import tables
from tests import folders, make, ready

DAY = to_day(make.NOW.date())
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "exchange"
REAL = (SHARED / "ravenstack",) if SHARED.is_dir() else ()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("judgement") / "judgement.healthdesk"
    with ready.sample(path, DAY, 60) as made:
        yield made


FACTS = {
    "accounts": "account_id,name,started_on\na0,One,2020-01-01\n",
    "outcomes": "account_id,day,kind\na0,2024-10-04,renewed\n",
}


def outcomes(desk):
    sql = "SELECT a.account_id, o.kind, o.day FROM outcome o JOIN account a ON a.id = o.account_id"
    return desk.read(lambda tx: [tuple(row) for row in tx.execute(text(sql))])


def score_then(desk, account, day):
    """The band on a day, asked for by itself."""
    kept = desk.read(scoring.history, account, day, day, as_reported=True).days
    return kept[0].band if kept else None


def pulse_then(desk, account, day):
    """The band of the newest pulse that is not too old, straight from its table."""
    sql = (
        "SELECT p.value FROM pulse p JOIN account a ON a.id = p.account_id WHERE a.account_id = :a"
        " AND p.day BETWEEN :day - 90 AND :day ORDER BY p.day DESC, p.id DESC LIMIT 1"
    )
    value = desk.read(lambda tx: tx.execute(text(sql), {"a": account, "day": day}).scalar())
    if value is None:
        return None
    return "Poor" if value < -1 / 3 else "Strong" if value > 1 / 3 else "Average"


def counted(desk, lead):
    """Warned or not or missing, by score and by pulse, of each kind."""
    out = {}
    for account, kind, day in outcomes(desk):
        signs = []
        for band in (score_then(desk, account, day - lead), pulse_then(desk, account, day - lead)):
            missing = band in {None, "Unknown"}
            signs.append("missing" if missing else "warned" if band == "Poor" else "calm")
        out.setdefault(kind, Counter())[tuple(signs)] += 1
    return out


def told(desk, day, lead):
    made = desk.read(judgement.read, day, lead)
    return {
        one.kind: Counter((case.by_score, case.by_pulse) for case in one.cases)
        for one in made.tallies
        if one.cases
    }


@pytest.mark.parametrize("lead", [90, 30])
def test_the_sample_is_counted_as_one_outcome_after_the_other_says(desk, lead):
    found = told(desk, DAY, lead)
    assert found == counted(desk, lead)
    assert sum(sum(one.values()) for one in found.values()) == len(outcomes(desk)) > 50


def test_what_came_later_is_not_known(desk):
    days = sorted(day for _, _, day in outcomes(desk))
    middle = days[len(days) // 2]
    found = told(desk, middle, 90)
    assert sum(sum(one.values()) for one in found.values()) == sum(day <= middle for day in days)


def test_a_pulse_of_the_day_before_the_lead_counts_and_a_later_one_does_not(tmp_path):
    with make.desk(tmp_path) as made:
        made.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
        day = 20_000

        def found():
            case = made.read(judgement.read, day + 400, 30).of("renewed").cases[-1]
            return case.account_id, case.by_pulse, case.pulse_day

        assert found() == ("a0", "missing", None)
        made.do(_pulse, day - 29)
        assert found()[1] == "missing"
        made.do(_pulse, day - 30)
        assert found() == ("a0", "warned", day - 30)
        made.do(_outcome_later)
        assert made.read(judgement.read, day + 400, 30).of("renewed").cases[0].by_pulse == "missing"


@op("Fill")
def _pulse(tx, day):
    tx.add(tables.Pulse(account_id=1, day=day, value=-0.8, by="ada"))
    tx.flush()


@op("Fill")
def _outcome_later(tx):
    """A renewal so late that all pulses are too old."""
    tx.add(tables.Outcome(account_id=1, day=20_000 + 200, kind="renewed"))
    tx.flush()


@pytest.mark.parametrize("folder", REAL, ids=["ravenstack"] * len(REAL))
def test_a_real_set_is_counted_the_same_and_nobody_felt_its_pulse(folder, tmp_path):
    with make.desk(tmp_path) as made:
        made.do(imports.run, [folder])
        day = to_day(date(2024, 12, 31))
        found = made.read(judgement.read, day, 90)
        tally = found.of("churned")
        assert (len(tally.cases), tally.pulse.of, len(tally.both)) == (75, 0, 0)
        for case in tally.cases[::5]:
            band = score_then(made, case.account_id, case.day - 90)
            assert case.score == band or (case.score is None and band is None)
