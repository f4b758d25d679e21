"""The quality of the portfolio in one figure, and its bands, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_scores import PortfolioQuality, Slice
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.standing import BandSum
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import DASH
from healthdesk.gui.parts.band_drawing import badge, badge_wide, band_dot
from healthdesk.gui.parts.board_figures import (
    arr_words,
    fill_of,
    money_words,
    put_bar,
    put_delta,
    sums_alike,
)
from healthdesk.gui.parts.drawing import Drawing, Sheet, Spot, Stroke, Text, fitted
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.services import board_scores
else:
    board_scores = lazily("healthdesk.core.services.board_scores")

SPEC = WidgetSpec(
    key="portfolio_quality",
    title="Portfolio quality",
    summary="Quality score, bands with ARR.",
    how=(
        "Quality is the mean of 100 for each Strong, 60 for each Average and 40 for each Poor"
        " account alive on the day, by ARR or each account the same. Accounts without a score are"
        " counted as Unknown and leave the figure alone; so do accounts whose ARR is not known"
        " where it goes by ARR. Where ARR is in several currencies, every account counts the same."
        " The change compares the day with the day before the period begins. Scores are computed"
        " with the health profiles in force, from facts up to the day."
    ),
    group="Scores",
    size=(4, 3),
    limits=Limits(3, 2, 12, 8),
    inside=("score", "money"),
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SETTINGS}),
    options=(
        Option(
            "by",
            "Weigh accounts",
            "choice",
            "arr",
            choices=("arr", "count"),
            labels=("By ARR", "Each the same"),
        ),
        Option("split", "Split by attribute", "field", "tier"),
    ),
)
_FIGURE, _BAR, _LINE, _ROW = 34.0, 12.0, 15.0, 19.0
_LABEL: Final = 0.24
_DOT: Final = 14.0


def load(tx: Any, ask: Ask) -> PortfolioQuality:  # noqa: ANN401 - a session of the store
    """Read it."""
    return board_scores.portfolio_quality(tx, ask)


class Face(DrawnFace):
    """The figure with its word and its change, the bar, and rows by an attribute."""

    def lay_out(self, room: QSizeF) -> Drawing:
        """Figure, bar and counts; rows as far as there is height for them."""
        data, sheet = cast("PortfolioQuality", self.shown), Sheet()
        if not data.sums:
            return sheet.done(room.width(), room.height())
        wide, high = room.width(), room.height()
        self._figure(sheet, wide)
        self._bands(sheet, data.sums, wide)
        top = _FIGURE + 6 + _BAR + 6 + 2 * _LINE + 8
        fit = int((high - top) / _ROW)
        if data.rows and fit >= 1:
            sheet.strokes.append(Stroke(0, top - 4, wide, top - 4, "border"))
            self._rows(sheet, wide, top, fit)
        return sheet.done(wide, high)

    def _figure(self, sheet: Sheet, wide: float) -> None:
        data, words, measure = cast("PortfolioQuality", self.shown), self.ui.words, self.measure
        figure = DASH if data.quality is None else words.number(data.quality)
        left, middle = measure(figure, "figure", 600), _FIGURE / 2 - 1
        rect = QRectF(0, 0, left + 1, _FIGURE - 2)
        sheet.texts.append(Text(rect, figure, "text", "figure", 600))
        left += 8
        name = words.bands.of(data.band)
        if left + badge_wide(name, measure) <= wide:
            left += badge(sheet, QPointF(left, middle), data.band, name, measure) + 10
        if data.change is not None:
            told = words.signed(data.change) if data.change else "same"
            if left + 14 + measure(told, "body", 500) <= wide:
                left = put_delta(sheet, QPointF(left, middle), data.change, told, measure) + 6
        said = f"in {data.span}" if data.change is not None else "no score before the period"
        if measure(said, "small", 400) <= wide - left:
            place = QRectF(left, middle - 8, wide - left, 18)
            sheet.texts.append(fitted(place, said, measure, "text3", "small"))
        sheet.spots.append(Spot(QRectF(0, 0, wide, _FIGURE), "", self._tip()))

    def _tip(self) -> str:
        data, words = cast("PortfolioQuality", self.shown), self.ui.words
        told = [f"Quality {DASH if data.quality is None else words.number(data.quality)}"]
        if data.change is not None:
            told.append(f"in {data.span}: {words.signed(data.change)}")
        told.append(f"accounts: {words.number(sum(one.count for one in data.sums))}")
        if data.unknown:
            told.append(f"ARR not known: {words.number(data.unknown)}")
        return "\n".join(told)

    def _bands(self, sheet: Sheet, sums: tuple[BandSum, ...], wide: float) -> None:
        top = _FIGURE + 6
        by = cast("PortfolioQuality", self.shown).by
        self._bar(sheet, QRectF(0, top, wide, _BAR), sums, by)
        top += _BAR + 6
        measure, words = self.measure, self.ui.words
        columns = self._columns(sums, wide)
        money, indent = self._money(sums, [column for _, column, _ in columns])
        for one, said, (left, column, named) in zip(sums, money, columns, strict=True):
            key = f"band:{one.band}"
            faded = self.faded(key)
            sheet.dots.append(band_dot(QPointF(left + 5, top + _LINE / 2), one.band, alpha=faded))
            told = (
                f"{words.number(one.count)} {words.bands.of(one.band)}"
                if named
                else words.number(one.count)
            )
            place = QRectF(left + _DOT, top, column - _DOT - 2, _LINE)
            color = "text" if faded == 1 else "text3"
            sheet.texts.append(fitted(place, told, measure, color, "small", weight=500))
            place = QRectF(left + indent, top + _LINE, column - indent - 2, _LINE)
            if one.count and said:
                sheet.texts.append(fitted(place, said, measure, "text3", "small"))
            spot = QRectF(left, top - _BAR - 4, column - 4, 2 * _LINE + _BAR + 4)
            sheet.spots.append(Spot(spot, f"mark:{key}" if one.count else "", self._band_tip(one)))

    def _money(
        self, sums: tuple[BandSum, ...], columns: list[float]
    ) -> tuple[tuple[str, ...], float]:
        """The ARR of each band, and how far it stands in: under the figure, else the shape."""
        amounts = [one.amounts for one in sums]
        told: tuple[str, ...] = ()
        for indent in (_DOT, 0.0):
            rooms = [column - indent - 4 for column in columns]
            told = sums_alike(amounts, rooms, self.ui.words, self.measure)
            if any(told):
                return told, indent
        return told, 0.0

    def _columns(
        self, sums: tuple[BandSum, ...], wide: float
    ) -> tuple[tuple[float, float, bool], ...]:
        """Left, width and whether its name fits, of each band's column."""
        measure, words = self.measure, self.ui.words
        natural = [
            _DOT
            + 8
            + max(
                measure(f"{words.number(one.count)} {words.bands.of(one.band)}", "small", 500),
                measure(self._least(one), "small", 400),
            )
            for one in sums
        ]
        spare = (wide - sum(natural)) / len(sums)
        if spare < 0:
            column = wide / len(sums)
            return tuple((at * column, column, False) for at in range(len(sums)))
        out, left = [], 0.0
        for one in natural:
            out.append((left, one + spare, True))
            left += one + spare
        return tuple(out)

    def _least(self, one: BandSum) -> str:
        """The ARR of a band as short as it can be said."""
        parts = money_words(one.amounts, self.ui.words).split(" + ")
        return f"{parts[0]} + {len(parts) - 1} more" if len(parts) > 1 else parts[0]

    def _band_tip(self, one: BandSum) -> str:
        words = self.ui.words
        arr = arr_words(one.amounts, one.unknown, words)
        hint = "\nPress: only these" if one.count else ""
        return f"{words.bands.of(one.band)}\naccounts: {words.number(one.count)}\nARR: {arr}{hint}"

    def _bar(
        self, sheet: Sheet, rect: QRectF, sums: tuple[BandSum, ...], by: str, row: float = 1.0
    ) -> None:
        parts = [
            (fill_of(one.band), one.weight(by), min(row, self.faded(f"band:{one.band}")))
            for one in sums
        ]
        put_bar(sheet, rect, parts)

    def _rows(self, sheet: Sheet, wide: float, top: float, fit: int) -> None:
        data, words, measure = cast("PortfolioQuality", self.shown), self.ui.words, self.measure
        hidden = len(data.rows) - fit
        shown = data.rows if hidden <= 0 else data.rows[: max(fit - 1, 0)]
        label = min(
            max((measure(one.name, "small", 600) for one in shown), default=0) + 8,
            max(wide * _LABEL, 60),
        )
        counts = [words.number(one.count) for one in shown]
        leads, rooms = [f"{count} · " for count in counts], [wide * 0.42] * len(shown)
        money = sums_alike([one.amounts for one in shown], rooms, words, measure, leads)
        told = [one or count for one, count in zip(money, counts, strict=True)]
        right = min(max((measure(one, "small", 400) for one in told), default=0) + 2, wide * 0.45)
        most = max((_weight(one, data.by) for one in shown), default=0.0) or 1.0
        lane = wide - label - right - 10
        for at, one in enumerate(shown):
            y, faded = top + at * _ROW, self._row_faded(one)
            color = "text" if faded == 1 else "text3"
            weight = 600 if one.key in self.marked else 400
            place = QRectF(0, y, label - 6, _ROW)
            sheet.texts.append(fitted(place, one.name, measure, color, "small", weight=weight))
            long = max(lane * _weight(one, data.by) / most, 2.0)
            self._bar(sheet, QRectF(label, y + 5, long, 9), one.sums, data.by, faded)
            place = QRectF(wide - right, y, right, _ROW)
            sheet.texts.append(fitted(place, told[at], measure, color, "small", align="right"))
            spot = QRectF(0, y, wide, _ROW)
            sheet.spots.append(Spot(spot, f"mark:{one.key}", self._row_tip(one)))
        left = hidden + 1 + data.more if hidden > 0 else data.more
        if left and hidden > 0:
            place = QRectF(0, top + len(shown) * _ROW, wide, _ROW)
            said = f"{words.number(left)} more: make the card taller or show it as a table"
            sheet.texts.append(fitted(place, said, measure, "text3", "small"))

    def _row_faded(self, one: Slice) -> float:
        rows = {each.key for each in cast("PortfolioQuality", self.shown).rows}
        return self.faded(one.key) if self.marked & rows else 1.0

    def _row_tip(self, one: Slice) -> str:
        words = self.ui.words
        bands = "\n".join(
            f"{words.bands.of(each.band)}: {words.count(each.count, 'account')}"
            for each in one.sums
            if each.count
        )
        unknown = sum(each.unknown for each in one.sums)
        return f"{one.name}\n{bands}\nARR: {arr_words(one.amounts, unknown, words)}"

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Bands of all, then of each value: accounts and ARR."""
        data, words = cast("PortfolioQuality", self.shown), self.ui.words
        figure = DASH if data.quality is None else words.number(data.quality)
        change = words.signed(data.change)
        out = [("All", "Quality", figure, f"{change} in {data.span}")]
        for name, sums in (("All", data.sums), *((one.name, one.sums) for one in data.rows)):
            out += [
                (
                    name,
                    words.bands.of(one.band),
                    words.number(one.count),
                    arr_words(one.amounts, one.unknown, words),
                )
                for one in sums
                if one.count
            ]
        return ("Of", "Band", "Accounts", "ARR"), tuple(out)


def _weight(one: Slice, by: str) -> float:
    return sum(each.weight(by) for each in one.sums)
