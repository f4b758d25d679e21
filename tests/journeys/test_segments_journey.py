"""A segment built from nothing by mouse and keys, counted on the way, saved, used, taken back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from healthdesk.core.services import segments

CTRL = Qt.KeyboardModifier.ControlModifier


def choose(journey, hands, button, chooser, words):
    """Press a button, type into the list that opens, take the first that fits."""
    hands.press(button)
    popup = chooser.popup
    journey.until(popup.isVisible)
    journey.bot.keyClicks(popup.search, words)
    hands.key(popup.search, Qt.Key.Key_Return)


def add(journey, hands, box, words):
    choose(journey, hands, box.root.add, box.root._chooser, words)


def drag(grip, to):
    """Press, go there, let go."""
    start, left = grip.mapToGlobal(QPoint(8, 14)), Qt.MouseButton.LeftButton
    deeds = (
        (QEvent.Type.MouseButtonPress, start, left),
        (QEvent.Type.MouseMove, (start + to) / 2, left),
        (QEvent.Type.MouseMove, to, left),
        (QEvent.Type.MouseButtonRelease, to, Qt.MouseButton.NoButton),
    )
    for kind, at, held in deeds:
        local = QPointF(grip.mapFromGlobal(at))
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, local, QPointF(at), left, held, none)
        QApplication.sendEvent(grip, event)


def counted(box, path):
    """Whether the count beside a place is there and holds."""
    count = box.row(path).count
    return count.isEnabled() and bool(count.full_text)


def test_who_needs_me_before_the_renewal(hands, journey):
    hands.key(journey.window, Qt.Key.Key_4, CTRL)
    page = journey.window.pages.page("segments")
    journey.until(lambda: page._listed is not None and page.members.state == "body")
    build(journey, hands, page)
    save(journey, hands, page)
    use(journey, hands, page)


def build(journey, hands, page):
    """Due within 120 days, and Poor or fallen by ten: by mouse, a line dragged into its group."""
    box = page.rule.box
    hands.press(page.new)
    hands.pick(page, "Empty rule")
    journey.until(lambda: page.head.name == "New segment")
    add(journey, hands, box, "days to renewal")
    line = box.row((1,)).value.lines[0]
    line.selectAll()
    journey.bot.keyClicks(line, "120")
    hands.press(box.row((1,)).operator)
    box.row((1,)).operator.popup.take("<=")
    journey.until(lambda: counted(box, (1,)))

    choose(journey, hands, box.root.add_group, box.root._chooser, "band")
    add(journey, hands, box, "score change")
    fell = box.row((3,))
    fell.operator.chosen.emit("<=")
    line = box.row((3,)).value.lines[0]
    line.selectAll()
    journey.bot.keyClicks(line, "-10")
    journey.until(lambda: counted(box, (3,)))
    target = box.row((2, 0))
    drag(box.row((3,)).grip, target.mapToGlobal(QPoint(30, target.height() - 1)))
    rule = box.rule()
    assert [one.get("op") for one in rule["all"]][:2] == ["=", "<="]
    assert [one["field"] for one in rule["all"][2]["any"]] == ["band", "score_change"]
    journey.until(lambda: counted(box, (2,)))


def save(journey, hands, page):
    """Taken back and done again, named, saved."""
    box, window = page.rule.box, journey.window
    hands.key(window, Qt.Key.Key_Z, CTRL)
    journey.until(lambda: len(box.edit.tree.children) == 4)
    hands.key(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    journey.until(lambda: len(box.edit.tree.children) == 3)
    hands.deeds = [hands.fill(name="Before the renewal")]
    hands.press(page.head.rename)
    hands.press(page.head.save)
    journey.until(lambda: "Before the renewal" in page.shown.documents)
    assert page.unsaved == ()
    journey.until(lambda: page.members.state == "body" and page.size_card.state == "body")
    window.grab()


def use(journey, hands, page):
    """The same accounts on the Accounts page; then undone for the whole desk, and done again."""
    window, ui = journey.window, journey.ui
    inside = set(ui.desk.read(segments.members, "Before the renewal", ui.day))
    assert {row.account_id for row in page.members.list.rows.rows} == inside
    hands.press(page.head.open)
    journey.until(lambda: set(journey.accounts.listed_ids()) == inside)
    ui.set_segment(None)

    hands.key(window, Qt.Key.Key_4, CTRL)
    hands.key(window, Qt.Key.Key_Z, CTRL)
    journey.until(lambda: "Before the renewal" not in page.shown.documents)
    hands.key(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    journey.until(lambda: "Before the renewal" in page.shown.documents)
