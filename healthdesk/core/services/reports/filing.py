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
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report import Report
from healthdesk.core.services import settings
from healthdesk.core.services.accounts import accounts_table
from healthdesk.core.services.reports.comparing import COMPARED, compare, is_comparison
from healthdesk.core.services.wording import long_date
from healthdesk.core.services.work_rows import NOTHING_CHANGED, account_row, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables_reports import ReportFiled

MOST_BYTES: Final = 64_000_000
"""Bytes of a report's document and of its paper."""


@dataclass(frozen=True)
class FiledRow:
    """A filed report without its bytes; `day` is the day of its data.

    A comparison of two that was filed has the kind of the two with a mark, see `of`.
    """

    row: int
    kind: str
    title: str
    subject: str
    scope: str
    day: int
    filed_on: int
    note: str
    has_paper: bool

    @property
    def of(self) -> str:
        """The kind of report that it is, or that it compares two of."""
        return self.kind.removesuffix(COMPARED)

    @property
    def comparison(self) -> bool:
        """Whether it tells what changed between two reports."""
        return is_comparison(self.kind)


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
    if one.kind != two.kind or is_comparison(one.kind):
        raise UsageError("Two reports of different kinds cannot be compared.")
    return _compared(tx, one, two)


def against(tx: Tx, row: int, draft: Report) -> Report:
    """A filed report and the draft compared, as a report of its own."""
    return _compared(tx, opened(tx, row), draft)


def _compared(tx: Tx, one: Report, two: Report) -> Report:
    before, after = (one, two) if one.day <= two.day else (two, one)
    return compare(before, after, ended(tx, before.day, after.day))


def ended(tx: Tx, first: int, last: int) -> frozenset[str]:
    """The accounts that were customers on a day, and are none any more on a later one."""
    then, now = ({one.account_id for one in accounts_table(tx, day).rows} for day in (first, last))
    return frozenset(then - now)


def _row(tx: Tx, row: int) -> ReportFiled:
    held = tx.get(ReportFiled, row)
    if held is None:
        raise NotFound("This filed report is no longer in the desk.")
    return held
