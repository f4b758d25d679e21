"""Filed reports: kept as they went out, opened as they were, two of a kind compared.

Nothing here changes a filed report; its digest says whether the bytes are still those. Not here:
making a report (building.py) and its paper (the exporters).
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import UTC
from typing import Final

import msgspec
from sqlalchemy import select

from healthdesk.core.domain.errors import DeskError, NotFound, UsageError
from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Line,
    Paragraph,
    Report,
    Row,
    Section,
    Source,
    Table,
)
from healthdesk.core.domain.report_compare import WORDS, Moved, TablePair, compared
from healthdesk.core.services import settings
from healthdesk.core.services.wording import count_of, long_date
from healthdesk.core.services.work_rows import NOTHING_CHANGED, account_row, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables_reports import ReportFiled

MOST_BYTES: Final = 64_000_000
"""Bytes of a report's document and of its paper."""
TOLD: Final[tuple[Moved, ...]] = ("new", "worse", "better", "resolved", "other")
"""What a comparison tells, in this order; what is as before is only counted."""


@dataclass(frozen=True)
class FiledRow:
    """A filed report without its bytes; `day` is the day of its data."""

    row: int
    kind: str
    title: str
    subject: str
    scope: str
    day: int
    filed_on: int
    note: str
    has_paper: bool


@op("File report")
def file(tx: Tx, report: Report, scope: str, paper: bytes | None = None, note: str = "") -> int:
    """Keep a prepared report, and its PDF, as it is now; returns its row."""
    document = msgspec.json.encode(report)
    if max(len(document), len(paper or b"")) > MOST_BYTES:
        raise UsageError(
            f"The report is larger than a desk keeps; {NOTHING_CHANGED}.", "Leave sections out."
        )
    account = scope.partition("account:")[2]
    now = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    row = ReportFiled(
        kind=report.kind,
        title=report.title,
        subject=report.subject,
        scope=scope,
        account_id=account_row(tx, account) if account else None,
        day=report.day,
        filed_on=settings.today(tx),
        filed_at=now,
        note=optional_line(note, "The note"),
        document=zlib.compress(document, 6),
        paper=paper,
        digest=hashlib.sha256(document).hexdigest(),
    )
    tx.add(row)
    tx.flush()
    return row.id


def listed(tx: Tx, kind: str = "", scope: str | None = None) -> tuple[FiledRow, ...]:
    """The filed reports, of a kind and of what it is of or of all; the latest first."""
    wanted = select(
        ReportFiled.id,
        ReportFiled.kind,
        ReportFiled.title,
        ReportFiled.subject,
        ReportFiled.scope,
        ReportFiled.day,
        ReportFiled.filed_on,
        ReportFiled.note,
        ReportFiled.paper.is_not(None),
    ).order_by(ReportFiled.filed_at.desc(), ReportFiled.id.desc())
    if kind:
        wanted = wanted.where(ReportFiled.kind == kind)
    if scope is not None:
        wanted = wanted.where(ReportFiled.scope == scope)
    return tuple(FiledRow(*one) for one in tx.execute(wanted))


def opened(tx: Tx, row: int) -> Report:
    """A filed report as it was.

    Raises:
        DeskError: Its bytes are no longer those that were filed.
    """
    held = _row(tx, row)
    try:
        document = zlib.decompress(held.document)
        if hashlib.sha256(document).hexdigest() == held.digest:
            return msgspec.json.decode(document, type=Report)
    except (zlib.error, msgspec.MsgspecError):
        pass
    raise DeskError(
        f"The report “{held.title}” filed on {long_date(held.filed_on)} is no longer what was"
        " filed; the rest of the desk is untouched.",
        "Open a backup from before.",
    )


def paper(tx: Tx, row: int) -> bytes | None:
    """The PDF that was filed with a report, None where there was none."""
    return _row(tx, row).paper


def comparison(tx: Tx, before: int, after: int) -> Report:
    """Two filed reports of a kind compared, as a report of its own; the earlier one first."""
    one, two = opened(tx, before), opened(tx, after)
    if one.kind != two.kind:
        raise UsageError("Two reports of different kinds cannot be compared.")
    return compare(one, two)


def compare(before: Report, after: Report) -> Report:
    """The comparison of two reports of a kind as a report: new, worse, better, resolved."""
    if before.day > after.day:
        before, after = after, before
    pairs = compared(before, after)
    was, now = long_date(before.day), long_date(after.day)
    sections = tuple(_section(pair, at, was, now) for at, pair in enumerate(pairs, 1))
    if not sections:
        told = "These two have no table in common whose rows can be told apart."
        line = Line(blocks=(Paragraph(key="nothing", text=told),))
        sections = (Section(key="nothing", title="Nothing to compare", lines=(line,)),)
    return Report(
        kind=after.kind,
        title=f"{after.title}: what changed",
        subject=after.subject,
        period=f"{was} to {now}",
        day=after.day,
        data_to=after.data_to,
        paper="a4",
        audience=after.audience,
        style=after.style,
        brand=after.brand,
        sections=sections,
        sources=(
            Source(key="before", words=f"{before.title} of {was}", whence="as it was filed"),
            Source(key="after", words=f"{after.title} of {now}", whence="as it was filed"),
        ),
        keywords=after.keywords,
    )


def _section(pair: TablePair, at: int, was: str, now: str) -> Section:
    counts = [
        f"{len(pair.of(moved))} {WORDS[moved].casefold()}" for moved in TOLD if pair.of(moved)
    ]
    same = len(pair.of("same"))
    lead = f"{', '.join(counts) or 'Nothing changed'}; {count_of(same, 'row')} as before."
    rows = tuple(
        Row(
            key=f"{one.key}:{moved}",
            group=WORDS[moved],
            cells=(Cell(text=one.name), Cell(text=_told(one.changes, moved))),
        )
        for moved in TOLD
        for one in pair.of(moved)
    )
    table = Table(
        key="rows",
        columns=(
            Column(key="name", title="What", width=2),
            Column(key="moved", title="What changed", width=5, wraps=True),
        ),
        rows=rows,
        empty="Every row is as it was.",
        notes=("before", "after"),
    )
    return Section(
        key=f"table{at}",
        title=pair.title,
        headline=f"{pair.title}: {was} to {now}",
        lead=Paragraph(key="lead", text=lead, voice="lead"),
        lines=(Line(blocks=(table,)),),
    )


def _told(changes: tuple[tuple[str, str, str], ...], moved: Moved) -> str:
    if moved in ("new", "resolved"):
        side = 2 if moved == "new" else 1
        return "; ".join(f"{one[0]}: {one[side]}" for one in changes[1:] if one[side])
    return "; ".join(f"{title}: {was or NONE} → {now or NONE}" for title, was, now in changes)


def _row(tx: Tx, row: int) -> ReportFiled:
    held = tx.get(ReportFiled, row)
    if held is None:
        raise NotFound("This filed report is no longer in the desk.")
    return held
