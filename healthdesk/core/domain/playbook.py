"""A playbook as a document: what it is for, and its steps in order, with branches and waits.

A playbook that came from elsewhere is checked, each refusal naming its place. Not here: what a kind
of step does (core/actions), how a run goes on (play_engine.py), what is unwise in one
(playbook_faults.py), moving steps about (playbook_edit.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from healthdesk.core.domain import document
from healthdesk.core.domain.action import Actions, ActionSpec
from healthdesk.core.domain.document import Node
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import OptionValue, Readings
from healthdesk.core.domain.rule import Rule, dump_rule, parse_rule

VERSION: Final = 1
MAX_STEPS: Final = 100
MAX_ARMS: Final = 6
MAX_DEPTH: Final = 6
MAX_DAYS: Final = 1000
MAX_OWNER: Final = 100
"""Letters of an owner's name."""
START, PREVIOUS, RENEWAL = "start", "previous", "renewal"
ANCHORS: Final = (START, PREVIOUS, RENEWAL)
"""What a step's days count from, beside the id of another step: the day that one was done on."""
RECIPIENTS: Final[Mapping[str, str]] = {
    "": "chosen by hand",
    "champion": "the champion",
    "sponsor": "the sponsor",
    "successor": "the successor of who left",
    "decision maker": "the decision maker",
    "admin": "the admin",
    "user": "a user",
    "detractor": "who answered lowest last",
    "advocate": "an advocate",
    "last in touch": "who was last in touch",
    "newest": "the newest contact",
}
"""Whom a message or a call is for, and how that reads."""


class When(msgspec.Struct, frozen=True):
    """The day of a step: so many days after something, working days only or all of them."""

    days: int = 0
    after: str = PREVIOUS
    """One of `ANCHORS`, or the id of a step that stands before."""
    working: bool = False


class Arm(msgspec.Struct, frozen=True):
    """One way out of a branch; the first whose rule holds is taken, no rule = otherwise."""

    name: str
    rule: Rule | None = None
    steps: tuple[Step, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One step.

    Attributes:
        id: its name in documents and runs; no other step of the playbook has it.
        kind: key of its action.
        required: the run is not done without it.
        hold: what follows waits until it is closed.
        only_if: decided when it is its turn; where it does not hold the step is passed over.
        until: a wait's rule.
        options: what its action declares.
        arms: the ways out of a branch; they come together again behind it.
        owner: who does it, where a person closes it; "" = whoever does the run.
    """

    id: str
    kind: str
    name: str
    when: When = When()
    required: bool = False
    hold: bool = False
    only_if: Rule | None = None
    until: Rule | None = None
    options: dict[str, Any] = {}
    arms: tuple[Arm, ...] = ()
    owner: str = ""


class Playbook(msgspec.Struct, frozen=True):
    """One playbook.

    Attributes:
        purpose: when to reach for it, and what it is to bring about.
        cause: the cause it answers, one of the desk's words ("fading", "confused"); may be empty.
        measure: what shows that it worked ("active users back above 30"); may be empty.
        sign_off: who answers for a run is asked to sign it off once it is done.
    """

    name: str
    purpose: str = ""
    cause: str = ""
    measure: str = ""
    steps: tuple[Step, ...] = ()
    sign_off: bool = False

    def new_id(self, kind: str) -> str:
        """An id no step has: its kind and the next free number."""
        taken = {step.id for step in every(self.steps)}
        number = 1
        while f"{kind}-{number}" in taken:
            number += 1
        return f"{kind}-{number}"

    def step(self, key: str) -> Step | None:
        """The step of an id."""
        return next((step for step in every(self.steps) if step.id == key), None)


def every(steps: tuple[Step, ...]) -> Iterator[Step]:
    """All steps in the order in which they are read, those of arms behind their branch."""
    for step in steps:
        yield step
        for arm in step.arms:
            yield from every(arm.steps)


@dataclass
class _Reader:
    """Reads the steps of one playbook."""

    actions: Actions
    metrics: Collection[str]
    readings: Readings
    taken: set[str]

    def steps(self, node: Node, depth: int) -> tuple[Step, ...]:
        place = node.at("steps")
        listed = document.as_list(node.take("steps", ()), place, MAX_STEPS)
        if depth > MAX_DEPTH:
            raise BadDocument(place, f"is nested more than {MAX_DEPTH} branches deep")
        return tuple(
            self._step(Node(one, document.under(place, at + 1)), depth)
            for at, one in enumerate(listed)
        )

    def _step(self, node: Node, depth: int) -> Step:
        kind = node.choice("kind", tuple(self.actions))
        spec = self.actions[kind].SPEC
        key = document.as_text(node.take("id"), node.at("id"), 60)
        if key in self.taken or key in ANCHORS:
            raise BadDocument(node.at("id"), f"is {key}, which is taken")
        when = _when(node, self.taken)
        self.taken.add(key)
        if len(self.taken) > MAX_STEPS:
            raise BadDocument(node.place, f"is one too many; a playbook has at most {MAX_STEPS}")
        step = Step(
            id=key,
            kind=kind,
            name=document.as_text(node.take("name"), node.at("name"), 200),
            when=when,
            required=_flag(node, "required"),
            hold=_flag(node, "hold"),
            only_if=self._rule(node, "only_if"),
            until=self._rule(node, "until") if spec.flow == "wait" else None,
            options=_options(node, spec, self.metrics),
            arms=self._arms(node, depth) if spec.flow == "branch" else (),
            owner=_owner(node) if spec.by_hand else "",
        )
        node.end()
        return step

    def _rule(self, node: Node, key: str) -> Rule | None:
        value = node.take(key, None)
        if value is None:
            return None
        return parse_rule(value, node.at(key), self.metrics, self.readings)

    def _arms(self, node: Node, depth: int) -> tuple[Arm, ...]:
        place = node.at("arms")
        listed = document.as_list(node.take("arms"), place, MAX_ARMS)
        arms = []
        for at, one in enumerate(listed):
            inner = Node(one, document.under(place, at + 1))
            name = document.as_text(inner.take("name"), inner.at("name"), 60)
            arms.append(Arm(name, self._rule(inner, "rule"), self.steps(inner, depth + 1)))
            inner.end()
        return tuple(arms)


def parse_playbook(
    data: Any,  # noqa: ANN401 - any JSON value
    place: str,
    actions: Actions,
    metrics: Collection[str],
    readings: Readings,
) -> Playbook:
    """Check one playbook of decoded JSON.

    Raises:
        BadDocument: It is none; the place in it is named.
    """
    node = Node(data, place)
    node.version(VERSION)
    playbook = Playbook(
        name=document.as_text(node.take("name"), node.at("name"), 200),
        purpose=_words(node, "purpose"),
        cause=_words(node, "cause"),
        measure=_words(node, "measure"),
        steps=_Reader(actions, metrics, readings, set()).steps(node, 1),
        sign_off=_flag(node, "sign_off"),
    )
    node.end()
    return playbook


def dump_playbook(playbook: Playbook) -> dict[str, Any]:
    """The playbook as JSON values, keys in a fixed order, what is empty left out."""
    out: dict[str, Any] = {"schema_version": VERSION, "name": playbook.name}
    for key in ("purpose", "cause", "measure"):
        if getattr(playbook, key):
            out[key] = getattr(playbook, key)
    if playbook.sign_off:
        out["sign_off"] = True
    return {**out, "steps": [_dump_step(step) for step in playbook.steps]}


def _dump_step(step: Step) -> dict[str, Any]:
    out: dict[str, Any] = {"id": step.id, "kind": step.kind, "name": step.name}
    when: dict[str, Any] = {"days": step.when.days, "after": step.when.after}
    if step.when.working:
        when["working"] = True
    if step.when != When():
        out["when"] = when
    for key in ("required", "hold"):
        if getattr(step, key):
            out[key] = True
    if step.owner:
        out["owner"] = step.owner
    for key, rule in (("only_if", step.only_if), ("until", step.until)):
        if rule is not None:
            out[key] = dump_rule(rule)
    if step.options:
        out["options"] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in sorted(step.options.items())
        }
    if step.arms:
        out["arms"] = [_dump_arm(arm) for arm in step.arms]
    return out


def _dump_arm(arm: Arm) -> dict[str, Any]:
    out: dict[str, Any] = {"name": arm.name}
    if arm.rule is not None:
        out["rule"] = dump_rule(arm.rule)
    return {**out, "steps": [_dump_step(step) for step in arm.steps]}


def _when(node: Node, before: Collection[str]) -> When:
    place = node.at("when")
    value = node.take("when", None)
    if value is None:
        return When()
    inner = Node(value, place)
    days = document.as_whole(inner.take("days", 0), inner.at("days"), -MAX_DAYS, MAX_DAYS)
    after = document.as_text(inner.take("after", PREVIOUS), inner.at("after"), 60)
    if after not in ANCHORS and after not in before:
        raise BadDocument(inner.at("after"), f"names {after}, which is no step before this one")
    if days < 0 and after != RENEWAL:
        raise BadDocument(inner.at("days"), "must not be negative but before a renewal")
    working = _flag(inner, "working")
    inner.end()
    return When(days, after, working)


def _options(node: Node, spec: ActionSpec, metrics: Collection[str]) -> dict[str, OptionValue]:
    """The options as given, each checked; one that is its default is left out."""
    inner = Node(node.take("options", {}), node.at("options"))
    out: dict[str, OptionValue] = {}
    for option in spec.options:
        if option.key not in inner:
            continue
        value = option.parse(inner.take(option.key), metrics, inner.at(option.key))
        if value != option.default:
            out[option.key] = value
    inner.end()
    return out


def _flag(node: Node, key: str) -> bool:
    value = node.take(key, False)
    if not isinstance(value, bool):
        raise BadDocument(node.at(key), "must be true or false")
    return value


def _owner(node: Node) -> str:
    told = " ".join(_words(node, "owner").split())
    if len(told) > MAX_OWNER:
        raise BadDocument(node.at("owner"), f"must have at most {MAX_OWNER} characters")
    return told


def _words(node: Node, key: str) -> str:
    value = node.take(key, "")
    if not isinstance(value, str) or len(value) > document.MAX_TEXT:
        raise BadDocument(node.at(key), f"must be a text of at most {document.MAX_TEXT} characters")
    return value.strip()
