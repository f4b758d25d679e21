"""What is wrong or unwise in a playbook, step by step, in sentences.

Not here: what a document must be to be one at all (playbook.py refuses it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from healthdesk.core.domain.action import Actions, ActionSpec
from healthdesk.core.domain.playbook import (
    ANCHORS,
    PREVIOUS,
    RENEWAL,
    START,
    Arm,
    Playbook,
    Step,
    every,
)
from healthdesk.core.domain.playbook_edit import inside

_BEFORE_RENEWAL: Final = re.compile(r"[+-]?\d{1,4} renewal")
_TEXTS: Final = {"note": "text", "notify": "text", "tag": "tag", "set_field": "field"}
_LACKS: Final = {
    "note": "The note has no words.",
    "notify": "It does not say what to tell.",
    "tag": "It names no tag.",
    "set_field": "It names no field.",
}


@dataclass(frozen=True)
class Fault:
    """Something wrong with a step; `step` is its id, "" = the playbook as a whole.

    `blocks` says that it must be mended before the playbook can be published.
    """

    step: str
    sentence: str
    blocks: bool = False


@dataclass(frozen=True)
class Known:
    """What of the desk steps may name; None = not known, and not looked at.

    Attributes:
        playbooks: names of the others.
        fields: attributes of accounts.
        template: tells what is wrong with a text that has fields, a sentence each.
    """

    playbooks: Collection[str] | None = None
    fields: Collection[str] | None = None
    template: Callable[[str], tuple[str, ...]] | None = None


@dataclass
class _Eye:
    playbook: Playbook
    actions: Actions
    known: Known
    kinds: dict[str, Step] = field(default_factory=dict)

    def spec(self, step: Step) -> ActionSpec:
        return self.actions[step.kind].SPEC

    def option(self, step: Step, key: str) -> Any:  # noqa: ANN401 - of every kind
        for one in self.spec(step).options:
            if one.key == key:
                return step.options.get(key, one.default)
        return None


def faults(playbook: Playbook, actions: Actions, known: Known | None = None) -> tuple[Fault, ...]:
    """All that is wrong, what concerns the whole first, then in the order of steps."""
    eye = _Eye(playbook, actions, known or Known())
    found = list(_of_whole(playbook))
    by_step: dict[str, list[Fault]] = {}
    for look in (_unreached, _early):
        for one in look(eye):
            by_step.setdefault(one.step, []).append(one)
    for step in every(playbook.steps):
        for look_at in _LOOKS:
            found += [Fault(step.id, *told) for told in look_at(eye, step)]
        found += by_step.get(step.id, [])
    return tuple(found)


def of_step(found: Collection[Fault], key: str) -> tuple[Fault, ...]:
    """Those of one step."""
    return tuple(one for one in found if one.step == key)


Told = Iterator[tuple[str, bool]]


def _of_whole(playbook: Playbook) -> Iterator[Fault]:
    if not playbook.steps:
        yield Fault("", "It has no steps yet.", blocks=True)
    elif not playbook.measure:
        yield Fault("", "Nothing is named that would show whether it worked.")


def _name(eye: _Eye, step: Step) -> Told:
    if not step.name.strip():
        yield "It has no name.", True
    elif step.name == eye.spec(step).title and eye.spec(step).by_hand:
        yield "It has no name of its own.", False


def _message(eye: _Eye, step: Step) -> Told:
    if step.kind not in {"message", "call"}:
        return
    if not eye.option(step, "to"):
        yield "Nobody is named: you choose when it is due.", False
    if step.kind == "message" and eye.option(step, "mode") == "template":
        if not str(eye.option(step, "subject")).strip():
            yield "The message has no subject.", False
        if not str(eye.option(step, "body")).strip():
            yield "The message has no words.", False


def _template(eye: _Eye, step: Step) -> Told:
    check = eye.known.template
    if check is None:
        return
    for option in eye.spec(step).options:
        if option.kind in {"merge", "merge_prose"}:
            for sentence in check(str(step.options.get(option.key, option.default) or "")):
                yield f"{option.title}: {sentence}", True


def _branch(eye: _Eye, step: Step) -> Told:
    if eye.spec(step).flow != "branch":
        return
    if len(step.arms) < 2:
        yield "A branch needs two ways at least.", True
    open_ways = [at for at, arm in enumerate(step.arms) if arm.rule is None]
    if len(step.arms) >= 2 and len(open_ways) == len(step.arms):
        yield "None of its ways has a rule: the first one would always be taken.", True
    else:
        for at in open_ways:
            if at < len(step.arms) - 1:
                yield f"“{step.arms[at].name}” has no rule: no way behind it is ever taken.", True
    if step.arms and not any(arm.steps for arm in step.arms):
        yield "Nothing happens on any of its ways.", False
    names = [arm.name.strip().casefold() for arm in step.arms]
    if len(set(names)) < len(names):
        yield "Two of its ways have the same name.", False


def _wait(eye: _Eye, step: Step) -> Told:
    if eye.spec(step).flow != "wait":
        return
    until = eye.option(step, "until")
    if until == "rule" and step.until is None:
        yield "It waits for a rule, and there is none.", True
    elif until == "day" and not is_day(str(eye.option(step, "day"))):
        yield "It waits for a day, and names none.", True


def is_day(text: str) -> bool:
    """Whether a wait understands it: an ISO day, or "-30 renewal"."""
    if _BEFORE_RENEWAL.fullmatch(text.strip()):
        return True
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def _words(eye: _Eye, step: Step) -> Told:
    key = _TEXTS.get(step.kind)
    if key is not None and not str(eye.option(step, key) or "").strip():
        yield _LACKS[step.kind], True
    if step.kind == "set_field":
        yield from _gone(eye, str(eye.option(step, "field") or ""))
    if step.kind == "ask":
        questions, fields = eye.option(step, "questions"), eye.option(step, "fields")
        if not questions:
            yield "It asks nothing.", True
        if len(fields) > len(questions):
            yield "It names more attributes than questions.", False
        for name in fields:
            yield from _gone(eye, "" if name == "-" else str(name))


def _gone(eye: _Eye, name: str) -> Told:
    if name and eye.known.fields is not None and name not in eye.known.fields:
        yield f"The desk has no attribute “{name}”.", False


def _playbook(eye: _Eye, step: Step) -> Told:
    if step.kind not in {"start_playbook", "stop_playbook"}:
        return
    name = str(eye.option(step, "playbook") or "")
    if not name:
        yield "It names no playbook.", True
    elif name == eye.playbook.name:
        told = "start itself without end" if step.kind == "start_playbook" else "stop itself"
        yield f"It would {told}.", True
    elif eye.known.playbooks is not None and name not in eye.known.playbooks:
        yield f"The desk has no playbook “{name}”.", False


def _hold(eye: _Eye, step: Step) -> Told:
    spec = eye.spec(step)
    if step.hold and not spec.by_hand and not spec.flow:
        yield "What follows need not wait for it: it is done at once.", False


def _after(eye: _Eye, step: Step) -> Told:
    """A step that counts from one on another way waits for what may never come."""
    anchor = step.when.after
    if anchor in ANCHORS:
        return
    other = eye.playbook.step(anchor)
    if other is None:
        yield "It counts from a step that is not there.", True
        return
    ways = _ways(eye.playbook.steps)
    if not set(ways.get(anchor, ())) <= set(ways.get(step.id, ())):
        words = f"It counts from “{other.name}”, which stands on a way that may not be taken"
        yield f"{words}: then it never comes{_holds(step)}.", True


def _holds(step: Step) -> str:
    return ", and nothing behind it either" if step.hold else ""


_LOOKS: Final = (
    _name, _message, _template, _branch, _wait, _words, _playbook, _hold, _after,
)  # fmt: skip


def _ways(steps: tuple[Step, ...], on: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """The ways each step stands on, outer ones first."""
    out: dict[str, tuple[str, ...]] = {}
    for step in steps:
        out[step.id] = on
        for number, arm in enumerate(step.arms):
            out |= _ways(arm.steps, (*on, f"{step.id}\n{number}"))
    return out


def _unreached(eye: _Eye) -> Iterator[Fault]:
    """What stands behind an end is never reached."""
    found: list[Fault] = []

    def ends(steps: tuple[Step, ...]) -> bool:
        over = False
        for step in steps:
            if over:
                found.extend(
                    Fault(key, "It is never reached: the playbook ends before it.", blocks=True)
                    for key in sorted(inside(step))
                )
                continue
            over = eye.spec(step).flow == "end" or _all_end(step.arms)
        return over

    def _all_end(arms: tuple[Arm, ...]) -> bool:
        ended = [ends(arm.steps) for arm in arms]
        return bool(ended) and all(ended) and arms[-1].rule is None

    ends(eye.playbook.steps)
    yield from found


def _early(eye: _Eye) -> Iterator[Fault]:
    """A step that is planned for a day before that of the step above it."""

    def walk(steps: tuple[Step, ...], above: tuple[str, int, str] | None) -> Iterator[Fault]:
        for step in steps:
            here = _day(step, above)
            if here is not None and above is not None and _is_before(here, above):
                told = f"Its day lies before that of “{above[2]}”, which stands above it."
                yield Fault(step.id, told)
            for arm in step.arms:
                yield from walk(arm.steps, here)
            # What a wait or a branch takes cannot be told beforehand.
            above = None if eye.spec(step).flow else here

    yield from walk(eye.playbook.steps, (START, 0, "the start"))


def _day(step: Step, above: tuple[str, int, str] | None) -> tuple[str, int, str] | None:
    """What the day of a step counts from, how many days after it, and the step's name."""
    when = step.when
    if when.after in {START, RENEWAL}:
        return when.after, when.days, step.name
    if when.after == PREVIOUS and above is not None:
        return above[0], above[1] + when.days, step.name
    return None


def _is_before(here: tuple[str, int, str], above: tuple[str, int, str]) -> bool:
    return here[0] == above[0] and here[1] < above[1]
