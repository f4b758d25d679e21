"""Charts of reports as drawings: from what is shown to SVG, without a screen."""

from __future__ import annotations

from healthdesk.core.charts.drawing import natural_height, svg
from healthdesk.core.charts.look import Look, paper_look

__all__ = ["Look", "natural_height", "paper_look", "svg"]
