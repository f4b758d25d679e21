"""The Data page: its sections, and in their place the wizard while files are taken in.

Not here: what an import does (core/services/imports.py), how files are mapped (wizard/).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.handover import SUFFIX
from healthdesk.core.domain.views import ImportResult
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.dialogs import DATA
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.imports import ImportsSection
from healthdesk.gui.pages.data.pasted import Pasted
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

if TYPE_CHECKING:  # the wizard is made when files come
    from healthdesk.gui.pages.data.wizard.wizard import Wizard

HEAD = 56
ROOMY = 1150
"""Width from which the head has room for every word."""
DATABASE = "From a database"
EXAMPLE = "postgresql://name@host/database"


@dataclass(frozen=True)
class Section:
    """One part of the page: made on the first visit."""

    key: str
    title: str
    make: Callable[[Ui], QWidget]


def _sources(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.data.sources import SourcesSection  # noqa: PLC0415 - first visit

    return SourcesSection(ui)


def _settle(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.data.settle import SettleSection  # noqa: PLC0415 - first visit

    return SettleSection(ui)


def _fields(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.data.fields import FieldsSection  # noqa: PLC0415 - first visit

    return FieldsSection(ui)


def _quality(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.data.quality import QualitySection  # noqa: PLC0415 - first visit

    return QualitySection(ui)


def _mappings(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.data.mappings import MappingsSection  # noqa: PLC0415 - first visit

    return MappingsSection(ui)


def _handovers(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.data.handover import HandoverSection  # noqa: PLC0415 - first visit

    return HandoverSection(ui)


SECTIONS: tuple[Section, ...] = (
    Section("imports", "Imports", ImportsSection),
    Section("sources", "Sources", _sources),
    Section("settle", "To settle", _settle),
    Section("fields", "Fields", _fields),
    Section("quality", "Quality", _quality),
    Section("mappings", "Mappings", _mappings),
    Section("handovers", "Handovers", _handovers),
)


class DataPage(QWidget):
    """Shows a section, or the wizard."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.setObjectName("data")
        self.imports = ImportsSection(ui)
        self.switch = Segmented("Section", [(one.key, one.title) for one in SECTIONS])
        self.files = _button(ui, "Choose files", "normal", "file-import")
        self.folder = _button(ui, "Choose a folder", "primary", "folder-open", "onaccent")
        self.database = _button(ui, DATABASE, "quiet", "database")
        self.database.setAccessibleName(DATABASE)
        self.database.setToolTip(DATABASE)
        self.wizard: Wizard | None = None
        self._sections: dict[str, QWidget] = {"imports": self.imports}
        self._sentence = PlainLabel("", "second", elide=True)
        self._stack = QStackedWidget()
        self._whole = QStackedWidget()
        self._pasted: Pasted | None = None
        self._lay_out()
        self._connect()
        changes_desk(ui, self.files, self.folder, self.database)

    @property
    def state(self) -> str:
        """At rest, or where the wizard is."""
        return "rest" if self.wizard is None else self.wizard.state

    @property
    def section(self) -> str:
        """The key of the section that is shown at rest."""
        return self.switch.value

    def reload(self) -> None:
        """Have what is shown read again."""
        reload = getattr(self._stack.currentWidget(), "reload", None)
        if self.wizard is None and reload is not None:
            reload()

    def show_section(self, key: str) -> None:
        """Show a section, made on the first visit."""
        if key not in self._sections:
            self._sections[key] = next(one for one in SECTIONS if one.key == key).make(self.ui)
            self._stack.addWidget(self._sections[key])
            elsewhere = getattr(self._sections[key], "section_requested", None)
            if elsewhere is not None:
                elsewhere.connect(self._on_switch_chosen)
            imported = getattr(self._sections[key], "import_wanted", None)
            if imported is not None:
                imported.connect(self._on_import_wanted)
        self.switch.set_value(key)
        self._stack.setCurrentWidget(self._sections[key])
        for widget in (self.files, self.folder, self.database):
            widget.setVisible(key == "imports")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words of the head where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        roomy = self.width() >= ROOMY
        self._sentence.setVisible(roomy and self.section == "imports")
        if bool(self.database.text()) != roomy:
            self.database.setText(DATABASE if roomy else "")
            self.database.setProperty("iconic", "" if roomy else "true")
            self.database.style().unpolish(self.database)
            self.database.style().polish(self.database)

    def start_import(self, paths: Sequence[Path | str]) -> None:
        """Look at files, folders and databases and show what they would change."""
        if not paths:
            return
        if len(paths) == 1 and str(paths[0]).lower().endswith(SUFFIX):
            self.open_pack(Path(paths[0]))
            return
        if self.ui.refuses_changes():
            return
        self._open_wizard().take(tuple(str(path) for path in paths))

    def open_pack(self, path: Path | None = None) -> None:
        """Look into a handover pack; without one, show the handovers."""
        if self.wizard is not None:
            self._whole.setCurrentIndex(0)
        self.show_section("handovers")
        opens = getattr(self._sections["handovers"], "open_pack", None)
        if path is not None and opens is not None:
            opens(path)

    def paste(self) -> None:
        """Take in what lies in the clipboard: copied files, or rows as text."""
        data: QMimeData = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.start_import(files)
        elif data.hasText() and data.text().strip():
            if self._pasted is None:
                self._pasted = Pasted()
            self.ui.work(self._pasted.write, data.text(), then=self._take_pasted)
        else:
            self.ui.toast("Nothing to paste", "Copy rows, notes or files first.", kind="notice")

    def _take_pasted(self, path: Path) -> None:
        self.start_import((path,))

    def _open_wizard(self) -> Wizard:
        # The wizard's widgets are made when files come, not with the page.
        from healthdesk.gui.pages.data.wizard.wizard import Wizard  # noqa: PLC0415

        if self.wizard is None:
            self.wizard = Wizard(self.ui)
            self.wizard.left.connect(self._on_wizard_left)
            self.wizard.settle_requested.connect(self._on_wizard_settle_requested)
            self._whole.addWidget(self.wizard)
        self._whole.setCurrentWidget(self.wizard)
        return self.wizard

    @Slot()
    def _on_wizard_left(self) -> None:
        wizard, self.wizard = self.wizard, None
        if wizard is None:
            return
        self._whole.setCurrentIndex(0)
        self._whole.removeWidget(wizard)
        if wizard.result is not None:
            self.imports.expect(wizard.result)
        wizard.hide()
        wizard.deleteLater()
        self._pasted = None

    @Slot()
    def _on_wizard_settle_requested(self) -> None:
        self._on_wizard_left()
        self.show_section("settle")

    @Slot(object)
    def _on_import_wanted(self, result: ImportResult) -> None:
        self.show_section("imports")
        self.imports.expect(result)

    @Slot(str)
    def _on_switch_chosen(self, key: str) -> None:
        self.show_section(key)

    @Slot(str)
    def _on_imports_newest_found(self, words: str) -> None:
        self._sentence.setText(words)

    @Slot(object)
    def _on_imports_dropped(self, paths: tuple[Path, ...]) -> None:
        self.start_import(paths)

    @Slot()
    def _on_files_clicked(self) -> None:
        self.start_import(self.ui.dialogs.choose_files("Import files", DATA))

    @Slot()
    def _on_folder_clicked(self) -> None:
        folder = self.ui.dialogs.choose_folder("Import a folder")
        self.start_import(() if folder is None else (folder,))

    @Slot()
    def _on_database_clicked(self) -> None:
        url = self.ui.dialogs.prompt(
            "Read from a database",
            f"Its address, such as {EXAMPLE}. Nothing is written there.",
            "",
            "Look inside",
        )
        self.start_import((url,) if url else ())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(PlainLabel("Data", "title"))
        head.addSpacing(8)
        head.addWidget(self.switch)
        head.addSpacing(4)
        head.addWidget(self._sentence, 1)
        head.addStretch(0)
        for button in (self.database, self.files, self.folder):
            head.addWidget(button)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        self._stack.addWidget(self.imports)
        rest = QWidget()
        inner = QVBoxLayout(rest)
        inner.setContentsMargins(16, 0, 16, 16)
        inner.setSpacing(0)
        inner.addWidget(top)
        inner.addWidget(self._stack, 1)
        self._whole.addWidget(rest)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._whole)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._on_switch_chosen)
        self.files.clicked.connect(self._on_files_clicked)
        self.folder.clicked.connect(self._on_folder_clicked)
        self.database.clicked.connect(self._on_database_clicked)
        self.imports.dropped.connect(self._on_imports_dropped)
        self.imports.choose_requested.connect(self._on_folder_clicked)
        self.imports.newest_found.connect(self._on_imports_newest_found)


def _button(ui: Ui, text: str, kind: str, icon: str = "", color: str = "text2") -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    if icon:
        ui.theme.bind_icon(button, icon, color)
    return button
