"""The head of the page: the segment's name, who uses it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.segments.state import SegmentDraft
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_line import small_button

HIGH = 56
ROOMY = 1100
"""Width from which buttons have words."""
_WORDS = {"open": "Open in Accounts", "compare": "Compare", "play": "Start playbook"}


class Head(QWidget):
    """Name and buttons.

    Signals:
        rename_wanted, save_wanted, discard_wanted, undo_wanted, redo_wanted, open_wanted,
        compare_wanted, play_wanted: the buttons.
        menu_wanted: where on the screen the menu of the segment should open.
    """

    rename_wanted = Signal()
    save_wanted = Signal()
    discard_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    open_wanted = Signal()
    compare_wanted = Signal()
    play_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._used: tuple[str, ...] = ()
        self._popover: Popover | None = None
        self.setFixedHeight(HIGH)
        self.title = PlainLabel("Segments", "title", elide=True)
        self.rename = small_button(ui.theme, "pencil", "Rename the segment")
        self.state = PlainLabel("", "tag")
        self.used = QPushButton()
        self.used.setProperty("kind", "link")
        self.undo = small_button(ui.theme, "arrow-back-up", "Undo the last change (Ctrl+Z)")
        self.redo = small_button(ui.theme, "arrow-forward-up", "Redo (Ctrl+Shift+Z)")
        self.open = self._quiet("open", "table")
        self.compare = self._quiet("compare", "arrows-diff")
        self.play = self._quiet("play", "player-play")
        self.more = small_button(ui.theme, "dots", "More to do with the segment")
        self.discard = QPushButton("Discard")
        self.save = QPushButton("Save")
        self.save.setProperty("kind", "primary")
        ui.theme.bind_icon(self.save, "check", "onaccent", 16)
        self._lay_out()
        self._connect()

    def _quiet(self, key: str, icon: str) -> QPushButton:
        button = QPushButton(_WORDS[key])
        button.setProperty("kind", "quiet")
        button.setAccessibleName(_WORDS[key])
        self.ui.theme.bind_icon(button, icon, "text2", 16)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.rename)
        row.addWidget(self.state)
        row.addWidget(self.used)
        row.addStretch(1)
        for part in (self.undo, self.redo, self.open, self.compare, self.play, self.more):
            row.addWidget(part)
        row.addWidget(self.discard)
        row.addWidget(self.save)

    def _connect(self) -> None:
        self.rename.clicked.connect(self._on_rename_clicked)
        self.used.clicked.connect(self._on_used_clicked)
        self.undo.clicked.connect(self._on_undo_clicked)
        self.redo.clicked.connect(self._on_redo_clicked)
        self.open.clicked.connect(self._on_open_clicked)
        self.compare.clicked.connect(self._on_compare_clicked)
        self.play.clicked.connect(self.play_wanted)
        self.more.clicked.connect(self._on_more_clicked)
        self.discard.clicked.connect(self._on_discard_clicked)
        self.save.clicked.connect(self._on_save_clicked)

    def show_draft(self, draft: SegmentDraft | None, *, locked: bool) -> None:
        """Show another segment, or none."""
        here = draft is not None
        changed = draft is not None and draft.changed
        self.title.setText(str(draft.document["name"]) if draft is not None else "Segments")
        new = draft is not None and draft.saved is None
        self.state.setText("new" if new else "changed")
        self.state.setVisible(changed and not locked)
        for part in (self.rename, self.undo, self.redo, self.discard, self.save):
            part.setVisible(here and not locked)
        for part in (self.open, self.compare, self.more):
            part.setVisible(here)
        self.play.setVisible(here and not locked)
        self.undo.setEnabled(draft is not None and draft.can_undo)
        self.redo.setEnabled(draft is not None and draft.can_redo)
        self.undo.setVisible(changed and not locked)
        self.redo.setVisible((changed or self.redo.isEnabled()) and not locked)
        self.discard.setVisible(changed and not locked)
        self.save.setEnabled(changed)
        self.open.setEnabled(not new)
        self.open.setToolTip("Save it first" if new else _WORDS["open"])

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.title.full_text

    def say_used(self, used: tuple[str, ...]) -> None:
        """Say who uses the segment."""
        self._used = used
        told = f"used in {self.ui.words.count(len(used), 'place')}"
        self.used.setText(used[0] if len(used) == 1 and len(used[0]) < 44 else told)
        self.used.setVisible(bool(used))
        self.used.setAccessibleName(f"{told}: {' '.join(used)}")

    @Slot()
    def _on_used_clicked(self) -> None:
        popover = Popover(self.ui.theme, "Used by", self)
        for sentence in self._used:
            popover.column.addWidget(PlainLabel(sentence, wrap=True))
        popover.setMinimumWidth(300)
        popover.adjustSize()
        size = popover.sizeHint()
        corner = self.used.mapToGlobal(QPoint(0, self.used.height() + 2))
        popover.open_at(corner + QPoint(size.width(), 0), size)
        self._popover = popover

    @Slot()
    def _on_rename_clicked(self) -> None:
        self.rename_wanted.emit()

    @Slot()
    def _on_undo_clicked(self) -> None:
        self.undo_wanted.emit()

    @Slot()
    def _on_redo_clicked(self) -> None:
        self.redo_wanted.emit()

    @Slot()
    def _on_open_clicked(self) -> None:
        self.open_wanted.emit()

    @Slot()
    def _on_compare_clicked(self) -> None:
        self.compare_wanted.emit()

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_wanted.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    @Slot()
    def _on_discard_clicked(self) -> None:
        self.discard_wanted.emit()

    @Slot()
    def _on_save_clicked(self) -> None:
        self.save_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spare words where room is short."""
        super().resizeEvent(event)
        roomy = event.size().width() >= ROOMY
        for button, key in (
            (self.open, "open"), (self.compare, "compare"), (self.play, "play"),
        ):  # fmt: skip
            button.setText(_WORDS[key] if roomy else "")
            button.setToolTip("" if roomy else _WORDS[key])
