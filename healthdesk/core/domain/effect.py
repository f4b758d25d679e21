"""What a step of a playbook asks the desk to do; saying so does nothing yet.

Not here: who applies effects (services/run_effects.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.task import TaskDraft


@dataclass(frozen=True)
class Situation:
    """The step of a run that is raised.

    Attributes:
        account_id: the account's own id.
        day: the day on which it is raised.
        due: the day the playbook planned it for.
        step: id of the step.
        name: its name.
        required: the run is not done without it.
        playbook: name of the playbook.
    """

    account_id: str
    day: int
    due: int
    step: str
    name: str
    required: bool
    playbook: str


@dataclass(frozen=True)
class AddTask:
    """Put a task on the list."""

    draft: TaskDraft
    to: str = ""
    """Whom it is about: one of `playbook.RECIPIENTS`; empty = nobody in particular."""
    merged: bool = False
    """Its note has fields that are filled in when it is raised."""


@dataclass(frozen=True)
class DraftMessage:
    """Put a message in the outbox: merged from a template, or unscripted where it is empty."""

    to: str
    """One of `playbook.RECIPIENTS`."""
    subject: str
    body: str
    due: int


@dataclass(frozen=True)
class SetField:
    """Give an attribute or a column of the account a value; empty clears it."""

    field: str
    value: str


@dataclass(frozen=True)
class SetTag:
    """Give the account a tag, or take it off."""

    tag: str
    on: bool = True


@dataclass(frozen=True)
class AddNote:
    """Write an internal note on the account's timeline."""

    text: str


@dataclass(frozen=True)
class AskForm:
    """Ask a person for answers; each may be written to an attribute of the account."""

    questions: tuple[str, ...]
    fields: tuple[str, ...]
    due: int


@dataclass(frozen=True)
class Notify:
    """Tell the person on Today."""

    text: str


@dataclass(frozen=True)
class StartPlaybook:
    """Start another playbook on the same account."""

    name: str


@dataclass(frozen=True)
class StopPlaybook:
    """Stop the open runs of a playbook on the same account."""

    name: str
    reason: str


@dataclass(frozen=True)
class AskOutcome:
    """Ask what came of it."""

    due: int
    look_again: int
    """Days after which score and usage are looked at again."""


Effect = (
    AddTask
    | DraftMessage
    | SetField
    | SetTag
    | AddNote
    | AskForm
    | Notify
    | StartPlaybook
    | StopPlaybook
    | AskOutcome
)
