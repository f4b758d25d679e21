"""Changing many widgets of one layout, which then places them once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout


@contextmanager
def held(layout: QLayout) -> Iterator[None]:
    """Keep a widget's own layout still meanwhile.

    Each widget that is shown has Qt place it and all that it stands in at once: texts that are
    told in a few lines would have a chart above them laid out for a size each.
    """
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.activate()
