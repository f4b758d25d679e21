"""What the rows of the tab Work say: promises, wins and perks, findings, plans that are over."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.investigation import FindingView
from healthdesk.core.domain.moment import BY_WORDS, KIND_WORDS, MomentView
from healthdesk.core.domain.plan import PlanView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.work.item_row import ItemRow

ICONS: Final = {"win": "trophy", "thanks": "heart-handshake", "perk": "gift", "quote": "quote"}


def promise_row(theme: Theme, words: Words, one: MomentView, day: int) -> ItemRow:
    """A promise: ours or theirs, due when, kept when."""
    parts = [BY_WORDS[one.by], one.contact_name]
    tone = ""
    if one.done_on is not None:
        parts.append(f"kept {words.near_day(one.done_on, day)}")
    elif one.overdue_days:
        parts.append(f"{words.days(one.overdue_days)} over")
        tone = "poor"
    elif one.due is not None:
        parts.append(f"due {words.near_day(one.due, day)}")
    else:
        parts.append(f"since {words.near_day(one.day, day)}, no day")
    caption = " · ".join(part for part in parts if part)
    return ItemRow(theme, one, one.text, caption, done=not one.is_open, tone=tone)


def moment_row(theme: Theme, words: Words, one: MomentView, day: int) -> ItemRow:
    """A win, a gift or a quote, and whether the gift came too soon after another."""
    parts = (
        "on top" if one.pinned else "",
        KIND_WORDS[one.kind],
        one.contact_name,
        words.near_day(one.day, day),
    )
    caption = " · ".join(part for part in parts if part)
    quoted = f"“{one.text}”" if one.kind == "quote" else one.text
    return ItemRow(theme, one, quoted, caption, icon=ICONS[one.kind], notice=one.repeat)


def finding_row(theme: Theme, words: Words, one: FindingView, day: int) -> ItemRow:
    """A finding of which nothing came yet."""
    found = [check.text for check in one.draft.checks.values() if check.text]
    text = one.draft.hypothesis or "; ".join(found) or "Looked at, nothing noted"
    first, last = one.draft.first, one.draft.last
    span = f"{words.near_day(first, day)} to {words.near_day(last, day)}"
    return ItemRow(
        theme, one, text, f"Found {words.near_day(one.made_on, day)} · {span}", icon="bulb"
    )


def plan_row(theme: Theme, words: Words, one: PlanView, day: int) -> ItemRow:
    """A plan that is over."""
    met = one.closed_how == "met"
    when = words.near_day(one.closed_on, day) if one.closed_on is not None else ""
    how = "Met" if met else "Stopped"
    done = f"{one.done} of {len(one.actions)} actions done" if one.actions else "no actions"
    caption = f"{how} {when} · since {words.near_day(one.made_on, day)} · {done}"
    return ItemRow(theme, one, one.problem, caption, icon="circle-check" if met else "circle-x")
