"""The card of the portfolio: accounts by band over four or twelve weeks, or a year; who moved it.

Four weeks come with the page; twelve, or a year, are read only when somebody wants them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.band_moves import WAYS
from healthdesk.core.domain.band_trend import BandTrend
from healthdesk.core.domain.loose_ends import LooseEnd
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.today.loose_card import Line, LooseList
from healthdesk.gui.pages.today.reading import keep_weeks, read_weeks, read_year
from healthdesk.gui.pages.today.trend_chart import FOOT, HIGH, TrendChart
from healthdesk.gui.pages.today.trend_words import (
    band_words,
    day_words,
    money_words,
    move_words,
    moved_short,
    way_words,
)
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.segmented import Segmented

DAYS, WEEKS, YEAR = "days", "weeks", "year"
SPANS: Final = ((DAYS, "28 days"), (WEEKS, "12 weeks"), (YEAR, "1 year"))
READS: Final = {WEEKS: read_weeks, YEAR: read_year}
PLACE: Final = "today.portfolio"
"""Under which the choice is remembered, with the desk's place behind it."""
ORIGIN: Final = "portfolio"
SHOWN, MOST = 3, 60
"""Accounts of a way at first, and at most: beyond that the Accounts table is the place."""


def lines_of(trend: BandTrend, unfolded: Collection[str], words: Words) -> tuple[Line, ...]:
    """Who moved: a head for each way, the accounts with the most ARR, and what unfolds the rest."""
    out: list[Line] = []
    for way in WAYS:
        some = trend.of(way)
        if not some:
            continue
        out.append(Line(way, way_words(trend, way, words)))
        shown = some[: MOST if way in unfolded else SHOWN]
        for one in shown:
            told = move_words(one, words)
            # The tab where a change is explained.
            end = LooseEnd("pulse", one.account_id, one.name, one.after, told, "health")
            out.append(Line(way, told, end))
        left = len(some) - len(shown)
        if way in unfolded and len(some) > SHOWN:
            more = f"Fewer ({words.number(left)} more in the copied text)" if left else "Fewer"
            out.append(Line(way, more, folds=True))
        elif left:
            out.append(Line(way, f"{words.number(left)} more", folds=True))
    return tuple(out)


class TrendCard(Card):
    """The portfolio in four weeks, or in twelve."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Portfolio in 28 days", "", parent)
        self.ui = ui
        self._days: BandTrend | None = None
        self._long: dict[str, BandTrend] = {}
        self._unfolded: set[str] = set()
        self._shown_for: tuple[str, int, str | None] | None = None
        self.span = Segmented("Time shown", SPANS)
        self.add_tool(self.span)
        self.chart = TrendChart(ui)
        self.switch = TableSwitch("Portfolio", self.chart, inside=("score", "money"))
        self.switch.setFixedHeight(HIGH + FOOT)
        self.head = PlainLabel("Who moved us", "strong")
        self.list = LooseList(ui)
        self.list.setAccessibleName("Who moved us")
        self.body.addWidget(self.switch)
        self.body.addWidget(self.head)
        self.body.addWidget(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.span.chosen.connect(self._on_span_chosen)
        self.list.line_entered.connect(self._on_list_line_entered)
        self.retry_requested.connect(self._on_retry_requested)
        self.hide()

    @property
    def shown(self) -> BandTrend | None:
        """What is shown now."""
        return self._long.get(self.span.value, self._days)

    def show_trend(self, trend: BandTrend) -> None:
        """Show another portfolio; without an account there is none.

        It may come before the desk is open: what was chosen for the desk is known when it is.
        """
        shown_for = (self._place(), trend.day, self.ui.segment)
        if shown_for != self._shown_for:
            self._shown_for = shown_for
            self._long.clear()
            self.span.set_value(self.ui.prefs.values.places.get(shown_for[0], DAYS))
        self._days = trend
        self.setVisible(bool(trend.lines))
        if not trend.lines:
            return
        self._choose()

    def _choose(self) -> None:
        if self.span.value in READS:
            self._read_long()
        else:
            self._show()

    def _place(self) -> str:
        desk, opening = self.ui.desk, self.ui.opening
        path = desk.path if desk is not None else opening and opening.resolve()
        return PLACE if path is None else f"{PLACE} {path}"

    def _read_long(self) -> None:
        key = self.span.value
        if key not in self._long:
            told = f"Reading {dict(SPANS)[key]}"
            self._say(told)
            self.show_loading(f"{told} of scores")
        job = self.ui.read(
            READS[key],
            self.ui.day,
            self.ui.segment,
            then=self._on_weeks_read if key == WEEKS else self._on_year_read,
            failed=self._on_weeks_failed,
            key="portfolio weeks",
            patient=True,
        )
        if job < 0 and self.ui.opening is None:
            self._show()

    def _on_weeks_read(self, trend: BandTrend) -> None:
        self._long[WEEKS] = trend
        if self.span.value == WEEKS:
            self._show()
        desk = self.ui.desk
        if desk is not None and not self.ui.looking_back:
            self.ui.work(desk.do, keep_weeks(), self.ui.today, origin=ORIGIN)

    def _on_year_read(self, trend: BandTrend) -> None:
        self._long[YEAR] = trend
        if self.span.value == YEAR:
            self._show()

    def _on_weeks_failed(self, error: Exception) -> None:
        del error
        self.show_error(
            f"{dict(SPANS)[self.span.value]} could not be read", "Your desk is untouched."
        )

    def _show(self) -> None:
        """Show what is chosen."""
        trend, words = self.shown, self.ui.words
        if trend is None or not trend.lines:
            return
        self.show_body()
        first = day_words(trend, trend.days[0], words)
        self._say(f"{moved_short(trend, words)} since {first}")
        self.chart.show_trend(trend)
        told = [band_words(one, first, words) for one in trend.lines if any(one.counts)]
        self.chart.setAccessibleName(". ".join(told))
        self._show_table(trend)
        lines = lines_of(trend, self._unfolded, words)
        self.list.show_lines(lines)
        for part in (self.head, self.list):
            part.setVisible(bool(lines))

    def _say(self, subtitle: str) -> None:
        words = dict(SPANS)[self.span.value]
        self.set_title(f"Portfolio in {words}", subtitle)

    def _show_table(self, trend: BandTrend) -> None:
        words = self.ui.words
        head = ["Day", *(words.band(line.band) for line in trend.lines)]
        columns = [[words.number(count) for count in line.counts] for line in trend.lines]
        for line in trend.lines:
            if line.amounts:
                head.append(f"ARR {words.band(line.band)}")
                columns.append([money_words(one, words) or DASH for one in line.amounts])
        days = [words.day(day) for day in trend.days]
        lines = tuple(zip(days, *columns, strict=True))
        self.switch.set_lines(tuple(head), lines[::-1], frozenset(head[1:]))

    @Slot(str)
    def _on_span_chosen(self, key: str) -> None:
        places = self.ui.prefs.values.places
        places[self._place()] = key
        self.ui.prefs.save()
        self._unfolded.clear()
        self._choose()

    @Slot()
    def _on_retry_requested(self) -> None:
        self._choose()

    @Slot(object)
    def _on_list_line_entered(self, line: Line) -> None:
        if line.end is not None:
            self.ui.open_account(line.end.account_id, line.end.tab)
        elif line.folds:
            self._unfolded ^= {line.kind}
            self._show()
