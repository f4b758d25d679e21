"""Texts that formats run, mark up, cut or lose, and blocks made of them."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import (
    Block,
    Board,
    Card,
    Cell,
    Column,
    Figure,
    Figures,
    Pair,
    Pairs,
    Paragraph,
    Quote,
    Quotes,
    Row,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import (
    ColumnChart,
    LineChart,
    Moment,
    PartsChart,
    RankChart,
    Series,
)
from tests.core.exporters.review_first import DAY

HOSTILE: Final = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    '=HYPERLINK("http://example.invalid","open")',
    "<script>alert(1)</script>",
    "</svg><img src=x onerror=alert(1)>",
    "& < > \" ' &amp; &#60;",
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"; $ x^2 $ `raw` *bold* _emph_ <label> @ref // no /* no */',
    "[link](javascript:alert(1)) ![x](file:///etc/passwd)",
    "{{ 7 * 7 }} ${7*7} %s {0} \\n \\\\server\\share",
    "../../../etc/passwd",
    "C:\\Windows\\System32\\con",
    "Robert'); DROP TABLE account;--",
    "\u202eexe.fdp\u202c mirrored",
    "\u200fשל\u05d5ם ע\u05d5לם\u200f",
    "شركة النور للتجارة",
    "株式会社ヘルスデスク 健康管理",
    "한국어 고객 회사",
    "Łódź Ünïcödé Ørsted Ñandú Žižkov ẞ ﬁ",
    "😀 👩‍👩‍👧‍👦 🇪🇺 ✅ smile",
    "zero\u200bwidth\u00a0and\u202fthin\u00adspaces",
    "e\u0301 combined a\u030a",
    "bell\x07 null\x00 escape\x1b[31m red \x0bvertical",
    "tab\tand\r\nline\nend",
    "\ufeffmark of order \ufffe \uffff end",
    "Ω≈ç√∫\u02dcµ≤≥÷ ∑ €£¥₹ ← ↑ → ↓ ▲ ● ◆ ○",
    '\'quoted; DDE("cmd";"/C calc";"x")',
    "word " * 12 + "W" * 400,
)
"""Thirty texts, each of which some format would run, mark up, cut or lose."""
LONG: Final = ("Very long name of an account that goes on and on " * 210)[:10_000]


def hostile_table(at: int, text: str) -> Table:
    return Table(
        key=f"table{at}",
        title=text,
        columns=(
            Column(key="name", title=text, width=2, wraps=True),
            Column(key="value", title="Value", kind="number", notes=("bad",)),
            Column(key="other", title="Other"),
        ),
        rows=(
            Row(
                cells=(Cell(text=text, value=text), Cell(text="1", value=1), Cell(text=text)),
                key=text[:40],
                group=text[:80],
            ),
        ),
        total=(Cell(text=text), Cell(text="1", value=1), Cell(text="")),
        empty=text,
        notes=("bad",),
    )


def hostile_blocks(text: str) -> tuple[Block, ...]:
    return (
        Paragraph(text=text, title=text, voice="own", generated=text),
        Figures(items=(Figure(label=text, text=text, change=text, detail=text, band="poor"),) * 2),
        Pairs(items=(Pair(name=text, text=text),), title=text),
        Pairs(items=(Pair(name=text, text=text),) * 2, across=True),
        Quotes(items=(Quote(text=text, who=text, where=text),), title=text),
        Steps(items=(Step(text=text, when=text, who=text, detail=text),), title=text),
        Steps(items=(Step(text=text, when=text),) * 3, journey=True),
        Board(cards=(Card(x=0, y=0, w=12, h=2, title=text, svg=text, foot=text),)),
        LineChart(
            title=text,
            summary=text,
            unit=text,
            days=(DAY - 2, DAY - 1, DAY),
            series=(Series(name=text, values=(1, None, 3)),),
            moments=(Moment(DAY - 1, text),),
            steps=((2, text),),
        ),
        ColumnChart(
            title=text, unit=text, labels=(text, "b"), series=(Series(name=text, values=(1, 2)),)
        ),
        RankChart(title=text, labels=(text, "b"), values=(1, -2), mark_name=text, marks=(2, None)),
        PartsChart(title=text, labels=(text, "b"), values=(1, 2), tones=("strong", "poor")),
    )
