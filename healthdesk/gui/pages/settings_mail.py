"""The setting of the mail server: where messages leave, once a person sends them; may be none.

Looking at this page touches no network; only Try it does, and Send in the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.sending import SECURITY, MailServer, Security
from healthdesk.core.services import mail_server, passwords, post
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx

WIDE: Final = 300
LABEL: Final = 168
PORTS: Final[dict[Security, int]] = {"starttls": 587, "tls": 465, "none": 25}
LEAVES: Final = (
    "Without one, messages leave by your mail program or as files. With one, the outbox has Send:"
    " only what you press it for leaves, with its addresses, subject and words, and nothing else."
    " Nothing is asked of the server when HealthDesk starts."
)
RING: Final = "kept in this computer's keyring"
NO_RING: Final = "no keyring here: asked for at each start"
LET_IN: Final = "It answers and lets you in. Nothing was sent."


@dataclass(frozen=True)
class Found:
    """The server as it is kept, and whether there is a keyring that has its password."""

    server: MailServer
    ring: bool
    known: bool


def read_server(tx: Tx) -> Found:
    """Read it; the keyring is asked here, off the screen's thread."""
    server = mail_server.read(tx)
    ring = passwords.available()
    known = ring and bool(server.host) and bool(mail_server.password(server))
    return Found(server, ring, known)


class MailCard(Card):
    """Names a mail server, tries it, or takes it away."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Mail server", "part of the desk; none is needed")
        self.ui = ui
        self._found: Found | None = None
        self._trying = False
        self._wanted = False
        self.host = _line("Mail server", "none")
        self.port = QSpinBox()
        self.port.setRange(1, 65_535)
        self.port.setAccessibleName("Port of the mail server")
        self.port.lineEdit().setTextMargins(6, 0, 0, 0)
        self.security = QComboBox()
        self.security.setAccessibleName("Security of the mail server")
        for key, words in SECURITY.items():
            self.security.addItem(words, key)
        self.user = _line("User of the mail server", "none: it asks for no password")
        self.password = _line("Password of the mail server", "")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.address = _line("Your address", "you@company.example")
        self.name = _line("Your name in mails", "")
        self.ring = PlainLabel("", "caption", elide=True)
        self.verdict = PlainLabel("", "second", wrap=True)
        self.save = QPushButton("Save")
        self.save.setProperty("kind", "primary")
        self.test = QPushButton("Try it")
        self.test.setToolTip("Asks the server whether it lets you in; sends nothing")
        self.remove = QPushButton("Take away")
        changes_desk(ui, self.save, self.remove)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.body.addWidget(PlainLabel(LEAVES, "caption", wrap=True))
        rows: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            ("Server", self.host, None),
            ("Port", self.port, None),
            ("Security", self.security, None),
            ("User", self.user, None),
            ("Password", self.password, self.ring),
            ("From, address", self.address, None),
            ("From, name", self.name, None),
        )
        for label, control, note in rows:
            control.setFixedWidth(WIDE)
            row = QHBoxLayout()
            row.setSpacing(12)
            name = PlainLabel(label, "medium")
            name.setFixedWidth(LABEL)
            row.addWidget(name)
            row.addWidget(control)
            if note is None:
                row.addStretch(1)
            else:
                row.addWidget(note, 1)
            self.body.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.save, self.test, self.remove):
            foot.addWidget(button)
        foot.addWidget(self.verdict, 1)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        for line in (self.host, self.user, self.password, self.address, self.name):
            line.textEdited.connect(self._on_edited)
        self.port.valueChanged.connect(self._on_edited)
        self.security.activated.connect(self._on_security_activated)
        self.save.clicked.connect(self._on_save_clicked)
        self.test.clicked.connect(self._on_test_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self.ui.desk_changed.connect(self._on_ui_desk_changed)

    @property
    def typed(self) -> MailServer:
        """The server as it stands in the lines."""
        return MailServer(
            host=self.host.text().strip(),
            port=self.port.value(),
            security=self.security.currentData(),
            user=self.user.text().strip(),
            address=self.address.text().strip(),
            name=self.name.text().strip(),
        )

    @property
    def changed(self) -> bool:
        """Whether something was typed that is not kept."""
        if self._found is None:
            return False
        return self.typed != self._found.server or bool(self.password.text())

    def reload(self) -> None:
        """Read what is kept; what is being typed stays."""
        if not self.changed:
            self.ui.read(read_server, then=self._take, key="mail server")

    def _take(self, found: Found) -> None:
        if self.changed:
            return
        self._found = found
        server = found.server
        for line, words in (
            (self.host, server.host), (self.user, server.user), (self.address, server.address),
            (self.name, server.name),
        ):  # fmt: skip
            line.setText(words)
        self.port.setValue(server.port)
        self.security.setCurrentIndex(max(0, self.security.findData(server.security)))
        self.password.clear()
        held = found.known or server.mark in self.ui.mail_secrets
        self.password.setPlaceholderText("as it is kept" if held else "")
        self.ring.setText(RING if found.ring else NO_RING)
        self._show()

    def _show(self) -> None:
        told = self.typed
        kept = self._found.server if self._found is not None else MailServer()
        self.save.setEnabled(self.changed and not self.ui.looking_back)
        self.remove.setVisible(bool(kept.host))
        self.test.setEnabled(told.ready and (not self._trying or self._wanted))
        self.test.setText("Stop" if self._wanted else "Try it")
        self.password.setEnabled(bool(told.user))

    # Changing.

    @Slot()
    def _on_edited(self) -> None:
        self.verdict.setText("")
        self._show()

    @Slot()
    def _on_security_activated(self) -> None:
        """Another way of talking has another usual port."""
        if self.port.value() in PORTS.values():
            self.port.setValue(PORTS[self.security.currentData()])
        self._on_edited()

    @Slot()
    def _on_save_clicked(self) -> None:
        if self.typed != (self._found.server if self._found else MailServer()):
            self.ui.do(mail_server.change, self.typed, then=self._on_saved, failed=self._refused)
        else:
            self._on_saved(None)

    def _on_saved(self, answer: object) -> None:
        del answer
        server, secret = self.typed, self.password.text()
        if secret and server.user:
            self.ui.mail_secrets[server.mark] = secret
            if self._found is not None and self._found.ring:
                self.ui.work(mail_server.keep_password, server, secret, then=self._on_kept)
        if self._found is not None:
            self._found = Found(server, self._found.ring, self._found.known)
        self.password.clear()
        self.verdict.setText("Saved. Try it, or press Send in the outbox.")
        self._show()
        self.reload()

    def _on_kept(self, kept: object) -> None:
        if not kept:
            self.verdict.setText(
                "Saved, but the keyring did not take the password: it is kept until HealthDesk is"
                " closed."
            )

    def _refused(self, error: Exception) -> None:
        self.verdict.setText(str(error))

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.ui.do(mail_server.change, MailServer(), then=self._on_removed)

    def _on_removed(self, answer: object) -> None:
        del answer
        kept = self._found.server if self._found is not None else MailServer()
        if kept.user:
            self.ui.mail_secrets.pop(kept.mark, None)
            self.ui.work(passwords.forget, kept.mark)
        self._found = None
        self.password.clear()
        self.reload()
        self.ui.toast(
            "The mail server is taken away", "Its password is forgotten.", "Undo", self.ui.undo
        )

    # Trying.

    @Slot()
    def _on_test_clicked(self) -> None:
        if self._wanted:
            self._wanted = False
            self.verdict.setText("Stopped.")
            self._show()
            return
        server = self.typed
        if self.ui.post.busy:
            self.verdict.setText("Messages are being sent just now.")
            return
        secret = self.password.text() or self.ui.mail_secrets.get(server.mark, "")
        self._trying = self._wanted = True
        self.verdict.setText(f"Asking {server.host}")
        self._show()
        self.ui.jobs.read(
            _Try(server, secret), self._on_tried, self._on_try_failed, key="try", patient=True
        )

    def _on_tried(self, told: str) -> None:
        wanted, self._trying, self._wanted = self._wanted, False, False
        if wanted:
            self.verdict.setText(told or LET_IN)
        self._show()

    def _on_try_failed(self, error: Exception) -> None:
        self._on_tried(str(error))

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._found = None
        self._wanted = False
        self.password.clear()
        self.verdict.setText("")


class _Try:
    """What a thread asks of the server; `post.check` says why it lets nobody in."""

    def __init__(self, server: MailServer, password: str) -> None:
        self._server, self._password = server, password

    def __call__(self, progress: Progress) -> str:
        del progress
        secret = self._password or mail_server.password(self._server)
        return post.check(self._server, secret)


def _line(name: str, hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setMaxLength(320)
    return line
