"""A chart of a report as one SVG drawing, in any size; its words stay words.

Not here: pages (papers), editable charts of slides and sheets (exporters).
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.charts import columns, letters, lines, parts, ranks
from healthdesk.core.charts.look import Look
from healthdesk.core.charts.pen import Pen
from healthdesk.core.domain.clean_text import one_line
from healthdesk.core.domain.report_chart import Chart, ColumnChart, LineChart, PartsChart, RankChart

_RATIO: Final = 0.46
_LOWEST, _HIGHEST = 11.0, 19.0
"""Of charts with a scale, in heights of letters."""
_TITLE: Final = 1.35


def svg(chart: Chart, width: float, height: float, look: Look, *, headed: bool = False) -> str:
    """Draw a chart in so many units; `headed` sets its title over it, for a drawing on its own."""
    pen = Pen(width, height, look)
    top = 0.0
    if headed:
        for row in _title(chart, width, look):
            middle = top + look.size * _TITLE / 2
            pen.words(0, middle, row, look.colors["text"], "start", weight=600)
            top += look.size * _TITLE
        top += look.size * 0.5
    if isinstance(chart, LineChart):
        lines.draw(chart, pen, top)
    elif isinstance(chart, ColumnChart):
        columns.draw(chart, pen, top)
    elif isinstance(chart, RankChart):
        ranks.draw(chart, pen, top)
    else:
        parts.draw(chart, pen, top)
    return pen.svg(chart.title, chart.summary)


def natural_height(chart: Chart, width: float, look: Look, *, headed: bool = False) -> float:
    """How high a chart of a width wants to be."""
    head = 0.0
    if headed:
        head = look.size * (_TITLE * len(_title(chart, width, look)) + 0.5)
    if isinstance(chart, RankChart):
        return head + ranks.height(chart, look, width)
    if isinstance(chart, PartsChart):
        return head + parts.height(chart, look, width)
    lowest, highest = look.size * _LOWEST, look.size * _HIGHEST
    return head + min(max(width * _RATIO, lowest), highest)


def _title(chart: Chart, width: float, look: Look) -> tuple[str, ...]:
    return letters.wrap(one_line(chart.title), width, look.size, 2, 600)
