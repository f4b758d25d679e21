"""How much height of a slide is left for its charts, so that a section stays on one page.

An estimate from the widths of words: what does not fit after all goes on to a second page.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from healthdesk.core.charts import Look, letters, natural_height
from healthdesk.core.domain.report import (
    CHARTS,
    Block,
    Figures,
    Line,
    Pairs,
    Paragraph,
    Quotes,
    Report,
    Section,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import PartsChart, RankChart
from healthdesk.core.domain.report_prepare import numbered
from healthdesk.core.papers.paper_sizes import MEASURES, Measures

_LEAST: Final = 130.0
"""Points below which a chart is no longer read; rather a second page."""
_LEADING: Final = 1.5


def chart_room(section: Section, report: Report, look: Look) -> float:
    """Points that each chart of a slide may be high; 0 = as it likes."""
    if report.paper != "slides":
        return 0.0
    size = MEASURES[report.paper]
    charts = [line for line in section.lines if any(_scaled(one) for one in line.blocks)]
    if not charts:
        return 0.0
    left = size.height - size.top - size.bottom - _head(section, size) - _foot(section, size)
    left -= size.gap * (len(section.lines) - 1)
    left -= sum(_high(line, size, look) for line in section.lines if line not in charts)
    if section.own:
        left -= _text(section.own, size.inner, size) + size.gap
    title = size.small * 2.1
    return max(left / len(charts) - title, _LEAST)


def _scaled(block: Block) -> bool:
    """Whether a block is a chart that can be higher or lower."""
    return isinstance(block, CHARTS) and not isinstance(block, PartsChart)


def _head(section: Section, size: Measures) -> float:
    wide = letters.width(section.headline or section.title, size.title, 600)
    lines = max(ceil(wide / (size.inner * 0.66)), 1)
    lead = _text(section.lead.text, size.inner, size) * 1.1 if section.lead else 0.0
    return size.title * 1.3 * lines + lead + size.gap


def _foot(section: Section, size: Measures) -> float:
    return size.note * 1.5 * max(ceil(len(numbered(section)) / 1.6), 1) + size.gap


def _text(text: str, width: float, size: Measures) -> float:
    lines = sum(
        max(ceil(letters.width(one, size.base) * len(one) / max(min(len(one), 600), 1) / width), 1)
        for one in text.split("\n")
    )
    return lines * size.base * _LEADING


def _high(line: Line, size: Measures, look: Look) -> float:
    width = (size.inner - size.gutter * (len(line.blocks) - 1)) / max(len(line.blocks), 1)
    return max((_block(one, width, size, look) for one in line.blocks), default=0.0)


def _block(block: Block, width: float, size: Measures, look: Look) -> float:
    row = size.base * _LEADING
    high = 0.0
    if isinstance(block, Paragraph):
        high = _text(block.text, width, size) + (row if block.title else 0)
    elif isinstance(block, Figures):
        high = size.figure * 1.2 + size.small * 3.4
    elif isinstance(block, Pairs):
        told = sum(len(one.name) + len(one.text) + 6 for one in block.items)
        lines = ceil(told * size.base * 0.52 / width) if block.across else len(block.items)
        high = row * lines + size.base * 1.6
    elif isinstance(block, Quotes):
        high = row * 4
    elif isinstance(block, Steps):
        high = row * 3.4 if block.journey else row * 1.9 * len(block.items) + row
    elif isinstance(block, Table):
        high = size.small * 2.1 * (min(len(block.rows), block.most or len(block.rows)) + 2)
    elif isinstance(block, RankChart | PartsChart):
        high = natural_height(block, width, look) + size.small * 2.1
    return high
