"""Suggestions on a desk: cut by time or by accounts, refused where too few left, never applied."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from healthdesk import cli
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.profile import dump_profile, parse_profiles
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import imports, profiles
from healthdesk.core.services.backtest import backtest
from healthdesk.core.services.backtest_sample import BacktestWish
from healthdesk.core.services.suggest import as_profile, suggest
from tests import folders

FIRST = 20_300
DAYS = 150
ACCOUNTS = 60
WISH = BacktestWish(lead=30)


def facts(lost=24, *, snapshot=False):
    """Accounts of which those that leave use less, and leave one after the other."""
    rng = np.random.default_rng(4)
    names = [f"a{number:02}" for number in range(ACCOUNTS)]
    pace = np.exp(0.5 * rng.normal(size=ACCOUNTS) + np.where(np.arange(ACCOUNTS) < lost, 0, 1.2))
    usage, outcomes = ["account_id,metric,day,value"], ["account_id,day,kind"]
    accounts = ["account_id,name,plan,churn_flag"]
    for number, name in enumerate(names):
        plan = "small" if pace[number] < 2 else "large"
        left = str(number < lost).lower() if snapshot else ""
        accounts.append(f"{name},{name.title()},{plan},{left}")
        end = FIRST + 45 + 4 * number if number < lost else FIRST + DAYS
        if number < lost:
            outcomes.append(f"{name},{to_date(end)},churned")
        usage.extend(
            f"{name},exports,{to_date(day)},{rng.poisson(4 * pace[number])}"
            for day in range(FIRST, end, 3)
        )
    made = {"accounts": "\n".join(accounts)}
    if not snapshot:
        made |= {"usage": "\n".join(usage), "outcomes": "\n".join(outcomes)}
    return made


@pytest.fixture
def told(furnished, tmp_path):
    def made(**wish):
        desk = furnished()
        desk.do(imports.run, [folders.write(tmp_path / "facts", facts(**wish))])
        return desk

    return made


def test_learned_before_a_day_and_tried_after_it(told):
    desk = told()
    before = desk.stamp
    view = desk.read(suggest, WISH)
    assert (view.key, view.lead, view.out_of, view.lost) == ("default", 30, "time", 24)
    assert view.first < view.at < view.last
    assert view.found.learned[0] == view.found.tried[0] == 12
    assert view.found.then.auc.value > 0.7
    made = as_profile(view)
    assert parse_profiles([dump_profile(made)], {"exports"}, CATALOGUE) == (made,)
    assert desk.stamp == before
    assert desk.read(profiles.published)[0].profile == view.found.held
    assert desk.read(suggest, WISH) == view
    beside = replace(WISH, first=view.at + 1, body=made)
    assert desk.read(backtest, beside).figures.auc == view.found.then.auc


def test_a_lead_with_too_few_gives_way_to_the_nearest_with_enough(told):
    view = told().read(suggest, replace(WISH, lead=90))
    assert view.lead in {30, 60}
    assert view.text.startswith("Of only")
    assert view.profile is not None


def test_refused_below_twenty(told):
    view = told(lost=18).read(suggest, WISH)
    assert view.found is None
    assert view.profile is None
    assert "18 lost accounts" in view.text
    assert "20 are needed" in view.text
    with pytest.raises(UsageError, match="Nothing is suggested"):
        as_profile(view)


def test_a_snapshot_is_cut_by_accounts(told):
    view = told(snapshot=True).read(suggest, WISH)
    assert (view.out_of, view.at, view.lead) == ("accounts", None, 0)
    assert view.found.learned == view.found.tried == (12, 18)
    assert "out of sample, not out of time" in view.text
    assert "about.churn_flag" in {one.key for one in view.found.left_out}
    assert {one.key for one in view.found.weights if one.then} == {"about.plan"}


def test_the_command_tells_both(told, capsys, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-03-14")
    desk = told()
    desk.close()
    words = ["--desk", str(desk.path), "backtest", "--lead", "30", "--suggest"]
    assert cli.main([*words, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["suggested"]
    assert (made["out_of"], made["learned_from"], made["tried_on"]) == ("time", 12, 12)
    assert 0.7 < made["auc"] <= made["auc_high"] <= 1
    assert sum(one["then"] for one in made["weights"]) == pytest.approx(100)
    assert made["profile"]["key"] == "default"
    assert made["now"]["auc"] is not None
    assert cli.main(words) == 0
    out = capsys.readouterr().out
    assert "Suggested for Default" in out
    assert "Learned from 12 lost" in out
