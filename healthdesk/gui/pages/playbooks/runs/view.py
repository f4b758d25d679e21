"""The tab Runs: every run as a board or a list, filtered; one of them beside it as its checklist.

Not here: the board (board.py), the checklist and what is done (panels/runs).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.run_view import RunRow
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.playbooks.runs.board import RunBoard
from healthdesk.gui.pages.playbooks.runs.columns import run_columns
from healthdesk.gui.pages.playbooks.runs.reading import (
    NOBODY,
    AllRuns,
    Wish,
    kept,
    read_accounts,
    read_runs,
)
from healthdesk.gui.panels.runs import run_words
from healthdesk.gui.panels.runs.run_hands import RunHands
from healthdesk.gui.panels.runs.run_panel import RunPanel
from healthdesk.gui.panels.shelf.table_view import head_line, told_of
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.marks_bar import MarksBar
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField
from healthdesk.gui.parts.segmented import Segmented
from healthdesk.gui.parts.select_button import SelectButton

GAP, SIDE, ROW = 12, 380, 32
BOARD, LIST = "board", "list"
ACTIONS = (
    ("pause", "Pause", "player-pause"),
    ("resume", "Resume", "player-play"),
    ("stop", "Stop", "player-stop"),
    ("over", "Take over", "user"),
)
_EVERY = "\N{BULLET}"
"""Key of "all" in a list of choices."""


class RunsView(LiveView):
    """Shows all runs."""

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.RUNS, Topic.PLAYBOOKS, Topic.WORK, Topic.OUTBOX, Topic.ACCOUNTS, Topic.SCORES,
        Topic.SEGMENTS, Topic.SETTINGS,
    })  # fmt: skip

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        theme, words = ui.theme, ui.words
        self.all: AllRuns | None = None
        self.shown: tuple[RunRow, ...] = ()
        self.wish = Wish()
        self._texts: dict[int, str] = {}
        self._wanted: tuple[int, str] = (-1, "")
        self._popup: ChoicePopup | None = None
        self.hands = RunHands(ui, self)
        self.count = PlainLabel("", "second")
        self.search = SearchField(theme, "Find a run", "search")
        self.filters = {
            "playbook": SelectButton(theme, "Playbook"),
            "account": SelectButton(theme, "Account"),
            "owner": SelectButton(theme, "Owner"),
        }
        self.form = Segmented("Runs as", ((BOARD, "Board"), (LIST, "List")), BOARD)
        self.start = QPushButton("Start playbook")
        self.board = RunBoard(theme, words)
        self._table: SmallTable | None = None
        self.card = Card(theme, "", "", padding=0)
        self.whole = Card(theme, "", "")
        self._panel: RunPanel | None = None
        self.side = QFrame()
        self.marks = MarksBar(theme, ACTIONS, self)
        self._faces = QStackedWidget()
        self._lay_out()
        self._connect()
        changes_desk(ui, self.start)
        self.whole.show_loading("Reading the runs")
        self.side.hide()
        self.marks.hide()

    def _lay_out(self) -> None:
        self.start.setProperty("kind", "primary")
        self.ui.theme.bind_icon(self.start, "player-play", "onaccent")
        self.search.setFixedWidth(180)
        for key, button in self.filters.items():
            button.setFixedWidth(136 if key == "playbook" else 116)
        tools = (self.search, *self.filters.values(), self.form, self.start)
        self.title = PlainLabel("Runs", "title")
        top = head_line(self.title, self.count, *tools, wide=False, gap=8)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        for face in (self.whole, self.board, self.card):
            self._faces.addWidget(face)
        self.side.setProperty("card", "true")
        self.side.setFixedWidth(SIDE)
        self._beside = QVBoxLayout(self.side)
        self._beside.setContentsMargins(1, 1, 1, 1)
        across = QHBoxLayout()
        across.setSpacing(GAP)
        across.addWidget(self._faces, 1)
        across.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addLayout(across, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self.focus_first)
        self.form.chosen.connect(self._on_form_chosen)
        self.start.clicked.connect(self._on_start_clicked)
        self.board.opened.connect(self._on_board_opened)
        self.board.marks_changed.connect(self._say_marks)
        self.marks.action_requested.connect(self._on_marks_action_requested)
        self.whole.retry_requested.connect(self.reload)
        self.whole.acted.connect(self._on_whole_acted)
        ways: dict[str, Callable[[], Sequence[Option]]] = {
            "playbook": self._playbook_options,
            "account": self._account_options,
            "owner": self._owner_options,
        }
        for key, button in self.filters.items():
            button.setProperty("filter", key)
            button.offer(ways[key], f"Find {key}")
            button.chosen.connect(self._on_filter_chosen)

    @property
    def table(self) -> SmallTable:
        """The list, made when it is first wanted."""
        if self._table is None:
            columns = run_columns(self.ui.words, self.ui.day)
            made = SmallTable(self.ui.theme, "Runs", columns, _ident, self._faces,
                              keeps_current=True)  # fmt: skip
            made.set_row_height(ROW)
            self.card.body.addWidget(made)
            made.opened.connect(self._on_table_opened)
            made.rows.marks_changed.connect(self._on_table_marks_changed)
            self._table = made
        return self._table

    @property
    def panel(self) -> RunPanel:
        """The checklist beside, made when it is first wanted."""
        if self._panel is None:
            self._panel = RunPanel(self.ui, self.side)
            self._beside.addWidget(self._panel)
            self._panel.show()
            self._panel.closed.connect(self.close_run)
            self._panel.gone.connect(self.close_run)
        return self._panel

    # Reading and showing.

    def reload(self) -> None:
        """Read all runs."""
        asked = (self.ui.day, self.ui.segment)
        job = self.ui.read(
            read_runs, *asked, then=self._take, failed=self._on_read_failed, key="all runs"
        )
        if job < 0:
            self._faces.setCurrentWidget(self.whole)
            self.whole.show_empty("No desk is open", "Open a desk, or make one.")

    def _on_read_failed(self, error: Exception) -> None:
        told = told_of(error)
        self._faces.setCurrentWidget(self.whole)
        self.whole.show_error("The runs could not be read", told)

    def _take(self, found: AllRuns) -> None:
        self.all = found
        self._texts = {row.id: run_words.text_of(row) for row in found.rows}
        known = {row.id for row in found.rows}
        self.board.mark(self.board.marked & known)
        self._say_filters()
        self._fill()
        run, step = self._wanted
        if run >= 0:
            self._wanted = (-1, "")
            self._open(run, step)

    def _fill(self) -> None:
        found = self.all
        if found is None:
            return
        words = self.ui.words
        rows = self.shown = kept(found.rows, self.wish, self._texts)
        total = words.count(len(found.rows), "run")
        shown = f"{words.number(len(rows))} of {total}" if self.wish.any else total
        self.count.setText(shown if found.rows else "")
        self.search.setVisible(bool(found.rows))
        self.form.setVisible(bool(found.rows))
        self._fit()
        if not rows:
            self._show_nothing(found)
            return
        if self.form.value == BOARD:
            self.board.show_runs(rows, found.day, words)
            self._faces.setCurrentWidget(self.board)
        else:
            self.table.set_columns(run_columns(words, found.day))
            self.table.show_rows(rows)
            self._faces.setCurrentWidget(self.card)
        self._say_marks()

    def _show_nothing(self, found: AllRuns) -> None:
        self._faces.setCurrentWidget(self.whole)
        if self.wish.any and found.rows:
            self.whole.show_empty("No run passes the filters", "", "Clear the filters", "x")
        elif found.segment:
            self.whole.show_empty(
                f"No playbook runs in “{found.segment}”",
                "Choose another segment in the top bar, or start a playbook on its accounts.",
            )
        else:
            self.whole.show_empty(
                "No playbook was started yet",
                "Start one on an account or on several: its steps come up as tasks, messages and"
                " questions, each on its day.",
                "Choose accounts",
                "player-play",
            )
        self._say_marks()

    # Filters.

    def _say_filters(self) -> None:
        wish = self.wish
        names = {row.account_id: row.account_name for row in (self.all.rows if self.all else ())}
        owner = "Nobody" if wish.owner == NOBODY else wish.owner
        self.filters["playbook"].say(wish.playbook or "All playbooks", short=wish.playbook or "All")
        self.filters["account"].say(names.get(wish.account, wish.account) or "All accounts")
        self.filters["owner"].say(owner or "All owners")

    def _playbook_options(self) -> Sequence[Option]:
        rows = self.all.rows if self.all is not None else ()
        names = sorted({row.playbook for row in rows}, key=str.casefold)
        return self._options("All playbooks", [(one, one) for one in names], self.wish.playbook)

    def _account_options(self) -> Sequence[Option]:
        rows = self.all.rows if self.all is not None else ()
        found = {row.account_id: row.account_name for row in rows}
        named = sorted(found.items(), key=_second)
        return self._options("All accounts", named, self.wish.account)

    def _owner_options(self) -> Sequence[Option]:
        rows = self.all.rows if self.all is not None else ()
        owners = sorted({row.owner for row in rows}, key=str.casefold)
        named = [(one or NOBODY, one or "Nobody") for one in owners]
        return self._options("All owners", named, self.wish.owner)

    @staticmethod
    def _options(every: str, some: Sequence[tuple[str, str]], now: str) -> list[Option]:
        first = Option(_EVERY, every, chosen=not now)
        return [first, *(Option(key, name, chosen=key == now) for key, name in some)]

    def clear_filters(self) -> None:
        """Filter by nothing."""
        self.search.empty()
        self.take_wish(Wish())

    def take_wish(self, wish: Wish) -> None:
        """Show others."""
        self.wish = wish
        self._say_filters()
        self._fill()

    # One of them beside.

    def show_run(self, run: int, step: str = "") -> None:
        """Show a run beside the others, as soon as it is known; -1 = all of them."""
        if run < 0:
            self.focus_first()
            return
        if self.all is None or all(row.id != run for row in self.all.rows):
            self._wanted = (run, step)
            self.refresh()
        else:
            self._open(run, step)

    def _open(self, run: int, step: str = "") -> None:
        self.side.show()
        self.panel.show_run(run, step)
        self.board.show_open(run)
        self._fit()
        if step:
            self.panel.focus_first()

    @Slot()
    def close_run(self) -> None:
        """Show no run beside."""
        focus = QApplication.focusWidget()
        held = focus is not None and self.side.isAncestorOf(focus)
        self.side.hide()
        self.panel.run = -1
        self.board.show_open(-1)
        if held:
            self.focus_first()

    def _fit(self) -> None:
        """Where there is no room for both, the list of choices gives way."""
        narrow = self.width() < 900
        some = self.all is None or bool(self.all.rows)
        self.filters["owner"].setVisible(some and self.width() >= 940)
        self.filters["account"].setVisible(some and self.width() >= 820)
        self.filters["playbook"].setVisible(some)
        self.title.setVisible(not narrow)
        self.side.setFixedWidth(min(SIDE, max(self.width() // 2, 280)))

    # What the parts tell.

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        self.take_wish(Wish(text, self.wish.playbook, self.wish.account, self.wish.owner))

    @Slot(str)
    def _on_filter_chosen(self, key: str) -> None:
        sender = self.sender()
        values = {"words": self.wish.words}
        for name, button in self.filters.items():
            values[name] = str(getattr(self.wish, name))
            if button is sender:
                values[name] = "" if key == _EVERY else key
        self.take_wish(Wish(**values))

    @Slot(str)
    def _on_form_chosen(self, key: str) -> None:
        del key
        self._fill()
        self.focus_first()

    @Slot(object)
    def _on_board_opened(self, row: RunRow) -> None:
        self._open(row.id)

    @Slot(str)
    def _on_table_opened(self, ident: str) -> None:
        self._open(int(ident))
        self.panel.focus_first()

    @Slot()
    def _on_table_marks_changed(self) -> None:
        self.board.mark(frozenset(int(one) for one in self.table.rows.marks))

    @Slot()
    def _say_marks(self) -> None:
        marked = self.board.marked
        self._tick_table(marked)
        self.marks.setVisible(bool(marked))
        if marked:
            here = {row.id for row in self.shown}
            hidden = len(marked - here)
            apart = f", {hidden} not shown" if hidden else ""
            accounts = {row.account_id for row in self.shown if row.id in marked}
            told = f"{self.ui.words.number(len(marked))} chosen{apart}"
            self.marks.say(told, f"on {self.ui.words.count(len(accounts), 'account')}")
            self.marks.place(self._faces.geometry())
            self.marks.raise_()

    def _tick_table(self, marked: frozenset[int]) -> None:
        """Tick in the list what is chosen on the board."""
        wanted = {str(one) for one in marked}
        if self._table is None or self._table.rows.order is None:
            return
        if set(self._table.rows.marks) != wanted:
            self._table.rows.clear_marks()
            self._table.rows.mark(wanted, on=True)

    @Slot(str)
    def _on_marks_action_requested(self, key: str) -> None:
        chosen = tuple(sorted(self.board.marked))
        if key == "clear":
            self.board.mark(frozenset())
            self.focus_first()
            return
        ways = {
            "pause": self.hands.pause_many,
            "resume": self.hands.resume_many,
            "stop": self.hands.stop_many,
            "over": self.hands.take_over_many,
        }
        ways[key](chosen)

    @Slot()
    def _on_whole_acted(self) -> None:
        if self.wish.any:
            self.clear_filters()
        else:
            self.ui.open_page("accounts")

    @Slot()
    def _on_start_clicked(self) -> None:
        self.ui.read(read_accounts, self.ui.day, then=self._choose_account, key="accounts of runs")

    def _choose_account(self, accounts: tuple[tuple[str, str], ...]) -> None:
        options = [Option(key, name) for key, name in accounts]
        popup = ChoicePopup(self.ui.theme, "Account", options, self, seeks="Find an account")
        popup.chosen.connect(self._on_popup_chosen)
        self._popup = popup
        popup.open_under(self.start.mapToGlobal(QPoint(0, self.start.height() + 2)), 280)

    @Slot(str)
    def _on_popup_chosen(self, account: str) -> None:
        self._popup = None
        self.ui.start_playbook((account,))

    @Slot()
    def focus_first(self) -> None:
        """Let the keys go to the runs."""
        if self.form.value == BOARD:
            self.board.focus_first()
        else:
            self.table.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape chooses nothing, then closes the run beside."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.board.marked:
            self.board.mark(frozenset())
        elif not self.side.isHidden():
            self.close_run()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other things."""
        super().resizeEvent(event)
        self._fit()
        if not self.marks.isHidden():
            self.marks.place(self._faces.geometry())


def _ident(row: RunRow) -> str:
    return str(row.id)


def _second(one: tuple[str, str]) -> str:
    return one[1].casefold()
