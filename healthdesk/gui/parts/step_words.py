"""What a step says on the canvas and in lists: its line of details, what its day counts from.

Pure: playbooks in, words out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from healthdesk.core.domain.action import Actions
from healthdesk.core.domain.playbook import (
    PREVIOUS,
    RENEWAL,
    START,
    Playbook,
    Step,
    every,
)
from healthdesk.core.domain.playbook_faults import Fault
from healthdesk.core.domain.playbook_layout import FINISH_KEY, START_KEY, numbers
from healthdesk.core.domain.rule import Rule
from healthdesk.core.services.rule_sentence import in_words

DOT: Final = " \N{MIDDLE DOT} "
_KINDS: Final = {"message": "mail", "start_playbook": "", "stop_playbook": ""}
_COLORS: Final = {"branch": "s3", "outcome": "accent"}
Names = Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """How a step is drawn: `notice` is "" (fine), "notice" or "poor" (it keeps from publishing)."""

    title: str
    detail: str = ""
    icon: str = ""
    number: int = 0
    notice: str = ""
    tip: str = ""
    color: str = "text2"


@dataclass(frozen=True)
class StepTold:
    """A step in words, for tables and screen readers."""

    key: str
    number: int
    name: str
    kind: str
    day: str
    where: str
    detail: str
    faults: tuple[str, ...]


def option(step: Step, actions: Actions, key: str) -> Any:  # noqa: ANN401 - of every kind
    """What a step says to an option of its kind, else what holds without a word."""
    for one in actions[step.kind].SPEC.options:
        if one.key == key:
            return step.options.get(key, one.default)
    return None


def day_words(playbook: Playbook, step: Step) -> str:
    """The day of a step, short: "Day 1", "+2 working days", "30 days before the renewal"."""
    when = step.when
    if when.after == START or (when.after == PREVIOUS and _is_first(playbook, step)):
        unit = " working" if when.working and when.days else ""
        return f"Day {when.days}{unit}"
    days = _days(abs(when.days), working=when.working)
    if when.after == PREVIOUS:
        return f"+{days}" if when.days else "same day"
    if when.after == RENEWAL:
        if not when.days:
            return "on the renewal"
        return f"{days} {'before' if when.days < 0 else 'after'} renewal"
    other = playbook.step(when.after)
    name = other.name if other is not None else when.after
    return f"{days} after {name}" if when.days else f"with {name}"


def _is_first(playbook: Playbook, step: Step) -> bool:
    return bool(playbook.steps) and playbook.steps[0].id == step.id


def _days(number: int, *, working: bool) -> str:
    return f"{number} {'working ' if working else ''}day{'' if number == 1 else 's'}"


def detail(playbook: Playbook, step: Step, actions: Actions, names: Names) -> str:
    """The small line under a step's name."""
    flow = actions[step.kind].SPEC.flow
    if flow == "branch":
        return _branch_words(step, names)
    if flow == "wait":
        return wait_words(step, actions, names)
    kind = kind_word(step, actions)
    parts = [day_words(playbook, step), *_kind_words(step, actions, kind), step.owner]
    if step.required:
        parts.append("required")
    if step.only_if is not None:
        parts.append("only if")
    return DOT.join(part for part in parts if part)


def kind_word(step: Step, actions: Actions) -> str:
    """What a step is, in a word: "mail", a call's form, else its kind."""
    if step.kind == "call":
        return str(option(step, actions, "form"))
    return _KINDS.get(step.kind) or actions[step.kind].SPEC.title.lower()


def _kind_words(step: Step, actions: Actions, kind: str) -> list[str]:
    say = _SAYS.get(step.kind)
    return [kind] if say is None else say(step, actions)


def _call_words(step: Step, actions: Actions) -> list[str]:
    return [str(option(step, actions, "form")), f"{option(step, actions, 'minutes')} min"]


def _task_words(step: Step, actions: Actions) -> list[str]:
    items = len(option(step, actions, "checklist"))
    return ["task", f"{items} item{'' if items == 1 else 's'}" if items else ""]


def _ask_words(step: Step, actions: Actions) -> list[str]:
    asked = len(option(step, actions, "questions"))
    return [f"{asked} question{'' if asked == 1 else 's'}"]


def _playbook_words(step: Step, actions: Actions) -> list[str]:
    word = step.kind.partition("_")[0]
    return [f"{word} {option(step, actions, 'playbook') or 'a playbook'}"]


def _field_words(step: Step, actions: Actions) -> list[str]:
    return [f"{option(step, actions, 'field') or 'a field'} = {option(step, actions, 'value')}"]


def _tag_words(step: Step, actions: Actions) -> list[str]:
    sign = "give" if option(step, actions, "on") else "take off"
    return [f"{sign} {option(step, actions, 'tag') or 'a tag'}"]


_SAYS: Final[Mapping[str, Callable[[Step, Actions], list[str]]]] = {
    "call": _call_words,
    "task": _task_words,
    "ask": _ask_words,
    "start_playbook": _playbook_words,
    "stop_playbook": _playbook_words,
    "set_field": _field_words,
    "tag": _tag_words,
}


def _branch_words(step: Step, names: Names) -> str:
    rules = [arm.rule for arm in step.arms if arm.rule is not None]
    if not rules:
        return "no rule yet"
    told = rule_words(rules[0], names)
    more = len(rules) - 1
    return told if not more else f"{told}; {more} more"


def wait_words(step: Step, actions: Actions, names: Names) -> str:
    """What a wait waits for."""
    days = int(option(step, actions, "days"))
    span = _days(days, working=bool(option(step, actions, "working")))
    until = option(step, actions, "until")
    if until == "day":
        day = str(option(step, actions, "day"))
        if day.endswith(" renewal"):
            number = day.removesuffix(" renewal").strip()
            sign = "before" if number.startswith("-") else "after"
            return f"until {number.lstrip('+-')} days {sign} the renewal"
        return f"until {day or 'a day'}"
    if until == "rule":
        if step.until is None:
            return f"no rule yet, at most {span}"
        return f"until {rule_words(step.until, names)}, at most {span}"
    return span


def rule_words(rule: Rule, names: Names) -> str:
    """A rule in a few words; one that names what is gone is told by its own words."""
    try:
        return in_words(rule, names)
    except KeyError:
        return "a rule that is not known here"


def look(
    playbook: Playbook,
    step: Step,
    actions: Actions,
    names: Names,
    faults: tuple[Fault, ...],
) -> Look:
    """How a step is drawn."""
    spec = actions[step.kind].SPEC
    told = detail(playbook, step, actions, names)
    tip = "\n".join([step.name, told, *(one.sentence for one in faults)])
    notice = "" if not faults else ("poor" if any(one.blocks for one in faults) else "notice")
    pill = spec.flow in {"wait", "end"} or step.kind == "outcome"
    color = _COLORS.get(step.kind, "text2")
    return Look(step.name, "" if pill else told, spec.icon, 0, notice, tip, color)


def looks(
    playbook: Playbook, actions: Actions, names: Names, faults: tuple[Fault, ...]
) -> dict[str, Look]:
    """How every box of the canvas is drawn, by its key."""
    counted = numbers(playbook.steps)
    by_step: dict[str, list[Fault]] = {}
    for fault in faults:
        by_step.setdefault(fault.step, []).append(fault)
    out = {
        step.id: replace(
            look(playbook, step, actions, names, tuple(by_step.get(step.id, ()))),
            number=counted.get(step.id, 0),
        )
        for step in every(playbook.steps)
    }
    out[START_KEY] = Look("Starts by hand", icon="flag", tip="The playbook itself")
    done = "Done, then signed off" if playbook.sign_off else "Done"
    out[FINISH_KEY] = Look(done, icon="pencil" if playbook.sign_off else "check")
    return out


def told(
    playbook: Playbook, actions: Actions, names: Names, faults: tuple[Fault, ...]
) -> tuple[StepTold, ...]:
    """Every step in words, in the order of reading."""
    counted = numbers(playbook.steps)
    out: list[StepTold] = []

    def walk(steps: tuple[Step, ...], where: str) -> None:
        for step in steps:
            mine = tuple(one.sentence for one in faults if one.step == step.id)
            kind = actions[step.kind].SPEC.title
            day = day_words(playbook, step)
            words = detail(playbook, step, actions, names)
            number = counted.get(step.id, 0)
            out.append(StepTold(step.id, number, step.name, kind, day, where, words, mine))
            for arm in step.arms:
                walk(arm.steps, f"{step.name}: {arm.name}")

    walk(playbook.steps, "")
    return tuple(out)


def sentence(one: StepTold, of: int) -> str:
    """A step as a screen reader says it."""
    place = f"Step {one.number} of {of}, " if one.number else ""
    where = f", on {one.where}" if one.where else ""
    wrong = f". {' '.join(one.faults)}" if one.faults else ""
    return f"{place}{one.name}, {one.kind}, {one.detail}{where}{wrong}"
