"""Asks for a get-well plan: problem, cause, owner, day, and when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from healthdesk.core.desk import Tx
from healthdesk.core.domain.plan import (
    MOST_DAYS,
    WINDOWS,
    ExitChoice,
    ExitDraft,
    PlanDraft,
    simple_exit,
)
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import plan_watch, plans, scoring
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

NOTHING: Final = ""
OTHER: Final = "other"
_LEAST, _MOST = "least", "most"
_WINDOW_WORDS: Final = {1: "each day by itself", 7: "average of 7 days", 28: "average of 28 days"}
_USUAL_DAYS: Final = 14
_MONTH: Final = 30
"""Days until a new plan should be over, as it is first proposed."""


def ask_plan(
    ui: Ui,
    account_id: str,
    problem: str = "",
    cause: str = "",
    finding_id: int | None = None,
    *,
    owner: str = "",
    choices: Sequence[ExitChoice] = (),
    draft: PlanDraft | None = None,
) -> PlanDraft | None:
    """Ask for a plan; None when the person went back.

    `choices` are what an exit condition may watch (`plan_watch.choices`); without them the
    condition of the draft stays as it is.
    """
    start = draft or PlanDraft(
        account_id,
        problem,
        cause,
        owner,
        ui.today + _MONTH,
        exit_days=_USUAL_DAYS,
        finding_id=finding_id,
    )
    new = draft is None
    title = "New get-well plan" if new else "Edit get-well plan"
    values = ask_form(
        ui,
        title,
        (*_first(start, new=new), *(_exit(ui, start, choices) if choices else ())),
        yes="Make plan" if new else "Save",
        check=_check,
        kept=Kept(account_id, title, start.problem),
    )
    return None if values is None else _read(start, values)


def _first(start: PlanDraft, *, new: bool) -> tuple[Field, ...]:
    actions = Field(
        "actions", "First actions", "lines", hint="One a line; each becomes a task of the plan"
    )
    return (
        Field("problem", "What is the problem?", "line", start.problem, required=True),
        Field("cause", "What is behind it?", "prose", start.cause),
        *((actions,) if new else ()),
        Field("owner", "Who owns the plan?", "line", start.owner),
        Field("due", "To be over by", "day", start.due),
    )


def _exit(ui: Ui, start: PlanDraft, choices: Sequence[ExitChoice]) -> tuple[Field, ...]:
    """The fields of the exit condition; one of another kind can be kept or replaced."""
    kept = simple_exit(start.exit_rule, start.exit_days)
    other = start.exit_rule is not None and kept is None
    listed = [(one.what, _choice_words(ui, one)) for one in choices]
    if kept is not None and kept.what not in dict(listed):
        listed.append((kept.what, kept.what.partition(":")[2] or kept.what.replace("_", " ")))
    what = OTHER if other else NOTHING if kept is None else kept.what
    first = [(OTHER, "The condition as it is")] if other else []
    first.append((NOTHING, "Nothing: I will know"))
    least = _LEAST if kept is None or kept.least else _MOST
    windows = tuple((str(one), _WINDOW_WORDS[one]) for one in WINDOWS)
    window = str(kept.window if kept is not None else 7)
    if window not in dict(windows):
        windows = (*windows, (window, f"average of {window} days"))
    return (
        Field("what", "It is over when", "choice", what, (*first, *listed)),
        Field("window", "Usage counted as", "choice", window, windows),
        Field("least", "It has to be", "choice", least, ((_LEAST, "at least"), (_MOST, "at most"))),
        Field("level", "Level", "number", None if kept is None else kept.level),
        Field("days", "Days in a row", "number", float(start.exit_days)),
    )


def _choice_words(ui: Ui, one: ExitChoice) -> str:
    now = "not measured" if one.now is None else f"now {ui.words.number(one.now, 1)}"
    return f"{one.name} ({now})"


def _check(values: Values) -> dict[str, str]:
    wrongs: dict[str, str] = {}
    if values.get("what", NOTHING) in {NOTHING, OTHER}:
        return wrongs
    if values["level"] is None:
        wrongs["level"] = "Say which level."
    days = values["days"]
    if days is None or not float(days).is_integer() or not 1 <= days <= MOST_DAYS:
        wrongs["days"] = f"A whole number of days, 1 to {MOST_DAYS}."
    return wrongs


def _read(start: PlanDraft, values: dict[str, Any]) -> PlanDraft:
    """The plan that a form's values make of the one it began with."""
    rule, days = start.exit_rule, start.exit_days
    what = values.get("what", OTHER)
    if what == NOTHING:
        rule, days = None, 1
    elif what != OTHER:
        days = int(values["days"])
        least = values["least"] == _LEAST
        rule = ExitDraft(what, values["level"], days, least, int(values["window"])).rule
    actions = tuple(TaskDraft(one, start.account_id) for one in values.get("actions", ()))
    return replace(
        start,
        problem=values["problem"],
        cause=values["cause"],
        owner=values["owner"],
        due=values["due"],
        exit_rule=rule,
        exit_days=days,
        actions=actions,
    )


class PlanMaker(QObject):
    """Makes a plan from scratch: reads what an exit condition may watch, asks, writes.

    Signals:
        made: the row of the plan that was made.
    """

    made = Signal(int)

    def __init__(self, ui: Ui, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._start = ("", "", "", 0)

    def start(
        self, account_id: str, problem: str = "", cause: str = "", finding_id: int | None = None
    ) -> None:
        """Ask for a plan of an account, and make it."""
        self._start = (account_id, problem, cause, finding_id or 0)
        self._ui.read(_read_start, account_id, self._ui.day, then=self._ask, key="new plan")

    def _ask(self, found: tuple[tuple[ExitChoice, ...], str]) -> None:
        account_id, problem, cause, finding = self._start
        choices, owner = found
        draft = ask_plan(
            self._ui, account_id, problem, cause, finding or None, owner=owner, choices=choices
        )
        if draft is not None:
            self._ui.do(plans.add, draft, then=self._tell)

    def _tell(self, plan: int) -> None:
        self._ui.toast("Get-well plan made", "It stands on the tab Work of the account.")
        self.made.emit(plan)


def _read_start(tx: Tx, account_id: str, day: int) -> tuple[tuple[ExitChoice, ...], str]:
    """What an exit condition may watch, and who owns the account."""
    owner = scoring.account_header(tx, account_id, day).owner
    return plan_watch.choices(tx, account_id, day), owner
