"""Sends what waits to be sent, when a person asks for it; off the screen's own thread.

Opening a desk touches no network. After a person pressed Send, what could not be sent is tried
again every five minutes while the window is open, without asking anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.sending import MailServer, Post, Sent, Waiting
from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.secret_box import ask_secret
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:  # services bring SQLAlchemy, which the first paint does not wait for
    from healthdesk.core.desk import Desk, Tx

AGAIN: Final = 5 * 60
"""Seconds after which what could not be sent is tried again."""
LABEL: Final = "Sending mail"
_TOPICS: Final = frozenset({Topic.OUTBOX, Topic.SETTINGS, Topic.ACCOUNTS})
_NAMED: Final = 2


@dataclass(frozen=True)
class Read:
    """What is known of the mail server and of what waits."""

    server: MailServer
    waiting: Waiting
    begun: bool
    """A message was handed over and its answer was never noted."""


@dataclass
class _Round:
    """One go at the server."""

    desk: Desk
    server: MailServer
    by_hand: bool
    password: str = field(default="", repr=False)


class Posting(QObject):
    """Sends when `Ui.send_mail` asks, and keeps `Ui.post` as it stands."""

    def __init__(self, ui: Ui, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self._server = MailServer()
        self._round: _Round | None = None
        self._job = 0
        self._again = Later(self, AGAIN * 1000, self._on_again_timeout)
        self._wished = False
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.changed.connect(self._on_ui_changed)
        ui.sending_requested.connect(self._on_ui_sending_requested)
        ui.stop_sending_requested.connect(self._on_ui_stop_sending_requested)
        ui.jobs.progressed.connect(self._on_jobs_progressed)

    # What waits.

    def look(self) -> None:
        """Read where things stand."""
        if self.ui.desk is not None:
            self.ui.read(read_post, then=self._take, key="mail that waits", patient=True)

    def _take(self, found: Read) -> None:
        self._server = found.server
        post = self.ui.post
        host = found.server.host if found.server.ready else ""
        trouble = post.trouble if found.waiting.queued and host == post.host else ""
        self.ui.show_post(
            replace(
                post,
                host=host,
                waiting=found.waiting.queued,
                unsure=found.waiting.unsure,
                trouble=trouble,
            )
        )
        if not found.waiting.queued:
            self._again.stop()
        desk = self.ui.desk
        if found.begun and self._round is None and desk is not None:
            self.ui.work(sweep, desk)

    # Sending.

    def send(self, *, by_hand: bool) -> None:
        """Hand over what waits; by itself only what a person asked for before."""
        desk = self.ui.desk
        if desk is None or not self._server.ready:
            return
        if self._round is not None:
            self._wished = self._wished or by_hand
            return
        self._again.stop()
        secret = self.ui.mail_secrets.get(self._server.mark, "")
        self._round = _Round(desk, self._server, by_hand, secret)
        asked = self.ui.post.asked or by_hand
        total = self.ui.post.waiting
        self.ui.show_post(
            replace(self.ui.post, busy=True, asked=asked, done=0, total=total, trouble="")
        )
        self._begin()

    def _begin(self) -> None:
        told = self._round
        if told is not None:
            call = _Call(told.desk, told.server, told.password)
            # Patient: reading is not held up while a server keeps one waiting.
            self._job = self.ui.jobs.read(
                call, self._done, self._fail, key="sending mail", label=LABEL, patient=True
            )

    def stop(self) -> None:
        """Send no more after the message that is under way; the others wait."""
        self.ui.jobs.cancel(self._job)

    def _done(self, sent: Sent) -> None:
        told, self._round = self._round, None
        if told is None or told.desk is not self.ui.desk:
            return
        if sent.password and told.by_hand and self._ask(told):
            self._round = told
            self._begin()
            return
        again = bool(sent.trouble or sent.later) or not sent.waiting  # else a person stopped it
        post = replace(
            self.ui.post,
            busy=False,
            done=0,
            total=0,
            waiting=sent.waiting,
            asked=self.ui.post.asked and again,
            trouble=sent.trouble,
        )
        self.ui.show_post(post)
        self._tell(sent, by_hand=told.by_hand)
        self.look()
        wished, self._wished = self._wished, False
        if wished and not sent.trouble:
            self.send(by_hand=True)
        elif sent.waiting and again:
            self._again.start()

    def _fail(self, error: Exception) -> None:
        told, self._round = self._round, None
        self._wished = False
        if told is None or told.desk is not self.ui.desk:
            return
        why = "" if isinstance(error, Cancelled) else str(error)
        self.ui.show_post(replace(self.ui.post, busy=False, done=0, total=0, trouble=why))
        self.look()

    def _ask(self, told: _Round) -> bool:
        """Ask for the password; False where the person thought better of it."""
        secret = ask_secret(self.ui, f"{told.server.user} at {told.server.host}")
        if secret is None:
            return False
        told.password = self.ui.mail_secrets[told.server.mark] = secret.password
        if secret.remember:
            self.ui.work(keep_password, told.server, secret.password, then=self._kept)
        return True

    def _kept(self, kept: object) -> None:
        if not kept:
            self.ui.toast(
                "The password was not kept",
                "This computer has no keyring that takes it: you are asked once each time"
                " HealthDesk is open.",
                kind="notice",
            )

    def _tell(self, sent: Sent, *, by_hand: bool) -> None:
        """Say what left; what could not be reached is told on the page, nothing pops up."""
        words, ui = self.ui.words, self.ui
        left = f"{words.count(len(sent.refused), 'message')} refused" if sent.refused else ""
        unsure = f"{words.number(len(sent.unsure))} may have been sent" if sent.unsure else ""
        more = "; ".join(one for one in (left, unsure) if one)
        why = "; ".join(said for _, said in sent.refused[:_NAMED])
        if sent.sent:
            title = f"{words.count(sent.sent, 'message')} sent"
            detail = ". ".join(one for one in (more, why) if one)
            ui.toast(title, detail or "A sent message cannot be taken back.")
        elif more:
            ui.toast(more[:1].upper() + more[1:], why, "Show", self._show, "notice")
        elif by_hand and sent.later and not sent.trouble:
            ui.toast("The mail server asks to be tried later", sent.later[0][1], kind="notice")

    def _show(self) -> None:
        self.ui.open_page("outbox")

    # What is heard.

    @Slot()
    def _on_again_timeout(self) -> None:
        if self.ui.post.asked and not self.ui.looking_back:
            self.send(by_hand=False)

    @Slot()
    def _on_ui_sending_requested(self) -> None:
        self.send(by_hand=True)

    @Slot()
    def _on_ui_stop_sending_requested(self) -> None:
        self.stop()

    @Slot(object)
    def _on_jobs_progressed(self, state: JobState) -> None:
        if self._round is not None and state.job == self._job and state.total:
            self.ui.show_post(replace(self.ui.post, done=state.done, total=state.total))

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._round = None
        self._wished = False
        self._again.stop()
        self.ui.mail_secrets.clear()
        self._server = MailServer()
        self.ui.show_post(Post())
        self.look()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if change.topics & _TOPICS:
            self.look()


class _Call:
    """What a thread does: find the password, and hand over what waits."""

    def __init__(self, desk: Desk, server: MailServer, password: str) -> None:
        self._desk, self._server, self._password = desk, server, password

    def __call__(self, progress: Progress) -> Sent:
        from healthdesk.core.services import mail_server, post  # noqa: PLC0415 - see above

        secret = self._password or mail_server.password(self._server)
        try:
            return post.send_waiting(self._desk, self._server, secret, progress)
        except DeskError:
            raise
        except OSError as error:
            raise DeskError(str(error)) from error


def read_post(tx: Tx) -> Read:
    """The mail server, and what waits for it."""
    from healthdesk.core.services import mail_server, sending  # noqa: PLC0415 - see above

    return Read(mail_server.read(tx), sending.standing(tx), sending.has_begun(tx))


def sweep(desk: Desk) -> None:
    """Call unsure what a program that ended had begun to send."""
    from healthdesk.core.services import post, sending  # noqa: PLC0415 - see above

    desk.do(sending.sweep, origin=post.ORIGIN)


def keep_password(server: MailServer, told: str) -> bool:
    """Give the password to the keyring."""
    from healthdesk.core.services import mail_server  # noqa: PLC0415 - see above

    return mail_server.keep_password(server, told)
