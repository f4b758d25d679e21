"""A run as lines to tick off on paper: what is done is ticked, days and reasons beside it."""

from __future__ import annotations

from healthdesk.core.domain.run_view import RunRow, RunView, StepView
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.runs.step_lines import FLOW, beneath, when
from healthdesk.gui.parts.paper import BOX, SIGN_HERE, TICKED, PaperLine

_NOTES = f"Notes: {'_' * 60}"


def paper_lines(view: RunView, day: int, words: Words) -> tuple[PaperLine, ...]:
    """The lines of a run; ways not taken are left out."""
    row = view.row
    out: list[PaperLine] = [(0, "title", f"{row.playbook}: {row.account_name}")]
    began = f"Started {words.day(row.started)}, {row.done} of {row.of} done"
    out.append((0, "words", f"{began}{f', {row.owner}' if row.owner else ''}"))
    out += [(0, "words", text) for text in (view.purpose, _measure(view)) if text]
    for step in view.steps:
        if step.not_taken:
            continue
        if step.arm:
            out.append((step.depth, "way", step.arm))
        out += [(step.depth, kind, text) for kind, text in _of_step(step, day, words)]
    if row.signed_by:
        out.append((0, "step", f"{TICKED}  {signed_words(row, words)}"))
    elif row.asks_sign_off:
        out.append((0, "step", f"{BOX}  {SIGN_HERE}"))
    return tuple(out)


def signed_words(row: RunRow, words: Words) -> str:
    """Who signed a run off, and when."""
    return f"Signed off by {row.signed_by}, {words.day(row.signed_on)}"


def _measure(view: RunView) -> str:
    return f"Worked if: {view.measure}" if view.measure else ""


def _of_step(step: StepView, day: int, words: Words) -> list[tuple[str, str]]:
    flow = step.kind in FLOW
    mark = "" if flow else f"{TICKED if step.state in {'done', 'skipped'} else BOX}  "
    found = [("step", f"{mark}{step.name}")]
    told, _ = when(step, day, words)
    more = ", ".join(part for part in (told, beneath(step, day, words)) if part)
    if more:
        found.append(("detail", more))
    found += [("item", question) for question in step.questions if step.answers is None]
    if step.state in {"open", "planned", "to come"} and not flow:
        found.append(("note", _NOTES))
    return found
