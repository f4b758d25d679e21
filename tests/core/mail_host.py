"""A real mail server on this computer's loopback, that answers as a test wants it to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "ada@north.example", "correct horse"


class Post:
    """What the server was handed, and what it says: by recipient or to all words."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], Message]] = []
        self.on_recipient: dict[str, str] = {}
        self.on_data = ""
        """The answer to a message's words; "" = it is taken; "hang up" = the line is cut."""
        self.on_taken = None
        """Called when a message was taken, before the answer goes out."""

    @property
    def keys(self) -> list[str]:
        """The Message-IDs of what was taken, in order."""
        return [str(one["Message-ID"]) for _, one in self.taken]

    async def handle_RCPT(self, server, session, envelope, address, options):
        said = self.on_recipient.get(address)
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.on_data and self.on_data != "hang up":
            return self.on_data
        made = message_from_bytes(envelope.content, policy=default)
        self.taken.append((list(envelope.rcpt_tos), made))
        if self.on_taken is not None:
            self.on_taken()
        if self.on_data == "hang up":
            server.transport.abort()
        return "250 Taken"


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _let_in(server, session, envelope, mechanism, data):
    known = isinstance(data, LoginPassword) and data == LoginPassword(
        USER.encode(), PASSWORD.encode()
    )
    return AuthResult(success=known, handled=False)


@contextmanager
def running(*, password: bool = False) -> Iterator[tuple[Post, int]]:
    """The server while it runs: what it takes, and its port."""
    post = Post()
    more = {"authenticator": _let_in, "auth_require_tls": False} if password else {}
    port = free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()
