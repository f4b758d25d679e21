"""What comes of an investigation: a finding is written, judged, dismissed, or made an action.

Not here: the forms (finding_form.py, plan_form.py, task_form.py), how all is kept (the core).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.investigation import FindingDraft, FindingView, Seen
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.views import WhyView
from healthdesk.core.services import findings
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import FormKeeping, Kept
from healthdesk.gui.panels.health.finding_form import FindingForm
from healthdesk.gui.panels.health.findings_popover import FindingsPopover
from healthdesk.gui.panels.health.reading import read_finding_seen, read_seen
from healthdesk.gui.panels.plan_form import PlanMaker
from healthdesk.gui.panels.task_form import ask_task
from healthdesk.gui.parts.waterfall_figures import waterfall

_WHAT = (
    ("plan", "A get-well plan: cause, actions, when it is over"),
    ("task", "A task"),
    ("note", "Nothing more: it is enough to know"),
    ("dismiss", "Dismiss it, with a reason"),
)


class FindingActs(QObject):
    """Asks, and has it done; `show` says of which account and what is known of it."""

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self.plans = PlanMaker(ui, self)
        self._popover: FindingsPopover | None = None
        self._account_id = ""
        self._findings: tuple[FindingView, ...] = ()
        self._draft = FindingDraft("", 0, 0)
        self._lines: tuple[tuple[str, str], ...] = ()
        self._moved: tuple[tuple[int, int], str] = ((0, 0), "")
        """Two days that were asked about last, and the move of the score between them in words."""
        self._row = -1
        self._wants_action = False

    def show(self, account_id: str, found: Sequence[FindingView]) -> None:
        """Act on this account from now on."""
        self._account_id, self._findings = account_id, tuple(found)

    def write(self, days: tuple[int, int], view: WhyView | None) -> None:
        """Ask for a finding about two days; what the desk sees is read first."""
        if self.ui.refuses_changes():
            return
        self._draft = FindingDraft(self._account_id, *days)
        self._lines = lines_of(view, self.ui.words)
        self._moved = (days, _move_words(view, self.ui.words))
        self._row = -1
        self.ui.read(read_seen, self._account_id, *days, then=self._ask_finding, key="finding")

    def open_list(self, at: QPoint) -> None:
        """Show what was found of the account so far."""
        if self._popover is None:
            page = cast("QWidget", self.parent())
            self._popover = FindingsPopover(self.ui.theme, self.ui.words, page)
            self._popover.wished.connect(self._on_popover_wished)
        self._popover.show_findings(self._findings, at, may_change=not self.ui.looking_back)

    def make_action(self) -> None:
        """Make something of the newest finding without action, or of none."""
        if self.ui.refuses_changes():
            return
        found = next((one for one in self._findings if one.open), None)
        self._act(found)

    def report(self, first: int, last: int, row: int | None = None) -> None:
        """Make one page of the change between two days, or of a finding."""
        self.ui.open_report(
            ReportOptions(
                kind="finding",
                account=self._account_id,
                period=f"{to_date(first).isoformat()}..{to_date(last).isoformat()}",
                choices={"finding": "" if row is None else str(row)},
            )
        )

    @Slot(object)
    def _ask_finding(self, seen: tuple[Seen, ...]) -> None:
        form = FindingForm(self.ui, seen, self._draft, self._lines)
        days = f"{self._draft.first} {self._draft.last} {self._draft.hypothesis}"
        keeping = FormKeeping(self.ui, form, Kept(self._account_id, "Finding", days))
        saved = self.ui.dialogs.run(form)
        keeping.end()
        if not saved:
            return
        self._draft, self._wants_action = form.draft, form.wants_action
        if self._row < 0:
            self.ui.do(findings.add, form.draft, then=self._on_kept)
        else:
            self.ui.do(findings.edit, self._row, form.draft, then=self._on_kept)

    @Slot(object)
    def _on_kept(self, row: int | None) -> None:
        if row is not None:
            self._row = row
        if self._wants_action:
            self._act(FindingView(self._row, self._draft, "", self.ui.today))
        else:
            self.ui.toast("Finding kept", "It stands under Findings on the tab Health.")

    def _act(self, found: FindingView | None) -> None:
        """Ask what should come of a finding."""
        told = found.draft.hypothesis if found is not None else ""
        choices = _WHAT if found is not None else _WHAT[:2]
        values = ask_form(
            self.ui,
            "Make action",
            (
                Field("what", "What should come of it?", "choice", "plan", choices),
                *(
                    (Field("why", "Reason, where it is dismissed", "line"),)
                    if found is not None
                    else ()
                ),
            ),
            text=f"Finding: {told}" if told else "",
            yes="Go on",
            check=_check_why,
        )
        if values is None:
            return
        what, row = values["what"], -1 if found is None else found.row
        self._row = row
        if what == "plan":
            problem, cause = told, ""
            if found is not None and (found.draft.first, found.draft.last) == self._moved[0]:
                problem, cause = self._moved[1] or told, told if self._moved[1] else ""
            self.plans.start(self._account_id, problem, cause, None if row < 0 else row)
        elif what == "task":
            self._ask_task(told)
        elif what == "dismiss":
            self.ui.do(findings.dismiss, row, values["why"])
        else:
            self.ui.do(findings.acted, row, "note")

    def _ask_task(self, told: str) -> None:
        start = TaskDraft(told, self._account_id, origin="finding" if self._row >= 0 else "")
        draft = ask_task(self.ui, self._account_id, start)
        if draft is not None:
            row = None if self._row < 0 else self._row
            self.ui.do(findings.make_task, row, draft)

    @Slot(int, str)
    def _on_popover_wished(self, row: int, wish: str) -> None:
        found = next((one for one in self._findings if one.row == row), None)
        if found is None:
            return
        if wish == "report":
            self.report(found.draft.first, found.draft.last, row)
        elif wish == "edit":
            self._draft, self._row = found.draft, row
            self._lines = ()
            self.ui.read(read_finding_seen, row, self.ui.day, then=self._ask_again, key="finding")
        elif wish == "act":
            self._act(found)
        elif wish == "dismiss":
            values = ask_form(
                self.ui,
                "Dismiss finding",
                (Field("why", "Why does nothing have to be done?", "line", required=True),),
                yes="Dismiss",
            )
            if values is not None:
                self.ui.do(findings.dismiss, row, values["why"])
        else:
            verdict = "" if found.verdict == wish else wish
            self.ui.do(findings.judge, row, verdict)

    @Slot(object)
    def _ask_again(self, found: tuple[tuple[Seen, ...], WhyView]) -> None:
        seen, view = found
        self._lines = lines_of(view, self.ui.words)
        self._ask_finding(seen)


def lines_of(view: WhyView | None, words: Words) -> tuple[tuple[str, str], ...]:
    """The rows of a split that a finding may rest on: key and words, with the points as shown."""
    figures = None if view is None else waterfall(view, {})
    if figures is None:
        return ()
    rows = sorted(figures.rows, key=lambda row: -abs(row.points))
    return tuple(
        (row.key, f"{row.reason}: {words.signed(row.points / 10, 1)} points") for row in rows
    )


def _move_words(view: WhyView | None, words: Words) -> str:
    """A change of the score as the name of a problem; "" where it did not fall."""
    figures = None if view is None else waterfall(view, {})
    if view is None or figures is None or figures.change >= 0:
        return ""
    fell = words.number(-figures.change / 10, 1)
    return f"Score fell {fell} points, {words.short_day(view.first)} to {words.day(view.last)}"


def _check_why(values: dict[str, object]) -> dict[str, str]:
    if values["what"] == "dismiss" and not values.get("why"):
        return {"why": "Say in a few words why."}
    return {}
