"""Reports for the tests of formats: a rich one with every block, and one of hostile texts."""

from __future__ import annotations

import base64
from typing import Final

import msgspec

from healthdesk.core.domain.report import (
    Audience,
    Brand,
    Column,
    Paper,
    Paragraph,
    Report,
    Section,
    Source,
    Table,
)
from tests.core.exporters.hostile_texts import HOSTILE, LONG, hostile_blocks, hostile_table
from tests.core.exporters.review_first import (
    DAY,
    adoption,
    cover,
    goals,
    line,
    support,
    usage,
    value,
)
from tests.core.exporters.review_last import accounts, board, health, plan, voice

LOGO: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
    b'<path d="M4 20h7l5-12 8 24 5-12h7" fill="none" stroke="#0C7F79" stroke-width="4"/></svg>'
)
PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A logo as PNG of one pixel."""


def rich_report(paper: Paper = "slides", audience: Audience = "customer") -> Report:
    """A review of one account: ten sections, every kind of block, footnotes, marks, a brand."""
    return Report(
        kind="account_review",
        title="Quarterly review",
        subject="Velora Optics",
        period="Q4 2026",
        day=DAY,
        data_to=DAY,
        paper=paper,
        audience=audience,
        brand=Brand(
            name="Northern Desk", logo=LOGO, color="#2B57C7", foot="Northern Desk · confidential"
        ),
        sections=(
            cover(),
            goals(),
            value(),
            adoption(),
            usage(),
            support(),
            voice(),
            health(),
            plan(),
            accounts(),
        ),
        sources=_sources(),
        keywords=("Segment: all my accounts", "Owner: Mia Sander"),
    )


def board_report(paper: Paper = "a4") -> Report:
    """A dashboard as laid out, and nothing else."""
    return msgspec.structs.replace(
        rich_report(paper, "inside"),
        kind="board",
        title="Monday morning",
        subject="128 accounts",
        period="23 Nov 2026",
        sections=(Section(key="board", title="Monday morning", lines=(line(board()),)),),
    )


def bare_report(paper: Paper = "a4") -> Report:
    """A report without brand, sources or figures: what an empty desk gives."""
    return Report(
        kind="weekly_risk",
        title="Weekly risk report",
        day=DAY,
        paper=paper,
        sections=(
            Section(
                key="none",
                title="At risk",
                lines=(
                    line(Paragraph(text="No account is at risk.")),
                    line(Table(key="rows", columns=(col("a", "Account"),), rows=())),
                ),
            ),
        ),
    )


def hostile_report(paper: Paper = "a4") -> Report:
    """Thirty tables of hostile texts; the same texts in every other block; a name of 10,000."""
    tables = tuple(
        Section(
            key=f"t{at}",
            title=text[:60],
            headline=text,
            lead=Paragraph(text=text, notes=("bad",)),
            lines=(line(hostile_table(at, text)),),
            own=text,
        )
        for at, text in enumerate(HOSTILE)
    )
    blocks = tuple(
        Section(key=f"b{at}", title="Blocks", lines=tuple(map(line, hostile_blocks(text))))
        for at, text in enumerate((HOSTILE[5], HOSTILE[8], HOSTILE[15], HOSTILE[18], HOSTILE[24]))
    )
    long = Section(key="long", title="Long", lines=(line(hostile_table(30, LONG)),))
    bad = HOSTILE[5]
    return Report(
        kind="account_review",
        title=bad,
        subject=HOSTILE[12],
        period=HOSTILE[0],
        day=DAY,
        paper=paper,
        brand=Brand(name=HOSTILE[8], logo=b"not a picture", color="red;}", foot=HOSTILE[6]),
        sections=(
            Section(key="cover", title=bad, headline=bad, cover=True),
            *tables,
            *blocks,
            long,
        ),
        sources=(
            Source(
                key="bad",
                words=HOSTILE[8],
                whence=HOSTILE[12],
                scope=HOSTILE[10],
                formula=HOSTILE[0],
            ),
        ),
        keywords=(HOSTILE[5], HOSTILE[8]),
    )


def _sources() -> tuple[Source, ...]:
    return (
        Source(
            key="daily",
            words="Daily usage",
            whence="usage_november.csv, imported 23 Nov 2026",
            day=DAY,
        ),
        Source(
            key="feature",
            words="Feature usage",
            whence="usage_november.csv, imported 23 Nov 2026",
            day=DAY,
            scope="28 days; August: 1 to 28",
        ),
        Source(key="tickets", words="Tickets", whence="tickets.csv, imported 22 Nov 2026", day=DAY),
        Source(
            key="survey",
            words="Answers to surveys",
            whence="answers.csv, imported 20 Nov 2026",
            day=DAY - 3,
            scope="Velora Optics, Q4 2026",
        ),
        Source(
            key="score",
            words="Health score",
            whence="Health model “Default”, version 3",
            day=DAY,
            formula="sum of points times weight, before caps",
        ),
        Source(key="money", words="Subscriptions", whence="subscriptions.csv", day=DAY),
    )


def col(key: str, title: str) -> Column:
    return Column(key=key, title=title)


__all__ = [
    "DAY",
    "HOSTILE",
    "LOGO",
    "LONG",
    "PIXEL",
    "bare_report",
    "board_report",
    "hostile_report",
    "rich_report",
]
