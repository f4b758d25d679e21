"""Writes a handover pack: a ZIP of plain CSV and JSON, under a passphrase where one is given.

Members have fixed times and no word of who or which machine made them, but for what the manifest
says. Not here: what goes in (handover_making.py), how packs are read (handover_opening.py).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.handover import Manifest, Rows, State
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.exporters.exchange_folder import Sheet, quoted
from healthdesk.core.services.handover_tables import FACTS, WORK

MANIFEST: Final = "manifest.json"
REPORT: Final = "report.json"
README: Final = "README.txt"
AGE: Final = b"age-encryption.org/v1"
"""How a file begins that is under a passphrase."""
_README: Final = """A handover pack of HealthDesk: some accounts, for a colleague's HealthDesk.

manifest.json  what the pack is, who made it, and what was left out of it
facts/         CSV tables as they stand in an exchange folder, of these accounts alone
work/          tasks, promises, plans and the like, as JSON; days are counted from 1970-01-01
files/         files kept with the accounts, named by the SHA-256 of their bytes
report.json    the report of the pack, which HealthDesk shows page by page
"""
_TIME: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Pack:
    """What is in a pack."""

    manifest: Manifest
    state: State
    usage: tuple[Sheet, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By digest."""
    report: Report | None = None
    notes: tuple[str, ...] = ()
    """What was left aside when it was opened, in words."""


def as_bytes(pack: Pack, passphrase: str = "", progress: Progress = NOBODY) -> bytes:
    """The file of a pack."""
    out = io.BytesIO()
    members = list(_members(pack))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for at, (name, data) in enumerate(members):
            progress.step(at, len(members), "Packing")
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            packed.writestr(info, data)
    if not passphrase:
        return out.getvalue()
    from pyrage import passphrase as age  # noqa: PLC0415 - wanted for encrypted packs alone

    progress.step(len(members), 0, "Encrypting")
    return bytes(age.encrypt(out.getvalue(), passphrase))


def _members(pack: Pack) -> Iterator[tuple[str, bytes]]:
    yield MANIFEST, msgspec.json.format(msgspec.json.encode(pack.manifest), indent=1)
    yield README, _README.encode()
    for name in FACTS:
        if pack.state.get(name):
            yield f"facts/{name}.csv", _csv(header_of(name, pack.state[name]), pack.state[name])
    for sheet in pack.usage:
        if sheet.rows:
            yield f"facts/{sheet.name}.csv", _lines(sheet.header, sheet.rows)
    for work in WORK:
        if rows := pack.state.get(work.name):
            listed = [{"id": key, **row} for key, row in sorted(rows.items())]
            yield (
                f"work/{work.name}.json",
                msgspec.json.format(msgspec.json.encode(listed), indent=1),
            )
    for digest, content in sorted(pack.files.items()):
        yield f"files/{digest}", content
    if pack.report is not None:
        yield REPORT, msgspec.json.encode(pack.report)


def header_of(table: str, rows: Rows) -> list[str]:
    """The columns of a table's file: ours but those left out, then those of accounts themselves."""
    told = {name for row in rows.values() for name in row}
    ours = [one.name for one in BY_NAME[table].columns if one.cell is not Cell.IGNORED]
    return [*(name for name in ours if name in told), *sorted(told - set(ours))]


def _csv(header: Sequence[str], rows: Rows) -> bytes:
    return _lines(
        header, [[row.get(name, "") for name in header] for _, row in sorted(rows.items())]
    )


def _lines(header: Sequence[str], rows: Sequence[Sequence[str]] | object) -> bytes:
    told = [header, *rows]  # type: ignore[misc]
    return "".join(",".join(map(quoted, row)) + "\r\n" for row in told).encode()
