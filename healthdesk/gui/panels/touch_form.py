"""Asks for a touchpoint: a short form with today's day, or one to edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from healthdesk.core.domain.attendance import MEETINGS
from healthdesk.core.domain.touch import (
    DIRECTION_WORDS,
    KIND_WORDS,
    NOTE,
    TONE_WORDS,
    TONES,
    TouchDraft,
)
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.asked_input import AWAY, CAME
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

NO_TONE = ""
NOTE_TEXT = "Only you read it: it is marked as internal, and no score counts it as a touch."
FAR_BACK = 16_436
"""2015: days before it are more likely a slip than a touch."""


def new_draft(ui: Ui, account_id: str, kind: str = "call") -> TouchDraft:
    """A touchpoint of today, as it begins."""
    direction = "outbound" if kind in {"call", "email", "message"} else ""
    asked = () if kind in MEETINGS else None
    return TouchDraft(account_id, kind, direction, ui.today, asked=asked)


def ask_touch(
    ui: Ui,
    account_id: str,
    contacts: Sequence[tuple[str, str]] = (),
    draft: TouchDraft | None = None,
    *,
    title: str = "",
    text: str = "",
) -> TouchDraft | None:
    """Ask for a touchpoint; None when the person went back.

    `contacts` are ids and names of people to choose from; a kind of "note" makes an internal note.
    """
    start = draft or new_draft(ui, account_id)
    internal = start.kind == NOTE
    word = KIND_WORDS.get(start.kind, start.kind)
    title = title or (word if internal else f"Log {_article(word)} {word.lower()}")
    values = ask_form(
        ui,
        title,
        _note_fields(ui, start) if internal else _touch_fields(ui, start, contacts),
        text=text or (NOTE_TEXT if internal else ""),
        yes="Save",
        check=_check,
        kept=Kept(account_id, title, "\n".join((text, start.subject, start.body))),
    )
    return None if values is None else read_draft(start, values)


def read_draft(start: TouchDraft, values: dict[str, Any]) -> TouchDraft:
    """The touchpoint that a form's values make of the one it began with."""
    kind = values.get("kind", start.kind)
    day = values["day"]
    same = NO_TONE if start.sentiment is None else repr(start.sentiment)
    tone = values.get("tone", same)
    return replace(
        start,
        kind=kind,
        direction="" if kind == NOTE else values.get("direction", start.direction),
        day=day,
        at=start.at if day == start.day else None,
        subject=values["subject"],
        body=values["body"],
        **_people(start, kind, values),
        sentiment=None if tone == NO_TONE else float(tone),
    )


def _people(start: TouchDraft, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Who was there, and of a meeting who was asked."""
    if "asked" not in values:
        asked = start.asked if kind in MEETINGS else None
        return {"contacts": tuple(values.get("contacts", start.contacts)), "asked": asked}
    known, said = values["asked"]
    there = {who for who, answer in said if answer == CAME}
    listed = [who for who, _ in said]
    # The order in which they stood stays, so that saving without a change changes nothing.
    order = [*(one for one in start.contacts if one in there), *listed]
    contacts = tuple(dict.fromkeys(one for one in order if one in there))
    before = [one for one in start.asked or () if one in listed]
    asked = tuple(dict.fromkeys((*before, *listed)))
    return {"contacts": contacts, "asked": asked if known and kind in MEETINGS else None}


def _check(values: dict[str, Any]) -> dict[str, str]:
    if values["day"] is not None and values["day"] < FAR_BACK:
        return {"day": "That is before 2015. Pick a later day."}
    if not values["subject"] and not values["body"]:
        return {"subject": "Say in a few words what it was about."}
    return {}


def _touch_fields(
    ui: Ui, start: TouchDraft, contacts: Sequence[tuple[str, str]]
) -> tuple[Field, ...]:
    known = {name for name, _ in contacts}
    people = [*contacts, *((name, name) for name in start.contacts if name not in known)]
    people += [(name, name) for name in start.missed if name not in dict(people)]
    with_whom = Field("contacts", "With whom", "many", start.contacts, tuple(people))
    if start.kind in MEETINGS:
        said = [(one, CAME) for one in start.contacts] + [(one, AWAY) for one in start.missed]
        value = (start.asked is not None, tuple(said))
        with_whom = Field("asked", "Who was asked, who came", "asked", value, tuple(people))
    return (
        Field("subject", "What was it about?", "line", start.subject),
        Field("day", "Day", "day", start.day, required=True, last=ui.today),
        *((with_whom,) if people else ()),
        Field("body", "What was said", "prose", start.body),
        Field("kind", "Kind", "choice", start.kind, tuple(KIND_WORDS.items())),
        Field("direction", "From whom", "choice", start.direction, tuple(DIRECTION_WORDS.items())),
        _tone(start),
    )


def _note_fields(ui: Ui, start: TouchDraft) -> tuple[Field, ...]:
    return (
        Field("body", "Note", "prose", start.body),
        Field("subject", "Title, if it needs one", "line", start.subject),
        Field("day", "Day", "day", start.day, required=True, last=ui.today),
    )


def _tone(start: TouchDraft) -> Field:
    choices = [(NO_TONE, "Not said"), *((repr(one), TONE_WORDS[one]) for one in TONES)]
    now = NO_TONE if start.sentiment is None else repr(float(start.sentiment))
    if now not in dict(choices):
        choices.append((now, f"As it is ({now})"))
    return Field("tone", "How it felt", "choice", now, tuple(choices))


def _article(word: str) -> str:
    return "an" if word[0] in "AEIOU" else "a"
