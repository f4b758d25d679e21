"""One loss: the replay of its last 180 days, what is said of it, and the signs before it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError, NotFound
from healthdesk.core.domain.retro import FITS, STATES, Loss, SignalDraft
from healthdesk.core.services import retro_candidate, retros
from healthdesk.core.services.retro_candidate import Tried
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.model.retros.forms import ask_remove, ask_retro, ask_sign
from healthdesk.gui.pages.model.retros.reading import Detail, read_detail
from healthdesk.gui.pages.model.retros.replay_chart import ReplayChart
from healthdesk.gui.pages.model.retros.signs_list import SignsList
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

HEAD, SIDE = 48, 372
_KEYS = ("ARR lost", "Customer for", "Fit", "Reason", "Their words", "Done well", "Do better")


class RetroDetail(LiveView):
    """Shows one loss and what is kept of it.

    Signals:
        left: back to the list.
        proposed: a `Tried` candidate that is to go into the draft, and the account it comes from.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.WORK, Topic.SETTINGS}
    )
    left = Signal()
    proposed = Signal(object, str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown: Detail | None = None
        self.account_id = ""
        self.profile = ""
        """Key of the profile in whose draft candidates are tried."""
        self._menu: Menu | None = None
        self._trying: SignalDraft | None = None
        self.back = QPushButton("Losses")
        self.back.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.back, "arrow-left", "text2", 16)
        self.title = PlainLabel("", "title", elide=True)
        self.state = PlainLabel("", "second")
        self.open = QPushButton("Open the account")
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("iconic", "true")
        self.more.setAccessibleName("More for this retro")
        ui.theme.bind_icon(self.more, "dots", "text2", 16)
        self.act = QPushButton("Begin the retro")
        self.act.setProperty("kind", "primary")
        self.card = Card(ui.theme, "The last 180 days", padding=0)
        self.chart = ReplayChart(ui.theme, ui.words)
        self.said = Card(ui.theme, "What is said of it")
        self.edit = QPushButton("Edit")
        self.edit.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.edit, "pencil", "text2", 14)
        self.values = {key: PlainLabel("", wrap=True) for key in _KEYS}
        self.signs_card = Card(ui.theme, "Signs", padding=0)
        self.add = QPushButton("Add a sign")
        self.add.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.add, "plus", "text2", 14)
        self.signs = SignsList(ui.theme, ui.words)
        self._lay_out()
        self._connect()

    def show_account(self, account_id: str) -> None:
        """Show the loss of an account."""
        if account_id != self.account_id:
            self.account_id, self.shown = account_id, None
        self.refresh()

    def focus_first(self) -> None:
        """Go to the days."""
        self.chart.plot.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def reload(self) -> None:
        """Read the loss and replay it."""
        if not self.account_id:
            return
        if self.shown is None:
            self.card.show_loading("Replaying the days before the loss")
        self.ui.read(
            read_detail, self.account_id, self.ui.day,
            then=self._show, failed=self._show_failure, key="retro",
        )  # fmt: skip

    @property
    def editable(self) -> bool:
        """Whether anything may be changed now."""
        return not self.ui.looking_back

    def _show(self, found: Detail) -> None:
        if found.loss.account_id != self.account_id:
            return
        self.shown = found
        loss, words = found.loss, self.ui.words
        self.title.setText(loss.name)
        by = f" by {loss.retro.by}" if loss.retro and loss.retro.by else ""
        left = "said to be lost at the renewal of" if loss.said else "left on"
        self.state.setText(f"{left} {words.day(loss.day)} · {STATES[loss.state].lower()}{by}")
        self.act.setText(
            {"none": "Begin the retro", "open": "Close the retro", "closed": "Reopen"}[loss.state]
        )
        self.act.setProperty("kind", "normal" if loss.state == "closed" else "primary")
        self.act.style().unpolish(self.act)
        self.act.style().polish(self.act)
        kept = loss.retro is not None
        for button in (self.act, self.add, self.edit):
            button.setEnabled(self.editable)
        self.add.setVisible(kept)
        self.chart.show_replay(found.replay)
        self.card.set_subtitle("as known on each day, by the profile in use now")
        self.card.show_body()
        self._show_said(loss)
        self._show_signs(found)

    def _show_said(self, loss: Loss) -> None:
        words = self.ui.words
        draft = loss.retro.draft if loss.retro else None
        worth = words.money(loss.worth, loss.currency, short=False) if loss.worth else DASH
        told = {
            "ARR lost": worth if loss.worth is not None else "not known",
            "Customer for": "not known" if loss.tenure is None else words.days(loss.tenure),
            "Fit": FITS[draft.fit] if draft else FITS[""],
            "Reason": loss.reason or "not said",
            "Their words": draft.words if draft else "",
            "Done well": draft.done_well if draft else "",
            "Do better": draft.done_better if draft else "",
        }
        for key, value in told.items():
            self.values[key].setText(value or DASH)
            self.values[key].setToolTip(plain_tip(value))

    def _show_signs(self, found: Detail) -> None:
        retro = found.loss.retro
        kept = () if retro is None else retro.signals
        drafts = found.signs if retro is None else tuple(one.draft for one in kept)
        missed = sum(one.missed for one in drafts)
        if not drafts:
            self.signs_card.show_empty(
                "No sign was found",
                "Nothing stayed below its own level. What somebody remembers can be added."
                if retro is not None
                else "Nothing stayed below its own level in these days.",
                icon="search",
            )
        else:
            self.signs.show_signs(found.loss, drafts, kept, editable=self.editable)
            self.signs_card.show_body()
        told = f"{missed} of {len(drafts)} missed" if drafts else ""
        self.signs_card.set_subtitle(told if retro is not None or not told else f"{told}, proposed")

    def _show_failure(self, error: Exception) -> None:
        self.shown = None
        self.title.setText("")
        self.state.setText("")
        for button in (self.act, self.add, self.edit):
            button.setEnabled(False)
        if isinstance(error, NotFound):
            self.card.show_empty("Nothing to look back on", str(error), icon="check")
            return
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The loss could not be replayed", told)

    # What a person does.

    @Slot()
    def _on_act_clicked(self) -> None:
        if self.shown is None or self.ui.refuses_changes():
            return
        loss = self.shown.loss
        if loss.retro is None:
            self.ui.do(retros.begin, loss.account_id, self.shown.signs, then=self._on_begun)
        elif loss.retro.closed_on is None:
            self.ui.do(retros.close, loss.retro.row, then=self._on_closed)
        else:
            self.ui.do(retros.reopen, loss.retro.row)

    def _on_begun(self, row: int) -> None:
        del row
        self.ui.toast("Retro begun", "Signs are marked as proposed; say what you know.",
                      "Undo", self.ui.undo)  # fmt: skip

    def _on_closed(self, nothing: None) -> None:
        del nothing
        self.ui.toast("Retro closed", "It stands in the account's timeline.", "Undo", self.ui.undo)

    @Slot()
    def _on_edit_clicked(self) -> None:
        shown = self.shown
        if shown is None or self.ui.refuses_changes():
            return
        draft = ask_retro(self.ui, shown.loss, shown.reasons)
        if draft is None:
            return
        change = partial(self._change, draft)
        if shown.loss.retro is None:
            self.ui.do(retros.begin, shown.loss.account_id, shown.signs, then=change)
        else:
            change(shown.loss.retro.row)

    def _change(self, draft: object, row: int) -> None:
        self.ui.do(retros.change, row, draft)

    @Slot()
    def _on_add_clicked(self) -> None:
        if self.shown is None or self.shown.loss.retro is None or self.ui.refuses_changes():
            return
        draft = ask_sign(self.ui, self.shown.loss)
        if draft is not None:
            self.ui.do(retros.add_signal, self.shown.loss.retro.row, draft)

    @Slot(int, bool)
    def _on_signs_marked(self, place: int, missed: bool) -> None:
        retro = self.shown.loss.retro if self.shown else None
        if retro is not None and place < len(retro.signals):
            self.ui.do(retros.mark, retro.signals[place].row, missed)

    @Slot(int)
    def _on_signs_remove_wanted(self, place: int) -> None:
        retro = self.shown.loss.retro if self.shown else None
        if retro is not None and place < len(retro.signals):
            self.ui.do(retros.remove_signal, retro.signals[place].row)

    @Slot(int)
    def _on_signs_try_wanted(self, place: int) -> None:
        """Hold a backtest with the sign as a measure beside one without."""
        shown = self.shown
        if shown is None or self.ui.refuses_changes():
            return
        retro = shown.loss.retro
        drafts = shown.signs if retro is None else tuple(one.draft for one in retro.signals)
        draft = drafts[place]
        if draft.reading is None:
            return
        self._trying = draft
        self.ui.read(
            retro_candidate.tried, draft.name, draft.reading, self.ui.day,
            profile=self.profile, then=self._on_tried, failed=self._on_try_failed,
            label=f"Trying {draft.name}", key="try sign", patient=True,
        )  # fmt: skip

    def _on_try_failed(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.ui.toast("It could not be tried", told, kind="error")

    def _on_tried(self, found: Tried) -> None:
        shown, draft = self.shown, self._trying
        if shown is None or draft is None or draft.reading != found.measure.reading:
            return
        self._trying = None
        title = f"{draft.name} as a measure"
        if not self.ui.dialogs.ask(Question(title, tried_words(found, self.ui.words),
                                            f"Add to the draft of {found.name}")):  # fmt: skip
            return
        self.proposed.emit(found, shown.loss.account_id)
        retro = shown.loss.retro
        held = next((one for one in retro.signals if one.draft == draft), None) if retro else None
        if held is not None:
            self.ui.do(retros.put_forward, held.row, found.profile)

    @Slot()
    def _on_more_clicked(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = Menu(self.ui.theme, "More for this retro", self)
        kept = self.shown is not None and self.shown.loss.retro is not None
        menu.add("Remove the retro", self._on_remove, icon="trash",
                 enabled=kept and self.editable)  # fmt: skip
        menu.popup_under(self.more)

    @Slot()
    def _on_remove(self) -> None:
        retro = self.shown.loss.retro if self.shown else None
        if self.shown is None or retro is None or self.ui.refuses_changes():
            return
        if ask_remove(self.ui, self.shown.loss):
            self.ui.do(retros.remove, retro.row)

    @Slot()
    def _on_open_clicked(self) -> None:
        self.ui.open_account(self.account_id, "timeline")

    @Slot()
    def _on_back_clicked(self) -> None:
        self.left.emit()

    # How it stands.

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back_clicked)
        self.act.clicked.connect(self._on_act_clicked)
        self.edit.clicked.connect(self._on_edit_clicked)
        self.add.clicked.connect(self._on_add_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.open.clicked.connect(self._on_open_clicked)
        self.signs.marked.connect(self._on_signs_marked)
        self.signs.try_wanted.connect(self._on_signs_try_wanted)
        self.signs.remove_wanted.connect(self._on_signs_remove_wanted)
        self.card.retry_requested.connect(self.reload)

    def _lay_out(self) -> None:
        top = QWidget()
        top.setFixedHeight(HEAD)
        line = QHBoxLayout(top)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.back)
        line.addWidget(self.title)
        line.addWidget(self.state, 1)
        for button in (self.open, self.more, self.act):
            line.addWidget(button)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.chart)
        side = QWidget()
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.said.add_tool(self.edit)
        self.said.body.addWidget(self._facts())
        column.addWidget(self.said)
        self.signs_card.add_tool(self.add)
        self.signs_card.body.setContentsMargins(0, 0, 0, 0)
        self.signs_card.body.addWidget(_scrolled(self.signs))
        column.addWidget(self.signs_card, 1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.card, 1)
        body.addWidget(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 16, 16)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addLayout(body, 1)

    def _facts(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("ground", "none")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for row, (key, label) in enumerate(self.values.items()):
            grid.addWidget(PlainLabel(key, "caption"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1)
        return inside


def tried_words(found: Tried, words: Words) -> str:
    """What a backtest says with and without a candidate."""
    place = found.place or found.inside
    have = f"{words.number(found.known)} of {words.count(found.accounts, 'account')}"
    alone = "too few losses to tell"
    if found.leak:
        alone = "it knows the answer, likely because it was filled in after the loss"
    elif found.alone is not None:
        low, high = words.number(found.alone.low, 2), words.number(found.alone.high, 2)
        alone = f"AUC {words.number(found.alone.value, 2)} ({low} to {high})"
    return "\n".join(
        (
            f"{have} have it; it would stand in {place}.",
            f"Alone: {alone}.",
            f"Without it: {found.before.sentence}",
            f"With it: {found.after.sentence}",
            found.text,
        )
    )


def _scrolled(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    return scroll
