"""A report as it goes out: sections ordered and left out, inside things hidden, my words put in.

Pure: from a built report and its options to the report that exporters write, and to what would be
shown though it belongs inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec

from healthdesk.core.domain import grid
from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.report import (
    KINDS_INSIDE,
    Block,
    Board,
    Card,
    Cell,
    Figure,
    Figures,
    Inside,
    Line,
    Pair,
    Pairs,
    Paragraph,
    Quote,
    Quotes,
    Report,
    Row,
    Section,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_words import MyWords, words_in

_One = TypeVar("_One")
_NAMED: Final = 40
"""Accounts that one line names."""
HIDDEN_FROM_CUSTOMERS: Final = tuple(kind for kind in KINDS_INSIDE if kind != "money")


@dataclass(frozen=True)
class Warned:
    """A part of a customer's report that would show something inside.

    `page` counts sections from 1 as they stand in the prepared report; `part` is what
    ReportOptions.hidden takes to hide it.
    """

    page: int
    section: str
    part: str
    words: str


def prepare(report: Report, options: ReportOptions) -> Report:
    """The report as its options want it."""
    audience = options.audience or report.audience
    hide = frozenset(hidden_kinds(options, audience))
    parts = frozenset(options.hidden)
    mine = words_in(report, options)
    sections = [
        _section(one, hide, parts, mine)
        for one in ordered(report.sections, options.order)
        if one.key not in options.left_out and not _hides(one.inside, hide)
    ]
    kept = tuple(one for one in sections if not _emptied(one))
    return msgspec.structs.replace(
        report,
        audience=audience,
        paper=options.paper or report.paper,
        sections=kept,
        sources=tuple(one for one in report.sources if one.key in _noted(kept)),
    )


def hidden_kinds(options: ReportOptions, audience: str) -> tuple[str, ...]:
    """Which kinds of inside things are hidden."""
    if options.hide is not None:
        return options.hide
    return HIDDEN_FROM_CUSTOMERS if audience == "customer" else ()


def ordered(sections: Iterable[Section], order: tuple[str, ...]) -> list[Section]:
    """Sections in the order wanted; those not named keep their order after them."""
    place = {key: at for at, key in enumerate(order)}
    return sorted(sections, key=lambda one: place.get(one.key, len(place)))


def warned(report: Report) -> tuple[Warned, ...]:
    """What a prepared customer's report would show of the inside; nothing for my own eyes."""
    if report.audience != "customer":
        return ()
    return tuple(
        Warned(page, section.key, part, mark.words)
        for page, section in enumerate(report.sections, 1)
        for part, mark in _marks(section)
    )


def personal(report: Report) -> tuple[str, ...]:
    """The kinds of personal things a prepared report contains, as an export tells them."""
    found = {mark.kind for section in report.sections for _, mark in _marks(section)}
    return tuple(kind for kind in ("names", "contact", "notes") if kind in found)


def blocks(section: Section) -> Iterator[Block]:
    """Every block of a section, in reading order."""
    for line in section.lines:
        yield from line.blocks


def numbered(section: Section) -> tuple[str, ...]:
    """The keys of a section's sources in the order of their first mention: footnote 1, 2, ..."""
    return tuple(dict.fromkeys(_notes(section)))


def _hides(marks: Iterable[Inside], hide: frozenset[str]) -> bool:
    return any(one.kind in hide for one in marks)


def _emptied(section: Section) -> bool:
    """Whether nothing is left to read: all its blocks were hidden."""
    return not (section.lines or section.own or section.lead or section.cover)


def _section(
    section: Section, hide: frozenset[str], parts: frozenset[str], mine: MyWords
) -> Section:
    lead = section.lead
    if lead is not None:
        kept = _block(lead, section.key, hide, parts, mine)
        lead = kept if isinstance(kept, Paragraph) else None
    lines = []
    for line in section.lines:
        held = [
            (made, share)
            for block, share in zip(line.blocks, _shares(line), strict=True)
            if (made := _block(block, section.key, hide, parts, mine)) is not None
        ]
        if held:
            shares = tuple(share for _, share in held) if line.shares else ()
            lines.append(Line(blocks=tuple(block for block, _ in held), shares=shares))
            lines += [Line(blocks=(one,)) for block, _ in held for one in _idle(block)]
        lines += _left_out(line, held)
    own = mine.own(section.key, section.own)
    lines = [_busy(one) for one in lines]
    return msgspec.structs.replace(section, lead=lead, lines=tuple(lines), own=own)


def _left_out(line: Line, held: Iterable[tuple[Block, float]]) -> list[Line]:
    """A sentence under a board that lost cards, so that nobody takes it for the whole of it."""
    before = sum(len(one.cards) for one in line.blocks if isinstance(one, Board))
    kept = sum(len(one.cards) for one, _ in held if isinstance(one, Board))
    if kept == before:
        return []
    gone = f"{before - kept} of {before} cards" if before > 1 else "1 card"
    told = f"{gone} {'is' if before - kept == 1 else 'are'} not in this version."
    return [Line(blocks=(Paragraph(key="cards left out", text=told, voice="quiet"),))]


def _shares(line: Line) -> tuple[float, ...]:
    return line.shares or (1.0,) * len(line.blocks)


def _block(
    block: Block,
    section: str,
    hide: frozenset[str],
    parts: frozenset[str],
    mine: MyWords,
) -> Block | None:
    """The block without what is hidden in it; None where nothing is left."""
    name = f"{section}/{block.key}"
    if _hides(block.inside, hide) or (block.key and name in parts):
        return None

    def stays(one: _Item) -> bool:
        return not _hides(one.inside, hide) and not (one.key and f"{name}/{one.key}" in parts)

    if isinstance(block, Paragraph):
        return _paragraph(block, name, mine)
    if isinstance(block, Figures | Pairs | Steps | Quotes):
        return _items(block, stays, hide)
    if isinstance(block, Table):
        return _table(block, name, stays, hide, mine)
    return _cards(block, stays) if isinstance(block, Board) else block


_Item = Figure | Pair | Step | Quote | Row | Card
_Stays = Callable[[_Item], bool]


def _paragraph(block: Paragraph, name: str, mine: MyWords) -> Paragraph:
    told = mine.edit(name, block.text)
    if told is None:
        return block
    return msgspec.structs.replace(block, text=told, generated=block.text)


def _items(
    block: Figures | Pairs | Steps | Quotes, stays: _Stays, hide: frozenset[str]
) -> Block | None:
    kept = tuple(_unnamed(one, hide) for one in block.items if stays(one))
    return msgspec.structs.replace(block, items=kept) if kept else None


def _cards(block: Board, stays: _Stays) -> Board | None:
    """A board without its hidden cards; those below move up into the room they leave."""
    kept = tuple(one for one in block.cards if stays(one))
    if len(kept) == len(block.cards):
        return block
    tiles = tuple(
        grid.Tile(id=str(at), kind="", x=one.x, y=one.y, w=one.w, h=one.h)
        for at, one in enumerate(kept)
    )
    rows = {tile.id: tile.y for tile in grid.pack(tiles)}
    moved = tuple(msgspec.structs.replace(one, y=rows[str(at)]) for at, one in enumerate(kept))
    return msgspec.structs.replace(block, cards=moved) if moved else None


def _unnamed(one: _One, hide: frozenset[str]) -> _One:
    """An item as it is; a quote whose speaker is hidden, without the name."""
    if isinstance(one, Quote) and _hides(one.who_inside, hide):
        return msgspec.structs.replace(one, who="", who_inside=())
    return one


def _table(
    block: Table, name: str, stays: _Stays, hide: frozenset[str], mine: MyWords
) -> Block | None:
    shown = [
        at
        for at, one in enumerate(block.columns)
        if not _hides(one.inside, hide) and f"{name}/{one.key}" not in mine.options.hidden
    ]
    if not shown:
        return None
    rows = tuple(
        msgspec.structs.replace(row, cells=tuple(_cell(row.cells[at], name, mine) for at in shown))
        for row in block.rows
        if stays(row)
    )
    return msgspec.structs.replace(
        block,
        columns=tuple(block.columns[at] for at in shown),
        rows=rows,
        total=tuple(block.total[at] for at in shown) if block.total else (),
    )


def _cell(cell: Cell, name: str, mine: MyWords) -> Cell:
    told = mine.edit(f"{name}/{cell.edit}", cell.text) if cell.edit else None
    if told is None:
        return cell
    return msgspec.structs.replace(cell, text=told, value=told, generated=cell.text)


def _idle(block: Block) -> tuple[Paragraph, ...]:
    """The line that tells the rows of a table that hold nothing but a name."""
    rows = _idle_rows(block) if isinstance(block, Table) else ()
    if not isinstance(block, Table) or not rows:
        return ()
    names = ", ".join(row.cells[0].text for row in rows[:_NAMED])
    names += f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
    count = "1 account" if len(rows) == 1 else f"{len(rows):,} accounts"
    told = f"For {count} {block.idle}: {names}."
    return (Paragraph(key=f"{block.key}_idle", text=told, voice="quiet"),)


def _busy(line: Line) -> Line:
    """A line whose tables hold no row that holds nothing but a name."""
    made = []
    for block in line.blocks:
        idle = frozenset(row.key for row in _idle_rows(block)) if isinstance(block, Table) else ()
        if isinstance(block, Table) and idle:
            rows = tuple(row for row in block.rows if row.key not in idle)
            block = msgspec.structs.replace(block, rows=rows)  # noqa: PLW2901 - the same block
        made.append(block)
    return msgspec.structs.replace(line, blocks=tuple(made))


def _idle_rows(table: Table) -> tuple[Row, ...]:
    """Rows in which nothing stands that a person may write, and no day."""
    if not table.idle:
        return ()
    days = [at for at, one in enumerate(table.columns) if one.kind == "day"]
    return tuple(
        row
        for row in table.rows
        if all(cell.text in ("", NONE) for cell in row.cells if cell.edit)
        and all(row.cells[at].text in ("", NONE) for at in days)
    )


def _marks(section: Section) -> Iterator[tuple[str, Inside]]:
    """Every mark in a section, with the part that carries it."""
    for mark in section.inside:
        yield section.key, mark
    lead = (section.lead,) if section.lead is not None else ()
    for block in (*lead, *blocks(section)):
        name = f"{section.key}/{block.key}"
        for mark in block.inside:
            yield name, mark
        for part, marks in _inner(block):
            for mark in marks:
                yield f"{name}/{part}", mark


def _inner(block: Block) -> Iterator[tuple[str, tuple[Inside, ...]]]:
    if isinstance(block, Quotes):
        for quote in block.items:
            yield quote.key, (*quote.inside, *(quote.who_inside if quote.who else ()))
    elif isinstance(block, Figures | Pairs | Steps):
        for one in block.items:
            yield one.key, one.inside
    elif isinstance(block, Board):
        for card in block.cards:
            yield card.key, card.inside
    elif isinstance(block, Table):
        for column in block.columns:
            yield column.key, column.inside
        for row in block.rows:
            yield row.key, row.inside


def _notes(section: Section) -> Iterator[str]:
    if section.lead is not None:
        yield from section.lead.notes
    for block in blocks(section):
        yield from block.notes
        if isinstance(block, Figures | Pairs | Steps | Quotes):
            for one in block.items:
                yield from one.notes
        elif isinstance(block, Table):
            for column in block.columns:
                yield from column.notes


def _noted(sections: Iterable[Section]) -> frozenset[str]:
    return frozenset(key for one in sections for key in _notes(one))
