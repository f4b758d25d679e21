"""The landing report beside what came in: conflicts to settle, what was done, mails that wait."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot

from healthdesk.core.domain.landing import Did
from healthdesk.core.domain.landing import Landing as Report
from healthdesk.core.domain.outbox_view import MessageRow
from healthdesk.core.domain.views import Conflict
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.conflicts import ROW, conflict_columns, conflict_line
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell, text_cell

NAMED = 3
"""Accounts that a line names."""
PLACES = {
    "mails": "outbox",
    "handed": "outbox",
    "queued": "outbox",
    "tasks": "tasks",
    "playbooks": "playbooks",
    "models": "model",
}
"""Pages that lines lead to; the others lead to the account, or to the runs."""


class Settling(Card):
    """Fields that were changed here and in the files, each with its two values.

    Signals:
        settled: a conflict, and the side whose value is to stand.
    """

    settled = Signal(object, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "To settle: changed here and in the files", padding=0)
        self.ui = ui
        self._shown: dict[str, Conflict] = {}
        self.table = CellTable(
            ui.theme, "Conflicts", conflict_columns(), _key, answers=("here", "file"), high=ROW,
            head=False, keeps_current=True,
        )  # fmt: skip
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.table.cell_pressed.connect(self._on_table_cell_pressed)

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """List these; without any the card is not there."""
        words, today = self.ui.words, self.ui.today
        rows = [conflict_line(one, one.side, words, today) for one in conflicts]
        self._shown = {row.key: row.conflict for row in rows}
        self.set_subtitle(words.number(len(rows)))
        self.table.show_rows(rows)
        self.setVisible(bool(rows))

    @Slot(str, str)
    def _on_table_cell_pressed(self, key: str, column: str) -> None:
        conflict = self._shown.get(key)
        if conflict is not None and column in {"here", "file"} and conflict.side != column:
            self.settled.emit(conflict, column)


class WorkDone(Card):
    """What was done by hand since the import before."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "What you did", padding=0)
        self.ui = ui
        self.table = SmallTable(ui.theme, "What you did", did_columns(), _kind)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.table.opened.connect(self._on_table_opened)
        self._shown: dict[str, Did] = {}

    def show_work(self, did: Sequence[Did], since: int | None) -> None:
        """List it."""
        self._shown = {one.kind: one for one in did}
        day = "" if since is None else self.ui.words.near_day(since, self.ui.today)
        told = f"since the import of {day}" if day else "before the first import"
        self.set_subtitle(told)
        self.table.show_rows(did)
        if did:
            self.show_body()
        else:
            self.show_empty("Nothing was done by hand", f"Nothing is noted {told}.", icon="")

    @Slot(str)
    def _on_table_opened(self, kind: str) -> None:
        if kind in PLACES:
            self.ui.open_page(PLACES[kind])
        elif kind == "steps":
            self.ui.open_run(-1)
        else:
            self.ui.open_account(self._shown[kind].accounts[0][0], "timeline")


class MailsReady(Card):
    """Messages that can be handed over to the mail program, one by one."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Mails ready to hand over", padding=0)
        self.ui = ui
        self.table = SmallTable(ui.theme, "Mails ready to hand over", mail_columns(ui.words), _row)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.table.opened.connect(self._on_table_opened)

    def show_mails(self, mails: Sequence[MessageRow]) -> None:
        """List them."""
        self.set_subtitle(self.ui.words.number(len(mails)) if mails else "")
        self.table.set_columns(mail_columns(self.ui.words))
        self.table.show_rows(mails)
        if mails:
            self.show_body()
        else:
            self.show_empty("No mail waits", "Nothing leaves by itself.", icon="")

    @Slot(str)
    def _on_table_opened(self, row: str) -> None:
        self.ui.open_message(int(row))


class Landing:
    """The two cards of what was done here and what waits; a page has a place for each."""

    def __init__(self, ui: Ui) -> None:
        self.work = WorkDone(ui)
        self.mails = MailsReady(ui)

    def show_loading(self) -> None:
        """Nothing is known yet."""
        for card in (self.work, self.mails):
            card.show_loading("Looking what was done")

    def show_failure(self, why: str) -> None:
        """Say that it could not be read."""
        for card in (self.work, self.mails):
            card.show_empty("This could not be read", why, icon="")

    def show_report(self, report: Report) -> None:
        """Show it."""
        self.work.show_work(report.did, report.since)
        self.mails.show_mails(report.mails)


def did_columns() -> tuple[Column, ...]:
    """Describe the list of what was done."""

    def words(one: Did) -> str:
        return one.words

    def names(one: Did) -> str:
        some = [name for _, name in one.accounts[:NAMED]]
        left = len(one.accounts) - len(some)
        return ", ".join(some) + (f" and {left} more" if left else "")

    return (
        Column("what", "What", 300, words, words, name_cell(words), minimum=140, snug=296),
        Column("on", "On", 160, names, names, text_cell(names), minimum=90, stretch=True),
    )


def mail_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list of mails."""

    def to(one: MessageRow) -> str:
        return ", ".join(each.name or each.address for each in one.to)

    def subject(one: MessageRow) -> str:
        return one.subject or "No subject"

    def due(one: MessageRow) -> str:
        return words.count(one.days_late, "day") + " late" if one.days_late else ""

    return (
        Column("to", "To", 150, to, to, name_cell(to), minimum=90),
        Column("account", "Account", 150, _account, _account, text_cell(_account), minimum=70),
        Column("subject", "Subject", 140, subject, subject, text_cell(subject), minimum=80,
               stretch=True),
        Column("late", "", 96, due, due, text_cell(due), minimum=92),
    )  # fmt: skip


def _account(one: MessageRow) -> str:
    return one.account_name


def _key(row: object) -> str:
    return str(getattr(row, "key", ""))


def _kind(one: Did) -> str:
    return one.kind


def _row(one: MessageRow) -> str:
    return str(one.id)
