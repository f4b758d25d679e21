"""Asks for a milestone's days, for a new milestone, and for the template of new accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.stamp import ANY, Stamp, StampPlan, found_words
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

_SPARE: Final = 2
"""Empty places for more milestones in the form of the template."""
_FAR: Final = 3660


@dataclass(frozen=True)
class StampDays:
    """A milestone's name and its days."""

    name: str
    due: int | None
    done_on: int | None


def ask_stamp(ui: Ui, stamp: Stamp | None) -> StampDays | None:
    """Ask for the days of a milestone, or for a new one; None when the person went back."""
    name = Field("name", "Milestone", "line", required=True)
    told = "" if stamp is None or stamp.suggestion is None else f"{stamp.suggestion.words}."
    if stamp is not None and stamp.by_rule:
        told = f"{found_words(stamp.rule)}. Another day is yours: no rule changes it."
    values = ask_form(
        ui,
        "New milestone" if stamp is None else stamp.name,
        (
            *((name,) if stamp is None else ()),
            Field("done", "Done on", "day", stamp.done_on if stamp else None, last=ui.today),
            Field("due", "Due on", "day", stamp.due if stamp else None),
        ),
        text=told,
    )
    if values is None:
        return None
    return StampDays(values["name"] if stamp is None else stamp.name, values["due"], values["done"])


def ask_template(
    ui: Ui, plans: Sequence[StampPlan], metrics: Sequence[tuple[str, str]]
) -> tuple[StampPlan, ...] | None:
    """Ask which milestones new accounts get; `metrics` are keys and names. None: went back."""
    known = {key for key, _ in metrics}
    more = [(one.metric, one.metric) for one in plans if one.metric not in known | {"", ANY}]
    rules = (
        ("", "By hand"),
        (ANY, "First use of anything"),
        *((key, f"First value of {name}") for key, name in (*metrics, *more)),
    )
    count = len(plans) + _SPARE
    fields: list[Field] = []
    for at in range(count):
        one = plans[at] if at < len(plans) else None
        after = None if one is None else float(one.after)
        fields += (
            Field(f"name{at}", f"Milestone {at + 1}", "line", one.name if one else ""),
            Field(f"after{at}", "Due days after the start", "number", after),
            Field(f"rule{at}", "Stamped", "choice", one.metric if one else "", rules),
        )
    values = ask_form(
        ui,
        "Milestones of new accounts",
        fields,
        text="A milestone without a name is left out. Accounts that are there keep theirs.",
        check=_check_template,
    )
    if values is None:
        return None
    levels = {one.name: one.level for one in plans}
    return tuple(
        StampPlan(
            name=name,
            after=int(values[f"after{at}"]),
            metric=values[f"rule{at}"],
            level=levels.get(name, 1.0),
        )
        for at in range(count)
        if (name := " ".join(values[f"name{at}"].split()))
    )


def _check_template(values: Values) -> dict[str, str]:
    wrongs: dict[str, str] = {}
    seen: set[str] = set()
    for key in (one for one in values if one.startswith("name")):
        name = " ".join(values[key].split())
        if not name:
            continue
        at = key.removeprefix("name")
        if name.casefold() in seen:
            wrongs[key] = "This name stands twice."
        if len(name) > 120:
            wrongs[key] = "At most 120 letters."
        seen.add(name.casefold())
        after = values[f"after{at}"]
        if after is None or not float(after).is_integer() or not 0 <= after <= _FAR:
            wrongs[f"after{at}"] = f"A whole number of days, 0 to {_FAR:,}."
    return wrongs
