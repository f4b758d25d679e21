"""Controls that change the desk are off while an earlier day is shown, and say why.

Not here: what keys do meanwhile (`Ui.refuses_changes` answers them).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.ui import Ui

OFF = "Off while looking back"


def changes_desk(ui: Ui, *controls: QWidget | None) -> None:
    """Have controls off while the window looks back, whatever their panel wants of them."""
    for control in controls:
        if control is not None and control.findChild(_Switch) is None:
            _Switch(ui, control)


class _Switch(QObject):
    """Keeps one control off; what its panel wanted meanwhile holds from the way back on."""

    def __init__(self, ui: Ui, control: QWidget) -> None:
        super().__init__(control)
        self._ui = ui
        self._control = control
        self._wanted = True
        self._tip = ""
        self._off = False
        self._busy = False
        control.installEventFilter(self)
        ui.view_changed.connect(self._on_ui_view_changed)
        ui.desk_changed.connect(self._on_ui_view_changed)
        self._on_ui_view_changed()

    @Slot()
    def _on_ui_view_changed(self) -> None:
        if self._off == self._ui.looking_back:
            return
        self._off, self._busy = self._ui.looking_back, True
        if self._off:
            self._wanted, self._tip = self._is_on(), self._control.toolTip()
            self._switch_off()
        else:
            self._control.setEnabled(self._wanted)
            self._control.setToolTip(self._tip)
        self._busy = False

    def _is_on(self) -> bool:
        """Whether the control itself is enabled, whatever it lies in is."""
        parent = self._control.parentWidget()
        return self._control.isEnabledTo(parent) if parent is not None else True

    def _switch_off(self) -> None:
        self._control.setEnabled(False)
        self._control.setToolTip(OFF)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take down what the panel wants meanwhile."""
        kind = event.type()
        if self._off and not self._busy and watched is self._control:
            self._busy = True
            if kind == QEvent.Type.EnabledChange and self._is_on():
                self._wanted = True
                self._switch_off()
            elif kind == QEvent.Type.ToolTipChange and self._control.toolTip() != OFF:
                self._tip = self._control.toolTip()
                self._switch_off()
            self._busy = False
        return bool(super().eventFilter(watched, event))
