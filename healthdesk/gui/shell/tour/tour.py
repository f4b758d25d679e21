"""Leads through the steps of the tour: shows the page, finds the control, keeps where one was.

It presses nothing: pages are shown, controls are pointed at, the desk stays as it is. Not here:
what the steps say (steps.py), how they look (callout.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Slot
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget

from healthdesk import paths
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import DeskWish
from healthdesk.gui.shell.tour.callout import MARGIN, RING, Callout, Ring, place
from healthdesk.gui.shell.tour.offer import TourOffer
from healthdesk.gui.shell.tour.steps import STEPS, Step

if TYPE_CHECKING:
    from healthdesk.gui.shell.main_window import MainWindow

REST, TRIES = 40, 5
"""Milliseconds before a control is looked for, and how often; each waits for what is read."""
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Hide,
    QEvent.Type.Show,
    QEvent.Type.Paint,
}


class Tour(QObject):
    """The tour of one window; at most one step is shown."""

    def __init__(self, window: MainWindow, steps: Sequence[Step] = STEPS) -> None:
        super().__init__(window)
        self._window = window
        self.ui = window.ui
        self._all = tuple(steps)
        self._missing: set[str] = set()
        self._step: Step | None = None
        self._way = 1
        self._tries = 0
        self._wanted = False
        self._leading = False
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._focus: QWidget | None = None
        self._look = Later(self, REST, self._on_look_timeout)
        self._follow = Later(self, 0, self._on_follow_timeout)
        self.offer = TourOffer()
        window.status_line.put_in(self.offer)
        self.offer.taken.connect(self.begin)
        self.offer.declined.connect(self._on_skipped)
        self.ui.tour_requested.connect(self.begin)
        self.ui.desk_changed.connect(self._on_ui_desk_changed)
        window.pages.currentChanged.connect(self._on_pages_current_changed)

    @property
    def step(self) -> Step | None:
        """The step that is shown or led to, None while there is no tour."""
        return self._step

    @cached_property
    def callout(self) -> Callout:
        """The words, made when they are first wanted."""
        made = Callout(self.ui.theme, self._window)
        made.turned.connect(self._on_callout_turned)
        made.skipped.connect(self._on_skipped)
        made.left.connect(self._on_callout_left)
        return made

    @cached_property
    def ring(self) -> Ring:
        """The line around the control."""
        return Ring(self.ui.theme, self._window)

    @Slot()
    def begin(self) -> None:
        """Begin, or go on where it was left; without a desk, on the sample desk."""
        if self.ui.desk is None:
            self._wanted = True
            self.ui.wish_desk(DeskWish("sample"))
            return
        self._missing.clear()
        if self._step is None:
            self._focus = QApplication.focusWidget()
        at = self.ui.prefs.values.tour.at
        self.offer.hide()
        self._lead(next((one for one in self._all if one.key == at), self._all[0]), 1)

    def end(self, *, quiet: bool = False) -> None:
        """Leave the tour; it is kept where it was, and where to find it is said."""
        if self._step is None:
            return
        self._step = None
        self._look.stop()
        self._follow.stop()
        self._watch(None)
        within = self.callout.isAncestorOf(QApplication.focusWidget() or self._window)
        if within:
            self._give_keyboard_back()
        self.callout.hide()
        self.ring.hide()
        if not quiet:
            self.ui.toast("The tour waits where you left it", "In Help, or with Ctrl+K.")

    def _give_keyboard_back(self) -> None:
        before, self._focus = self._focus, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self._window.pages.focus_page()

    def _steps(self) -> list[Step]:
        """The steps whose controls are there, as far as is known."""
        return [one for one in self._all if one.key not in self._missing]

    def _lead(self, step: Step, way: int) -> None:
        """Show the page of a step, then look for its control."""
        self._step, self._way, self._tries = step, way, 0
        self._watch(None)
        self._leading = True
        there = self._show_page(step)
        self._leading = False
        if there:
            self._look.start()
        else:
            self._pass_over()

    def _show_page(self, step: Step) -> bool:
        window = self._window
        if step.page == "account":
            current = window.pages.current == "account" and window.pages.account().account_id
            account = current or self._account_to_show()
            if not account:
                return False
            if not current:
                self.ui.open_account(account)
            window.pages.account().show_tab(step.tab)
        elif step.page and step.page != window.pages.current:
            window.show_page(step.page)
        elif window.at_beginning:
            window.show_page("today")
        return True

    def _account_to_show(self) -> str:
        """The account of Today's open row, else the first of the desk."""
        item = getattr(getattr(self._window.pages.page("today"), "changes", None), "item", None)
        found = item.account_id if item is not None else ""
        return str(found or next(iter(self._window.finder.accounts), ""))

    def _pass_over(self) -> None:
        """Go on without a step whose control is not there."""
        step = self._step
        if step is None:
            return
        at = self._all.index(step)
        self._missing.add(step.key)
        ahead = [one for one in self._all[at + 1 :] if one.key not in self._missing]
        before = [one for one in self._all[:at] if one.key not in self._missing]
        if self._way < 0 and before:
            self._lead(before[-1], -1)
        elif ahead:
            self._lead(ahead[0], 1)
        elif before:
            self._lead(before[-1], -1)
        else:
            self.end(quiet=True)

    @Slot()
    def _on_look_timeout(self) -> None:
        """Look once what the page reads is there: a patient read waits for all others."""
        job = self.ui.read(_nothing, then=self._on_read, key="tour", patient=True)
        if job < 0:
            self._on_read(None)

    def _on_read(self, answer: object) -> None:
        del answer
        if self._step is None:
            return
        target = self._find(self._step)
        if target is not None:
            self._point(target)
            return
        self._tries += 1
        if self._tries < TRIES:
            self._look.start()
        else:
            self._pass_over()

    def _find(self, step: Step) -> QWidget | None:
        """The control of a step, None where it is not in view."""
        pages = self._window.pages
        found: object = pages.page(step.page) if step.page else self._window
        if step.tab:
            found = pages.account().tab(step.tab)
        for name in step.at.split("."):
            found = getattr(found, name, None)
        if not isinstance(found, QWidget) or not found.isVisible():
            return None
        self._bring_into_view(found, step)
        return found if self._area(found, step).isValid() else None

    def _area(self, target: QWidget, step: Step) -> QRect:
        """The rectangle of the control on the window, as far as it is in view."""
        rect = target.rect()
        if step.row:
            if not isinstance(target, QAbstractItemView) or not target.currentIndex().isValid():
                return QRect()
            rect = target.visualRect(target.currentIndex())
        widget = target
        while widget is not self._window:
            parent = widget.parentWidget()
            rect = (rect & widget.rect()).translated(widget.pos())
            if parent is None or rect.isEmpty():
                return QRect()
            widget = parent
        return rect & self._window.rect()

    def _point(self, target: QWidget) -> None:
        """Show the callout beside a control."""
        step = self._step
        if step is None:
            return
        first = self._target is not target
        self._watch(target)
        steps = self._steps()
        self.callout.say(step, steps.index(step) + 1, len(steps))
        self._put(self._area(target, step))
        if first:
            self.callout.take_keyboard()
        self._keep(step.key)

    def _bring_into_view(self, target: QWidget, step: Step) -> None:
        widget: QWidget | None = target
        while widget is not None and widget is not self._window:
            parent = widget.parentWidget()
            area = parent.parentWidget() if parent is not None else None
            if isinstance(area, QScrollArea) and area.widget() is widget:
                area.ensureWidgetVisible(target, 0, MARGIN)
                if step.row and isinstance(target, QAbstractItemView):
                    row = target.visualRect(target.currentIndex())
                    top = target.mapTo(widget, row.topLeft())
                    end = target.mapTo(widget, row.bottomLeft())
                    area.ensureVisible(end.x(), end.y(), 0, MARGIN)
                    area.ensureVisible(top.x(), top.y(), 0, MARGIN)
            widget = parent

    def _put(self, area: QRect) -> None:
        room = self._window.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        around = area.adjusted(-RING, -RING, RING, RING) & self._window.rect()
        self.ring.setGeometry(around)
        self.callout.setGeometry(place(around, self.callout.size_wanted(), room))
        for widget in (self.ring, self.callout):
            widget.show()
            widget.raise_()

    def _watch(self, target: QWidget | None) -> None:
        """Follow a control and all that it lies in."""
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._target = target
        if target is not None and isinstance(target, QAbstractItemView):
            self._watched.append(target.viewport())
        above = target
        while above is not None:
            self._watched.append(above)
            above = above.parentWidget()
        for widget in self._watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that what is pointed at moved or went."""
        if event.type() in _MOVES and self._step is not None and watched is not self.callout:
            painted = event.type() == QEvent.Type.Paint
            if not painted or watched is not self._window:
                self._follow.start()
        return bool(super().eventFilter(watched, event))

    @Slot()
    def _on_follow_timeout(self) -> None:
        step, target = self._step, self._target
        if step is None or target is None:
            return
        if not shiboken6.isValid(target) or not target.isVisible():
            self._tries = 0
            self._look.start()
            return
        area = self._area(target, step)
        around = area.adjusted(-RING, -RING, RING, RING) & self._window.rect()
        if area.isValid() and around != self.ring.geometry():
            self._put(area)

    @Slot(int)
    def _on_callout_turned(self, way: int) -> None:
        step = self._step
        if step is None:
            return
        steps = self._steps()
        at = steps.index(step) + way
        if at >= len(steps):
            self._keep("", over=True)
            self.end(quiet=True)
        elif at >= 0:
            self._lead(steps[at], way)

    @Slot()
    def _on_skipped(self) -> None:
        self._keep(self.ui.prefs.values.tour.at, over=True)
        self.offer.hide()
        self.end()

    @Slot()
    def _on_callout_left(self) -> None:
        self.end()

    @Slot()
    def _on_pages_current_changed(self) -> None:
        """Somebody went elsewhere: the tour does not hold them."""
        step = self._step
        awaited = step is not None and self._window.pages.current == step.page
        if step is not None and step.page and not self._leading and not awaited:
            self.end(quiet=True)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self.end(quiet=True)
        self.offer.hide()
        if self.ui.desk is None:
            return
        if self._wanted:
            self._wanted = False
            self.begin()
        else:
            self._offer_once()

    def _offer_once(self) -> None:
        """Offer the tour on the sample desk and on a first own one, never where it was declined."""
        kept, desk = self.ui.prefs.values.tour, self.ui.desk
        kind = "sample" if desk is not None and desk.path == paths.sample_desk() else "own"
        if not kept.over and kind not in kept.offered:
            kept.offered.append(kind)
            self.ui.prefs.save()
            self.offer.show()

    def _keep(self, at: str, *, over: bool = False) -> None:
        kept = self.ui.prefs.values.tour
        if (kept.at, kept.over) != (at, kept.over or over):
            kept.at, kept.over = at, kept.over or over
            self.ui.prefs.save()


def _nothing(tx: object) -> None:
    """What is read to learn that nothing else is being read."""
    del tx
