"""The Account page: a head, the tabs under it, one in view or two side by side.

Not here: what the tabs show (panels/tabs.py names them), what the head's buttons do (acts.py),
what is read for the head (reading.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.steady import hold_overrides
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.account.acts import FIGURES, AccountActs
from healthdesk.gui.pages.account.reading import Head, read_head
from healthdesk.gui.pages.account.tab_area import TabArea
from healthdesk.gui.panels.account_head import AccountHead
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.tabs import TabSpec, tabs
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.tab_bar import TabBar, TabMark

_MARGIN = 16
_WIDE = 1200
"""Width from which two tabs may stand side by side."""


class AccountPage(LiveView):
    """One account on the day in view."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {
            Topic.ACCOUNTS,
            Topic.CONTACTS,
            Topic.FACTS,
            Topic.SCORES,
            Topic.PROFILES,
            Topic.WORK,
        }
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the page; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self.setObjectName("account")
        self._account_id = ""
        self._order: tuple[str, ...] = ()
        self._head_shown: Head | None = None
        self._specs: dict[str, TabSpec] = {spec.key: spec for spec in tabs()}
        self._tabs: dict[str, AccountTab] = {}
        self._begun: dict[str, Iterator[None]] = {}
        """Tabs of which a part is there."""
        self._soon = Later(self, 0, self._make_more)
        self._leap: Leap | None = None
        """Where to once its tab is there."""
        self._second = ui.prefs.values.account_beside
        self._furnished = False
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make head, tabs and the first tab's cards, a few at a time."""
        ui = self.ui
        listed = [(spec.key, spec.title) for spec in self._specs.values()]
        self.head = AccountHead(ui.theme, ui.words, self)
        yield None
        self.bar = TabBar(ui.theme, "Tabs of the account", listed)
        self.second_bar = TabBar(ui.theme, "Tabs beside", listed)
        self.beside = QPushButton("Side by side")
        self.acts = AccountActs(ui, self.head, self)
        self._area = TabArea(ui.theme)
        self._lay_out()
        self._connect()
        first = next(iter(self._specs))
        self.bar.set_current(first)
        yield None
        yield from self._steps_of(first)
        self._furnished = True
        self._place()

    @property
    def account_id(self) -> str:
        """The account in view, "" at first."""
        return self._account_id

    @property
    def churned(self) -> bool:
        """Whether the account in view has left."""
        shown = self._head_shown
        return shown is not None and shown.header.churned is not None

    @property
    def head_of(self) -> str:
        """The account whose head is shown, "" while it is read."""
        return "" if self._head_shown is None else self._head_shown.header.account_id

    @property
    def help_topic(self) -> str:
        """The page of the help on the tab in view."""
        return {"health": "score", "files": "timeline"}.get(self.current, self.current)

    @property
    def current(self) -> str:
        """The key of the tab in view, the left one of two."""
        return self.bar.current

    @property
    def second(self) -> str:
        """The key of the tab at its right, "" while there is one only."""
        fits = self.width() >= _WIDE and len(self._specs) > 1
        return self._second if fits and self._second in self._specs else ""

    def tab(self, key: str) -> AccountTab:
        """A tab, made on the first visit; one that is awaited is in view from then on."""
        if key in self._begun:
            deque(self._begun.pop(key), maxlen=0)
        elif key not in self._tabs:
            self._take(key, self._specs[key].make(self.ui, self._area))
        if self._soon.isActive() and not self._awaited():
            self._place()
        return self._tabs[key]

    def has_tab(self, key: str) -> bool:
        """Whether a tab was made already."""
        return key in self._tabs

    def _steps_of(self, key: str) -> Iterator[None]:
        """Make a tab, a few cards at a time."""
        made = self._specs[key].begin(self.ui, self._area)
        made.hide()
        yield None
        yield from made.furnish()
        self._take(key, made)

    def _take(self, key: str, made: AccountTab) -> None:
        made.leap_requested.connect(self._on_tab_leap_requested)
        self._tabs[key] = made

    def _awaited(self) -> str:
        """The first tab in view that is not whole yet, "" where all are."""
        return next(
            (key for key in (self.current, self.second) if key not in {"", *self._tabs}), ""
        )

    def _make_more(self) -> None:
        """Make a piece of a tab that is awaited; show it in a turn of its own once it is whole."""
        key = self._awaited()
        if not key:
            self._place()
            return
        steps = self._begun.setdefault(key, self._steps_of(key))
        if next(steps, steps) is steps:
            del self._begun[key]
        hold_overrides()
        self._soon.start()

    def say_way_back(self, title: str) -> None:
        """Name the page that Escape and the arrow lead back to."""
        self.head.say_way_back(title)

    def show_account(self, account_id: str, order: Sequence[str] = ()) -> None:
        """Show an account; `order` is the list it was opened from, for steps to its neighbours."""
        self._order = tuple(order) or self._order
        if account_id != self._account_id:
            self.setFocus()  # else it would wander off with the controls that go quiet meanwhile
            self._account_id = account_id
            self._head_shown = None
            self.head.show_name("")
            self.acts.show(None)
            for bar in (self.bar, self.second_bar):
                bar.set_marks({})
        place = self._order.index(account_id) if account_id in self._order else -1
        self.head.set_steps(before=place > 0, after=0 <= place < len(self._order) - 1)
        self.refresh()
        for key in dict.fromkeys((self.current, self.second)):
            if key and not (self._soon.isActive() and key not in self._tabs):
                self.tab(key).show_account(account_id)

    def show_tab(self, key: str) -> None:
        """Show a tab; beside another one, at its left."""
        if key not in self._specs:
            return
        if key == self.second:
            self._choose_second(self.current)
        self.bar.set_current(key)
        self._place()

    def leap(self, leap: Leap) -> None:
        """Show a place of a tab: the tab that is beside already, else at the left."""
        if leap.tab not in self._specs:
            return
        self.setFocus()  # else it would wander off with the tab that is left
        if leap.tab != self.second:
            self.show_tab(leap.tab)
        if self._soon.isActive() and leap.tab not in self._tabs:
            self._leap = leap
        else:
            self.tab(leap.tab).leap(leap)

    def focus_search(self) -> None:
        """Let the user type into the search of the tab in view, where it has one."""
        focus = getattr(self.tab(self.current), "focus_search", None)
        if focus is not None:
            focus()

    def reload(self) -> None:
        """Read the head; tabs read for themselves."""
        if self._account_id:
            self.ui.read(
                read_head,
                self._account_id,
                self.ui.day,
                then=self._show_head,
                failed=self._show_failure,
                key="head",
            )

    @Slot(object)
    def _show_head(self, head: Head) -> None:
        if head.header.account_id != self._account_id:
            return
        self._head_shown = head
        self.head.show_header(head.header)
        self.acts.show(head)
        marks = {one.key: TabMark(one.count, one.notice, one.text) for one in head.badges}
        for bar in (self.bar, self.second_bar):
            bar.set_marks(marks)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        del error  # the tab in view tells of it
        self.head.show_name(self._head_shown.header.name if self._head_shown else "")

    def _place(self) -> None:
        """Show the chosen tab or tabs, each of the account in view.

        One that was not seen yet is made in turns of the event loop, unless nobody looks.
        """
        self._soon.stop()
        second = self.second
        wide = self.width() >= _WIDE and len(self._specs) > 1
        self.beside.setVisible(wide)
        self.beside.setText("One tab" if second else "Side by side")
        self.second_bar.setVisible(bool(second))
        self._between.setVisible(bool(second))
        self._strip_row.setStretch(2, int(bool(second)))
        if second:
            self.second_bar.set_current(second)
        if self._awaited() and self.isVisible():
            first, other = (self._tabs.get(key) for key in (self.current, second))
            self._area.show_tabs(first, other, beside=bool(second))
            self._soon.start()
            return
        shown = [self.tab(key) for key in (self.current, second) if key]
        for tab in shown:
            if self._account_id and tab.account_id != self._account_id:
                tab.show_account(self._account_id)
        self._area.show_tabs(shown[0], shown[-1], beside=bool(second))
        leap, self._leap = self._leap, None
        if leap is not None and leap.tab in (self.current, second):
            self._tabs[leap.tab].leap(leap)

    def _choose_second(self, key: str) -> None:
        self._second = key
        self.ui.prefs.values.account_beside = key
        self.ui.prefs.save()

    def _lay_out(self) -> None:
        self.beside.setProperty("kind", "quiet")
        self.ui.theme.bind_icon(self.beside, "columns")
        self.beside.setToolTip("Show two tabs at once (Alt+B)")
        self._between = hline("v")
        row = QHBoxLayout()
        row.setContentsMargins(_MARGIN, 0, _MARGIN - 8, 0)
        row.setSpacing(12)
        right = QHBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.second_bar, 1)
        right.addWidget(self.beside)
        row.addWidget(self.bar, 1)
        row.addWidget(self._between)
        row.addLayout(right)
        self._strip_row = row
        strip = QWidget()
        strip.setProperty("ground", "surface")
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        strip.setLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(strip)
        whole.addWidget(hline())
        whole.addWidget(self._area, 1)

    def _connect(self) -> None:
        self.head.back_requested.connect(self._on_head_back_requested)
        self.head.step_requested.connect(self._on_head_step_requested)
        self.head.figure_requested.connect(self._on_head_figure_requested)
        self.bar.chosen.connect(self._on_bar_chosen)
        self.second_bar.chosen.connect(self._on_second_bar_chosen)
        self.beside.clicked.connect(self._on_beside_clicked)
        self._keys("Esc", self._on_escape)
        self._keys("Alt+Up", self._on_before)
        self._keys("Alt+Down", self._on_after)
        self._keys("Ctrl+Tab", self._on_next_tab)
        self._keys("Ctrl+Shift+Tab", self._on_tab_before)
        self._keys("Alt+B", self._on_beside_clicked)
        self._keys("Alt+S", self.acts.toggle_star)
        self._keys("Alt+P", self.acts.ask_pulse)
        self._keys("Alt+O", self.acts.ask_override)
        self._keys("Alt+L", self.acts.ask_touch)
        self._keys("Alt+W", self.acts.write_mail)
        self._keys("Alt+M", self.acts.open_menu)
        self._numbers = [
            self._keys(f"Alt+{number}", self._on_number)
            for number in range(1, len(self._specs) + 1)
        ]

    def _keys(self, keys: str, slot: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
        return shortcut

    def _step(self, by: int) -> None:
        if self._account_id in self._order:
            place = self._order.index(self._account_id) + by
            if 0 <= place < len(self._order):
                self.show_account(self._order[place])

    def _turn(self, by: int) -> None:
        keys = list(self._specs)
        self.show_tab(keys[(keys.index(self.current) + by) % len(keys)])

    @Slot(str)
    def _on_bar_chosen(self, key: str) -> None:
        if key == self.second:  # the two change places
            seen = (one for one in self._tabs if self._tabs[one].isVisible() and one != key)
            self._choose_second(next(seen, ""))
        self._place()

    @Slot(str)
    def _on_second_bar_chosen(self, key: str) -> None:
        if key == self.current:  # the two change places
            self.bar.set_current(self._second)
        self._choose_second(key)
        self._place()

    @Slot()
    def _on_beside_clicked(self) -> None:
        if self.second:
            self._choose_second("")
        elif self.width() >= _WIDE:
            other = next((key for key in self._specs if key != self.current), "")
            self._choose_second(other)
        self._place()

    @Slot(object)
    def _on_tab_leap_requested(self, leap: Leap) -> None:
        self.leap(leap)

    @Slot()
    def _on_head_back_requested(self) -> None:
        self.ui.leave_account()

    @Slot(int)
    def _on_head_step_requested(self, by: int) -> None:
        self._step(by)

    @Slot(str)
    def _on_head_figure_requested(self, key: str) -> None:
        if key in FIGURES:
            self.acts.open_figure(key)
        elif self.second != "health":
            self.show_tab("health")

    @Slot()
    def _on_escape(self) -> None:
        # Shortcuts of the page reach into its popups: there Esc closes only the popup.
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        else:
            self.ui.leave_account()

    @Slot()
    def _on_before(self) -> None:
        self._step(-1)

    @Slot()
    def _on_after(self) -> None:
        self._step(1)

    @Slot()
    def _on_next_tab(self) -> None:
        self._turn(1)

    @Slot()
    def _on_tab_before(self) -> None:
        self._turn(-1)

    @Slot()
    def _on_number(self) -> None:
        place = self._numbers.index(self.sender())  # type: ignore[arg-type]
        self.show_tab(list(self._specs)[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a playbook on P, where nothing in the tab takes the letter."""
        if event.key() == Qt.Key.Key_P and not event.modifiers():
            self.acts.ask_playbook()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard, so that Esc and Alt with arrows work at once."""
        super().showEvent(event)
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one tab only where there is no room for two."""
        super().resizeEvent(event)
        if self._furnished:
            self._place()
