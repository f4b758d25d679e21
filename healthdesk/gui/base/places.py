"""Remembers where windows and splitters stood, by the object name of the widget."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter, QWidget

from healthdesk.gui.base.prefs import PrefsFile


def keep(widget: QWidget, prefs: PrefsFile) -> None:
    """Write down how a window or splitter stands now."""
    state = widget.saveState() if isinstance(widget, QSplitter) else widget.saveGeometry()
    prefs.values.places[widget.objectName()] = base64.b64encode(state.data()).decode("ascii")


def restore(widget: QWidget, prefs: PrefsFile) -> bool:
    """Put a window or splitter where it stood; False when that is not known."""
    text = prefs.values.places.get(widget.objectName(), "")
    try:
        state = QByteArray(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return False
    if state.isEmpty():
        return False
    if isinstance(widget, QSplitter):
        return widget.restoreState(state)
    return widget.restoreGeometry(state)
