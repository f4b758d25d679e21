"""A message as a file for any mail program (.eml), and as a link that opens one.

Built by libraries, never by joining strings: what stands in a subject or a name stays there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final

from healthdesk.core.domain.addresses import MOST_LINK, mail_link
from healthdesk.core.domain.errors import DeskError, UsageError
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.domain.template import line_of
from healthdesk.core.services.message_rows import checked

_POLICY: Final = SMTP.clone(max_line_length=78)


def eml(
    recipients: Sequence[Recipient], subject: str, body: str, at: datetime, mark: str = ""
) -> bytes:
    """The message as bytes of a file; it opens as a draft to be sent.

    `at` is the instant it is written, `mark` makes its id: the same message gives the same bytes.

    Raises:
        UsageError: An address, a name or the subject can be in no mail.
    """
    checked(recipients, subject, body)
    message = EmailMessage(policy=_POLICY)
    try:
        if recipients:
            message["To"] = tuple(
                Address(line_of(one.name), addr_spec=plain_address(one.address))
                for one in recipients
            )
        message["Subject"] = subject
        message["Date"] = at
        message["X-Unsent"] = "1"
        if mark:
            message["Message-ID"] = f"<{mark}@healthdesk.invalid>"
        message.set_content(body, charset="utf-8", cte="quoted-printable")
        return message.as_bytes()
    except (ValueError, IndexError, UnicodeError) as error:
        raise UsageError(
            "The message cannot be written as a mail file; nothing was saved.",
            "Look at its addresses, or copy the words.",
        ) from error


def letter(
    name: str,
    address: str,
    recipients: Sequence[Recipient],
    subject: str,
    body: str,
    *,
    at: datetime,
    key: str,
) -> bytes:
    """The message as bytes for a mail server, with its sender and its own Message-ID.

    Raises:
        UsageError: An address, a name or the subject can be in no mail.
    """
    checked(recipients, subject, body)
    message = EmailMessage(policy=_POLICY if address.isascii() else _POLICY.clone(utf8=True))
    try:
        message["From"] = Address(line_of(name), addr_spec=plain_address(address))
        message["To"] = tuple(
            Address(line_of(one.name), addr_spec=plain_address(one.address)) for one in recipients
        )
        message["Subject"] = subject
        message["Date"] = at
        message["Message-ID"] = key
        message.set_content(body, charset="utf-8", cte="quoted-printable")
        return message.as_bytes()
    except (ValueError, IndexError, UnicodeError) as error:
        raise UsageError(
            "The message cannot be written as a mail; it was not sent.",
            "Look at its addresses, or copy the words.",
        ) from error


def link(recipients: Sequence[Recipient], subject: str, body: str) -> str:
    """A link that opens the message in the mail program; "" where it is too long for one.

    Raises:
        UsageError: An address, a name or the subject can be in no mail.
    """
    checked(recipients, subject, body)
    made = mail_link(tuple(plain_address(one.address) for one in recipients), subject, body)
    return made if len(made) <= MOST_LINK else ""


def keep(path: Path, content: bytes) -> None:
    """Write a file where it was chosen.

    Raises:
        DeskError: It could not be written; the message stays where it is.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise DeskError(
            f"{path.name} could not be written: {error.strerror or error}.",
            "Choose another folder; the message is still in the outbox.",
        ) from error


def make_folder(path: Path) -> None:
    """Make a folder for several of them.

    Raises:
        DeskError: It could not be made.
    """
    try:
        path.mkdir()
    except OSError as error:
        raise DeskError(
            f"{path.name} could not be made: {error.strerror or error}.", "Choose another folder."
        ) from error


def words(recipients: Sequence[Recipient], subject: str, body: str) -> str:
    """The message as plain words, to be put anywhere."""
    to = ", ".join(f"{one.name} <{one.address}>" if one.name else one.address for one in recipients)
    heads = [f"To: {to}"] if to else []
    heads += [f"Subject: {subject}"] if subject else []
    return "\n".join([*heads, "", body] if heads else [body])


def plain_address(address: str) -> str:
    """An address whose host is written the way mail programs of every age take it."""
    local, _, host = address.rpartition("@")
    try:
        return f"{local}@{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address
