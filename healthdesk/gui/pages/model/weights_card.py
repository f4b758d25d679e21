"""The card of weights: layers, dimensions with handles, measures, caps, and how firm it all is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain import model_draft
from healthdesk.core.domain.layer import LAYERS
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.what_if import Firmness
from healthdesk.core.services.scale_words import scale_in_words
from healthdesk.gui.base.colors import SERIES
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.caps_list import CapsList
from healthdesk.gui.pages.model.firm_bars import FirmBars
from healthdesk.gui.pages.model.rank_row import RankRow
from healthdesk.gui.pages.model.scale import Reach, reach
from healthdesk.gui.pages.model.weight_row import WeightRow
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import TableSwitch

LAYER = "layer"
_FIRM = "How firm is it? Accounts that change band if a weight moves by 10 of 100"
_RANK = (
    "This is a rank model: it has no weights. Every measure is good, average or poor; all good is"
    " {0.strong}, one poor is {0.poor}, anything else {0.average}."
)


class WeightsCard(Card):
    """Weights of one profile; for a rank model, its measures in their order.

    Signals:
        moved: key and weight under a handle that moves.
        settled: key and weight that were typed or left.
        nudged: a key has moved a handle; more may follow.
        switched: key of a dimension or measure, and whether it is to count.
        layer_switched: a layer, and whether it is to count.
        refused: why what was typed is no weight.
        chosen: the key of the measure that is to be looked at.
        menu_wanted: key of a dimension or measure, and the widget under which its menu opens.
        add_wanted: one measure more is wanted.
    """

    moved = Signal(str, float)
    settled = Signal(str, float)
    nudged = Signal()
    switched = Signal(str, bool)
    layer_switched = Signal(str, bool)
    refused = Signal(str)
    chosen = Signal(str)
    menu_wanted = Signal(str, object)
    add_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Weights", "shares of 100")
        self.template = QPushButton("Template")
        self.template.setProperty("kind", "link")
        self.template.setAccessibleName("Weigh by a score template")
        self.template.setToolTip("Weigh the parts for a purpose, as a draft")
        self.add_tool(self.template)
        self.add = QPushButton("Measure")
        self.add.setProperty("kind", "quiet")
        self.add.setProperty("compact", "true")
        self.add.setAccessibleName("Add a measure")
        self.add.setToolTip("Add a measure: another reading of the desk's facts")
        theme.bind_icon(self.add, "plus", "text2", 14)
        self.add_tool(self.add)
        self.add.clicked.connect(self._on_add_clicked)
        self._words = words
        self._shape: object = None
        self._reach = Reach(1.0, 100)
        self.rows: dict[str, WeightRow] = {}
        self.ranks: dict[str, RankRow] = {}
        self.current = ""
        """The key of the measure that is looked at."""
        self.caps = CapsList(theme, words)
        self.layers: dict[str, QCheckBox] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._inside: QWidget | None = None
        self.firm_text = PlainLabel(_FIRM, "small", wrap=True)
        self.bars = FirmBars(theme, words)
        self.firm = TableSwitch("How firm is it", self.bars, inside=("score",))
        self.bars.height_changed.connect(self._on_bars_height_changed)
        self._firm_line = hline()
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(6)
        column.addLayout(self._list)
        for widget in (hline(), self.caps, self._firm_line, self.firm_text, self.firm):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scroll)

    @property
    def held(self) -> bool:
        """Whether a hand is on one of the handles."""
        return any(row.held for row in self.rows.values())

    def show_profile(
        self,
        published: Profile,
        now: Profile,
        *,
        editable: bool,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Show the weights of a draft beside the published ones; `names` are those of metrics."""
        ranked = now.model == "rank"
        shape = (now.model, now.key, tuple(model_draft.names_of(now).items()))
        if shape != self._shape:
            self._shape = shape
            self._make_rows(now)
            self.set_title(*(("Measures", "good or poor") if ranked else ("Weights", "of 100")))
            for widget in (self._firm_line, self.firm_text, self.firm, self.template):
                widget.setVisible(not ranked)
        self.template.setEnabled(editable)
        self.add.setEnabled(editable)
        self.caps.show_caps(now, names or {}, editable=editable)
        if ranked:
            self._show_ranks(now)
        else:
            self._show_weights(published, now, editable=editable)
        self.set_current(self.current)

    def _show_ranks(self, now: Profile) -> None:
        for dimension, measure in now.measures:
            self.ranks[f"{dimension.key}.{measure.key}"].show_scale(scale_in_words(measure, now))

    def _show_weights(self, published: Profile, now: Profile, *, editable: bool) -> None:
        before, after = model_draft.weights_of(published), model_draft.weights_of(now)
        tops = [one.weight for made in (published, now) for one in made.dimensions]
        if not self.held:
            self._reach = reach(tops)
        shares = model_draft.shown_shares(now)
        on = _counting(now)
        for key, row in self.rows.items():
            row.show_weight(after[key], before.get(key), shares[key], self._reach, on=on[key])
            row.set_editable(editable=editable)
        for layer, switch in self.layers.items():
            switch.setChecked(model_draft.layer_on(now, layer))
            switch.setEnabled(editable)

    def set_current(self, key: str) -> None:
        """Mark the measure that is looked at."""
        self.current = key
        for own, row in self.rows.items():
            row.set_current(current=own == key)
        for own, rank in self.ranks.items():
            rank.set_current(current=own == key)

    def show_firmness(self, found: Sequence[Firmness]) -> None:
        """Show how many accounts would change band."""
        self.bars.show_firmness(found)
        self.firm.set_lines(
            ("Dimension", "Accounts"),
            tuple((one.name, self._words.number(one.flips)) for one in found),
        )

    def focus_first(self) -> None:
        """Go to the first handle."""
        slider = next((row.slider for row in self.rows.values() if row.slider is not None), None)
        named = next((row.name for row in self.ranks.values()), None)
        first = slider if slider is not None else named
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, before: QWidget) -> None:
        """Have the keys come here after a control; rows are made late, and would come last."""
        stops: list[QWidget] = [*self.layers.values()]
        for row in self.rows.values():
            stops += [row.switch, row.name, row.number, row.more]
            stops += [row.slider] if row.slider is not None else []
        for rank in self.ranks.values():
            stops += [rank.name, rank.more]
        for stop in stops:
            QWidget.setTabOrder(before, stop)
            before = stop

    def _make_rows(self, profile: Profile) -> None:
        if self._inside is not None:
            self._list.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self.rows, self.layers, self.ranks = {}, {}, {}
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if profile.model == "rank":
            self._fill_order(column, profile)
        else:
            self._fill_weights(column, profile)
        self._list.addWidget(self._inside)

    def _fill_weights(self, column: QVBoxLayout, profile: Profile) -> None:
        layers = model_draft.layers_of(profile)
        if layers:
            column.addWidget(self._make_layers(layers))
            column.addWidget(hline())
        for at, dimension in enumerate(profile.dimensions):
            if at:
                column.addSpacing(3)
                column.addWidget(hline())
            color = SERIES[min(at, len(SERIES) - 1)]
            column.addWidget(self._make_row(dimension.key, dimension.name, color, handle=True))
            for measure in dimension.measures:
                key = f"{dimension.key}.{measure.key}"
                column.addWidget(self._make_row(key, measure.name, color, handle=False))
        column.addSpacing(4)

    def _fill_order(self, column: QVBoxLayout, profile: Profile) -> None:
        column.addWidget(PlainLabel(_RANK.format(self._words.bands), "second", wrap=True))
        for dimension in profile.dimensions:
            column.addSpacing(6)
            column.addWidget(hline())
            column.addSpacing(4)
            column.addWidget(self._make_rank(dimension.key, dimension.name, handle=True))
            for measure in dimension.measures:
                key = f"{dimension.key}.{measure.key}"
                column.addWidget(self._make_rank(key, measure.name, handle=False))

    def _make_rank(self, key: str, name: str, *, handle: bool) -> RankRow:
        row = RankRow(self.theme, key, name, handle=handle)
        row.chosen.connect(self.chosen)
        row.menu_wanted.connect(self.menu_wanted)
        self.ranks[key] = row
        return row

    def _make_layers(self, layers: Sequence[str]) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(PlainLabel("Layers", "caption"))
        line = QHBoxLayout()
        line.setSpacing(10)
        column.addLayout(line)
        names = dict(LAYERS)
        for layer in layers:
            switch = QCheckBox(names[layer])
            switch.setProperty("kind", "switch")
            switch.setProperty(LAYER, layer)
            switch.setAccessibleName(f"Layer {names[layer]} counts")
            switch.clicked.connect(self._on_layer_clicked)
            self.layers[layer] = switch
            line.addWidget(switch)
        line.addStretch(1)
        return made

    def _make_row(self, key: str, name: str, color: str, *, handle: bool) -> WeightRow:
        row = WeightRow(self.theme, self._words, key, name, color, handle=handle)
        row.moved.connect(self.moved)
        row.settled.connect(self.settled)
        row.nudged.connect(self.nudged)
        row.switched.connect(self.switched)
        row.refused.connect(self.refused)
        row.chosen.connect(self.chosen)
        row.menu_wanted.connect(self.menu_wanted)
        self.rows[key] = row
        return row

    @Slot()
    def _on_add_clicked(self) -> None:
        self.add_wanted.emit()

    @Slot(bool)
    def _on_layer_clicked(self, on: bool) -> None:
        self.layer_switched.emit(str(self.sender().property(LAYER)), on)

    @Slot()
    def _on_bars_height_changed(self) -> None:
        self.firm.setFixedHeight(max(1, round(self.bars.drawing.height)))


def _counting(profile: Profile) -> dict[str, bool]:
    """Which dimensions and measures count."""
    out: dict[str, bool] = {}
    for dimension in profile.dimensions:
        out[dimension.key] = dimension.weight > 0
        for measure in dimension.measures:
            out[f"{dimension.key}.{measure.key}"] = model_draft.counts(dimension, measure)
    return out
