"""What can be done with a campaign: written, sent, saved as files, copied, ended, removed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.campaign import Campaign, CampaignPerson, CampaignView
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.services import campaign_files, campaigns, sending
from healthdesk.core.services.campaign_files import Filed
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.campaigns import says
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.menu import Menu

NEW = "New campaign"


class CampaignActs(QObject):
    """Acts on campaigns.

    Signals:
        added: the name of one that is to be opened.
        gone: the one in view is no more.
    """

    added = Signal(str)
    gone = Signal()

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self.page = page
        self.view: CampaignView | None = None
        self._menu: Menu | None = None

    @property
    def name(self) -> str:
        """The name of the campaign that is acted on."""
        return self.view.campaign.name if self.view is not None else ""

    def add(self, segment: str = "", accounts: tuple[str, ...] = ()) -> None:
        """Begin a new campaign."""
        if self.ui.refuses_changes():
            return
        name = f"{NEW}: {segment}" if segment else NEW
        made = Campaign(name[:200], segment=segment, accounts=accounts)
        self.ui.do(campaigns.add, made, then=self._on_added)

    def _on_added(self, name: str) -> None:
        self.added.emit(name)

    def write(self) -> None:
        """Put a draft for each into the outbox."""
        self.ui.do(campaigns.write, self.name, then=self._on_written, label="Writing the messages")

    def _on_written(self, made: tuple[int, ...]) -> None:
        told = self.ui.words.count(len(made), "message")
        verb = "is" if len(made) == 1 else "are"
        self.ui.toast(f"{told} {verb} in the outbox", "None left by itself.", "Undo", self.ui.undo)

    def send_all(self) -> None:
        """Queue all that are whole, and have them sent."""
        view = self.view
        if view is None or self.ui.refuses_changes():
            return
        wanted = says.to_send(view, self.ui.post)
        many = self.ui.words.count(len(wanted), "message")
        question = Question(
            f"Send {many}?",
            f"{self.ui.post.host} is handed them one after the other, each with an address of its"
            " own. Those with a field that has no value stay in the outbox. A sent message cannot"
            " be taken back.",
            f"Send {many}",
            "Not now",
            "sends nothing",
        )
        if self.ui.dialogs.ask(question):
            self.ui.do(sending.queue_many, wanted, then=self._on_queued, label="Queueing")

    def _on_queued(self, told: tuple[int, tuple[str, ...]]) -> None:
        done, why = told
        if why:
            words = self.ui.words
            self.ui.toast(
                f"{words.number(len(why))} of {words.number(done + len(why))} stay in the outbox",
                why[0],
                kind="notice",
            )
        if done:
            self.ui.send_mail()

    # Files.

    def save_table(self) -> None:
        """Save a table for a mailing tool."""
        path = self.ui.dialogs.save_as(
            "Save as table", Path(f"{safe_name(self.name)}.csv"), "Tables (*.csv)"
        )
        if path is not None and self.view is not None:
            self.ui.work(_table, path, self.view.people, then=self._on_filed)

    def save_mails(self) -> None:
        """Save a mail file for each."""
        folder = self.ui.dialogs.choose_folder("Save the mails into a folder")
        if folder is not None and self.view is not None:
            at = self.ui.clock.now()
            told = (folder, self.view.people, self.name, at)
            self.ui.work(_mails, *told, then=self._on_filed, label="Writing mails")

    def _on_filed(self, filed: Filed) -> None:
        words = self.ui.words
        passed = (
            f"{words.number(filed.passed)} not: a field has no value, or their mail cannot be."
            if filed.passed
            else "They are not marked as sent: only you know when they are."
        )
        self.ui.toast(f"{filed.path.name}: {words.count(filed.written, 'mail')}", passed)

    # Whole campaigns.

    def duplicate(self) -> None:
        """Make another like it."""
        self.ui.do(campaigns.duplicate, self.name, then=self._on_added)

    def end(self) -> None:
        """Call it over."""
        view = self.view
        if view is None or self.ui.refuses_changes():
            return
        waits = sum(one.message_state in {"draft", "held", "queued"} for one in view.people)
        many = self.ui.words.count(waits, "message")
        question = Question(
            f"End “{self.name}”?",
            f"{many} that did not leave are dropped; Undo brings them back."
            if waits
            else "Nothing of it waits any more. What came of it stays here.",
            "End it",
            "Keep it",
            "keeps it as it is",
        )
        if self.ui.dialogs.ask(question):
            self.ui.do(campaigns.end, self.name, then=self._on_ended)

    def _on_ended(self, answer: object) -> None:
        del answer
        self.ui.toast("The campaign is over", "", "Undo", self.ui.undo)

    def remove(self) -> None:
        """Forget it."""
        if not self.ui.refuses_changes():
            self.ui.do(campaigns.remove, self.name, then=self._on_removed)

    def _on_removed(self, answer: object) -> None:
        del answer
        self.gone.emit()
        self.ui.toast(
            "The campaign is removed", "Its messages stay in the outbox.", "Undo", self.ui.undo
        )

    def open_menu(self, at: QPoint) -> None:
        """Offer all of that."""
        view = self.view
        if view is None:
            return
        some, may = bool(campaign_files.whole(view.people)), not self.ui.looking_back
        menu = Menu(self.ui.theme, "More for this campaign", self.page)
        menu.add("Save as table (CSV)", self.save_table, icon="table-export", enabled=some)
        menu.add("Save as mail files", self.save_mails, icon="file-export", enabled=some)
        menu.addSeparator()
        menu.add("Duplicate", self.duplicate, icon="copy", enabled=may)
        if view.state == "written":
            menu.add("End", self.end, icon="flag", enabled=may)
        menu.add("Remove", self.remove, icon="trash", enabled=may)
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu
        menu.popup(at)

    # One person.

    def turn(self, one: CampaignPerson) -> None:
        """Leave somebody out and say why, or take them in again."""
        if self.view is None or self.view.state != "draft" or one.person is None:
            return
        if one.by_hand:
            self.ui.do(campaigns.take_in, self.name, one.person.contact_id)
            return
        if one.left_out:
            self.ui.toast(f"{one.person.name} is not written to", f"{one.left_out}.", kind="notice")
            return
        if self.ui.refuses_changes():
            return
        asked = (Field("why", "Why", required=True, hint="On holiday until May"),)
        told = ask_form(self.ui, f"Leave {one.person.name} out?", asked, yes="Leave out")
        if told is not None:
            self.ui.do(campaigns.leave_out, self.name, one.person.contact_id, told["why"])

    def say_alone(self, one: CampaignPerson, words: tuple[str, str] | None, together: str) -> None:
        """Give somebody words of their own, or the campaign's again."""
        if one.person is not None:
            self.ui.do(
                campaigns.say_alone,
                self.name,
                one.person.contact_id,
                words,
                together=together,
            )


def _table(path: Path, people: tuple[CampaignPerson, ...]) -> Filed:
    return campaign_files.save_table(path, people)


def _mails(
    folder: Path,
    people: tuple[CampaignPerson, ...],
    name: str,
    at: datetime,
    *,
    progress: Progress = NOBODY,
) -> Filed:
    if not folder.is_dir():
        raise DeskError(f"{folder.name} is no folder any more.", "Choose another one.")
    return campaign_files.save_mails(folder, people, name, at, progress)
