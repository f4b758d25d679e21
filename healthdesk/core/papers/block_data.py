"""Blocks of a report as the data of our page templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize

from healthdesk.core.charts import Look, letters, natural_height, svg
from healthdesk.core.domain.board_pages import PRESSED, STRETCHED, rows_of, stretches
from healthdesk.core.domain.clean_text import plain
from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.report import (
    Block,
    Board,
    Card,
    Cell,
    Chart,
    Column,
    Figure,
    Figures,
    Pairs,
    Paper,
    Paragraph,
    Quotes,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import PartsChart, RankChart
from healthdesk.core.papers import drawings, notes
from healthdesk.core.papers.column_widths import FIGURES, beside_cell, widths
from healthdesk.core.papers.paper_sizes import Measures
from healthdesk.core.papers.tables import on_paper

_Data = dict[str, Any]
_LONG: Final = re.compile(r"[!-~]{25,}|[^\s\x00-\x7f]{60,}")
"""Words that would not fit in a narrow column."""
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_JOINED: Final = re.compile("[\ufb00-\ufb06]")
"""Letters joined into one sign, which few fonts have."""
_PIECE: Final = re.compile(r"[!-~]{1,8}|[^\s\x00-\x7f]{1,12}")
_BREAK: Final = "\u200b"
_STATES: Final = {"done": "done", "late": "late", "open": "", "left": "left out"}
_COLUMNS: Final = 12
_WHOLE, _CELL = 300, 120
"""Letters up to which a part, or a row of a table, stays on one page."""
_HEIGHTS: Final[tuple[float, ...]] = (1.5, 1.25, 1.05, 0.88, 0.72, 0.55)
_WRAPPED: Final = 0.16
"""Of the width, what a column whose texts wrap needs before others give it any of theirs."""
_RANK_HEIGHTS: Final[tuple[float, ...]] = (1.2, 1.1, 1.0, 0.88, 0.76, 0.64)
"""Heights of a chart on slides, in those it wants to have."""


@dataclass(frozen=True)
class Place:
    """What the blocks of a section need to know of it."""

    numbers: dict[str, int]
    look: Look
    style: NumberStyle
    size: Measures
    paper: Paper
    drawings: bool

    def mark(self, held: Iterable[str]) -> str:
        """The numbers of footnotes: "1, 2"."""
        return notes.told(held, self.numbers)


def words(text: str) -> str:
    """A text as it can be set: cleaned, on one line, and breakable wherever it is too long.

    What turns the order of letters round is dropped: on paper "exe.fdp" must not read "pdf.exe".
    """
    told = normalize("NFC", _TURNS.sub("", plain(text)))
    told = _JOINED.sub(lambda found: normalize("NFKC", found[0]), told)
    return " ".join(_breakable(told).split())


def paragraphs(text: str) -> list[str]:
    """A text's lines, without empty ones."""
    return [one for part in plain(text).split("\n") if (one := words(part))]


def block(one: Block, place: Place, width: float) -> _Data:
    """A block of a width."""
    made: _Data
    if isinstance(one, Paragraph):
        made = {
            "t": "paragraph",
            "title": words(one.title),
            "text": paragraphs(one.text),
            "voice": one.voice,
        }
    elif isinstance(one, Figures):
        made = {
            "t": "figures",
            "columns": _columns(len(one.items), place, width),
            "items": [_figure(item, place) for item in one.items],
        }
    elif isinstance(one, Pairs):
        made = _pairs(one, place, width)
    elif isinstance(one, Quotes):
        made = _quotes(one, place, width)
    elif isinstance(one, Steps):
        made = _steps(one, place)
    elif isinstance(one, Table):
        made = _table(one, place, width)
    elif isinstance(one, Board):
        made = _board(one, place, width)
    else:
        made = _chart(one, place, width)
    return {**made, "n": place.mark(one.notes)}


def _breakable(text: str) -> str:
    """Long words with places to break them, that show nothing."""
    return _LONG.sub(lambda found: _BREAK.join(_PIECE.findall(found[0])), text)


def _columns(count: int, place: Place, width: float) -> int:
    """In how many columns figures stand: one alone takes no whole line, many break on paper."""
    if count > 4 and place.paper != "slides":
        return 3
    alone = count == 1 and width > place.size.inner * 0.6
    return 3 if alone else max(min(count, 6), 1)


def _figure(item: Figure, place: Place) -> _Data:
    return {
        "label": words(item.label),
        "text": words(item.text),
        "change": words(item.change),
        "arrow": _arrow(item.change),
        "direction": item.direction,
        "detail": words(item.detail),
        "band": item.band or "",
        "n": place.mark(item.notes),
        "long": len(item.label) + len(item.text) + len(item.detail) > _WHOLE,
    }


def _arrow(change: str) -> str:
    if change[:1] == "+":
        return "up"
    return "down" if change[:1] in ("-", "\u2212") else ""


def _pairs(one: Pairs, place: Place, width: float) -> _Data:
    names = [words(item.name) for item in one.items]
    wide = max((letters.width(name, place.size.base, 600) for name in names), default=0.0)
    return {
        "t": "pairs",
        "title": words(one.title),
        "across": one.across,
        "named": round(min(wide + 4, width * 0.45), 2),
        "items": [
            {"name": name, "text": words(item.text), "n": place.mark(item.notes)}
            for name, item in zip(names, one.items, strict=True)
        ],
    }


def _quotes(one: Quotes, place: Place, width: float) -> _Data:
    longest = max((len(item.text) for item in one.items), default=0)
    columns = min(len(one.items), 3) if place.paper == "slides" and longest < 200 else 1
    return {
        "t": "quotes",
        "title": words(one.title),
        "columns": columns if width > 600 else 1,
        "items": [
            {
                "text": words(item.text),
                "by": [words(told) for told in (item.who, item.where) if told],
                "long": len(item.text) > _WHOLE,
                "n": place.mark(item.notes),
            }
            for item in one.items
        ],
    }


def _steps(one: Steps, place: Place) -> _Data:
    return {
        "t": "steps",
        "title": words(one.title),
        "journey": one.journey,
        "items": [
            {
                "text": words(item.text),
                "state": item.state,
                "word": _STATES[item.state],
                "facts": [words(told) for told in (item.when, item.who) if told],
                "detail": words(item.detail),
                "long": len(item.text) + len(item.detail) > _WHOLE,
                "n": place.mark(item.notes),
            }
            for item in one.items
        ],
    }


def _table(one: Table, place: Place, width: float) -> _Data:
    shown = on_paper(one)
    rows, group = list[_Data](), ""
    for row in shown:
        if row.group and row.group != group:
            rows.append({"group": words(row.group)})
        group = row.group
        cells = [_cell(*both) for both in zip(one.columns, row.cells, strict=True)]
        rows.append({"cells": cells, "long": any(len(cell.text) > _CELL for cell in row.cells)})
    return {
        "t": "table",
        "title": words(one.title),
        "widths": widths(one, width, place.size.small),
        "beside": [beside_cell(one.columns, at) for at in range(len(one.columns))],
        "heads": [
            {
                "text": words(column.title),
                "right": column.kind in FIGURES,
                "n": place.mark(column.notes),
            }
            for column in one.columns
        ],
        "rows": rows,
        "total": [_cell(*both) for both in zip(one.columns, one.total, strict=True)]
        if one.total
        else [],
        "more": len(one.rows) - len(shown),
        "empty": words(one.empty),
        "tall": any(len(told) > _CELL for told in _edges(one)),
    }


def _edges(one: Table) -> Iterable[str]:
    """The texts of a table's head and of its total."""
    yield from (column.title for column in one.columns)
    yield from (cell.text for cell in one.total)


def _cell(column: Column, cell: Cell) -> _Data:
    return {
        "text": words(cell.text),
        "right": column.kind in FIGURES,
        "band": cell.band or "",
        "direction": cell.direction,
        "none": cell.value is None and column.kind != "text",
    }


def _board(one: Board, place: Place, width: float) -> _Data:
    gap = place.size.gap * 0.7
    column = (width - gap * (_COLUMNS - 1)) / _COLUMNS
    row = column * 0.72
    mark = place.mark(one.notes)
    return {
        "t": "board",
        "gap": gap,
        "column": round(column, 3),
        "row": round(row, 3),
        "able": [PRESSED, STRETCHED],
        "bands": [
            {
                "rows": rows_of(band),
                "cards": [
                    _card(card, min(card.y for card in band), place, mark if at == 0 else "")
                    for at, card in enumerate(band)
                ],
            }
            for band in stretches(one.cards)
        ],
    }


def _card(card: Card, top: int, place: Place, mark: str) -> _Data:
    """A card; the first of a stretch bears the number of their source."""
    drawn = drawings.safe_svg(card.svg) if place.drawings and card.figure is None else ""
    return {
        "n": mark,
        "figure": [_figure(card.figure, place)] if card.figure is not None else [],
        "x": min(max(card.x, 0), _COLUMNS - 1),
        "y": card.y - top,
        "w": min(max(card.w, 1), _COLUMNS - min(max(card.x, 0), _COLUMNS - 1)),
        "h": max(card.h, 1),
        "title": words(card.title),
        "svg": drawn,
        "head": [words(one) for one in card.head],
        "rows": [] if drawn else [[words(one) for one in row] for row in card.rows],
        "foot": words(card.foot),
    }


def _chart(one: Chart, place: Place, width: float) -> _Data:
    """A chart; for slides in several heights, of which the template takes the one that fits."""
    high = natural_height(one, width, place.look)
    shares: tuple[float, ...] = (1.0,)
    if place.paper == "slides" and not isinstance(one, PartsChart):
        shares = _RANK_HEIGHTS if isinstance(one, RankChart) else _HEIGHTS
    highs = [round(high * by, 2) for by in shares]
    return {
        "t": "chart",
        "title": words(one.title),
        "svgs": [svg(one, round(width, 2), high, place.look) for high in highs],
        "highs": highs,
        "width": round(width, 2),
        "alt": words(one.summary or one.title or "Chart"),
    }
