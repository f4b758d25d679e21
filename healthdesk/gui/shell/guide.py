"""The first steps on an own desk: import, columns, score, dashboard; left and gone on with at will.

Where it is follows from the desk itself, so that it is right after any pause. Only what the desk
does not say is remembered on this computer: that it began empty, that a score was chosen, the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from healthdesk import paths
from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.dialogs import DATA
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.steps import Steps

if TYPE_CHECKING:
    from healthdesk.core.services.first_steps import FirstSteps
    from healthdesk.gui.shell.main_window import MainWindow

NAMES: Final = ("Import", "Columns", "Score", "Dashboard")
IMPORT, COLUMNS, SCORE, BOARD = range(4)
WORDS: Final = (
    ("Bring your accounts in.", "Choose files", "file-import"),
    ("Look, then press Import.", "Show the preview", "table"),
    ("Say what it is about.", "Choose a score template", "heartbeat"),
    ("See your figures.", "Make the first dashboard", "layout-dashboard"),
)
BEGUN, SCORED, OVER = "begun", "scored", "over"
_WATCHED: Final = frozenset({Topic.ACCOUNTS, Topic.BOARDS, Topic.PROFILES, Topic.FACTS})
_HIGH: Final = 44


class Guide(QFrame):
    """A line over the page, while a desk of one's own is being set up."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.ui: Ui = window.ui
        self.step = IMPORT
        self.setFixedHeight(_HIGH)
        self.setProperty("ground", "accent")
        self.setAccessibleName("First steps")
        self.steps = Steps(self.ui.theme, NAMES)
        self.words = PlainLabel("", "second", elide=True)
        self.go = QPushButton()
        self.go.setProperty("kind", "primary")
        self.later = _link("Later", "Put the first steps away until the desk is opened again")
        self.skip = _link("Do not show again", "Put the first steps away for good")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.steps)
        row.addWidget(self.words, 1)
        for button in (self.go, self.later, self.skip):
            row.addWidget(button)
        self.hide()
        self.go.clicked.connect(self._on_go_clicked)
        self.later.clicked.connect(self._on_later_clicked)
        self.skip.clicked.connect(self._on_skip_clicked)
        self.ui.desk_changed.connect(self._on_ui_desk_changed)
        self.ui.changed.connect(self._on_ui_changed)
        self.ui.import_requested.connect(self._on_ui_import_requested)
        window.pages.currentChanged.connect(self._on_pages_current_changed)
        self._away = True
        self._full = False

    def look(self) -> None:
        """Look how far the desk is."""
        if self.ui.desk is not None and not self._away:
            from healthdesk.core.services import first_steps  # noqa: PLC0415 - brings SQLAlchemy

            self.ui.read(first_steps.read, then=self._take, key="first steps")

    def stand_aside(self, full: bool) -> None:
        """Leave the screen to a page that fills it, or come back."""
        self._full = full
        self.hide()
        self.look()

    def _take(self, found: FirstSteps) -> None:
        if not found.accounts and not self._noted:
            self._note(BEGUN)
        if not self._noted:
            self._away = True  # somebody worked here before
            return
        chosen = found.scored or found.profiles != 1 or self._noted == SCORED
        if not found.accounts:
            self._show(COLUMNS if self._in_wizard else IMPORT)
        elif found.boards:
            self._end()
        else:
            self._show(BOARD if chosen else SCORE)

    @property
    def _in_wizard(self) -> bool:
        return self._window.pages.importing

    @property
    def _noted(self) -> str:
        desk = self.ui.desk
        return "" if desk is None else self.ui.prefs.values.first_steps.get(str(desk.path), "")

    def _note(self, word: str) -> None:
        desk = self.ui.desk
        if desk is not None:
            self.ui.prefs.values.first_steps[str(desk.path)] = word
            self.ui.prefs.save()

    def _show(self, step: int) -> None:
        self.step = step
        words, button, icon = WORDS[step]
        self.steps.set_step(step)
        self.words.setText(f"Step {step + 1} of {len(NAMES)}. {words}")
        self.go.setText(button)
        self.ui.theme.bind_icon(self.go, icon, "onaccent")
        in_view = step == COLUMNS and self._window.pages.current == "data"
        self.go.setVisible(not in_view)
        self.setVisible(not self._full)

    def _end(self) -> None:
        shown = not self.isHidden()
        self._away = True
        self._note(OVER)
        self.hide()
        if shown:
            self.ui.toast(
                "Set up",
                "Accounts, score and dashboard are there. The tour shows the rest.",
                "Take the tour",
                self.ui.take_tour,
            )

    def _choose_score(self) -> None:
        from healthdesk.core.domain.score_template import TEMPLATES  # noqa: PLC0415 - brings numpy
        from healthdesk.core.services import first_steps  # noqa: PLC0415 - brings SQLAlchemy
        from healthdesk.gui.panels.form import ask_form  # noqa: PLC0415 - not before it is wanted
        from healthdesk.gui.panels.form_fields import Field  # noqa: PLC0415 - the same

        if self.ui.refuses_changes():
            return
        offered = [(one.key, f"{one.name}: {one.text.lower()}") for one in TEMPLATES]
        field = Field("template", "Template", "choice", TEMPLATES[0].key, offered, required=True)
        told = (
            "The measures are those that your data can answer, on scales cut to it; a template says"
            " how much each part counts. Health model changes all of it, any time."
        )
        found = ask_form(self.ui, "Choose a score template", (field,), text=told, yes="Use it")
        if found is not None:
            self._note(SCORED)
            self.ui.do(first_steps.choose, str(found["template"]), then=self._on_chosen)

    def _on_chosen(self, name: object) -> None:
        self.ui.toast(f"The score is “{name}”", "Health model shows its parts.", kind="done")
        self.look()

    def _make_board(self) -> None:
        from healthdesk.core.services import board_templates, dashboards  # noqa: PLC0415 - the same

        if not self.ui.refuses_changes():
            self.ui.do(dashboards.add, board_templates.first(), then=self._on_board_added)

    def _on_board_added(self, row: object) -> None:
        self._window.show_page("dashboards")
        self._window.pages.dashboards().want_row(cast("int", row))
        self.look()

    @Slot()
    def _on_go_clicked(self) -> None:
        if self.step == IMPORT:
            files = self.ui.dialogs.choose_files("Import files", DATA)
            if files:
                self.ui.start_import(files)
        elif self.step == COLUMNS:
            self._window.show_page("data")
        elif self.step == SCORE:
            self._choose_score()
        else:
            self._make_board()

    @Slot()
    def _on_later_clicked(self) -> None:
        self._away = True
        self.hide()
        self.ui.toast("The first steps wait", "They go on when the desk is opened again.")

    @Slot()
    def _on_skip_clicked(self) -> None:
        self._away = True
        self._note(OVER)
        self.hide()

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        desk = self.ui.desk
        sample = desk is not None and desk.path == paths.sample_desk()
        self._away = desk is None or sample or self._noted == OVER
        self.hide()
        self.look()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if _WATCHED & change.topics:
            self.look()

    @Slot(object)
    def _on_ui_import_requested(self, files: object) -> None:
        del files
        self.look()

    @Slot(int)
    def _on_pages_current_changed(self, at: int) -> None:
        del at
        self.look()


def _link(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setToolTip(tip)
    return button
