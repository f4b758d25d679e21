"""The finding as one page, the model card, and reports of what a screen gives."""

from __future__ import annotations

import pytest

from healthdesk.core.domain import report as doc
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.investigation import Check, FindingDraft
from healthdesk.core.domain.plan import ExitDraft, PlanDraft
from healthdesk.core.domain.report_given import GivenCards, GivenTable, GivenWish
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks, numbered
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import explain, findings, plans, profiles, scoring
from healthdesk.core.services.reports import building, given
from tests.core.services.reports import review_story as story

FIRST, LAST = story.DAY - 60, story.DAY
HOSTILE = "=1+1 <script>alert(1)</script>"
CHECKS = {"usage": Check("found", HOSTILE), "data": Check("looked")}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = story.desk(tmp_path_factory.mktemp("views"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def finding(desk):
    why = desk.read(explain.why, "v", FIRST, LAST)
    line = next(one.key for one in why.rows if one.key.startswith("usage."))
    row = desk.do(findings.add, FindingDraft("v", FIRST, LAST, "Training took", CHECKS, (line,)))
    rule = ExitDraft("score", 70, 14).rule
    task = TaskDraft("Call Dana", "v", story.DAY + 3)
    plan = PlanDraft("v", "Shops lag", finding_id=row, exit_rule=rule, exit_days=14)
    desk.do(plans.add, PlanDraft(**{**vars(plan), "actions": (task,)}))
    return row, line


def built(desk, day=story.DAY, **options):
    return desk.read(building.build, ReportOptions(**options), day)


def block(report, key):
    found = (one for section in report.sections for one in blocks(section) if one.key == key)
    return next(found)


def texts(table, at):
    return [row.cells[at].text for row in table.rows]


def test_a_finding_is_one_section_with_the_exact_change_and_its_sources(desk, finding):
    row, line = finding
    report = built(desk, kind="finding", account="v")
    (section,) = report.sections
    assert section.headline == "Training took"
    split = block(report, "split")
    why = desk.read(explain.why, "v", FIRST, LAST)
    assert sum(one.cells[0].value for one in split.rows) == pytest.approx(split.total[0].value)
    assert split.total[0].value == pytest.approx(why.change, abs=0.1)
    assert (split.rows[0].key, split.rows[0].cells[2].text) == (line, "named")
    assert {one.cells[2].text for one in split.rows[1:]} == {""}
    assert {one.day for one in block(report, "course").moments} == {FIRST, LAST}
    read = block(report, "evidence").rows[0]
    assert read.cells[-1].text.startswith("usage.csv, row")
    seen = block(report, "checklist")
    assert seen.title.startswith("Looked at: 2 of 8; not yet ")
    assert HOSTILE in texts(seen, 2)
    assert "Over when: Score at least 70 on 14 days in a row." in block(report, "plan").text
    assert block(report, "steps").items[0].text == "Call Dana, due 26 Nov"
    assert set(numbered(section)) == {one.key for one in report.sources}
    assert built(desk, kind="finding", account="v", choices={"finding": str(row)}) == report


def test_the_sentence_over_a_finding_and_its_table_say_the_same_figures(desk):
    other = 0
    for days in range(7, 42, 5):
        period = f"{to_date(story.DAY - days)}..{to_date(story.DAY)}"
        report = built(desk, kind="finding", account="v", period=period)
        told = report.sections[0].lead.text
        split = block(report, "split")
        if not split.rows or "Mainly" not in told:
            continue
        assert told.rpartition("(")[2].partition(")")[0] in texts(split, 0)
        assert split.total[0].text.lstrip("+\u2212") in told
        why = desk.read(explain.why, "v", story.DAY - days, story.DAY).sentence
        other += why.rpartition("(")[2] != told.rpartition("(")[2]
    assert other  # one reason alone is rounded otherwise than all that add up


def test_days_without_a_finding_are_told_as_such(desk, finding):
    days = {"period": "2026-10-01..2026-11-01", "kind": "finding", "account": "v"}
    report = built(desk, **days)
    assert report.sections[0].headline.startswith("The score ")
    assert block(report, "checklist").title.startswith("Nobody wrote a finding about these days")
    early = built(desk, story.DAY - 1, kind="finding", account="v")
    assert early.sections[0].headline != "Training took"
    quiet = built(desk, kind="finding", account="q")
    assert not quiet.sections[0].headline.startswith("Training")
    with pytest.raises(NotFound, match="another account"):
        built(desk, kind="finding", account="q", choices={"finding": str(finding[0])})
    with pytest.raises(UsageError, match="by its number"):
        built(desk, kind="finding", account="v", choices={"finding": "x"})


def test_the_model_card_weighs_every_measure_and_says_what_nobody_tested(desk):
    report = built(desk, kind="model_card")
    (model,) = desk.read(profiles.published)
    measures = block(report, f"measures {model.profile.key}")
    assert [one.key for one in measures.rows] == list(model.profile.measure_keys)
    assert sum(one.cells[4].value for one in measures.rows) == pytest.approx(1)
    assert all("version" in told for told in texts(measures, 6))
    assert block(report, "outcomes").rows[0].cells[4].text == "not known"
    untested = [one.text for one in block(report, "untested").items]
    assert any("comes before a churn: none" in one for one in untested)
    assert any("set by judgement" in one for one in untested)
    scored = len(desk.read(scoring.scores, story.DAY))
    assert block(report, "figures").items[0].value == scored
    told = texts(block(report, "versions"), 4)
    assert told[-1] == "The first version."
    assert all(": " in one for one in told[:-1])


def test_what_a_screen_shows_is_given_and_nobody_else_makes_it_up(desk, tmp_path):
    for kind in ("board", "view"):
        with pytest.raises(UsageError, match="window"):
            built(desk, kind=kind)
    cells = ((doc.Cell(text=HOSTILE), doc.Cell(text="€1k", value=1000.0)),)
    table = GivenTable(
        "Accounts",
        (doc.Column(key="n", title="Account"), doc.Column(key="a", title="ARR", kind="number")),
        tuple(doc.Row(cells=one) for one in cells),
        ("“acme”",),
    )
    report = desk.read(given.build, ReportOptions(kind="view"), story.DAY, table)
    assert (report.title, report.keywords) == ("Accounts", ("“acme”", "1 row"))
    assert block(report, "table").rows == table.rows
    wish = GivenWish(ReportOptions(kind="view"), story.DAY, "csv", tmp_path / "t.csv")
    saved = desk.read(given.save, wish, table)
    told = saved.path.read_text("utf-8-sig")
    assert f"'{HOSTILE}" in told.replace('"', "")
    assert "1000" in told
    card = doc.Card(x=0, y=0, w=6, h=3, title="Movers", svg="<svg/>", head=("A",), rows=(("b",),))
    how = (doc.Pair(name="Movers", text="So"),)
    cards = GivenCards("Monday", (card,), "Who needs me", ("All accounts",), how)
    board = desk.read(given.build, ReportOptions(kind="board", board="1"), story.DAY, cards)
    assert [one.key for one in board.sections] == ["board", "how"]
    assert block(board, "cards").cards == (card,)
    chart = desk.read(given.build, ReportOptions(kind="view"), story.DAY, cards)
    assert [one.text for one in blocks(chart.sections[0]) if isinstance(one, doc.Paragraph)] == [
        "So"
    ]
