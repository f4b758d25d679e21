"""The card of one measure: its curve, ranks or map over what the accounts read, and its policies.

Not here: what becomes of a changed measure (page.py keeps it in the draft).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np
from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import (
    CurveScale,
    MapScale,
    Measure,
    Profile,
    RankScale,
    Scale,
)
from healthdesk.core.domain.profile_edit import as_curve, as_rank, measure_of
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import reading_texts
from healthdesk.gui.base.colors import SERIES
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model import curve_layout as layout
from healthdesk.gui.pages.model.curve_axis import Values, snapped
from healthdesk.gui.pages.model.curve_chart import CurveChart, Shown
from healthdesk.gui.pages.model.curve_table import PointsPopup
from healthdesk.gui.pages.model.curve_words import (
    Speller,
    over_accounts,
    same_reading,
    subtitle,
)
from healthdesk.gui.pages.model.map_edit import MapEdit
from healthdesk.gui.pages.model.rank_edit import RankEdit, in_words
from healthdesk.gui.pages.model.reading_bar import ReadingBar
from healthdesk.gui.parts.band import BandShape
from healthdesk.gui.parts.card import HEAD, Card
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.segmented import KEY, Segmented

PAD = 12
KINDS = (("curve", "Curve"), ("rank", "Rank"), ("map", "Map"))
NEUTRAL = 50.0
MOST_TEXTS = 200
"""Texts that a new map begins with; all others can be given points, too."""
_QUANTILES = (0.1, 0.5, 0.9)
_FIGURES = frozenset({"Accounts", "Points"})


class CurveCard(Card):
    """Shows one measure of a profile and lets a hand change how it scores.

    Signals:
        scaled: key and scale under a hand that still moves.
        settled: key and scale as they were left, typed or chosen.
        changed: key and the whole measure with another reading, policy or age.
        refused: why something cannot be, in a sentence.
    """

    scaled = Signal(str, object)
    settled = Signal(str, object)
    changed = Signal(str, object)
    refused = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Measure")
        self.ui = ui
        self.key = ""
        self.profile: Profile | None = None
        self.measure: Measure | None = None
        self.published: Measure | None = None
        self.values = Values()
        self.popup: PointsPopup | None = None
        self._texts: Mapping[str, int] = {}
        """Texts that were asked of the desk, where the values bring none."""
        self._editable = False
        self._seen: tuple[object, ...] | None = None
        """What is shown; None = what stands here may be another, as a hand has left it."""
        theme, words = ui.theme, ui.words
        self.kinds = Segmented("Scale", KINDS)
        self.add_tool(self.kinds)
        self.chart = CurveChart(theme)
        self.switch = TableSwitch("Curve", self.chart, inside=("score",))
        self.map = MapEdit(words)
        good, poor = BandShape(theme, words, "Strong"), BandShape(theme, words, "Poor")
        self.rank = RankEdit(theme, good, poor)
        self.bar = ReadingBar(ui)
        room = QWidget()
        self._faces = QStackedLayout(room)
        self._faces.addWidget(self.switch)
        self._faces.addWidget(self.map)
        for widget, stretch in ((room, 1), (self.rank, 0), (self.bar, 0)):
            self.body.addWidget(widget, stretch)
        self._connect()
        self.show_nothing()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.chart.scaled.connect(self._on_scaled)
        self.chart.settled.connect(self._on_settled)
        self.chart.refused.connect(self.refused)
        self.chart.reset_wanted.connect(self._on_reset_wanted)
        self.chart.table_wanted.connect(self._on_table_wanted)
        self.map.settled.connect(self._on_settled)
        self.map.refused.connect(self.refused)
        self.rank.settled.connect(self._on_settled)
        self.rank.refused.connect(self.refused)
        self.bar.changed.connect(self._on_changed)
        self.bar.refused.connect(self.refused)
        self.bar.reset_wanted.connect(self._on_reset_wanted)

    @property
    def held(self) -> bool:
        """Whether a hand is on a handle."""
        return self.chart.held

    @Slot()
    def flush(self) -> None:
        """Settle what keys have moved, now."""
        self.chart.flush()

    def focus_first(self) -> None:
        """Go to the first handle, or to the texts."""
        shown = self._faces.currentWidget()
        first = next((one for one in self.chart.handles if one.isVisible()), None)
        (self.map.table if shown is self.map else first or self.kinds).setFocus()

    def show_measure(
        self,
        key: str,
        profile: Profile,
        published: Measure | None,
        values: Values,
        *,
        editable: bool,
    ) -> None:
        """Show a measure of a profile's draft beside what is published.

        Args:
            key: its full key, "dimension.measure".
            profile: the draft.
            published: the measure as it is published; None where it is new.
            values: what it reads of the accounts in view; give the same object while a hand moves.
            editable: whether it may be changed now.
        """
        measure = measure_of(profile, key)
        asked = self._asked(key, profile, measure, published, editable=editable)
        if asked == self._seen and values is self.values:
            return  # a hand moves elsewhere: nothing of this is another
        self._seen = asked
        if key != self.key:
            self.chart.forget()
            self._texts = {}
        elif self.measure is not None and self.measure.reading != measure.reading:
            self._texts = {}
        self.key, self.profile, self.measure = key, profile, measure
        self.published, self.values, self._editable = published, values, editable
        self.show_body()
        self._show_head()
        self._show_scale()
        self.bar.show_measure(measure, changed=self._resettable, editable=editable)
        self._fit()

    def _asked(
        self,
        key: str,
        profile: Profile,
        measure: Measure,
        published: Measure | None,
        *,
        editable: bool,
    ) -> tuple[object, ...]:
        """All that the card shows of a measure, but for the values."""
        inside = key.partition(".")[0]
        place, held = next(
            (at, one) for at, one in enumerate(profile.dimensions) if one.key == inside
        )
        body = msgspec.structs.replace(measure, weight=0.0)
        whole = (profile.model, profile.rank_points, place, held.name)
        return key, body, published, editable, whole, self.ui.words.number(1234.5, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower card is higher: what stands under the chart takes more lines."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """What stands under the chart asks for other room: the card is as high as it needs."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Ask for as much height as keeps the chart whole."""
        wide = self.width() - 2 * PAD
        under: list[QWidget] = [self.bar] if self.measure is not None else []
        if self._kind == "rank":
            under.append(self.rank)
        high = sum(one.heightForWidth(wide) + self.body.spacing() for one in under)
        self.setMinimumHeight(HEAD + self.chart.minimumHeight() + high + PAD + 2)

    def show_nothing(self) -> None:
        """Say that no measure is chosen."""
        self.chart.forget()
        self._seen = None
        self.key, self.profile, self.measure = "", None, None
        self.kinds.hide()
        self.set_title("Measure")
        self.show_empty(
            "No measure is chosen",
            "Choose one among the weights: its curve shows here, over what your accounts read.",
            icon="adjustments",
        )

    @property
    def _resettable(self) -> bool:
        before, now = self.published, self.measure
        if before is None or now is None:
            return False
        return msgspec.structs.replace(before, weight=now.weight, key=now.key) != now

    @property
    def _kind(self) -> str:
        scale = None if self.measure is None else self.measure.scale
        if isinstance(scale, MapScale):
            return "map"
        return "rank" if isinstance(scale, RankScale) else "curve"

    def _tell(self) -> Speller:
        kind = "" if self.measure is None else self.measure.reading.kind
        return Speller(self.ui.words, CATALOGUE[kind].SPEC, self.chart.axis.fine)

    def _show_head(self) -> None:
        if self.profile is None or self.measure is None:
            return
        inside = self.key.partition(".")[0]
        dimension = next(one for one in self.profile.dimensions if one.key == inside)
        scale, words = self.measure.scale, self.ui.words
        if isinstance(scale, RankScale):
            told = subtitle("", in_words(scale, self.values, words), self.values, words)
        else:
            what = over_accounts(self._kind, self.values, words)
            told = subtitle(dimension.name, what, self.values, words)
        self.set_title(self.measure.name, told)
        self.kinds.setVisible(True)
        self.kinds.set_value(self._kind)
        for button in self.kinds.findChildren(QPushButton):
            why = self._why_not(str(button.property(KEY)))
            button.setEnabled(not why)
            button.setToolTip(why)

    def _why_not(self, kind: str) -> str:
        """Why it cannot be turned into a kind of scale; "" where it can."""
        measure, profile = self.measure, self.profile
        if measure is None or profile is None or kind == self._kind:
            return ""
        if not self._editable:
            return "Nothing can be changed here now."
        if profile.model == "rank" and kind != "rank":
            return "In a rank model every measure has ranks."
        if kind == "map" and not CATALOGUE[measure.reading.kind].SPEC.text:
            return "A map is for texts: this is a number."
        if kind != "map" and self._kind == "map" and not self.values.known:
            return "No account has a number here: texts are scored by a map."
        return ""

    def _show_scale(self) -> None:
        measure, profile = self.measure, self.profile
        if measure is None or profile is None:
            return
        scale = measure.scale
        self.rank.setVisible(isinstance(scale, RankScale))
        if isinstance(scale, MapScale):
            self._faces.setCurrentWidget(self.map)
            texts = self.values.texts or self._texts
            self.map.show_map(scale, texts, editable=self._editable)
            if not texts:
                self._ask_texts()
            return
        self._faces.setCurrentWidget(self.switch)
        self.chart.show_scale(self._shown(measure, scale, profile), editable=self._editable)
        if isinstance(scale, RankScale):
            self._show_rank(scale)
        self.switch.set_source(self._table, _FIGURES)

    def _shown(self, measure: Measure, scale: CurveScale | RankScale, profile: Profile) -> Shown:
        before = self.published
        beside = None
        if before is not None and same_reading(measure, before):
            beside = before.scale if isinstance(before.scale, (CurveScale, RankScale)) else None
        inside = [one.key for one in profile.dimensions].index(self.key.partition(".")[0])
        tell = self._tell()
        return Shown(
            scale,
            beside,
            self.values,
            tell,
            tell.axis(measure.reading.options),
            SERIES[min(inside, len(SERIES) - 1)],
            profile.rank_points,
        )

    def _show_rank(self, scale: RankScale) -> None:
        self.rank.show_rank(scale, self._tell(), editable=self._editable)

    def _table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The bars as lines of a table."""
        tell, axis, chart = self._tell(), self.chart.axis, self.chart
        worth = (0.0, 0.0, 0.0) if self.profile is None else self.profile.rank_points
        number = self.ui.words.number
        lines = []
        for at, count in enumerate(axis.counts):
            low, high = axis.edges[at], axis.edges[at + 1]
            points = layout.worth_of(chart.scale, (low + high) / 2, worth)
            told = f"{tell.figure(low)} to {tell.figure(high)}{_after(tell.suffix)}"
            lines.append((told, number(count), tell.points(round(points, 1))))
        if axis.below:
            lines.insert(0, ("below", number(axis.below), ""))
        if axis.beyond:
            lines.append(("beyond", number(axis.beyond), ""))
        return ("Reading", "Accounts", "Points"), tuple(lines)

    def _ask_texts(self) -> None:
        if self.measure is not None:
            self.ui.read(
                reading_texts.texts, self.measure.reading, self.ui.day,
                then=self._on_texts_read, key="curve texts",
            )  # fmt: skip

    def _on_texts_read(self, found: Mapping[str, int]) -> None:
        self._texts = found
        scale = None if self.measure is None else self.measure.scale
        if isinstance(scale, MapScale) and not self.values.texts:
            self.map.show_map(scale, found, editable=self._editable)

    def _on_map_read(self, found: Mapping[str, int]) -> None:
        """Make a map of the texts that accounts have: all with the same points, to begin with."""
        self._texts = found
        texts = list(found)[:MOST_TEXTS]
        if texts:
            self._on_settled(MapScale(points=_apart(texts)))
        else:
            self.kinds.set_value(self._kind)
            self.refused.emit("No account has a text here: a map has at least one.")

    def _converted(self, kind: str) -> Scale | None:
        """The scale as another kind."""
        measure, profile = self.measure, self.profile
        if measure is None or profile is None:
            return None
        scale: Scale = measure.scale
        if isinstance(scale, MapScale):
            scale = _begun(self.values, higher=CATALOGUE[measure.reading.kind].SPEC.higher)
        if kind == "curve":
            return as_curve(scale, profile.rank_points)
        made = as_rank(scale, measure.name)
        axis = self.chart.axis
        step = axis.step if axis.step >= 1 else axis.fine
        if scale is not measure.scale or made is scale:
            return made
        good, poor = (
            msgspec.structs.replace(one, value=snapped(one.value, step))
            for one in (made.good, made.poor)
        )
        return RankScale(good=good, poor=poor)

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self.chart.flush()
        measure = self.measure
        if measure is None or kind == self._kind:
            return
        if kind == "map":
            self.ui.read(
                reading_texts.texts, measure.reading, self.ui.day,
                then=self._on_map_read, key="curve texts",
            )  # fmt: skip
            return
        try:
            made = self._converted(kind)
        except UsageError as error:
            self.kinds.set_value(self._kind)
            self.refused.emit(error.sentence)
            return
        if made is not None:
            self._on_settled(made)

    @Slot(object)
    def _on_scaled(self, scale: Scale) -> None:
        if isinstance(scale, RankScale):
            self._show_rank(scale)
        self._seen = None
        self.scaled.emit(self.key, scale)

    @Slot(object)
    def _on_settled(self, scale: Scale) -> None:
        if isinstance(scale, RankScale):
            self._show_rank(scale)
        self._seen = None
        self.settled.emit(self.key, scale)

    @Slot(object)
    def _on_changed(self, measure: Measure) -> None:
        self.chart.flush()
        self._seen = None
        self.changed.emit(self.key, measure)

    @Slot()
    def _on_reset_wanted(self) -> None:
        self.chart.forget()
        before, now = self.published, self.measure
        if before is not None and now is not None and self._resettable:
            made = msgspec.structs.replace(before, weight=now.weight, key=now.key)
            self._seen = None
            self.changed.emit(self.key, made)

    @Slot()
    def _on_table_wanted(self) -> None:
        self.chart.flush()
        scale = None if self.measure is None else self.chart.scale
        if isinstance(scale, CurveScale) and self._editable:
            self.popup = PointsPopup(self.theme, scale, self._tell(), self)
            self.popup.settled.connect(self._on_settled)
            self.popup.open_under(self.chart.typing)


def _after(suffix: str) -> str:
    return f" {suffix}" if suffix else ""


def _apart(texts: list[str]) -> dict[str, float]:
    """Each text once, whatever its case, with the same points."""
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(text.casefold(), text)
    return dict.fromkeys(seen.values(), NEUTRAL)


def _begun(values: Values, *, higher: bool | None) -> CurveScale:
    """A curve over what accounts read: a tenth of them below its worst point or above its best."""
    cuts = np.quantile(values.rising, _QUANTILES) if values.known else np.zeros(1)
    xs = sorted({snapped(float(one), max(abs(float(one)), 1e-6) / 100) for one in cuts})
    ends = (100.0, 0.0) if higher is False else (0.0, 100.0)
    if len(xs) == 1:
        return CurveScale(points=((xs[0], NEUTRAL),))
    step = (ends[1] - ends[0]) / (len(xs) - 1)
    return CurveScale(points=tuple((x, ends[0] + step * at) for at, x in enumerate(xs)))
