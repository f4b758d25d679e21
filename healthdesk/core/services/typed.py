"""What is being typed into a form, kept until the form is saved or left: a crash loses nothing.

It is no change of the desk: nothing reads it but the form, and it is no step of undo.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.services import snapshots
from healthdesk.core.store.db import Tx

PREFIX: Final = "typed "
"""Before the key of a form: where its words are kept."""


class Typed(msgspec.Struct, frozen=True):
    """The words of a form that was neither saved nor left, by the key of each input."""

    key: str
    title: str
    account_id: str
    day: int
    values: dict[str, Any]


@op("Keep what is typed")
def keep(tx: Tx, typed: Typed) -> None:
    """Keep the words of a form as they are now."""
    snapshots.keep(tx, PREFIX + typed.key, 0, typed)


@op("Forget what was typed")
def forget(tx: Tx, key: str) -> None:
    """The form was saved, or left on purpose."""
    tx.execute(text("DELETE FROM snapshot WHERE key = :key"), {"key": PREFIX + key})


def find(tx: Tx, key: str) -> Typed | None:
    """The words that a form was left with, if it was neither saved nor left on purpose."""
    return next((one for one in _all(tx) if one.key == key), None)


def left(tx: Tx) -> tuple[tuple[Typed, str], ...]:
    """Every form that was left so, with the name of its account, "" of none; the newest first."""
    rows = tx.execute(text("SELECT account_id, name FROM account")).all()
    names: dict[str, str] = {"": ""} | {row[0]: row[1] for row in rows}
    found = [(one, names[one.account_id]) for one in _all(tx) if one.account_id in names]
    return tuple(sorted(found, key=lambda pair: (-pair[0].day, pair[1], pair[0].title)))


def _all(tx: Tx) -> tuple[Typed, ...]:
    rows = tx.execute(
        text("SELECT payload FROM snapshot WHERE key LIKE :any ORDER BY key"),
        {"any": f"{PREFIX}%"},
    )
    out = []
    for (payload,) in rows:
        try:
            out.append(msgspec.msgpack.decode(payload, type=Typed))
        except msgspec.MsgspecError:
            continue  # written by a version that kept other things
    return tuple(out)
