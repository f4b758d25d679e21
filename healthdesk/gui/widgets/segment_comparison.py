"""Two to six segments side by side, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.band_trend import ORDER
from healthdesk.core.domain.board_scores import SEGMENTS, SegmentComparison, Slice
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import DASH
from healthdesk.gui.parts.amounts import fit_sums
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.board_figures import (
    arr_words,
    fill_of,
    money_words,
    put_bar,
    put_delta,
)
from healthdesk.gui.parts.delta import ARROW, GAP
from healthdesk.gui.parts.drawing import Drawing, Fill, Sheet, Spot, Stroke, Text, fitted
from healthdesk.gui.parts.lanes import Lane, Placed, placed
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.services import board_scores
else:
    board_scores = lazily("healthdesk.core.services.board_scores")

SPEC = WidgetSpec(
    key="segment_comparison",
    title="Segment comparison",
    summary="Score, ARR and bands side by side.",
    how=(
        "The accounts that are in each segment on the day and alive on it; an account may be in"
        " several. The mean score goes by ARR or each account the same; where ARR is in several"
        " currencies or not known, each counts the same. The change is that of the mean score of"
        " the same accounts since the day before the period begins, of those that had one then."
        " Bands are shares of accounts. Where no segment is chosen, the first four are shown"
        " that are not called as a band."
    ),
    group="Scores",
    size=(6, 3),
    limits=Limits(4, 2, 12, 8),
    inside=("score", "money"),
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SEGMENTS}),
    options=(
        *(Option(key, f"{key.capitalize()} segment", "segment", "") for key in SEGMENTS),
        Option(
            "by",
            "Mean score",
            "choice",
            "arr",
            choices=("arr", "count"),
            labels=("By ARR", "Each account the same"),
        ),
    ),
)
_BANDS: Final = 84.0
_LANES: Final = (
    Lane("name", "Segment", 80, stretch=True),
    Lane("count", "Accounts", 54, "right"),
    Lane("arr", "ARR", 66, "right", drop=2),
    Lane("score", "Score", 38, "right"),
    Lane("change", "Change", 52, "right", drop=1),
    Lane("bands", "Bands", _BANDS, drop=3),
)
_HEAD, _ROW, _BAR = 20.0, 26.0, 9.0


def load(tx: Any, ask: Ask) -> SegmentComparison:  # noqa: ANN401 - a session of the store
    """Read them."""
    return board_scores.segment_comparison(tx, ask)


class Face(RowsFace):
    """A row a segment under the names of the columns; each is a mark."""

    def rows_beyond(self, room: QSizeF) -> int:
        """Rows that do not fit."""
        return len(cast("SegmentComparison", self.shown).rows) - _fit(room)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The head and the rows from one on."""
        data, sheet = cast("SegmentComparison", self.shown), Sheet()
        where = _where(room.width())
        for lane, left, wide in where:
            place = QRectF(left, 0, wide, _HEAD - 4)
            text = fitted(place, lane.title, self.measure, "text3", "small", align=lane.align)
            sheet.texts.append(text)
            if lane.key == "bands":
                self._legend(sheet, place)
        sheet.strokes.append(Stroke(0, _HEAD - 2, room.width(), _HEAD - 2, "border"))
        for at, one in enumerate(data.rows[first : first + _fit(room)]):
            place = QRectF(0, _HEAD + at * _ROW, room.width(), _ROW)
            self._row(sheet, one, place, where)
        return sheet.done(room.width(), room.height())

    def _legend(self, sheet: Sheet, place: QRectF) -> None:
        """The shapes of the bands in the order of the bars' parts, named where there is room."""
        words, middle = self.ui.words.bands, place.center().y()
        left = place.left() + self.measure("Bands", "small", 400) + 10
        names = [words.of(band) for band in ORDER]
        steps = [13 + self.measure(name, "small", 400) + 8 for name in names]
        named = left + sum(steps) <= place.right()
        close = min((place.right() - left) / len(ORDER), 12.0)
        if close < 9:
            return
        for band, name, step in zip(ORDER, names, steps, strict=True):
            sheet.dots.append(band_dot(QPointF(left + 4, middle), band, 3.5))
            if named:
                text = QRectF(left + 11, place.top(), step - 13, place.height())
                sheet.texts.append(Text(text, name, "text3", "small"))
            left += step if named else close

    def _row(self, sheet: Sheet, one: Slice, rect: QRectF, where: Placed) -> None:
        words, faded = self.ui.words, self.faded(one.key)
        color = "text" if faded == 1 else "text3"
        texts = {
            "name": one.name,
            "count": words.number(one.count),
            "arr": money_words(one.amounts, words),
            "score": DASH if one.score is None else words.number(one.score),
        }
        for lane, left, wide in where:
            place = QRectF(left, rect.top(), wide, _ROW)
            if lane.key in texts:
                weight = {"name": 500, "score": 600}.get(lane.key, 400)
                said = texts[lane.key]
                if lane.key == "arr":
                    said = fit_sums(said, wide, self.measure, "body") or said
                text = fitted(place, said, self.measure, color, weight=weight, align=lane.align)
                sheet.texts.append(text)
            elif lane.key == "change":
                self._change(sheet, one, place)
            else:
                self._bands(sheet, one, place, faded)
        key = f"mark:{one.key}" if one.count else ""
        sheet.spots.append(Spot(rect, key, self._tip(one)))

    def _change(self, sheet: Sheet, one: Slice, place: QRectF) -> None:
        words = self.ui.words
        if one.change is None:
            sheet.texts.append(Text(place, DASH, "text3", align="right"))
            return
        told = words.signed(one.change) if one.change else "same"
        wide = self.measure(told, "body", 500) + (ARROW + GAP if one.change else 0)
        at = QPointF(place.right() - wide, place.center().y())
        put_delta(sheet, at, one.change, told, self.measure)

    def _bands(self, sheet: Sheet, one: Slice, place: QRectF, faded: float) -> None:
        bar = QRectF(place.left(), place.center().y() - _BAR / 2, place.width(), _BAR)
        if not one.count:
            sheet.fills.append(Fill(bar, "track", hatched=True))
            return
        put_bar(sheet, bar, [(fill_of(each.band), each.count, faded) for each in one.sums])

    def _tip(self, one: Slice) -> str:
        words, data = self.ui.words, cast("SegmentComparison", self.shown)
        if one.why:
            return f"{one.name}\n{one.why}"
        bands = [
            f"{words.bands.of(each.band)}: {words.count(each.count, 'account')}"
            for each in one.sums
            if each.count
        ]
        unknown = sum(each.unknown for each in one.sums)
        rows = [
            one.name,
            f"ARR: {arr_words(one.amounts, unknown, words)}",
            f"mean score: {DASH if one.score is None else words.number(one.score)}",
            f"in {data.span}: {words.signed(one.change)}",
            *bands,
        ]
        return "\n".join([*rows, "Press: only these"])

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a segment."""
        data, words = cast("SegmentComparison", self.shown), self.ui.words
        bands = tuple(words.bands.of(one.band) for one in data.rows[0].sums) if data.rows else ()
        out = tuple(
            (
                one.name,
                words.number(one.count),
                arr_words(one.amounts, sum(each.unknown for each in one.sums), words),
                DASH if one.score is None else words.number(one.score),
                words.signed(one.change),
                *(words.number(each.count) for each in one.sums),
            )
            for one in data.rows
        )
        return ("Segment", "Accounts", "ARR", "Score", f"In {data.span}", *bands), out


def _fit(room: QSizeF) -> int:
    return max(int((room.height() - _HEAD) / _ROW), 1)


def _where(wide: float) -> Placed:
    """Where the columns stand: bands take part of what is left over."""
    found = placed(_LANES, wide)
    spare = next((one[2] - one[0].wide for one in found if one[0].stretch), 0.0)
    if spare <= 60 or found[-1][0].key != "bands":
        return found
    more = (spare - 60) * 0.6
    lanes = [Lane("bands", "Bands", _BANDS + more) if one.key == "bands" else one for one in _LANES]
    return placed(lanes, wide)
