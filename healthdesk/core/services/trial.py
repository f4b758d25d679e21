"""Tries a playbook on an account: dates and texts as they would come out; nothing is created.

Every step is done on its day. Rules that are decided on days to come are taken as supposed, else
as they hold today, which is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.outbox_view import Person
from healthdesk.core.domain.play_engine import CLOSED, LIMIT, NO_CONDITION, advance, settle
from healthdesk.core.domain.play_hand import close
from healthdesk.core.domain.playbook import RECIPIENTS, Arm, Playbook, Step, every
from healthdesk.core.domain.playbook_faults import faults
from healthdesk.core.domain.playbook_view import TextRun, Trial, TrialRow
from healthdesk.core.domain.rule import FieldTest, ReadingTest, Rule
from healthdesk.core.domain.run import Entry, RunState
from healthdesk.core.domain.run_days import weekday
from healthdesk.core.services import playbook_reading, run_stamps
from healthdesk.core.services.merge import Merger
from healthdesk.core.services.playbook_documents import rules_of
from healthdesk.core.services.rule_sentence import in_words
from healthdesk.core.services.run_going import RENEWALS
from healthdesk.core.services.run_reading import metric_names, wait_words
from healthdesk.core.services.run_rules import Rules
from healthdesk.core.services.wording import count_of
from healthdesk.core.services.work_rows import account_row
from healthdesk.core.store.db import Tx

_LONGEST: Final = 3_660
_YES: Final = FieldTest("name", "is present")
_NO: Final = FieldTest("name", "is missing")
Waits = tuple[tuple[Rule, bool, str], ...]
"""Rules of waits, whether it is supposed that they come to hold, and the names of the waits."""
Supposed = Mapping[str, int | bool]
"""By id of a step: of a branch the place of the way taken (-1 = none); of a wait whether its rule
comes to hold, or after how many days."""


def trial(
    tx: Tx, playbook: Playbook, account_id: str, day: int, suppose: Supposed | None = None
) -> Trial:
    """How a playbook would go on an account if it started on a day."""
    supposed = suppose or {}
    account = account_row(tx, account_id)
    renewal = tx.execute(text(RENEWALS), {"account": account, "day": day}).scalar()
    moved = MappingProxyType(run_stamps.days(tx, account, playbook, day))
    rules = Rules(tx, rules_of(playbook), day)
    today = rules.of(account_id)

    def decide(rule: Rule, _: int) -> bool:
        return rule is _YES or (rule is not _NO and today(rule, day))

    imagined = _imagined(playbook, supposed)
    state = _gone(imagined, RunState(day, day - 1, renewal, moved=moved), decide)
    author = _Author(tx, account_id, day, playbook.name, supposed, _waits(playbook, supposed))
    rows = []
    for at, step in enumerate(every(playbook.steps)):
        entry = state.entries.get(step.id)
        if entry is not None:
            row = author.row(step, entry)
            rows.append((row.day, at, row))
    rows.sort(key=_place)
    end = (
        state.ended_on if state.ended_on is not None else max((one[0] for one in rows), default=day)
    )
    wrong = faults(playbook, CATALOGUE, playbook_reading.known(tx))
    return Trial(tuple(row for *_, row in rows), end, tuple(one.sentence for one in wrong))


def _place(one: tuple[int, int, TrialRow]) -> tuple[int, int]:
    return one[0], one[1]


def _gone(playbook: Playbook, state: RunState, decide: Any) -> RunState:  # noqa: ANN401 - Decide
    """The run at its end, everything open closed on its day."""
    day: int | None = state.start
    last = state.start + _LONGEST
    while day is not None and day <= last and not state.ended:
        gone = advance(playbook, state, day, decide, CATALOGUE)
        state, coming = gone.state, gone.next_day
        while not state.ended and (ready := _ready(playbook, state, day)):
            for step in ready:
                state = close(state, step, day)
            after = settle(playbook, state, day, decide, CATALOGUE)
            state, coming = after.state, after.next_day
        to_come = [e.planned for key, e in state.entries.items() if _by_hand(playbook, key, e)]
        if coming is not None:
            to_come.append(coming)
        day = min((max(one, day + 1) for one in to_come), default=None)
    return state


def _by_hand(playbook: Playbook, key: str, entry: Entry) -> bool:
    step = playbook.step(key)
    return entry.state == "open" and step is not None and CATALOGUE[step.kind].SPEC.by_hand


def _ready(playbook: Playbook, state: RunState, day: int) -> list[str]:
    return [
        key
        for key, entry in state.entries.items()
        if entry.planned <= day and _by_hand(playbook, key, entry)
    ]


def _imagined(playbook: Playbook, supposed: Supposed) -> Playbook:
    waits = _waits(playbook, supposed)
    return Playbook(playbook.name, steps=_steps(playbook.steps, supposed, waits))


def _waits(playbook: Playbook, supposed: Supposed) -> Waits:
    """The rules of waits of which it is supposed whether they come to hold."""
    found = ((step, supposed.get(step.id)) for step in every(playbook.steps))
    return tuple(
        (step.until, told, step.name)
        for step, told in found
        if step.until is not None and isinstance(told, bool)
    )


def _followed(rule: Rule | None, waits: Waits) -> tuple[bool, str] | None:
    """What a wait that asks the same says of a rule, and its name; None = no wait asks it."""
    return next(((told, name) for asked, told, name in waits if _alike(asked, rule)), None)


def _alike(asked: Rule, rule: Rule | None) -> bool:
    """Whether two rules ask the same, be it over another number of days."""
    if not isinstance(asked, ReadingTest) or not isinstance(rule, ReadingTest):
        return asked == rule
    same = (asked.op, asked.value, asked.reading.kind) == (rule.op, rule.value, rule.reading.kind)
    return same and _but_days(asked) == _but_days(rule)


def _but_days(rule: ReadingTest) -> dict[str, Any]:
    return {key: value for key, value in rule.reading.options.items() if key != "days"}


def _steps(steps: tuple[Step, ...], supposed: Supposed, waits: Waits) -> tuple[Step, ...]:
    return tuple(_step(step, supposed, waits) for step in steps)


def _step(step: Step, supposed: Supposed, waits: Waits) -> Step:
    """The step with what is supposed of it in place of its rules."""
    told = supposed.get(step.id)
    arms = tuple(
        Arm(one.name, _rule(one.rule, waits), _steps(one.steps, supposed, waits))
        for one in step.arms
    )
    if told is not None and step.arms:
        arms = tuple(
            Arm(one.name, _YES if at == int(told) else _NO, one.steps)
            for at, one in enumerate(arms)
        )
    changed = msgspec.structs.replace(step, arms=arms)
    if told is None or step.until is None:
        return changed
    if isinstance(told, bool):
        return msgspec.structs.replace(changed, until=_YES if told else _NO)
    options = {**step.options, "until": "days", "days": max(told, 1), "working": False}
    return msgspec.structs.replace(changed, options=options)


def _rule(rule: Rule | None, waits: Waits) -> Rule | None:
    """A way's rule, or what is supposed of a wait for the same."""
    followed = _followed(rule, waits)
    return rule if followed is None else (_YES if followed[0] else _NO)


@dataclass
class _Author:
    """Writes the rows of a trial."""

    tx: Tx
    account_id: str
    day: int
    playbook: str
    supposed: Supposed
    waits: Waits

    @cached_property
    def names(self) -> dict[str, str]:
        """What metrics are called."""
        return metric_names(self.tx)

    @cached_property
    def _merger(self) -> Merger:
        return Merger(self.tx)

    def row(self, step: Step, entry: Entry) -> TrialRow:
        """The row of a step that came up."""
        flow = CATALOGUE[step.kind].SPEC.flow
        on = entry.closed if flow and entry.closed is not None else entry.planned
        options = {one.key: one.default for one in CATALOGUE[step.kind].SPEC.options}
        options.update(step.options)
        subject, body, lacking = self._texts(step, options)
        notices = [*self._notices(step, entry, options), *lacking]
        return TrialRow(
            day=on,
            weekday=weekday(on),
            step=step.id,
            kind=step.kind,
            title=step.name,
            detail=_by(self._detail(step, entry, options), step.owner),
            subject=subject,
            body=body,
            notice="; ".join(dict.fromkeys(one for one in notices if one)),
        )

    def _person(self, to: str) -> Person | None:
        return self._merger.pick(self.account_id, to, self.day)

    def _texts(
        self, step: Step, options: Mapping[str, Any]
    ) -> tuple[tuple[TextRun, ...], tuple[TextRun, ...], list[str]]:
        """Subject and body of a step as they would read, and what is missing in them."""
        if step.kind == "message" and options["mode"] == "unscripted":
            return (), (), ["you write it yourself"]
        key = _BODY.get(step.kind)
        if key is None or not str(options[key] or "").strip():
            return (), (), []
        person = self._person(str(options.get("to") or ""))
        who = None if person is None else person.contact_id
        told = (str(options.get("subject") or ""), str(options[key]))
        subject, body = self._merger.fill(told, self.account_id, who, self.day)
        wrong = [one.sentence for one in (*subject.faults, *body.faults)]
        missing = dict.fromkeys((*subject.missing, *body.missing))
        names = ", ".join(f"“{one.replace('_', ' ')}”" for one in missing)
        held = "the message would wait for you" if step.kind == "message" else "it would stay empty"
        lacking = [f"{names} has no value here: {held}"] if names else []
        return subject.runs, body.runs, [*wrong, *lacking]

    def _detail(self, step: Step, entry: Entry, options: Mapping[str, Any]) -> str:
        if step.kind in ("message", "call"):
            return self._whom(step, options)
        if CATALOGUE[step.kind].SPEC.flow == "wait":
            return wait_words(step, self.names)
        if step.arms:
            taken = 0 <= entry.arm < len(step.arms)
            return f"takes “{step.arms[entry.arm].name}”" if taken else "no way fits"
        return _SAYS[step.kind](options) if step.kind in _SAYS else ""

    def _whom(self, step: Step, options: Mapping[str, Any]) -> str:
        to = str(options["to"] or "")
        person = self._person(to)
        word = "to" if step.kind == "message" else "with"
        if person is None:
            return f"{word} {RECIPIENTS.get(to, to)}" if to else "whom is chosen by hand"
        role = person.title or person.role
        return f"{word} {person.name}, {role}" if role else f"{word} {person.name}"

    def _notices(self, step: Step, entry: Entry, options: Mapping[str, Any]) -> list[str]:
        found = []
        if entry.state == "skipped":
            return ["passed over: its condition does not hold today"]
        if entry.state not in CLOSED:
            found.append("its day is too far off")
        to = str(options.get("to") or "")
        if to:
            person = self._person(to)
            if person is None:
                found.append(f"nobody here is {RECIPIENTS.get(to, to)}")
            elif person.refused:
                found.append(f"{person.name} {person.refused}")
        found.append(self._assumed(step, entry))
        if entry.how and entry.how not in (LIMIT, NO_CONDITION) and not step.arms:
            found.append("" if step.until is not None else entry.how)
        return found

    def _assumed(self, step: Step, entry: Entry) -> str:
        """On what a rule was decided."""
        if step.until is not None:
            held = entry.how != LIMIT
            said = "the rule comes to hold" if held else "the rule does not come to hold in time"
            way = "supposed" if step.id in self.supposed else "as it stands today"
            return f"{way}: {said}"
        if not step.arms:
            return ""
        if step.id in self.supposed:
            return "supposed"
        rules = [one.rule for one in step.arms if one.rule is not None]
        if not rules:
            return ""
        place = max(min(entry.arm, len(rules) - 1), 0)
        followed = _followed(rules[place], self.waits)
        if followed is not None:
            return f"supposed, as of “{followed[1]}”"
        return f"as it stands today: {in_words(rules[place], self.names)}"


def _by(detail: str, owner: str) -> str:
    """What a step's line says, with who does it."""
    return f"{detail}, by {owner}" if detail and owner else detail or owner


_BODY: Final = {"message": "body", "call": "guide", "note": "text", "notify": "text"}


def _task(options: Mapping[str, Any]) -> str:
    items = len(options["checklist"])
    return f"checklist of {count_of(items, 'item')}" if items else ""


def _field(options: Mapping[str, Any]) -> str:
    return f"{options['field']} = {options['value']}" if options["field"] else ""


def _tag(options: Mapping[str, Any]) -> str:
    return f"{'gives' if options['on'] else 'takes off'} “{options['tag']}”"


def _questions(options: Mapping[str, Any]) -> str:
    return count_of(len(options["questions"]), "question")


def _other(options: Mapping[str, Any]) -> str:
    return str(options["playbook"])


def _again(options: Mapping[str, Any]) -> str:
    return f"looks again after {count_of(options['look_again'], 'day')}"


_SAYS: Final = {
    "task": _task,
    "set_field": _field,
    "tag": _tag,
    "ask": _questions,
    "start_playbook": _other,
    "stop_playbook": _other,
    "outcome": _again,
}
"""What a step of each kind does, in a few words."""
