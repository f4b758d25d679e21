"""The tables of the sources section: sources with their state, feeds with how far they reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QRect, QRectF
from PySide6.QtGui import QPainter

from healthdesk.core.domain.source import Feed, SourceView
from healthdesk.gui.base.words import Words, from_qdate
from healthdesk.gui.pages.data.tables import local_time, when
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import Ink

EVERY = ((0, "only when asked"), (5, "every 5 minutes"), (15, "every 15 minutes"),
         (30, "every 30 minutes"), (60, "every hour"), (240, "every 4 hours"))  # fmt: skip
_ICON = 16


def where_of(source: SourceView) -> str:
    """Say where a source looks: the folder, or the table or query and its database."""
    return source.place if source.kind == "folder" else f"{source.asks} · {source.place}"


def brought(source: SourceView, words: Words, zone: str | None) -> str:
    """Say what a source brought last, and when."""
    if source.last_at is None:
        return "nothing yet"
    rows = words.count(source.last_rows, "row") if source.last_rows else "nothing new"
    return f"{rows}, {when(words, source.last_at, zone)}"


def brought_short(source: SourceView, words: Words, zone: str | None) -> str:
    """The same in a table's cell, without the year and the hour."""
    if source.last_at is None:
        return "nothing yet"
    rows = words.count(source.last_rows, "row") if source.last_rows else "nothing new"
    return f"{rows}, {words.short_day(day_of(source.last_at, zone))}"


def day_of(at: str, zone: str | None) -> int:
    """The day of an instant, where the desk's days are counted."""
    return from_qdate(QDate.fromString(local_time(at, zone).date().isoformat(), "yyyy-MM-dd"))


def next_of(source: SourceView) -> str:
    """Say when a source is looked at next."""
    timed = dict(EVERY).get(source.every, f"every {source.every} minutes") if source.every else ""
    parts = [part for part in ("at the start" if source.on_start else "", timed) if part]
    return " and ".join(parts) or "on F5"


def state_of(source: SourceView, *, busy: bool = False) -> tuple[str, str, str]:
    """Say how a source fares: words, icon, colour."""
    if busy:
        return "refreshing", "refresh", "accent"
    if source.questions:
        count = len(source.questions)
        waits = "answer needed" if count == 1 else f"{count} answers needed"
        return waits, "help-circle", "notice"
    if source.last_error:
        # In full it stands in the source's card and in the tooltip.
        locked = source.password and "password" in source.last_error
        return ("password needed" if locked else "nothing came"), "alert-circle", "poor"
    if source.last_at is None:
        return "not looked at yet", "clock", "text3"
    return "in order", "circle-check", "strong"


def source_columns(words: Words, zone: str | None, busy: int = -1) -> tuple[Column, ...]:
    """Describe the list of sources."""

    def last(one: SourceView) -> str:
        return brought_short(one, words, zone)

    def state(one: SourceView) -> str:
        return state_of(one, busy=one.id == busy)[0]

    def whole(one: SourceView) -> str:
        told = [question.text for question in one.questions] + [one.last_error]
        return "\n".join(filter(None, told)) or state(one)

    def cell(painter: QPainter, ink: Ink, rect: QRect, one: Any) -> None:  # noqa: ANN401
        said, icon, color = state_of(one, busy=one.id == busy)
        picture = ink.theme.pixmap(icon, color, _ICON, ink.ratio)
        top = rect.top() + (rect.height() - _ICON) / 2
        painter.drawPixmap(QRectF(rect.left(), top, _ICON, _ICON), picture, QRectF(picture.rect()))
        tone = "text2" if color in {"strong", "text3"} else color
        paint.write(painter, ink, rect.adjusted(22, 0, 0, 0), said, color=tone)

    return (
        Column("name", "Source", 180, lambda one: one.name, lambda one: one.name,
               paint.name_cell(lambda one: one.name), minimum=110, snug=150,
               tip=lambda one: one.name),
        Column("where", "Where", 160, where_of, where_of,
               paint.text_cell(_short), minimum=100, stretch=True, tip=where_of),
        Column("last", "Brought last", 160, lambda one: one.last_at, last, paint.text_cell(last),
               minimum=110, snug=140, downwards=True, tip=lambda one: brought(one, words, zone)),
        Column("next", "Next", 128, next_of, next_of, paint.text_cell(next_of, "text3"),
               minimum=70, snug=90),
        Column("state", "State", 160, state, state, cell, minimum=140, snug=158, tip=whole),
    )  # fmt: skip


def feed_columns(words: Words, today: int) -> tuple[Column, ...]:
    """Describe how far each feed reaches."""

    def name(one: Feed) -> str:
        return one.name[:1].upper() + one.name[1:]

    def newest(one: Feed) -> str:
        return words.near_day(one.newest, today)

    def state(one: Feed) -> str:
        if one.late:
            return f"late, {words.days(one.quiet)}"
        return "too few to tell" if one.pause is None else "in time"

    def cell(painter: QPainter, ink: Ink, rect: QRect, one: Any) -> None:  # noqa: ANN401
        paint.write(painter, ink, rect, state(one), color="notice" if one.late else "text3")

    return (
        Column("name", "Feed", 120, name, name, paint.name_cell(name), minimum=86, stretch=True),
        Column("newest", "Data to", 92, lambda one: one.newest, newest,
               paint.text_cell(newest, right=True), right=True, downwards=True, minimum=104),
        Column("state", "State", 104, lambda one: one.quiet if one.late else -1.0, state, cell,
               downwards=True, minimum=84, tip=lambda one: _rhythm(one, words)),
    )  # fmt: skip


def _rhythm(one: Feed, words: Words) -> str:
    if one.pause is None:
        return f"{one.sentence}; too few days with data to tell when it would be late"
    return f"{one.sentence}; it usually pauses for {words.days(one.pause)}"


def _short(one: SourceView) -> str:
    """The folder's own name and the one it lies in; a query as it is."""
    return "/".join(Path(one.place).parts[-2:]) if one.kind == "folder" else where_of(one)
