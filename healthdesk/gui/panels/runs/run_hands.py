"""What hands do with runs: steps ticked, answered, skipped, moved; runs paused, finished, stopped.

Not here: starting one (starter.py), what is shown of one (run_panel.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.kept_file import FileBytes, safe_name
from healthdesk.core.domain.run_view import RunView, StepView
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept
from healthdesk.gui.panels.runs.outcome_bar import TAPS
from healthdesk.gui.panels.runs.paper_lines import paper_lines
from healthdesk.gui.panels.runs.reading import TaskAtHand, read_task
from healthdesk.gui.panels.runs.step_lines import can_move, can_reopen, can_skip, main_act
from healthdesk.gui.parts import paper
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import files, run_many, run_signing, runs
    from healthdesk.gui.panels.work.task_hands import TaskHands
else:
    files = lazily("healthdesk.core.services.files")
    run_many = lazily("healthdesk.core.services.run_many")
    run_signing = lazily("healthdesk.core.services.run_signing")
    runs = lazily("healthdesk.core.services.runs")

ON_HOLD = "Why is it on hold? Words are optional"
_HELD = "Days do not count until it goes on."


class RunHands(QObject):
    """Acts on the run that is shown, and on several chosen ones."""

    def __init__(self, ui: Ui, owner: QWidget) -> None:
        super().__init__(owner)
        self.ui = ui
        self.view: RunView | None = None
        self._menu: Menu | None = None
        self._step: StepView | None = None
        self._tasks: TaskHands | None = None
        self._with_task = ""
        self._told = ""
        self._telling = ("", "")

    def owner(self) -> QWidget:
        """What popups belong to; not kept, for the two would hold on to each other."""
        return cast("QWidget", self.parent())

    @property
    def off(self) -> bool:
        """Whether nothing can be changed now; the person is told why."""
        return self.view is None or self.ui.desk is None or self.ui.refuses_changes()

    @property
    def run(self) -> int:
        """The row of the run."""
        return self.view.row.id if self.view is not None else -1

    @property
    def ended(self) -> bool:
        """Whether the run is over."""
        return self.view is not None and self.view.row.status in {"done", "stopped"}

    # A step.

    @Slot(object, str)
    def act(self, step: StepView, what: str) -> None:
        """Do something with a step of the run."""
        if what == "main":
            self._main(step)
        elif what == "open":
            self._open(step)
        elif what == "skip" and can_skip(step, self.ended):
            self.skip(step)
        elif what == "without" and can_skip(step, self.ended):
            self.without(step)
        elif what == "move" and can_move(step, self.ended):
            self.move(step)

    def _main(self, step: StepView) -> None:
        act = main_act(step, self.ended)
        if act == "message":
            self._open(step)
            return
        if not act:
            status = self.view.row.status if self.view is not None else ""
            if can_reopen(step, status) and not self.off:
                self.reopen(step)
            return
        if self.off:
            return
        ways: dict[str, Callable[[StepView], object]] = {
            "tick": self._tick,
            "complete": self._complete,
            "decide": self._complete,
            "answer": self.answer,
            "outcome": self._tell,
        }
        ways[act](step)

    def _open(self, step: StepView) -> None:
        if step.message is not None:
            self.ui.open_message(step.message)
        elif step.task is not None:
            self._read_task(step.task, "edit")
        elif main_act(step, self.ended):
            self._main(step)

    def _tick(self, step: StepView) -> None:
        if step.task is not None:
            self._read_task(step.task, "tick")

    def _read_task(self, task: int, what: str) -> None:
        self._with_task = what
        self.ui.read(read_task, task, self.ui.day, then=self._on_task, key="task of a run")

    def _on_task(self, found: TaskAtHand | None) -> None:
        if found is None:
            self.ui.toast("The task is gone", "Skip the step, or call it done.", kind="notice")
            return
        hands = self._task_hands()
        hands.contacts = found.contacts
        (hands.tick if self._with_task == "tick" else hands.edit_task)(found.task)

    def _task_hands(self) -> TaskHands:
        # Deferred: it brings all that takes touches in, which the first page does not wait for.
        from healthdesk.gui.panels.work.task_hands import TaskHands  # noqa: PLC0415

        if self._tasks is None:
            self._tasks = TaskHands(self.ui, self.owner())
        return self._tasks

    def _complete(self, step: StepView) -> None:
        self.ui.do(runs.complete, self.run, step.id)

    def answer(self, step: StepView) -> None:
        """Ask what a step asks."""
        fields = [
            Field(str(at), question, hint="Leave empty what is not known")
            for at, question in enumerate(step.questions)
        ]
        kept = Kept(
            self.view.row.account_id if self.view else "", step.name, f"{self.run} {step.id}"
        )
        values = ask_form(self.ui, step.name, fields, yes="Answer", kept=kept)
        if values is not None:
            told = {one: str(values[str(at)]) for at, one in enumerate(step.questions)}
            self.ui.do(runs.answer, self.run, step.id, told)

    def _tell(self, step: StepView) -> None:
        del step
        self._ask_outcome()

    def _ask_outcome(self) -> None:
        values = ask_form(
            self.ui,
            "What came of it?",
            (
                Field("outcome", "Did it help?", "choice", "worked", tuple(TAPS.items())),
                Field("words", "In a sentence", hint="What helped, what did not"),
            ),
            text=self.view.measure if self.view is not None else "",
            yes="Tell",
        )
        if values is not None:
            self.tell(str(values["outcome"]), str(values["words"]))

    @Slot(str, str)
    def tell(self, outcome: str, words: str) -> None:
        """Say what came of the run."""
        if not self.off:
            self._say(f"Told: {TAPS[outcome].lower()}")
            self.ui.do(runs.record_outcome, self.run, outcome, words, then=self._on_said)

    def skip(self, step: StepView) -> None:
        """Ask why a step is passed over."""
        if self.off:
            return
        text = f"“{step.name}” is passed over; its task or message is dropped."
        why = self._ask("Skip step", "Why is it skipped?", text, "Skip")
        if why is not None:
            self._say("Step skipped", why)
            self.ui.do(runs.skip, self.run, step.id, why, then=self._on_said)

    def without(self, step: StepView) -> None:
        """Ask why a step does not apply."""
        if self.off:
            return
        text = f"“{step.name}” does not count for this account."
        why = self._ask("Does not apply", "Why does it not apply?", text, "Save")
        if why is not None:
            self._say("The step does not apply", why)
            self.ui.do(runs.not_applicable, self.run, step.id, why, then=self._on_said)

    def move(self, step: StepView) -> None:
        """Ask for another day of a step."""
        if self.off:
            return
        values = ask_form(
            self.ui,
            "Move step",
            (Field("day", "Its day", "day", step.planned or self.ui.today, required=True),),
            text=f"“{step.name}”: what counts from it moves along.",
            yes="Move",
        )
        if values is not None and values["day"] != step.planned:
            self.ui.do(runs.move, self.run, step.id, values["day"])

    def reopen(self, step: StepView) -> None:
        """Call a closed step open again."""
        self._say(f"“{step.name}” is open again")
        self.ui.do(runs.reopen_step, self.run, step.id, then=self._on_said)

    @Slot(object, QPoint)
    def step_menu(self, line: object, at: QPoint) -> None:
        """Show what can be done with a step."""
        step = getattr(line, "step", None)
        if not isinstance(step, StepView) or self.view is None:
            return
        self._step = step
        menu = self._new_menu(f"Step {step.name[:60]}")
        may, status = not self.ui.looking_back, self.view.row.status
        act = main_act(step, self.ended)
        words = {"tick": "Done", "complete": "Done", "answer": "Answer…", "outcome": "Tell…",
                 "decide": "Decide now, without that data"}  # fmt: skip
        if act in words:
            menu.add(words[act], self._main_chosen, icon="check", enabled=may)
        if step.message is not None:
            menu.add("Open message", self._open_chosen, icon="mail")
        elif step.task is not None:
            menu.add("Open task…", self._open_chosen, icon="pencil", enabled=may)
        if can_reopen(step, status):
            menu.add("Open again", self._reopen_chosen, icon="arrow-back-up", enabled=may)
        if can_move(step, self.ended):
            menu.add("Another day…", self._move_chosen, icon="calendar", key="D", enabled=may)
        if can_skip(step, self.ended):
            menu.add("Skip…", self._skip_chosen, icon="arrow-right", key="S", enabled=may)
            menu.add("Does not apply…", self._without_chosen, icon="minus", key="N", enabled=may)
        if menu.actions():
            menu.popup(at)

    @Slot()
    def _main_chosen(self) -> None:
        self._with_step(self._main)

    @Slot()
    def _open_chosen(self) -> None:
        self._with_step(self._open)

    @Slot()
    def _reopen_chosen(self) -> None:
        self._with_step(self.reopen)

    @Slot()
    def _move_chosen(self) -> None:
        self._with_step(self.move)

    @Slot()
    def _skip_chosen(self) -> None:
        self._with_step(self.skip)

    @Slot()
    def _without_chosen(self) -> None:
        self._with_step(self.without)

    def _with_step(self, way: Callable[[StepView], object]) -> None:
        if self._step is not None:
            way(self._step)

    # The run as a whole.

    @Slot()
    def hold_or_go_on(self) -> None:
        """Put the run on hold, or let it go on."""
        if self.off or self.view is None:
            return
        if self.view.row.paused:
            self._say("The run goes on", "What was to come lies as many days later.")
            self.ui.do(runs.resume, self.run, then=self._on_said)
            return
        why = self._ask("Pause run", ON_HOLD, _HELD, "Pause", required=False)
        if why is not None:
            self._say("The run is on hold", why or _HELD)
            self.ui.do(runs.pause, self.run, why, then=self._on_said)

    @Slot(object)
    def run_menu(self, under: QWidget) -> None:
        """Show what can be done with the run as a whole."""
        if self.view is None:
            return
        menu, row = self._new_menu("More for this run"), self.view.row
        may = not self.ui.looking_back
        going = not self.ended
        if going:
            menu.add("Finish…", self._finish_chosen, icon="circle-check", enabled=may)
            menu.add("Stop…", self._stop_chosen, icon="player-stop", enabled=may)
            menu.add("Take over…", self._take_over_chosen, icon="user", enabled=may)
            menu.add("Change for this account", self._change_chosen, icon="pencil", enabled=may)
        else:
            menu.add("Tell what came of it…", self._tell_chosen, icon="star", enabled=may)
            if row.signed_by:
                menu.add("Take the sign-off back", self._unsign_chosen, icon="x", enabled=may)
        menu.addSeparator()
        menu.add(f"Open {row.account_name[:40]}", self._account_chosen, icon="buildings")
        menu.add("Checklist as PDF", self._pdf_chosen, icon="clipboard-text")
        menu.add("Print as checklist", self._print_chosen, icon="printer")
        menu.addSeparator()
        menu.add("Remove the run", self._remove_chosen, icon="trash", enabled=may)
        menu.popup_under(under)

    @Slot(str)
    def sign(self, name: str) -> None:
        """Sign the run off."""
        if not self.off:
            self._say("The run is signed off", f"By {name}")
            self.ui.do(run_signing.sign, self.run, name, then=self._on_said)

    @Slot()
    def _unsign_chosen(self) -> None:
        if not self.off:
            self._say("The sign-off is taken back")
            self.ui.do(run_signing.take_back, self.run, then=self._on_said)

    @Slot()
    def _tell_chosen(self) -> None:
        if not self.off:
            self._ask_outcome()

    @Slot()
    def _finish_chosen(self) -> None:
        text = "Open steps that are not required are not needed any more."
        why = self._ask("Finish run", "Why is it done?", text, "Finish", required=False)
        if why is not None and not self.off:
            self._say("The run is done")
            self.ui.do(runs.finish, self.run, why, then=self._on_said)

    @Slot()
    def _stop_chosen(self) -> None:
        text = "What it has open is dropped; what was done stays."
        why = self._ask("Stop run", "Why is it stopped?", text, "Stop")
        if why is not None and not self.off:
            self._say("The run was stopped", why)
            self.ui.do(runs.stop, self.run, why, then=self._on_said)

    @Slot()
    def _take_over_chosen(self) -> None:
        found = self._ask_owner(self.view.row.owner if self.view is not None else "")
        if found is not None and not self.off:
            self.ui.do(runs.take_over, self.run, found)

    @Slot()
    def _change_chosen(self) -> None:
        if not self.off:
            self.ui.change_run(self.run)

    @Slot()
    def _account_chosen(self) -> None:
        if self.view is not None:
            self.ui.open_account(self.view.row.account_id, "work")

    @Slot()
    def _remove_chosen(self) -> None:
        if not self.off:
            self._say("The run was removed", "What it brought onto lists stays.")
            self.ui.do(runs.remove, self.run, then=self._on_said)

    @Slot()
    def _pdf_chosen(self) -> None:
        view = self.view
        if view is None:
            return
        name = f"{view.row.playbook} {view.row.account_name}"
        proposal = Path(f"{safe_name(name) or 'run'}.pdf")
        path = self.ui.dialogs.save_as("Checklist", proposal, paper.PAPER)
        if path is not None:
            made = paper.pdf(name, paper_lines(view, self.ui.day, self.ui.words))
            self.ui.work(files.write, FileBytes(path.name, made), path, then=self._on_written)

    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")

    @Slot()
    def _print_chosen(self) -> None:
        view = self.view
        if view is None:
            return
        printer = self.ui.dialogs.choose_printer(view.row.playbook)
        if printer is not None:
            lines = paper_lines(view, self.ui.day, self.ui.words)
            paper.document(lines).print_(printer)
            self.ui.toast("Sent to the printer")

    # Several at once.

    def pause_many(self, chosen: Sequence[int]) -> None:
        """Ask why several are put on hold."""
        why = self._ask("Pause runs", ON_HOLD, _HELD, "Pause", required=False)
        if why is not None:
            self._many(chosen, "pause", why)

    def resume_many(self, chosen: Sequence[int]) -> None:
        """Let several go on."""
        self._many(chosen, "resume")

    def stop_many(self, chosen: Sequence[int]) -> None:
        """Ask why several are stopped."""
        count = self.ui.words.count(len(chosen), "run")
        text = f"{count}: what they have open is dropped; what was done stays."
        why = self._ask("Stop runs", "Why are they stopped?", text, "Stop")
        if why is not None:
            self._many(chosen, "stop", why)

    def take_over_many(self, chosen: Sequence[int]) -> None:
        """Ask who takes several over."""
        found = self._ask_owner("")
        if found is not None:
            self._many(chosen, "take over", found)

    def _many(self, chosen: Sequence[int], way: str, words: str = "") -> None:
        if self.ui.desk is None or self.ui.refuses_changes():
            return
        told = {"pause": "on hold", "resume": "going on", "stop": "stopped",
                "take over": f"of {words}" if words else "yours"}  # fmt: skip
        self._told = told[way]
        self.ui.do(run_many.change_many, tuple(chosen), way, words, then=self._on_many)

    def _on_many(self, changed: run_many.Changed) -> None:
        count = self.ui.words.count(changed.done, "run")
        left = f"{changed.left} stayed as they were." if changed.left else ""
        self.ui.toast(f"{count} {self._told}", left, "Undo", self.ui.undo)

    # Asking and telling.

    def _ask(
        self, title: str, label: str, text: str, yes: str, *, required: bool = True
    ) -> str | None:
        if self.ui.looking_back:
            self.ui.refuses_changes()
            return None
        field = Field("why", label, "line", required=required)
        values = ask_form(self.ui, title, (field,), text=text, yes=yes)
        return None if values is None else str(values["why"])

    def _ask_owner(self, now: str) -> str | None:
        field = Field("owner", "Who does it from now on?", "line", now,
                      hint="Yours where it stays empty")  # fmt: skip
        values = ask_form(self.ui, "Take over", (field,), yes="Take over")
        return None if values is None else str(values["owner"])

    def _new_menu(self, name: str) -> Menu:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = Menu(self.ui.theme, name, self.owner())
        return self._menu

    def _say(self, text: str, detail: str = "") -> None:
        self._telling = (text, detail)

    def _on_said(self, answer: object) -> None:
        del answer
        self.ui.toast(*self._telling, "Undo", self.ui.undo)
