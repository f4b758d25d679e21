"""Published versions of health profiles as stored rows: when, why, from where, what they changed.

Not here: how a setting reads in words (model_words.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.source_ref import Origin, RowRef, RowSource
from healthdesk.core.domain.views import EvidenceRow
from healthdesk.core.services import band_names, model_words, profiles
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

TABLE: Final = "profile_version"
_ROW: Final = (
    "SELECT p.key, p.name, v.version, v.day, v.reason FROM profile_version v"
    " JOIN profile p ON p.id = v.profile_id WHERE v.id = :row"
)


def refs(tx: Tx, wanted: Iterable[tuple[str, int]]) -> tuple[RowRef, ...]:
    """The rows of versions, each named by its profile's key and its number."""
    sql = text(
        "SELECT v.id FROM profile_version v JOIN profile p ON p.id = v.profile_id"
        " WHERE p.key = :key AND v.version = :version"
    )
    found = (
        tx.execute(sql, {"key": key, "version": version}).scalar()
        for key, version in dict.fromkeys(wanted)
    )
    return tuple(RowRef(TABLE, int(row)) for row in found if row is not None)


def facts(tx: Tx, wanted: Iterable[RowRef]) -> tuple[EvidenceRow, ...]:
    """Versions as facts: when each was published, and why."""
    found = ((ref.row, tx.execute(text(_ROW), {"row": ref.row}).first()) for ref in wanted)
    return tuple(
        EvidenceRow(told.day, f"{told.name}, version {told.version}: {told.reason}", "", TABLE, row)
        for row, told in found
        if told is not None
    )


def rows(tx: Tx, row: int, origins: Sequence[Origin]) -> tuple[RowSource, ...]:
    """A version: what it changed, then its own row, then all that it says."""
    found = tx.execute(text(_ROW), {"row": row}).first()
    if found is None:
        return ()
    key, name, version, day, reason = found
    fitted = reason in profiles.OWN
    came = () if fitted else tuple(origins)
    typed = "" if came else f"Published {'by HealthDesk itself' if fitted else 'here'}"
    typed = f"{typed} on {long_date(day)}" if typed else ""
    own = (
        ("profile", str(name)),
        ("version", str(version)),
        ("day", to_date(day).isoformat()),
        ("reason", str(reason)),
    )
    out = []
    names = {metric: one.name or metric for metric, one in metrics(tx).items()}
    now = _lines(tx, key, version, names)
    before = _lines(tx, key, version - 1, names) if version > 1 else {}
    if before:
        out += [
            RowSource(
                f"{name} v{version}: changed",
                (("what", what), ("before", was or "none"), ("now", then or "none")),
                came,
                typed,
            )
            for what, was, then in model_words.changed(before, now)
        ]
    out.append(RowSource("Published version", own, came, typed))
    out += [
        RowSource(f"{name} v{version}: all of it", (("what", what), ("value", told)), came, typed)
        for what, told in now.values()
    ]
    return tuple(out)


def _lines(tx: Tx, key: str, version: int, names: Mapping[str, str]) -> model_words.Lines:
    try:
        return model_words.lines(
            profiles.version(tx, key, version).profile, names, band_names.read(tx)
        )
    except DeskError:
        return {}  # a document of an older HealthDesk that is none any more has nothing to tell
