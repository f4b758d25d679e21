"""What is wrong or unwise in a successplay, or good to know of it, part by part, in sentences.

Not here: what a document must be to be one at all (play.py refuses it).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.play import Play, option
from healthdesk.core.domain.reading import dump_ref
from healthdesk.core.domain.rule import Rule, rule_readings
from healthdesk.core.domain.trigger import Triggers

Part = Literal["", "who", "when", "then", "brakes", "measure"]
PARTS: Final[dict[Part, str]] = {
    "who": "For whom",
    "when": "When",
    "then": "Then",
    "brakes": "Brakes",
    "measure": "Measure",
}
"""The parts of a play as its form shows them."""


@dataclass(frozen=True)
class PlayFault:
    """Something to say of a part of a play.

    Attributes:
        blocks: it can never do anything like this.
        usual: there is nothing wrong in it; it is told so that it is known.
    """

    part: Part
    sentence: str
    blocks: bool = False
    usual: bool = False


@dataclass(frozen=True)
class PlayKnown:
    """What of the desk a play may name; None = not known, and not looked at.

    Attributes:
        playbooks: whether each can be started, by its name, folded.
        writing: those of them that write messages.
        segments: names, folded.
        metrics: keys.
        members: for how many accounts it is on the day.
        reached: at how many of those the goal holds already.
    """

    playbooks: Mapping[str, bool] | None = None
    writing: Collection[str] = ()
    segments: Collection[str] | None = None
    metrics: Collection[str] | None = None
    members: int | None = None
    reached: int | None = None


def faults(play: Play, triggers: Triggers, known: PlayKnown | None = None) -> tuple[PlayFault, ...]:
    """All that is wrong or unwise, in the order of the form's parts, then what is good to know."""
    about = known or PlayKnown()
    return (
        *(PlayFault("who", *told) for told in _who(play, about)),
        *(PlayFault("when", *told) for told in _when(play, triggers, about)),
        *(PlayFault("then", *told) for told in _then(play, about)),
        *(PlayFault("brakes", *told) for told in _brakes(play, triggers)),
        *(PlayFault("measure", *told) for told in _measure(play, about)),
        *_usual(play, about),
    )


Told = Iterator[tuple[str, bool]]


def _who(play: Play, about: PlayKnown) -> Told:
    if _lacks(play.segment, about.segments):
        yield f"There is no segment “{play.segment}”: it is for nobody.", True
    elif about.members == 0:
        yield "It is for no account today.", False
    yield from _metrics(play.audience, about)


def _when(play: Play, triggers: Triggers, about: PlayKnown) -> Told:
    spec = triggers[play.cause.kind].SPEC
    if spec.ruled and play.cause.rule is None and not spec.options:
        yield "It has no condition yet: it never fires.", True
    options = {one.key: option(play.cause, spec, one.key) for one in spec.options}
    for one in spec.options:
        told = options[one.key]
        if not spec.counts(one.key, options) or (spec.main and not told):
            continue
        if one.kind == "metric" and not told:
            yield f"{one.title}: no metric is chosen, it never fires.", True
        elif one.kind == "metric" and about.metrics is not None and told not in about.metrics:
            yield f"The desk has no metric “{told}”: it never fires.", True
        elif one.kind == "segment" and not told:
            yield "No segment is chosen: it never fires.", True
        elif one.kind == "segment" and _lacks(str(told), about.segments):
            yield f"There is no segment “{told}”: it never fires.", True
    yield from _metrics(play.cause.rule, about)


def _then(play: Play, about: PlayKnown) -> Told:
    name = play.playbook.casefold()
    if not name:
        yield "It starts no playbook.", True
    elif about.playbooks is not None and name not in about.playbooks:
        yield f"There is no playbook “{play.playbook}”: it can only suggest.", False
    elif about.playbooks is not None and not about.playbooks[name]:
        yield f"“{play.playbook}” was never published: it can only suggest.", False


def _brakes(play: Play, triggers: Triggers) -> Told:
    brakes = play.brakes
    state = triggers[play.cause.kind].SPEC.shape == "state"
    if brakes.often == "always" and brakes.running == "again":
        yield "Each time, beside what is at work: one account may get the same twice.", False
    if brakes.often == "once" and brakes.running == "again":
        yield "Once for each account is never beside an open run of its own.", False
    if play.mode == "run" and not brakes.a_day:
        yield "Nothing limits how many it starts in a day.", False
    if play.existing and state and not brakes.a_day:
        yield "Switched on, it fires for all accounts for which it holds at once.", False


def _measure(play: Play, about: PlayKnown) -> Told:
    if play.goal is None:
        yield "Nothing is named that would show whether it worked.", False
        return
    if play.goal.rule == play.cause.rule:
        yield "Its goal is what starts it: it is reached at once.", False
    yield from _metrics(play.goal.rule, about)


def _usual(play: Play, about: PlayKnown) -> Iterator[PlayFault]:
    """What is good to know of a play in which nothing is wrong."""
    if play.mode == "run" and play.playbook.casefold() in about.writing:
        drafted = "Its messages are drafted by themselves; you send them."
        yield PlayFault("then", drafted, usual=True)
    if play.goal is not None and about.reached:
        of = "" if about.members is None else f" of {about.members:,}"
        holds = f"Its goal holds already at {about.reached:,}{of} accounts."
        yield PlayFault("measure", holds, usual=True)


def _metrics(rule: Rule | None, about: PlayKnown) -> Told:
    """Metrics of a rule that the desk does not have: they read as missing."""
    if rule is None or about.metrics is None:
        return
    references = [dump_ref(one) for one in rule_readings(rule)]
    named = {str(one["metric"]) for one in references if "metric" in one}
    for metric in sorted(named - set(about.metrics)):
        yield f"The desk has no metric “{metric}”: what asks for it never holds.", False


def _lacks(name: str, known: Collection[str] | None) -> bool:
    return bool(name) and known is not None and name.casefold() not in known
