"""What the acts of the tab Work share: the account they act on, when they may not, a menu."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.source_ref import Ref, RowRef
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import tasks
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import task_form
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.work.reading import Work
from healthdesk.gui.parts.menu import Menu

SOON = 7
"""Days until a new task is due, as it is first proposed."""


class Acts(QObject):
    """Acts on the account that the tab shows."""

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(tab)
        self.ui = ui
        self.work: Work | None = None
        self._menu: Menu | None = None
        self._behind: tuple[str, RowRef] | None = None
        self._rows: SourcePopover | None = None

    @property
    def off(self) -> bool:
        """Whether nothing can be changed now; the person is told why."""
        if self.work is None or self.ui.desk is None:
            return True
        return self.ui.refuses_changes()

    def tab(self) -> QWidget:
        """What popups belong to; not kept, for a tab and its acts would hold on to each other."""
        return cast("QWidget", self.parent())

    def ask_new_task(self, start: TaskDraft, title: str = "New task") -> TaskDraft | None:
        """Ask for a task that begins with this; None when the person went back."""
        contacts = self.work.contacts if self.work is not None else ()
        return task_form.ask_task(self.ui, start.account_id, start, contacts=contacts, title=title)

    def write_task(self, start: TaskDraft, title: str = "New task") -> None:
        """Ask for a task that begins with this, and write it down."""
        draft = self.ask_new_task(start, title)
        if draft is not None:
            self.ui.do(tasks.add, draft)

    def new_menu(self, name: str) -> Menu:
        """A menu in place of the one before."""
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = Menu(self.ui.theme, name, self.tab())
        return self._menu

    def offer_rows(self, menu: Menu, title: str, ref: RowRef) -> None:
        """Let a menu lead to the stored row of what it is about."""
        self._behind = (title, ref)
        menu.add("Where it comes from", self._rows_chosen, icon="file-text")

    @Slot()
    def _rows_chosen(self) -> None:
        if self._behind is not None:
            title, ref = self._behind
            at = self.tab().mapToGlobal(QPoint(0, 0)) if self._menu is None else self._menu.pos()
            self.show_row(title, ref, at)

    def show_row(self, title: str, ref: Ref, at: QPoint) -> None:
        """Show stored rows under a place of the screen."""
        if self._rows is None:
            self._rows = SourcePopover(self.ui, self.tab())
        self._rows.open_refs(title, (ref,), at)
