"""Takes mails and meetings into the story: read off the window's thread, confirmed, then written.

One is shown as a filled form, several as a list to tick. Nothing is written before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Slot

from healthdesk.core.domain.brought import Brought
from healthdesk.core.domain.timeline import Person
from healthdesk.core.domain.touch import KIND_WORDS, TouchDraft
from healthdesk.core.services import brought, files, mentions, touches
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.mention_form import ask_mention
from healthdesk.gui.panels.touch_form import ask_touch

KINDS = "Mails and meetings (*.eml *.ics);;All files (*)"
LISTED = 200
"""Touchpoints that one list offers; the newest."""
_TOLD = 4
"""Sentences of what was left out that a list shows."""
_TITLE = 58


def line(one: Brought, words: Words) -> str:
    """One of several in words: day, kind, subject, and what is to be known of it."""
    draft = one.draft
    if draft is None:
        return one.refused
    subject = draft.subject or "without a title"
    cut = subject if len(subject) <= _TITLE else f"{subject[: _TITLE - 1]}…"
    known = " (logged before)" if one.known else ""
    return f"{words.day(draft.day)}  {KIND_WORDS[draft.kind]}: {cut}{known}"


def left_out(found: Sequence[Brought]) -> str:
    """What files held that is not offered, in a few sentences."""
    told = [one.refused for one in found if one.refused]
    more = f" {len(told) - _TOLD} more were left out." if len(told) > _TOLD else ""
    return " ".join(told[:_TOLD]) + more


class BringIn(QObject):
    """Reads files or a pasted text for an account, asks, and logs what was confirmed."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._account_id = ""
        self._contacts: Sequence[Person] = ()

    def take(self, account_id: str, contacts: Sequence[Person], paths: Sequence[Path]) -> None:
        """Take mails and meetings as touches, and keep other files with the account."""
        self._account_id, self._contacts = account_id, contacts
        spoken = [path for path in paths if path.suffix.casefold() in brought.ENDINGS]
        others = tuple(path for path in paths if path not in spoken)
        if others:
            self._ui.do(files.add, account_id, others, then=self._on_kept)
        if spoken:
            self._ui.read(brought.read, account_id, spoken, then=self._on_read, key="brought")

    def take_pasted(self, account_id: str, contacts: Sequence[Person], data: QMimeData) -> None:
        """Take what lies on the clipboard: files, or the words of a mail or a calendar."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.take(account_id, contacts, paths)
            return
        self._account_id, self._contacts = account_id, contacts
        told = data.text()
        if brought.speaks_of_touches(told):
            self._ui.read(brought.read_text, account_id, told, then=self._on_read, key="brought")
        else:
            self._ui.toast(
                "Nothing to take in",
                "Copy a mail with its headers, a calendar entry or files, and paste again.",
                kind="notice",
            )

    def write_mention(self, account_id: str) -> None:
        """Ask for what was said of us in public, and write it down."""
        draft = ask_mention(self._ui, account_id)
        if draft is not None:
            self._ui.do(mentions.add, draft, then=self._on_mentioned)

    def _on_mentioned(self, row: int) -> None:
        del row
        self._ui.toast("The mention was added", "", "Undo", self._ui.undo)

    @Slot(object)
    def _on_read(self, found: tuple[Brought, ...]) -> None:
        offered = [one for one in found if one.draft is not None]
        if not offered:
            self._ui.toast("Nothing to log", left_out(found), kind="notice")
        elif len(found) == 1 and offered[0].draft is not None:
            self._ask_one(offered[0], offered[0].draft)
        else:
            self._ask_several(found, offered)

    def _ask_one(self, one: Brought, start: TouchDraft) -> None:
        notes = list(one.notes)
        if one.known:
            notes.insert(0, "This was logged before; saving logs it a second time.")
        title = f"Log this {KIND_WORDS[start.kind].lower()}"
        draft = ask_touch(
            self._ui, self._account_id, self._contacts, start, title=title, text=" ".join(notes)
        )
        if draft is not None:
            self._ui.do(touches.add, draft, then=self._on_logged)

    def _ask_several(self, found: Sequence[Brought], offered: Sequence[Brought]) -> None:
        shown = offered[:LISTED]
        choices = [(str(at), line(one, self._ui.words)) for at, one in enumerate(shown)]
        ticked = tuple(str(at) for at, one in enumerate(shown) if not one.known)
        told = ["Nothing is written until you press Log.", left_out(found)]
        if len(offered) > LISTED:
            told.append(f"Of {len(offered)} the newest {LISTED} are listed.")
        values = ask_form(
            self._ui,
            f"Log {self._ui.words.count(len(shown), 'touch', 'touches')}",
            (Field("chosen", "Which of them", "many", ticked, choices),),
            text=" ".join(filter(None, told)),
            yes="Log",
        )
        picked = [shown[int(at)].draft for at in (values or {}).get("chosen", ())]
        drafts = [draft for draft in picked if draft is not None]
        if drafts:
            self._ui.do(touches.add_many, drafts, then=self._on_logged)

    @Slot(object)
    def _on_logged(self, made: int | tuple[int, ...]) -> None:
        count = 1 if isinstance(made, int) else len(made)
        told = self._ui.words.count(count, "touch", "touches")
        self._ui.toast(f"Logged {told}", "", "Undo", self._ui.undo)

    @Slot(object)
    def _on_kept(self, rows: tuple[int, ...]) -> None:
        told = self._ui.words.count(len(rows), "file")
        self._ui.toast(f"Added {told}", "They are under Files and notes.", "Undo", self._ui.undo)
