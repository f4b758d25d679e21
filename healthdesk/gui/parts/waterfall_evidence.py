"""What stands under an opened waterfall row: a daily chart, a few facts, where they came from.

Not here: the rows themselves (waterfall_layout.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import EvidenceRow, EvidenceView, SourceLine
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.drawing import (
    Curve,
    Drawing,
    Fill,
    Glyph,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)

FEW = 3
"""Facts shown before "more" is asked for."""
MOST = 60
"""Facts shown at once even then."""
CHART_WIDTH = 306.0
_CHART_HEIGHT = 48.0
_LEFT = 34.0
_RIGHT = 13.0
_LINE = 16.0
_GAP = 20.0
_PRESS = "Press for the row as stored"
_DAILY = "usage"
"""The table whose facts are the daily values themselves."""


@dataclass(frozen=True)
class Evidence:
    """An opened row's content: `view` None while it is read, or `trouble` where reading failed."""

    key: str
    name: str = ""
    """The row's name, which the list of facts need not say again."""
    color: str = "s1"
    view: EvidenceView | None = None
    trouble: str = ""
    expanded: bool = False
    weight_note: str = ""
    """How much of the effect came from the weight, in words; empty where it does not matter."""


def evidence(
    block: Evidence, days: tuple[int, int], width: float, measure: Measure, words: Words
) -> Drawing:
    """The drawing under a row; `days` are the two days compared."""
    sheet = Sheet()
    if block.view is None:
        height = _waiting(sheet, block, width, measure)
    else:
        height = _content(sheet, block, block.view, days, width, measure=measure, words=words)
    return sheet.done(width, height)


def _waiting(sheet: Sheet, block: Evidence, width: float, measure: Measure) -> float:
    """Skeleton bars while the facts are read, or the sentence of what went wrong."""
    if block.trouble:
        sheet.glyphs.append(Glyph(QRectF(_LEFT - 3, 9, 14, 14), "alert-triangle", "poor"))
        rect = QRectF(_LEFT + 17, 8, width - _LEFT - 17 - _RIGHT, _LINE)
        sheet.texts.append(fitted(rect, block.trouble, measure, "text2", "small"))
        return 32.0
    for index, share in enumerate((0.5, 0.42, 0.46)):
        rect = QRectF(_LEFT, 12.0 + index * 18, (width - _LEFT) * share, 8)
        sheet.fills.append(Fill(rect, "track", radius=4))
    return 70.0


def _content(
    sheet: Sheet,
    block: Evidence,
    view: EvidenceView,
    days: tuple[int, int],
    width: float,
    *,
    measure: Measure,
    words: Words,
) -> float:
    has_series = sum(value is not None for value in view.values) > 1
    facts_left = _LEFT
    bottom = 8.0
    if has_series:
        chart_width = min(CHART_WIDTH, max(120.0, (width - _LEFT - _RIGHT - _GAP) * 0.54))
        _series(sheet, view, days, chart_width, color=block.color, measure=measure, words=words)
        facts_left, bottom = _LEFT + chart_width + _GAP, 72.0
    bottom = max(
        bottom,
        _facts(
            sheet,
            block,
            view,
            facts_left,
            width,
            measure=measure,
            words=words,
            has_series=has_series,
        ),
    )
    return _source(
        sheet, block, view, bottom + 2, width, measure=measure, words=words, has_series=has_series
    )


def _series(
    sheet: Sheet,
    view: EvidenceView,
    days: tuple[int, int],
    chart_width: float,
    *,
    color: str,
    measure: Measure,
    words: Words,
) -> None:
    """The daily values, the windows they were taken over, the two days."""
    box = QRectF(_LEFT, 9, chart_width, _CHART_HEIGHT)
    first, last = view.days[0], view.days[-1]
    span = max(last - first, 1)
    present = [value for value in view.values if value is not None]
    low, high = min(0.0, *present), max(present)
    room = (high - low) or 1.0

    def x(day: float) -> float:
        return box.left() + (day - first) / span * box.width()

    for (start, end), shade in zip(view.windows, ("edge", "accent"), strict=False):
        left, right = max(x(start - 0.5), box.left()), min(x(end + 0.5), box.right())
        if right > left:
            sheet.fills.append(Fill(QRectF(left, box.bottom(), right - left - 1, 2), shade))
    for day in days:
        if first <= day <= last:
            at = float(round(x(day)))
            sheet.strokes.append(Stroke(at, box.top(), at, box.bottom(), "accent", 1.0, (2.0, 2.0)))
    sheet.strokes.append(Stroke(box.left(), box.bottom(), box.right(), box.bottom(), "border"))
    inner = box.height() - 4
    points = tuple(
        None if value is None else QPointF(x(day), box.bottom() - 1 - (value - low) / room * inner)
        for day, value in zip(view.days, view.values, strict=True)
    )
    sheet.curves.append(Curve(points, color))
    for day, side in ((first, "left"), (last, "right")):
        rect = QRectF(box.left(), 59, box.width() / 2, 14)
        if side == "right":
            rect.moveRight(box.right())
        sheet.texts.append(
            fitted(rect, words.short_day(day), measure, "text3", "small", align=side)  # type: ignore[arg-type]
        )
    sheet.spots.append(Spot(box, f"series:{view.key}"))


def series_tip(view: EvidenceView, share: float, words: Words) -> str:
    """Day and value at a place of the chart, `share` of its width."""
    span = view.days[-1] - view.days[0]
    day = view.days[0] + round(share * span)
    index = min(range(len(view.days)), key=lambda i: abs(view.days[i] - day))
    value = view.values[index]
    unit = f" {view.unit}" if view.unit and value is not None else ""
    shown = "no data" if value is None else f"{series_number(value, words)}{unit}"
    return f"{words.weekday(view.days[index])}: {shown}"


def series_number(value: float, words: Words) -> str:
    """A daily value with no more decimals than it needs."""
    if float(value).is_integer():
        return words.number(value)
    return words.number(value, 1 if abs(value) >= 10 else 2)


def _facts(
    sheet: Sheet,
    block: Evidence,
    view: EvidenceView,
    left: float,
    width: float,
    *,
    measure: Measure,
    words: Words,
    has_series: bool,
) -> float:
    """The heaviest facts, one a line; returns where they end."""
    right = width - _RIGHT
    y = 7.0
    title = view.title
    if title in ("", block.name):
        count = words.count(max(view.total_rows, len(view.rows)), "fact")
        title = f"{count}, newest first" if view.rows else "Facts"
    head = QRectF(left, y, right - left, _LINE)
    if has_series and _only_daily(view):
        return _sums(sheet, view, head, measure=measure, words=words)
    sheet.texts.append(fitted(head, title, measure, "text3", "small"))
    y += _LINE
    if not view.rows:
        said = "Nothing but the daily values." if has_series else "No facts in this stretch."
        said = f"{view.sought.what}: none" if view.sought else said
        rect = QRectF(left, y, right - left, _LINE)
        sheet.texts.append(fitted(rect, said, measure, "text2", "small"))
        return y + _LINE
    shown = view.rows[: MOST if block.expanded else FEW]
    for place, row in enumerate(shown):
        _fact(sheet, row, left, right, y, measure=measure, words=words)
        if row.row >= 0:
            rect = QRectF(left, y, right - left, _LINE)
            sheet.spots.append(Spot(rect, f"fact:{block.key}:{place}", f"{row.text}\n{_PRESS}"))
        y += _LINE
    return y


def _only_daily(view: EvidenceView) -> bool:
    """Whether nothing but daily values stands behind it, which the chart already shows."""
    told = {(row.table, row.text) for row in view.rows}
    return bool(view.windows) and (not told or (len(told) == 1 and view.rows[0].table == _DAILY))


def _sums(
    sheet: Sheet, view: EvidenceView, line: QRectF, *, measure: Measure, words: Words
) -> float:
    """What each window adds up to, where the only facts are the daily values themselves."""
    head = fitted(line, "Sum of the daily values", measure, "text3", "small")
    sheet.texts.append(head)
    for first, last in view.windows:
        line = line.translated(0, _LINE)
        found = [
            value
            for day, value in zip(view.days, view.values, strict=True)
            if value is not None and first <= day <= last
        ]
        span = f"{words.short_day(first)} to {words.short_day(last)}"
        used = f"on {len(found)} of {words.days(last - first + 1)}"
        said = f"{series_number(sum(found), words)} {used}" if found else "no value"
        wide = min(measure(said, "small", 400), line.width() * 0.6)
        name = QRectF(line.left(), line.top(), line.width() - wide - 8, _LINE)
        sheet.texts.append(fitted(name, span, measure, "text", "small"))
        value_rect = QRectF(line.right() - wide, line.top(), wide, _LINE)
        sheet.texts.append(fitted(value_rect, said, measure, "text", "small", align="right"))
    return line.bottom()


def _fact(
    sheet: Sheet,
    row: EvidenceRow,
    left: float,
    right: float,
    y: float,
    *,
    measure: Measure,
    words: Words,
) -> None:
    day = words.short_day(row.day) if row.day is not None else ""
    day_width = max(measure(day, "small", 400) + 8, 46.0) if day else 0.0
    value_width = (
        min(measure(row.value, "small", 400) + 8, (right - left) * 0.45) if row.value else 0.0
    )
    if day:
        sheet.texts.append(Text(QRectF(left, y, day_width - 8, _LINE), day, "text3", "small"))
    rect = QRectF(left + day_width, y, right - left - day_width - value_width, _LINE)
    sheet.texts.append(fitted(rect, row.text, measure, "text", "small"))
    if row.value:
        value = QRectF(right - value_width + 8, y, value_width - 8, _LINE)
        sheet.texts.append(fitted(value, row.value, measure, "text", "small", align="right"))


def _source(
    sheet: Sheet,
    block: Evidence,
    view: EvidenceView,
    y: float,
    width: float,
    *,
    measure: Measure,
    words: Words,
    has_series: bool,
) -> float:
    """The line with file, rows and import day, and what can be asked for at its right."""
    height = 20.0
    right = width - _RIGHT
    for key, link in reversed(_links(block, view, words, has_series=has_series)):
        wide = measure(link, "small", 500)
        rect = QRectF(right - wide, y, wide, height)
        sheet.texts.append(Text(rect, link, "accent", "small", 500))
        sheet.spots.append(Spot(rect.adjusted(-4, -2, 4, 2), f"{key}:{block.key}"))
        right -= wide + 12
    sheet.glyphs.append(Glyph(QRectF(_LEFT - 3, y + 3, 14, 14), "file-text"))
    said = view.sought.whence if view.sought else source_words(view.sources, words)
    if block.weight_note:
        said = f"{said} · {block.weight_note}"
    rect = QRectF(_LEFT + 17, y, right - _LEFT - 17, height)
    line = fitted(rect, said, measure, "text3", "small")
    sheet.texts.append(line)
    told = [source_words((source,), words) for source in view.sources]
    if view.refs:
        tip = "\n".join([*told, _PRESS])
        sheet.spots.append(Spot(rect, f"source:{block.key}", tip))
    elif view.sought:
        sheet.spots.append(Spot(rect, f"source:{block.key}", view.sought.text))
    return y + height + 4


def _links(
    block: Evidence, view: EvidenceView, words: Words, *, has_series: bool
) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    total = max(view.total_rows, len(view.rows))
    if total > FEW and not (has_series and _only_daily(view)):
        more = words.number(total - FEW)
        links.append(("facts", "Fewer facts" if block.expanded else f"{more} more"))
    if has_series:
        count = sum(value is not None for value in view.values)
        links.append(("values", words.count(count, "daily value")))
    if view.metric:
        links.append(("leap", "Open in Usage"))
    return links


def source_words(sources: tuple[SourceLine, ...], words: Words) -> str:
    """Where facts came from: "usage.csv, rows 10,412 to 10,439, imported 23 Nov 2026"."""
    if not sources:
        return "Written by hand in this desk"
    source = sources[0]
    lines = f", {source.lines}" if source.lines else ""
    said = f"{source.file or 'by hand'}{lines}, imported {words.day(source.day)}"
    rest = len(sources) - 1
    return f"{said}, and {words.count(rest, 'more file')}" if rest else said


def table(view: EvidenceView, words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The daily values as a table."""
    head = ("Day", view.unit or "Value")
    return head, tuple(
        (words.weekday(day), DASH if value is None else series_number(value, words))
        for day, value in zip(view.days, view.values, strict=True)
    )
