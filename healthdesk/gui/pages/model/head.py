"""The head of the page: which profile, what its draft changes, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.model_draft import DraftChange
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.weight_row import weight_words
from healthdesk.gui.panels.popover import TablePopover
from healthdesk.gui.panels.report_button import ReportButton
from healthdesk.gui.parts.plain import PlainLabel

HIGH = 56
ROOMY, SNUG = 1120, 900
"""Widths from which the published version is said, and buttons have words."""
COMPARE = "Compare by account"
_COLUMNS = ("Changed", "Published", "Draft")


class Head(QWidget):
    """Title, profile, draft and buttons.

    Signals:
        profile_chosen: the key of the profile to show.
        undo_requested, redo_requested, publish_requested, discard_requested,
        compare_requested: the buttons.
    """

    profile_chosen = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()
    publish_requested = Signal()
    discard_requested = Signal()
    compare_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._filling = False
        self._changes: tuple[DraftChange, ...] = ()
        self._version = 0
        self.profile = QComboBox()
        self.profile.setAccessibleName("Profile")
        self.profile.setMinimumWidth(120)
        self.profile.setMaximumWidth(240)
        self.profile.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chip = QPushButton()
        self.chip.setProperty("chip", "on")
        self.chip.setToolTip("What the draft changes")
        ui.theme.bind_icon(self.chip, "pencil", "accent", 14)
        self.published = PlainLabel("", "second", elide=True)
        self.undo = self._iconic("arrow-back-up", "Undo the last change", self._on_undo)
        self.redo = self._iconic("arrow-forward-up", "Redo", self._on_redo)
        self.discard = self._iconic("trash", "Discard the draft", self._on_discard_clicked)
        self.compare = QPushButton()
        self.compare.setProperty("kind", "quiet")
        self.compare.setAccessibleName(COMPARE)
        self.compare.setToolTip(COMPARE)
        self.compare.clicked.connect(self._on_compare)
        self.publish = QPushButton("Publish from a day")
        self.publish.setProperty("kind", "primary")
        ui.theme.bind_icon(self.publish, "calendar", "onaccent", 16)
        self.popover: TablePopover | None = None
        self.setFixedHeight(HIGH)
        self._lay_out()
        self.profile.currentIndexChanged.connect(self._on_profile_current_index_changed)
        self.chip.clicked.connect(self._on_chip_clicked)
        self.publish.clicked.connect(self._on_publish_clicked)

    def show_view(self, view: ModelView) -> None:
        """Offer the profiles, and say which version holds."""
        self._filling = True
        self.profile.clear()
        for one in view.listed:
            drafted = " (draft)" if one.profile.key in view.drafted else ""
            self.profile.addItem(f"{one.profile.name}{drafted}", one.profile.key)
        for begun in view.begun:
            self.profile.addItem(f"{begun.name} (draft)", begun.key)
        self.profile.setCurrentIndex(self.profile.findData(view.key))
        self._filling = False
        held = view.published
        self._version = held.version
        words = self.ui.words
        since = f"published: {held.version}, since {words.near_day(held.day, view.day)}"
        self.published.setText("not published yet" if view.new else since)

    def show_changes(self, found: Sequence[DraftChange], *, editable: bool) -> None:
        """Say how much the draft changes."""
        self._changes = tuple(found)
        self._say_chip()
        self.chip.setVisible(bool(found))
        for button in (self.discard, self.publish):
            button.setEnabled(bool(found) and editable)
        self.undo.setEnabled(editable)
        self.redo.setEnabled(editable)
        if not found and self.popover is not None:
            self.popover.hide()

    def set_about(self, *, shown: bool) -> None:
        """Offer what is about a profile, or nothing before there is one."""
        for widget in (self.profile, self.published, self.undo, self.redo, self.discard,
                       self.compare, self.publish):  # fmt: skip
            widget.setVisible(shown)
        self.chip.setVisible(shown and bool(self._changes))
        if shown:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width()
        self._say_chip()
        if not self.profile.isHidden():
            self.published.setVisible(wide >= ROOMY)
        button = self.compare
        button.setText(COMPARE if wide >= SNUG else "")
        button.setProperty("iconic", "" if wide >= SNUG else "true")
        self.ui.theme.bind_icon(button, "arrows-left-right", "text2", 16)
        button.style().unpolish(button)
        button.style().polish(button)

    def _say_chip(self) -> None:
        told = self.ui.words.count(len(self._changes), "change")
        full = f"Draft of version {self._version + 1}: {told}"
        self.chip.setText(full if self.width() >= SNUG else f"Draft: {told}")
        self.chip.setAccessibleName(full)
        self.ui.theme.bind_icon(self.chip, "pencil", "accent", 14)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(PlainLabel("Health model", "title"))
        line.addSpacing(4)
        for widget in (self.profile, self.chip):
            line.addWidget(widget)
        line.addWidget(self.published)
        line.addStretch(1)
        line.addWidget(ReportButton(self.ui, "model_card", "Model card: a report on this model"))
        for widget in (self.undo, self.redo, self.discard, self.compare, self.publish):
            line.addWidget(widget)

    def _iconic(self, icon: str, name: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("iconic", "true")
        button.setAccessibleName(name)
        button.setToolTip(name)
        self.ui.theme.bind_icon(button, icon, "text2", 16)
        button.clicked.connect(slot)
        return button

    @Slot(int)
    def _on_profile_current_index_changed(self, at: int) -> None:
        if at >= 0 and not self._filling:
            self.profile_chosen.emit(str(self.profile.itemData(at)))

    @Slot()
    def _on_chip_clicked(self) -> None:
        if self.popover is None:
            self.popover = TablePopover(self.ui.theme, "The draft", self)
        words = self.ui.words
        lines = tuple(
            (one.name, weight_words(one.before, words), weight_words(one.after, words))
            for one in self._changes
        )
        self.popover.show_lines(
            self.chip.accessibleName(),
            _COLUMNS,
            lines,
            "Kept in the desk. It scores nobody until it is published.",
            frozenset(_COLUMNS[1:]),
        )
        size = QSize(380, 110 + 24 * min(len(lines), 10))
        corner = self.chip.mapToGlobal(QPoint(0, self.chip.height() + 4))
        self.popover.open_at(corner + QPoint(size.width(), 0), size)

    @Slot()
    def _on_undo(self) -> None:
        self.undo_requested.emit()

    @Slot()
    def _on_redo(self) -> None:
        self.redo_requested.emit()

    @Slot()
    def _on_discard_clicked(self) -> None:
        self.discard_requested.emit()

    @Slot()
    def _on_compare(self) -> None:
        self.compare_requested.emit()

    @Slot()
    def _on_publish_clicked(self) -> None:
        self.publish_requested.emit()
