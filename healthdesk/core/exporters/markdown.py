"""Writes a report as Markdown for chat and mail; `as_text` the same without marks, for pasting.

What a person wrote stays text: no sign of it becomes a heading, a link, a picture or a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final
from unicodedata import combining, east_asian_width

from healthdesk.core.domain.clean_text import one_line, plain
from healthdesk.core.domain.number_style import STYLES, USUAL, NumberStyle
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import (
    CHARTS,
    Block,
    Board,
    Figures,
    Pairs,
    Paragraph,
    Quotes,
    Report,
    Section,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import Chart
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.papers import notes, tables

SPEC: Final = ExporterSpec(
    key="markdown",
    title="Markdown",
    summary="Text with short tables for chat and mail.",
    suffix=".md",
    icon="file-text",
)
MOST: Final = 20
"""Rows of a table in a message."""
_SIGNS: Final = re.compile(
    r"[\\`*\[\]<|$~]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|&(?=#|\w+;)"
    r"|:(?=//|[\w+-]+:)"
    r"|(?<=www)\.|(?<=\S)@(?=\S)",
    re.IGNORECASE,
)
"""Signs that some reader takes for an order: marks, entities, bare addresses, names of emoji."""
_LEADS: Final = re.compile(r"^(?:#|[+-](?=\s|$)|>|[-=]{2,}\s*$|(\d{1,9})([.)])(?=\s|$))")
"""What makes a heading, a list or a quotation at the beginning of a line."""
_NUMBERS: Final = frozenset({"number", "money", "percent", "points", "change"})
_WIDEST: Final = 60
"""Letters up to which a column is made even; longer cells stand as they are."""
_TICKS: Final = {"done": "[x]", "late": "[ ]", "open": "[ ]", "left": "[ ]"}


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write the text; the same report gives the same bytes."""
    del template
    content = as_markdown(report, progress).encode()
    out.write(content)
    return Written(1, len(content))


def as_markdown(report: Report, progress: Progress = NOBODY) -> str:
    """The report as Markdown."""
    return _Writer(report, marked=True).whole(progress)


def as_text(report: Report, progress: Progress = NOBODY) -> str:
    """The report as text without any marks, as it is pasted into a mail."""
    return _Writer(report, marked=False).whole(progress)


def escaped(text: str) -> str:
    r"""A text on one line in which no sign is an order; it says as few strokes as that needs.

    >>> escaped("# a|b [c](javascript:d)"), escaped("4.2 h, a_b.csv"), escaped("1. x")
    ('\\# a\\|b \\[c\\](javascript:d)', '4.2 h, a_b.csv', '1\\. x')
    """
    told = _SIGNS.sub(r"\\\g<0>", one_line(text))
    return _LEADS.sub(_led, told)


def _led(found: re.Match[str]) -> str:
    number, stop = found.groups()
    return f"{number}\\{stop}" if number else f"\\{found[0]}"


class _Writer:
    """Writes a report, with marks or without."""

    def __init__(self, report: Report, *, marked: bool) -> None:
        self._report = report
        self._marked = marked
        self._style: NumberStyle = STYLES.get(report.style, STYLES[USUAL])
        self._known = notes.by_key(report)
        self._numbers = notes.of_report(report)

    def whole(self, progress: Progress) -> str:
        """All of it: parts with one empty line between them."""
        parts = list(self._head())
        for at, section in enumerate(self._report.sections):
            progress.step(at, len(self._report.sections) + 1, section.title)
            parts += self._section(section)
        parts += self._sources()
        return "\n\n".join(filter(None, parts)) + "\n"

    def _head(self) -> Iterator[str]:
        report = self._report
        yield self._heading(1, report.title)
        yield self._strong(tables.joined(report.subject, report.period))
        as_of = f"As of {self._style.date(report.day)}"
        data = ""
        if report.data_to is not None and report.data_to != report.day:
            data = f"data to {self._style.date(report.data_to)}"
        yield self._quiet(tables.joined(as_of, data, *report.keywords))

    def _section(self, section: Section) -> Iterator[str]:
        title = section.headline or section.title
        if title != self._report.title:
            yield self._heading(2, title)
        if section.lead is not None:
            yield self._words(section.lead.text) + self._led(section.lead.notes)
        for block in blocks(section):
            yield from self._block(block)
        if section.own:
            yield self._paragraphs(section.own)

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, CHARTS):
            yield self._chart(block)
        elif isinstance(block, Table):
            yield self._title(block.title, block.notes)
            yield self._table(block)
        elif isinstance(block, Board):
            for card in block.cards:
                yield self._title(card.title, block.notes)
                yield self._table(tables.of_card(card)) if card.rows else ""
                yield self._quiet(card.foot)
        else:
            yield from self._items(block)

    def _items(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            yield self._title(block.title, ())
            yield self._paragraphs(block.text) + self._led(block.notes)
        elif isinstance(block, Figures):
            yield self._listed(
                self._named(one.label, one.text, one.change, tables.beneath(one))
                + self._led(one.notes)
                for one in block.items
            ) + self._led(block.notes)
        elif isinstance(block, Pairs):
            yield self._title(block.title, block.notes)
            yield self._listed(
                self._named(one.name, one.text) + self._led(one.notes) for one in block.items
            )
        elif isinstance(block, Quotes):
            yield self._title(block.title, block.notes)
            for one in block.items:
                yield self._quote(one.text, tables.joined(one.who, one.where)) + self._led(
                    one.notes
                )
        elif isinstance(block, Steps):
            yield self._title(block.title, block.notes)
            yield self._steps(block)

    def _steps(self, block: Steps) -> str:
        lines = []
        for one in block.items:
            about = tables.joined(tables.STATES[one.state], one.when, one.who, one.detail)
            tick = f"{_TICKS[one.state]} " if self._marked else ""
            lines.append(
                f"{tick}{self._words(one.text)} ({self._words(about)}){self._led(one.notes)}"
            )
        return self._listed(lines)

    def _chart(self, chart: Chart) -> str:
        told = f"{self._strong(chart.title)}{self._led(chart.notes)}"
        if chart.summary:
            return (
                f"{told}: {self._words(chart.summary)}"
                if chart.title
                else self._words(chart.summary)
            )
        table = self._table(tables.of_chart(chart, self._style))
        return f"{told}\n\n{table}" if told else table

    def _table(self, table: Table) -> str:
        """Columns as wide as their cells, so that it reads well where nobody draws tables."""
        if not table.rows:
            return self._quiet(table.empty)
        head = [self._words(one.title) + self._led(one.notes) for one in table.columns]
        rows, group = list[list[str]](), ""
        for row in table.rows[:MOST]:
            if row.group and row.group != group:
                rows.append([self._strong(row.group), *[""] * (len(head) - 1)])
            group = row.group
            rows.append([self._words(one.text) for one in row.cells])
        if table.total:
            rows.append([self._strong(one.text) for one in table.total])
        right = [one.kind in _NUMBERS for one in table.columns]
        wide = [
            min(max(3, *(_width(row[at]) for row in (head, *rows))), _WIDEST)
            for at in range(len(head))
        ]
        lines = [self._row(head, wide, right)]
        if self._marked:
            rules = [
                "-" * (one - 1) + (":" if end else "-")
                for one, end in zip(wide, right, strict=True)
            ]
            lines.append(f"| {' | '.join(rules)} |")
        lines += [self._row(row, wide, right) for row in rows]
        more = len(table.rows) - MOST
        if more > 0:
            lines += ["", self._quiet(f"{self._style.number(more)} more rows")]
        return "\n".join(lines)

    def _row(self, cells: Sequence[str], wide: Sequence[int], right: Sequence[bool]) -> str:
        made = [_padded(*one) for one in zip(cells, wide, right, strict=True)]
        return f"| {' | '.join(made)} |" if self._marked else "  ".join(made).rstrip()

    def _sources(self) -> Iterator[str]:
        if not self._numbers:
            return
        yield self._heading(2, "Sources")
        lines = []
        for key, number in self._numbers.items():
            words = self._words(notes.in_words(self._known[key], self._style))
            lines.append(f"{self._mark(number)} {words}")
        yield ("  \n" if self._marked else "\n").join(lines)

    def _led(self, held: Sequence[str]) -> str:
        numbers = notes.told(held, self._numbers)
        return f" {self._mark(numbers)}" if numbers else ""

    def _mark(self, numbers: int | str) -> str:
        return f"\\[{numbers}\\]" if self._marked else f"[{numbers}]"

    def _words(self, text: str) -> str:
        return escaped(text) if self._marked else one_line(text)

    def _paragraphs(self, text: str) -> str:
        held = (self._words(one) for one in plain(text).split("\n"))
        return ("  \n" if self._marked else "\n").join(filter(None, held))

    def _heading(self, level: int, text: str) -> str:
        told = self._words(text)
        return f"{'#' * level} {told}" if self._marked and told else told

    def _title(self, text: str, led: Sequence[str]) -> str:
        told = f"{self._strong(text)}{self._led(led)}"
        return told if text or not told else f"Sources{told}"

    def _strong(self, text: str) -> str:
        told = self._words(text)
        return f"**{told}**" if self._marked and told else told

    def _quiet(self, text: str) -> str:
        told = self._words(text)
        return f"*{told}*" if self._marked and told else told

    def _named(self, name: str, text: str, *more: str) -> str:
        beside = tables.joined(*(self._words(one) for one in more))
        told = self._strong(text) if not name else f"{self._words(name)}: {self._strong(text)}"
        return f"{told} ({beside})" if beside else told

    def _listed(self, lines: Sequence[str] | Iterator[str]) -> str:
        return "\n".join(f"- {one}" for one in lines)

    def _quote(self, text: str, by: str) -> str:
        told = self._words(text)
        if self._marked:
            return f"> {told}" + (f"  \n> {self._words(by)}" if by else "")
        return f"\u201c{told}\u201d" + (f" ({self._words(by)})" if by else "")


def _width(text: str) -> int:
    """Places of a text where every letter is as wide: Chinese ones take two."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, wide: int, right: bool) -> str:
    rest = " " * max(0, wide - _width(text))
    return rest + text if right else text + rest
