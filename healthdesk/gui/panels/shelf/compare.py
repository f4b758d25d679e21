"""What the draft has otherwise than a published version, in a dialog; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.playbook_difference import Difference
from healthdesk.gui.base.dialogs import WIDE, Box
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.shelf.kind import Kind
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import Paragraph, PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

_HIGH = 320
_ICONS = {"added": "plus", "removed": "minus", "changed": "pencil", "moved": "arrows-left-right"}


class CompareDialog(Box):
    """Shows the differences to one version, or to another one."""

    def __init__(
        self,
        ui: Ui,
        kind: Kind,
        name: str,
        versions: Sequence[Any],
        *,
        document: Any,  # noqa: ANN401 - of any kind
        read: Callable[..., Any],
    ) -> None:
        super().__init__(
            f"Compare with a {kind.counts} version",
            f"What the {kind.word} has now that the version had otherwise.",
            ui.dialogs.window,
            WIDE,
        )
        self._ui = ui
        self._name = name
        self._versions = tuple(versions)
        self._kind = kind
        self._document = document
        self._read = read
        self._number = versions[0].version
        self.found: tuple[Difference, ...] = ()
        self.version = SelectButton(ui.theme, "Version")
        self.version.offer(self._options)
        self.version.chosen.connect(self._on_version_chosen)
        self.count = PlainLabel("", "strong")
        self.rows = QVBoxLayout()
        self.rows.setContentsMargins(0, 0, 8, 0)
        self.rows.setSpacing(4)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.rows)
        column.addStretch(1)
        area = scroll_of(inside)
        area.setFixedHeight(_HIGH)
        self.add_widget(self.version)
        self.add_widget(self.count)
        self.add_widget(area)
        close = self.add_button("Close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.read()

    def read(self) -> None:
        """Read the differences to the chosen version."""
        chosen = next(one for one in self._versions if one.version == self._number)
        self.version.say(self._told(chosen))
        self._ui.read(self._read, self._name, self._number, self._document, then=self._take)

    def _told(self, one: Any) -> str:  # noqa: ANN401 - of any kind
        day = self._ui.words.day(one.day)
        return f"Version {one.version}, {day}{f': {one.reason}' if one.reason else ''}"

    def _options(self) -> Sequence[Option]:
        return [
            Option(
                str(one.version),
                self._told(one),
                self._kind.used(one, self._ui.words),
                chosen=one.version == self._number,
            )
            for one in self._versions
        ]

    def _take(self, found: tuple[Difference, ...] | BadDocument) -> None:
        while self.rows.count():
            item = self.rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        if isinstance(found, BadDocument):
            self.found = ()
            self.count.setText(str(found))
            return
        self.found = found
        count = self._ui.words.count(len(found), "difference")
        self.count.setText(count if found else "Nothing differs")
        for one in found:
            self.rows.addWidget(self._row(one))

    def _row(self, one: Difference) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        icon = QLabel()
        icon.setFixedSize(16, 20)
        self._ui.theme.bind_icon(icon, _ICONS[one.kind], "text3", 16)
        icon.setAccessibleName(one.kind)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(Paragraph(self._ui.theme, begun(one.words), "text"), 1)
        return row

    @Slot(str)
    def _on_version_chosen(self, key: str) -> None:
        self._number = int(key)
        self.read()


def begun(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]
