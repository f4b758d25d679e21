"""What speakers read under a slide: figures with their sources, charts in words, texts in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthdesk.core.domain.clean_text import one_line, plain
from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.report import (
    CHARTS,
    Block,
    Figures,
    Paragraph,
    Report,
    Section,
    Table,
)
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.papers import notes, tables

_COLON = ": "


def speaker_notes(
    report: Report, section: Section, style: NumberStyle, whole: Iterable[str]
) -> str:
    """The notes of a section's slide; `whole` are the texts that did not fit on it."""
    known = notes.by_key(report)
    numbers = notes.of_section(section, known)
    parts = [
        ("", [section.title] if section.title and section.title != section.headline else []),
        ("Figures", list(_figures(section, numbers))),
        ("Charts in words", list(_charts(section))),
        (
            "Sources",
            [f"{at}  {notes.in_words(known[key], style)}" for key, at in numbers.items()],
        ),
        ("My own words", [section.own] if section.own.strip() else []),
        ("What HealthDesk wrote where words were changed", list(_generated(section))),
        ("In full, what is cut on the slide", list(dict.fromkeys(whole))),
    ]
    return "\n\n".join(
        "\n".join(([head] if head else []) + [plain(one) for one in held])
        for head, held in parts
        if held
    )


def _figures(section: Section, numbers: dict[str, int]) -> Iterator[str]:
    """Each figure with the numbers of its sources."""
    for block in blocks(section):
        if not isinstance(block, Figures):
            continue
        for one in tables.facts(block)[1]:
            led = notes.told(one.notes, numbers)
            told = tables.joined(f"{one_line(one.name)}{_COLON}{one.text}", one.change, one.detail)
            yield f"{told} [{led}]" if led else told


def _charts(section: Section) -> Iterator[str]:
    for block in blocks(section):
        if isinstance(block, CHARTS) and (block.summary or block.title):
            title = one_line(block.title)
            told = f"{title}{_COLON if title and block.summary else ''}{block.summary}"
            yield told


def _generated(section: Section) -> Iterator[str]:
    lead = (section.lead,) if section.lead is not None else ()
    held: tuple[Block, ...] = (*lead, *blocks(section))
    for block in held:
        if isinstance(block, Paragraph) and block.generated:
            yield block.generated
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (cell.generated for cell in row.cells if cell.generated)
