"""Papers in points: their size, margins, and the sizes of letters on them."""

from __future__ import annotations

from typing import Final

import msgspec

from healthdesk.core.domain.report import Paper


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """One paper.

    Attributes:
        width, height: of the sheet.
        side, top, bottom: margins; on slides, head and footnotes come on top of them.
        gutter: between blocks side by side; `gap` between blocks one under another.
        base, small, note: text, second text, footnotes.
        title: headline of a section; `lead` the sentence under it; `cover` the title page.
        figure: large figures.
        chart: words in charts.
    """

    width: float
    height: float
    side: float
    top: float
    bottom: float
    gutter: float
    gap: float
    base: float
    small: float
    note: float
    title: float
    lead: float
    cover: float
    figure: float
    chart: float

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.side


_SHEET: Final = {
    "gutter": 24.0,
    "gap": 15.0,
    "base": 9.5,
    "small": 8.2,
    "note": 7.4,
    "title": 15.5,
    "lead": 10.5,
    "cover": 34.0,
    "figure": 19.0,
    "chart": 8.2,
}
MEASURES: Final[dict[Paper, Measures]] = {
    "slides": Measures(
        width=960,
        height=540,
        side=36,
        top=30,
        bottom=24,
        gutter=40,
        gap=20,
        base=15,
        small=13,
        note=11.5,
        title=26,
        lead=16.5,
        cover=50,
        figure=34,
        chart=13,
    ),
    "a4": Measures(width=595.28, height=841.89, side=52, top=64, bottom=58, **_SHEET),
    "letter": Measures(width=612, height=792, side=54, top=62, bottom=56, **_SHEET),
}
