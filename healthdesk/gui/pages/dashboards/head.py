"""The bar over a board: its tabs, what it is for and about; while it is laid out, the edit bar."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QToolButton, QWidget

from healthdesk.core.domain import board_view
from healthdesk.core.domain.board_view import BoardView
from healthdesk.core.domain.dashboard import Board, Draft
from healthdesk.core.domain.widget import PERIODS
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards.tab_strip import PAD, TabStrip
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.menu_button import MenuButton
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

HIGH = 44
_LEFT, _RIGHT, _GAP = 16, 16, 10
_WORDY, _KEYED = 900, 860
"""Widths below which the objective goes, and the keys of the edit bar."""
_TELLING = 120
"""Width below which a purpose that is cut is not shown at all."""
NARROW_WORDS = "Needs a wider window: fold the rail (Ctrl+B) or make the window larger"


class Head(QStackedWidget):
    """One of two bars.

    Signals:
        add_requested: the button beside the tabs was pressed.
        menu_requested: where the menu of the board should open.
        period_chosen: another period.
        segment_pressed: the segment of the board is to be changed.
        objective_pressed, presets_pressed, away_pressed: menus of what is in view are wanted.
        edit_requested, full_screen_requested: a button was pressed.
        gallery_switched: the gallery should be shown or put away.
        undo_requested, redo_requested, discard_requested, save_requested: of the layout.
    """

    add_requested = Signal()
    menu_requested = Signal(QPoint)
    period_chosen = Signal(str)
    segment_pressed = Signal()
    objective_pressed = Signal()
    presets_pressed = Signal()
    away_pressed = Signal()
    edit_requested = Signal()
    full_screen_requested = Signal()
    gallery_switched = Signal(bool)
    undo_requested = Signal()
    redo_requested = Signal()
    discard_requested = Signal()
    save_requested = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self._period = ""
        self.setFixedHeight(HIGH + 1)
        theme = ui.theme
        self.tabs = TabStrip(theme)
        self.plus = _tool(theme, "plus", "New board")
        self.purpose = _Purpose("", "small", elide=True)
        self.away = QPushButton()
        self.objective = QPushButton()
        self.segment = QPushButton()
        self.presets = _tool(theme, "bookmark", "Presets of this board")
        self.period = MenuButton(theme)
        self.edit = QPushButton("Edit layout")
        self.full = _tool(theme, "maximize", "Full screen (F11)")
        self.more = _tool(theme, "dots", "This board: more")
        self.name = PlainLabel("", "strong", elide=True)
        self.add = QPushButton("Widgets")
        self.undo = _tool(theme, "arrow-back-up", "Undo the last step (Ctrl+Z)")
        self.redo = _tool(theme, "arrow-forward-up", "Do it again (Ctrl+Shift+Z)")
        self.discard = QPushButton("Discard")
        self.save = QPushButton("Save layout")
        self._keys: list[QWidget] = []
        self.addWidget(self._viewing())
        self.addWidget(self._editing())
        changes_desk(ui, self.edit, self.plus, self.period, self.segment)
        self._connect()

    def _viewing(self) -> QWidget:
        theme = self.ui.theme
        for button, icon, color in (
            (self.away, "eye-off", "text2"),
            (self.objective, "target", "text2"),
            (self.segment, "filter", "text2"),
            (self.period, "calendar", "text2"),
            (self.edit, "layout-dashboard", "text2"),
        ):
            theme.bind_icon(button, icon, color)
        for button in (self.away, self.objective, self.segment):
            button.setProperty("kind", "quiet")
            button.setProperty("small", "true")
        bar = _Bar(theme)
        row = QHBoxLayout(bar)
        row.setContentsMargins(_LEFT - PAD, 0, _RIGHT, 1)
        row.setSpacing(_GAP)
        row.addWidget(self.tabs)
        row.addWidget(self.plus)
        row.addWidget(self.purpose, 1)
        row.addStretch(0)
        for widget in (self.away, self.segment, self.objective, self.presets, self.period):
            row.addWidget(widget)
        for widget in (self.edit, self.full, self.more):
            row.addWidget(widget)
        return bar

    def _editing(self) -> QWidget:
        theme = self.ui.theme
        state = PlainLabel("Editing layout", "small", tone="accent")
        icon = PlainLabel()
        icon.setFixedSize(14, 14)
        theme.bind_icon(icon, "layout-dashboard", "accent", 14)
        theme.bind_icon(self.save, "check", "onaccent")
        theme.bind_icon(self.add, "layout-grid-add")
        self.save.setProperty("kind", "primary")
        self.discard.setProperty("kind", "quiet")
        self.add.setCheckable(True)
        self.name.setMaximumWidth(260)
        bar = _Bar(theme, self.name)
        row = QHBoxLayout(bar)
        row.setContentsMargins(_LEFT, 0, _RIGHT, 1)
        row.setSpacing(6)
        row.addWidget(self.name)
        row.addSpacing(10)
        row.addWidget(icon)
        row.addWidget(state)
        row.addSpacing(8)
        for key, word in (("Arrows", "move"), ("Shift Arrows", "resize"), ("Esc", "put back")):
            for widget in (PlainLabel(key, "key"), PlainLabel(word, "small")):
                self._keys.append(widget)
                row.addWidget(widget)
        row.addStretch(1)
        for button in (self.add, self.undo, self.redo, self.discard, self.save):
            row.addWidget(button)
        return bar

    def _connect(self) -> None:
        self.plus.clicked.connect(self._on_plus_clicked)
        self.objective.clicked.connect(self._on_objective_clicked)
        self.segment.clicked.connect(self._on_segment_clicked)
        self.presets.clicked.connect(self._on_presets_clicked)
        self.away.clicked.connect(self._on_away_clicked)
        self.period.clicked.connect(self._on_period_clicked)
        self.edit.clicked.connect(self._on_edit_clicked)
        self.full.clicked.connect(self._on_full_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.add.toggled.connect(self._on_add_toggled)
        self.undo.clicked.connect(self._on_undo_clicked)
        self.redo.clicked.connect(self._on_redo_clicked)
        self.discard.clicked.connect(self._on_discard_clicked)
        self.save.clicked.connect(self._on_save_clicked)

    def show_board(
        self, board: Board, view: BoardView, draft: Draft | None, *, can_edit: bool
    ) -> None:
        """Show what a board is about, or how far it has been laid out anew."""
        self._period = board.period
        self.period.setText(f"Last {board.period}")
        self.period.setAccessibleName(f"Period: last {board.period}")
        names = [name for name, _ in board_view.objectives(board)]
        chosen = view.objective or board.objective or ("All objectives" if names else "")
        self.objective.setProperty("told", chosen)
        away = len(board_view.hidden(board))
        self.away.setText(f"{away} put away" if away else "")
        self.away.setAccessibleName(f"{away} widgets put away")
        self.purpose.setText(board.purpose)
        self.tabs.about = board.purpose
        self.segment.setText(_button_text(board.segment))
        self.segment.setAccessibleName(f"Segment of this board: {board.segment}")
        self.edit.setEnabled(can_edit)
        self.edit.setToolTip("Ctrl+E" if can_edit else NARROW_WORDS)
        self.name.setText(board.name)
        if draft is not None:
            self.undo.setEnabled(draft.can_undo)
            self.redo.setEnabled(draft.can_redo)
            self.save.setEnabled(draft.changed)
        self.setCurrentIndex(0 if draft is None else 1)
        QWidget.setTabOrder(self.tabs.more, self.plus)
        self._fit()

    @property
    def editing(self) -> bool:
        """Whether the edit bar is shown."""
        return self.currentIndex() == 1

    def show_gallery(self, shown: bool, *, switch: bool) -> None:
        """Say whether the gallery is open, and offer to open it where it covers the board."""
        self.add.setVisible(switch)
        self.add.setChecked(shown)

    def _fit(self) -> None:
        """Say less where there is less room."""
        told = str(self.objective.property("told") or "")
        wide = self.width()
        self.objective.setVisible(bool(told) and wide >= _WORDY)
        self.away.setVisible(bool(self.away.text()))
        self.purpose.setVisible(wide >= _WORDY)
        self.segment.setVisible(bool(self.segment.text()) and wide >= _WORDY - 150)
        short = told if len(told) <= 44 else f"{told[:42].rstrip()}\N{HORIZONTAL ELLIPSIS}"
        self.objective.setText(_button_text(short))
        self.objective.setToolTip(plain_tip(told))
        self.objective.setAccessibleName(f"Objective: {told}")
        for widget in self._keys:
            widget.setVisible(wide >= _KEYED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is room for other words."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _on_period_clicked(self) -> None:
        menu = Menu(self.ui.theme, "Period of this board", self)
        for key in PERIODS:
            menu.add(
                f"Last {key}", self._on_period_triggered, data=key, checked=key == self._period
            )
        menu.popup_under(self.period)

    @Slot()
    def _on_period_triggered(self) -> None:
        data = getattr(self.sender(), "data", None)
        if data is not None:
            self.period_chosen.emit(str(data()))

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    @Slot()
    def _on_plus_clicked(self) -> None:
        self.add_requested.emit()

    @Slot()
    def _on_objective_clicked(self) -> None:
        self.objective_pressed.emit()

    @Slot()
    def _on_segment_clicked(self) -> None:
        self.segment_pressed.emit()

    @Slot()
    def _on_presets_clicked(self) -> None:
        self.presets_pressed.emit()

    @Slot()
    def _on_away_clicked(self) -> None:
        self.away_pressed.emit()

    @Slot()
    def _on_edit_clicked(self) -> None:
        self.edit_requested.emit()

    @Slot()
    def _on_full_clicked(self) -> None:
        self.full_screen_requested.emit()

    @Slot(bool)
    def _on_add_toggled(self, on: bool) -> None:
        self.gallery_switched.emit(on)

    @Slot()
    def _on_undo_clicked(self) -> None:
        self.undo_requested.emit()

    @Slot()
    def _on_redo_clicked(self) -> None:
        self.redo_requested.emit()

    @Slot()
    def _on_discard_clicked(self) -> None:
        self.discard_requested.emit()

    @Slot()
    def _on_save_clicked(self) -> None:
        self.save_requested.emit()


class _Bar(QWidget):
    """A white ground with a line below; the name that is laid out is underlined like its tab."""

    def __init__(self, theme: Theme, name: QWidget | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._name = name

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("border"))
        if self._name is not None:
            place = self._name.geometry()
            accent = self._theme.color("accent")
            painter.fillRect(place.left(), self.height() - 4, place.width(), 2, accent)
        painter.end()


class _Purpose(PlainLabel):
    """What a board is for; a stub of it says nothing, so it is left to the tips then."""

    @property
    def told(self) -> bool:
        """Whether there is room for it, or for a good part of it."""
        return self.width() >= min(_TELLING, self.sizeHint().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it where it says something."""
        if self.told:
            super().paintEvent(event)


def _tool(theme: Theme, icon: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setProperty("iconic", "true")
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    theme.bind_icon(button, icon)
    return button


def _button_text(text: str) -> str:
    return text.replace("&", "&&")
