"""One account tried on: its score as published and in the draft, measure by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.what_if import Book, tried
from healthdesk.core.services.one_account import OneAccount, Part, compared
from healthdesk.core.services.what_if import Named
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH, MINUS, Words
from healthdesk.gui.pages.model.over_head import OverHead
from healthdesk.gui.parts.band import BandBadge
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FiguresTable
from healthdesk.gui.parts.select_button import SelectButton

MARGIN: Final = 16
_HEAD: Final = ("Measure", "Dimension", "Points published", "Points draft", "Adds published",
                "Adds draft", "Moves", "Reads")  # fmt: skip
_RIGHT: Final = frozenset(_HEAD[2:7])


class OneAccountView(QWidget):
    """Tries a draft on one account.

    Signals:
        left: back to the weights.
    """

    left = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self._named: Mapping[int, Named] = {}
        self._book: Book | None = None
        self._profile: Profile | None = None
        self.account = -1
        self.pick = SelectButton(ui.theme, "Account")
        self.pick.setMinimumWidth(260)
        self.pick.offer(self._options, "Find an account")
        self.before = BandBadge(ui.theme, ui.words)
        self.after = BandBadge(ui.theme, ui.words)
        self.told = PlainLabel("", "second", elide=True)
        score = QWidget()
        line = QHBoxLayout(score)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for widget in (
            PlainLabel("published", "caption"), self.before,
            PlainLabel("draft", "caption"), self.after,
        ):  # fmt: skip
            line.addWidget(widget)
        line.addWidget(self.told, 1)
        self.head = OverHead(ui.theme, "One account", self.pick, score)
        layout = self.head.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setStretchFactor(score, 1)
        self.card = Card(ui.theme, "What its score is made of", "", padding=0)
        self.table = FiguresTable("One account")
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        self.note = PlainLabel("", "caption", elide=True)
        self.note.setContentsMargins(12, 0, 12, 0)
        self.card.set_foot(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.card, 1)
        self.pick.chosen.connect(self._on_pick_chosen)
        self.head.back.clicked.connect(self._on_back_clicked)

    def show_draft(self, book: Book, profile: Profile, named: Mapping[int, Named]) -> None:
        """Try another draft; the account that is shown stays, else the one with the most ARR."""
        self._book, self._profile, self._named = book, profile, named
        if self.account not in named:
            self.account = max(named, key=lambda one: (named[one].arr or 0.0, -one), default=-1)
        self._show()

    def show_account(self, account_id: str) -> None:
        """Try it on another account."""
        found = next((at for at, one in self._named.items() if one.account_id == account_id), -1)
        if found >= 0:
            self.account = found
            self._show()

    def focus_first(self) -> None:
        """Go to the choice of the account."""
        self.pick.setFocus()

    def _options(self) -> Sequence[Option]:
        listed = sorted(self._named.values(), key=_by_name)
        return [Option(one.account_id, one.name) for one in listed]

    def _show(self) -> None:
        named = self._named.get(self.account)
        if named is None or self._book is None or self._profile is None:
            self.card.show_empty("No account to try it on", "Nobody is in view on this day.")
            return
        self.pick.say(named.name)
        made = compared(self._book.scores, tried(self._book, self._profile), self.account)
        if made is None:
            self.card.show_empty("It has no score on this day", "It had not begun, or has churned.")
            return
        self._show_score(made)
        lines = [_line(one, self.ui.words) for one in made.parts]
        lines += [(name, *[""] * 5, _signed(points), "") for name, points in made.steps]
        self.table.show_lines(_HEAD, lines, _RIGHT)
        self.card.show_body()

    def _show_score(self, made: OneAccount) -> None:
        self.before.set_badge(made.before_band, _shown(made.before_shown))
        self.after.set_badge(made.after_band, _shown(made.after_shown))
        if made.before is None or made.after is None:
            self.told.setText("without a score on one side" if made.parts else "")
            self.note.setText("A side without a score has nothing to add up.")
            return
        change = made.after - made.before
        self.told.setText("no change" if not round(change, 6) else f"moves by {_signed(change)}")
        summed = sum(one.moves for one in made.parts) + sum(points for _, points in made.steps)
        if made.parts and abs(summed - change) < 1e-6:
            self.note.setText(f"The rows add up to the change: {_signed(change)}.")
        elif not made.parts:
            self.note.setText("It is scored by the accounts below it.")
        else:
            self.note.setText("Ranks do not add up: the worst measure decides.")

    @Slot(str)
    def _on_pick_chosen(self, account_id: str) -> None:
        self.show_account(account_id)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.left.emit()


def _shown(score: int | None) -> str:
    return DASH if score is None else str(score)


def _by_name(one: Named) -> tuple[str, str]:
    return one.name.casefold(), one.account_id


def _line(one: Part, words: Words) -> tuple[str, ...]:
    def told(value: float | None) -> str:
        return DASH if value is None else words.number(value, 1)

    moves = _signed(one.moves) if (one.adds_before, one.adds_after) != (None, None) else DASH
    return (one.name, one.dimension, told(one.points_before), told(one.points_after),
            told(one.adds_before), told(one.adds_after), moves, one.reads)  # fmt: skip


def _signed(value: float) -> str:
    rounded = round(value, 1)
    if not rounded:
        return "0"
    sign = "+" if rounded > 0 else MINUS
    return f"{sign}{abs(rounded):.1f}"
