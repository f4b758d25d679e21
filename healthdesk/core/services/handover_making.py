"""Makes handover packs: of chosen accounts for a colleague, and of what came of them, back again.

Reading and writing the file need no change of the desk; `record` then keeps what was given, against
which changes on both sides are told later. Not here: taking packs in (handover_merging.py).
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import select

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.handover import (
    FORMAT,
    MOST_ACCOUNTS,
    Manifest,
    PackOptions,
    State,
    count,
)
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import prepare
from healthdesk.core.services import handover_leaving as leaving
from healthdesk.core.services import handover_packing as packing
from healthdesk.core.services import handover_reading as reading
from healthdesk.core.services import settings
from healthdesk.core.services.handover_names import Names
from healthdesk.core.services.handover_names import read as read_names
from healthdesk.core.services.handover_packing import Pack
from healthdesk.core.services.handover_tables import FILES
from healthdesk.core.services.reports import building, writing
from healthdesk.core.services.reports.kinds import handover
from healthdesk.core.services.work_rows import optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Handover

GIVEN: Final = "given"
TAKEN: Final = "taken"
_USUAL: Final = PackOptions()
_ALL: Final = PackOptions(notes=True, addresses=True, attachments=True, usage=True)
"""A pack that brings changes back leaves nothing out: what was left out before is not in it."""


@dataclass(frozen=True)
class Giving:
    """What somebody asks for: which accounts, for whom, how long, what goes in."""

    accounts: tuple[str, ...]
    to: str = ""
    by: str = ""
    until: int | None = None
    lasting: bool = False
    options: PackOptions = _USUAL


@dataclass(frozen=True)
class Made:
    """A pack ready to be written, and what the desk keeps of it."""

    pack: Pack
    mark: str
    locals: tuple[str, ...]
    """Ids of the accounts as this desk says them."""


@dataclass(frozen=True)
class Written:
    """Files that were written."""

    path: Path
    size: int
    page: Path | None = None


def make(tx: Tx, giving: Giving, progress: Progress = NOBODY) -> Made:
    """Read what goes into a pack.

    Raises:
        NotFound: One of the accounts is not there.
        UsageError: No account was chosen, the cover ends before it begins, or an address that is
            to be left out is the id of a person.
    """
    today = settings.today(tx)
    if not giving.accounts:
        raise UsageError("No account was chosen; nothing was written.")
    if len(giving.accounts) > MOST_ACCOUNTS:
        raise UsageError(f"A pack holds {MOST_ACCOUNTS:,} accounts at most; nothing was written.")
    if giving.until is not None and giving.until < today:
        raise UsageError("The cover would end before it begins; nothing was written.")
    names = read_names(tx)
    rows = reading.account_rows(tx, giving.accounts)
    manifest = Manifest(
        format=FORMAT,
        pack=secrets.token_hex(8),
        way="given",
        by=optional_line(giving.by, "Your name"),
        to=optional_line(giving.to, "The colleague"),
        day=today,
        until=None if giving.lasting else giving.until,
        lasting=giving.lasting,
        accounts=reading.accounts(tx, rows, names),
        options=giving.options,
    )
    return _packed(tx, manifest, rows, names, progress)


def make_return(tx: Tx, pack: str, by: str = "", progress: Progress = NOBODY) -> Made:
    """Read what goes back to the colleague of a handover, whichever side this desk is on."""
    kept = of_pack(tx, pack)
    names = read_names(tx)
    known = reading.known_rows(tx)
    there = [one for one in kept.accounts if one in known]
    if not there:
        raise NotFound("None of the accounts of this handover is there any more.")
    rows = reading.account_rows(tx, there)
    told = msgspec.convert(kept.options.get("options", {}), PackOptions)
    given = kept.way == GIVEN
    manifest = Manifest(
        format=FORMAT,
        pack=pack,
        way="given" if given else "returned",
        by=_named(tx, kept, by),
        to=kept.colleague,
        day=settings.today(tx),
        until=kept.until_day,
        lasting=kept.lasting,
        accounts=reading.accounts(tx, rows, names),
        options=told if given else _ALL,
    )
    return _packed(tx, manifest, rows, names, progress)


def _packed(
    tx: Tx, manifest: Manifest, rows: Sequence[int], names: Names, progress: Progress
) -> Made:
    options = manifest.options
    whole = reading.state(tx, rows, names, progress)
    contacts = whole["contacts"]
    addresses = None if options.addresses else leaving.addresses_of(whole)
    if addresses is not None and any(addresses.search(one) for one in contacts):
        raise UsageError(
            "People of these accounts have their mail address as their id, which cannot be left"
            " out; nothing was written.",
            "Make the pack with addresses.",
        )
    state = leaving.wanted(whole, options, contacts)
    locals_ = tuple(names.into(one.id) for one in manifest.accounts)
    report = _report(tx, manifest, locals_, progress)
    if addresses is not None:
        told = leaving.cleaned(msgspec.to_builtins(report), addresses)
        report = msgspec.convert(told, Report)
    pack = Pack(
        manifest=msgspec.structs.replace(
            manifest, left_out=leaving.words(options), counts=count(state)
        ),
        state=state,
        usage=_usage(tx, rows, names, options, progress),
        files=_files(tx, rows, state),
        report=report,
    )
    return Made(pack, names.mark, locals_)


def _usage(
    tx: Tx, rows: Sequence[int], names: Names, options: PackOptions, progress: Progress
) -> tuple[Any, ...]:
    return reading.usage(tx, rows, names, progress) if options.usage else ()


def _files(tx: Tx, rows: Sequence[int], state: State) -> dict[str, bytes]:
    wanted = {row["content"] for row in state.get(FILES, {}).values()}
    if not wanted:
        return {}
    return {d: data for d, data in reading.files(tx, rows) if d in wanted}


def _report(tx: Tx, manifest: Manifest, accounts: tuple[str, ...], progress: Progress) -> Report:
    options = manifest.options
    asked = ReportOptions(
        kind="handover",
        hide=() if options.addresses else ("contact",),
        choices={
            "accounts": accounts,
            "to": manifest.to,
            "lasting": manifest.lasting,
            "back": manifest.way == "returned",
            "notes": options.notes,
            "addresses": options.addresses,
        },
    )
    found = building.asked(tx, asked, manifest.day, whole=False)
    return prepare(handover.build(replace(found, progress=progress)), asked)


def write(
    made: Made, path: Path, passphrase: str = "", *, page: bool = True, progress: Progress = NOBODY
) -> Written:
    """Write a pack, and a page for any browser beside it, each whole or not at all.

    Raises:
        DiskTrouble: It could not be written; what was there is untouched.
        Cancelled: Somebody stopped it; nothing was written.
    """
    data = packing.as_bytes(made.pack, passphrase, progress)
    beside = None
    html = b""
    if page and made.pack.report is not None:
        html, _ = writing.as_bytes(made.pack.report, "html", progress)
        beside = path.with_suffix(".html")
    writing.put(path, data)
    if beside is not None:
        writing.put(beside, html)
    return Written(path, len(data), beside)


@op("Hand accounts over")
def record(tx: Tx, made: Made) -> int:
    """Keep what was given, so that changes on both sides can be told; returns the handover's row.

    For good, the accounts are the colleague's from now on.
    """
    from healthdesk.core.services import handover_lasting  # noqa: PLC0415 - it needs playbooks

    manifest = made.pack.manifest
    found = tx.scalars(select(Handover).where(Handover.pack == manifest.pack)).first()
    if found is not None:
        return found.id
    row = Handover(
        pack=manifest.pack,
        way=GIVEN,
        colleague=manifest.to,
        accounts=list(made.locals),
        options=options_of(manifest, made.mark, manifest.by),
        day=manifest.day,
        until_day=manifest.until,
        lasting=manifest.lasting,
        base=packed_base(made.pack.state),
    )
    tx.add(row)
    tx.flush()
    if manifest.lasting and manifest.to:
        handover_lasting.give(tx, made.locals, manifest.to)
    return row.id


def options_of(manifest: Manifest, mark: str, me: str) -> dict[str, Any]:
    """What a desk keeps of a pack's options, with its own mark and what it is called in it."""
    told = {"options": msgspec.to_builtins(manifest.options), "mark": mark, "rows": {}}
    return {**told, "me": me}


def my_name(tx: Tx, kept: Handover) -> str:
    """Who changes are of that go back: who the desk is of, or whom the pack named."""
    return settings.read(tx).person or str(kept.options.get("me", ""))


def _named(tx: Tx, kept: Handover, by: str) -> str:
    name = optional_line(by, "Your name") or my_name(tx, kept)
    if not name:
        raise UsageError(
            "Changes go back under a name; nothing was written.", "Say your name with them."
        )
    return name


def packed_base(state: State) -> bytes:
    """A state as it is kept."""
    return zlib.compress(msgspec.json.encode(state))


def base_of(row: Handover) -> State:
    """The state that both desks began with, or met at last."""
    if row.base is None:
        return {}
    return msgspec.json.decode(zlib.decompress(row.base), type=State)


def of_pack(tx: Tx, pack: str) -> Handover:
    """The handover that a pack belongs to.

    Raises:
        NotFound: This desk has no part in it.
    """
    found = tx.scalars(select(Handover).where(Handover.pack == pack)).first()
    if found is None:
        raise NotFound("This desk has no part in that handover.")
    return found
