"""The lines of a run's checklist: its steps, names of ways, ways not taken folded into one line.

Pure: a run in, lines out; what can be done with a step is told here too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.run_view import RunView, StepView
from healthdesk.gui.base.words import Words

FLOW: Final = frozenset({"wait", "branch", "end"})
"""Kinds that nobody does: they come by themselves."""
WORDS: Final = {
    "tick": "Done",
    "complete": "Done",
    "message": "Open message",
    "answer": "Answer",
    "outcome": "Tell what came of it",
    "decide": "Decide now",
}
"""What the main thing to do with a step is called."""


@dataclass(frozen=True)
class Line:
    """One line: a step, the name of a way ("arm"), or a folded way that was not taken ("fold")."""

    kind: str
    depth: int
    text: str
    step: StepView | None = None
    key: str = ""
    open: bool = False

    @property
    def enters(self) -> bool:
        """Whether keys stop at it."""
        return self.kind != "arm"


def lines(view: RunView, unfolded: Collection[str]) -> tuple[Line, ...]:
    """The lines of a run; `unfolded` are the keys of ways not taken that are shown."""
    out: list[Line] = []
    at, steps = 0, view.steps
    while at < len(steps):
        step = steps[at]
        if not step.not_taken or not step.depth:
            if step.arm:
                out.append(Line("arm", step.depth, step.arm))
            out.append(Line("step", step.depth, step.name, step))
            at += 1
            continue
        end = at + 1
        while end < len(steps) and steps[end].not_taken and _inside(steps[end], step):
            end += 1
        shown = step.id in unfolded
        count = end - at
        told = f"Not taken: {step.arm or 'the rest'}, {count} step{'' if count == 1 else 's'}"
        out.append(Line("fold", step.depth, told, None, step.id, shown))
        if shown:
            out += [Line("step", one.depth, one.name, one) for one in steps[at:end]]
        at = end
    return tuple(out)


def _inside(step: StepView, first: StepView) -> bool:
    """Whether a step belongs to the same way as its first one."""
    return step.depth > first.depth or (step.depth == first.depth and not step.arm)


def main_act(step: StepView, ended: bool = False) -> str:
    """The main thing to do with a step now: a key of `WORDS`, "" = nothing."""
    if step.state != "open" or step.kind in FLOW:
        waits = step.state == "open" and step.kind == "branch" and not ended
        return "decide" if waits else ""  # it waits for data; a person may not want to
    if step.message is not None:
        return "message"
    if step.kind == "outcome":
        return "outcome"
    if ended:
        return ""
    if step.kind == "ask":
        return "answer"
    return "tick" if step.task is not None else "complete"


def can_skip(step: StepView, ended: bool) -> bool:
    """Whether a step can be passed over."""
    return not ended and step.state in {"open", "planned", "to come"} and not step.not_taken


def can_move(step: StepView, ended: bool) -> bool:
    """Whether a step can be given another day."""
    return can_skip(step, ended) and step.kind not in {"branch", "end"}


def can_reopen(step: StepView, status: str) -> bool:
    """Whether a closed step can be opened again."""
    closed = step.state in {"done", "skipped"}
    return closed and status != "stopped" and step.kind not in FLOW


def when(step: StepView, day: int, words: Words) -> tuple[str, str]:
    """The day of a step in words, and its colour."""
    if step.not_taken:
        return "", "text3"
    if step.state in {"done", "skipped"}:
        return ("" if step.closed is None else words.near_day(step.closed, day)), "text3"
    if step.planned is None:
        return "", "text3"
    if step.state == "open" and step.kind not in FLOW:
        if step.planned < day:
            return f"{words.days(day - step.planned)} over", "poor"
        if step.planned == day:
            return "today", "text"
    return words.near_day(step.planned, day), "text2" if step.state == "open" else "text3"


def beneath(step: StepView, day: int, words: Words) -> str:
    """What the small line under a step says: how it closed, what it waits for, what is special."""
    parts: list[str] = [step.owner]
    if step.state == "skipped":
        parts.append(f"skipped: {step.how}" if step.how else "skipped")
    elif step.state == "done":
        late = f"{words.days(step.days_late)} late" if step.days_late else ""
        answers = "; ".join(f"{ask} {told}" for ask, told in (step.answers or {}).items() if told)
        parts += [answers or step.how, late]
    elif step.state == "open" and step.kind == "wait":
        parts.append(f"waits {step.text}" if step.text.startswith("until") else "waits")
    parts += [step.text] if step.text and step.kind != "wait" and step.text not in parts else []
    if step.state in {"open", "planned"} and step.how and step.how not in parts:
        parts.append(step.how)
    if step.state in {"planned", "to come"} and step.kind == "wait":
        parts.append(step.text)
    if step.moved and step.state in {"open", "planned"}:
        parts.append("day moved by hand")
    if step.required and step.state not in {"done", "skipped"}:
        parts.append("required")
    del day
    return " · ".join(part for part in parts if part)


def state_words(step: StepView) -> str:
    """The state for those who do not see it."""
    return {"to come": "to come", "planned": "planned", "open": "open", "done": "done",
            "skipped": "skipped", "not taken": "not on the way taken"}[step.state]  # fmt: skip
