"""Questions, messages and file choosers; the only place that waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DESKS = "Desks (*.healthdesk)"
PACKS = "Handover packs (*.hdpack)"
ANY = "All files (*)"
DATA = (
    "Files with data (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.json *.jsonl *.ndjson *.parquet"
    " *.sqlite *.db *.gz);;All files (*)"
)
"""What an import can read, for choosers of files."""
NARROW = 392
WIDE = 560


@dataclass(frozen=True)
class Question:
    """A question with its two answers; Esc is always the harmless one."""

    title: str
    text: str
    yes: str
    no: str = "Cancel"
    keeps: str = ""
    """What Esc leaves as it is, said at the foot: "keeps everything"."""
    danger: bool = False


class Dialogs:
    """Asks and tells over a window."""

    def __init__(self, window: QWidget | None = None) -> None:
        self.window = window

    def ask(self, question: Question) -> bool:
        """Ask a yes or no; False unless the user clearly chose yes."""
        dialog = Box(question.title, question.text, self.window)
        no = dialog.add_button(question.no, "normal")
        no.clicked.connect(dialog.reject)
        yes = dialog.add_button(question.yes, "danger" if question.danger else "primary")
        yes.clicked.connect(dialog.accept)
        dialog.say_escape(question.keeps)
        (no if question.danger else yes).setDefault(True)
        return self._run(dialog)

    def tell(self, title: str, text: str) -> None:
        """Say something that must be seen before work goes on."""
        dialog = Box(title, text, self.window)
        close = dialog.add_button("Close", "primary")
        close.clicked.connect(dialog.accept)
        close.setDefault(True)
        self._run(dialog)

    def prompt(
        self, title: str, text: str, value: str = "", yes: str = "OK", *, hidden: bool = False
    ) -> str | None:
        """Ask for one line of text; None when the user went back. `hidden` shows no letters."""
        dialog = Box(title, text, self.window)
        line = QLineEdit(value)
        if hidden:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setAccessibleName(title)
        line.selectAll()
        dialog.add_widget(line)
        no = dialog.add_button("Cancel", "normal")
        no.clicked.connect(dialog.reject)
        accept = dialog.add_button(yes, "primary")
        accept.clicked.connect(dialog.accept)
        accept.setDefault(True)
        line.setFocus()
        if not self._run(dialog):
            return None
        return line.text() if hidden else line.text().strip()

    def crash(self, summary: str, report: str) -> None:
        """Show the report of a bug, to copy; the desk is untouched by then."""
        dialog = Box("Something went wrong in HealthDesk", summary, self.window, WIDE)
        view = QPlainTextEdit(report)
        view.setReadOnly(True)
        view.setMinimumHeight(220)
        view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        view.setAccessibleName("Report")
        dialog.add_widget(view)
        copy = _Copy("Copy report", report)
        dialog.add_widget_to_foot(copy)
        close = dialog.add_button("Go on", "primary")
        close.clicked.connect(dialog.accept)
        close.setDefault(True)
        self._run(dialog)

    def choose_files(self, title: str, kinds: str = ANY, folder: Path | None = None) -> list[Path]:
        """Let the user choose files that exist; an empty list when they went back."""
        names, _ = QFileDialog.getOpenFileNames(self.window, title, str(folder or ""), kinds)
        return [Path(name) for name in names]

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        """Let the user choose a folder."""
        name = QFileDialog.getExistingDirectory(self.window, title, str(folder or ""))
        return Path(name) if name else None

    def choose_desk(self, title: str, folder: Path | None = None) -> Path | None:
        """Let the user choose a desk that exists."""
        kinds = f"{DESKS};;{ANY}"
        name, _ = QFileDialog.getOpenFileName(self.window, title, str(folder or ""), kinds)
        return Path(name) if name else None

    def save_as(self, title: str, proposal: Path, kinds: str = ANY) -> Path | None:
        """Let the user name a file to write; an existing one is asked about by the chooser."""
        name, _ = QFileDialog.getSaveFileName(self.window, title, str(proposal), kinds)
        return Path(name) if name else None

    def choose_printer(self, name: str) -> QPrinter | None:
        """Let the user choose a printer for a document of this name; None when they went back."""
        # Not at the top: only who prints waits for it.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        return printer if self.run(QPrintDialog(printer, self.window)) else None

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog of our own making and wait; True when it was accepted."""
        return self._run(dialog)

    def _run(self, dialog: QDialog) -> bool:
        answer = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return answer


class Box(QDialog):
    """A dialog in our shape: head 40, text, foot 44; nothing in it is read as markup."""

    def __init__(
        self, title: str, text: str, parent: QWidget | None = None, width: int = NARROW
    ) -> None:
        super().__init__(parent)
        self.setObjectName("box")
        self.setWindowTitle("HealthDesk")
        self.setAccessibleName(title)
        self.setProperty("ground", "raised")
        self.setMinimumWidth(width)
        self.setMaximumWidth(WIDE)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(16, 14, 16, 14)
        self._body.setSpacing(10)
        self._body.addWidget(_plain(title, "strong"))
        self._text = _plain(text, "second")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._body.addWidget(self._text)
        line = QFrame()
        line.setProperty("line", "h")
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(16, 8, 12, 8)
        self._foot.setSpacing(8)
        self._foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._body, 1)
        whole.addWidget(line)
        whole.addLayout(self._foot)

    def add_button(self, text: str, kind: str) -> QPushButton:
        """Add a button at the right of the foot."""
        button = QPushButton(text)
        button.setProperty("kind", kind)
        button.setAutoDefault(False)
        self._foot.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        """Add something under the text."""
        self._body.addWidget(widget)

    def add_widget_to_foot(self, widget: QWidget) -> None:
        """Add something at the left of the foot."""
        self._foot.insertWidget(0, widget)

    def say_escape(self, keeps: str) -> None:
        """Say at the foot what Esc leaves as it is."""
        if keeps:
            self._foot.insertWidget(0, _plain(keeps, "caption"))
            self._foot.insertWidget(0, _plain("Esc", "key"))


class _Copy(QPushButton):
    def __init__(self, text: str, content: str) -> None:
        super().__init__(text)
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self._content = content
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(self._content)


class FakeDialogs(Dialogs):
    """Answers from a list instead of a person, and remembers what was asked."""

    def __init__(self, answers: Sequence[Any] = ()) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[tuple[str, str]] = []

    def ask(self, question: Question) -> bool:
        """Remember the question and give the next answer (yes when none is left)."""
        self.asked.append((question.title, question.text))
        return bool(self._next(default=True))

    def tell(self, title: str, text: str) -> None:
        """Remember what was told."""
        self.asked.append((title, text))

    def prompt(
        self, title: str, text: str, value: str = "", yes: str = "OK", *, hidden: bool = False
    ) -> str | None:
        """Give the next answer, or the proposed value."""
        self.asked.append((title, text))
        del yes, hidden
        answer = self._next(default=value)
        return None if answer is None else str(answer)

    def crash(self, summary: str, report: str) -> None:
        """Remember the crash."""
        self.asked.append((summary, report))

    def choose_files(self, title: str, kinds: str = ANY, folder: Path | None = None) -> list[Path]:
        """Give the next answer, or no file."""
        self.asked.append((title, kinds))
        del folder
        return [Path(path) for path in self._next(default=())]

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        """Give the next answer, or none."""
        self.asked.append((title, str(folder or "")))
        return self._path()

    def choose_desk(self, title: str, folder: Path | None = None) -> Path | None:
        """Give the next answer, or none."""
        self.asked.append((title, str(folder or "")))
        return self._path()

    def save_as(self, title: str, proposal: Path, kinds: str = ANY) -> Path | None:
        """Give the next answer, or none."""
        self.asked.append((title, kinds))
        del proposal
        return self._path()

    def run(self, dialog: QDialog) -> bool:
        """Give the next answer without showing the dialog; one that can be called is handed it."""
        self.asked.append((dialog.accessibleName(), ""))
        answer = self._next(default=False)
        return bool(answer(dialog) if callable(answer) else answer)

    def _next(self, *, default: Any) -> Any:  # noqa: ANN401 - answers are of every type
        return self.answers.pop(0) if self.answers else default

    def _path(self) -> Path | None:
        answer = self._next(default=None)
        return None if answer is None else Path(answer)


def _plain(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
