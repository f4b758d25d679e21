"""The list of playbooks to choose one from: suggested ones first with their reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter

from healthdesk.core.domain.run_choice import PlaybookChoice
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList

HEAD, ROW = 26, 46
_PAD = 12


@dataclass(frozen=True)
class Line:
    """A line of the list: a head, or a playbook."""

    text: str
    choice: PlaybookChoice | None = None


def lines(choices: Sequence[PlaybookChoice], words: str, accounts: int) -> tuple[Line, ...]:
    """The lines of a search: suggested ones under their own head."""
    asked = words.casefold().split()
    found = [one for one in choices if all(word in _text(one) for word in asked)]
    first = [one for one in found if one.why]
    rest = [one for one in found if not one.why]
    out: list[Line] = []
    if first:
        out.append(Line("Suggested"))
        out += [Line(said(one, accounts), one) for one in first]
    if rest:
        out += [Line("All others")] if first else []
        out += [Line(one.purpose, one) for one in rest]
    return tuple(out)


def said(choice: PlaybookChoice, accounts: int) -> str:
    """Why a playbook is suggested: "in segment Poor", of several "12 of 14 in segment Poor"."""
    if accounts <= 1:
        return choice.why[:1].upper() + choice.why[1:]
    return f"{choice.fits} of {accounts} {choice.why}"


def _text(choice: PlaybookChoice) -> str:
    return f"{choice.name} {choice.purpose} {choice.cause} {choice.why}".casefold()


class ChoiceList(RowList):
    """Playbooks, two lines each.

    Signals:
        walked: another one is the current one.
    """

    walked = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, "Playbooks")
        self.chosen = ""
        self.accounts = 1
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_lines(self, shown: Sequence[Line]) -> None:
        """Show other lines; the one chosen before stays chosen where it is among them."""
        self.rows.show(shown)
        names = [one.choice.name if one.choice else "" for one in shown]
        at = names.index(self.chosen) if self.chosen and self.chosen in names else -1
        if at < 0:
            at = next((place for place, name in enumerate(names) if name), -1)
        self.chosen = names[at] if at >= 0 else ""
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at))
            self.scrollTo(self.rows.index(max(at - 1, 0)))

    @Slot()
    def _on_current_changed(self) -> None:
        row = self.current
        if row is not None and row.choice is not None:
            self.chosen = row.choice.name
            self.viewport().update()
            self.walked.emit()

    def high(self, row: Line) -> int:
        """A head is lower than a playbook."""
        return HEAD if row.choice is None else ROW

    def say(self, row: Line) -> str:
        """Name and reason."""
        return row.text if row.choice is None else f"{row.choice.name}. {row.text}"

    def can_enter(self, row: Line | None) -> bool:
        """Heads are passed over."""
        return row is not None and row.choice is not None

    def ground(self, row: Line, *, hover: bool) -> str:
        """The chosen one lies on its own ground."""
        if row.choice is not None and row.choice.name == self.chosen:
            return "accentsoft"
        return super().ground(row, hover=hover)

    def paint_row(self, painter: QPainter, rect: QRect, row: Line) -> None:
        """Name and worked share above, reason or purpose beneath."""
        ink, choice = self.ink, row.choice
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        if choice is None:
            write(painter, ink, inside.adjusted(0, 6, 0, 0), row.text, font=ink.small_medium,
                  color="text3")  # fmt: skip
            return
        worked, of = choice.worked
        told = f"worked {worked} of {of}" if of else ""
        wide = ink.width(told, ink.small) + 4 if told else 0
        upper = QRect(inside.left(), rect.top() + 5, inside.width(), 20)
        write(painter, ink, upper.adjusted(0, 0, -wide - 8, 0), choice.name, font=ink.medium)
        if told:
            write(painter, ink, upper, told, font=ink.small, color="text3", right=True)
        lower = QRect(inside.left(), rect.top() + 24, inside.width(), 17)
        color = "accent" if choice.why else "text3"
        write(painter, ink, lower, row.text, font=ink.small, color=color)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the dialog's: it starts."""
        if event.text() in {"\r", "\n"}:
            event.ignore()
        else:
            super().keyPressEvent(event)
