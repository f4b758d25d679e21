"""What the page in view is narrowed to beside day and segment, as the top bar shows it.

The page tells it while it is seen, and takes it back when another is; the top bar hands on which
of them somebody wants to be rid of.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class ViewFilter:
    """One filter: what names it, and what its chip says."""

    key: str
    label: str


class ViewFilters(QObject):
    """Carries the filters of the page in view to whom shows them.

    Signals:
        changed: other filters hold, or none.
        drop_requested: the key of a filter that somebody takes away; "" is all of them.
    """

    changed = Signal()
    drop_requested = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._owner: object = None
        self._held: tuple[ViewFilter, ...] = ()

    @property
    def held(self) -> tuple[ViewFilter, ...]:
        """The filters of the page in view, in the order they came."""
        return self._held

    def show(self, owner: object, filters: tuple[ViewFilter, ...]) -> None:
        """Show what a page is narrowed to; it is in view now."""
        self._owner = owner
        self._put(filters)

    def hide(self, owner: object) -> None:
        """Show nothing of a page that is no longer in view; of another one nothing changes."""
        if self._owner is owner:
            self._owner = None
            self._put(())

    def _put(self, filters: tuple[ViewFilter, ...]) -> None:
        if filters != self._held:
            self._held = filters
            self.changed.emit()
