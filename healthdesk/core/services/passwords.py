"""Passwords of databases: in the system's keyring where there is one, never in the desk.

The keyring is an optional library and an optional service: without either, passwords are asked
for each time.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from healthdesk.core.domain.errors import UsageError

SERVICE: Final = "HealthDesk"
"""Under this name the keyring keeps them."""
HIDDEN: Final = "\u2026"
_MANNERS: Final = "Write it as postgresql://name@host/database."


@dataclass(frozen=True)
class Address:
    """A database's address without its password, and the password it came with ("" = none)."""

    shown: str
    password: str = ""


def split(url: str) -> Address:
    """Part an address from its password; `UsageError` for what is no address.

    A SQLite file is its own address: a path, or "sqlite:///" and a path.
    """
    if "://" not in url and Path(url.strip()).expanduser().is_file():
        return Address(str(Path(url.strip()).expanduser().resolve()))
    try:
        parsed = make_url(url.strip())
    except ArgumentError:
        raise UsageError("This is no address of a database.", _MANNERS) from None
    if not parsed.drivername or (not parsed.host and not parsed.database):
        raise UsageError("This is no address of a database.", _MANNERS)
    if parsed.get_backend_name() == "sqlite":
        return Address(str(Path(parsed.database or "").expanduser().resolve()))
    shown = parsed._replace(password=None).render_as_string(hide_password=False)
    return Address(shown, str(parsed.password or ""))


def joined(shown: str, password: str) -> str:
    """The whole address again, for opening it."""
    if not password:
        return shown
    return make_url(shown).set(password=password).render_as_string(hide_password=False)


def wants(shown: str) -> bool:
    """Whether an address names a user on a host, who will be asked for a password."""
    if "://" not in shown:
        return False
    parsed = make_url(shown)
    return bool(parsed.username and parsed.host)


def without(sentence: str, password: str) -> str:
    """A sentence in which the password does not stand, whatever a driver wrote into it."""
    return sentence.replace(password, HIDDEN) if password else sentence


def recall(shown: str) -> str:
    """The password that the keyring holds for an address; "" = none, or there is no keyring."""
    ring = _ring()
    if ring is not None:
        with suppress(Exception):  # locked, denied, gone: each backend raises its own
            return str(ring.get_password(SERVICE, shown) or "")
    return ""


def keep(shown: str, password: str) -> bool:
    """Give a password to the keyring; False where there is none that takes it."""
    ring = _ring()
    if ring is not None:
        with suppress(Exception):
            ring.set_password(SERVICE, shown, password)
            return bool(ring.get_password(SERVICE, shown) == password)
    return False


def forget(shown: str) -> None:
    """Take a password out of the keyring."""
    ring = _ring()
    if ring is not None:
        with suppress(Exception):
            ring.delete_password(SERVICE, shown)


def available() -> bool:
    """Whether this computer has a keyring that could take a password."""
    ring = _ring()
    if ring is None:
        return False
    with suppress(Exception):
        return float(ring.get_keyring().priority) > 0
    return False


def _ring() -> Any:  # noqa: ANN401 - the library is optional, so nothing can be known of it
    try:
        # When it is needed: it looks through all installed packages, and may not be one itself.
        return import_module("keyring")
    except ImportError:
        return None
