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
    Report,
    Section,
    Steps,
    Table,
)
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.domain.report_words import MyWords

_MOST_FACTS: Final = 200


@dataclass(frozen=True)
class Sentence:
    """A text that the program wrote, and what stands in its place."""

    part: str
    title: str
    generated: str
    mine: str = ""
    age: str = ""
    """What it says of its day where it is of an earlier week."""

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


def sentences(section: Section, mine: MyWords) -> tuple[Sentence, ...]:
    """What the program wrote in a section as built, and what I wrote otherwise.

    Words of an earlier week come first: something is to be said of them.
    """
    out = []
    edits = mine.options.edits
    lead = (section.lead,) if section.lead is not None else ()
    for block in (*lead, *blocks(section)):
        name = f"{section.key}/{block.key}"
        if isinstance(block, Paragraph) and block.key:
            title = block.title or ("Under the headline" if block is section.lead else "Text")
            told = edits.get(name, "")
            out.append(Sentence(name, title, block.text, told, mine.age(name)))
        elif isinstance(block, Table):
            for row in block.rows:
                for column, cell in zip(block.columns, row.cells, strict=False):
                    if cell.edit:
                        part = f"{name}/{cell.edit}"
                        title = f"{row.cells[0].text}: {column.title}"
                        told = edits.get(part, "")
                        out.append(Sentence(part, title, cell.text, told, mine.age(part)))
    return tuple(sorted(out, key=_is_new))


def _is_new(one: Sentence) -> bool:
    return not one.age


def old_words(report: Report, mine: MyWords) -> tuple[tuple[str, str], ...]:
    """Sections and titles of my words in a report that are of an earlier week, as they stand."""
    found = []
    for section in report.sections:
        if mine.age(section.key):
            found.append((section.key, f"{section.title}: your paragraph"))
        found += [(section.key, one.title) for one in sentences(section, mine) if one.age]
    return tuple(found)
