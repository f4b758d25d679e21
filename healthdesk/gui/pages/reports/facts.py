"""What a section of a report says, a line each; and which of its sentences may be put otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.report import (
    CHARTS,
    Cell,
    Chart,
    Figures,
    Pairs,
    Paragraph,
    Quotes,
    Section,
    Steps,
    Table,
)
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks

_MOST_FACTS: Final = 200


@dataclass(frozen=True)
class Sentence:
    """A text that the program wrote, and what stands in its place."""

    part: str
    title: str
    generated: str
    mine: str = ""

    @property
    def changed(self) -> bool:
        """Whether somebody wrote otherwise."""
        return bool(self.mine) and self.mine != self.generated


def facts(section: Section) -> tuple[str, ...]:
    """All that a section says, a line each, to be written from."""
    found = list(_facts(section))
    return tuple(found[:_MOST_FACTS])


def _facts(section: Section) -> Iterator[str]:
    if section.lead is not None and section.lead.text:
        yield section.lead.text
    for block in blocks(section):
        told = next((say for kind, say in _SAY if isinstance(block, kind)), None)
        if told is not None:
            yield from told(block)


def _figures(block: Figures) -> Iterator[str]:
    for one in block.items:
        more = ", ".join(filter(None, (one.change, one.detail)))
        yield f"{one.label}: {one.text}{f' ({more})' if more else ''}"


def _quotes(block: Quotes) -> Iterator[str]:
    for one in block.items:
        yield " ".join(filter(None, (f"“{one.text}”", one.who, one.where)))


def _steps(block: Steps) -> Iterator[str]:
    for one in block.items:
        yield ", ".join(filter(None, (one.text, one.when, one.who, one.detail)))


def _pairs(block: Pairs) -> Iterator[str]:
    yield from (f"{one.name}: {one.text}" for one in block.items)


def _paragraph(block: Paragraph) -> Iterator[str]:
    yield block.text


def _chart(block: Chart) -> Iterator[str]:
    yield block.summary or block.title


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        first, *rest = row.cells or (Cell(text=""),)
        told = (
            f"{column.title} {cell.text}"
            for column, cell in zip(table.columns[1:], rest, strict=False)
            if cell.text
        )
        yield f"{first.text}: {', '.join(told)}"


_SAY: Final[tuple[tuple[type | tuple[type, ...], Callable[..., Iterator[str]]], ...]] = (
    (Paragraph, _paragraph),
    (Figures, _figures),
    (Pairs, _pairs),
    (Quotes, _quotes),
    (Steps, _steps),
    (Table, _rows),
    (CHARTS, _chart),
)


def sentences(section: Section, options: ReportOptions) -> tuple[Sentence, ...]:
    """What the program wrote in a section as built, and what I wrote otherwise."""
    out = []
    lead = (section.lead,) if section.lead is not None else ()
    for block in (*lead, *blocks(section)):
        name = f"{section.key}/{block.key}"
        if isinstance(block, Paragraph) and block.key:
            title = block.title or ("Under the headline" if block is section.lead else "Text")
            out.append(Sentence(name, title, block.text, options.edits.get(name, "")))
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    if cell.edit:
                        part = f"{name}/{cell.edit}"
                        mine = options.edits.get(part, "")
                        out.append(Sentence(part, row.cells[0].text, cell.text, mine))
    return tuple(out)
