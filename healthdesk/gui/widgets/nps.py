"""NPS: score, distribution and course over the period, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthdesk.core.domain.board_voice import SurveyCourse
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts.survey_face import SurveyFace
from healthdesk.gui.parts.survey_plot import Scale

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_voice
else:
    board_voice = lazily("healthdesk.core.services.board_voice")

SPEC = WidgetSpec(
    key="nps",
    title="NPS",
    summary="Trend with number of answers.",
    how=(
        "The NPS on a day is the share of promoters (9 and 10) minus the share of detractors (0 "
        "to 6), of each contact's latest answer in the window before it, from minus 100 to +100."
        " Answers of an account count while it was there; each point of the course is the score "
        "as of its day, from answers by then. The bar shows the answers of the day shown. Below "
        "30 answers their number stands beside the score. Source: the surveys of the desk of the "
        "kind nps."
    ),
    group="Voice",
    size=(4, 3),
    limits=Limits(3, 2, 12, 8),
    inside=(),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS}),
    options=(Option("days", "Days of answers that make a score", "days", 180, 7, 730),),
)


def load(tx: Tx, ask: Ask) -> SurveyCourse:
    """Read the score, the opinions and the course."""
    return board_voice.survey(tx, ask, "nps")


class Face(SurveyFace):
    """The figure, a bar of opinions, the line."""

    scale = Scale("NPS", signed=True, decimals=0, ends=(-100.0, 100.0))
