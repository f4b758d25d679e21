"""The mail server of a desk: kept as one setting, its password in the system's keyring."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.addresses import address_fault, line_fault
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.sending import LOOPBACK, MailServer
from healthdesk.core.services import passwords, settings
from healthdesk.core.store.db import Tx

KEY: Final = "mail_server"
_NOTHING: Final = "The mail server was not changed"


def read(tx: Tx) -> MailServer:
    """The mail server; what cannot be read is none."""
    found = tx.execute(text("SELECT value FROM setting WHERE key = :key"), {"key": KEY}).scalar()
    if found is None:
        return MailServer()
    try:
        return msgspec.json.decode(found, type=MailServer)
    except msgspec.MsgspecError:
        return MailServer()


@op("Change mail server")
def change(tx: Tx, server: MailServer) -> None:
    """Keep a mail server; an empty host takes it away.

    Raises:
        UsageError: A part of it cannot be; or a password would cross a network in the clear.
    """
    try:
        msgspec.convert(msgspec.structs.asdict(server), MailServer)
    except msgspec.ValidationError as error:
        raise UsageError(f"{_NOTHING}: {error}.") from error
    if server.host:
        _check(server)
    settings.put(tx, KEY, msgspec.json.encode(server).decode())


def _check(server: MailServer) -> None:
    host = server.host.strip()
    if host != server.host or any(one.isspace() or one in "/@" for one in host):
        raise UsageError(f"{_NOTHING}: “{server.host}” is no name of a server.")
    fault = address_fault(server.address) or line_fault(server.name, "A name")
    if fault:
        raise UsageError(f"{_NOTHING}: {fault}")
    fault = line_fault(server.user, "A user's name")
    if fault:
        raise UsageError(f"{_NOTHING}: {fault}")
    if server.security == "none" and host.casefold() not in LOOPBACK:
        raise UsageError(
            f"{_NOTHING}: without TLS anybody on the way could read the mail.",
            "Choose STARTTLS or TLS; a server on this computer may do without.",
        )


def password(server: MailServer) -> str:
    """The password that the keyring holds; "" = none, or no keyring."""
    return passwords.recall(server.mark) if server.user else ""


def keep_password(server: MailServer, told: str) -> bool:
    """Give the password to the keyring; False where there is none that takes it."""
    return passwords.keep(server.mark, told)
