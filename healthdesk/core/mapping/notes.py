"""Plain notes as touchpoints: the account is whom the text names."""

from __future__ import annotations

from dataclasses import replace

from healthdesk.core.domain.intake import Choice, Question
from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping.complete import OUT
from healthdesk.core.mapping.dates import fits
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.guess import finish
from healthdesk.core.mapping.look import Look, plural

_KEY = "required:touchpoints:day"


def notes_draft(look: Look) -> Draft:
    """A draft for plain notes: one touchpoint a note, its account found in the text."""
    text, first = look.file.find("text"), look.file.find("first line")
    body = text.name if text is not None else look.file.raw.header[0]
    found = {
        "touchpoint_id": Fit("touchpoint_id", ColumnMap(digest=(body,)), 0.9, "made from the text"),
        "account_id": Fit("account_id", ColumnMap(source=body, by="mention"), 0.8,
                          "the id or name that stands in the text"),
        "kind": Fit("kind", ColumnMap(constant="note"), 0.95, "plain text"),
        "body": Fit("body", ColumnMap(source=body), 0.98, "the text"),
    }  # fmt: skip
    if first is not None and first.filled:
        found["subject"] = Fit("subject", ColumnMap(source=first.name), 0.8, "its first line")
    return _with_day(look, Draft("touchpoints", found))


def _with_day(look: Look, draft: Draft) -> Draft:
    answered = look.answer(_KEY) or ""
    if answered != OUT and "" in fits(answered):
        day = Fit("day", ColumnMap(constant=answered), 1.0, "you said so")
        return replace(draft, fits={**draft.fits, "day": day})
    column = look.file.find("day")
    if column is not None and column.filled and (not column.empty or answered == column.name):
        day = finish(look, "touchpoints", Fit("day", ColumnMap(source=column.name), 0.9, "days"))
        return replace(draft, fits={**draft.fits, "day": day})
    choices = []
    if column is not None and column.filled:
        why = f"{plural(column.empty, 'note')} without a day would be rejected"
        choices.append(Choice(column.name, "The day each note begins with", why, 0.5))
    if look.drop.known.today:
        choices.append(Choice(look.drop.known.today, f"Today, {look.drop.known.today}", "", 0.6))
    choices.append(Choice(OUT, "Leave this file out", "", 0.05))
    asked = Question(
        _KEY, "required", "Of which day are these notes?", "not every note says its day",
        tuple(choices), "touchpoints",
    )  # fmt: skip
    return replace(draft, questions=(*draft.questions, asked))
