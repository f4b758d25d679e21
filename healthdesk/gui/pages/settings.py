"""Settings: the look of this computer's window, the desk's own settings, and its backups."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import ClassVar, get_args

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.clock import zones
from healthdesk.core.domain.change import Topic
from healthdesk.core.services import settings
from healthdesk.core.services.settings import DeskSettings
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.theme import Mode
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import SYMBOLS
from healthdesk.gui.pages.settings_backups import BackupsCard
from healthdesk.gui.pages.settings_bands import BandsCard
from healthdesk.gui.pages.settings_mail import MailCard
from healthdesk.gui.pages.settings_tone import ToneCard
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

COLUMN = 760
LABEL = 168
SYSTEM_ZONE = "The system's"
NO_CURRENCY = "None"
BY_TIER = "As the tier says"
MODE_WORDS: dict[Mode, str] = {"system": "System", "light": "Light", "dark": "Dark"}


class SettingsPage(LiveView):
    """Every setting there is; each works at once."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SETTINGS})
    follows_view = False

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the page; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self.setAccessibleName("Settings")
        self._found: DeskSettings | None = None
        self.backups: BackupsCard | None = None
        self._readers: list[Callable[[], object]] = []
        """What has the cards that are there read what they show."""
        self._first, self._rest = self._first_cards(), self._other_cards()
        self._next = Later(self, 0, self._put_card)
        self._lay_out()
        if not empty:
            deque(self._first, maxlen=0)
            deque(self._rest, maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards that are seen first, a piece at a time; have the others follow."""
        yield from self._first
        self._next.start()

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget(self)
        ground.setProperty("ground", "none")
        area.setWidget(ground)
        # The page stands before its cards go in: whatever is moved is styled again.
        across = QHBoxLayout(ground)
        across.setContentsMargins(0, 0, 0, 0)
        column = QWidget(ground)
        column.setMaximumWidth(COLUMN)
        across.addWidget(column, 100)
        across.addStretch(1)
        self._cards = QVBoxLayout(column)
        self._cards.setContentsMargins(0, 0, 0, 16)
        self._cards.setSpacing(12)
        self._cards.addStretch(1)
        title = PlainLabel("Settings", "title")
        title.setFixedHeight(56)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 0, 16, 0)
        whole.setSpacing(0)
        whole.addWidget(title)
        whole.addWidget(area, 1)

    def _first_cards(self) -> Iterator[None]:
        self.look = LookCard(self.ui)
        self._put(self.look)
        yield
        yield from self._desk_card()
        self._connect()

    def _other_cards(self) -> Iterator[None]:
        """Those that are seen last, one a turn: all of them at once would hold up the window."""
        self.bands = BandsCard(self.ui)
        self._put(self.bands)
        self._read_with(self.bands.show_names)
        yield
        from healthdesk.gui.pages.settings_noise import NoiseCard  # noqa: PLC0415 - seen later

        self.noise = NoiseCard(self.ui)
        self._put(self.noise)
        self._read_with(self.noise.reload)
        yield
        self.tone = ToneCard(self.ui)
        self._put(self.tone)
        self._read_with(self.tone.reload)
        yield
        self.mail = MailCard(self.ui)
        self._put(self.mail)
        self._read_with(self.mail.reload)
        yield
        self.backups = BackupsCard(self.ui)
        self._put(self.backups)
        self._read_with(self.backups.reload)
        yield
        from healthdesk.gui.pages.settings_whole import WholeDeskCard  # noqa: PLC0415 - seen last

        self._put(WholeDeskCard(self.ui))

    def _put(self, card: Card) -> None:
        self._cards.insertWidget(self._cards.count() - 1, card)

    def _read_with(self, reader: Callable[[], object]) -> None:
        """Have a card read with the page; at once, where the page has read already."""
        self._readers.append(reader)
        if not self._stale:
            reader()

    @Slot()
    def _put_card(self) -> None:
        if next(self._rest, self) is None:
            self._next.start()

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._on_name_editing_finished)
        self.zone.activated.connect(self._on_zone_activated)
        self.currency.activated.connect(self._on_currency_activated)
        self.person.editingFinished.connect(self._on_person_editing_finished)
        self.rows.editingFinished.connect(self._on_rows_editing_finished)
        self.cadence.editingFinished.connect(self._on_cadence_editing_finished)

    def reload(self) -> None:
        """Read the desk's settings and backups."""
        self.ui.read(settings.read, then=self._on_settings_read, key="settings")
        for reader in self._readers:
            reader()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again which backups there are: copies are made from elsewhere too."""
        fresh = not self._stale
        super().showEvent(event)
        if fresh and self.backups is not None:
            self.backups.reload()

    def _desk_card(self) -> Iterator[None]:
        card = Card(self.ui.theme, "Desk", "part of the desk; changes can be undone")
        self._put(card)
        self.name, self.zone, self.currency = QLineEdit(), QComboBox(), QComboBox()
        self.person, self.rows, self.cadence = QLineEdit(), QSpinBox(), QSpinBox()
        self.name.setAccessibleName("Name of the desk")
        self.name.setMaxLength(200)
        self._offer_zones()
        self._offer_currencies()
        yield
        self.person.setAccessibleName("Your name")
        self.person.setMaxLength(200)
        self.rows.setAccessibleName("Rows that stand open on Today")
        self.rows.setRange(1, 200)
        self.cadence.setAccessibleName("Days between two touches")
        self.cadence.setRange(0, 365)
        self.cadence.setSpecialValueText(BY_TIER)
        self.cadence.valueChanged.connect(self._on_cadence_value_changed)
        for label, control, note in (
            ("Name", self.name, ""),
            ("Time zone", self.zone, "decides the day of an instant, from the next import on"),
            ("Currency", self.currency, "of amounts that name none"),
            ("Your name", self.person, "as Today greets you"),
            ("Rows open on Today", self.rows, "the others are folded, none is lost"),
            ("A touch every", self.cadence, "0: as the tier says; an account's own comes first"),
        ):
            control.setFixedWidth(232)
            changes_desk(self.ui, control)
            if isinstance(control, QSpinBox):
                control.lineEdit().setTextMargins(6, 0, 0, 0)
            card.body.addLayout(setting_row(label, control, note))
            if control is self.currency:
                yield

    def _offer_zones(self) -> None:
        self.zone.setAccessibleName("Time zone of the desk's days")
        self.zone.setEditable(True)
        # Its width is fixed: the hundreds of names need not be measured for it.
        self.zone.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.zone.addItem(SYSTEM_ZONE, "")
        for zone in sorted(zones()):
            self.zone.addItem(zone, zone)
        self.zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.zone.model(), self.zone)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.zone.setCompleter(completer)

    def _offer_currencies(self) -> None:
        self.currency.setAccessibleName("Currency of the desk")
        self.currency.addItem(NO_CURRENCY, "")
        for code, symbol in SYMBOLS.items():
            self.currency.addItem(f"{code}  {symbol}", code)
        for code in ("AUD", "CAD", "CHF", "CNY", "DKK", "NOK", "PLN", "SEK"):
            self.currency.addItem(code, code)

    @Slot(int)
    def _on_cadence_value_changed(self, days: int) -> None:
        self.cadence.setSuffix(" day" if days == 1 else " days")

    def _on_settings_read(self, found: DeskSettings) -> None:
        self._found = found
        self.name.setText(found.name)
        self.person.setText(found.person)
        self.rows.setValue(found.today_rows)
        self.cadence.setValue(found.cadence_days or 0)
        self.zone.setCurrentIndex(max(0, self.zone.findData(found.zone)))
        place = self.currency.findData(found.currency)
        if place < 0:
            self.currency.addItem(found.currency, found.currency)
            place = self.currency.count() - 1
        self.currency.setCurrentIndex(place)

    def _change(self, **values: str | int | None) -> None:
        if self._found is None:
            return
        wanted = msgspec.structs.replace(self._found, **values)
        if wanted != self._found:
            self.ui.do(settings.change, wanted, then=self._on_changed, failed=self._on_refused)

    def _on_changed(self, answer: object) -> None:
        del answer
        zone = str(self.zone.currentData() or "")
        self.ui.set_zone(zone or None)

    def _on_refused(self, error: Exception) -> None:
        self.ui.toast("That was not changed", str(error), kind="error")
        self.reload()

    @Slot()
    def _on_person_editing_finished(self) -> None:
        self._change(person=self.person.text().strip())

    @Slot()
    def _on_rows_editing_finished(self) -> None:
        self._change(today_rows=self.rows.value())

    @Slot()
    def _on_cadence_editing_finished(self) -> None:
        self._change(cadence_days=self.cadence.value() or None)

    @Slot()
    def _on_name_editing_finished(self) -> None:
        self._change(name=self.name.text().strip())

    @Slot()
    def _on_zone_activated(self) -> None:
        self._change(zone=str(self.zone.currentData() or ""))

    @Slot()
    def _on_currency_activated(self) -> None:
        self._change(currency=str(self.currency.currentData() or ""))


class LookCard(Card):
    """Theme, colour-blind palette, high contrast: of this computer, at once."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Look", "of this computer, for every desk")
        self.ui = ui
        choices = [(mode, MODE_WORDS[mode]) for mode in ("system", "light", "dark")]
        self.mode = Segmented("Theme", choices, ui.theme.mode)
        self.mode.chosen.connect(self._on_mode_chosen)
        self.eyes = switch("Colour-blind palette", "Okabe-Ito colours, same shapes and words")
        self.eyes.clicked.connect(self._on_eyes_clicked)
        self.contrast = switch("High contrast", "stronger lines, no grey words")
        self.contrast.clicked.connect(self._on_contrast_clicked)
        self.density = Segmented("Density", (("compact", "Compact"), ("roomy", "Roomy")))
        self.density.chosen.connect(self._on_density_chosen)
        self.body.addLayout(setting_row("Theme", self.mode, ""))
        self.body.addLayout(setting_row("Density", self.density, "how high rows of tables are"))
        self.body.addLayout(setting_row("Colour-blind palette", self.eyes, ""))
        self.body.addLayout(setting_row("High contrast", self.contrast, ""))
        ui.theme.changed.connect(self._on_theme_changed)
        ui.theme.density_changed.connect(self._on_density_changed)
        self._on_theme_changed()
        self._on_density_changed()

    @Slot(str)
    def _on_mode_chosen(self, key: str) -> None:
        for mode in get_args(Mode):
            if mode == key:
                self.ui.choose_look(mode=mode)

    @Slot(str)
    def _on_density_chosen(self, key: str) -> None:
        self.ui.choose_look(roomy=key == "roomy")

    @Slot()
    def _on_density_changed(self) -> None:
        self.density.set_value("roomy" if self.ui.theme.roomy else "compact")

    @Slot()
    def _on_eyes_clicked(self) -> None:
        self.ui.choose_look(colour_blind=self.eyes.isChecked())

    @Slot()
    def _on_contrast_clicked(self) -> None:
        self.ui.choose_look(high_contrast=self.contrast.isChecked())

    @Slot()
    def _on_theme_changed(self) -> None:
        theme = self.ui.theme
        self.mode.set_value(theme.mode)
        self.eyes.setChecked(theme.colour_blind)
        self.contrast.setChecked(theme.high_contrast)


def setting_row(label: str, control: QWidget, note: str) -> QHBoxLayout:
    """Lay out a setting: its name, its control, and a grey word about it."""
    row = QHBoxLayout()
    row.setSpacing(12)
    name = PlainLabel(label, "medium")
    name.setFixedWidth(LABEL)
    row.addWidget(name)
    row.addWidget(control)
    if note:
        row.addWidget(PlainLabel(note, "caption", elide=True), 1)
    else:
        row.addStretch(1)
    return row


def switch(name: str, note: str) -> QCheckBox:
    """Make a switch with a word beside it."""
    box = QCheckBox(note)
    box.setProperty("kind", "switch")
    box.setAccessibleName(name)
    return box
