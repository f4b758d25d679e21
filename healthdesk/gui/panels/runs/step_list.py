"""The checklist of a run, painted: ticked, answered, skipped, moved by keys and pointer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from healthdesk.core.domain.run_view import RunView, StepView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.runs.step_lines import (
    FLOW,
    WORDS,
    Line,
    beneath,
    lines,
    main_act,
    state_words,
    when,
)
from healthdesk.gui.parts.column_painters import Ink, write
from healthdesk.gui.parts.row_list import RowList

_ONE, _TWO, _ARM = 32, 48, 26
_LEFT, _STEP, _BOX, _RIGHT = 14, 18, 16, 12
Key = Qt.Key
ACTS: Final = {Key.Key_S: "skip", Key.Key_N: "without", Key.Key_D: "move", Key.Key_O: "open"}
"""What letters do with a step."""


class StepList(RowList):
    """Shows the steps of a run.

    Signals:
        acted: a step and what is to be done with it: "main", "skip", "without", "move", "open".
    """

    acted = Signal(object, str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, "Steps of the run")
        self.view: RunView | None = None
        self.day = 0
        self.fits = False
        """Whether the list is as high as its lines, for a card that grows with it."""
        self._unfolded: set[str] = set()
        self._act_spots: dict[str, QRect] = {}
        self.entered_row.connect(self._on_entered_row)

    def show_run(self, view: RunView | None, day: int) -> None:
        """Show the steps of a run; where keys are stays where it was."""
        if view is None or self.view is None or view.row.id != self.view.row.id:
            self._unfolded.clear()
            self.setCurrentIndex(self.rows.index(-1))
        self.view, self.day = view, day
        self._fill()

    def _fill(self) -> None:
        shown = lines(self.view, self._unfolded) if self.view is not None else ()
        self.show_rows(shown)
        if self.fits:
            self.setFixedHeight(max(1, sum(self.high(one) for one in shown) + 2))

    def go_to(self, step: str) -> None:
        """Make a step the one that keys act on."""
        for at, one in enumerate(self.rows.rows):
            if one.step is not None and one.step.id == step:
                self.setCurrentIndex(self.rows.index(at))
                self.scrollTo(self.rows.index(at))

    @property
    def ended(self) -> bool:
        """Whether the run is over."""
        return self.view is not None and self.view.row.status in {"done", "stopped"}

    def high(self, row: Line) -> int:
        """Two lines where a step has more to say."""
        if row.kind != "step" or row.step is None:
            return _ARM
        return _TWO if self._beneath(row.step) else _ONE

    def _beneath(self, step: StepView) -> str:
        return beneath(step, self.day, self._words)

    def say(self, row: Line) -> str:
        """All of a step."""
        step = row.step
        if step is None:
            return row.text
        day, _ = when(step, self.day, self._words)
        parts = (step.name, state_words(step), day, self._beneath(step))
        return ", ".join(part for part in parts if part)

    def can_enter(self, row: Line | None) -> bool:
        """Names of ways are passed over."""
        return row is not None and row.enters

    def paint_row(self, painter: QPainter, rect: QRect, row: Line) -> None:
        """Paint a step, a way or a fold."""
        left = rect.left() + _LEFT + row.depth * _STEP
        self._paint_rails(painter, rect, row.depth)
        if row.step is None:
            self._paint_way(painter, rect.adjusted(left - rect.left(), 0, -_RIGHT, 0), row)
        else:
            self._paint_step(painter, rect, left, row.step)

    def _paint_rails(self, painter: QPainter, rect: QRect, depth: int) -> None:
        painter.setPen(QPen(self.ink.color("border"), 1))
        for level in range(depth):
            at = rect.left() + _LEFT + level * _STEP + _BOX // 2
            painter.drawLine(at, rect.top(), at, rect.bottom())

    def _paint_way(self, painter: QPainter, rect: QRect, row: Line) -> None:
        ink, at = self.ink, rect.left()
        if row.kind == "fold":
            icon = "chevron-down" if row.open else "chevron-right"
            painter.drawPixmap(at, rect.center().y() - 6, ink.pixmap(icon, "text3", 14))
            at += 20
            write(painter, ink, rect.adjusted(at - rect.left(), 0, 0, 0), row.text,
                  font=ink.small, color="text3")  # fmt: skip
            return
        wide = min(ink.width(row.text, ink.small_medium) + 14, rect.width())
        box = QRectF(at, rect.top() + 5, wide, 18)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("track"))
        painter.drawRoundedRect(box, 9, 9)
        painter.restore()
        write(painter, ink, box.toRect().adjusted(7, 0, -4, 0), row.text, font=ink.small_medium,
              color="text2")  # fmt: skip

    def _paint_step(self, painter: QPainter, rect: QRect, left: int, step: StepView) -> None:
        ink, top = self.ink, rect.top() + 6
        paint_mark(painter, ink, QPointF(left, top + 2), step, main_act(step, self.ended))
        over = step.not_taken or step.state in {"done", "skipped"}
        icon_color = "text3" if over or step.state != "open" else "text2"
        painter.drawPixmap(left + _BOX + 8, top + 2, ink.pixmap(step.icon, icon_color, 16))
        at = left + _BOX + 32
        right = self._paint_right(painter, rect, top, step)
        name = QRect(at, top, right - at - 8, 20)
        color = "text3" if over else "text" if step.state == "open" else "text2"
        font = ink.medium if step.state == "open" and step.kind not in FLOW else ink.body
        write(painter, ink, name, step.name, font=font, color=color)
        told = self._beneath(step)
        if told:
            room = QRect(at, top + 19, rect.right() - _RIGHT - at, 17)
            write(painter, ink, room, told, font=ink.small, color="text3")

    def _paint_right(self, painter: QPainter, rect: QRect, top: int, step: StepView) -> int:
        """The day and, before it, the main thing to do; gives where they begin."""
        ink = self.ink
        day, color = when(step, self.day, self._words)
        wide = ink.width(day, ink.small) + 2 if day else 0
        right = rect.right() - _RIGHT
        write(painter, ink, QRect(right - wide, top, wide, 20), day, font=ink.small, color=color,
              right=True)  # fmt: skip
        right -= wide
        act = main_act(step, self.ended)
        if act in {"message", "answer", "outcome"}:
            told = WORDS[act]
            if rect.width() < 420:
                told = {"message": "Open", "answer": "Answer", "outcome": "Tell"}[act]
            wide = ink.width(told, ink.small_medium)
            place = QRect(right - wide - 14, top, wide + 4, 20)
            self._act_spots[step.id] = place.adjusted(-4, -4, 4, 4)
            write(painter, ink, place, told, font=ink.small_medium, color="accent")
            right = place.left()
        else:
            self._act_spots.pop(step.id, None)
        return right

    @Slot(object)
    def _on_entered_row(self, row: Line) -> None:
        if row.kind == "fold":
            self._unfolded ^= {row.key}
            self._fill()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        """A press on a step only goes there; what acts is its box or its words."""
        row = self.row_at(index.row())
        if row is not None and row.kind == "fold":
            self.setCurrentIndex(index)
            self.entered_row.emit(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the box, or on the words of what is to be done, does it."""
        super().mouseReleaseEvent(event)
        pos = event.position().toPoint()
        row = self.row_at(self.indexAt(pos).row())
        if row is None or row.step is None or event.button() != Qt.MouseButton.LeftButton:
            return
        left = _LEFT + row.depth * _STEP
        on_box = left - 6 <= pos.x() <= left + _BOX + 6
        spot = self._act_spots.get(row.step.id)
        if on_box or (spot is not None and spot.contains(pos)):
            self.acted.emit(row.step, "main")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double press opens what the step brought."""
        row = self.row_at(self.indexAt(event.position().toPoint()).row())
        if row is not None and row.step is not None:
            self.acted.emit(row.step, "open")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter do the main thing, letters the others."""
        row = self.current
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if row is None or row.step is None or held:
            super().keyPressEvent(event)
        elif event.key() in {Key.Key_Space, Key.Key_Return, Key.Key_Enter}:
            self.acted.emit(row.step, "main")
        elif event.key() in ACTS:
            self.acted.emit(row.step, ACTS[Key(event.key())])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""


def paint_mark(painter: QPainter, ink: Ink, at: QPointF, step: StepView, act: str) -> None:
    """What stands before a step: a box to tick, a dot, a tick, a dash."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(at.x() + 0.5, at.y() + 0.5, 15, 15)
    if step.state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("accentfill"))
        painter.drawRoundedRect(box, 3.5, 3.5)
        painter.drawPixmap(QPointF(at.x() + 2, at.y() + 2), ink.pixmap("check", "onaccent", 12))
    elif step.state == "skipped":
        painter.setPen(QPen(ink.color("edge"), 1))
        painter.setBrush(ink.color("track"))
        painter.drawRoundedRect(box, 3.5, 3.5)
        painter.drawPixmap(QPointF(at.x() + 2, at.y() + 2), ink.pixmap("minus", "text3", 12))
    elif step.state == "open" and act:
        painter.setPen(QPen(ink.color("accent" if act not in {"tick", "complete"} else "edge"), 1))
        painter.setBrush(ink.color("field"))
        painter.drawRoundedRect(box, 3.5, 3.5)
    else:
        dash = step.state in {"to come", "not taken"}
        pen = QPen(ink.color("edge"), 1)
        if dash:
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(3, 3, -3, -3))
    painter.restore()
