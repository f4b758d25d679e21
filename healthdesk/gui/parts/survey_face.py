"""The face of a kind of survey: figure, bar of opinions, course; NPS and CSAT differ in scale."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_voice import SurveyCourse
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.survey_plot import Scale, survey, table


class SurveyFace(DrawnFace):
    """Subclasses name their scale."""

    scale: ClassVar[Scale]
    shown: SurveyCourse

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = SurveyCourse()

    def lay_out(self, room: QSizeF) -> Drawing:
        """The course where there is room for it."""
        if not self.shown.course:
            return Drawing(room.width(), room.height())
        return survey(
            self.shown, room, self.scale, self.measure, words=self.ui.words, faded=self.faded
        )

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The opinions, then the course, the newest first."""
        return table(self.shown, self.scale, self.ui.words)
