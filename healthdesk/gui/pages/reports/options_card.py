"""The options of a report beside its pages: kind, whom it is of, period, look, what it shows.

Not here: what they do to the report (choosing.py and the core), own words (words_card.py).
"""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.number_style import STYLES, USUAL
from healthdesk.core.domain.report import KINDS_INSIDE, Report
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import hidden_kinds
from healthdesk.core.domain.report_spec import ReportSpec
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.reports import choosing
from healthdesk.gui.pages.reports.reading import Offer
from healthdesk.gui.pages.reports.show_list import Tick, TickList
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented
from healthdesk.gui.parts.select_button import SelectButton

OWN_PERIOD, NEW_BRAND, EDIT_BRAND = "\0own", "\0new", "\0edit"
"""Keys of choices that ask for more."""


class Swatch(QPushButton):
    """A button in the brand's colour, which opens the brand."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._color = ""
        self.setFixedSize(40, 28)
        self.setAccessibleName("Brand: colour, logo, name")
        self.setToolTip("Edit the brand: name, logo, colour")

    def set_color(self, color: str) -> None:
        """Show another colour, "" = the usual one."""
        self._color = color
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colour within the button's edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        usual = self._ui.theme.color("accentfill")
        painter.setBrush(QColor(self._color) if self._color else usual)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)
        painter.end()


class OptionsCard(Card):
    """Shows the options of one report.

    Signals:
        changed: `ReportOptions` that somebody chose.
        kind_chosen: the key of another kind.
        subject_chosen: the account, segment or board that it is to be of.
        own_period_asked: a period of one's own is wanted.
        brand_asked: a brand is to be made (False) or changed (True).
        choices_asked: the kind's own options are wanted.
        template_chosen: the row of a template that is to be taken.
        templates_asked: "save" or "manage".
    """

    changed = Signal(object)
    kind_chosen = Signal(str)
    subject_chosen = Signal(str)
    own_period_asked = Signal()
    brand_asked = Signal(bool)
    choices_asked = Signal()
    template_chosen = Signal(int)
    templates_asked = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Options", "kept for this account", padding=0)
        self.ui = ui
        self.options: ReportOptions | None = None
        self._offer: Offer | None = None
        self._spec: ReportSpec | None = None
        self._rows: tuple[choosing.ShowRow, ...] = ()
        theme = ui.theme
        self.kind = SelectButton(theme, "Report")
        self.subject = SelectButton(theme, "Whom it is of")
        self.period = SelectButton(theme, "Period")
        self.paper = SelectButton(theme, "Paper")
        self.brand = SelectButton(theme, "Brand")
        self.swatch = Swatch(ui)
        self.style_of = SelectButton(theme, "Numbers and days")
        self.show_list = TickList(ui, "Show", moves=True)
        self.hide_list = TickList(ui, "Keep inside")
        self.audience = Segmented("For", (("customer", "Customer"), ("inside", "Inside")))
        self.own = QPushButton()
        self.templates = QPushButton()
        self._menu: Menu | None = None
        self._captions = {
            "subject": PlainLabel("Account", "small"),
            "period": PlainLabel("Period", "small"),
        }
        self._lay_out()
        self._connect()

    @property
    def rows(self) -> tuple[choosing.ShowRow, ...]:
        """The rows of what is shown."""
        return self._rows

    def show_options(
        self, offer: Offer, options: ReportOptions, built: Report | None, pages: int = 0
    ) -> None:
        """Show options, with what the report as built says of its sections."""
        spec = offer.spec(options.kind)
        if spec is None:
            return
        self._offer, self._spec, self.options = offer, spec, options
        long = self.ui.words.count(pages, "page")
        self.kind.say(f"{spec.title}, {long}" if pages else spec.title, "", spec.title, spec.icon)
        told = choosing.SUBJECT_WORDS[spec.subject]
        self._captions["subject"].setText(told)
        named = offer.subject(options)
        nothing = "All my accounts" if spec.subject == "segment" else f"Choose: {told.lower()}"
        icons = {"account": "buildings", "segment": "filter", "board": "layout-dashboard"}
        self.subject.say(named or nothing, icon=icons.get(spec.subject, ""))
        for one in (self._captions["subject"], self.subject):
            one.setVisible(spec.subject != "desk")
        self._show_period(spec, options)
        paper = options.paper or spec.papers[0]
        self.paper.say(choosing.PAPER_WORDS[paper], short=choosing.PAPER_SHORT[paper])
        self.paper.setEnabled(len(spec.papers) > 1)
        self.brand.say(options.brand or "No brand")
        color = next((b.brand.color for b in offer.brands if b.brand.name == options.brand), "")
        self.swatch.set_color(color)
        self.style_of.say(STYLES.get(options.style or USUAL, STYLES[USUAL]).title)
        self.own.setVisible(bool(spec.options))
        self._show_ticks(spec, options, built)
        away = "not kept while you look back" if self.ui.looking_back else ""
        kept = {"account": "kept for this account", "segment": "kept for this segment"}
        self.set_subtitle(away or kept.get(spec.subject, "kept for this report"))
        self.show_body()

    def _show_period(self, spec: ReportSpec, options: ReportOptions) -> None:
        period = options.period or spec.period
        self._captions["period"].setText("Quarter" if "-Q" in period else "Period")
        words = choosing.period_words(period, self.ui.day) if period else "As of the day"
        self.period.say(words, short=words if period else "Day")
        self.period.setEnabled(bool(spec.period))

    def _show_ticks(self, spec: ReportSpec, options: ReportOptions, built: Report | None) -> None:
        self._rows = choosing.show_rows(spec, options, built)
        self.show_list.show_ticks(
            [
                Tick(one.keys[0], one.title, one.ticked, one.hint, not one.there, one.fixed)
                for one in self._rows
            ]
        )
        audience = options.audience or spec.audience
        self.audience.set_value(audience)
        hidden, marks = hidden_kinds(options, audience), choosing.marks_in(built)
        self.hide_list.show_ticks(
            [
                Tick(
                    one,
                    choosing.HIDE_WORDS[one],
                    "on" if one in hidden else "off",
                    self.ui.words.count(marks[one], "part") if marks.get(one) else "",
                    built is not None and not marks.get(one),
                )
                for one in KINDS_INSIDE
            ]
        )

    def _lay_out(self) -> None:
        self.templates.setProperty("kind", "quiet")
        self.templates.setProperty("iconic", "small")
        self.templates.setAccessibleName("Templates")
        self.templates.setToolTip("Templates: take one, save these options as one")
        self.ui.theme.bind_icon(self.templates, "template")
        self.add_tool(self.templates)
        self.own.setProperty("kind", "quiet")
        self.own.setProperty("iconic", "small")
        self.own.setAccessibleName("Options of this report")
        self.own.setToolTip("Options of this report")
        self.ui.theme.bind_icon(self.own, "adjustments")
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 2, 12, 12)
        rows.setSpacing(4)
        self._add(rows, _beside((PlainLabel("Report", "small"), 1), (self.own, 0)), self.kind)
        self._add(rows, self._captions["subject"], self.subject)
        self._add(rows, self._captions["period"], _beside((self.period, 1), (self.paper, 1)))
        self._add(rows, PlainLabel("Look", "small"), _beside((self.brand, 1), (self.swatch, 0)))
        self._add(rows, PlainLabel("Show", "small"), self.show_list)
        keep = _beside((PlainLabel("Keep inside", "small"), 1), (self.audience, 0))
        self._add(rows, keep, self.hide_list)
        self._add(rows, PlainLabel("Numbers and days", "small"), self.style_of)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scroll)

    def _add(self, rows: QVBoxLayout, caption: QWidget, widget: QWidget) -> None:
        rows.addWidget(caption)
        rows.addWidget(widget)
        rows.addSpacing(6)

    def _connect(self) -> None:
        self.kind.offer(self._kinds)
        self.subject.offer(self._subjects, "Find")
        self.period.offer(self._periods)
        self.paper.offer(self._papers)
        self.brand.offer(self._brands)
        self.style_of.offer(self._styles)
        self.kind.chosen.connect(self._on_kind_chosen)
        self.subject.chosen.connect(self._on_subject_chosen)
        self.period.chosen.connect(self._on_period_chosen)
        self.paper.chosen.connect(self._on_paper_chosen)
        self.brand.chosen.connect(self._on_brand_chosen)
        self.style_of.chosen.connect(self._on_style_chosen)
        self.swatch.clicked.connect(self._on_swatch_clicked)
        self.own.clicked.connect(self._on_own_clicked)
        self.templates.clicked.connect(self.open_templates)
        self.audience.chosen.connect(self._on_audience_chosen)
        self.show_list.toggled.connect(self._on_show_toggled)
        self.show_list.moved.connect(self._on_show_moved)
        self.hide_list.toggled.connect(self._on_hide_toggled)

    def _kinds(self) -> list[Option]:
        out: list[Option] = []
        kinds = self._offer.kinds if self._offer is not None else ()
        for subject, words in choosing.GROUP_WORDS.items():
            mine = [one for one in kinds if one.subject == subject and self._can_choose(one)]
            if mine:
                out.append(Option(f"\0{subject}", words, head=True))
            out += [
                Option(one.key, one.title, "", one is self._spec, icon=one.icon) for one in mine
            ]
        return out

    def _can_choose(self, spec: ReportSpec) -> bool:
        """Whether a kind can be had here: what another page gives only while it is in view."""
        return not spec.given or spec is self._spec

    def _subjects(self) -> list[Option]:
        offer, options, spec = self._offer, self.options, self._spec
        if offer is None or options is None or spec is None:
            return []
        if spec.subject == "account":
            told: tuple[tuple[str, str], ...] = offer.accounts
        elif spec.subject == "board":
            told = offer.boards
        else:
            told = (("", "All my accounts"), *((one, one) for one in offer.segments))
        now = options.account or options.board or options.segment
        return [Option(key, words, chosen=key == now) for key, words in told]

    def _periods(self) -> list[Option]:
        options, spec = self.options, self._spec
        if options is None or spec is None:
            return []
        now = options.period or spec.period
        listed = choosing.periods(options, self.ui.day)
        made = [Option(key, words, chosen=key == now) for key, words in listed]
        return [*made, Option(OWN_PERIOD, "From a day to a day…")]

    def _papers(self) -> list[Option]:
        spec, options = self._spec, self.options
        if spec is None or options is None:
            return []
        now = options.paper or spec.papers[0]
        words = choosing.PAPER_WORDS
        return [Option(one, words[one], chosen=one == now) for one in spec.papers]

    def _brands(self) -> list[Option]:
        now = self.options.brand if self.options is not None else ""
        known = self._offer.brands if self._offer is not None else ()
        out = [Option("", "No brand", chosen=not now)]
        out += [
            Option(one.brand.name, one.brand.name, chosen=one.brand.name == now) for one in known
        ]
        if not self.ui.looking_back:
            out.append(Option(NEW_BRAND, "New brand…"))
            out += [Option(EDIT_BRAND, f"Edit {now}…")] if now else []
        return out

    def _styles(self) -> list[Option]:
        now = (self.options.style if self.options is not None else "") or USUAL
        return [Option(one.key, one.title, chosen=one.key == now) for one in STYLES.values()]

    def _change(self, **changes: Any) -> None:  # noqa: ANN401 - values of options
        if self.options is not None:
            self.changed.emit(msgspec.structs.replace(self.options, **changes))

    @Slot(str)
    def _on_kind_chosen(self, key: str) -> None:
        self.kind_chosen.emit(key)

    @Slot(str)
    def _on_subject_chosen(self, key: str) -> None:
        self.subject_chosen.emit(key)

    @Slot(str)
    def _on_period_chosen(self, key: str) -> None:
        if key == OWN_PERIOD:
            self.own_period_asked.emit()
        else:
            self._change(period=key)

    @Slot(str)
    def _on_paper_chosen(self, key: str) -> None:
        self._change(paper=key)

    @Slot(str)
    def _on_brand_chosen(self, key: str) -> None:
        if key in (NEW_BRAND, EDIT_BRAND):
            self.brand_asked.emit(key == EDIT_BRAND)
        else:
            self._change(brand=key)

    @Slot(str)
    def _on_style_chosen(self, key: str) -> None:
        self._change(style=key)

    @Slot()
    def _on_swatch_clicked(self) -> None:
        self.brand_asked.emit(bool(self.options is not None and self.options.brand))

    @Slot()
    def _on_own_clicked(self) -> None:
        self.choices_asked.emit()

    @Slot(str)
    def _on_audience_chosen(self, key: str) -> None:
        self._change(audience=key, hide=None)

    @Slot(str, bool)
    def _on_show_toggled(self, key: str, on: bool) -> None:
        if self.options is not None:
            keys = next(one.keys for one in self._rows if key in one.keys)
            self.changed.emit(choosing.with_shown(self.options, keys, on))

    @Slot(int, int)
    def _on_show_moved(self, at: int, to: int) -> None:
        if self.options is not None:
            self.changed.emit(choosing.moved(self.options, self._rows, at, to))

    @Slot(str, bool)
    def _on_hide_toggled(self, kind: str, on: bool) -> None:
        if self.options is not None and self._spec is not None:
            self.changed.emit(choosing.with_hidden(self._spec, self.options, kind, on))

    @Slot()
    def open_templates(self) -> None:
        """Offer the templates of the kind, and to save one."""
        menu = Menu(self.ui.theme, "Templates", self)
        kind = self.options.kind if self.options is not None else ""
        mine = [one for one in (self._offer.templates if self._offer else ()) if
                one.options.kind == kind]  # fmt: skip
        for one in mine:
            menu.add(one.name, self._on_template_triggered, icon="template", data=str(one.row))
        if not mine:
            menu.add("No template of this report yet", enabled=False)
        menu.addSeparator()
        may = not self.ui.looking_back and bool(kind)
        menu.add("Save as template…", self._on_save_triggered, icon="plus", enabled=may)
        menu.add("Rename or remove…", self._on_manage_triggered, icon="pencil",
                 enabled=may and bool(mine))  # fmt: skip
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu
        menu.popup_under(self.templates)

    @Slot()
    def _on_template_triggered(self) -> None:
        action: Any = self.sender()
        self.template_chosen.emit(int(action.data()))

    @Slot()
    def _on_save_triggered(self) -> None:
        self.templates_asked.emit("save")

    @Slot()
    def _on_manage_triggered(self) -> None:
        self.templates_asked.emit("manage")


def _beside(*widgets: tuple[QWidget, int]) -> QWidget:
    """Controls in one row."""
    whole = QWidget()
    whole.setProperty("ground", "none")
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget, stretch in widgets:
        row.addWidget(widget, stretch)
    return whole
