"""What can be done with playbooks from their list: what a new one asks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.domain.playbook_view import PlaybookRow
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.kind import PLAYBOOKS
from healthdesk.gui.panels.form import Values
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.shelf.acts import ListActs


class PlaybookActs(ListActs):
    """Acts on playbooks of the list."""

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(ui, page, PLAYBOOKS)

    def fields(self, begun: str) -> tuple[Field, ...]:
        """Name, purpose and measure."""
        del begun
        return (
            Field("name", "Name", required=True),
            Field("purpose", "What it is for", "prose", hint="When to reach for it"),
            Field("measure", "What shows that it worked"),
        )

    def made(self, asked: Values, begun: str) -> Playbook:
        """A playbook without steps."""
        del begun
        return Playbook(asked["name"], asked["purpose"][:500], "", asked["measure"][:500])

    def left_behind(self, row: PlaybookRow) -> str:
        """What speaks of it."""
        return left_behind(row)


def left_behind(row: PlaybookRow) -> str:
    """What speaks of a playbook that is to go, in sentences."""
    return f"{'. '.join(row.used_by)}. They keep its name. " if row.used_by else ""
