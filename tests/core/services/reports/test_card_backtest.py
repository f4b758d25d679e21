"""The backtest on the model card: figures with ranges, who left though Strong, few, and none."""

from __future__ import annotations

from datetime import date

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Tx
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report import Paragraph
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.services import backtest
from healthdesk.core.services.reports import building
from healthdesk.core.store.tables import Account, Retro, RetroSignal
from tests import ready
from tests.core.services.reports import review_story as story

DAY = to_day(date(2026, 11, 23))
HOSTILE = "=1+1 <script>alert(1)</script>"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("card") / "sample.healthdesk"
    made = ready.sample(path, DAY, name="New desk", clock=Clock(pretended=date(2026, 11, 23)))
    yield made
    made.close()


def card(desk, day=DAY):
    report = desk.read(building.build, ReportOptions(kind="model_card"), day)
    (found,) = (one for one in report.sections if one.key == "backtest")
    return report, found, {one.key: one for one in blocks(found)}


@op("Write a retro")
def retro(tx: Tx, account: str) -> None:
    row = tx.query(Account).filter_by(account_id=account).one()
    made = Retro(account_id=row.id, day=DAY - 75, reason=HOSTILE, known_on=DAY - 1)
    tx.add(made)
    tx.flush()
    tx.add(RetroSignal(retro_id=made.id, name="Sponsor silent", missed=True))
    tx.add(RetroSignal(retro_id=made.id, name="Seen in time", missed=False))


def test_figures_stand_on_the_card_as_the_backtest_gives_them(desk):
    report, section, parts = card(desk)
    view = desk.read(backtest.backtest)
    assert section.headline == view.verdict.title
    assert view.verdict.text[1:] in section.lead.text
    values = {one.key: one.value for one in parts["tested"].items}
    assert values["auc"] == view.figures.auc.value
    assert (values["lost"], values["kept"]) == (view.figures.churned, view.figures.kept)
    rates = [one.rate for one in view.figures.bands]
    assert list(parts["churn"].values) == [one * 100 for one in rates]
    shown = [(row.cells[1].value, row.cells[2].value) for row in parts["churn table"].rows]
    assert shown == [(one.accounts, one.lost) for one in view.figures.bands]
    alone = {row.key: row.cells[4].value for row in parts["alone"].rows}
    for one in view.figures.measures:
        known = one.auc is not None and min(one.auc.lost, one.auc.kept) >= 10
        assert alone[f"{one.profile} {one.key}"] == (one.auc.value if known else None)
    assert "Few losses: 14" in parts["notes"].text
    first = report.sections[0]
    (brief,) = (one for one in blocks(first) if one.key == "tested")
    assert isinstance(brief, Paragraph)
    assert brief.text == view.verdict.sentence
    assert card(desk)[0] == report


def test_those_who_left_though_strong_are_named_with_their_retro(desk):
    _, _, parts = card(desk)
    assert parts["strong"].text == "2 of 14 accounts that left: Vessel & Vane and Tornby Textiles."
    why = {row.key: row.cells[5].text for row in parts["missed"].rows}
    assert why["vessel-vane"] == "Group chose one tool for all"
    assert "halbrecht-pumps" not in why
    desk.do(retro, "vessel-vane")
    told = {row.key: row.cells[5].text for row in card(desk)[2]["missed"].rows}
    assert told["vessel-vane"] == f"{HOSTILE}; missed: Sponsor silent"
    before = card(desk, DAY - 2)[2]["missed"].rows
    assert {row.key: row.cells[5].text for row in before}["vessel-vane"] == why["vessel-vane"]
    desk.undo()


def test_a_card_of_a_past_day_knows_nothing_later(desk):
    _, section, parts = card(desk, DAY - 300)
    gone = [row.cells[4].value for row in parts["missed"].rows]
    assert gone
    assert max(gone) <= DAY - 300
    assert section.headline == "Too few to tell"
    assert {one.key for one in parts["tested"].items} == {"lost", "kept"}
    assert not {"churn", "churn table", "alone"} & set(parts)
    assert len(parts["missed"].rows) == parts["tested"].items[0].value


def test_without_outcomes_nothing_is_told(tmp_path):
    desk = story.desk(tmp_path)
    _, section, parts = card(desk, story.DAY)
    desk.close()
    assert section.headline == "Nothing can be told"
    assert set(parts) == {"tested", "how", "notes"}
