"""Begins messages: one to an account that is asked for, one to each of a segment."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.outbox_view import EachRow
from healthdesk.core.domain.playbook import RECIPIENTS
from healthdesk.core.services import merge, messages, messages_each
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.outbox.reading import Offer, read_accounts, read_each, read_offer
from healthdesk.gui.panels.composer.each import EachDialog
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

_REST = 14
"""Days within which an account that was written to is left out of a message to many."""

_HINT = "Write, and put fields in where each has words of their own"


class Writing(QObject):
    """Asks, and has the drafts made."""

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self._words = ("", "")
        self._names: dict[str, str] = {}

    @Slot()
    def ask_account(self) -> None:
        """Ask to which account to write."""
        if not self.ui.refuses_changes():
            self.ui.read(read_accounts, then=self._on_accounts, key="accounts to write to")

    def _on_accounts(self, accounts: tuple[tuple[str, str], ...]) -> None:
        self._names = {name.casefold(): key for key, name in accounts}
        self._names |= {key.casefold(): key for key, _ in accounts}
        asked = Field(
            "account", "Account", "offered", "", [(key, name) for key, name in accounts],
            required=True, hint="Begin to type its name",
        )  # fmt: skip
        told = ask_form(self.ui, "Write a mail", (asked,), yes="Write", check=self._check)
        if told is not None:
            self.begin(self._names[told["account"].strip().casefold()])

    def begin(self, account_id: str, contact_id: str = "") -> None:
        """Begin a message to an account and have it in view."""
        self.ui.do(messages.compose, account_id, contact_id, then=self._on_begun)

    def _check(self, values: Values) -> dict[str, str]:
        known = values["account"].strip().casefold() in self._names
        return {} if known else {"account": "No account is called so."}

    def _on_begun(self, message: int) -> None:
        self.ui.open_message(message)

    @Slot()
    def ask_many(self) -> None:
        """Ask what to write to whom."""
        if not self.ui.refuses_changes():
            self.ui.read(read_offer, self.ui.day, then=self._on_offer, key="segments to write to")

    def _on_offer(self, offer: Offer) -> None:
        words = self.ui.words
        choices = [
            (name, f"{name} ({words.count(many, 'account')})") for name, many in offer.segments
        ]
        told = ask_form(
            self.ui,
            "Write to many",
            (
                Field("segment", "Segment", "choice", self.ui.segment or "", choices),
                Field("to", "To", "choice", "champion", list(RECIPIENTS.items())[1:]),
                Field("subject", "Subject", "merge"),
                Field("body", "Message", "merge_prose", hint=_HINT, required=True),
                Field("rest", "Not to accounts written to within, days", "number", float(_REST)),
            ),
            text="Each gets a message of their own. You see every one before it is drafted.",
            yes="Preview",
            check=_check_words,
        )
        if told is not None:
            self._words = (told["subject"], told["body"])
            self.ui.read(
                read_each,
                told["segment"],
                told["to"],
                self._words,
                day=self.ui.day,
                rest_days=int(told["rest"] or 0),
                then=self._on_each,
                key="message to many",
                label="Filling messages",
            )

    def _on_each(self, rows: tuple[EachRow, ...]) -> None:
        dialog = EachDialog(self.ui, "Write to many", rows, table=True)
        if self.ui.dialogs.run(dialog) and dialog.chosen:
            self.ui.do(
                messages_each.compose_each,
                dialog.chosen,
                self._words,
                own=dialog.own,
                then=self._on_drafted,
            )

    def _on_drafted(self, made: tuple[int, ...]) -> None:
        told = self.ui.words.count(len(made), "message")
        self.ui.toast(f"{told} drafted", "Each can be changed.", "Undo", self.ui.undo)


def _check_words(values: Values) -> dict[str, str]:
    out = {}
    for key in ("subject", "body"):
        faults = merge.check_template(values[key])
        if faults:
            out[key] = f"Line {faults[0].line}: {faults[0].sentence}"
    rest = values["rest"]
    if rest is not None and not 0 <= rest <= 3650:
        out["rest"] = "Between 0 and 3,650 days."
    return out
