"""Dialogs show text as it is; Esc is the harmless answer; the fake answers from its list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from healthdesk.gui.base.dialogs import Box, Dialogs, FakeDialogs, Question

HOSTILE = '<img src="file:///etc/passwd"><b>bold</b>'


class Pressing(Dialogs):
    """Presses a button (or Esc) instead of waiting."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.texts: list[str] = []

    def _run(self, dialog: QDialog) -> bool:
        self.texts = [label.text() for label in dialog.findChildren(QLabel)]
        if self.words == "Esc":
            dialog.reject()
        else:
            found = [b for b in dialog.findChildren(QPushButton) if b.text() == self.words]
            found[0].click()
        answer = dialog.result() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return answer


QUESTION = Question("Undo the import?", HOSTILE, "Undo import", "Keep", "keeps everything")


def test_yes_no_and_escape(qapp):
    assert Pressing("Undo import").ask(QUESTION) is True
    assert Pressing("Keep").ask(QUESTION) is False
    assert Pressing("Esc").ask(QUESTION) is False


def test_text_is_never_markup(qtbot):
    box = Box(HOSTILE, HOSTILE)
    qtbot.addWidget(box)
    for label in box.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_prompt_gives_the_line_or_nothing(qapp):
    assert Pressing("OK").prompt("Name", "", " Nord ") == "Nord"
    assert Pressing("Esc").prompt("Name", "", "Nord") is None


def test_a_danger_is_not_the_answer_of_enter(qtbot):
    class Looking(Pressing):
        default = ""

        def _run(self, dialog: QDialog) -> bool:
            found = [b.text() for b in dialog.findChildren(QPushButton) if b.isDefault()]
            self.default = found[0]
            return super()._run(dialog)

    looking = Looking("Esc")
    looking.ask(Question("Delete?", "It goes.", "Delete", danger=True))
    assert looking.default == "Cancel"


def test_the_fake_remembers_and_answers(tmp_path):
    fake = FakeDialogs([False, [tmp_path / "a.csv"], None])
    assert fake.ask(QUESTION) is False
    assert fake.choose_files("Files") == [tmp_path / "a.csv"]
    assert fake.choose_folder("Folder") is None
    assert fake.ask(QUESTION) is True
    assert len(fake.asked) == 4
