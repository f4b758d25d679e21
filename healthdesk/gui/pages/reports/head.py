"""The head of the page: what report is in view, and the ways out of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.report_spec import ExporterSpec, ReportSpec
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel

HEIGHT = 56
FIRST = ("pdf", "xlsx", "html")
"""Formats that have a button of their own beside the main one."""


class ReportHead(QWidget):
    """Title, subject, buttons.

    Signals:
        export_requested: the key of a format.
        act_requested: outcome, file, filed, copy, send, template, batch.
    """

    export_requested = Signal(str)
    act_requested = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._formats: tuple[ExporterSpec, ...] = ()
        self._of_account = False
        self._ready = False
        self._menu: Menu | None = None
        self.title = PlainLabel("Reports", "title")
        self.subject = PlainLabel("", "second", elide=True)
        self.outcome = self._button("Log outcome", "note", "outcome")
        self.file = self._button("File it", "archive", "file")
        self.filed = self._button("Filed", "history", "filed")
        self.first = self._export("normal")
        self.second = self._export("normal")
        self.main = self._export("primary")
        self.more = self._button("", "dots", "more")
        self.more.setProperty("iconic", "true")
        self.more.setAccessibleName("More ways out")
        self.more.setToolTip("All formats, text, outbox, one per account (Alt+M)")
        changes_desk(ui, self.outcome, self.file)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.subject, 1)
        for one in (self.outcome, self.file, self.filed, self.first, self.second, self.main):
            row.addWidget(one)
        row.addWidget(self.more)
        self.setFixedHeight(HEIGHT)
        self.show_report("Reports", "", None, ())

    def show_report(
        self, title: str, subject: str, spec: ReportSpec | None, formats: Sequence[ExporterSpec]
    ) -> None:
        """Say which report is in view, and offer the formats it is written in."""
        self.title.setText(title)
        self.subject.setText(subject)
        self._formats = tuple(formats)
        self._of_account = spec is not None and spec.subject == "account"
        self.outcome.setVisible(self._of_account)
        slides = spec is not None and spec.papers[:1] == ("slides",)
        keys = [one.key for one in self._formats]
        main = (
            "pptx" if slides and "pptx" in keys else "pdf" if "pdf" in keys else "".join(keys[:1])
        )
        others = [one for one in FIRST if one in keys and one != main][:2]
        others += [""] * (2 - len(others))
        self._show_format(self.first, others[0])
        self._show_format(self.second, others[1])
        self._show_format(self.main, main, "Export ")

    def offer(self, ready: bool, filed: int) -> None:
        """Let the buttons be pressed once there is a report; tell how many are filed."""
        self._ready = ready
        for one in (self.outcome, self.file, self.first, self.second, self.main):
            one.setEnabled(ready)
        self.filed.setText(f"Filed {self.ui.words.number(filed)}" if filed else "Filed")

    @property
    def main_key(self) -> str:
        """The key of the format of the main button."""
        return str(self.main.property("format") or "")

    def _show_format(self, button: QPushButton, key: str, before: str = "") -> None:
        spec = next((one for one in self._formats if one.key == key), None)
        button.setVisible(spec is not None)
        button.setProperty("format", key)
        if spec is not None:
            button.setText(f"{before}{spec.title}")
            button.setAccessibleName(f"Export {spec.title}")
            button.setToolTip(spec.summary)
            color = "onaccent" if button is self.main else "text2"
            self.ui.theme.bind_icon(button, spec.icon, color)

    def _button(self, text: str, icon: str, act: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setProperty("act", act)
        self.ui.theme.bind_icon(button, icon)
        button.clicked.connect(self._on_act_clicked)
        return button

    def _export(self, kind: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", kind)
        button.clicked.connect(self._on_export_clicked)
        return button

    @Slot()
    def _on_act_clicked(self) -> None:
        button: Any = self.sender()
        key = str(button.property("act"))
        if key == "more":
            self.open_menu()
        else:
            self.act_requested.emit(key)

    @Slot()
    def _on_export_clicked(self) -> None:
        button: Any = self.sender()
        self.export_requested.emit(str(button.property("format")))

    @Slot()
    def open_menu(self) -> None:
        """Show all the ways out."""
        menu = Menu(self.ui.theme, "More ways out", self)
        for one in self._formats:
            text = f"Export {one.title}"
            menu.add(text, self._on_format, icon=one.icon, data=one.key, enabled=self._ready)
        menu.addSeparator()
        may = self._ready and not self.ui.looking_back
        can_copy = any(one.key == "markdown" for one in self._formats)
        menu.add("Copy as text", self._on_more, icon="copy", data="copy",
                 enabled=self._ready and can_copy)  # fmt: skip
        if self._of_account:
            menu.add("Send to the outbox", self._on_more, icon="send", data="send", enabled=may)
        menu.add("Save as template…", self._on_more, icon="template", data="template", enabled=may)
        menu.add("Filed reports", self._on_more, icon="history", data="filed")
        if self._of_account:
            menu.addSeparator()
            menu.add("One per account…", self._on_more, icon="stack-2", data="batch",
                     enabled=bool(self._formats))  # fmt: skip
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu
        menu.popup_under(self.more)

    @Slot()
    def _on_format(self) -> None:
        action: Any = self.sender()
        self.export_requested.emit(str(action.data()))

    @Slot()
    def _on_more(self) -> None:
        action: Any = self.sender()
        self.act_requested.emit(str(action.data()))
