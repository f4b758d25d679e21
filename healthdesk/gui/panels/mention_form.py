"""The form of a mention: what somebody said of us in public."""

from __future__ import annotations

from healthdesk.core.domain.mention import MentionDraft
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept


def ask_mention(ui: Ui, account_id: str) -> MentionDraft | None:
    """Ask for a mention; None if nobody wants to."""
    values = ask_form(
        ui,
        "Add mention",
        (
            Field("channel", "Where", "line", required=True, hint="LinkedIn, a forum, a talk"),
            Field("day", "On", "day", ui.today, required=True, last=ui.today),
            Field("author", "Who said it"),
            Field("text", "In which words", "prose"),
            Field("link", "Link"),
        ),
        text="What was said of us in public; its tone can be marked in the timeline.",
        yes="Add",
        kept=Kept(account_id, "Add mention"),
    )
    if values is None:
        return None
    return MentionDraft(
        account_id,
        values["day"],
        values["channel"],
        values["author"],
        values["text"],
        values["link"],
    )
