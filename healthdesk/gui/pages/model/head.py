"""The head of the page: which profile, what its draft changes, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.versions_card import VersionsCard
from healthdesk.gui.panels.popover import Popover, TablePopover
from healthdesk.gui.parts.plain import PlainLabel

HIGH = 56
ROOMY, SNUG = 1190, 1000
"""Widths from which every button has words, and the published version is said in full."""
COMPARE, CARD = "Compare by account", "Model card"
WIDE = 1300
"""Width from which a button says what the keys do as well."""
_VERSIONS = QSize(460, 320)
Changes = Sequence[tuple[str, str, str]]
"""What is changed, what it was, what it is."""
_COLUMNS = ("Changed", "Published", "Draft")


class Head(QWidget):
    """Title, profile, draft and buttons.

    Signals:
        profile_chosen: the key of the profile to show.
        undo_requested, redo_requested, publish_requested, discard_requested,
        compare_requested, card_requested: the buttons.
        menu_requested: what may be done with profiles is asked for.
    """

    profile_chosen = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()
    publish_requested = Signal()
    discard_requested = Signal()
    compare_requested = Signal()
    card_requested = Signal()
    menu_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._filling = False
        self._changes: Changes = ()
        self._version = 0
        self._since = ""
        self.profile = QComboBox()
        self.profile.setAccessibleName("Profile")
        self.profile.setMinimumWidth(120)
        self.profile.setMaximumWidth(240)
        self.profile.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chip = QPushButton()
        self.chip.setProperty("chip", "on")
        self.chip.setToolTip("What the draft changes")
        ui.theme.bind_icon(self.chip, "pencil", "accent", 14)
        self.menu = self._iconic("settings", "Profiles, settings, caps", self._on_menu_clicked)
        self.published = QPushButton()
        self.published.setProperty("kind", "link")
        self.published.setToolTip("Versions: compare, roll back, read the model card")
        self.published.clicked.connect(self._on_published_clicked)
        self.versions = VersionsCard(ui.theme, ui.words)
        self.holder: Popover | None = None
        self.undo = self._iconic("arrow-back-up", "Undo the last change", self._on_undo)
        self.redo = self._iconic("arrow-forward-up", "Redo", self._on_redo)
        self.discard = QPushButton("Discard the draft", self)
        self.discard.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.discard, "trash", "text2", 16)
        self.discard.clicked.connect(self._on_discard_clicked)
        self.discard.hide()
        self.compare = self._iconic("arrows-left-right", COMPARE, self._on_compare)
        self.card = self._iconic("file-text", CARD, self._on_card_clicked)
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
        self._since = words.near_day(held.day, view.day)
        self.published.setEnabled(not view.new)
        self._say_published()

    def show_changes(self, found: Changes, *, editable: bool, new: bool = False) -> None:
        """Say how much the draft changes; a new profile has nothing to differ from."""
        self._changes = tuple(found)
        self._say_chip()
        drafted = bool(found) or new
        self.chip.setVisible(drafted)
        for button in (self.discard, self.publish):
            button.setEnabled(drafted and editable)
        self.undo.setEnabled(editable)
        self.redo.setEnabled(editable)
        if not drafted and self.popover is not None:
            self.popover.hide()

    def set_about(self, *, shown: bool) -> None:
        """Offer what is about a profile, or nothing before there is one."""
        for widget in (self.profile, self.menu, self.published, self.undo, self.redo,
                       self.compare, self.card, self.publish):  # fmt: skip
            widget.setVisible(shown)
        self.chip.setVisible(shown and (bool(self._changes) or not self._version))
        if shown:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        roomy = self.width() >= ROOMY
        self._say_chip()
        self._say_published()
        self.redo.setVisible(self.width() >= WIDE and not self.undo.isHidden())
        for button, text, icon in (
            (self.compare, "Compare", "arrows-left-right"),
            (self.card, CARD, "file-text"),
        ):
            if bool(button.text()) == roomy:
                continue
            button.setText(text if roomy else "")
            button.setProperty("iconic", "" if roomy else "true")
            self.ui.theme.bind_icon(button, icon, "text2", 16)
            button.style().unpolish(button)
            button.style().polish(button)

    def _say_published(self) -> None:
        if not self._version:
            full = "not published yet"
        else:
            full = f"published: {self._version}, since {self._since}"
        wide = self.width() >= SNUG or not self._version
        self.published.setText(full if wide else f"version {self._version}")
        self.published.setAccessibleName(f"Versions, {full}")

    def _say_chip(self) -> None:
        if not self._version:
            full = short = "New profile: scores nobody yet"
        else:
            told = self.ui.words.count(len(self._changes), "change")
            full = f"Draft of version {self._version + 1}: {told}"
            short = f"Draft: {told}"
        self.chip.setText(full if self.width() >= SNUG else short)
        self.chip.setAccessibleName(full)
        self.ui.theme.bind_icon(self.chip, "pencil", "accent", 14)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(PlainLabel("Health model", "title"))
        line.addSpacing(4)
        for widget in (self.profile, self.menu, self.chip, self.published):
            line.addWidget(widget)
        line.addStretch(1)
        for widget in (self.undo, self.redo, self.compare, self.card, self.publish):
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
            foot = QHBoxLayout()
            foot.addStretch(1)
            foot.addWidget(self.discard)
            self.popover.column.addLayout(foot)
            self.discard.show()
        lines = tuple(self._changes)
        note = "Kept in the desk. It scores nobody until it is published."
        self.popover.show_lines(self.chip.accessibleName(), _COLUMNS, lines, note, frozenset())
        widest = max((len(was) + len(now) for _, was, now in lines), default=0)
        size = QSize(420 if widest < 30 else 760, 152 + 24 * min(len(lines), 10))
        corner = self.chip.mapToGlobal(QPoint(0, self.chip.height() + 4))
        self.popover.open_at(corner + QPoint(size.width(), 0), size)

    @Slot()
    def _on_published_clicked(self) -> None:
        if self.holder is None:
            self.holder = Popover(self.ui.theme, "Versions", self)
            self.holder.title.hide()
            self.holder.column.setContentsMargins(2, 2, 2, 2)
            self.holder.column.addWidget(self.versions, 1)
        corner = self.published.mapToGlobal(QPoint(0, self.published.height() + 4))
        self.versions.show()
        self.holder.open_at(corner + QPoint(_VERSIONS.width(), 0), _VERSIONS)
        self.versions.table.setFocus()

    def close_popovers(self) -> None:
        """Close what floats over the page."""
        for one in (self.popover, self.holder):
            if one is not None:
                one.hide()

    @Slot()
    def _on_menu_clicked(self) -> None:
        self.menu_requested.emit()

    @Slot()
    def _on_card_clicked(self) -> None:
        self.card_requested.emit()

    @Slot()
    def _on_undo(self) -> None:
        self.undo_requested.emit()

    @Slot()
    def _on_redo(self) -> None:
        self.redo_requested.emit()

    @Slot()
    def _on_discard_clicked(self) -> None:
        self.close_popovers()
        self.discard_requested.emit()

    @Slot()
    def _on_compare(self) -> None:
        self.compare_requested.emit()

    @Slot()
    def _on_publish_clicked(self) -> None:
        self.publish_requested.emit()
