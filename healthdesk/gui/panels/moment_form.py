"""Asks for a win, a thank-you, a perk, a promise or a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from healthdesk.core.domain.moment import BY_WORDS, KIND_WORDS, MomentDraft, MomentKind, Reasons
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

NOBODY: Final = ""
_ASKS: Final[dict[MomentKind, str]] = {
    "win": "What went well?",
    "thanks": "Your words, as you sent them",
    "perk": "What was given?",
    "promise": "What was promised?",
    "quote": "Their words",
}
_WHOM: Final[dict[MomentKind, str]] = {
    "win": "Thanks to whom",
    "thanks": "To whom",
    "perk": "To whom",
    "promise": "To or by whom",
    "quote": "Who said it",
}
_SOON: Final = 7


def ask_moment(
    ui: Ui,
    account_id: str,
    kind: MomentKind,
    contacts: Sequence[tuple[str, str]] = (),
    draft: MomentDraft | None = None,
    *,
    facts: str = "",
    title: str = "",
) -> MomentDraft | None:
    """Ask for something worth keeping; None when the person went back.

    `facts` are told beside the words that the person writes: they never fill them in.
    """
    new = draft is None
    start = draft or MomentDraft(account_id, kind, "", ui.today, pinned=kind == "quote")
    if new and kind == "promise":
        start = replace(start, due=ui.today + _SOON)
    name = KIND_WORDS[kind].lower()
    title = title or (f"New {name}" if new else f"Edit {name}")
    values = ask_form(
        ui,
        title,
        _fields(ui, start, contacts),
        text=facts,
        kept=Kept(account_id, title, start.text),
    )
    return None if values is None else _read(start, values)


def ask_thanks(
    ui: Ui, contacts: Sequence[tuple[str, str]], reasons: Reasons
) -> tuple[str, int | None, str] | None:
    """Ask whom to thank and when; what to mention is offered, the words come later.

    Gives the contact ("" = nobody in particular), the day and what to mention.
    """
    people = ((NOBODY, "Nobody in particular"), *contacts)
    values = ask_form(
        ui,
        "Remind me to thank",
        (
            *((Field("contact", "Whom", "choice", NOBODY, people),) if contacts else ()),
            Field("due", "On", "day", ui.today + 1, required=True),
            Field("note", "To mention", "prose", "\n".join(reasons.facts),
                  hint="What they did, what came of it"),
        ),
        text=f"{reasons.repeat}." if reasons.repeat else "The words are yours, on the day.",
        yes="Remind me",
    )  # fmt: skip
    if values is None:
        return None
    return values.get("contact", NOBODY), values["due"], values["note"]


def _fields(ui: Ui, start: MomentDraft, contacts: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    people = ((NOBODY, "Nobody in particular"), *contacts)
    whom = Field("contact", _WHOM[start.kind], "choice", start.contact_id or NOBODY, people)
    promise = (
        Field("by", "Whose promise", "choice", start.by, tuple(BY_WORDS.items())),
        Field("due", "Due on", "day", start.due),
    )
    pin = Field("pinned", "Keep on top", "tick", start.pinned)
    return (
        Field("text", _ASKS[start.kind], "prose", start.text, required=True),
        *((whom,) if contacts else ()),
        *(promise if start.kind == "promise" else ()),
        Field("day", "Day", "day", start.day, required=True, last=ui.today),
        *((pin,) if start.kind != "promise" else ()),
    )


def _read(start: MomentDraft, values: dict[str, Any]) -> MomentDraft:
    return replace(
        start,
        text=values["text"],
        day=values["day"],
        contact_id=values.get("contact", start.contact_id or NOBODY) or None,
        by=values.get("by", start.by),
        due=values.get("due", start.due),
        pinned=bool(values.get("pinned", start.pinned)),
    )
