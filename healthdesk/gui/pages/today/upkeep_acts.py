"""What is done about a line of upkeep: its place is opened, or it is put off with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from healthdesk.core.domain.upkeep import TITLES, Lookout
from healthdesk.gui.base.ui import AGENDA, Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.domain.loose_ends import LooseEnds
    from healthdesk.core.domain.upkeep import Upkeep

SPANS: Final = (
    ("7", "A week"),
    ("30", "30 days"),
    ("90", "90 days"),
    ("180", "Half a year"),
)
_USUAL: Final = {"model": "90", "playbook": "90", "pulse": "30"}


def read_upkeep(tx: Tx, day: int, segment: str | None, ends: LooseEnds) -> Upkeep:
    """What wants upkeep on a day whose loose ends are read already."""
    # Brings its services on the thread that it runs on: Today is there before them.
    from healthdesk.core.services import upkeep  # noqa: PLC0415

    return upkeep.read(tx, day, segment, ends)


def enter(ui: Ui, line: Lookout) -> None:
    """Open the place where something is done about it."""
    if line.account_id:
        ui.open_account(line.account_id, "health")
    elif line.kind == "week" and line.page == "model":
        ui.open_named("model", AGENDA)
    elif line.kind == "week":
        # Brings msgspec, which the first page does not wait for.
        from healthdesk.core.domain.report_options import ReportOptions  # noqa: PLC0415

        ui.open_report(ReportOptions(kind="weekly_risk", segment=ui.segment or ""))
    elif line.kind == "retro":
        ui.open_named("model", "")
    else:
        ui.open_page(line.page)


def put_off(ui: Ui, line: Lookout) -> None:
    """Ask for how long, and why; looked at and found good is a reason, too."""
    if ui.refuses_changes():
        return
    title = TITLES[line.kind]
    values = ask_form(
        ui,
        f"Put off: {title}",
        (
            Field("days", "For how long?", "choice", _USUAL.get(line.kind, "7"), SPANS),
            Field("reason", "Why can it wait?", "line", required=True),
        ),
        text="It comes back by itself after that. Looked at and found good is a reason, too.",
        yes="Put off",
    )
    if values is None:
        return
    from healthdesk.core.services import upkeep  # noqa: PLC0415 - see `read_upkeep`

    days = int(values["days"])
    until = ui.words.short_day(ui.today + days)
    ui.do(upkeep.put_off, line.kind, days, values["reason"])
    ui.toast(f"{title} is put off until {until}", values["reason"], "Undo", ui.undo)


def wake(ui: Ui, line: Lookout) -> None:
    """Show again what was put off."""
    if not ui.refuses_changes():
        from healthdesk.core.services import upkeep  # noqa: PLC0415 - see `read_upkeep`

        ui.do(upkeep.wake, line.kind)
