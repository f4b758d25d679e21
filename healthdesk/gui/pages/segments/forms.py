"""What is asked about a segment: its name, what it is for, how its accounts are cared for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Check, Values, ask_form
from healthdesk.gui.panels.form_fields import Field

Document = dict[str, Any]
MAX_NAME = 200
MOST_DAYS = 366


def name_check(taken: Sequence[str]) -> Check:
    """A check that refuses a name that a segment has, and one that is too long."""
    known = {name.casefold() for name in taken}

    def check(values: Values) -> dict[str, str]:
        name = " ".join(str(values["name"]).split())
        if len(name) > MAX_NAME:
            return {"name": f"At most {MAX_NAME} letters."}
        if name.casefold() in known:
            return {"name": "Another segment has this name."}
        return {}

    return check


def ask_name(
    ui: Ui, title: str, name: str, taken: Sequence[str], yes: str = "Rename"
) -> str | None:
    """Ask for a name; None where the person went back."""
    found = ask_form(
        ui, title, (Field("name", "Name", value=name, required=True),), yes=yes,
        check=name_check(taken),
    )  # fmt: skip
    return None if found is None else " ".join(str(found["name"]).split())


def ask_care(ui: Ui, document: Document, playbooks: Sequence[str]) -> Document | None:
    """Ask for purpose, playbook and cadence; the document with them, or None."""
    now = str(document.get("playbook", ""))
    offered = [("", "None"), *((one, one) for one in playbooks)]
    if now and now not in playbooks:
        offered.append((now, f"{now} (not in the desk)"))
    found = ask_form(
        ui,
        f"How “{document['name']}” is cared for",
        (
            Field("purpose", "Purpose", "line", document.get("purpose", ""),
                  hint="What its accounts have in common, what for"),
            Field("playbook", "Suggested playbook", "choice", now, offered),
            Field("cadence_days", "A touch every ... days", "number",
                  document.get("cadence_days"), hint=f"1 to {MOST_DAYS}, or nothing"),
        ),
        check=_check_care,
    )  # fmt: skip
    if found is None:
        return None
    days = found["cadence_days"]
    told = {**found, "cadence_days": None if days is None else int(days)}
    kept = {key: value for key, value in document.items() if key not in told}
    return {**kept, **{key: value for key, value in told.items() if value not in ("", None)}}


def _check_care(values: Values) -> dict[str, str]:
    days = values["cadence_days"]
    if days is not None and (not float(days).is_integer() or not 1 <= days <= MOST_DAYS):
        return {"cadence_days": f"A whole number from 1 to {MOST_DAYS}."}
    return {}


def ask_removal(ui: Ui, name: str, used: Sequence[str]) -> bool:
    """Ask whether a segment should go, telling what uses it."""
    told = " ".join(used)
    text = f"{told} They keep its name and say that it is gone. " if used else ""
    return ui.dialogs.ask(
        Question(
            f"Remove “{name}”?",
            f"{text}No account and no figure goes with it. Undo brings it back.",
            "Remove",
            keeps="keeps the segment",
            danger=True,
        )
    )


def ask_save_first(ui: Ui, name: str) -> bool:
    """Ask whether a changed segment should be saved before another one is shown."""
    return ui.dialogs.ask(
        Question(
            f"Save “{name}”?",
            "It differs from what is kept. As a draft it waits here while the window is open.",
            "Save",
            "Keep as draft",
            "keeps the draft",
        )
    )
