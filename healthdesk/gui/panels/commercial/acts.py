"""What is done on the tab Commercial: forecasts said, feedback marked, themes kept in order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.feedback import ThemeView, Voice
from healthdesk.core.domain.source_ref import Ref, RowRef
from healthdesk.core.services import feedback, forecasts
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.commercial.reading import Commercial, Said
from healthdesk.gui.panels.commercial.theme_board import ThemeBoard
from healthdesk.gui.panels.feedback_form import FeedbackAsker, chosen_themes, quoted, theme_fields
from healthdesk.gui.panels.forecast_form import ask_forecast
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.parts.menu import Menu

_CSV: Final = "CSV (*.csv)"


class CommercialActs(QObject):
    """Acts on the account that the tab shows.

    Signals:
        leap_requested: a `Leap`: another tab should show something.
    """

    leap_requested = Signal(object)

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(tab)
        self.ui = ui
        self._read: Commercial | None = None
        self._said: Said | None = None
        self._asker = FeedbackAsker(ui)
        self._menu: Menu | None = None
        self._sources: SourcePopover | None = None
        self._board: ThemeBoard | None = None
        self._voice: Voice | None = None
        self._word: int | None = None
        self._at = QPoint()
        self._path: Path | None = None

    def show(self, read: Commercial | None) -> None:
        """Act on what is shown now."""
        self._read = read
        self._said = None

    def show_said(self, said: Said) -> None:
        """Act on what was said, too."""
        self._said = said

    @property
    def off(self) -> bool:
        """Whether nothing can be changed now; the person is told why."""
        if self._read is None or self.ui.desk is None:
            return True
        return self.ui.refuses_changes()

    def tab(self) -> QWidget:
        """What popups belong to; not kept, for a tab and its acts would hold on to each other."""
        return cast("QWidget", self.parent())

    def show_rows(
        self, title: str, refs: Sequence[Ref], at: QPoint, of: str = "subscriptions"
    ) -> None:
        """Show stored rows with where they came from; `of` says with which table they would."""
        if self._sources is None:
            self._sources = SourcePopover(self.ui, self.tab())
        self._sources.open_refs(title, refs, at, of=of)

    # Forecasts

    @Slot(int)
    def say_forecast(self, renewal: int) -> None:
        """Ask what is expected of a renewal."""
        read = self._read
        if self.off or read is None:
            return
        found = next((one for one in read.view.renewals if one.day == renewal), None)
        draft = ask_forecast(
            self.ui,
            read.view.account_id,
            renewal,
            before=read.said_of(renewal).now,
            arr=None if found is None else found.arr,
            currency=read.view.currency,
        )
        if draft is not None:
            lost = draft.category == "lost"
            self.ui.do(forecasts.say, draft, then=self._on_lost if lost else None)

    def _on_lost(self, row: int) -> None:
        """Ask once, and calmly, for what the loss teaches."""
        del row
        self.ui.toast(
            "Said to be lost",
            "A churn retro keeps what it teaches. Upkeep asks again once they have left.",
            "Open the retro",
            self._open_retro,
        )

    def _open_retro(self) -> None:
        if self._read is not None:
            self.ui.open_named("model", self._read.view.account_id)

    def word_menu(self, forecast: int, at: QPoint) -> None:
        """Offer what can be done with one word of a history."""
        self._word, self._at = forecast, at
        menu = self._new_menu("What was said")
        menu.add("Show its row", self._show_word, icon="database")
        may = not self.ui.looking_back
        menu.add("Forget this word", self._forget_word, icon="trash", enabled=may)
        menu.popup(at)

    def _show_word(self) -> None:
        if self._word is not None:
            self.show_rows("What was said", (RowRef("forecast", self._word),), self._at)

    def _forget_word(self) -> None:
        if self._word is not None and not self.off:
            self.ui.do(forecasts.forget, self._word)

    # Feedback

    @Slot(object, str)
    def do_step(self, voice: Voice, step: str) -> None:
        """Mark a step as done today; a step that is done asks for its day."""
        if self.off:
            return
        done = any(name == step and on is not None for name, on in voice.days)
        if done:
            self._asker.ask(voice.table, voice.row)
        else:
            self.ui.do(feedback.mark, voice.table, voice.row, step)

    @Slot(object)
    def ask_themes(self, voice: Voice) -> None:
        """Ask which themes a voice speaks of."""
        said = self._said
        if self.off or said is None:
            return
        values = ask_form(
            self.ui,
            "Themes",
            theme_fields(voice, said.themes),
            text=quoted(voice),
        )
        if values is not None:
            themes, new = chosen_themes(values)
            self.ui.do(feedback.set_themes, voice.table, voice.row, themes, new)

    @Slot(object, object)
    def voice_menu(self, voice: Voice, under: QWidget) -> None:
        """Offer what can be done with a voice."""
        self._voice = voice
        self._at = under.mapToGlobal(QPoint(0, under.height()))
        may = not self.ui.looking_back
        menu = self._new_menu("Feedback")
        menu.add("Days, note, themes", self._edit_voice, icon="pencil", enabled=may)
        menu.add(
            "Take back the last step",
            self._step_back,
            icon="arrow-back-up",
            enabled=may and voice.last_step is not None,
        )
        menu.add("Pin as a quote", self._pin, icon="pin", enabled=may and bool(voice.text.strip()))
        menu.addSeparator()
        menu.add("Show in the timeline", self._leap, icon="history")
        menu.add("Show its row", self._show_voice, icon="database")
        menu.popup_under(under)

    def _edit_voice(self) -> None:
        if self._voice is not None and not self.off:
            self._asker.ask(self._voice.table, self._voice.row)

    def _step_back(self) -> None:
        if self._voice is not None and not self.off:
            self.ui.do(feedback.step_back, self._voice.table, self._voice.row)

    def _pin(self) -> None:
        if self._voice is not None and not self.off:
            self.ui.do(feedback.pin_quote, self._voice.table, self._voice.row, then=self._on_pinned)

    def _on_pinned(self, row: int) -> None:
        del row
        self.ui.toast("Quote kept", "It stands on top of Wins and perks, on the tab Work.")

    def _leap(self) -> None:
        voice = self._voice
        if voice is not None:
            self.leap_requested.emit(Leap("timeline", voice.day, voice.table, voice.row))

    def _show_voice(self) -> None:
        voice = self._voice
        if voice is not None:
            refs = [RowRef(voice.table, voice.row)]
            if voice.feedback is not None:
                refs.append(RowRef("feedback", voice.feedback))
            self.show_rows("Feedback", tuple(refs), self._at)

    # Themes

    def open_board(self, at: QPoint) -> None:
        """Show all themes of the desk."""
        self._at = at
        self.ui.read(feedback.themes, self.ui.day, then=self._on_themes, key="themes")

    def _on_themes(self, themes: tuple[ThemeView, ...]) -> None:
        if self._board is None:
            self._board = ThemeBoard(self.ui.theme, self.ui.words, self.tab())
            self._board.wanted.connect(self._on_theme_wanted)
            self._board.voice_pressed.connect(self._on_voice_pressed)
        self._board.open_themes(themes, self._at, may=not self.ui.looking_back)

    @Slot(object)
    def _on_voice_pressed(self, voice: Voice) -> None:
        self.show_rows(voice.account_name, (RowRef(voice.table, voice.row),), self._at)

    @Slot(str, object)
    def _on_theme_wanted(self, key: str, theme: ThemeView) -> None:
        if key == "export":
            self._export(theme)
        elif self.ui.desk is None or self.ui.refuses_changes():
            return
        elif key == "rename":
            name = self.ui.dialogs.prompt("Rename theme", "Its new name", theme.name, "Rename")
            if name is not None:
                self.ui.do(feedback.rename_theme, theme.id, name)
        elif key == "merge":
            self._merge(theme)
        else:
            self._remove(theme)

    def _merge(self, theme: ThemeView) -> None:
        themes = self._board.themes if self._board is not None else ()
        others = [(str(one.id), one.name) for one in themes if one.id != theme.id]
        if not others:
            self.ui.toast("There is no other theme to merge it into", kind="notice")
            return
        values = ask_form(
            self.ui,
            f"Merge “{theme.name}”",
            [Field("into", "Into", "choice", others[0][0], choices=others)],
            text="All that was said of it goes to the other theme. Undo parts them again.",
            yes="Merge",
        )
        if values is not None:
            self.ui.do(feedback.merge_themes, theme.id, int(values["into"]))

    def _remove(self, theme: ThemeView) -> None:
        count = self.ui.words.count(len(theme.voices), "piece")
        asked = Question(
            f"Remove “{theme.name}”?", f"It is taken off {count} of feedback; they stay.", "Remove"
        )
        if self.ui.dialogs.ask(asked):
            self.ui.do(feedback.remove_theme, theme.id)

    def _export(self, theme: ThemeView) -> None:
        name = "".join(one if one.isalnum() else "-" for one in theme.name.lower())[:60]
        path = self.ui.dialogs.save_as("Export theme", Path(f"theme-{name}.csv"), _CSV)
        if path is not None:
            self._path = path
            self.ui.read(
                feedback.theme_csv, theme.id, self.ui.day, then=self._on_csv, key="theme csv"
            )

    def _on_csv(self, told: str) -> None:
        path = self._path
        if path is None:
            return
        try:
            path.write_text(told, encoding="utf-8-sig", newline="")
        except OSError as error:
            self.ui.toast("The file could not be written", str(error), kind="error")
            return
        lines = self.ui.words.count(max(told.count("\r\n") - 1, 0), "line")
        self.ui.toast(f"{path.name} is written", f"{lines}, the head apart.")

    def _new_menu(self, name: str) -> Menu:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = Menu(self.ui.theme, name, self.tab())
        return self._menu
