"""A desk that answers the account page's reads from builders, or fails; it remembers the asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.pages.account.reading import Head
from healthdesk.gui.panels.health.reading import Account
from tests.gui.panels import account_story as story


class StoryDesk:
    """Stands in for `Desk`: `answers` by the name of the read function; an exception is raised."""

    def __init__(self, **answers: Any) -> None:
        self.answers: dict[str, Any] = {
            "read_account": Account(story.header(), story.composition()),
            "read_history": story.history(),
            "read_why": story.why(),
            "read_evidence": story.evidence,
            "read_trend_marks": (),
            "read_suggestion": ("aldermoor", None),
            "_find": None,
            **answers,
        }
        account = self.answers["read_account"]
        self.answers.setdefault(
            "read_head", account if isinstance(account, Exception) else Head(account.header)
        )
        self.asked: list[tuple[str, tuple[object, ...], dict[str, object]]] = []

    def read(self, fn: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        self.asked.append((fn.__name__, args, kw))
        answer = self.answers[fn.__name__]
        if isinstance(answer, Exception):
            raise answer
        if fn.__name__ == "read_evidence" and callable(answer):
            return answer(args[1])
        if fn.__name__ == "read_why" and not callable(answer):
            _, first, last = args
            return type(answer)(**{**vars(answer), "first": first, "last": last})
        return answer

    def on_change(self, callback: object) -> None:
        del callback

    def names(self) -> list[str]:
        """Which reads were asked for, in order."""
        return [name for name, _, _ in self.asked]

    def last(self, name: str) -> tuple[tuple[object, ...], dict[str, object]]:
        """What a read was asked for the last time."""
        return next((args, kw) for asked, args, kw in reversed(self.asked) if asked == name)


FAILS = DeskError("The desk's file cannot be read.", "Nothing is lost; try again.")
