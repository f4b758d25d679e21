"""The card of a curve: handles under a hand and under keys, ranks, maps, options, policies."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from healthdesk.core.domain.profile import (
    Bands,
    Condition,
    CurveScale,
    Dimension,
    MapScale,
    Measure,
    Profile,
    RankScale,
)
from healthdesk.core.domain.profile_edit import with_scale
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.readings import CATALOGUE
from healthdesk.gui.pages.model.curve_axis import Values
from healthdesk.gui.pages.model.curve_card import CurveCard
from healthdesk.gui.parts.segmented import KEY

LEFT = Qt.MouseButton.LeftButton
KEYS = Qt.Key
AGES = Values(np.array([0.0] * 36 + [3, 11, 14, 15, 25, 40, 90, 400]), 6)
KEY_OF = "support.age"


def curve(*points):
    return CurveScale(points=tuple((float(x), float(y)) for x, y in points))


SHAPE = curve((0, 100), (10, 80), (20, 60), (40, 0))


def measure(kind="ticket_age", scale=SHAPE, **options):
    told = options or {"min_priority": "normal"}
    return Measure(
        key="age", name="Ticket age", weight=5, missing="skip", stale_after=None,
        reading=ReadingRef(kind=kind, options=told), scale=scale,
    )  # fmt: skip


def profile(one, model="weighted"):
    held = Dimension(
        key="support", name="Support", weight=10, combine="mean", layer="", measures=(one,)
    )
    return Profile(
        key="default", name="Default", applies_to=None, model=model, rounding="none",
        rank_points=(100, 60, 0), bands=Bands(), min_coverage=0.25, hierarchy="own",
        rollup_by="arr", dimensions=(held,), caps=(),
    )  # fmt: skip


class Told:
    """What the card said, and a page that shows it again as it is kept."""

    def __init__(self, card):
        self.card = card
        self.scaled, self.settled, self.changed, self.refused = [], [], [], []
        card.scaled.connect(self.on_scaled)
        card.settled.connect(self.on_settled)
        card.changed.connect(self.on_changed)
        card.refused.connect(self.refused.append)

    def on_scaled(self, key, scale):
        self.scaled.append((key, scale))
        self.show(with_scale(self.card.profile, key, scale))

    def on_settled(self, key, scale):
        self.settled.append((key, scale))
        self.show(with_scale(self.card.profile, key, scale))

    def on_changed(self, key, one):
        self.changed.append((key, one))
        self.show(profile(one))

    def show(self, made):
        card = self.card
        card.show_measure(KEY_OF, made, card.published, card.values, editable=True)


@pytest.fixture
def card(ui, qtbot):
    made = CurveCard(ui)
    qtbot.addWidget(made)
    made.resize(518, 380)
    made.show()
    made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def told(card):
    show(card, measure())
    return Told(card)


def show(card, one, values=AGES, *, editable=True, model="weighted"):
    card.show_measure(KEY_OF, profile(one, model), one, values, editable=editable)


def at(card, x, y):
    frame = card.chart.frame
    return QPoint(round(frame.x(x)), round(frame.y(y)))


def take(qtbot, card, x, y):
    qtbot.mousePress(card.chart, LEFT, pos=at(card, x, y))


def carry(qtbot, card, x, y):
    qtbot.mouseMove(card.chart, at(card, x, y))


def put(qtbot, card, x, y):
    qtbot.mouseRelease(card.chart, LEFT, pos=at(card, x, y))


def test_it_shows_what_it_reads(card, told):
    del told
    assert card._title.full_text == "Ticket age"
    assert card._subtitle.full_text == "Support · 44 accounts, 6 have none"
    names = [one.accessibleName() for one in card.chart.handles]
    assert names[1] == "Point 2 of 4: 10 days reads 80 points"
    assert card.bar.over.label == "Priority normal up"
    assert card.bar.missing.label == "share its weight"
    assert not card.bar.reset.isEnabled()


def test_a_dragged_point_tells_at_every_move_and_settles_once(card, told, qtbot):
    take(qtbot, card, 20, 60)
    carry(qtbot, card, 22, 50)
    carry(qtbot, card, 25, 30)
    assert card.held
    assert told.settled == []
    axis = card.chart.axis
    put(qtbot, card, 25, 30)
    made = curve((0, 100), (10, 80), (25, 30), (40, 0))
    assert told.scaled[-1] == (KEY_OF, made)
    assert told.settled == [(KEY_OF, made)]
    assert card.chart.axis == axis
    assert card.bar.reset.isEnabled()
    assert "25 days reads 30 points" in card.chart.read_out.words
    assert "2 of 44 accounts wait longer" not in card.chart.read_out.words
    assert "3 of 44 accounts wait longer" in card.chart.read_out.words


def test_a_point_stays_between_its_neighbours_and_within_0_to_100(card, told, qtbot):
    take(qtbot, card, 10, 80)
    carry(qtbot, card, 43, 60)
    put(qtbot, card, 43, 60)
    points = told.settled[-1][1].points
    assert points[1][0] < points[2][0] == 20
    qtbot.mousePress(card.chart, LEFT, pos=at(card, 40, 0))
    qtbot.mouseMove(card.chart, at(card, 40, 0) + QPoint(0, 30))
    qtbot.mouseRelease(card.chart, LEFT, pos=at(card, 40, 0) + QPoint(0, 30))
    assert card.chart.scale.points[-1] == (40, 0)


def test_a_press_without_a_move_changes_nothing(card, told, qtbot):
    take(qtbot, card, 20, 60)
    put(qtbot, card, 20, 60)
    assert told.scaled == told.settled == []


def test_esc_while_dragging_goes_back(card, told, qtbot):
    take(qtbot, card, 20, 60)
    carry(qtbot, card, 25, 30)
    qtbot.keyClick(card.chart.handles[2], KEYS.Key_Escape)
    assert card.chart.scale == SHAPE
    assert told.settled == [(KEY_OF, SHAPE)]
    put(qtbot, card, 25, 30)
    assert len(told.settled) == 1


def test_a_press_on_the_line_adds_a_point_that_can_be_dragged_on(card, told, qtbot):
    take(qtbot, card, 30, 30)
    assert len(card.chart.scale.points) == 5
    carry(qtbot, card, 30, 50)
    put(qtbot, card, 30, 50)
    assert told.settled == [
        (KEY_OF, curve((0, 100), (10, 80), (20, 60), (30, 50), (40, 0))),
    ]
    assert card.chart.handles[3].hasFocus()


def test_delete_drops_a_point_but_never_the_last(card, told, qtbot):
    card.chart.handles[1].setFocus()
    qtbot.keyClick(card.chart.handles[1], KEYS.Key_Delete)
    assert told.settled[-1] == (KEY_OF, curve((0, 100), (20, 60), (40, 0)))
    assert [one.isVisible() for one in card.chart.handles] == [True, True, True, False]
    show(card, measure(scale=curve((5, 50))))
    qtbot.keyClick(card.chart.handles[0], KEYS.Key_Backspace)
    assert told.refused == ["A curve has at least one point."]


def test_keys_move_a_handle_at_once_and_settle_when_they_rest(card, told, qtbot):
    handle = card.chart.handles[2]
    handle.setFocus()
    qtbot.keyClick(handle, KEYS.Key_Right)
    qtbot.keyClick(handle, KEYS.Key_Up)
    qtbot.keyClick(handle, KEYS.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(handle, KEYS.Key_PageDown)
    assert told.scaled[-1][1].points[2] == (21, 51.1)
    assert told.settled == []
    card.flush()
    assert [one.points[2] for _, one in told.settled] == [(21, 51.1)]


def test_what_keys_moved_is_settled_when_another_measure_comes(card, told, qtbot):
    qtbot.keyClick(card.chart.handles[2], KEYS.Key_Up)
    other = profile(msgspec.structs.replace(measure(), key="other"))
    card.show_measure("support.other", other, None, AGES, editable=True)
    assert [key for key, _ in told.settled] == [KEY_OF]


def test_tab_goes_from_handle_to_handle(card, told, qtbot):
    del told
    card.focus_first()
    for place in range(3):
        assert card.chart.handles[place].hasFocus()
        qtbot.keyClick(card.chart.handles[place], KEYS.Key_Tab)
    assert card.chart.handles[3].hasFocus()


def test_points_are_typed_in_a_table(card, told, qtbot):
    card.chart.typing.click()
    popup = card.popup
    x, y = popup.lines[2]
    assert (x.text(), y.text()) == ("20", "60")
    x.selectAll()
    qtbot.keyClicks(x, "30")
    qtbot.keyClick(x, KEYS.Key_Return)
    assert told.settled[-1] == (KEY_OF, curve((0, 100), (10, 80), (30, 60), (40, 0)))
    x, y = popup.lines[4]
    qtbot.keyClicks(x, "5")
    qtbot.keyClick(x, KEYS.Key_Return)
    assert len(told.settled) == 1
    qtbot.keyClicks(y, "101")
    qtbot.keyClick(y, KEYS.Key_Return)
    assert popup.wrong.full_text == "Points go from 0 to 100."
    y.selectAll()
    qtbot.keyClicks(y, "95")
    qtbot.keyClick(y, KEYS.Key_Return)
    assert (5.0, 95.0) in told.settled[-1][1].points
    popup.drops[0].click()
    assert told.settled[-1][1].points[0] == (5.0, 95.0)
    popup.close()


def test_a_curve_becomes_ranks_and_a_curve_again(card, told, qtbot):
    choose(card, "rank")
    key, made = told.settled[-1]
    assert key == KEY_OF
    assert made.good == Condition(op="<=", value=15)
    assert made.poor == Condition(op=">", value=27)
    assert card.rank.isVisible()
    assert card._subtitle.full_text == "40 good, 1 average, 3 poor, 6 have none"
    frame = card.chart.frame
    pin = QPoint(round(frame.x(15)), round(frame.bottom) + 7)
    qtbot.mousePress(card.chart, LEFT, pos=pin)
    qtbot.mouseMove(card.chart, QPoint(round(frame.x(10)), pin.y()))
    qtbot.mouseRelease(card.chart, LEFT, pos=QPoint(round(frame.x(10)), pin.y()))
    assert told.settled[-1][1].good.value == 10
    number = card.rank.poor.number
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "30")
    qtbot.keyClick(number, KEYS.Key_Return)
    assert told.settled[-1][1].poor.value == 30
    card.rank.good.sign.chosen.emit("<")
    assert told.settled[-1][1].good == Condition(op="<", value=10)
    choose(card, "curve")
    assert told.settled[-1][1] == curve((10, 100), (30, 0))


def choose(card, kind):
    button(card, kind).click()


def button(card, kind):
    return next(one for one in card.kinds.findChildren(QPushButton) if one.property(KEY) == kind)


def test_kinds_that_cannot_be_say_why(card):
    show(card, measure())
    assert not button(card, "map").isEnabled()
    assert button(card, "map").toolTip() == "A map is for texts: this is a number."
    ranks = RankScale(good=Condition(op="<=", value=5), poor=Condition(op=">", value=20))
    show(card, measure(scale=ranks), model="rank")
    assert not button(card, "curve").isEnabled()


def test_a_map_shows_every_text_and_takes_points(card, qtbot):
    texts = {"gold": 31, "Silver": 60, "<b>Bronze</b>": 20}
    tier = measure("attribute", MapScale(points={"Gold": 100.0}), key="tier")
    show(card, tier, Values(np.zeros(0), 12, texts))
    told = Told(card)
    model = card.map.model
    rows = [[model.data(model.index(row, one)) for one in range(3)] for row in range(3)]
    assert rows == [
        ["Gold", "31", "100"],
        ["Silver", "60", "missing"],
        ["<b>Bronze</b>", "20", "missing"],
    ]
    table = card.map.table
    table.setFocus()
    table.setCurrentIndex(model.index(1, 2))
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "60")
    qtbot.keyClick(editor, KEYS.Key_Return)
    qtbot.waitUntil(told.settled.__len__)
    assert told.settled == [(KEY_OF, MapScale(points={"Gold": 100.0, "Silver": 60.0}))]
    model.setData(model.index(0, 2), "120")
    assert told.refused == ["Points go from 0 to 100."]
    assert button(card, "rank").toolTip() == (
        "No account has a number here: texts are scored by a map."
    )


def test_an_attribute_of_numbers_goes_from_map_to_curve(card):
    seats = measure("attribute", MapScale(points={"5": 50.0}), key="seats")
    show(card, seats, Values(np.arange(100.0), 0, {"5": 1}))
    told = Told(card)
    choose(card, "curve")
    points = told.settled[-1][1].points
    assert [y for _, y in points] == [0, 50, 100]
    assert 5 < points[0][0] < points[2][0] < 95


def test_one_choice_is_taken_from_a_list(card, told):
    assert [one.text for one in card.bar._over_offered()] == [
        "All priorities", "Priority normal up", "Priority high up", "Priority urgent",
    ]  # fmt: skip
    card.bar.over.chosen.emit("urgent")
    assert told.changed[-1][1].reading.options == {"min_priority": "urgent"}
    assert card.bar.over.label == "Priority urgent"


def test_several_options_are_told_once_when_their_popup_closes(card, ui, monkeypatch):
    one = measure("usage_level", metric="logins", days=28)
    show(card, one)
    told = Told(card)
    names = (("logins", "Logins"), ("reports", "Reports"))
    spec = CATALOGUE["usage_level"].SPEC
    choice = FieldChoice(
        "reading:usage_level", "Level", "Usage", "number", ("<",), options=spec.options,
        choices=names,
    )  # fmt: skip
    monkeypatch.setattr(
        ui, "read", lambda fn, *args, then, **more: then({"reading:usage_level": choice}) or 1
    )
    card.bar.several.click()
    popup = card.bar.popup
    popup.inputs["days"].setText("7")
    popup.inputs["days"].textEdited.emit("7")
    popup.inputs["metric"].chosen.emit("reports")
    assert told.changed == []
    popup.close()
    assert [one.reading.options for _, one in told.changed] == [{"metric": "reports", "days": 7}]


def test_policies_and_ages(card, told, qtbot):
    card.bar.missing.chosen.emit("poor")
    assert told.changed[-1][1].missing == "poor"
    assert not card.bar.stale.isVisible()
    show(card, measure("nps", curve((-100, 0), (100, 100)), days=180), Values(np.zeros(0), 9))
    stale = card.bar.stale
    qtbot.keyClicks(stale, "120")
    qtbot.keyClick(stale, KEYS.Key_Return)
    assert told.changed[-1][1].stale_after == 120
    stale.selectAll()
    qtbot.keyClicks(stale, "1.5")
    qtbot.keyClick(stale, KEYS.Key_Return)
    assert told.refused == ["It is a whole number of days, 3660 at most."]
    assert stale.text() == "120"


def test_reset_brings_back_what_is_published_but_the_weight(card):
    before = measure()
    now = msgspec.structs.replace(before, weight=9, missing="poor", scale=curve((0, 1), (9, 8)))
    card.show_measure(KEY_OF, profile(now), before, AGES, editable=True)
    told = Told(card)
    card.bar.reset.click()
    assert told.changed == [(KEY_OF, msgspec.structs.replace(before, weight=9))]
    assert not card.bar.reset.isEnabled()


def test_reset_says_less_rather_than_take_a_line_of_its_own(card, qtbot):
    show(card, measure())
    assert card.bar.reset.text() == "Reset"
    card.resize(478, 380)
    qtbot.waitUntil(lambda: not card.bar.reset.text())
    assert card.bar.reset.accessibleName() == "Reset this measure to what is published"
    qtbot.waitUntil(lambda: card.bar.height() < 36)


def test_nothing_moves_while_it_is_only_read(card, qtbot):
    show(card, measure(), editable=False)
    told = Told(card)
    take(qtbot, card, 20, 60)
    carry(qtbot, card, 25, 30)
    put(qtbot, card, 25, 30)
    qtbot.keyClick(card.chart.handles[1], KEYS.Key_Delete)
    card.chart.drop(1)
    assert told.scaled == told.settled == []
    assert not card.chart.typing.isVisible()
    assert not card.bar.reset.isVisible()


def test_the_menu_says_what_can_be_done(card, told, qtbot):
    menu = card.chart.menu(1, at(card, 10, 80).toPointF())
    acts = {one.text(): one for one in menu.actions()}
    assert list(acts) == ["Remove this point", "Type points", "Reset to published"]
    acts["Remove this point"].trigger()
    assert len(told.settled[-1][1].points) == 3
    menu = card.chart.menu(-1, at(card, 30, 30).toPointF())
    menu.actions()[0].trigger()
    assert (30.0, 30.0) in told.settled[-1][1].points


@pytest.mark.parametrize(
    "values",
    [Values(), Values(np.zeros(0), 5), Values(np.full(9, 3.0)), Values(np.array([1e9, -1e9]), 1)],
)
@pytest.mark.parametrize("scale", [curve((3, 50)), curve(*((x, x) for x in range(12)))])
def test_odd_figures_are_shown_as_well(card, scale, values):
    show(card, measure("attribute", scale, key="x"), values)
    assert not card.grab().isNull()
    assert len([one for one in card.chart.handles if one.isVisible()]) == len(scale.points)
    card.switch.toggle()
    head, lines = card.switch.figures()
    assert head == ("Reading", "Accounts", "Points")
    assert lines


def test_without_a_measure_it_says_where_to_choose_one(card):
    show(card, measure())
    card.show_nothing()
    assert card.state == "empty"
    assert not card.kinds.isVisible()
