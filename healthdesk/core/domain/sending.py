"""Messages that leave by a mail server: whose server it is, and what its answers mean.

A message is sent once. The desk notes that it hands one over before it does, and what the server
said afterwards; where the second note is missing nobody knows, and a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

import msgspec

SendingState = Literal["queued", "sending", "sent", "refused", "unsure"]
STATES: Final[dict[str, str]] = {
    "queued": "waits to be sent",
    "sending": "is being sent",
    "sent": "sent",
    "refused": "refused by the mail server",
    "unsure": "may have been sent",
}
Security = Literal["starttls", "tls", "none"]
SECURITY: Final[dict[str, str]] = {
    "starttls": "STARTTLS (usually port 587)",
    "tls": "TLS from the start (usually port 465)",
    "none": "none: only a server on this computer",
}
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_TEMPORARY: Final = range(400, 500)
Verdict = Literal["sent", "later", "refused", "unsure"]


class MailServer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where mail leaves; the password is in the system's keyring or asked for, never here."""

    host: Annotated[str, msgspec.Meta(max_length=253)] = ""
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 587
    security: Security = "starttls"
    user: Annotated[str, msgspec.Meta(max_length=320)] = ""
    address: Annotated[str, msgspec.Meta(max_length=320)] = ""
    """Whose mail it is."""
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""

    @property
    def ready(self) -> bool:
        """Whether there is one."""
        return bool(self.host and self.address)

    @property
    def mark(self) -> str:
        """Under what the keyring keeps its password."""
        return f"smtp://{self.user}@{self.host}:{self.port}"


@dataclass(frozen=True)
class Answer:
    """What came of handing one message over.

    Attributes:
        left_out: addresses the server took the message not for, with its words.
    """

    verdict: Verdict
    words: str = ""
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Letter:
    """A message as it goes over the wire."""

    message: int
    key: str
    sender: str
    to: tuple[str, ...]
    content: bytes


@dataclass(frozen=True)
class Sent:
    """What came of sending what waited.

    Attributes:
        trouble: why nothing more was tried ("the mail server cannot be reached"); "" = all tried.
        waiting: how many still wait.
    """

    sent: int = 0
    refused: tuple[tuple[int, str], ...] = ()
    later: tuple[tuple[int, str], ...] = ()
    unsure: tuple[int, ...] = ()
    trouble: str = ""
    password: bool = False
    """The server wants a password, or another one."""
    waiting: int = 0


@dataclass(frozen=True)
class Waiting:
    """How many messages wait to be sent, and of how many nobody knows whether they were."""

    queued: int = 0
    unsure: int = 0


SEND: Final = "Send message"
"""What sending is called as a step of undo, which takes back the desk's note of it alone."""


@dataclass(frozen=True)
class Post:
    """Where a window stands with the mail server.

    Attributes:
        host: whose server it is; "" = there is none.
        waiting: messages that wait to be sent; of the `unsure` nobody knows whether they were.
        done, total: how far sending is, while it is `busy`.
        asked: a person pressed Send since the window opened, so what waits is tried again.
        trouble: why nothing more was sent the last time; "" = all that waited was tried.
    """

    host: str = ""
    waiting: int = 0
    unsure: int = 0
    busy: bool = False
    done: int = 0
    total: int = 0
    asked: bool = False
    trouble: str = ""

    @property
    def ready(self) -> bool:
        """Whether there is a mail server."""
        return bool(self.host)


def verdict_of(code: int) -> Verdict:
    """What a refusal's code means (RFC 5321, 4.2.1): 4yz may be tried again, 5yz not."""
    return "later" if code in _TEMPORARY else "refused"


def of_recipients(answers: dict[str, tuple[int, str]], asked: int) -> Answer | None:
    """What it means that some recipients were not taken; None where the rest may be sent."""
    if not answers:
        return None
    told = tuple((address, words) for address, (_, words) in sorted(answers.items()))
    if len(answers) < asked:
        return None
    code = min(code for code, _ in answers.values())
    words = "; ".join(f"{address}: {said}" for address, said in told)
    return Answer(verdict_of(code), words, told)
