"""The card of the canvas: kinds in its head, zoom in its corner, its steps as a table by Ctrl+T."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import playbook_edit as edit
from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.domain.playbook_faults import Fault
from healthdesk.core.domain.playbook_layout import FINISH_KEY, START_KEY
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.playbooks.editor.kind_bar import KindBar
from healthdesk.gui.parts import step_words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.step_canvas import StepCanvas
from healthdesk.gui.parts.step_words import Look, StepTold

HEAD = ("No.", "Step", "Kind", "When", "Problems", "On the way")
_CORNER = 12


class ZoomBar(QFrame):
    """Smaller, larger, all of it.

    Signals:
        wanted: "out", "in" or "fit".
    """

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.value = PlainLabel("100 %", "caption")
        self.value.setFixedWidth(40)
        self.value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 2, 3, 2)
        row.setSpacing(0)
        self.buttons: dict[str, QPushButton] = {}
        for way, icon, name in (
            ("out", "minus", "Smaller (Ctrl+minus)"),
            ("in", "plus", "Larger (Ctrl+plus)"),
            ("fit", "maximize", "All of it (Ctrl+0)"),
        ):
            button = QPushButton()
            button.setProperty("kind", "quiet")
            button.setProperty("iconic", "small")
            button.setProperty("way", way)
            button.setAccessibleName(name)
            button.setToolTip(name)
            theme.bind_icon(button, icon, "text2", 14)
            button.clicked.connect(self._on_button_clicked)
            self.buttons[way] = button
            row.addWidget(button)
        row.insertWidget(1, self.value)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.wanted.emit(str(self.sender().property("way")))


class CanvasCard(Card):
    """The canvas.

    Signals:
        chosen, opened, move_wanted, way_wanted: as of the canvas.
        insert_wanted: the kind of a new step and its `Place`.
    """

    chosen = Signal(str)
    opened = Signal()
    move_wanted = Signal(str, object)
    insert_wanted = Signal(str, object)
    way_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Steps", "", padding=0)
        self.told: tuple[StepTold, ...] = ()
        self.canvas = StepCanvas(theme)
        self.table = TableSwitch("Steps of the playbook", self.canvas)
        # The canvas itself takes the keys; the switch is only its frame.
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setFocusProxy(self.canvas)
        self.kinds = KindBar(theme)
        self.zoom = ZoomBar(theme, self.canvas)
        self.hint = PlainLabel("Drag a step here, or press the plus", "caption", parent=self.canvas)
        self._place: Place | None = None
        self.add_tool(self.kinds)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self._connect()

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.chosen.connect(self._on_canvas_chosen)
        canvas.opened.connect(self.opened)
        canvas.move_wanted.connect(self.move_wanted)
        canvas.insert_wanted.connect(self.insert_wanted)
        canvas.way_wanted.connect(self.way_wanted)
        canvas.plus_wanted.connect(self._on_canvas_plus_wanted)
        canvas.zoomed.connect(self._on_canvas_zoomed)
        self.zoom.wanted.connect(self._on_zoom_wanted)
        self.kinds.picked.connect(self._on_kinds_picked)
        self.kinds.pulled.connect(self._on_kinds_pulled)
        self.kinds.released_at.connect(canvas.drop)
        self.kinds.given_up.connect(canvas.cancel)
        self.table.table.activated.connect(self._on_table_activated)
        self.table.table.clicked.connect(self._on_table_activated)

    def show_playbook(
        self, playbook: Playbook, faults: Sequence[Fault], names: Mapping[str, str]
    ) -> None:
        """Show a playbook with its problems; `names` are those of metrics."""
        found = tuple(faults)
        looks = step_words.looks(playbook, CATALOGUE, names, found)
        self.told = step_words.told(playbook, CATALOGUE, names, found)
        self.canvas.show_playbook(playbook, looks)
        count = sum(1 for one in self.told if one.number)
        self.set_subtitle(str(count) if count else "")
        self.hint.setVisible(not playbook.steps)
        self._place_corners()
        lines = [
            (str(one.number or ""), one.name, one.kind, one.day, " ".join(one.faults), one.where)
            for one in self.told
        ]
        self.table.set_lines(HEAD, lines, frozenset({"No."}))
        self.say()

    def choose(self, key: str) -> None:
        """Show another step as the chosen one."""
        self.canvas.choose(key)
        self.say()

    def say(self) -> None:
        """Have screen readers say the chosen step."""
        key = self.canvas.current
        of = sum(1 for one in self.told if one.number)
        found = next((one for one in self.told if one.key == key), None)
        start = f"the playbook itself, {of} steps"
        self.canvas.say(start if found is None else step_words.sentence(found, of))

    def set_locked(self, locked: bool) -> None:
        """Only show, or let it be changed."""
        self.canvas.set_locked(locked)
        self.kinds.setEnabled(not locked)

    def _place_corners(self) -> None:
        room = self.canvas.viewport().size()
        size = self.zoom.sizeHint()
        self.zoom.resize(size)
        self.zoom.move(
            room.width() - size.width() - _CORNER, room.height() - size.height() - _CORNER
        )
        self.hint.adjustSize()
        start = self.canvas.drawn.box(FINISH_KEY)
        if start is not None:
            low = self.canvas.place_of_box(FINISH_KEY) + QPoint(0, 30)
            self.hint.move(max(8, low.x() - self.hint.width() // 2), low.y())

    def minimumSizeHint(self) -> QSize:
        """Be content with a narrow canvas."""
        return QSize(300, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is room for other words."""
        super().resizeEvent(event)
        self.kinds.fit(self.width())
        self._place_corners()

    @Slot(str)
    def _on_canvas_chosen(self, key: str) -> None:
        self.say()
        self.chosen.emit(key)

    @Slot(object, QPoint)
    def _on_canvas_plus_wanted(self, place: Place, at: QPoint) -> None:
        self._place = place
        menu = self.kinds.menu("Put a step in here", every=True)
        menu.aboutToHide.connect(self._on_menu_about_to_hide)
        menu.popup(at + QPoint(10, -8))

    @Slot()
    def _on_menu_about_to_hide(self) -> None:
        self.canvas.setFocus()

    @Slot(str)
    def _on_kinds_picked(self, kind: str) -> None:
        place, self._place = self._place, None
        self.insert_wanted.emit(kind, place or self.canvas.place_behind())

    @Slot(str, QPoint)
    def _on_kinds_pulled(self, kind: str, at: QPoint) -> None:
        if self.canvas.holding:
            self.canvas.carry(at)
        else:
            spec = CATALOGUE[kind].SPEC
            self.canvas.bring(kind, Look(spec.title, "new", spec.icon), at)

    @Slot(str)
    def _on_zoom_wanted(self, way: str) -> None:
        if way == "fit":
            self.canvas.fit()
        else:
            self.canvas.set_zoom(self.canvas.zoom + (0.1 if way == "in" else -0.1))

    @Slot(int)
    def _on_canvas_zoomed(self, percent: int) -> None:
        self.zoom.value.setText(f"{percent} %")

    @Slot(QModelIndex)
    def _on_table_activated(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.told):
            key = self.told[index.row()].key
            self.choose(key)
            self.chosen.emit(key)


def neighbour(playbook: Playbook, key: str) -> str:
    """The step to go to when one is taken out: the one behind it, else before it, else above."""
    place = edit.place_of(playbook, key)
    siblings = edit.steps_at(playbook, place.branch, place.arm)
    if place.at + 1 < len(siblings):
        return siblings[place.at + 1].id
    if place.at:
        return siblings[place.at - 1].id
    return place.branch or START_KEY
