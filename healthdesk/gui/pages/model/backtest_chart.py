"""The painted figures of a backtest, each with its table behind Ctrl+T."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.backtest import Bin, Rate
from healthdesk.core.domain.views import BANDS
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model import backtest_layout as layout
from healthdesk.gui.pages.model.backtest_layout import AucRow
from healthdesk.gui.pages.model.switched import Lined, Lines
from healthdesk.gui.parts.drawing import Drawing, Sheet
from healthdesk.gui.parts.kit import Kit

AUC_TITLE: Final = "Ranks lost below kept (AUC), 95 % range"
CAPTION, APART, CALIBRATION = 20.0, 8.0, 210.0


class FiguresChart(Lined):
    """AUC of one score or several, and under it the share lost of each band."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.rows: tuple[AucRow, ...] = ()
        self.rates: tuple[Rate, ...] = ()
        self._caption = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("How well it told who left")

    def show_figures(self, rows: Sequence[AucRow], rates: Sequence[Rate], caption: str) -> None:
        """Show other figures; `caption` says of which lost the bands tell."""
        shown = (tuple(rows), tuple(rates), caption)
        if shown != (self.rows, self.rates, self._caption):
            self.rows, self.rates, self._caption = shown
            self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The axis over the bands."""
        sheet, top = Sheet(), 0.0
        parts = []
        if self.rows:
            parts.append((AUC_TITLE, layout.auc_axis(self.rows, width, self._kit())))
        if self.rates:
            parts.append((self._caption, layout.band_rates(self.rates, width, self._kit())))
        for title, drawing in parts:
            head = self._kit()
            rect = QRectF(0, top, width, CAPTION - 4)
            head.write(rect, title, "text2", "small")
            sheet.add(head.done(width, CAPTION))
            sheet.add(drawing.moved(0, top + CAPTION))
            top += CAPTION + drawing.height + APART
        return sheet.done(width, max(1.0, top - APART))

    def lines(self) -> Lines:
        """The same as a table."""
        words = self._words
        head = ("Of", "AUC", "From", "To", "Lost", "Accounts", "Share lost")
        scores = [
            (one.name, *(words.number(part, 3) for part in (one.value, one.low, one.high)),
             "", "", "")
            for one in self.rows
        ]  # fmt: skip
        bands = [
            (words.band(band), "", "", "", words.number(one.lost), words.number(one.accounts),
             layout.rate_words(one, words))
            for band, one in zip(BANDS, self.rates, strict=False)
        ]  # fmt: skip
        return head, (*scores, *bands)

    def _kit(self) -> Kit:
        return Kit(self.measure, self._words)


class CalibrationChart(Lined):
    """The share lost of groups of neighbouring scores."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.bins: tuple[Bin, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Share lost by score")

    def show_bins(self, bins: Sequence[Bin]) -> None:
        """Show other groups."""
        self.bins = tuple(bins)
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The groups on their axes."""
        return layout.calibration(self.bins, width, CALIBRATION, Kit(self.measure, self._words))

    def lines(self) -> Lines:
        """The same as a table."""
        words = self._words
        rows = tuple(
            (layout.bin_words(one, words), words.number(one.mean, 1), words.number(one.rate.lost),
             words.number(one.rate.accounts), layout.rate_words(one.rate, words))
            for one in self.bins
        )  # fmt: skip
        return ("Group", "Mean score", "Lost", "Accounts", "Share lost"), rows
