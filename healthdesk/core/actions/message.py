"""A step that puts a message in the outbox: from a template, or to be written there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import DraftMessage, Effect, Situation
from healthdesk.core.domain.playbook import RECIPIENTS
from healthdesk.core.domain.reading import Option

MODES: Final = ("template", "unscripted")

SPEC: Final = ActionSpec(
    key="message",
    title="Message",
    summary="Puts an e-mail in the outbox on its day, where you read, change and send it.",
    icon="mail",
    options=(
        Option(
            "to",
            "To",
            "choice",
            "",
            choices=tuple(RECIPIENTS),
            labels=tuple(RECIPIENTS.values()),
        ),
        Option(
            "mode",
            "Words",
            "choice",
            "template",
            choices=MODES,
            labels=("from a template", "written for the account"),
        ),
        Option("subject", "Subject", "merge", ""),
        Option("body", "Body", "merge_prose", ""),
    ),
    by_hand=True,
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the message; one that is written for the account comes with no body."""
    scripted = options["mode"] == "template"
    return (
        DraftMessage(
            to=options["to"],
            subject=options["subject"],
            body=options["body"] if scripted else "",
            due=situation.due,
        ),
    )
