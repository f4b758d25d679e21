"""The desk's settings: small validated documents, one row each."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Annotated, Final
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from sqlalchemy import text

from healthdesk.core.clock import default_zone
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.today import BUDGET
from healthdesk.core.store.db import Tx

_Line = Annotated[str, msgspec.Meta(max_length=200)]
_Rows = Annotated[int, msgspec.Meta(ge=1, le=200)]
_Cadence = Annotated[int, msgspec.Meta(ge=1, le=3650)]
_Currency = Annotated[str, msgspec.Meta(pattern="^([A-Z]{3})?$")]


class DeskSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a desk is called, whose calendar its days are in, and the money it counts in.

    `zone` empty means the system's; `currency` empty means that amounts are shown bare. `person` is
    who works with it, `today_rows` how many rows of Today stand open. `cadence_days` is after how
    many days without a touch an account is late; None: as its tier says.
    """

    name: _Line = ""
    zone: _Line = ""
    currency: _Currency = ""
    person: _Line = ""
    today_rows: _Rows = BUDGET
    cadence_days: _Cadence | None = None


KEYS: Final = tuple(DeskSettings.__struct_fields__)


def read(tx: Tx) -> DeskSettings:
    """Read the settings; a row that no longer validates reads as its default."""
    rows = tx.execute(text("SELECT key, value FROM setting"))
    found = {key: value for key, value in rows if key in KEYS}
    out = DeskSettings()
    for key, value in found.items():
        try:
            document = {**msgspec.structs.asdict(out), key: msgspec.json.decode(value)}
            out = msgspec.convert(document, DeskSettings)
        except msgspec.MsgspecError:
            continue
    return out


@op("Change settings")
def change(tx: Tx, settings: DeskSettings) -> None:
    """Keep the settings; a value that cannot hold is refused before anything changes."""
    write(tx, settings)


def write(tx: Tx, settings: DeskSettings) -> None:
    """Keep the settings, inside whatever operation is running."""
    document = msgspec.structs.asdict(settings)
    try:
        msgspec.convert(document, DeskSettings)
    except msgspec.ValidationError as error:
        raise UsageError(f"The settings were not changed: {error}.") from error
    if settings.zone and settings.zone not in available_timezones():
        raise UsageError(
            f"The settings were not changed: no time zone is called {settings.zone!r}."
        )
    for key, value in document.items():
        put(tx, key, msgspec.json.encode(value).decode())


def put(tx: Tx, key: str, value: str) -> None:
    """Keep one row of settings."""
    tx.execute(
        text(
            "INSERT INTO setting (key, value) VALUES (:key, :value)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        ),
        {"key": key, "value": value},
    )


def zone_of_desk(tx: Tx) -> tzinfo:
    """The desk's reporting zone, where days begin and end."""
    return ZoneInfo(read(tx).zone or default_zone())


def today(tx: Tx) -> int:
    """The day it is where the desk's days are counted."""
    day: date = tx.info["clock"].today(read(tx).zone or None)
    return to_day(day)
