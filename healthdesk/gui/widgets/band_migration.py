"""Who moved from which band into which between two days, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.band_moves import RANK
from healthdesk.core.domain.band_trend import ORDER
from healthdesk.core.domain.board_scores import BandMigration, Passage
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.board_figures import arr_words, sums_alike
from healthdesk.gui.parts.drawing import Drawing, Fill, Sheet, Spot, Text, fitted
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.services import board_scores
else:
    board_scores = lazily("healthdesk.core.services.board_scores")

SPEC = WidgetSpec(
    key="band_migration",
    title="Band migration",
    summary="Who moved from band to band.",
    how=(
        "Rows are the bands of accounts on the day before the period begins, columns their bands"
        " on its last day; New are those that were not there yet, Churned those that are there no"
        " more. ARR is that of the last day, of the churned that of the first. Scores of both days"
        " are computed with the health profile in force on each, from facts up to it. Bands are"
        " those of the two days as they were: a score that hovers at a threshold moves here, though"
        " Today does not tell it."
    ),
    group="Scores",
    size=(6, 4),
    limits=Limits(5, 3, 12, 8),
    inside=("score",),
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SETTINGS}),
)
_HEAD, _DOT, _GAP = 18.0, 15.0, 2.0
_TWO_LINES: Final = 34.0
_ROWS: Final[tuple[Band | None, ...]] = (*ORDER, None)


def load(tx: Any, ask: Ask) -> BandMigration:  # noqa: ANN401 - a session of the store
    """Read it."""
    return board_scores.band_migration(tx, ask)


class Face(DrawnFace):
    """A matrix: from a row's band into a column's."""

    def lay_out(self, room: QSizeF) -> Drawing:
        """Names of bands at the left and above, a cell for each passage."""
        data, sheet = cast("BandMigration", self.shown), Sheet()
        wide, high = room.width(), room.height()
        if not data.cells:
            return sheet.done(wide, high)
        left = self._left(wide)
        column = (wide - left) / len(_ROWS)
        row = min((high - _HEAD) / len(_ROWS), 52.0)
        corner = QRectF(0, 0, left - 6, _HEAD - 2)
        sheet.texts.append(fitted(corner, "from … to", self.measure, "text3", "small"))
        named = all(self._needed(band) + 2 <= column for band in ORDER)
        for at, band in enumerate(_ROWS):
            place = QRectF(left + at * column, 0, column, _HEAD - 2)
            self._name(sheet, place, band, "Churned", "center", named=named)
            place = QRectF(0, _HEAD + at * row, left - 6, row)
            self._name(sheet, place, band, "New", "left")
        seen = [one.amounts if one.count else {} for one in data.cells]
        rooms = [column - _GAP - 4] * len(seen)
        money = sums_alike(seen, rooms, self.ui.words, self.measure)
        for one, said in zip(data.cells, money, strict=True):
            x, y = _ROWS.index(one.after), _ROWS.index(one.before)
            place = QRectF(left + x * column, _HEAD + y * row, column, row)
            self._cell(sheet, one, place.adjusted(0, 0, -_GAP, -_GAP), said)
        return sheet.done(wide, high)

    def _left(self, wide: float) -> float:
        names = ["New", *(self.ui.words.bands.of(band) for band in ORDER)]
        needed = max(self.measure(name, "small", 500) for name in names) + _DOT + 12
        return min(max(needed, 64), wide * 0.24)

    def _needed(self, band: Band | None, other: str = "") -> float:
        text = other if band is None else self.ui.words.bands.of(band)
        return self.measure(text, "small", 500) + (0.0 if band is None else _DOT)

    def _name(
        self,
        sheet: Sheet,
        place: QRectF,
        band: Band | None,
        other: str,
        align: str,
        *,
        named: bool = True,
    ) -> None:
        """Shape and name of a band; the shape alone where the names have no room."""
        text = other if band is None else self.ui.words.bands.of(band)
        dot = 0.0 if band is None else _DOT
        middle = place.center().y()
        if band is not None and not named:
            sheet.dots.append(band_dot(QPointF(place.center().x(), middle), band))
            sheet.spots.append(Spot(place, "", text))
            return
        left = place.left()
        if align == "center":
            left = max(place.center().x() - self._needed(band, other) / 2, place.left())
        if band is not None:
            sheet.dots.append(band_dot(QPointF(left + 5, middle), band))
        rect = QRectF(left + dot, middle - 8, max(place.right() - left - dot - 2, 1), 16)
        sheet.texts.append(fitted(rect, text, self.measure, "text2", "small", weight=500))

    def _cell(self, sheet: Sheet, one: Passage, place: QRectF, money: str) -> None:
        words, measure = self.ui.words, self.measure
        faded = self.faded(one.key)
        if not one.count:
            sheet.fills.append(Fill(place, "track", alpha=0.35))
            text = Text(place, words.number(0), "text3", "small", align="center")
            sheet.texts.append(text)
            return
        way = _way(one)
        ground = {"better": "upsoft", "worse": "downsoft"}.get(way, "track")
        color = {"better": "up", "worse": "down"}.get(way, "text") if faded == 1 else "text3"
        sheet.fills.append(Fill(place, ground, alpha=faded))
        count = words.number(one.count)
        foot = QRectF(place.left() + 2, place.center().y() + 1, place.width() - 4, 15)
        if money and place.height() >= _TWO_LINES:
            top = QRectF(place.left(), foot.top() - 18, place.width(), 18)
            sheet.texts.append(Text(top, count, color, "body", 600, "center"))
            sheet.texts.append(fitted(foot, money, measure, "text3", "small", align="center"))
        else:
            sheet.texts.append(Text(place, count, color, "body", 600, "center"))
        sheet.spots.append(Spot(place, f"mark:{one.key}", self._tip(one)))

    def _tip(self, one: Passage) -> str:
        words = self.ui.words
        arr = arr_words(one.amounts, one.unknown, words)
        told = f"{self._passage(one)}\naccounts: {words.number(one.count)}\nARR: {arr}"
        return f"{told}\nPress: only these"

    def _passage(self, one: Passage) -> str:
        before, after = (
            None if band is None else self.ui.words.bands.of(band)
            for band in (one.before, one.after)
        )
        if before is None:
            return f"New: {after}"
        if after is None:
            return f"Churned: {before}"
        return f"Stayed {after}" if before == after else f"{before} to {after}"

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row for each passage that somebody made."""
        data, words = cast("BandMigration", self.shown), self.ui.words
        out = [
            (
                "New" if one.before is None else words.bands.of(one.before),
                "Churned" if one.after is None else words.bands.of(one.after),
                words.number(one.count),
                arr_words(one.amounts, one.unknown, words),
            )
            for one in data.cells
            if one.count
        ]
        first, last = words.day(data.first), words.day(data.day)
        return (first, last, "Accounts", "ARR"), tuple(out)


def _way(one: Passage) -> str:
    """Whether a passage is one for the better or the worse; "" for one that is neither."""
    if one.after is None:
        return "worse"
    before, after = RANK.get(one.before), RANK.get(one.after)
    if one.before is None or before is None or after is None or before == after:
        return ""
    return "better" if after > before else "worse"
