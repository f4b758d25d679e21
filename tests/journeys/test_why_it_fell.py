"""Why a score fell: the parts, the split, the usage, the week, the checklist, a plan."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import exports, findings, plans
from tests.journeys.conftest import DAY
from tests.journeys.hands import enter

A = "aldermoor-freight"
HIGH = DAY - 27
"""The last local maximum of the score: 27 Oct."""


def page(journey):
    return journey.window.pages.page("account")


def health(journey):
    journey.ui.open_account(A, "health")
    tab = page(journey).tab("health")
    journey.until(lambda: tab.change.chart.rows.figures is not None)
    return tab


def click(hands, widget, at: QPointF):
    hands.journey.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at.toPoint())


def spot(widget, key):
    return next(one for one in widget.drawing.spots if one.key == key).rect.center()


def test_from_the_line_to_the_week_it_began(hands, journey):
    tab = health(journey)
    score = tab._account.composition.score
    earned = sum(one.contribution for part in score.dimensions for one in part.measures)
    assert earned == pytest.approx(score.score)
    assert tab.change.days == (HIGH, DAY)
    rows = tab.change.chart.rows
    figures = rows.figures
    assert sum(one.points for one in figures.rows) == figures.change == -313
    assert figures.rows[0].name == "Active users a day"

    key = figures.rows[0].key
    click(hands, rows, spot(rows, f"row:{key}"))
    journey.until(lambda: key in rows.blocks and rows.blocks[key].view is not None)
    click(hands, rows, spot(rows, f"leap:{key}"))
    assert page(journey).current == "usage"
    usage = page(journey).tab("usage")
    journey.until(lambda: usage.view is not None and usage.view.shown is not None)
    assert to_date(usage.view.shown.first).isoformat() == "2026-11-05"
    assert usage.view.people[0].name == "Ada Brennick"
    assert usage.view.series is not None

    plot = usage.chart.chart.plot
    journey.until(lambda: len(plot.drawings) == 3)
    click(hands, plot, plot.drawings[2].spots[0].rect.center())
    assert page(journey).current == "timeline"
    story = page(journey).tab("timeline")
    first = usage.view.shown.first
    journey.until(lambda: story.list.current is not None and story.list.current.day == first)
    titles = [one.title for one in story.list.story.entries if 0 <= first - one.day <= 16]
    assert "E-mail from them: Moving on" in titles
    assert "Ada Brennick left" in titles


def test_from_the_checklist_to_a_plan_that_is_watched(hands, journey):
    tab = health(journey)

    def investigate(form):
        form.findChild(QPlainTextEdit).setPlainText("Champion left, successor untrained")
        shown = {one.key: one.points for one in tab.change.chart.rows.figures.rows}
        for (key, box), at in zip(form._boxes, range(2), strict=False):
            box.setChecked(True)
            assert box.text().endswith(f"{abs(shown[key]) / 10:.1f} points"), at
        assert len(form.rows) == 8
        for topic, row in form.rows.items():
            row.state.set_value("found" if topic == "people" else "looked")
        form.rows["people"].text.setText("Nobody met the successor")
        hands.press(form.act)

    hands.deeds = [
        investigate,
        hands.say_yes("Go on"),
        lambda form: make_plan(hands, form),
    ]
    hands.press(tab.change.write)
    journey.until(lambda: not hands.deeds)
    journey.until(lambda: bool(journey.ui.desk.read(plans.of_account, A, DAY)))
    made = journey.ui.desk.read(plans.of_account, A, DAY)[0]
    assert (made.exit_words, made.exit_days) == (
        "Active users, average of 7 days, at least 12 on 14 days in a row",
        14,
    )
    found = journey.ui.desk.read(findings.of_account, A, DAY)[0]
    assert found.draft.hypothesis == "Champion left, successor untrained"
    assert len(found.draft.lines) == 2
    assert not found.open


def make_plan(hands, form):
    assert "31.3 points" in form.input("problem").text()
    assert form.input("cause").toPlainText() == "Champion left, successor untrained"
    what = form.input("what")
    what.setCurrentIndex(next(at for at in range(20) if what.itemText(at).startswith("Active u")))
    enter(form.input("level"), "12")
    enter(form.input("days"), "14")
    hands.press(form.yes)


def test_another_version_of_the_model_is_a_line_of_its_own(hands, journey, tmp_path):
    tab = health(journey)
    journey.ui.desk.read(exports.exchange, tmp_path / "out")
    path = tmp_path / "profiles.json"
    profiles = json.loads((tmp_path / "out" / "profiles.json").read_text("utf-8"))
    usual = next(one for one in profiles if one["key"] == "default")
    for part in usual["dimensions"]:
        part["weight"] = {"usage": 30, "support": 25}.get(part["key"], part["weight"])
    path.write_text(json.dumps(profiles), encoding="utf-8")
    hands.bring_in(path)
    tab = health(journey)
    before = tab.change.chart.rows.figures
    buttons = tab.history.mode.findChildren(QPushButton)
    hands.press(next(one for one in buttons if one.text() == "As reported"))
    journey.until(lambda: tab.change.chart.rows.figures is not before)
    figures = tab.change.chart.rows.figures
    model = next(one for one in figures.rows if one.kind == "profile")
    assert model.name == "Health model"
    assert sum(one.points for one in figures.rows) == figures.change
