"""What the tabs of the Account page have in common: an account to show, places to leap to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal

from healthdesk.gui.base.live_view import LiveView


@dataclass(frozen=True)
class Leap:
    """A place on the Account page: a tab, and there a day, a row of a table, or a word."""

    tab: str
    day: int | None = None
    table: str = ""
    row: int = -1
    word: str = ""


class AccountTab(LiveView):
    """One tab; made when it is first seen, told which account to show, reads when it is visible.

    Signals:
        leap_requested: a `Leap`: another tab should show something.
    """

    leap_requested = Signal(object)
    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    in_steps: ClassVar[bool] = False
    """Whether it can be made empty (`empty=True`), to be furnished afterwards."""
    account_id = ""

    def furnish(self) -> Iterator[None]:
        """Make what an empty tab lacks, a few cards at a time; tabs override it."""
        return iter(())

    def show_account(self, account_id: str) -> None:
        """Show an account; the same one again reads again."""
        if account_id != self.account_id:
            self.account_id = account_id
            self.forget()
        self.refresh()

    def forget(self) -> None:
        """Show nothing of the account before; tabs override it."""

    def leap(self, leap: Leap) -> None:
        """Show the place of a leap; tabs override it."""
