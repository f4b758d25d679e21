"""The popup that asks what a field needs besides: a reading's metric, days, kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import BadDocument, UsageError
from healthdesk.core.domain.reading import Option as ReadingOption
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.gui.base.words import DASH
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.raised_popup import RaisedPopup
from healthdesk.gui.parts.rule_fields import number_words
from healthdesk.gui.parts.rule_value import InputKit
from healthdesk.gui.parts.select_button import SelectButton

WIDE = 320
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OptionsPopup(RaisedPopup):
    """Asks for the options of a field; each change tells at once.

    Signals:
        options_changed: what the options are now, those that differ from the usual ones.
    """

    options_changed = Signal(object)

    def __init__(
        self, kit: InputKit, choice: FieldChoice, told: Mapping[str, Any], parent: QWidget
    ) -> None:
        super().__init__(kit.theme, f"Options of {choice.title}", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.kit = kit
        self.choice = choice
        self.told = dict(told)
        self.inputs: dict[str, QWidget] = {}
        self._key_of: dict[QWidget, ReadingOption] = {}
        self.wrong = PlainLabel("", "caption", tone="poor", wrap=True)
        self.wrong.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for at, option in enumerate(choice.options):
            grid.addWidget(PlainLabel(option.title, "second"), at, 0, _LEFT)
            grid.addWidget(self._make(option), at, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 12)
        whole.setSpacing(8)
        whole.addWidget(PlainLabel(choice.title, "strong"))
        whole.addLayout(grid)
        whole.addWidget(self.wrong)

    def open_under(self, widget: QWidget) -> None:
        """Open under a widget."""
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        self.move_into_screen(corner, QSize(WIDE, self.sizeHint().height() + 18))
        self.show()
        for one in self.inputs.values():
            one.setFocus()
            break

    def _make(self, option: ReadingOption) -> QWidget:
        value = self.told.get(option.key, option.default)
        made: QWidget
        if option.kind == "flag":
            made = QCheckBox()
            made.setChecked(bool(value))
            made.toggled.connect(self._on_toggled)
        elif option.kind == "choices":
            made = self._make_boxes(option, value)
        elif option.kind == "choice" or (option.kind in {"metric", "text"} and self.choice.choices):
            made = SelectButton(self.theme, option.title)
            made.say(self._title(option, value))
            made.offer(self._offer_of(option))
            made.chosen.connect(self._on_chosen)
        else:
            shown = number_words(float(value), self.kit.words) if _is_number(value) else value
            made = QLineEdit("" if shown is None else str(shown))
            made.textEdited.connect(self._on_text_edited)
        made.setAccessibleName(option.title)
        self.inputs[option.key] = made
        self._key_of[made] = option
        return made

    def _make_boxes(self, option: ReadingOption, value: Any) -> QWidget:  # noqa: ANN401 - JSON
        """A tick for each choice; all of them mean any."""
        room = QWidget()
        rows = QVBoxLayout(room)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        some = value if isinstance(value, (list, tuple)) else None
        for key, title in zip(option.choices, option.labels or option.choices, strict=True):
            box = QCheckBox(title.replace("&", "&&"))
            box.setChecked(some is None or key in some)
            box.setProperty("choice", key)
            box.toggled.connect(self._on_box_toggled)
            rows.addWidget(box)
        return room

    def _pairs(self, option: ReadingOption) -> tuple[tuple[str, str], ...]:
        if option.kind == "choice":
            return tuple(zip(option.choices, option.labels or option.choices, strict=True))
        return self.choice.choices

    def _title(self, option: ReadingOption, value: Any) -> str:  # noqa: ANN401 - JSON
        return dict(self._pairs(option)).get(str(value), str(value or DASH))

    def _offer_of(self, option: ReadingOption) -> _Offer:
        return _Offer(self, option)

    def offered(self, option: ReadingOption) -> list[Option]:
        """What can be chosen for an option."""
        now = str(self.told.get(option.key, option.default))
        return [Option(key, title, chosen=key == now) for key, title in self._pairs(option)]

    def _keep(self, option: ReadingOption, value: Any) -> None:  # noqa: ANN401 - JSON
        metrics = [key for key, _ in self.choice.choices]
        try:
            good = option.parse(value, metrics, option.title)
        except BadDocument as error:
            self._refuse(f"{option.title} {error.reason}.")
            return
        self._refuse("")
        told = list(good) if isinstance(good, tuple) else good
        if told == option.default and option.kind != "days":
            self.told.pop(option.key, None)
        else:
            self.told[option.key] = told
        self.options_changed.emit(dict(self.told))

    def _refuse(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        self.resize(WIDE, self.sizeHint().height() + 18)

    def _sent_by(self) -> tuple[QWidget | None, ReadingOption | None]:
        sender = self.sender()
        if not isinstance(sender, QWidget):
            return None, None
        return sender, self._key_of.get(sender)

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        _, option = self._sent_by()
        if option is None:
            return
        value: Any = text
        if option.kind in {"days", "number"}:
            try:
                number = self.kit.words.parse_number(text)
            except UsageError as error:
                self._refuse(error.sentence)
                return
            whole = number is not None and float(number).is_integer()
            value = int(number) if whole and number is not None else number
        self._keep(option, value)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        _, option = self._sent_by()
        if option is not None:
            self._keep(option, on)

    @Slot()
    def _on_box_toggled(self) -> None:
        box, _ = self._sent_by()
        room = box.parentWidget() if box is not None else None
        option = self._key_of.get(room) if room is not None else None
        if room is None or option is None:
            return
        boxes = room.findChildren(QCheckBox)
        some = [str(one.property("choice")) for one in boxes if one.isChecked()]
        self._keep(option, "any" if len(some) == len(boxes) and option.default == "any" else some)

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        button, option = self._sent_by()
        if option is not None and isinstance(button, SelectButton):
            button.say(self._title(option, key))
            self._keep(option, key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc and Enter."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)


class _Offer:
    """The choices of one option, asked for when its button is pressed."""

    def __init__(self, popup: OptionsPopup, option: ReadingOption) -> None:
        self._popup = popup
        self._option = option

    def __call__(self) -> list[Option]:
        return self._popup.offered(self._option)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
