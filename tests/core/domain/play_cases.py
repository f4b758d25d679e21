"""Random playbooks, facts and deeds of a person, for the laws of the engine of runs."""

from __future__ import annotations

from hypothesis import strategies as st

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.play_engine import Advance, advance, settle
from healthdesk.core.domain.play_hand import close, skip
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.rule import FieldTest, Rule
from healthdesk.core.domain.run import RunState

RULES: tuple[Rule, ...] = tuple(FieldTest("score", ">", float(at)) for at in range(3))
KINDS = ("task", "task", "message", "note", "ask", "wait", "wait", "branch", "end")


def holds(salt: int):
    """Facts: whether a rule holds on a day, the same each time it is asked."""

    def decide(rule, day):
        return hash((rule, day, salt)) % 3 == 0

    return decide


@st.composite
def steps(draw, ids, depth, working):
    found = []
    for _ in range(draw(st.integers(0 if depth else 1, 5))):
        kind = draw(st.sampled_from(KINDS if depth < 2 else KINDS[:7]))
        after = draw(st.sampled_from(["previous", "previous", "start", "renewal", *ids[-4:]]))
        days = draw(st.integers(-6, 6) if after == "renewal" else st.integers(0, 6))
        options, until = {}, None
        if kind == "wait":
            how = draw(st.sampled_from(["days", "rule", "day"]))
            options = {"until": how, "days": draw(st.integers(1, 9)), "hold_days": 1}
            options["working"] = working and draw(st.booleans())
            if how == "rule":
                until = draw(st.sampled_from(RULES))
                options["hold_days"] = draw(st.integers(1, 3))
            if how == "day":
                options["day"] = draw(st.sampled_from(["-3 renewal", "1970-04-20", "soon"]))
        key = f"{kind}-{len(ids) + 1}"
        ids.append(key)
        arms = ()
        if kind == "branch":
            rules = draw(st.lists(st.sampled_from([*RULES, None]), min_size=1, max_size=3))
            arms = tuple(
                Arm(f"way {at}", rule, draw(steps(ids, depth + 1, working)))
                for at, rule in enumerate(rules)
            )
        found.append(
            Step(
                key,
                kind,
                key,
                When(days, after, working and draw(st.booleans())),
                required=draw(st.booleans()),
                hold=draw(st.booleans()),
                only_if=draw(st.sampled_from([None, None, None, *RULES])),
                until=until,
                options=options,
                arms=arms,
            )
        )
    return tuple(found)


@st.composite
def playbooks(draw, working=True):
    return Playbook("Any", steps=draw(steps([], 0, working)))


@st.composite
def states(draw):
    start = draw(st.integers(100, 106))
    renewal = draw(st.sampled_from([None, start + 4, start + 12]))
    return RunState(start, start - 1, renewal)


def gone_to(playbook, state, day, decide) -> Advance:
    return advance(playbook, state, day, decide, CATALOGUE)


def settled(playbook, state, day, decide) -> Advance:
    return settle(playbook, state, day, decide, CATALOGUE)


def dealt(playbook, state, day, decide, deed):
    """A person closes or skips one of the open steps, the run goes on at once."""
    open_ones = [k for k, e in state.entries.items() if e.state == "open" and k[:4] != "wait"]
    if state.ended or not open_ones:
        return state, ()
    key = open_ones[deed % len(open_ones)]
    done = skip(state, key, day, "why") if deed % 3 == 0 else close(state, key, day)
    after = settled(playbook, done, day, decide)
    return after.state, after.raised
